"""The part of a case's page that shows the units: their shares as a tree, their applications, and the time limits."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from huiyin.cases.facts import ApplicationFacts
from huiyin.cases.models import Application, Assignment, Reply
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import WORKING_ASSIGNMENT, ApplicationState, AssignmentState
from huiyin.clocks.models import Clock
from huiyin.desk.viewed import Button, Viewed, buttons_of
from huiyin.desk.words import label_of, tone_of, word
from huiyin.files.models import Attachment
from huiyin.journal.prepared import Prepared
from huiyin.moves.place import place_of
from huiyin.rulebook.limit_rules import ClockName


@dataclass(frozen=True)
class ReplyPart:
    """One reply with the words for its codes."""

    row: Reply
    result: str
    cause: str


@dataclass(frozen=True)
class SharePart:
    """One unit's share; `is_open_book` tells whether the viewer sees more than the unit's name, `stands` whether the
    unit's time limit does.
    """

    row: Assignment
    depth: int
    label: str
    tone: str
    is_open_book: bool
    stands: bool
    note: str
    buttons: list[Button]
    replies: list[ReplyPart] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def is_working(self) -> bool:
        """Whether the unit still has something to do."""
        return self.row.state in WORKING_ASSIGNMENT


@dataclass(frozen=True)
class ApplicationPart:
    """One application with its buttons; `words` are (label, text) of what was asked and decided."""

    row: Application
    label: str
    tone: str
    words: list[tuple[str, str]]
    buttons: list[Button]


@dataclass(frozen=True)
class ClockPart:
    """One time limit in words; `runs` tells whether it can become late now."""

    label: str
    row: Clock
    standing: str

    @property
    def runs(self) -> bool:
        """Whether it was neither met nor stopped, and does not stand."""
        return self.row.is_running and self.row.paused_at is None

    @property
    def is_over(self) -> bool:
        """Whether it was met or stopped: it cannot become late any more."""
        return not self.row.is_running


def share_parts(seen: Viewed, clocks: Iterable[Clock], attachments: Mapping[UUID, list[Attachment]]) -> list[SharePart]:
    """Return the shares, each behind the one that handed it down: one statement."""
    standing = {c.subject_id for c in clocks if c.is_running and c.paused_at and c.kind == ClockName.UNIT_REPLY}
    replies = replies_seen(seen)
    found = []
    for share, depth in _as_tree(seen.shares):
        if share.pk not in seen.mine and share.role == Role.SUB:
            continue  # Who leads and who joins in concerns all of them; whom another unit sets to work does not.
        facts = seen.facts_of_share(share, on_paper=_waits_for_paper_check(replies.get(share.pk, [])))
        part = SharePart(
            share, depth, label_of(AssignmentState, share.state), tone_of(share.state), share.pk in seen.mine,
            share.pk in standing, seen.readable(share.note),
            buttons_of(place_of("assignment"), share, facts, seen.actor),
            replies.get(share.pk, []), attachments.get(share.pk, []),
        )  # fmt: skip
        found.append(part)
    return found


def _waits_for_paper_check(replies: Iterable[ReplyPart]) -> bool:
    latest = next((part.row for part in replies if part.row.submitted_at), None)
    return bool(latest and latest.paper_signer and latest.paper_genuine is None)


_replies_of = Prepared(
    lambda case_id: (
        Reply.objects.filter(assignment__case_id=case_id)
        .select_related("drafted_by", "signed_off_by")
        .order_by("-ordinal")
    )
)


def replies_seen(seen: Viewed) -> Mapping[UUID, list[ReplyPart]]:
    """Return the replies of the shares that stand open to the viewer, the latest first: one statement."""
    found: dict[UUID, list[ReplyPart]] = defaultdict(list)
    mine, book = set(seen.mine), seen.case.book
    for row in [one for one in _replies_of(seen.case.pk) if one.assignment_id in mine]:
        part = ReplyPart(row, word(book, "result", row.result), word(book, "reject_cause", row.reject_cause))
        found[row.assignment_id].append(part)
    return found


def _as_tree(shares: Iterable[Assignment]) -> list[tuple[Assignment, int]]:
    below: dict[UUID | None, list[Assignment]] = defaultdict(list)
    for share in shares:
        below[share.above_id].append(share)
    found: list[tuple[Assignment, int]] = []
    waiting = [(share, 0) for share in reversed(below[None])]
    while waiting:
        share, depth = waiting.pop()
        found.append((share, depth))
        waiting += [(lower, depth + 1) for lower in reversed(below[share.pk])]
    return found


_applications_of = Prepared(
    lambda case_id: (
        Application.objects.filter(case_id=case_id)
        .select_related("assignment__unit", "asked_by", "decided_by", "suggested_unit")
        .order_by("asked_at")
    )
)


def application_parts(seen: Viewed) -> list[ApplicationPart]:
    """Return the applications that the viewer sees, in their order: one statement."""
    mine = set(seen.mine)
    return [
        ApplicationPart(
            row, label_of(ApplicationState, row.state), tone_of(row.state), _said(row, seen), _decisions(row, seen)
        )
        for row in _applications_of(seen.case.pk)
        if row.assignment_id in mine
    ]


def _said(row: Application, seen: Viewed) -> list[tuple[str, str]]:
    found = [("理由", row.reason), ("职责依据", row.basis), ("计划", row.plan), ("批复", row.decision)]
    return [(label, seen.readable(text)) for label, text in found if text]


def _decisions(row: Application, seen: Viewed) -> list[Button]:
    asked = next((a for a in seen.facts.applications if a.id == row.pk), None)
    if asked is None:
        return []
    facts = ApplicationFacts(seen.facts, seen.facts.part(row.assignment_id), asked, row.state)
    return buttons_of(place_of("application"), row, facts, seen.actor)


DECIDED_BY_CENTRE = frozenset({ClockName.CENTRE_RETURN_REVIEW, ClockName.CENTRE_EXTENSION})


def clocks_seen(seen: Viewed, clocks: Iterable[Clock]) -> list[Clock]:
    """Return the time limits that concern the viewer: to a unit its own, and the promise to the petitioner."""
    mine = {share.unit_id for share in seen.shares if seen.sight.sees_share(share)}
    return [
        clock for clock in clocks
        if seen.sight.is_centre or (clock.unit_id in mine if clock.unit_id else clock.kind == ClockName.CITIZEN)
    ]  # fmt: skip


def clock_parts(seen: Viewed, clocks: Iterable[Clock]) -> list[ClockPart]:
    """Return the time limits in words: the promise first, then what may become late, then what stands, then the past."""
    units = {share.unit_id: share.unit.short_name for share in seen.shares}
    answered = {share.pk for share in seen.shares if share.state == AssignmentState.REPLIED}
    names = {name.value: name.label for name in ClockName}
    parts = [
        ClockPart(
            _of_whom(c, names.get(c.kind, c.kind), units.get(c.unit_id, "") if c.unit_id else ""), c,
            _standing(c, is_answered=c.subject_id in answered),
        )
        for c in clocks
    ]  # fmt: skip
    return sorted(
        parts, key=lambda part: (part.is_over, part.row.kind != ClockName.CITIZEN, not part.runs, part.row.due_at)
    )


def _of_whom(clock: Clock, name: str, unit: str) -> str:
    # It is the centre that must decide: a unit that asked is not late with it.
    return name if clock.kind in DECIDED_BY_CENTRE else f"{name} {unit}"


def _standing(clock: Clock, *, is_answered: bool) -> str:
    if clock.met_at:
        return "已完成" if clock.met_at <= clock.due_at else "超期完成"
    if clock.stopped_at:
        return "已停止"
    if clock.paused_at is None:
        return ""
    return "已反馈，待审核" if is_answered else "暂停"
