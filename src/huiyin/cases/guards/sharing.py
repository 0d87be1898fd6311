"""Why a unit cannot do something with its share now."""

from typing import Any

from huiyin.cases.facts import AssignmentFacts
from huiyin.cases.guards.dispatching import (
    accused_does_not_receive,
    limit_can_be_read,
    limit_is_not_longer,
    unit_can_take_it,
)
from huiyin.flow.table import At, Said
from huiyin.flow.times import local_day


def is_not_promised_yet(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """What was promised to be done at once stays promised."""
    return "本件已承诺马上就办" if facts.case.immediate else None


def case_is_in_handling(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A unit acts while the case is in its hands."""
    return None if facts.case.state == "in_handling" else "本件现不在办理环节"


def accused_does_not_receive_below(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """What holds at dispatch holds one level down."""
    return accused_does_not_receive(facts.case, said, book)


def unit_is_directly_below(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Work is handed down within the own tree."""
    unit = facts.case.unit(said["unit"])
    problem = unit_can_take_it("unit", unit)
    if problem or unit is None:
        return problem
    below = unit.path.startswith(facts.part.unit_path) and unit.path != facts.part.unit_path
    return None if below else At("unit", f"{unit.name}不是本单位的下级")


def unit_has_no_open_share(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A unit holds one open share of a case."""
    taken = any(p.is_open and p.unit_id == said["unit"] for p in facts.case.parts)
    return At("unit", "该单位已在承办本件") if taken else None


def no_application_waits(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """One application at a time."""
    return "已有申请等待审批" if facts.part.asks_for else None


def is_not_bound(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """An arbitrated ruling binds."""
    return "职责已经裁定，不能再退单" if facts.part.bound else None


def is_not_ruled(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Whom an arbitration has bound the centre does not relieve by a stroke of the pen."""
    return "职责已经裁定，不能改派" if facts.part.bound else None


def new_limit_is_not_longer(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """What holds at dispatch holds when another unit gets the case."""
    return limit_can_be_read(facts, said, book) or limit_is_not_longer(facts.case, said, book)


def is_not_suspended(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """What is on the ledger is taken up again before anything else."""
    return "本件已挂账，请先恢复办理" if facts.part.suspended else None


def is_suspended(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Only what was suspended is taken up again."""
    return None if facts.part.suspended else "本件没有挂账"


def no_question_is_open(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """One question after the other, so that each answer belongs to one."""
    waiting = {"centre": "单位的询问还没有答复", "unit": "中心的询问还没有答复"}
    return waiting.get(facts.part.question_to)


def unit_has_asked(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """The centre answers what the unit asked."""
    return None if facts.part.question_to == "centre" else "单位没有待答复的询问"


def centre_has_asked(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """The unit answers what the centre asked."""
    return None if facts.part.question_to == "unit" else "中心没有待答复的询问"


def nothing_is_handed_down(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """What lies below is called back or answered first: step by step up the tree."""
    waits = any(p.is_working for p in facts.case.below(facts.part.id))
    return "下级单位仍在办理，请先由其反馈或退单" if waits else None


def was_handed_down(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """The unit above checks what it handed down; the rest is the centre's to audit."""
    return None if facts.part.role == "sub" else "本件由中心审核"


# -- returns ---------------------------------------------------------------------------------------------------------


def return_is_in_time(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A return is asked within the city's days of the dispatch."""
    if facts.at <= facts.case.due(facts.part.dispatched_at, book.returns.within):
        return None
    return f"已超过退单期限（转办后{book.returns.within.label}内）"


def later_return_is_signed(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """The second return of a case needs the leader's signature."""
    returned = facts.case.returned_beside(facts.part)
    if returned >= book.returns.needs_leader_and_basis_after and not said.get("leader"):
        return At("leader", f"本件已退过{returned}次，再退须有领导签字")
    return None


def suggestion_is_not_accused(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A unit does not send a report to the accused by way of a suggestion."""
    return accused_does_not_receive(facts.case, said, book)


# -- more time -------------------------------------------------------------------------------------------------------


def extension_is_possible(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Only so often."""
    most = book.extension.max_times
    return f"每件最多延期{most}次，已延期{facts.part.extensions}次" if facts.part.extensions >= most else None


def extension_is_asked_before_expiry(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Afterwards it is simply late."""
    if book.extension.ask_before_expiry and facts.part.due_at and facts.at > facts.part.due_at:
        return "已经超期，不能再申请延期"
    return None


def extension_is_not_too_long(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """The new date lies after the old one and within the city's longest extension."""
    due = facts.part.due_at
    if due is None:
        return "本件没有办理期限，不须延期"
    if said["until"] <= due:
        return At("until", "延至的时间须晚于现在的期限")
    longest = book.extension.max_amount
    return At("until", f"每次最多延期{longest.label}") if said["until"] > facts.case.due(due, longest) else None


def extension_covers_the_case(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A sub-unit's extension stays inside the limit of the unit above."""
    above = facts.above
    if above and above.due_at and said["until"] > above.due_at:
        return At("until", "不能晚于上级单位的期限，请先由上级单位申请延期")
    return None


def suspension_is_allowed(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """Not every city keeps a ledger of hard matters, and only who leads puts a matter on it."""
    if not book.suspension.allowed:
        return "本市规定不设挂账"
    return None if facts.part.role == "lead" else "挂账由主办单位申请"


def review_day_is_near(facts: AssignmentFacts, said: Said, book: Any) -> str | None:
    """A suspended case is looked at again."""
    days = (said["review_on"] - local_day(facts.at)).days
    most = book.suspension.max_review_days
    return None if 0 < days <= most else At("review_on", f"复查日期须在{most}天之内")
