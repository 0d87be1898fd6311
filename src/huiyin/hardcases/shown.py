"""What the pages of the ledger and of the hard matters show, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from huiyin.hardcases.lifecycle import FOCUS, HARDCASE
from huiyin.hardcases.models import Focus, HardCase, Review
from huiyin.hardcases.queries import accepted_in_month
from huiyin.hardcases.states import FocusResult, FocusState, HardState
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book as book_named

TONES: Mapping[str, str] = {
    HardState.PROPOSED: "wait", HardState.LISTED: "info", HardState.DECLINED: "neutral", HardState.SOLVED: "good",
    HardState.TAKEN_OFF: "neutral", FocusState.RUNNING: "info", FocusState.REPORTED: "good", FocusState.DROPPED: "neutral",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One long case in words; `wait` says how far its review is: late, soon or nothing."""

    row: HardCase
    state: str
    tone: str
    kind: str
    days: int
    wait: str


def line_of(row: HardCase, day: date) -> Line:
    """Return one long case in words."""
    book = book_named(row.book)
    left = (row.review_on - day).days if row.review_on and row.state == HardState.LISTED else 0
    wait = ""
    if row.review_on and row.state == HardState.LISTED:
        wait = "late" if left < 0 else "soon" if left <= book.hardcases.remind_days else ""
    return Line(row, HARDCASE.label_of(row.state), TONES[row.state], kind_label(row), left, wait)


def lines_of(rows: Iterable[HardCase], day: date) -> list[Line]:
    """Return long cases in words."""
    return [line_of(row, day) for row in rows]


def kind_label(row: HardCase) -> str:
    """Return what the kind is called, also where a later book dropped it."""
    try:
        return str(book_named(row.book).hard_kind(row.kind).label)
    except Unknown:
        return row.kind


def hard_shown(row: HardCase, day: date) -> dict[str, Any]:
    """Return one long case with all its reviews, the latest first."""
    looks = Review.objects.filter(hard=row).select_related("by").order_by("-at")
    return {"line": line_of(row, day), "looks": list(looks), "today": day}


def focus_shown(row: Focus) -> dict[str, Any]:
    """Return one hard matter with its notes, its cases, and how much was heard of its topic this month and the last."""
    before = (row.month - timedelta(days=1)).replace(day=1)
    counts = (
        (accepted_in_month(row.category, row.month), accepted_in_month(row.category, before)) if row.category else None
    )
    return {
        "focus": row, "state": FOCUS.label_of(row.state), "tone": TONES[row.state], "topic": _topic(row),
        "result": FocusResult(row.result).label if row.result else "", "counts": counts,
        "notes": list(row.notes.select_related("by").order_by("at", "id")),
        "cases": [one.case for one in row.cases.select_related("case").order_by("case__received_at", "case__number")],
    }  # fmt: skip


def _topic(row: Focus) -> str:
    try:
        return " / ".join(book_named(row.book).category_path(row.category)) if row.category else ""
    except Unknown:
        return row.category
