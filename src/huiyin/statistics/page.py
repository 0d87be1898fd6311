"""What the page of figures shows: the headline, the counters by how they count, the rates with their parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from huiyin.flow.actor import Actor
from huiyin.measures.figures import Figure, figure, figures
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.statistics.collecting import registry_for, rooms_of
from huiyin.statistics.period import ONE_DAY
from huiyin.statistics.printing import printed
from huiyin.statistics.quick import counted_ahead, parts_of
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
    """Figures of one room that count in the same way. Without lines it is still to be fetched, by its key."""

    key: str
    title: str
    aside: str
    lines: Sequence[Line] = ()
    is_counted: bool = True


@dataclass(frozen=True)
class Sheet:
    """The figures of a period: the headline counted, the rest by groups, each when it is asked for."""

    top: Sequence[Line]
    groups: Sequence[Group]
    rates: Group


RATES = "rates"
EVERYTHING = "all"


def sheet(actor: Actor, scope: Scope, asked: str = "") -> Sheet:
    """Return the page of figures: what stands on top, and of the groups the one that was asked for, or everything."""
    registry = as_seen_by(actor, registry_for(scope.book), scope)
    names = [name for name in (*ON_TOP, scope.book.headline_rate) if name in registry]
    return Sheet(_lines(registry, names, scope), _groups(registry, scope, asked), _rates(registry, scope, asked))


def group(actor: Actor, scope: Scope, key: str) -> Group:
    """Return one group, counted. Raises LookupError for one that there is not."""
    registry = as_seen_by(actor, registry_for(scope.book), scope)
    found = _rates(registry, scope, key) if key == RATES else None
    groups = [found] if found else [one for one in _groups(registry, scope, key) if one.key == key]
    if not groups:
        raise LookupError(key)
    return groups[0]


def _groups(registry: Registry, scope: Scope, asked: str) -> list[Group]:
    return [_group(key, names, registry, scope, asked) for key, names in _by_room(registry, scope.book).items()]


def _by_room(registry: Registry, book: Rulebook) -> dict[str, list[str]]:
    """Return the names of the counters by "counts.room", as the page puts them one below the other."""
    rooms = rooms_of(book)
    order = {counts: number for number, (counts, _, _) in enumerate(HOW_COUNTED)}
    places = {room: number for number, room in enumerate(dict.fromkeys(rooms.values()))}
    counters = [one for one in registry if isinstance(one, Measure)]
    counters.sort(key=lambda one: (places[rooms[one.name]], order[one.counts]))
    found: dict[str, list[str]] = {}
    for one in counters:
        found.setdefault(f"{one.counts}.{rooms[one.name]}", []).append(one.name)
    return found


def _group(key: str, names: Sequence[str], registry: Registry, scope: Scope, asked: str) -> Group:
    counts, _, room = key.partition(".")
    title, aside = next((title, aside) for code, title, aside in HOW_COUNTED if code == counts)
    if asked not in {key, EVERYTHING}:
        return Group(key, f"{room}：{title}", aside, is_counted=False)
    return Group(key, f"{room}：{title}", aside, _lines(registry, names, scope))


def _lines(registry: Registry, names: Sequence[str], scope: Scope) -> list[Line]:
    known = counted_ahead(registry, parts_of(registry, names), scope)
    return [line(figure(known, name, scope), scope) for name in names]


def _rates(registry: Registry, scope: Scope, asked: str) -> Group:
    if asked not in {RATES, EVERYTHING}:
        return Group(RATES, "比率", "分子、分母均可点开", is_counted=False)
    rates = [one for one in registry if isinstance(one, Rate)]
    halves = {name for one in rates for name in (one.numerator, one.denominator)}
    own = Registry(one for one in registry if isinstance(one, Rate) or one.name in halves)
    found = figures(counted_ahead(own, sorted(halves), scope), scope)
    printed_first = _as_the_book_prints([found[one.name] for one in rates], scope.book)
    return Group(RATES, "比率", "分子、分母均可点开", [line(one, scope) for one in printed_first])


def line(one: Figure, scope: Scope, cell: Sequence[tuple[str, str]] = ()) -> Line:
    """Return one figure as the page prints it, with the way to the list behind it; `cell` narrows it further."""
    halves = [half for half in (one.numerator, one.denominator) if half]
    return Line(
        one.name, one.label, printed(one, scope.book), "" if halves else one.unit, one.definition,
        address_of(one.name, scope, cell), tuple(line(half, scope, cell) for half in halves),
    )  # fmt: skip


def address_of(name: str, scope: Scope, cell: Sequence[tuple[str, str]] = ()) -> str:
    """Return the address of the list behind a figure: of its rows, or of what its own room lists for those days."""
    if listed_at := ELSEWHERE.get(name):
        return f"{reverse(listed_at)}?{urlencode(_days(scope))}"
    return f"{reverse('statistics:cases', args=[name])}?{urlencode([*scope.to_query().items(), *cell])}"


def _days(scope: Scope) -> dict[str, str]:
    last = scope.until - ONE_DAY if scope.until else None
    return {name: day.isoformat() for name, day in (("from", scope.since), ("to", last)) if day}


def _as_the_book_prints(rates: Sequence[Figure], book: Rulebook) -> list[Figure]:
    """Put the rates that the city prints first; a long name whose short one is printed stands there only once."""
    own = [rate.measure for rate in book.rates]
    doubled = {f"{rate.name}.of_{rate.denominator}" for rate in book.rates if rate.measure == rate.name}
    shown = [one for one in rates if one.name not in doubled]
    return sorted(shown, key=lambda one: own.index(one.name) if one.name in own else len(own))
