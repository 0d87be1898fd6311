"""The doors of this room: steps of the ladder, circulars, hand-overs and corrections, all in one ledger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.models import Assignment, Case
from huiyin.cases.models.assignment import Role
from huiyin.cases.queries import readable_by
from huiyin.cases.sight import hides_petitioner
from huiyin.escalation import asks
from huiyin.escalation.facts import CircularFacts, CorrectionFacts, HandoverFacts, StepFacts
from huiyin.escalation.lifecycle import ESCALATION
from huiyin.escalation.lifecycle_circular import CIRCULAR
from huiyin.escalation.lifecycle_correction import CORRECTION
from huiyin.escalation.lifecycle_handover import HANDOVER
from huiyin.escalation.models import Circular, Correction, Handover, StepTaken
from huiyin.escalation.states import StepState
from huiyin.escalation.who import KEEPERS
from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.says import clean
from huiyin.flow.table import BIRTH, NotYours, Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import Door
from huiyin.journal.models import Event, Ledger
from huiyin.journal.writing import writing
from huiyin.rulebook.escalation import Rung
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Unit

LEDGER = "escalation"


def step_facts(row: StepTaken, head: Ledger, at: datetime) -> StepFacts:
    """Return the facts of one step."""
    ladder = book_named(row.book).escalation
    rule = ladder.step(row.step)
    by_itself = bool(rule and rule.comes_by_itself)
    return StepFacts(row.state, local_day(at), row.rung, ladder.orderers(row.rung), by_itself, row.centre_id)


def circular_facts(row: Circular, head: Ledger, at: datetime) -> CircularFacts:
    """Return the facts of one circular."""
    approvers = book_named(row.book).escalation.circulars.approved_by
    if row._state.adding or row.state in {"", BIRTH}:
        return CircularFacts(row.state, local_day(at), row.owner_id, approvers)
    units = list(row.units.values_list("unit_id", "named", "reads", "read_at"))
    unread = frozenset(pk for pk, _, reads, read_at in units if reads and read_at is None)
    return CircularFacts(
        row.state, local_day(at), row.owner_id, approvers, row.written_by_id, sum(named for _, named, *_ in units), row.kind,
        len(row.causes), unread,
    )  # fmt: skip


def handover_facts(row: Handover, head: Ledger, at: datetime) -> HandoverFacts:
    """Return the facts of one hand-over."""
    handers = book_named(row.book).escalation.orderers(Rung.ACCOUNTABILITY)
    is_new = row._state.adding or row.state in {"", BIRTH}
    handed_on = local_day(row.handed_at) if row.handed_at else None
    behind = row.follows
    was_ordered = behind is not None and behind.state == StepState.ORDERED and behind.centre_id == row.centre_id
    return HandoverFacts(
        row.state, local_day(at), handers, 0 if is_new else row.evidence.count(), handed_on, row.received_on,
        row.centre_id, was_ordered,
    )  # fmt: skip


def correction_facts(row: Correction, head: Ledger, at: datetime) -> CorrectionFacts:
    """Return the facts of one correction."""
    return CorrectionFacts(row.state, local_day(at), row.unit_id, row.due_on, row.urged_on)


STEP_DOOR = Door(ESCALATION, StepTaken, step_facts, head_model=Ledger, head_field="ledger_id")
CIRCULAR_DOOR = Door(CIRCULAR, Circular, circular_facts, head_model=Ledger, head_field="ledger_id")
HANDOVER_DOOR = Door(HANDOVER, Handover, handover_facts, head_model=Ledger, head_field="ledger_id")
CORRECTION_DOOR = Door(CORRECTION, Correction, correction_facts, head_model=Ledger, head_field="ledger_id")


def ledger() -> Ledger:
    """Return the chain in which the events of this room stand."""
    Ledger.objects.bulk_create([Ledger(name=LEDGER)], ignore_conflicts=True)
    return Ledger.objects.get(name=LEDGER)


# -- steps of the ladder -------------------------------------------------------------------------------------------


def propose(said: Mapping[str, Any], *, actor: Actor, at: datetime, city: str, key: str = "") -> StepTaken:
    """Propose a step by hand: for a case, or for a unit as a whole. Raises Refused."""
    law = book_for(city, local_day(at))
    typed, errors = clean(asks.PROPOSAL, said, law)
    case = case_called(typed.get("case"), errors) if not errors else None
    if case and not actor.is_platform and not actor.holds_for(case.centre_id, *KEEPERS):
        errors["case"] = _whose(case)
    unit = _unit_of(typed.get("unit"), case, errors) if not errors else None
    if not errors and typed["rung"] == Rung.TALK and not typed["whom"]:
        errors["whom"] = "约谈须写明约谈对象"
    if errors:
        raise Refused([], errors)
    about = case or unit
    assert about is not None, "a step is about a case or a unit"
    centre = case.centre_id if case else _centre_over(unit, actor)
    if not actor.is_platform and not actor.holds_for(centre, *KEEPERS):
        raise NotYours(["您的岗位不能提请升级措施"])
    row = StepTaken(
        book=case.book if case else law.id, rung=typed["rung"], weight=Rung(typed["rung"]).weight, case=case,
        about=about.pk, unit=unit, unit_path=unit.path if unit else "", centre_id=centre,
        whom=typed["whom"], why=typed["why"],
    )  # fmt: skip
    return begun(STEP_DOOR, row, "propose", {}, actor, at, key)


def _whose(case: Case) -> str:
    if case.centre is None:
        return f"{case.number}由市热线受理，升级措施由市热线决定"
    return f"{case.number}由{case.centre.name}的专线受理，升级措施由该单位决定"


def _centre_over(unit: Unit | None, actor: Actor) -> UUID | None:
    """Return for whom the actor proposes something against a unit: the city, else the nearest own unit above it."""
    if unit is None or actor.is_platform or actor.holds(*KEEPERS):
        return None
    over = [s for s in actor.seats if s.unit_path and unit.path.startswith(s.unit_path) and unit.path != s.unit_path]
    nearest = max(over, key=lambda seat: len(seat.unit_path), default=None)
    return nearest.unit_id if nearest else None


def case_called(number: str | None, errors: dict[str, str], name: str = "case") -> Case | None:
    """Return the case of this number, None where none was typed; an unknown one is an error."""
    if not number:
        return None
    found = Case.objects.filter(number=number.strip()).first()
    if found is None:
        errors[name] = f"没有这件工单：{number[:40]}"
    return found


def _unit_of(unit_id: UUID | None, case: Case | None, errors: dict[str, str]) -> Unit | None:
    if unit_id:
        found = Unit.objects.filter(pk=unit_id).first()
        if found is None:
            errors["unit"] = "没有这个单位"
        return found
    if case is None:
        errors["unit"] = "请选择单位，或填写工单编号"
        return None
    lead = Assignment.objects.filter(case=case, role=Role.LEAD).select_related("unit").order_by("dispatched_at").last()
    return lead.unit if lead else None


# -- circulars, hand-overs, corrections ------------------------------------------------------------------------------


def write_circular(
    said: Mapping[str, Any], *, actor: Actor, at: datetime, city: str, owner: Unit | None = None, key: str = "",
    follows: StepTaken | None = None,
) -> Circular:  # fmt: skip
    """Draft a circular of the centre, or of a unit to those below it. Raises Refused."""
    law = book_for(city, local_day(at))
    if owner is not None and not law.escalation.circulars.units_may:
        raise Refused(["本市单位不自行印发通报"])
    _refuse_what_cannot_be_told(said, owner, actor)
    row = Circular(book=law.id, owner=owner, follows=follows)
    return begun(CIRCULAR_DOOR, row, "write", said, actor, at, key)


def amend_circular(
    row: Circular, said: Mapping[str, Any], *, actor: Actor, at: datetime, seen: int | None = None, key: str = ""
) -> Event:
    """Change a draft. Raises Refused."""
    _refuse_what_cannot_be_told(said, row.owner, actor)
    return CIRCULAR_DOOR.move(row.pk, "amend", said, actor=actor, at=at, seen=seen, key=key, own_page=True)


def open_handover(
    said: Mapping[str, Any], *, actor: Actor, at: datetime, city: str, key: str = "", follows: StepTaken | None = None
) -> Handover:
    """Enter a matter of responsibility that is to be handed over. Raises Refused."""
    _refuse_unknown_cases(said, actor)
    row = Handover(book=book_for(city, local_day(at)).id, follows=follows)
    return begun(HANDOVER_DOOR, row, "open", said, actor, at, key)


def propose_handover(
    said: Mapping[str, Any], *, actor: Actor, at: datetime, city: str, follows: StepTaken, key: str = ""
) -> Handover:
    """Propose to the city what came up on a unit's own line, and what its leader has ordered there. Raises Refused."""
    cases = _refuse_unknown_cases(said, actor)
    if strange := [case.number for case in cases if case.centre_id != follows.centre_id]:
        raise Refused([], {"cases": f"不是本单位专线受理的工单：{'、'.join(strange)[:200]}"})
    law = book_for(city, local_day(at))
    row = Handover(book=law.id, follows=follows, centre_id=follows.centre_id)
    return begun(HANDOVER_DOOR, row, "propose", said, actor, at, key)


