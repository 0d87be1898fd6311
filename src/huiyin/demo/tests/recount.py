"""A time counted once more, from the events of the journal alone: no row of a case and no measure is asked.

What a book promises and which grades it calls satisfied is read in the book that the event names.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any
from uuid import UUID

from huiyin.calendars.current import almanac
from huiyin.flow.times import local_day
from huiyin.journal.models import Event
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named

BY_UNITS = ("case.pass_audit", "case.close_with_parent")
BY_THE_CENTRE = {"case.answer_directly": "direct_answers", "case.handle_directly": "direct_handled"}
ENDS = {"case.refuse": "refused", "case.void": "voided", "case.withdraw": "withdrawn",
        "case.transfer_out": "transferred_out"}  # fmt: skip
COUNTED_BY_ACT = {
    "case.reject_reply": "rejected", "case.redo": "redone", "case.urge": "urged_by_hand",
    "case.urged_by_clock": "urged_by_clock", "case.hurry": "hurried",
}  # fmt: skip
"""Verbs of which each one in the period counts."""

HELD = frozenset({"registered", "in_review", "in_approval", "approved", "in_handling", "in_audit"})
"""States in which somebody owes something, so that his time runs."""


def chains() -> dict[UUID, list[Event]]:
    """Return the events of each case in their order."""
    found: dict[UUID, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(case_id__isnull=False).order_by("chain_id", "seq"):
        found[event.chain_id].append(event)
    return found


def recounted(since: date, last: date) -> Counter[str]:
    """Return the counters of a period by the names of their measures."""
    counts: Counter[str] = Counter()
    for events in chains().values():
        counts.update(Told(events, since, last).counts())
    return counts


def held(events: Sequence[Event]) -> timedelta:
    """Return for how long somebody held a case, by the states that its moves left it in."""
    moves = [e for e in events if e.subject_kind == "case" and e.state_after]
    return sum((two.at - one.at for one, two in pairwise(moves) if one.state_after in HELD), timedelta(0))


@dataclass(frozen=True)
class Told:
    """What the events of one case tell of a period."""

    events: Sequence[Event]
    since: date
    last: date

    def counts(self) -> Iterator[str]:
        """Yield the name of each counter to which the case adds one, as often as it does."""
        yield from self._acts()
        yield from self._late_signatures()
        yield from self._last_answer()
        if self._never_accepted or not self.accepted or not self._is_within(self.accepted):
            return
        yield "accepted"
        yield "online" if self.channel.online else "platform"
        if self.channel.measure:
            yield self.channel.measure
        yield from self._end()

    @cached_property
    def accepted(self) -> Event | None:
        """The event with which the city took the case on."""
        return self._first("case.register", "case.screen")

    @cached_property
    def channel(self) -> Any:
        """The way by which the case came."""
        return book_named(self.events[-1].book or self.events[0].book).channel(self.events[0].said["channel"])

    @property
    def _never_accepted(self) -> bool:
        return any(event.verb in {"case.refuse", "case.void"} for event in self.events)

    def _is_within(self, event: Event) -> bool:
        return self.since <= local_day(event.at) <= self.last

    def _first(self, *verbs: str) -> Event | None:
        return next((event for event in self.events if event.verb in verbs), None)

    def _acts(self) -> Iterator[str]:
        within = [event for event in self.events if self._is_within(event)]
        yield from (COUNTED_BY_ACT[event.verb] for event in within if event.verb in COUNTED_BY_ACT)
        yield from (ENDS[event.verb] for event in within if event.verb in ENDS)
        asked = {e.subject_id: e.said["kind"] for e in self.events if e.verb == "application.ask"}
        # Where telling is enough, the asking itself grants.
        granted = [asked[e.subject_id] for e in within if e.subject_id in asked and e.state_after == "granted"]
        if "extension" in granted:
            yield "extended"
        yield from ("returned" for kind in granted if kind == "return")
        yield from ("newly_suspended" for kind in granted if kind == "suspension")
        dispatched = self._first("case.dispatch")
        if dispatched and self._is_within(dispatched) and not self._first("case.void"):
            yield "dispatched"

    def _late_signatures(self) -> Iterator[str]:
        """Only of what the centre handed out and did not take back; what units hand down is theirs to watch."""
        given = [e for e in self.events if e.verb == "assignment.assign" and e.said["role"] in {"lead", "joint"}]
        taken_back = {e.subject_id for e in self.events if e.state_after in {"recalled", "annulled"}}
        due = {e.subject_id: e.said["sign_due"] for e in given if e.subject_id not in taken_back}
        for event in self.events:
            if event.verb == "clock.moved" and UUID(event.said["of"]) in due and event.said["kind"] == "unit_sign":
                due[UUID(event.said["of"])] = event.said["new"]
            if event.verb == "assignment.sign" and self._is_within(event) and _is_after(event, due):
                yield "signed_late"

    def _last_answer(self) -> Iterable[str]:
        reached = [e for e in self.events if e.verb in {"callback.answered", "callback.declined"}]
        yield from ("reached" for event in reached if self._is_within(event))
        graded = [event for event in reached if event.verb == "callback.answered"]
        if graded and self._is_within(graded[-1]):
            grades = {grade.code: grade.satisfied for grade in book_named(graded[-1].book).callback.grades}
            content = grades[graded[-1].said["grade"]]
            yield from () if content is None else ("satisfied" if content else "dissatisfied",)

    def _end(self) -> Iterator[str]:
        moves = [e for e in self.events if e.subject_kind == "case" and e.state_after]
        closing = next((e for e in moves if e.verb in {*BY_UNITS, *BY_THE_CENTRE}), None)
        if closing is None or moves[-1].state_after not in {"closed", "archived"}:
            return
        if closing.verb in BY_THE_CENTRE:
            yield from ("direct", BY_THE_CENTRE[closing.verb])
            return
        yield "closed"
        in_time = datetime.fromisoformat(closing.said["answered"]["at"]) <= self._promise(closing)
        yield "closed_on_time" if in_time else "closed_late"

    def _promise(self, closing: Event) -> datetime:
        """Reckon what the petitioner was promised when the case was first closed."""
        assert self.accepted
        due = promised(self.events[0], self.accepted, book_named(self.accepted.book))
        for event in self.events:
            if event.verb == "clock.moved" and event.said["kind"] == "citizen" and event.seq <= closing.seq:
                due = datetime.fromisoformat(event.said["new"])
        return due


def promised(came: Event, accepted: Event, book: Rulebook) -> datetime:
    """Reckon from the book until when a case that was accepted so is to be answered."""
    said, channel = {**came.said, **accepted.said}, book.channel(came.said["channel"])
    limit = book.limit(
        "citizen", kind=said["kind"], family=channel.family, channel=channel.code, category=said["category"],
        urgency=said.get("urgency", "ordinary"), important=said.get("important", False),
    )  # fmt: skip
    return almanac().due(accepted.at, limit, book.office).at


def _is_after(event: Event, due: Mapping[UUID, str | None]) -> bool:
    until = due.get(event.subject_id)
    return until is not None and event.at > datetime.fromisoformat(until)
