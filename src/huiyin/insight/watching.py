"""Finding warnings: counts by category and territory, and by category and unit, against what was to be expected."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from huiyin.cases.models import Case
from huiyin.cases.queries import visible_to
from huiyin.cases.scoped import start_of
from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.insight.act import ALERT_DOOR, ALERTS, ledger
from huiyin.insight.expecting.growth import Growth, growth_of
from huiyin.insight.models import Alert
from huiyin.insight.queries import countable
from huiyin.insight.rules import book_on, growth_rule
from huiyin.insight.states import OPEN_ALERT, AlertState
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.insight import WarningKind
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit
from huiyin.units.queries import active


@dataclass(frozen=True)
class Cell:
    """What is counted together: a category in a territory, or a category at one unit."""

    category: str
    territory: str = ""
    unit: Unit | None = None


@dataclass(frozen=True)
class Seen:
    """A growth that is to be told."""

    cell: Cell
    kind: WarningKind
    growth: Growth
    people: int


def watch(at: datetime) -> tuple[int, int]:
    """Look for unusual growth; return how many warnings were found and how many went out by themselves."""
    today = local_day(at)
    book = book_on(today)
    seen = sorted(_growing(book, today), key=lambda one: one.growth.chance)
    open_ones = list(Alert.objects.filter(state__in=OPEN_ALERT).select_related("unit"))
    growing = {_key(one.cell.category, one.cell.territory, one.cell.unit) for one in seen}
    expired = [row for row in open_ones if _is_over(row, growing, today, book)]
    for row in expired:
        ALERT_DOOR.move(row.pk, "expire", {}, actor=PLATFORM, at=at)
    known = {_key(row.category, row.territory, row.unit) for row in open_ones} | _lately(today, book)
    fresh = [one for one in seen if _key(one.cell.category, one.cell.territory, one.cell.unit) not in known]
    told = fresh[: book.insight.warnings.most]
    for one in told:
        ALERT_DOOR.begin(_row(one, book, today, at), "find", {}, actor=PLATFORM, at=at)
    return len(told), len(expired)


def _key(category: str, territory: str, unit: Unit | None) -> tuple[str, str, str]:
    return category, territory, str(unit.pk) if unit else ""


def _is_over(row: Alert, growing: set[tuple[str, str, str]], today: date, book: Rulebook) -> bool:
    """Whether nobody has looked at it and it is no growth any more, a while after it was found."""
    old = (today - row.until).days > book.insight.warnings.quiet_days
    return row.state == AlertState.FOUND and old and _key(row.category, row.territory, row.unit) not in growing


def _lately(today: date, book: Rulebook) -> set[tuple[str, str, str]]:
    """Return what was ended a short while ago: that is not told again."""
    since = start_of(today - timedelta(days=book.insight.warnings.quiet_days))
    rows = Alert.objects.filter(ended_at__gte=since).select_related("unit")
    return {_key(row.category, row.territory, row.unit) for row in rows}


def _row(one: Seen, book: Rulebook, today: date, at: datetime) -> Alert:
    return Alert(
        ledger=ledger(ALERTS), book=book.id, kind=one.kind.code, category=one.cell.category, territory=one.cell.territory,
        unit=one.cell.unit, since=today - timedelta(days=one.kind.days - 1), until=today, found=one.growth.found,
        people=one.people, expected=round(one.growth.expected, 2), said=one.growth.said, found_at=at,
    )  # fmt: skip


def _growing(book: Rulebook, today: date) -> Iterator[Seen]:
    rules = book.insight.warnings
    first = today - timedelta(days=max(366 * rules.years + 120, 7 * rules.weeks + 60))
    for cell, by_day in _counts(book, first, today).items():
        row = [by_day.get(first + timedelta(days=day), 0) for day in range((today - first).days + 1)]
        row = _since_known(row)
        for kind in rules.kinds:
            growth = growth_of(row, growth_rule(kind, rules))
            if growth is None:
                continue
            people = _people(book, cell, today - timedelta(days=kind.days - 1), today)
            if people >= kind.people:
                yield Seen(cell, kind, growth, people)
                break


def _since_known(row: list[int]) -> list[int]:
    """Leave out the time before anything was counted at all, so that a young installation does not expect nothing."""
    first = next((place for place, count in enumerate(row) if count), 0)
    return row[first:]


def _counts(book: Rulebook, first: date, today: date) -> Mapping[Cell, Mapping[date, int]]:
    """Return the counts by day of every cell in which anything came of late."""
    units = {unit.path: unit for unit in active(today).filter(depth=1)}
    rows = (
        countable()
        .filter(received_at__gte=start_of(first), received_at__lt=start_of(today + timedelta(days=1)))
        .exclude(category="")
        .annotate(day=TruncDate("received_at", tzinfo=CITY_TZ))
        .values_list("category", "territory", "lead_path", "day")
        .annotate(count=Count("pk"))
        .order_by()
    )
    found: dict[Cell, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for category, territory, path, day, count in rows:
        topic = _at_level(book, category)
        found[Cell(topic, territory)][day] += count
        if unit := units.get(path[:5]):
            found[Cell(topic, unit=unit)][day] += count
    return found


def _at_level(book: Rulebook, category: str) -> str:
    """Return the category of the level on which warnings are given."""
    try:
        lineage = book.tree.lineage(category)
    except Unknown:
        return category
    return str(lineage[min(book.insight.warnings.level, len(lineage)) - 1])


def codes_of(book: Rulebook, category: str) -> list[str]:
    """Return the categories that a warning about this one counts."""
    return [code for code in book.categories if _at_level(book, code) == category] or [category]


def cases_behind(row: Alert, actor: Actor) -> QuerySet[Case]:
    """Return the cases that a warning counted, as far as the actor sees them."""
    where = Q(lead_path__startswith=row.unit.path) if row.unit else Q(territory=row.territory)
    return visible_to(actor).filter(
        where, category__in=codes_of(book_named(row.book), row.category), received_at__gte=start_of(row.since),
        received_at__lt=start_of(row.until + timedelta(days=1)), pk__in=countable().values("pk"),
    )  # fmt: skip


def _people(book: Rulebook, cell: Cell, since: date, until: date) -> int:
    rows = countable().filter(
        received_at__gte=start_of(since), received_at__lt=start_of(until + timedelta(days=1)),
        category__in=codes_of(book, cell.category),
    )  # fmt: skip
    where = Q(lead_path__startswith=cell.unit.path) if cell.unit else Q(territory=cell.territory)
    hashes = rows.filter(where).values_list("petitioner__phone_hash", "petitioner__account_hash", "petitioner_id", "pk")
    return len({bytes(p or a or b"").hex() or str(petitioner or pk) for p, a, petitioner, pk in hashes})