def amend_handover(
    row: Handover, said: Mapping[str, Any], *, actor: Actor, at: datetime, seen: int | None = None, key: str = ""
) -> Event:
    """Change what is not yet handed over. Raises Refused."""
    _refuse_unknown_cases(said, actor)
    return HANDOVER_DOOR.move(row.pk, "amend", said, actor=actor, at=at, seen=seen, key=key, own_page=True)


def set_correction(
    said: Mapping[str, Any], *, actor: Actor, at: datetime, city: str, key: str = "", follows: StepTaken | None = None
) -> Correction:
    """Tell a unit to correct something until a day. Raises Refused."""
    row = Correction(book=book_for(city, local_day(at)).id, follows=follows)
    return begun(CORRECTION_DOOR, row, "set", said, actor, at, key)


def _numbers(said: Mapping[str, Any]) -> list[str]:
    typed = said.get("cases") or ()
    many = [typed] if isinstance(typed, str) else typed
    return [word.strip() for one in many for word in str(one).replace("，", ",").split(",") if word.strip()]


def _refuse_unknown_cases(said: Mapping[str, Any], actor: Actor) -> list[Case]:
    # Nobody tells of a case that he may not read.
    numbers = _numbers(said)
    found = {case.number: case for case in readable_by(actor).filter(number__in=numbers)} if numbers else {}
    if unknown := [number for number in numbers if number not in found]:
        raise Refused([], {"cases": f"没有这件工单：{'、'.join(unknown)[:200]}"})
    return list(found.values())


