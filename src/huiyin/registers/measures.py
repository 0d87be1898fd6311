"""The figures that registers count: how many entries, and what each counted field adds up to. The rulebook names them."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from huiyin.cases.scoped import on_days
from huiyin.flow.actor import Actor
from huiyin.flow.times import ONE_DAY
from huiyin.measures.kinds import Apart, Measure, WorkedOut
from huiyin.measures.scope import Scope
from huiyin.registers.models import Entry
from huiyin.registers.queries import visible_to
from huiyin.registers.states import COUNTED, EntryState
from huiyin.registers.values import SCALE
from huiyin.registers.who import may_open
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.registers import Register, Tally

PREFIX = "reg_"
CHOICE = "is_"
"""With this begins the name of the filter of a list by a field of choice."""


def entries_in(code: str, scope: Scope) -> QuerySet[Entry]:
    """Return the entries of a register whose day, or the first day of whose period, lies in the scope.

    A register knows neither topics nor channels: where these narrow a scope, nothing of it is counted.
    """
    rows = Entry.objects.filter(register=code, state__in=COUNTED)
    if any((scope.category, scope.territory, scope.kind, scope.family, scope.channel, scope.tag)):
        return rows.none()
    rows = on_days(scope, "day", rows)
    return rows.filter(unit__path__startswith=scope.unit_path) if scope.unit_path else rows


def having(rows: QuerySet[Entry], tally: Tally) -> QuerySet[Entry]:
    """Return the entries that add something to a figure."""
    return rows.filter(amounts__field=tally.field.code, amounts__option=tally.option)


def total(tally: Tally, sums: Mapping[str, Any]) -> int | Fraction | None:
    """Return the sum of a figure; of shares the mean, None where nobody told one."""
    value = Fraction(int(sums["total"] or 0), SCALE)
    if tally.is_mean:
        return value / sums["n"] / 100 if sums["n"] else None
    return int(value) if value.denominator == 1 else value


SUMS = {"total": Sum("amounts__scaled"), "n": Count("amounts__scaled")}


def seen_by(register: Register, actor: Actor, scope: Scope) -> Callable[[Any], Any] | None:
    """Return what narrows the entries of a register to those that somebody may see, None for a stranger to it."""
    if scope.centre or not may_open(actor, register):
        return None
    return lambda rows: rows.filter(pk__in=visible_to(actor).values("pk"))


def apart(register: Register) -> Apart:
    """Say what entries know: time, not in shorter stretches than they are reported for, and units, of which they are."""
    asks = _of_unit if register.of_unit else None
    heeds = frozenset({"unit_path"}) if register.of_unit else frozenset[str]()
    return Apart(partial(seen_by, register), unit_asks=asks, grain=register.belongs, heeds=heeds)


def _of_unit(place: str, with_all_below: bool) -> dict[str, str]:
    return {"unit": place, **({} if with_all_below else {"own": "1"})}


def cleared_in(code: str, scope: Scope) -> QuerySet[Entry]:
    """Return those of the entries that were cleared, whenever that was."""
    return entries_in(code, scope).filter(state=EntryState.CLEARED)


def listed_at(code: str, tally: str, scope: Scope, **more: str) -> str:
    """Return the address of the entries behind a figure."""
    days = {"from": scope.since, "to": scope.until - ONE_DAY if scope.until else None}
    asked = {name: day.isoformat() for name, day in days.items() if day}
    asked |= {"unit": scope.unit_path} if scope.unit_path else {}
    asked |= {"having": tally} if tally else {}
    asked |= more
    return f"{reverse('registers:list', args=[code])}?{urlencode(asked)}"


def measures_of(book: Rulebook) -> Iterator[Measure]:
    """Give the measures of all registers of a rulebook."""
    for register in book.registers:
        yield _count(register)
        if register.clearing:
            yield _cleared(register)
        for tally in register.tallies:
            yield _tally(register, tally)


def _count(register: Register) -> Measure:
    definition = f"期间内“{register.label}”台账在册的条数，撤下的不计。"
    rows, listed = partial(entries_in, register.code), partial(listed_at, register.code, "")
    return Measure(
        f"{PREFIX}{register.code}", register.label, definition, "条", "happened_in_period", rows, None, listed,
        apart(register),
    )  # fmt: skip


def _cleared(register: Register) -> Measure:
    definition = f"期间内登记的“{register.label}”中经审批已销号的条数，不论何时销号。"
    rows, listed = partial(cleared_in, register.code), partial(listed_at, register.code, "", standing="cleared")
    name = f"{PREFIX}{register.code}.cleared"
    return Measure(
        name, f"{register.label}·已销号", definition, "条", "happened_in_period", rows, None, listed, apart(register)
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
        WorkedOut(SUMS, partial(total, tally)), partial(listed_at, register.code, tally.name), apart(register),
    )  # fmt: skip
