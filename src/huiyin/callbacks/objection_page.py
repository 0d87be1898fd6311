"""What is shown of an objection: what the petitioner says, the answer against which it is said, each wish."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.callbacks.lifecycle_objection import OBJECTION
from huiyin.callbacks.models import Objection
from huiyin.callbacks.states import ObjectionState
from huiyin.cases.models import Wish
from huiyin.rulebook.shelf import book as book_named

TONES: Mapping[str, str] = {
    ObjectionState.ASKED: "wait", ObjectionState.GRANTED: "info", ObjectionState.DECLINED: "neutral",
    ObjectionState.SETTLED: "neutral",
}  # fmt: skip


@dataclass(frozen=True)
class ObjectionLine:
    """One objection in words."""

    row: Objection
    state: str
    tone: str


@dataclass(frozen=True)
class WishSaid:
    """One wish: what the unit reported, what the petitioner finds."""

    ordinal: int
    text: str
    result: str
    found: str
    grade: str


def objection_lines(rows: Iterable[Objection]) -> list[ObjectionLine]:
    """Put objections into words."""
    return [ObjectionLine(row, OBJECTION.label_of(row.state), TONES[row.state]) for row in rows]


def objection_shown(row: Objection) -> dict[str, Any]:
    """Return what the one who decides should know, in two statements."""
    return {
        "objection": row, "line": objection_lines([row])[0], "answer": row.answer,
        "wishes": wishes_said(row.case_id, row.book),
    }  # fmt: skip


def wishes_said(case_id: Any, book_id: str) -> list[WishSaid]:
    """Return the wishes of a case with what its petitioner says to each."""
    grades = {grade.code: grade.label for grade in book_named(book_id).callback.grades}
    return [
        WishSaid(
            wish.ordinal, wish.text, wish.get_result_display(), wish.get_found_display() if wish.found else "",
            grades.get(wish.grade, ""),
        )
        for wish in Wish.objects.filter(case_id=case_id).order_by("ordinal")
    ]  # fmt: skip
