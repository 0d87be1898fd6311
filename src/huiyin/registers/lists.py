"""The list of a register: by what it can be narrowed, and its lines as the page and a file show them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.registers.measures import CHOICE, having
from huiyin.registers.models import Entry
from huiyin.registers.periods import period_of
from huiyin.registers.queries import unit_names, units_to_see, visible_to
from huiyin.registers.shown import Value, title_of, when_of
from huiyin.registers.states import COUNTED, UNCLEARED, EntryState
from huiyin.registers.values import cell, shown
from huiyin.rulebook.registers import NUMBER_LABEL, NUMBERS, STATE_LABEL, UNIT_LABEL, Register, RegisterField
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, Listing, ListSpec
from huiyin.units.models import Unit

MADE_LABEL = "登记时间"
KEPT_OUT = frozenset({"by"})
LISTED_HEADINGS = (NUMBER_LABEL, STATE_LABEL, MADE_LABEL)
"""Columns of a file that was taken out, which nobody fills in."""


STANDINGS = {
    "open": "未销号", "late": "逾期未销号", EntryState.CLEARING.value: EntryState.CLEARING.label,
    EntryState.CLEARED.value: EntryState.CLEARED.label,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One entry as a list shows it."""

    entry: Entry
    title: str
    when: str
    values: list[Value]
    is_overdue: bool = False


def listing_of(register: Register, actor: Actor, query: QueryDict) -> Listing:
    """Understand what an address asks of the list of a register."""
    return spec_of(register, actor).read(query, register)


def spec_of(register: Register, actor: Actor) -> ListSpec:
    """Return by what the list can be narrowed and sorted."""
    filters = [Filter("q", "记录中的字，或编号", narrow=_with_words)]
    if register.of_unit:
        units = [
            (path, f"{'　' * (depth - 1)}{name}")
            for path, name, depth in units_to_see(actor, register)
            .order_by("path")
            .values_list("path", "short_name", "depth")
        ]
        filters += [
            Filter("unit", "单位（含下级）", "choice", lookup="unit__path__startswith", choices=lambda _: units),
            Filter("own", "不含下级", "flag", narrow=lambda rows, value: rows),
        ]
    filters += [Filter("from", "自", "day", lookup="day__gte"), Filter("to", "至", "day", lookup="day__lte")]
    if register.tallies:
        tallies = {tally.name: tally for tally in register.tallies}
        filters.append(
            Filter(
                "having", "有此数的", "choice", choices=lambda _: [(t.name, t.label) for t in register.tallies],
                narrow=lambda rows, name: having(rows, tallies[name]),
            )
        )  # fmt: skip
    filters += [_of_choice(field) for field in register.fields if field.kind == "choice"]
    if register.clearing:
        filters.append(
            Filter("standing", "销号", "choice", choices=lambda _: list(STANDINGS.items()), narrow=_standing)
        )
    if register.due:
        filters.append(Filter("late", "只看迟报", "flag"))
    filters.append(Filter("withdrawn", "只看已撤下", "flag", narrow=lambda rows, value: rows))
    return ListSpec(
        filters=tuple(filters),
        sorts=(
            Sort("day", f"{register.when_label}近的在前", "day", descending=True),
            Sort("oldest", f"{register.when_label}远的在前", "day"),
            Sort("number", "按编号", "number"),
        ),
        other_keys=KEPT_OUT,
    )


def rows_of(register: Register, actor: Actor, listing: Listing) -> QuerySet[Entry]:
    """Return the entries among which the filters of a listing choose."""
    states = [EntryState.WITHDRAWN] if listing.values.get("withdrawn") else COUNTED
    rows = visible_to(actor).filter(register=register.code, state__in=states)
    if listing.values.get("own") and (path := listing.values.get("unit")):
        rows = rows.filter(unit__path=path)
    return rows


def lines_of(register: Register, entries: list[Entry], fields: Sequence[RegisterField]) -> list[Line]:
    """Return entries as lines of the list; of an entry made by an older book what the present one still knows."""
    names = unit_names(register, [entry.content for entry in entries])
    today = local_day(times.now())
    return [
        Line(
            entry, title_of(register, entry.content, names), when_of(register, entry),
            [Value(f.heading, shown(f, entry.content.get(f.code), names), is_figure=f.kind in NUMBERS) for f in fields],
            bool(entry.deadline and entry.deadline < today and entry.state in UNCLEARED),
        )
        for entry in entries
    ]  # fmt: skip


def template_header(register: Register) -> list[str]:
    """Return the columns that are filled in."""
    unit = [UNIT_LABEL] if register.of_unit else []
    return [*unit, register.when_label, *(field.heading for field in register.fields)]


def file_header(register: Register) -> list[str]:
    """Return the columns of a file that is taken out."""
    return [NUMBER_LABEL, *template_header(register), STATE_LABEL, MADE_LABEL]


def file_rows(register: Register, rows: QuerySet[Entry]) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a file one by one."""
    units: Mapping[str, str] = {}
    if any(field.kind == "unit" for field in register.fields):
        units = {str(pk): name for pk, name in Unit.objects.values_list("pk", "name")}
    for entry in rows.select_related("unit").iterator(chunk_size=500):
        yield _file_row(register, entry, units)


def _file_row(register: Register, entry: Entry, units: Mapping[str, str]) -> tuple[Any, ...]:
    unit = [entry.unit.name if entry.unit else ""] if register.of_unit else []
    when: date | str = entry.day if register.belongs == "day" else period_of(register.belongs, entry.day).label
    values = [cell(field, entry.content.get(field.code), units) for field in register.fields]
    return (entry.name, *unit, when, *values, entry.standing.label, entry.made_at)


def _of_choice(field: RegisterField) -> Filter:
    """Return the filter by the options of a field."""
    options = [(option.code, option.label) for option in field.options]
    path = f"content__{field.code}"
    return Filter(
        f"{CHOICE}{field.code}", field.label, "choice", choices=lambda _: options,
        narrow=lambda rows, option: rows.filter(**{path: option}),
    )  # fmt: skip


def _standing(rows: QuerySet[Entry], which: str) -> QuerySet[Entry]:
    if which == "late":
        return rows.filter(state__in=UNCLEARED, deadline__lt=local_day(times.now()))
    return rows.filter(state=which) if which in {*EntryState} else rows.filter(state__in=UNCLEARED)


def _with_words(rows: QuerySet[Entry], words: str) -> QuerySet[Entry]:
    """Return the entries in which these words stand, or which are called so: "T12"."""
    named = words.strip().upper().removeprefix("T")
    by_number = Q(number=int(named)) if named.isdecimal() and len(named) < 10 else Q(pk__in=[])
    return rows.filter(Q(words__icontains=words) | by_number)
