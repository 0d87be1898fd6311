"""Why an application cannot be decided so."""

from typing import Any

from huiyin.cases.facts import ApplicationFacts, AssignmentFacts
from huiyin.cases.guards.dispatching import accused_does_not_receive, stays_in_own_tree, unit_can_take_it
from huiyin.flow.table import At, Said


def is_a(*kinds: str) -> Any:
    """Make a guard: the application is of one of these kinds."""

    def kind_fits(facts: ApplicationFacts, said: Said, book: Any) -> str | None:
        return None if facts.asked.kind in kinds else "这类申请没有此操作"

    kind_fits.__name__ = f"is_a_{'_or_'.join(kinds)}"
    return kind_fits


def panel_is_not_needed(facts: ApplicationFacts, said: Said, book: Any) -> str | None:
    """A case returned as often as the city allows goes to the arbitration panel."""
    returned = facts.case.returned_beside(facts.part) + 1
    if facts.asked.decider == "centre" and returned >= book.returns.max_to_arbitration:
        return f"本件已是第{returned}次退单，须提交裁定"
    return None


def is_of_the_centre(facts: ApplicationFacts | AssignmentFacts, said: Said, book: Any) -> str | None:
    """What a unit handed down it hands to another one itself."""
    return "本件由上级单位转派，请由其另行转派" if facts.part.role == "sub" else None


def granted_until_is_later(facts: ApplicationFacts, said: Said, book: Any) -> str | None:
    """A shorter extension may be granted than was asked, but no longer one, and not one before the limit."""
    until = said.get("until")
    if until and facts.part.due_at and until <= facts.part.due_at:
        return At("until", "准许的时间须晚于现在的期限")
    if until and facts.asked.until and until > facts.asked.until:
        return At("until", "准许的时间不能晚于申请的时间")
    return None


def reassigned_unit_can_take_it(facts: ApplicationFacts | AssignmentFacts, said: Said, book: Any) -> str | None:
    """The unit that the ruling names exists, works, is not the accused and not the one that has had it."""
    if said["lead"] == facts.part.unit_id:
        return At("lead", "不能改派给原承办单位")
    beside = facts.part.role != "lead" and any(p.is_open and p.unit_id == said["lead"] for p in facts.case.parts)
    if beside:
        return At("lead", "该单位已在承办本件")
    return (
        unit_can_take_it("lead", facts.case.unit(said["lead"]))
        or accused_does_not_receive(facts.case, said, book)
        or stays_in_own_tree(facts.case, said, book)
    )
