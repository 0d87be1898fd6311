"""Checking the chains: is every event there, unchanged and in its place, and does the head know its tail?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction

from huiyin.journal.models import Chained, Event
from huiyin.journal.writing import hash_of

BATCH = 500


@dataclass(frozen=True)
class Broken:
    """One chain that is not whole: its head, the head's name where it has one, and what is wrong, in words."""

    head_id: UUID
    name: str
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Verified:
    """What a check of all chains found; `events` counts those that belong to a head."""

    chains: int
    events: int
    broken: tuple[Broken, ...]


def verify_chain(head_id: UUID, model: type[Chained]) -> list[str]:
    """Return what is wrong with one chain, in words; an empty list where it is whole."""
    head: Any = rows_of(model).get(pk=head_id)
    return _problems(head, Event.objects.filter(chain_id=head_id).order_by("seq").iterator())


def verify_all(tell: Callable[[int], None] = lambda checked: None) -> Verified:
    """Check every chain of every kind, and that no event stands outside one; `tell` hears how many are checked."""
    chains = events = 0
    broken: list[Broken] = []
    for model in head_models():
        for heads in _batches(model):
            counted, wrong = _verify_batch(model, heads)
            chains, events, broken = chains + len(heads), events + counted, broken + wrong
            tell(chains)
    return Verified(chains, events, (*broken, *_without_head()))


def head_models() -> list[type[Chained]]:
    """Return the models whose rows head chains: cases, ledgers."""
    return [model for model in apps.get_models() if issubclass(model, Chained)]


def rows_of(model: type[Chained]) -> Any:
    """Return the manager of a model that heads chains."""
    return model._default_manager


def name_of(head: Any) -> str:
    """Return the number of a case or the name of a ledger."""
    return str(getattr(head, "number", "") or getattr(head, "name", ""))


def _verify_batch(model: type[Chained], heads: Sequence[Any]) -> tuple[int, list[Broken]]:
    of_chain: dict[UUID, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(chain_id__in=[head.pk for head in heads]).order_by("chain_id", "seq"):
        of_chain[event.chain_id].append(event)
    suspects = [head for head in heads if _problems(head, of_chain[head.pk])]
    wrong = [(head, _verify_at_rest(head.pk, model)) for head in suspects]
    counted = sum(len(events) for events in of_chain.values())
    return counted, [Broken(head.pk, name_of(head), tuple(problems)) for head, problems in wrong if problems]


def _verify_at_rest(head_id: UUID, model: type[Chained]) -> list[str]:
    # Somebody may have written between the reading of the heads and of the events: under lock nobody does.
    with transaction.atomic():
        rows_of(model).select_for_update().get(pk=head_id)
        return verify_chain(head_id, model)


def _problems(head: Any, events: Iterable[Event]) -> list[str]:
    wrong, before, expected = [], b"", 0
    for event in events:
        expected += 1
        if event.seq != expected:
            wrong.append(f"缺第{expected}条事件")
            expected = event.seq
        if bytes(event.previous_hash) != before or bytes(event.hash) != hash_of(event):
            wrong.append(f"第{event.seq}条事件被改动")
        before = bytes(event.hash)
    if expected != head.event_count or before != bytes(head.chain_head):
        wrong.append(f"末尾与记载不符：记载{head.event_count}条，现有{expected}条")
    return wrong


def _batches(model: type[Chained]) -> Iterator[list[Any]]:
    heads = rows_of(model).order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(heads, BATCH)):
        yield batch


def _without_head() -> list[Broken]:
    # A head that was deleted leaves its events behind.
    loose = Event.objects.all()
    for model in head_models():
        loose = loose.exclude(chain_id__in=rows_of(model).values("pk"))
    return [Broken(pk, "", ("链头已不存在",)) for pk in loose.values_list("chain_id", flat=True).distinct()]
