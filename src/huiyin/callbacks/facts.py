"""What guards may know of a call-back and of an objection: a frozen picture within that of its case. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from huiyin.cases.facts import CaseFacts
from huiyin.cases.guards import was_answered_by_centre
from huiyin.cases.lifecycle import CASE
from huiyin.cases.states import CaseState
from huiyin.rulebook.callback import Grade


@dataclass(frozen=True, slots=True)
class CallbackFacts:
    """One call-back with its case. `tries` are the attempts that counted."""

    case: CaseFacts
    state: str
    tries: tuple[tuple[date, int], ...] = ()
    taken_by: UUID | None = None
    taken_until: datetime | None = None
    reached_by: UUID | None = None

    @property
    def at(self) -> datetime:
        """The moment at which is asked."""
        return self.case.at


@dataclass(frozen=True, slots=True)
class ObjectionFacts:
    """One objection with its case. `answer_id` is the latest answer, `earlier` how far an objection to it came."""

    case: CaseFacts
    state: str
    answer_id: UUID | None = None
    earlier: str = ""

    @property
    def at(self) -> datetime:
        """The moment at which is asked."""
        return self.case.at

    @property
    def way_again(self) -> str:
        """By which move of the case the matter is done again: by its unit, or by the centre where no unit can."""
        if self.case.state == CaseState.IN_CALLBACK:
            return "redo"
        by_centre = was_answered_by_centre(self.case, {}, None) is None
        return "take_up" if by_centre else "reopen"


class Follows(Enum):
    """What follows from an answer."""

    NOTHING = "nothing"
    REDO = "redo"
    JUDGE = "judge"


def grade_of(book: Any, code: str) -> Grade | None:
    """Return the grade of this code, None for an unknown one."""
    return next((grade for grade in book.callback.grades if grade.code == code), None)


def is_dissatisfied(book: Any, code: str) -> bool:
    """Whether the grade counts as not satisfied."""
    grade = grade_of(book, code)
    return grade is not None and grade.satisfied is False


def what_follows(facts: CallbackFacts, said: Mapping[str, Any], book: Any) -> Follows:
    """Return what an answer leads to: a reasonable dissatisfaction to a redo, any other to a second person.

    Where the redos are used up, or no unit handled the case, a second person looks at a reasonable one too.
    """
    if not is_dissatisfied(book, said["grade"]) or facts.case.terminated:
        return Follows.NOTHING
    reasonable = said.get("reasonable") or not book.redo.needs_reasonable
    if reasonable and why_no_redo(facts, book) is None:
        return Follows.REDO
    return Follows.JUDGE if book.redo.second_reviewer else Follows.NOTHING


def why_no_redo(facts: CallbackFacts, book: Any) -> str | None:
    """Return why the case cannot be done again by a unit, as the case itself says, or None where it can."""
    reasons = (guard(facts.case, {}, book) for guard in CASE.of("redo").only_when)
    return next((reason for reason in reasons if reason), None)
