"""A source made into blocks and figures, before anything is locked: counting may take its time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from huiyin.briefs.composing.blocks import blocks_of
from huiyin.briefs.composing.document import kept_blocks
from huiyin.briefs.counting import Counter, Told
from huiyin.briefs.keys import NoKey
from huiyin.briefs.models import Brief
from huiyin.briefs.periods import Period
from huiyin.briefs.source import Entry, to_keep
from huiyin.documents.words import bound_of
from huiyin.flow.table import Refused


@dataclass(frozen=True)
class Composed:
    """What a paper says, counted. `over` is the source that it was made of."""

    over: list[dict[str, Any]]
    blocks: list[dict[str, Any]]
    figures: tuple[Told, ...]


_at_hand: ContextVar[Composed | None] = ContextVar("composed", default=None)


def counter_of(brief: Brief) -> Counter:
    """Return what counts the figures of a paper."""
    return Counter(brief.rules, period_of(brief), Period.read_back(brief.second) if brief.second else None)


def period_of(brief: Brief) -> Period:
    """Return the period of a paper."""
    return Period(brief.since, brief.until, brief.rhythm, brief.hour)


def compose(brief: Brief, entries: Sequence[Entry]) -> Composed:
    """Count everything that the entries ask for. Raises Refused in the user's words."""
    counter = counter_of(brief)
    outside = {} if brief._state.adding else dict(brief.figures.exclude(source="").values_list("key", "text"))
    try:
        blocks = blocks_of(entries, counter, outside)
    except NoKey as unknown:
        raise Refused([str(unknown)]) from None
    return Composed(to_keep(entries), kept_blocks(blocks), _printed(counter, blocks))


def _printed(counter: Counter, blocks: Sequence[Any]) -> tuple[Told, ...]:
    """Return the figures that stand in the paper: what was only counted to find the greatest does not."""
    keys = {bound.key for bound in bound_of(blocks)}
    return tuple(told for key, told in counter.found.items() if key in keys)


@contextmanager
def at_hand(composed: Composed) -> Iterator[None]:
    """Let the move within the block write what was composed."""
    token = _at_hand.set(composed)
    try:
        yield
    finally:
        _at_hand.reset(token)


def what_is_at_hand() -> Composed:
    """Return what the move under way is to write."""
    composed = _at_hand.get()
    assert composed is not None, "a paper is composed before its move"
    return composed
