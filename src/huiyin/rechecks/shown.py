"""What the pages of rechecks show: lines in words, one matter with its answers, rates with what they may truly be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from huiyin.cases.models import Answer, Case, Reply
from huiyin.cases.petitioners import Contact, masked_contact_of
from huiyin.files.queries import attachments_of
from huiyin.measures.intervals import wilson
from huiyin.rechecks.lifecycle import RECHECK
from huiyin.rechecks.models import Recheck
from huiyin.rechecks.states import RecheckState, Verdict, Way

TONES: Mapping[str, str] = {
    RecheckState.DRAWN: "wait", RecheckState.ASSIGNED: "wait", RecheckState.FOUND: "late", RecheckState.CLOSED: "neutral",
    RecheckState.DROPPED: "neutral",
}  # fmt: skip
VERDICT_TONES: Mapping[str, str] = {
    Verdict.SOLVED: "good", Verdict.PARTLY: "wait", Verdict.NOT_SOLVED: "late", Verdict.UNREACHABLE: "neutral",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One recheck in words."""

    row: Recheck
    state: str
    tone: str
    verdict: str
    verdict_tone: str
    way: str


def line_of(row: Recheck) -> Line:
    """Return one recheck in words."""
    verdict = Verdict(row.verdict) if row.verdict else None
    way = Way(row.way).label if row.way else ""
    told = verdict.label if verdict else ""
    return Line(row, RECHECK.label_of(row.state), TONES[row.state], told, VERDICT_TONES.get(row.verdict, ""), way)


def lines_of(rows: Iterable[Recheck]) -> list[Line]:
    """Return rechecks in words."""
    return [line_of(row) for row in rows]


def matter_of(row: Recheck) -> dict[str, Any]:
    """Return what the checker compares: what was asked, what the unit says it did, what the petitioner was told."""
    case: Case = row.case
    replies = Reply.objects.filter(assignment__case=case, accepted=True).select_related("assignment__unit")
    contact: Contact | None = masked_contact_of(case.petitioner) if case.petitioner else None
    return {
        "line": line_of(row), "case": case, "contact": contact,
        "replies": replies.order_by("submitted_at", "id"), "answers": Answer.objects.filter(case=case).order_by("at", "id"),
        "photos": attachments_of("recheck", row.pk),
    }  # fmt: skip


@dataclass
class Counted:
    """What one unit, one month or the whole reports and what the checks found; `asked` leads to the rows."""

    label: str
    asked: dict[str, str] = field(default_factory=dict)
    satisfied: int = 0
    rated: int = 0
    drawn: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)

    @property
    def judged(self) -> int:
        """How many checks say whether it is solved."""
        return self.solved + self.partly + self.not_solved

    @property
    def solved(self) -> int:
        """How many are truly solved."""
        return self.verdicts.get(Verdict.SOLVED, 0)

    @property
    def partly(self) -> int:
        """How many are solved in part."""
        return self.verdicts.get(Verdict.PARTLY, 0)

    @property
    def not_solved(self) -> int:
        """How many are not solved."""
        return self.verdicts.get(Verdict.NOT_SOLVED, 0)

    @property
    def unreachable(self) -> int:
        """How many nobody could be asked about."""
        return self.verdicts.get(Verdict.UNREACHABLE, 0)

    @property
    def claimed(self) -> str:
        """The rate that was reported."""
        return share_text(self.satisfied, self.rated)

    @property
    def verified(self) -> str:
        """The rate that the checks found."""
        return share_text(self.solved, self.judged)

    @property
    def interval(self) -> str:
        """Within what the verified rate of all the closings may truly lie."""
        if not self.judged:
            return "—"
        low, high = wilson(self.solved, self.judged)
        return f"{low}%～{high}%"


def share_text(part: int, whole: int) -> str:
    """Return a share to one digit, a dash where there is nothing to divide by."""
    return f"{(1000 * part + whole // 2) // whole / 10:.1f}%" if whole else "—"
