"""Who holds a case now, and for how long each has held it: the account of time (时间账)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from huiyin.clocks.account import Account, Stretch, account_of
from huiyin.clocks.models import Holder, Span
from huiyin.journal.prepared import Prepared
from huiyin.journal.rows import change, insert

OPEN = Q(until__isnull=True)
_open_of = Prepared(lambda case_id: Span.objects.filter(OPEN, case_id=case_id))
_spans_of = Prepared(lambda case_id: Span.objects.filter(case_id=case_id).order_by("since", "id"))


def open_account(
    case_id: UUID, holder: Holder, at: datetime, *, unit_id: UUID | None = None, level: int | None = None
) -> None:
    """Begin the account of a new case: one statement."""
    insert([_span(case_id, holder, at, unit_id, level)])


def hand_over(
    case_id: UUID, holder: Holder, at: datetime, *, unit_id: UUID | None = None, level: int | None = None
) -> None:
    """Let somebody else hold the case from now on: one statement for the same holder, who goes on, else three."""
    new, held = _span(case_id, holder, at, unit_id, level), _open_of.first(case_id)
    if held and (held.holder, held.unit_id, held.level) == (new.holder, new.unit_id, new.level):
        return
    if held:
        change(Span, held.pk, {"until": at})
    # Whoever comes without the case's lock is turned away by the constraint "one open span a case".
    insert([new], once=True)


def finish(case_id: UUID, at: datetime) -> bool:
    """End the account of a case: one statement. Answers whether somebody held it. `hand_over` reopens it."""
    return Span.objects.filter(OPEN, case_id=case_id).update(until=at) == 1


def holder_of(case_id: UUID) -> Span | None:
    """Return the open span of a case, or None when it is over."""
    return Span.objects.filter(OPEN, case_id=case_id).first()


def account(case_id: UUID, at: datetime) -> Account:
    """Return how many minutes each holder had the case until `at`: one statement."""
    return account_of([_stretch(row) for row in _spans_of(case_id)], at)


def accounts(case_ids: Iterable[UUID], at: datetime) -> Mapping[UUID, Account]:
    """Return the accounts of several cases: one statement."""
    by_case: dict[UUID, list[Stretch]] = {case_id: [] for case_id in case_ids}
    rows = Span.objects.filter(case_id__in=list(by_case)).order_by("since", "id")
    for row in rows:
        by_case[row.case_id].append(_stretch(row))
    return {case_id: account_of(stretches, at) for case_id, stretches in by_case.items()}


def _stretch(row: Span) -> Stretch:
    return Stretch(row.holder, row.unit_id, row.level, row.since, row.until)


def _span(case_id: UUID, holder: Holder, at: datetime, unit_id: UUID | None, level: int | None) -> Span:
    # SQLite's "insert or ignore" would swallow an unknown holder, too.
    if holder not in list(Holder):
        raise ValueError(f"nobody is called {holder}")
    return Span(case_id=case_id, holder=holder, unit_id=unit_id, level=level, since=at)
