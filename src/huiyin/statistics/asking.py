"""What an address asks of the crossed figures: measures, dimensions, comparisons, the form of the chart."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict

from huiyin.flow import times
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.statistics.branches import NOW, THEN
from huiyin.statistics.crossing import dimensions
from huiyin.statistics.dimensions import Dimension
from huiyin.statistics.period import Asked

MOST_MEASURES = 6
TREES = ((THEN, "按当时的机构"), (NOW, "按现在的机构"))
BESIDE = (("share", "占比"), ("rank", "排名"), ("before", "与上期比"), ("year", "与上年同期比"))
CHARTS = (
    ("", "自动"), ("bar", "柱形"), ("line", "折线"), ("stacked", "堆叠柱形"), ("multiples", "分格小图"), ("calendar", "日历热力图"),
    ("none", "不画图"),
)  # fmt: skip
SORTS = (("", "按固有顺序"), ("value", "由高到低"))
CELL = "cell"
"""The part of an address that narrows a figure to a cell, as "territory:410202"; it stands there once for each dimension."""

OTHER_KEYS = frozenset({"m", "rows", "cols", "tree", "beside", "chart"})
"""What an address of the crossed figures may say beyond the scope and the order."""

NO_ROWS = "none"
"""What an address says of rows where only the whole is wanted: an empty word would not be kept in a view."""


@dataclass(frozen=True)
class CrossAsked:
    """What was asked, understood; `problems` say in the user's words what was not."""

    scope: Scope
    names: Sequence[str]
    rows: str
    cols: str
    tree: str = THEN
    beside: frozenset[str] = frozenset()
    chart: str = ""
    sort: str = ""
    problems: list[str] = field(default_factory=list)

    @cached_property
    def by(self) -> list[Dimension]:
        """The dimensions of the table: of its rows, then of its columns."""
        known = dimensions(self.scope, self.tree)
        return [known[code] for code in (self.rows, self.cols) if code]

    def to_query(self) -> list[tuple[str, str]]:
        """Return the parts of an address that asks the same again."""
        own = [("rows", self.rows or NO_ROWS), ("cols", self.cols), ("chart", self.chart), ("sort", self.sort)]
        tree = [("tree", self.tree)] if self.tree != THEN else []
        said = [*(("m", name) for name in self.names), *own, *tree, *(("beside", one) for one in sorted(self.beside))]
        return [*self.scope.to_query().items(), *((key, value) for key, value in said if value)]


def understood(query: QueryDict, asked: Asked, scope: Scope, registry: Registry) -> CrossAsked:
    """Read the address. What means nothing here is left out and said; a period always has both of its ends."""
    problems = [asked.problem] if asked.problem else []
    scope = _with_both_ends(scope)
    tree = _one_of(query.get("tree", "") or THEN, dict(TREES), THEN, "机构口径", problems)
    known = dimensions(scope, tree)
    asked_rows = query.get("rows", "month")
    rows = _one_of("" if asked_rows == NO_ROWS else asked_rows, known, "month", "行", problems)
    cols = _one_of(query.get("cols", ""), known, "", "列", problems)
    if cols and (cols == rows or not rows):
        problems.append("行和列不能相同，只按一个维度统计" if rows else "没有行，已把列改为行")
        rows, cols = rows or cols, ""
    if cols and known[rows].is_time and known[cols].is_time:
        problems.append("行和列不能都是时间，只按行统计")
        cols = ""
    names = _names(query.getlist("m"), registry, problems)
    beside = frozenset(query.getlist("beside")) & {code for code, _ in BESIDE}
    chart = _one_of(query.get("chart", ""), dict(CHARTS), "", "图形", problems)
    sort = _one_of(query.get("sort", ""), dict(SORTS), "", "排序", problems)
    return CrossAsked(scope, names, rows, cols, tree, beside, chart, sort, problems)


def _with_both_ends(scope: Scope) -> Scope:
    until = scope.until or max(local_day(times.now()), scope.since or local_day(times.now())) + ONE_DAY
    since = scope.since or (until - ONE_DAY).replace(month=1, day=1)
    return scope.narrowed(since=since, until=until, hour=None)


def _one_of(text: str, known: Container[str], otherwise: str, what: str, problems: list[str]) -> str:
    if not text or text in known:
        return text
    problems.append(f"“{what}”没有这个选项，未按它统计")
    return otherwise


def _names(asked: Sequence[str], registry: Registry, problems: list[str]) -> list[str]:
    wanted = list(dict.fromkeys(name for name in asked if name))
    names = [name for name in wanted if name in registry]
    if unknown := [name for name in wanted if name not in registry]:
        problems.append(f"没有指标：{'、'.join(name[:40] for name in unknown[:5])}")
    if len(names) > MOST_MEASURES:
        problems.append(f"一次最多统计{MOST_MEASURES}个指标，只统计前{MOST_MEASURES}个")
    return names[:MOST_MEASURES] or [name for name in ("accepted",) if name in registry]


def cell_words(pairs: Sequence[tuple[Dimension, str]], tree: str) -> list[tuple[str, str]]:
    """Return the parts of an address by which the list behind a cell is narrowed."""
    words = [(CELL, f"{dimension.code}:{value}") for dimension, value in pairs]
    return [*words, ("tree", tree)] if words and tree != THEN else words


def cell_in(query: QueryDict, scope: Scope) -> list[tuple[Dimension, str]]:
    """Return the cell that an address means. Raises ValueError for what is no value of any dimension."""
    known = dimensions(scope, query.get("tree") or THEN)
    pairs = []
    for word in query.getlist(CELL):
        code, _, value = word.partition(":")
        if code not in known:
            raise ValueError(word)
        if known[code].is_time:
            known[code].label_of(value)
        pairs.append((known[code], value))
    return pairs