def _refuse_what_cannot_be_told(said: Mapping[str, Any], owner: Unit | None, actor: Actor) -> None:
    found = _refuse_unknown_cases(said, actor)
    if secret := [case.number for case in found if hides_petitioner(case)]:
        raise Refused([], {"cases": f"匿名、保密和举报的工单不得写入通报：{'、'.join(secret)}"})
    if owner is None:
        return
    own = Assignment.objects.filter(case__in=found, unit_path__startswith=owner.path).values_list("case_id", flat=True)
    known = {*own, *(case.pk for case in found if case.centre_id == owner.pk)}
    if strange := [case.number for case in found if case.pk not in known]:
        raise Refused([], {"cases": f"不由本单位或下级承办：{'、'.join(strange)}"})


def begun(door: Door, row: Any, action: str, said: Mapping[str, Any], actor: Actor, at: datetime, key: str) -> Any:
    """Make a thing by its door; the same key sent twice makes one."""
    with writing():
        row.ledger = ledger()
        event = door.begin(row, action, said, actor=actor, at=at, key=key)
    return row if event.subject_id == row.pk else type(row)._default_manager.get(pk=event.subject_id)


def order_by_itself(row: StepTaken, at: datetime) -> None:
    """Order what the rulebook lets the software order."""
    STEP_DOOR.move(row.pk, "order", {}, actor=PLATFORM, at=at)
