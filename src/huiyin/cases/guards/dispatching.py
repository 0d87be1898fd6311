"""Why a case cannot go to these units."""

from typing import Any
from uuid import UUID

from huiyin.cases.facts import CaseFacts, UnitFacts
from huiyin.cases.states import AssignmentState
from huiyin.flow.table import At, Said
from huiyin.rulebook.limits import Limit


def lead_can_take_it(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """The lead unit exists, works, and takes cases."""
    return unit_can_take_it("lead", facts.unit(said["lead"]))


def joint_units_can_take_it(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """So does each joint unit, none of which leads or has a share already."""
    if said["lead"] in said["joint"]:
        return At("joint", "主办单位不能同时协办")
    if len(said["joint"]) > book.dispatch.co_units:
        return At("joint", f"协办单位最多{book.dispatch.co_units}个")
    problems = [p for unit_id in said["joint"] if (p := _joint_problem(facts, facts.unit(unit_id)))]
    return problems[0] if problems else None


def added_units_can_take_it(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A unit that joins while others are at work takes cases, has no share yet, and is not one too many."""
    joint = [part for part in facts.parts if part.is_open and part.role == "joint"]
    if len(joint) + len(said["joint"]) > book.dispatch.co_units:
        return At("joint", f"协办单位最多{book.dispatch.co_units}个")
    problems = [p for unit_id in said["joint"] if (p := _joint_problem(facts, facts.unit(unit_id)))]
    return problems[0] if problems else None


def _joint_problem(facts: CaseFacts, unit: UnitFacts | None) -> str | None:
    if unit and any(p.is_open and p.unit_id == unit.id for p in facts.parts):
        return At("joint", f"{unit.name}已在承办本件，不必再派")
    return unit_can_take_it("joint", unit)


def unit_can_take_it(field: str, unit: UnitFacts | None) -> str | None:
    """Return why this unit can have no case, as a reason beside the field."""
    if unit is None:
        return At(field, "没有这个单位")
    if not unit.active:
        return At(field, f"{unit.name}已撤销，请选承接单位")
    return None if unit.accepts_cases else At(field, f"{unit.name}不接收工单")


def accused_does_not_receive(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A report is never dispatched to the unit complained of, nor to anything below it."""
    for field in ("lead", "joint", "unit", "suggested"):
        for unit_id in _ids(said.get(field)):
            unit = facts.unit(unit_id)
            if unit and is_accused(facts, unit.path):
                return At(field, f"不能转给被举报单位或其下级：{unit.name}")
    return None


def stays_in_own_tree(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """What a unit's own line took in goes to the units below it: for others it is no centre."""
    above = facts.unit(facts.centre) if facts.centre else None
    if above is None:
        return None
    for field in ("lead", "joint"):
        for unit_id in _ids(said.get(field)):
            unit = facts.unit(unit_id)
            if unit and not (unit.path.startswith(above.path) and unit.path != above.path):
                return At(field, f"专线工单只能转本单位的下级：{unit.name}不是；须其他单位办理的请上报市热线")
    return None


def is_accused(facts: CaseFacts, path: str) -> bool:
    """Whether the unit at `path` is the accused or stands below it."""
    return is_below(path, facts.accused_path)


def is_below(path: str, accused_path: str) -> bool:
    """Whether a place in the tree is that of the accused, or one below it."""
    return bool(accused_path) and path.startswith(accused_path)


def _ids(value: Any) -> tuple[UUID, ...]:
    if value is None or value == "":
        return ()
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def limit_by_hand(text: str, urgency: str, book: Any) -> Limit:
    """Return a limit that a dispatcher writes; of an urgent case its hours run day and night. Raises ValueError."""
    limit = Limit.parse(text)
    natural = book.urgency(urgency).natural_hours and limit.unit in {"minute", "hour"}
    return limit.model_copy(update={"after_hours": "at_once"}) if natural else limit


def limit_can_be_read(facts: Any, said: Said, book: Any) -> str | None:
    """A limit set by hand is written as in the rulebook."""
    if not said.get("limit"):
        return None
    try:
        Limit.parse(said["limit"])
    except ValueError:
        return At("limit", "时限看不懂，请写如 3个工作日、24小时、30分钟")
    return None


def limit_is_not_longer(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A limit set by hand is at most the city's: nobody is given more time by a stroke of the pen."""
    unit = facts.unit(said["lead"])
    if not said.get("limit") or unit is None or limit_can_be_read(facts, said, book):
        return None
    most, wanted = facts.limit("unit_reply", unit.depth), limit_by_hand(said["limit"], facts.urgency, book)
    if most is None or facts.due(facts.at, wanted) <= facts.due(facts.at, most):
        return None
    return At("limit", f"不能长于规定时限（{most.label}）；确需更长的由单位申请延期")


def nobody_has_signed(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """What a unit has signed, or answered to, is no longer taken back silently."""
    if not book.dispatch.recall_before_sign:
        return "本市规定转办后不收回，请由单位退单"
    waits = {AssignmentState.PENDING_SIGNATURE}
    if any(p.is_open and (p.signed_at or p.state not in waits) for p in facts.parts):
        return "已有单位签收或提出申请，不能收回；请由单位退单或督促办理"
    return None


# -- what follows by itself ------------------------------------------------------------------------------------------


def lead_has_replied(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """The lead has replied and, where the city wants it, every joint unit too."""
    lead = facts.lead
    if lead is None or lead.state != AssignmentState.REPLIED:
        return "主办单位尚未反馈"
    if book.dispatch.closes_with == "all" and any(p.role == "joint" and p.is_working for p in facts.parts):
        return "还有协办单位没有反馈"
    return None


def nobody_leads(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """The lead's return was accepted, or its share taken away: the matter needs another unit."""
    lead = facts.lead
    return "主办单位仍在办理" if lead and (lead.is_open or lead.state == AssignmentState.PASSED) else None
