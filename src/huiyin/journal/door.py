"""The door: the only way in which a state changes, for web, API, import, clock and simulation alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Subquery

from huiyin.flow.actor import PLATFORM, PLATFORM_ID, Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.table import BIRTH, Fork, Move, NotYours, Refused, Table
from huiyin.journal.models import Chained, Event, Ledger
from huiyin.journal.once import done_before
from huiyin.journal.prepared import Prepared
from huiyin.journal.rows import insert
from huiyin.journal.said import keep, keep_texts, plain
from huiyin.journal.writing import Finisher, Writing, again_after_deadlock, request_id, writing
from huiyin.rulebook.shelf import book as book_named


class Stale(Refused):
    """The page is older than the row. `events` are the moves of the same thing made meanwhile."""

    def __init__(self, events: list[Event]) -> None:
        self.events = events
        super().__init__(["您打开本页之后，这里已有新的办理情况，请看过再决定"])


@dataclass
class Step:
    """One move under way, as an effect sees it. What an effect puts into `record` stands in the event.

    `post` is the one in which the actor could take the move; moves that follow from it are taken in the same post.
    """

    move: Move
    subject: Any
    head: Any
    facts: Any
    said: Mapping[str, Any]
    book: Any
    actor: Actor
    at: datetime
    event_id: UUID
    writing: Writing
    post: str = ""
    record: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Wanted:
    """One move that is asked for: of which row under which head, what is said, by whom, when."""

    row: Any
    head: Any
    action: str
    raw: Mapping[str, Any]
    actor: Actor
    at: datetime
    writing: Writing
    event_id: UUID
    caused_by: UUID | None = None
    facts: Any = None
    post: str | None = None


LoadFacts = Callable[[Any, Any, datetime], Any]

_doors: dict[str, "Door"] = {}


def door_of(kind: str) -> "Door":
    """Return the door of a kind of thing: effects reach the doors of parts by name."""
    return _doors[kind]


@dataclass(frozen=True)
class Bare:
    """Facts enough for a hidden move that no guard looks at."""

    state: str


class Door:
    """The door of one kind of thing. `head_of` names the model and the id of the row that is locked first."""

    def __init__(
        self,
        table: Table,
        model: type[Any],
        facts: LoadFacts,
        *,
        head_model: type[Any] | None = None,
        head_field: str | None = None,
        finisher: Finisher | None = None,
    ) -> None:
        self.table, self.model, self.facts = table, model, facts
        self.head_model, self.head_field = head_model or model, head_field
        self.finisher = finisher
        self._part = Prepared(lambda pk: self.model._default_manager.filter(pk=pk))
        self._head_of_part = Prepared(lambda pk: self._heads_of(pk).select_for_update())
        _doors[table.kind] = self

    def begin(
        self,
        row: Any,
        action: str,
        raw: Mapping[str, Any],
        *,
        actor: Actor,
        at: datetime,
        key: str = "",
        caused_by: UUID | None = None,
        before_insert: Callable[[Any], None] | None = None,
    ) -> Event:
        """Make a new thing by a move from nothing. `row` is unsaved and carries its book. Raises Refused."""
        with writing() as now_writing:
            self._refuse_hidden(action, actor)
            event_id = uuid7()
            if key and (done := done_before(actor, key, event_id, row.pk, self._verb(action), at)):
                return done
            if self.head_field is None:
                now_writing.add_head(row, before_insert)
                head = row
            else:
                head = now_writing.lock(self.head_model, getattr(row, self.head_field))
            row.state = BIRTH
            return self._take(_Wanted(row, head, action, raw, actor, at, now_writing, event_id, caused_by))

    @again_after_deadlock
    def move(
        self,
        subject_id: UUID,
        action: str,
        raw: Mapping[str, Any],
        *,
        actor: Actor,
        at: datetime,
        seen: int | None = None,
        key: str = "",
        caused_by: UUID | None = None,
        also: Sequence[UUID] = (),
        own_page: bool = False,
    ) -> Event:
        """Move an existing thing. `seen` is the head's event count on the page the actor saw.

        `also` names other heads that the move touches: all are locked by ascending id, so that two such moves
        cannot wait for each other. `own_page` is said by the function behind a page that takes a hidden move.
        Raises Refused with every reason, Stale where the thing moved meanwhile; then nothing was written.
        """
        with writing() as now_writing:
            self._refuse_hidden(action, actor, own_page)
            head = self._lock(now_writing, subject_id, also)
            # Who waited for the lock acts after the one who held it, whatever the two watches said before.
            at, event_id = max(at, head.last_at or at), uuid7()
            if key and (done := done_before(actor, key, event_id, subject_id, self._verb(action), at)):
                return done
            # The lock on the head serves for its parts as well.
            row = head if self.head_field is None else self._part_found(now_writing, subject_id)
            _refuse_if_stale(head, row, seen)
            return self._take(_Wanted(row, head, action, raw, actor, at, now_writing, event_id, caused_by))

    def follow_on(self, step: Step, row: Any, action: str, raw: Mapping[str, Any] | None = None) -> Event:
        """Take a move that another move brings about, in the same transaction, by the same actor in the same post.

        Whoever may take the one may take the other. A move that no guard looks at is taken on its state alone,
        without loading facts.
        """
        if row.state in ("", None):
            row.state = BIRTH
        taken = self.table.of(action)
        bare = not (taken.only_when or taken.provided or isinstance(taken.to, Fork))
        facts = Bare(row.state) if bare else None
        return self._take(
            _Wanted(row, step.head, action, raw or {}, step.actor, step.at, step.writing, uuid7(), step.event_id, facts,
                    step.post)
        )  # fmt: skip

    def settle(self, now_writing: Writing, head: Any, at: datetime, caused_by: UUID | None) -> None:
        """Take the automatic moves of a head row until none is due. The platform acts."""
        for _ in range(len(self.table.moves)):
            facts = self.facts(head, head, at)
            due = self.table.due_by_themselves(facts, book_named(head.book))
            if due is None:
                return
            self._take(_Wanted(head, head, due.action, {}, PLATFORM, at, now_writing, uuid7(), caused_by, facts))

    def finish_later(self, now_writing: Writing, head: Any, at: datetime) -> None:
        """See to it that at the end of the transaction follows what follows for this head, too."""
        if self.finisher:
            now_writing.finishers[head.pk] = (self.finisher, at)

    def _lock(self, now_writing: Writing, subject_id: UUID, also: Sequence[UUID]) -> Any:
        if self.head_field is not None and not also:
            return now_writing.lock(self.head_model, subject_id, self._head_of_part)
        head_id = subject_id
        if self.head_field is not None:
            head_id = self._heads_of(subject_id).values_list("pk", flat=True).get()
        for pk in sorted({head_id, *also}):
            now_writing.lock(self.head_model, pk)
        return now_writing.heads[head_id]

    def _part_found(self, now_writing: Writing, part_id: UUID) -> Any:
        row = self._part.first(part_id)
        now_writing.remember(row)
        return row

    def _heads_of(self, part_id: UUID) -> Any:
        part = self.model._default_manager.filter(pk=part_id).values(self.head_field)
        return self.head_model._default_manager.filter(pk=Subquery(part[:1]))

    def _refuse_hidden(self, action: str, actor: Actor, own_page: bool = False) -> None:
        taken = self.table.of(action)
        if (taken.automatic or (taken.hidden and not own_page)) and not actor.is_platform:
            raise NotYours([f"“{taken.button}”由系统自动进行"])

    def _verb(self, action: str) -> str:
        return f"{self.table.kind}.{action}"

    def _take(self, wanted: _Wanted) -> Event:
        row, head = wanted.row, wanted.head
        law, before = book_named(row.book), row.state
        facts = wanted.facts or self.facts(row, head, wanted.at)
        follows = wanted.post is not None
        taken, said = self.table.ask(wanted.action, facts, wanted.raw, None if follows else wanted.actor, law)
        post = wanted.post if wanted.post is not None else _post(taken, wanted.actor, facts)
        step = Step(
            taken, row, head, facts, said, law, wanted.actor, wanted.at, wanted.event_id, wanted.writing, post
        )  # fmt: skip
        seq = wanted.writing.next_seq(head)
        row.state = taken.target(facts, said, law)
        for effect in taken.effects:
            effect(step)
        if row is not head:
            if before == BIRTH:
                insert([row])
            else:
                wanted.writing.save_changes(row)
        event = self._event(step, seq, before, wanted.caused_by)
        wanted.writing.events.append(event)
        self.finish_later(wanted.writing, head, wanted.at)
        return event

    def _event(self, step: Step, seq: int, before: str, caused_by: UUID | None) -> Event:
        case_id = None if isinstance(step.head, Ledger) else step.head.pk
        said, remarks = keep(step.move.asks, step.said, step.event_id, case_id)
        step.writing.remarks += remarks
        return Event(
            id=step.event_id, at=step.at, actor_id=step.actor.user_id, post=step.post,
            acting_for=step.actor.acting_for, verb=self._verb(step.move.action),
            subject_kind=self.table.kind, subject_id=step.subject.pk, case_id=case_id, chain_id=step.head.pk, seq=seq,
            state_before="" if before == BIRTH else before, state_after=step.subject.state, book=step.subject.book,
            request_id=request_id.get(), caused_by=caused_by, said={**said, **plain(step.record)},
        )  # fmt: skip


def note(
    verb: str,
    subject_kind: str,
    subject_id: UUID,
    *,
    at: datetime,
    head: Chained | str,
    actor: Actor | None = None,
    actor_id: UUID | None = None,
    said: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
    caused_by: UUID | None = None,
) -> Event:
    """Write an event that changes no state: a reveal, a new due time, a renamed unit.

    Who acts is given as `actor`, or by id where an event already names him; without either it is the platform.
    `head` is the locked case row, or the name of a ledger for what belongs to no case. `said` holds no free text;
    what somebody wrote is given as `texts`, and can be erased.
    """
    with writing() as now_writing:
        chain: Any = _ledger(now_writing, head) if isinstance(head, str) else now_writing.lock(type(head), head.pk)
        is_ledger, event_id = isinstance(chain, Ledger), uuid7()
        written, remarks = keep_texts(texts or {}, event_id, None if is_ledger else chain.pk)
        now_writing.remarks += remarks
        event = Event(
            id=event_id, at=at, actor_id=actor.user_id if actor else actor_id or PLATFORM_ID,
            post=actor.speaks_for if actor else "", acting_for=actor.acting_for if actor else None,
            verb=verb, subject_kind=subject_kind, subject_id=subject_id, case_id=None if is_ledger else chain.pk,
            chain_id=chain.pk, seq=now_writing.next_seq(chain), book="" if is_ledger else chain.book, request_id=request_id.get(),
            caused_by=caused_by, said={**plain(said or {}), **written},
        )  # fmt: skip
        now_writing.events.append(event)
        return event


def _ledger(now_writing: Writing, name: str) -> Any:
    Ledger.objects.bulk_create([Ledger(name=name)], ignore_conflicts=True)
    pk = Ledger.objects.values_list("pk", flat=True).get(name=name)
    return now_writing.lock(Ledger, pk)


def done_since(head: Any, row: Any, seen: int | None) -> list[Event]:
    """Return the moves of a thing made since somebody had seen so many events of its head."""
    if seen is None or head.event_count == seen:
        return []
    meanwhile = Event.objects.filter(chain_id=head.pk, seq__gt=seen, subject_id=row.pk).exclude(state_after="")
    return list(meanwhile.order_by("seq"))


def _refuse_if_stale(head: Any, row: Any, seen: int | None) -> None:
    if events := done_since(head, row, seen):
        raise Stale(events)


def _post(taken: Move, actor: Actor, facts: Any) -> str:
    """Return the post in which the actor could take the move, for the journal; the platform says for whom it speaks."""
    if actor.is_platform:
        return actor.speaks_for
    for seat in sorted(actor.seats, key=lambda s: s.post):
        if taken.who(replace(actor, seats=frozenset([seat])), facts):
            return str(seat.post)
    return ""
