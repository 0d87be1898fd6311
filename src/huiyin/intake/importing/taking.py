"""Understood rows at the door: many in one transaction, and where one is refused each in a transaction of its own."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.utils import DataError, IntegrityError

from huiyin.cases.act import carry_over, register
from huiyin.cases.models import Case
from huiyin.flow.table import Refused
from huiyin.intake.importing.orders import Fate, Order, Understood
from huiyin.intake.models import Import, Imported
from huiyin.journal.writing import again_after_deadlock, writing

Identity = tuple[str, bytes]


def take(batch: Sequence[Understood], order: Order, source: Import) -> list[Fate]:
    """Take the rows and return what became of each. A kill at any moment leaves whole rows only."""
    if not batch:
        return []
    try:
        return _together(batch, order, source)
    except (Refused, IntegrityError, DataError) as problem:
        if len(batch) == 1:
            return [_refused(batch[0], problem)]
    return [fate for one in batch for fate in take([one], order, source)]


@again_after_deadlock
def _together(batch: Sequence[Understood], order: Order, source: Import) -> list[Fate]:
    fates: list[Fate] = []
    with writing():
        # Asked within the transaction: on SQLite nobody else can import the same message meanwhile.
        known, first = _known(batch), _first_with_text(batch)
        taken: list[Imported] = []
        for one in batch:
            if (identity := (one.channel, one.source_hash)) in known:
                fates.append(Fate(repeated=True))
                continue
            known.add(identity)
            case_id = _at_the_door(one, order, source, first.get(one.text_hash))
            fates.append(Fate(alike=one.text_hash in first))
            first.setdefault(one.text_hash, case_id)
            taken.append(
                Imported(case_id=case_id, source=source, row=one.number, likes=one.likes, dislikes=one.dislikes)
            )
        Imported.objects.bulk_create(taken)
    return fates


def _at_the_door(one: Understood, order: Order, source: Import, repeats: UUID | None) -> UUID:
    how: dict[str, Any] = {
        "actor": order.actor, "at": order.at, "city": order.city, "source_hash": one.source_hash, "repeats": repeats,
        "caused_by": source.event_id,
    }  # fmt: skip
    if one.action == "carry_over":
        return carry_over(one.said, **how).case.pk
    return register(one.said, action=one.action, **how).case.pk


def _refused(one: Understood, problem: Exception) -> Fate:
    if isinstance(problem, Refused):
        return Fate(reason="；".join([*problem.reasons, *problem.fields.values()]))
    if (one.channel, one.source_hash) in _known([one]):
        return Fate(repeated=True)
    return Fate(reason="数据库不接受这一行的内容")


def _known(batch: Iterable[Understood]) -> set[Identity]:
    hashes = [one.source_hash for one in batch]
    rows = Case.objects.filter(channel__in={one.channel for one in batch}, source_hash__in=hashes)
    return {(channel, bytes(known or b"")) for channel, known in rows.values_list("channel", "source_hash")}


def _first_with_text(batch: Iterable[Understood]) -> dict[bytes, UUID]:
    """Return the first case with each text. What repeats another is passed over, so that all point to the first."""
    hashes = {one.text_hash for one in batch}
    rows = Case.objects.filter(text_hash__in=hashes, repeats__isnull=True).order_by("-id")
    return {bytes(known or b""): case_id for known, case_id in rows.values_list("text_hash", "id")}
