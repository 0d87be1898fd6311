"""What becomes of open cases when a unit is moved, merged, split or closed: they go to the successor."""

from datetime import datetime
from uuid import UUID

from huiyin.cases.act import ASSIGNMENT_DOOR
from huiyin.cases.models import Assignment, Case
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import OPEN_ASSIGNMENT
from huiyin.flow.actor import PLATFORM
from huiyin.journal.door import note
from huiyin.journal.writing import writing
from huiyin.units.models import Unit
from huiyin.units.ports import Handover


def hand_over_open_cases(handover: Handover) -> None:
    """Give every open share of the unit to its heir, and let a report against the unit hide from the heir too."""
    if handover.heir_id is None:
        return
    heir = Unit.objects.get(pk=handover.heir_id)
    open_shares = Assignment.objects.filter(unit_id=handover.unit_id, state__in=sorted(OPEN_ASSIGNMENT))
    for share_id in open_shares.order_by("case_id", "id").values_list("id", flat=True):
        _hand_over(share_id, heir, handover.at, handover.caused_by)
    for case_id in Case.objects.filter(accused_unit_id=handover.unit_id).order_by("id").values_list("id", flat=True):
        _accuse(case_id, heir, handover)


def why_it_cannot_close(unit_id: UUID) -> str | None:
    """Return why a unit cannot close without a successor: nothing may be left without anybody."""
    left = Assignment.objects.filter(unit_id=unit_id, state__in=sorted(OPEN_ASSIGNMENT)).count()
    return f"还有{left}件在办工单，请指定承接单位" if left else None


def _hand_over(share_id: UUID, heir: Unit, at: datetime, caused_by: UUID) -> None:
    share = Assignment.objects.get(pk=share_id)
    held = Assignment.objects.filter(case_id=share.case_id, unit=heir, state__in=sorted(OPEN_ASSIGNMENT))
    double = held.exclude(pk=share_id).first()
    how = {"actor": PLATFORM, "at": at, "caused_by": caused_by}
    if double is None:
        ASSIGNMENT_DOOR.move(share_id, "hand_to_successor", {"unit": heir.pk}, **how)
        return
    # Two shares of one case meet in one unit: the weightier stays, lead before joint before handed down.
    weight = [Role.LEAD, Role.JOINT, Role.SUB].index
    lighter, other = sorted((share, double), key=lambda s: -weight(Role(s.role)))
    ASSIGNMENT_DOOR.move(lighter.pk, "release", {}, **how)
    if other.pk == share_id:
        ASSIGNMENT_DOOR.move(share_id, "hand_to_successor", {"unit": heir.pk}, **how)


def _accuse(case_id: UUID, heir: Unit, handover: Handover) -> None:
    with writing() as now_writing:
        case = now_writing.lock(Case, case_id)
        said = {"before": case.accused_unit_id, "unit": heir.pk}
        case.accused_unit_id, case.accused_path = heir.pk, heir.path
        note(
            "case.accused_succeeded",
            "case",
            case_id,
            at=handover.at,
            head=case,
            said=said,
            caused_by=handover.caused_by,
        )
