"""The figures that registers count: how many entries, and what each counted field adds up to. The rulebook names them."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from huiyin.flow.times import ONE_DAY
from huiyin.measures.kinds import Measure
from huiyin.measures.scope import Scope
from huiyin.registers.models import Entry
from huiyin.registers.states import EntryState
from huiyin.registers.values import SCALE
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.registers import Register, Tally

PREFIX = "reg_"


def entries_in(code: str, scope: Scope) -> QuerySet[Entry]:
    """Return the entries of a register whose day, or the first day of whose period, lies in the scope.

    A register knows neither topics nor channels: where these narrow a scope, nothing of it is counted.
    """
    rows = Entry.objects.filter(register=code, state=EntryState.KEPT)
    if any((scope.category, scope.territory, scope.kind, scope.family, scope.channel, scope.tag)):
        return rows.none()
    if scope.since:
        rows = rows.filter(day__gte=scope.since)
    if scope.until:
        rows = rows.filter(day__lt=scope.until)
    return rows.filter(unit__path__startswith=scope.unit_path) if scope.unit_path else rows


def having(rows: QuerySet[Entry], tally: Tally) -> QuerySet[Entry]:
    """Return the entries that add something to a figure."""
    return rows.filter(amounts__field=tally.field.code, amounts__option=tally.option)


def total(tally: Tally, rows: Any) -> int | Fraction | None:
    """Return the sum over rows that have the figure; of shares the mean, None where nobody told one."""
    found = rows.aggregate(total=Sum("amounts__scaled"), n=Count("amounts__scaled"))
    value = Fraction(int(found["total"] or 0), SCALE)
    if tally.is_mean:
        return value / found["n"] / 100 if found["n"] else None
    return int(value) if value.denominator == 1 else value


def listed_at(code: str, tally: str, scope: Scope) -> str:
    """Return the address of the entries behind a figure."""
    days = {"from": scope.since, "to": scope.until - ONE_DAY if scope.until else None}
    asked = {name: day.isoformat() for name, day in days.items() if day}
    asked |= {"unit": scope.unit_path} if scope.unit_path else {}
    asked |= {"having": tally} if tally else {}
    return f"{reverse('registers:list', args=[code])}?{urlencode(asked)}"


def measures_of(book: Rulebook) -> Iterator[Measure]:
    """Give the measures of all registers of a rulebook."""
    for register in book.registers:
        yield _count(register)
        for tally in register.tallies:
            yield _tally(register, tally)


def _count(register: Register) -> Measure:
    definition = f"期间内“{register.label}”台账在册的条数，撤下的不计。"
    rows, listed = partial(entries_in, register.code), partial(listed_at, register.code, "")
    return Measure(
        f"{PREFIX}{register.code}", register.label, definition, "条", "happened_in_period", rows, None, listed
    )


def _tally(register: Register, tally: Tally) -> Measure:
    def rows(scope: Scope) -> QuerySet[Entry]:
        return having(entries_in(register.code, scope), tally)

    what = (
        "选“" + tally.label + "”的条数"
        if tally.option
        else f"“{tally.label}”" + ("的平均" if tally.is_mean else "的合计")
    )
    definition = f"期间内“{register.label}”台账在册各条中{what}，撤下的不计。"
    name = f"{PREFIX}{register.code}.{tally.name}"
    return Measure(
        name, f"{register.label}·{tally.label}", definition, tally.field.measured_in, "happened_in_period", rows,
        partial(total, tally), partial(listed_at, register.code, tally.name),
    )  # fmt: skip
