"""What guards may know of a recheck: a frozen picture within that of its case. Plain Python."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.facts import CaseFacts
from huiyin.cases.guards import was_answered_by_centre
from huiyin.cases.lifecycle import CASE


@dataclass(frozen=True, slots=True)
class RecheckFacts:
    """One recheck with its case. `involved` had a part in the case, `checkers` may check it: none of them had."""

    case: CaseFacts
    state: str
    checker: UUID | None = None
    attempts: int = 0
    involved: frozenset[UUID] = frozenset()
    checkers: frozenset[UUID] = frozenset()

    @property
    def at(self) -> datetime:
        """The moment at which is asked."""
        return self.case.at

    @property
    def way_again(self) -> str:
        """By which move of the case the matter is done again: by its unit, or by the centre where no unit can."""
        return "take_up" if was_answered_by_centre(self.case, {}, None) is None else "redo"


def why_not_again(facts: RecheckFacts, book: Any) -> str | None:
    """Return why the case cannot be done again, as the case itself says, or None where it can."""
    move = CASE.of(facts.way_again)
    if facts.case.state not in move.source:
        return f"工单现在是“{CASE.label_of(facts.case.state)}”，不能{move.button}"
    return next((reason for guard in move.only_when if (reason := guard(facts.case, {}, book))), None)
