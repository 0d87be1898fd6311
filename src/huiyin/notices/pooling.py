"""Ordinary notices are told to a unit's phone together: quiet at night, and at most so often a day as the book says."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from huiyin.flow.times import CITY_TZ, local, local_day
from huiyin.journal.writing import writing
from huiyin.notices.kinds import MessageKind, NoticeKind
from huiyin.notices.models import Notice, Outgoing
from huiyin.notices.outbox import message_to_unit
from huiyin.notices.queries import to_pool, units_to_pool
from huiyin.notices.texts import pooled
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for, books_of
from huiyin.rulebook.urging import Messages

DAY = timedelta(days=1)


def pool_for_units(at: datetime, city: str) -> int:
    """Write one message for each unit for which something waits and which may be told now; returns how many."""
    if not books_of(city):
        return 0
    book = book_for(city, local_day(at))
    if book.messages.is_quiet(local(at).time()):
        return 0
    return sum(_pool(unit_id, book, at) for unit_id in list(units_to_pool()))


def window_of(at: datetime, rules: Messages) -> tuple[date, int]:
    """Return in which part of the waking hours a moment lies: the day on which they began, and the part.

    There are as many parts as messages a day: so the first thing is told at once, and what follows not before noon.
    """
    awake = DAY - _between(rules.quiet_from, rules.quiet_until)
    since = _between(rules.quiet_until, local(at).time())
    part = int(since / (awake / rules.ordinary_messages_per_unit_day))
    return local(at - since).date(), part


def _pool(unit_id: UUID, book: Rulebook, at: datetime) -> bool:
    day, part = window_of(at, book.messages)
    with writing():
        rows = list(to_pool().select_for_update().filter(unit=unit_id).order_by("at", "id"))
        if not rows or _has_enough(unit_id, book.messages, at):
            return False
        text = pooled(book.city, _counted(rows))
        if not message_to_unit(unit_id, text, f"pool:{unit_id.hex}:{day:%Y%m%d}:{part}", at):
            return False
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(pooled_at=at)
    return True


def _has_enough(unit_id: UUID, rules: Messages, at: datetime) -> bool:
    midnight = datetime.combine(local_day(at), time.min, CITY_TZ)
    today = Outgoing.objects.filter(
        unit=unit_id, kind=MessageKind.POOLED, made_at__gte=midnight, made_at__lt=midnight + DAY
    )
    return today.count() >= rules.ordinary_messages_per_unit_day


def _counted(rows: list[Notice]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return [(NoticeKind(kind).label, count) for kind, count in counts.items()]


def _between(start: time, end: time) -> timedelta:
    def minutes(moment: time) -> timedelta:
        return timedelta(
            hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
        )

    return (minutes(end) - minutes(start)) % DAY
