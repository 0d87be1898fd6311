"""Why a supervision order cannot be issued or moved: each answers the reason in the user's words, or None."""

from datetime import datetime
from typing import Any

from huiyin.flow.table import At, Said
from huiyin.supervision.facts import CaseFacts, OrderFacts


def unit_is_in_use(facts: OrderFacts, said: Said, book: Any) -> str | None:
    """There is such a unit, and it still works."""
    if facts.unit is None:
        return At("unit", "请选择被督办单位")
    return None if facts.unit.active else At("unit", f"{facts.unit.name}已撤销，请选承接单位")


def unit_is_below_the_centre(facts: OrderFacts, said: Said, book: Any) -> str | None:
    """A unit supervises those below it, not itself and not its neighbours."""
    if facts.unit is None or not facts.centre_path:
        return None
    below = facts.unit.path.startswith(facts.centre_path) and facts.unit.path != facts.centre_path
    return None if below else At("unit", f"只能督办本单位的下级：{facts.unit.name}不是")


def cases_of_a_line_go_to_its_unit(facts: OrderFacts, said: Said, book: Any) -> str | None:
    """Who supervises from above a unit's own line speaks to that unit, the centre of its cases, not past it to those below.

    Such cases have an order of their own: it stays out of the figures of the city, as they do.
    """
    if facts.unit is None:
        return None
    for case in facts.cases:
        if is_above_the_line(case, facts.centre_path) and facts.unit.path != case.line_path:
            return At("unit", f"{case.number}由{case.line_name}的专线受理，请向{case.line_name}下达督办")
    lines = {case.line_path for case in facts.cases if is_above_the_line(case, facts.centre_path)}
    is_mixed = lines and any(case.line_path not in lines for case in facts.cases)
    return At("unit", "专线受理的工单和其他工单请分开下达督办") if is_mixed else None


def is_above_the_line(case: CaseFacts, centre_path: str) -> bool:
    """Whether the case belongs to the line of a unit below the centre that supervises; all are below the city's."""
    return bool(case.line_path) and case.line_path.startswith(centre_path) and case.line_path != centre_path


def cases_are_the_units(facts: OrderFacts, said: Said, book: Any) -> str | None:
    """Every case lies with the unit or below it, and none speaks against it."""
    if facts.unit is None:
        return None
    for case in facts.cases:
        if why := _why_not_this_unit(case, facts.unit.path):
            return At("unit", f"{case.number}{why}：{facts.unit.name}")
    return None


def _why_not_this_unit(case: CaseFacts, path: str) -> str:
    if case.accused_path and path.startswith(case.accused_path):
        return "举报的就是这个单位或其上级，不能督办给它"
    # The unit of a line answers for what the line took in, whether or not it has handed it to anybody yet.
    places = (*case.paths, case.line_path)
    return "" if any(one.startswith(path) for one in places) else "不由这个单位承办"


def until_is_ahead(facts: OrderFacts, said: Said, book: Any) -> str | None:
    """A limit lies in the future."""
    until: datetime | None = said.get("until")
    return At("until", "期限须在现在之后") if until is not None and until <= facts.at else None


def until_is_later(facts: OrderFacts, said: Said, book: Any) -> str | None:
    """More time is given, not less."""
    if facts.due_at is not None and said["until"] <= facts.due_at:
        return At("until", "须晚于现在的期限")
    return None


def finding_is_there(facts: OrderFacts, said: Said, book: Any) -> str | None:
    """Who supervises on the spot has been there before he accepts what the unit says."""
    return "这种督办方式须先登记督办所见" if facts.finding_first and not facts.has_finding else None
