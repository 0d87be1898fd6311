"""The words and tints by which the desk shows states, and codes of the rulebook in the city's words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from huiyin.cases.states import ApplicationState, AssignmentState, CaseState
from huiyin.flow.table import State
from huiyin.flow.times import local
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book as book_named

TONES: Mapping[str, str] = {
    **dict.fromkeys((CaseState.REGISTERED, CaseState.APPROVED, CaseState.IN_HANDLING), "info"),
    **dict.fromkeys((CaseState.IN_REVIEW, CaseState.IN_APPROVAL, CaseState.IN_AUDIT, CaseState.IN_CALLBACK), "wait"),
    **dict.fromkeys((CaseState.CLOSED, CaseState.ARCHIVED), "good"),
    **dict.fromkeys((AssignmentState.HANDLING, AssignmentState.REPLIED), "info"),
    **dict.fromkeys((AssignmentState.PENDING_SIGNATURE, AssignmentState.IN_RETURN_REVIEW), "wait"),
    AssignmentState.AWAITING_SIGN_OFF: "wait",
    AssignmentState.PASSED: "good",
    ApplicationState.ASKED: "wait",
    ApplicationState.GRANTED: "good",
}
"""Tints of states: under way, somebody is asked, done; all others are neutral. The word alone says it all."""


def tone_of(state: str) -> str:
    """Return the tint of a state of a case, a share or an application."""
    return TONES.get(state, "neutral")


def label_of(states: type[State], state: str) -> str:
    """Return the word for a stored state, the state itself where it is unknown."""
    return next((known.label for known in states if known == state), state)


@lru_cache(maxsize=4096)
def category_word(book_id: str, code: str) -> str:
    """Return what a topic is called in the book of the case."""
    try:
        return book_named(book_id).category(code).name if code else ""
    except Unknown:
        return code


@lru_cache(maxsize=512)
def word(book_id: str, what: str, code: str) -> str:
    """Return the label of a code in a book: `what` is "channel", "kind", "urgency", "result", "territory" and so on."""
    try:
        return str(getattr(book_named(book_id), what)(code).label) if code else ""
    except Unknown:
        return code


def clock_time(at: datetime | None) -> str:
    """Return a moment as papers and files print it: "2018-06-04 09:30"."""
    return local(at).strftime("%Y-%m-%d %H:%M") if at else ""


def length(minutes: int) -> str:
    """Return a length in days, hours and minutes: "2天3小时", "45分钟"."""
    span = timedelta(minutes=minutes)
    hours, rest = divmod(span.seconds // 60, 60)
    parts = [(span.days, "天"), (hours, "小时"), (0 if span.days else rest, "分钟")]
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0分钟"
