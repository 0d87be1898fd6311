"""The figures of a period as they are published: counted once, with definitions, parts that sum up, nothing small told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count

from huiyin.measures.figures import Figure, figure
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.portal.withholding import withheld
from huiyin.registers.periods import Period, period_of
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.section import Unknown
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.period import ONE_DAY
from huiyin.statistics.printing import as_json, printed

Line = dict[str, Any]
Kept = dict[str, Any]

ELSEWHERE, NOWHERE = ("", "未分类"), ("", "未注明地区")
"""What is not filed under a topic or a territory of the book: the parts have to sum up to the whole."""


def period_between(since: date, last: date) -> Period:
    """Return the month or the year of these days."""
    return period_of("month" if (last - since).days < 31 else "year", since)


def counted(since: date, last: date, book: Rulebook, former: Kept | None = None) -> Kept:
    """Count everything that is published of a period. `former` is the edition that this one corrects."""
    scope, period = Scope(since=since, until=last + ONE_DAY, book=book), period_between(since, last)
    registry, told = registry_for(book), book.publicity
    by_both = _by_topic_and_territory(registry, scope)
    sections = [
        _section("calls", "来电", _calls(registry, scope)),
        _section("figures", "受理和办结", _lines(registry, scope, told.figures)),
        _section("online", "网络舆情", _online(registry, scope)),
        _section("rates", "办结率和满意度", _lines(registry, scope, _rates(book))),
        _section("topics", "受理的诉求按类别", _totals(by_both, 0, _topics(book))),
        _section("territories", "受理的诉求按地区", _totals(by_both, 1, _territories(book))),
        _section("left_out", "不计入和另行处理的", _lines(registry, scope, told.left_out)),
    ]
    crossing = _crossing(by_both, book, former) if told.crossing == period.kind else None
    return {"name": period.label, "sections": [one for one in sections if one["lines"]], "crossing": crossing}


def _rates(book: Rulebook) -> list[str]:
    """Return the rates that are published: the one that the city prints first is always among them."""
    return list(dict.fromkeys([book.headline_rate, *book.publicity.rates]))


def _section(code: str, title: str, lines: list[Line]) -> dict[str, Any]:
    return {"code": code, "title": title, "lines": lines}


def _lines(registry: Registry, scope: Scope, names: Iterable[str]) -> list[Line]:
    return [_line(figure(registry, name, scope), scope.book) for name in names]


def _calls(registry: Registry, scope: Scope) -> list[Line]:
    """Return the figures of the telephone, none where it told of no call: nobody says 0 who did not count."""
    rang = registry.measure("calls").rows(scope).exists()
    return _lines(registry, scope, scope.book.publicity.calls) if rang else []


def _line(found: Figure, book: Rulebook) -> Line:
    line: Line = {
        "code": found.name, "label": _label(found, book), "value": as_json(found), "text": printed(found, book),
        "unit": found.unit, "definition": found.definition,
    }  # fmt: skip
    if found.numerator and found.denominator:
        line |= {"above": _half(found.numerator), "below": _half(found.denominator)}
    elif not isinstance(found.value, int):
        # A mean says nothing without the number of cases behind it.
        line["base"] = found.rows.count()
    return line


def _half(found: Figure) -> dict[str, Any]:
    return {"label": found.label, "value": as_json(found), "definition": found.definition}


def _label(found: Figure, book: Rulebook) -> str:
    return next((rate.label for rate in book.rates if rate.measure == found.name), found.label)


def _online(registry: Registry, scope: Scope) -> list[Line]:
    """Return the online opinion with a part for each of its channels."""
    whole = _line(figure(registry, "online", scope), scope.book)
    lines = [whole]
    for channel in (one for one in scope.book.channels if one.online):
        part = figure(registry, "accepted", scope.narrowed(channel=channel.code))
        definition = f"期间内受理的诉求中来自{channel.label}的件数。"
        lines.append(_line(part, scope.book) | _part_of("online", channel.code, channel.label, definition))
    if len(lines) == 2:
        return lines[:1]
    return lines


def _part_of(whole: str, code: str, label: str, definition: str) -> Line:
    return {"code": f"{whole}.{code}", "label": label, "definition": definition, "part": True}


Both = Mapping[tuple[str, str], int]


def _by_topic_and_territory(registry: Registry, scope: Scope) -> Both:
    """Count what was accepted by topic of the first level and territory: one statement."""
    rows = registry.measure("accepted").rows(scope).order_by().values_list("category", "territory")
    known = {one.code for one in scope.book.territories}
    found: dict[tuple[str, str], int] = {}
    for category, territory, n in rows.annotate(n=Count("pk")):
        key = (_first_level(category or "", scope.book), territory if territory in known else "")
        found[key] = found.get(key, 0) + n
    return found


def _first_level(category: str, book: Rulebook) -> str:
    try:
        return book.tree.lineage(category)[0] if category else ""
    except Unknown:
        # A topic that only a later edition knows.
        return ""


def _topics(book: Rulebook) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in book.categories.values() if one.parent is None]


def _territories(book: Rulebook) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in book.territories]


def _totals(both: Both, at: int, named: Sequence[tuple[str, str]]) -> list[Line]:
    """Return one line for each topic or territory in which something was accepted, most first; they sum up to the whole."""
    sums: dict[str, int] = {}
    for key, n in both.items():
        sums[key[at]] = sums.get(key[at], 0) + n
    labels = [*named, (ELSEWHERE, NOWHERE)[at]]
    lines = [
        {"code": code, "label": label, "value": sums[code], "text": f"{sums[code]:,}", "unit": "件", "definition": ""}
        for code, label in labels
        if sums.get(code)
    ]
    return sorted(lines, key=lambda line: (line["code"] == "", -line["value"]))


def _crossing(both: Both, book: Rulebook, former: Kept | None) -> dict[str, Any] | None:
    """Return the crossing of topics and territories with None for what is withheld; None where nothing of it can be told."""
    rows = [(line["code"], line["label"]) for line in _totals(both, 0, _topics(book))]
    columns = [(line["code"], line["label"]) for line in _totals(both, 1, _territories(book))]
    counts = [[both.get((row, column), 0) for column, _ in columns] for row, _ in rows]
    if not counts:
        return None
    few = book.publicity.few
    hidden = withheld(counts, few, before=_withheld_in(former, rows, columns))
    if hidden is None:
        return None
    cells = [[None if (i, j) in hidden else n for j, n in enumerate(line)] for i, line in enumerate(counts)]
    return {
        "few": few, "columns": [list(one) for one in columns],
        "rows": [{"code": code, "label": label, "cells": line} for (code, label), line in zip(rows, cells, strict=True)],
    }  # fmt: skip


def _withheld_in(
    former: Kept | None, rows: Sequence[tuple[str, str]], columns: Sequence[tuple[str, str]]
) -> set[tuple[int, int]]:
    """Return where the edition before withheld a count: told now, it would be told for then as well."""
    crossing = (former or {}).get("crossing")
    if not crossing:
        return set()
    here = {code: i for i, (code, _) in enumerate(rows)}
    there = {code: j for j, (code, _) in enumerate(columns)}
    return {
        (here[row["code"]], there[column])
        for row in crossing["rows"]
        for (column, _), n in zip(crossing["columns"], row["cells"], strict=True)
        if n is None and row["code"] in here and column in there
    }
