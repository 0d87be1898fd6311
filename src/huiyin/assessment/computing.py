"""A scheme computed over the database: every unit's score with each indicator's figures and the cases behind lost points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from huiyin.assessment.counting import Tally, tallies
from huiyin.assessment.scoring import Given, Line, Score, scored
from huiyin.assessment.wording import formula_of, plain, value_text
from huiyin.flow.times import ONE_DAY
from huiyin.measures.intervals import interval_text
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.registry import Registry, UnknownMeasure
from huiyin.measures.scope import ANY_CENTRE, Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.scheme import OF_RATES, Indicator, Scheme
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.period import of_period
from huiyin.units.models import Unit


@dataclass(frozen=True)
class Behind:
    """One case behind a lost point."""

    code: str
    measure: str
    case: UUID


@dataclass(frozen=True)
class Result:
    """One unit's score with all that its sheet tells."""

    unit: Unit
    score: Score
    lines: tuple[dict[str, Any], ...]
    behind: tuple[Behind, ...]


Appeals = Mapping[str, Sequence[tuple[str, Any]]]
"""By place of the unit: the indicator and the case of each appeal that was granted."""


def computed(
    scheme: Scheme, since: date, last: date, units: Sequence[Unit], *, within: str = "", appeals: Appeals | None = None
) -> list[Result]:
    """Return the results of the units over a period, both days counted in, in the order of the units.

    `within` is the place of the unit that assesses, empty for the centre: a unit looks at all that those below it
    do, for the city and for its own line. Raises UnknownMeasure, also for a measure that a score cannot count.
    """
    scope = of_period(since, last).narrowed(unit_path=within, centre=ANY_CENTRE if within else "")
    registry = registry_for(scope.book)
    refuse_what_has_own_value(scheme, registry)
    found = tallies(scheme, registry, scope, [unit.path for unit in units])
    for path, granted in (appeals or {}).items():
        _restore(scheme, found.get(path, {}), granted)
    groups = _groups(scope.book)
    given = [
        Given(
            unit.name,
            {name: tally.value for name, tally in found[unit.path].items()},
            groups.get(unit.peer_group, unit.peer_group),
        )
        for unit in units
    ]
    return [
        Result(
            unit,
            score,
            _lines(scheme, registry, scope, score, found[unit.path]),
            _behind(scheme, score, found[unit.path]),
        )
        for unit, score in zip(units, scored(scheme, given), strict=True)
    ]


def refuse_what_has_own_value(scheme: Scheme, registry: Registry) -> None:
    """Raise UnknownMeasure for a measure whose figure is not the number of its rows, such as a mean: a score counts rows."""
    names = [name for one in scheme.indicators for name in one.measures] + ([scheme.volume] if scheme.volume else [])
    for name in names:
        found = registry.get(name)
        if not counts_rows(found, registry):
            raise UnknownMeasure(f"{found.label}（{name}）是平均值或合计，不是件数，不能作考核指标；请改用件数或比率")


def counts_rows(one: Measure | Rate, registry: Registry) -> bool:
    """Whether a figure is a number of rows, or a rate of two such numbers."""
    parts = [registry.measure(name) for name in (one.numerator, one.denominator)] if isinstance(one, Rate) else [one]
    return all(part.value is None for part in parts)


def _groups(book: Rulebook) -> dict[str, str]:
    return {kind.code: kind.label for kind in book.unit_kinds}


def _restore(scheme: Scheme, found: Mapping[str, Tally], granted: Sequence[tuple[str, Any]]) -> None:
    """Count as done what an appeal has found to be no fault of the unit's, once for each measure."""
    cleared = {(name, case) for code, case in granted for name in scheme.indicator(code).measures}
    for name, case in cleared:
        if tally := found.get(name):
            tally.clear(case)


def _lines(
    scheme: Scheme, registry: Registry, scope: Scope, score: Score, found: Mapping[str, Tally]
) -> tuple[dict[str, Any], ...]:
    return tuple(
        _line(one, line, registry, scope, found) for one, line in zip(scheme.indicators, score.lines, strict=True)
    )


def _line(one: Indicator, line: Line, registry: Registry, scope: Scope, found: Mapping[str, Tally]) -> dict[str, Any]:
    """Return one indicator as the sheet keeps it: words and numbers as text, so that they stay as they were."""
    few = scope.book.assessment.few if isinstance(one, OF_RATES) else 0
    return {
        "code": one.code, "label": one.label, "kind": one.kind, "formula": formula_of(one), "told": line.told,
        "value": value_text(line.value, is_rate=line.is_rate), "points": plain(line.points), "alarm": line.alarm,
        "measures": [_figure(name, registry, found[name], few) for name in one.measures],
    }  # fmt: skip


def _figure(name: str, registry: Registry, tally: Tally, few: int) -> dict[str, Any]:
    measure = registry.get(name)
    is_rate = tally.denominator is not None
    return {
        "name": name, "label": measure.label, "definition": measure.definition,
        "numerator": tally.numerator, "denominator": tally.denominator,
        "value": value_text(tally.value, is_rate=is_rate), "lost": len(tally.lost),
        "interval": interval_text(tally.numerator, tally.denominator, few),
    }  # fmt: skip


def _behind(scheme: Scheme, score: Score, found: Mapping[str, Tally]) -> tuple[Behind, ...]:
    """Return the cases that cost points. An indicator that took none has none: what is free or beyond a cap costs nothing."""
    costly = [
        one for one, line in zip(scheme.indicators, score.lines, strict=True) if one.kind not in {"bonus", "floor"}
        if line.alarm or _took(scheme, one, line)
    ]  # fmt: skip
    return tuple(Behind(one.code, name, case) for one in costly for name in one.measures for case in found[name].lost)


def _took(scheme: Scheme, one: Indicator, line: Line) -> bool:
    if scheme.total == "from_zero" and isinstance(one, OF_RATES):
        return line.points < getattr(one, "points", 0)
    return line.points < 0


def months_before(since: date, months: int) -> list[tuple[date, date]]:
    """Return so many whole months before the month of a day, the latest first."""
    found, day = [], since.replace(day=1)
    for _ in range(months):
        end = day - ONE_DAY
        day = end.replace(day=1)
        found.append((day, end))
    return found
