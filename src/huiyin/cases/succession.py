"""What becomes of open cases when a unit is moved, merged, split or closed: they go to the successor."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from huiyin.cases.act import ASSIGNMENT_DOOR
from huiyin.cases.models import Assignment, Case
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import OPEN_ASSIGNMENT, OPEN_CASE
from huiyin.flow.actor import PLATFORM
from huiyin.journal.door import note
from huiyin.journal.writing import writing
from huiyin.units.models import Unit
from huiyin.units.ports import Handover


def hand_over_open_cases(handover: Handover) -> None:
    """Give every open share of the unit to its heir, and let a report against the unit hide from the heir too.

    What stands below moves along: its open shares and the reports against it get the new place in the tree.
    """
    if handover.heir_id is None:
        return
    heir = Unit.objects.get(pk=handover.heir_id)
    for share_id in _open(unit_id=handover.unit_id).values_list("id", flat=True):
        _hand_over(share_id, heir, handover.at, handover.caused_by)
    moved = _open(unit__path__startswith=heir.path).exclude(unit_path=F("unit__path"))
    for share in moved.select_related("unit"):
        _hand_over(share.pk, share.unit, handover.at, handover.caused_by)
    _accuse_again(heir, handover)


def _accuse_again(heir: Unit, handover: Handover) -> None:
    misplaced = Case.objects.filter(accused_unit__path__startswith=heir.path).exclude(
        accused_path=F("accused_unit__path")
    )
    for case_id in Case.objects.filter(accused_unit_id=handover.unit_id).order_by("id").values_list("id", flat=True):
        _accuse(case_id, heir, handover)
    for case in misplaced.select_related("accused_unit").order_by("id"):
        assert case.accused_unit is not None, "the place of an accused unit was asked for"
        _accuse(case.pk, case.accused_unit, handover)


def why_it_cannot_close(unit_id: UUID) -> str | None:
    """Return why a unit cannot close without a successor: nothing may be left without anybody."""
    left = Assignment.objects.filter(unit_id=unit_id, state__in=sorted(OPEN_ASSIGNMENT)).count()
    return f"还有{left}件在办工单，请指定承接单位" if left else None


def why_line_cannot_end(unit_id: UUID) -> str | None:
    """Return why a unit's own line cannot end: whoever called there would be answered by nobody."""
    left = Case.objects.filter(centre=unit_id, state__in=sorted(OPEN_CASE)).count()
    return f"专线还有{left}件在办，请先办结或上报市热线" if left else None


def _hand_over(share_id: UUID, heir: Unit, at: datetime, caused_by: UUID) -> None:
    share = Assignment.objects.select_related("case").get(pk=share_id)
    how: dict[str, Any] = {"actor": PLATFORM, "at": at, "caused_by": caused_by}
    if share.state not in OPEN_ASSIGNMENT:
        # Released meanwhile, with the share from which it was handed down.
        return
    accused = share.case.accused_path
    if accused and heir.path.startswith(accused):
        ASSIGNMENT_DOOR.move(share_id, "release", {}, **how)
        return
    double = _open(case_id=share.case_id, unit=heir).exclude(pk=share_id).first()
    if double is None:
        ASSIGNMENT_DOOR.move(share_id, "hand_to_successor", {"unit": heir.pk}, **how)
        return
    # Two shares of one case meet in one unit: the weightier stays, lead before joint before handed down.
    weight = [Role.LEAD, Role.JOINT, Role.SUB].index
    lighter, other = sorted((share, double), key=lambda s: -weight(Role(s.role)))
    ASSIGNMENT_DOOR.move(lighter.pk, "release", {}, **how)
    if other.pk == share_id:
        ASSIGNMENT_DOOR.move(share_id, "hand_to_successor", {"unit": heir.pk}, **how)


def _accuse(case_id: UUID, unit: Unit, handover: Handover) -> None:
    """Hide the report from this unit; if that one works on it just now, it is taken away from there."""
    with writing() as now_writing:
        case = now_writing.lock(Case, case_id)
        said = {"before": case.accused_unit_id, "unit": unit.pk, "path": unit.path}
        case.accused_unit_id, case.accused_path = unit.pk, unit.path
        note("case.accused_succeeded", "case", case_id, head=case, said=said, **_how(handover))
        while held := _open(case_id=case_id, unit_path__startswith=unit.path).first():
            ASSIGNMENT_DOOR.move(held.pk, "release", {}, **_how(handover))


def _open(**where: Any) -> QuerySet[Assignment]:
    shares = Assignment.objects.filter(state__in=sorted(OPEN_ASSIGNMENT), **where)
    return shares.order_by("case_id", "id")


def _how(handover: Handover) -> dict[str, Any]:
    return {"actor": PLATFORM, "at": handover.at, "caused_by": handover.caused_by}
