"""Why a case cannot end, join another or be linked as was said."""

from datetime import timedelta
from typing import Any

from huiyin.cases.facts import CaseFacts
from huiyin.flow.table import At, Said

CAN_BE_JOINED = frozenset({"registered", "in_review", "in_approval", "approved", "in_handling", "in_audit"})
"""States in which a case takes others on the same matter."""


def refusal_is_complete(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Saying "already handled" needs the old number."""
    refusal = book.refusal(said["refusal"])
    if refusal.needs_old_number and not said.get("old_number"):
        return At("old_number", f"“{refusal.label}”须填写原工单编号")
    return None


def reviewer_confirms_refusal(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Some reasons want a second person: they are used in review only, where only the reviewer refuses."""
    refusal = book.refusal(said["refusal"])
    if not refusal.needs_reviewer or facts.state == "in_review":
        return None
    return At("refusal", f"“{refusal.label}”须由审核员确认，请先提交审核")


def result_fits_wishes(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """一时不具备解决条件 is never 已解决."""
    if book.result(said["result"]).solves and any(result == "not_now" for _, result in facts.wishes):
        return At("result", "有诉求点一时不具备解决条件，不能按已解决办结")
    return None


def result_can_close(facts: Any, said: Said, book: Any) -> str | None:
    """What is only put off is not closed: it is suspended or extended, and stays in the population."""
    result = book.result(said["result"])
    if result.closes:
        return None
    instead = "挂账" if result.suspends else "延期"
    return At("result", f"“{result.label}”不能作为办结结果，请由单位申请{instead}")


def result_needs_no_judgement(facts: Any, said: Said, book: Any) -> str | None:
    """Some results only a second person may give, when the quarrel is ended."""
    result = book.result(said["result"])
    return At("result", f"“{result.label}”须由第二人研判") if result.needs_reviewer else None


def parent_can_take_it(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Cases on one matter join while the parent is open; afterwards they are only linked."""
    parent = facts.case_named(said["parent"])
    if parent is None or parent.centre != facts.centre:
        return At("parent", "没有这个工单")
    if parent.id == facts.id:
        return At("parent", "不能并入自己")
    if parent.parent_id or parent.state == "merged":
        return At("parent", "对方已并入别的工单，请并入那个工单")
    if parent.state not in CAN_BE_JOINED:
        return At("parent", "对方已结束，不能并案，只能关联")
    return "本工单下已有并案，请先并入方为主件" if facts.has_children() else None


def parent_has_another_caller(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """The same caller's second contact is an urge or a supplement, not another case to merge."""
    if facts.id == said["parent"] or facts.family == "online" or not book.repeats.same_caller_joins:
        return None
    if facts.same_caller(said["parent"]):
        return At("parent", "同一诉求人的在办件，请用催单或补充，不必另立再并")
    return None


def accused_is_the_same(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A report joins only a case that hides the same unit, else it would come before the accused."""
    parent = facts.case_named(said["parent"])
    if facts.accused_path and parent and parent.accused_path != facts.accused_path:
        return At("parent", "举报件只能并入举报同一单位的工单")
    return None


def linked_case_exists(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A case is linked with another one that is there."""
    if said["other"] == facts.id:
        return At("other", "不能关联自己")
    return None if facts.case_named(said["other"]) else At("other", "没有这个工单")


def cited_knowledge_is_in_force(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """An answer rests on what the centre may say today."""
    if said["cited"] and not facts.is_citable(said["cited"]):
        return At("cited", "没有这条知识，或它已过期、已停用，请换一条")
    return None


def wait_before_archiving_is_over(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A case is archived after the city's days, when nobody can reopen it any more."""
    if facts.ended_at is None:
        return "本件尚未结束"
    over = facts.at >= facts.ended_at + timedelta(days=book.archive_after_days)
    return None if over else f"办结满{book.archive_after_days}天后归档"
