"""What the page of figures shows: the headline, the counters by how they count, the rates with their parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from huiyin.flow.actor import Actor
from huiyin.measures.figures import Figure, figures
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.period import ONE_DAY
from huiyin.statistics.printing import printed
from huiyin.statistics.viewing import ELSEWHERE, as_seen_by

ON_TOP = ("accepted", "dispatched", "closed", "closed_on_time", "open")
HOW_COUNTED = (
    ("accepted_in_period", "期间内受理的", "按受理日期计入，追踪到最后结果"),
    ("happened_in_period", "期间内发生的", "按发生日期计入，不论何时受理"),
    ("state_at_end", "期末的状态", "期间结束时（未结束的为现在）的情况"),
)


@dataclass(frozen=True)
class Line:
    """One figure as the page prints it. `parts` are the lines of numerator and denominator of a rate."""

    name: str
    label: str
    text: str
    unit: str
    definition: str
    address: str
    parts: tuple["Line", ...] = ()


@dataclass(frozen=True)
class Group:
    """Figures that count in the same way."""

    title: str
    aside: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Sheet:
    """All figures of a period."""

    top: Sequence[Line]
    groups: Sequence[Group]
    rates: Sequence[Line]


def sheet(actor: Actor, scope: Scope) -> Sheet:
    """Count everything that the actor may see over the scope."""
    found = figures(as_seen_by(actor, registry_for(scope.book), scope), scope)
    counters = [one for one in found.values() if one.numerator is None]
    rates = [one for one in found.values() if one.numerator is not None]
    return Sheet(
        top=[line(found[name], scope) for name in (*ON_TOP, scope.book.headline_rate) if name in found],
        groups=[_group(title, aside, counters, counts, scope) for counts, title, aside in HOW_COUNTED],
        rates=[line(one, scope) for one in _as_the_book_prints(rates, scope.book)],
    )


def line(figure: Figure, scope: Scope) -> Line:
    """Return one figure as the page prints it, with the way to the list behind it."""
    halves = [half for half in (figure.numerator, figure.denominator) if half]
    return Line(
        figure.name, figure.label, printed(figure, scope.book), "" if halves else figure.unit, figure.definition,
        address_of(figure.name, scope), tuple(line(half, scope) for half in halves),
    )  # fmt: skip


def address_of(name: str, scope: Scope) -> str:
    """Return the address of the list behind a figure: of cases, or of what its own room lists for those days."""
    if listed_at := ELSEWHERE.get(name):
        return f"{reverse(listed_at)}?{urlencode(_days(scope))}"
    return f"{reverse('statistics:cases', args=[name])}?{urlencode(scope.to_query())}"


def _days(scope: Scope) -> dict[str, str]:
    last = scope.until - ONE_DAY if scope.until else None
    return {name: day.isoformat() for name, day in (("from", scope.since), ("to", last)) if day}


def _group(title: str, aside: str, counters: Iterable[Figure], counts: str, scope: Scope) -> Group:
    return Group(title, aside, [line(one, scope) for one in counters if one.counts == counts])


def _as_the_book_prints(rates: Sequence[Figure], book: Rulebook) -> list[Figure]:
    """Put the rates that the city prints first; a long name whose short one is printed stands there only once."""
    own = [rate.measure for rate in book.rates]
    doubled = {f"{rate.name}.of_{rate.denominator}" for rate in book.rates if rate.measure == rate.name}
    shown = [one for one in rates if one.name not in doubled]
    return sorted(shown, key=lambda one: own.index(one.name) if one.name in own else len(own))
