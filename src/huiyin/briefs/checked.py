"""What the check says of a paper, beside what was written to explain it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.briefs.checking import findings_of
from huiyin.briefs.models import Brief, BriefNote
from huiyin.crossfoot.findings import Grade, Outcome

TINTS = {Grade.ERROR: "late", Grade.EXPLAIN: "wait", Grade.HINT: "info"}


@dataclass(frozen=True)
class Found:
    """One finding, and why it stands."""

    outcome: Outcome
    explanation: str = ""
    explained_by: str = ""

    @property
    def key(self) -> str:
        """By what an explanation belongs to it."""
        return self.outcome.fingerprint

    @property
    def grade(self) -> Grade:
        """How grave it is."""
        assert self.outcome.grade is not None, "a finding has a grade"
        return self.outcome.grade

    @property
    def tint(self) -> str:
        """The tint of its chip."""
        return "good" if self.explanation else TINTS[self.grade]

    @property
    def wants_words(self) -> bool:
        """Whether it has to be explained before the signature."""
        return self.grade == Grade.EXPLAIN and not self.explanation

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept with what is signed."""
        return {
            "rule": str(self.outcome.rule), "grade": str(self.grade), "figures": list(self.outcome.figures),
            "says": self.outcome.says, "place": self.outcome.place, "explanation": self.explanation,
            "explained_by": self.explained_by,
        }  # fmt: skip


def found_in(brief: Brief) -> list[Found]:
    """Return the findings of a paper as it stands, the gravest first."""
    notes = BriefNote.objects.filter(brief=brief, kind=BriefNote.Kind.EXPLANATION).select_related("by").order_by("at")
    words = {note.about: (note.text, note.by.name) for note in notes}
    return [Found(one, *words.get(one.fingerprint, ("", ""))) for one in findings_of(brief)]


def errors(found: Sequence[Found]) -> tuple[str, ...]:
    """Return what has to be mended."""
    return tuple(one.outcome.says for one in found if one.grade == Grade.ERROR)


def unexplained(found: Sequence[Found]) -> tuple[str, ...]:
    """Return what has still to be explained."""
    return tuple(one.outcome.says for one in found if one.wants_words)
