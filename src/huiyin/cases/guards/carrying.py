"""Why another system's open case cannot be carried over: guards in plain Python."""

from itertools import pairwise
from typing import Any

from huiyin.cases.facts import CaseFacts
from huiyin.cases.guards.dispatching import is_below, lead_can_take_it
from huiyin.flow.table import At, Said

TIMES = (("accepted_at", "受理时间"), ("dispatched_at", "转办时间"), ("signed_at", "签收时间"))
"""The times that a carried case brings along, in the order in which they must lie."""


def carried_times_are_in_order(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A case is accepted, then dispatched, then signed, and all of it before it is carried over."""
    given = [(name, label, said[name]) for name, label in TIMES if said.get(name)]
    for (_, before, earlier), (name, label, later) in pairwise(given):
        if later < earlier:
            return At(name, f"{label}早于{before}")
    name, label, last = given[-1]
    return At(name, f"{label}不能晚于现在") if last > facts.at else None


def carried_unit_is_named(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """What a unit has in hand needs the unit, and one that still takes cases."""
    if said["stands"] not in WITH_UNIT:
        return None
    return lead_can_take_it(facts, said, book) if said.get("lead") else At("lead", "请填写承办单位")


def carried_unit_is_not_accused(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A report that the other system had given to the accused is not left with them here."""
    accused = facts.unit(said["accused_unit"]) if said.get("accused_unit") else None
    lead = facts.unit(said["lead"]) if said.get("lead") else None
    if accused and lead and is_below(lead.path, accused.path):
        return At("lead", f"不能转给被举报单位或其下级：{lead.name}")
    return None


WITH_UNIT = frozenset({"in_handling", "replied"})
"""Where a carried case stands while a unit has it, or has had it and replied."""
