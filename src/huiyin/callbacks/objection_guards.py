"""Why an objection is not possible now, or cannot be granted: the reason in the user's words, or None. Plain Python."""

from typing import Any

from huiyin.callbacks.facts import ObjectionFacts
from huiyin.callbacks.states import ObjectionState
from huiyin.cases.lifecycle import CASE
from huiyin.cases.states import CaseState
from huiyin.flow.table import Said


def answer_is_given(facts: ObjectionFacts, said: Said, book: Any) -> str | None:
    """One objects to an answer, when the case is over or waits for its call."""
    is_over = facts.case.state in {CaseState.CLOSED, CaseState.IN_CALLBACK}
    return None if is_over and facts.answer_id else "办理有了结果，才能要求重新办理；现在可以补充情况或催办"


def is_asked_in_time(facts: ObjectionFacts, said: Said, book: Any) -> str | None:
    """Within the city's days after closing."""
    closed_at = facts.case.closed_at
    if closed_at is None or facts.at <= facts.case.due(closed_at, book.callback.reopen_within):
        return None
    return "已超过可以要求重新办理的期限，请另行提交，写明原工单编号"


def is_not_ended_by_judgement(facts: ObjectionFacts, said: Said, book: Any) -> str | None:
    """A judgement ends the quarrel."""
    return "本件已经第二人研判终结；有新情况请另行提交" if facts.case.terminated else None


def is_asked_once(facts: ObjectionFacts, said: Said, book: Any) -> str | None:
    """The same answer is objected to once."""
    if facts.earlier == ObjectionState.ASKED:
        return "已经要求重新办理，请等中心答复"
    return "这次办理结果的异议已答复过；有新情况请另行提交" if facts.earlier else None


def can_be_done_again(facts: ObjectionFacts, said: Said, book: Any) -> str | None:
    """The move of the case behind it is possible."""
    reasons = (guard(facts.case, {}, book) for guard in CASE.of(facts.way_again).only_when)
    return next((reason for reason in reasons if reason), None)
