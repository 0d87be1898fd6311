"""The one way to write: a durable transaction that gathers rows and events and writes the events last."""

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, wraps
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import OperationalError, connection, models, transaction

from huiyin.flow import times
from huiyin.journal.follow import is_wanted
from huiyin.journal.models import Chained, Event, Owed, Remark
from huiyin.journal.prepared import Prepared
from huiyin.journal.rows import change, columns_of, insert

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the web or API request in which an event is made; empty for the clock and for commands."""

Finisher = Callable[["Writing", Any, datetime], None]


@dataclass
class Writing:
    """What one transaction has touched so far. Chain heads are saved, and events hashed, once at its end.

    `kept` is where a room gathers what it writes once for a head, such as the clocks of a case.
    """

    heads: dict[UUID, Any] = field(default_factory=dict)
    new_heads: set[UUID] = field(default_factory=set)
    _found: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    before_insert: dict[UUID, Callable[[Any], None]] = field(default_factory=dict)
    kept: dict[UUID, Any] = field(default_factory=dict)
    finishers: dict[UUID, tuple[Finisher, datetime]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def lock(self, model: type[models.Model], pk: UUID, by: Prepared[Any] | None = None) -> Any:
        """Return the head row, locked once; the same instance serves the whole transaction.

        `by` is the locking question for who knows only the id of a part. Raises the model's DoesNotExist.
        """
        if pk in self.heads:
            return self.heads[pk]
        row = (by or _row_locked(model)).first(pk)
        if row is None:
            raise model.DoesNotExist  # type: ignore[attr-defined]
        if row.pk not in self.heads:
            self.heads[row.pk] = row
            self.remember(row)
        return self.heads[row.pk]

    def remember(self, row: Any) -> None:
        """Remember how a row was found, so that `save_changes` can tell what changed."""
        # Lists are copied, for somebody may add to them.
        self._found[row.pk] = {k: deepcopy(v) if isinstance(v, list | dict) else v for k, v in columns_of(row).items()}

    def save_changes(self, row: Any) -> None:
        """Write what changed of a row since it was found, else all of it."""
        # A case has some eighty columns, and most moves touch four of them.
        found, now = self._found.get(row.pk, {}), columns_of(row)
        change(
            type(row), row.pk, {name: value for name, value in now.items() if name not in found or found[name] != value}
        )

    def add_head(self, row: Any, before_insert: Callable[[Any], None] | None) -> None:
        """Take in a head row that is inserted at the end; `before_insert` draws its number at the last moment."""
        self.heads[row.pk] = row
        self.new_heads.add(row.pk)
        if before_insert:
            self.before_insert[row.pk] = before_insert

    def next_seq(self, head: Chained) -> int:
        """Return the place of the next event in the chain of `head`."""
        head.event_count += 1
        return head.event_count

    def finish(self) -> None:
        """Run what follows by itself, then write heads, events, texts and owed work in one statement each."""
        for pk, (finisher, at) in list(self.finishers.items()):
            finisher(self, self.heads[pk], at)
        recorded_at = times.now()
        for event in sorted(self.events, key=lambda e: (e.chain_id, e.seq)):
            head = self.heads[event.chain_id]
            head.last_at = max(event.at, head.last_at or event.at)
            event.recorded_at = recorded_at
            event.previous_hash = bytes(head.chain_head)
            event.hash = hash_of(event)
            head.chain_head = event.hash
        self._write(recorded_at)

    def _write(self, recorded_at: datetime) -> None:
        insert(self.events)
        owed = [Owed(event_id=e.id, recorded_at=recorded_at, verb=e.verb) for e in self.events if is_wanted(e.verb)]
        insert(owed)
        insert(self.remarks)
        touched = {e.chain_id for e in self.events}
        for pk, head in self.heads.items():
            if pk in self.new_heads:
                self.before_insert.get(pk, _nothing)(head)
                insert([head])
            elif pk in touched:
                self.save_changes(head)


@lru_cache(maxsize=16)
def _row_locked(model: type[models.Model]) -> Prepared[Any]:
    return Prepared(lambda pk: model._default_manager.select_for_update().filter(pk=pk))


def _nothing(row: Any) -> None:
    return None


_open: ContextVar[Writing | None] = ContextVar("open_writing", default=None)

P = ParamSpec("P")
T = TypeVar("T")
TRIES = 3


def again_after_deadlock(act: Callable[P, T]) -> Callable[P, T]:
    """Make a function that writes run again when PostgreSQL broke a deadlock with it: the other one went through.

    Locks are taken in one order, so that this is rare: a case may gain a joined one between looking and locking.
    """

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        for tries_left in reversed(range(TRIES)):
            try:
                return act(*args, **kwargs)
            except OperationalError as error:
                broken = getattr(error.__cause__, "sqlstate", "") == "40P01"
                if not (broken and tries_left and _open.get() is None):
                    raise
        raise AssertionError("the last try returns or raises")

    return run


@contextmanager
def writing() -> Iterator[Writing]:
    """Open the durable write transaction, or join the one that is open. Any exception undoes all of it."""
    joined = _open.get()
    if joined is not None:
        with transaction.atomic(savepoint=False):
            yield joined
        return
    with _turn(), transaction.atomic(durable=True):
        current = Writing()
        token = _open.set(current)
        try:
            yield current
            current.finish()
        finally:
            _open.reset(token)


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for this process's turn to write on SQLite: its own lock is unfair, writers starve (measured 4.6 s)."""
    lock = _lock_file()
    if lock is None:
        yield
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        lock.close()


def _lock_file() -> IO[bytes] | None:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return None
    return Path(f"{name}.turn").open("ab")


def hash_of(event: Event) -> bytes:
    """Return the SHA-256 of the event's content and of the hash before it in the same chain."""
    content = [
        str(event.id), _text(event.at), _text(event.recorded_at), str(event.actor_id), event.post,
        str(event.acting_for or ""), event.verb, event.subject_kind, str(event.subject_id), str(event.case_id or ""),
        str(event.chain_id), event.seq, event.state_before, event.state_after, event.book, event.request_id,
        str(event.caused_by or ""), event.said,
    ]  # fmt: skip
    body = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(bytes(event.previous_hash) + body).digest()


def _text(at: datetime) -> str:
    return at.astimezone(times.UTC).isoformat(timespec="microseconds")
