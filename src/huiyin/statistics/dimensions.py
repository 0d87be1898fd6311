"""By what figures are put side by side: each dimension says what a row is called in it, and finds the rows of one value.

The cell of a table and the list behind it are asked of the same rows: the table groups them by `expression`, the list is what
`narrow` leaves of them, and both go through `value_of`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value

from huiyin.cases.models import Case, Tag
from huiyin.flow.posts import Post
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.channels import Family
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import all_books

UNSAID = ""
"""The value of rows that have none: of no unit yet, without a topic."""

UNSAID_LABEL = "未注明"
KEY = "in_dimension"


class CannotCross(ValueError):
    """A measure has no figure in these cells; the message says why in the user's words."""


@dataclass
class Dimension:
    """One dimension over one scope. A value is a code; `UNSAID` is that of rows without one.

    `overlaps` says that one row may have several values, so that the sum over them may exceed the whole.
    """

    code: str
    label: str
    _found: dict[str, set[str]] = field(default_factory=dict, repr=False, kw_only=True)
    overlaps = False
    is_time = False

    @property
    def ahead(self) -> str:
        """Along what the counters of the house know it; empty where they do not."""
        return ""

    def expression(self, rows: QuerySet[Any]) -> Any:
        """Return what the database groups by, or None where these rows know nothing of the dimension."""
        raise NotImplementedError

    def learn(self, found: Iterable[str]) -> None:
        """Read at once whatever is needed to name what the database found."""

    def value_of(self, found: str) -> str:
        """Return the value of a row for what the database found there."""
        return found

    def remember(self, values: Mapping[str, str]) -> None:
        """Keep for which values the database found what, so that some of them can be asked for alone."""
        for found, value in values.items():
            self._found.setdefault(value, set()).add(found)

    def found_as(self, values: Iterable[str]) -> frozenset[str]:
        """Return what the database had found for these values."""
        return frozenset().union(*(self._found.get(value, set()) for value in values))

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows with this value."""
        expression = self.expression(rows)
        if expression is None:
            return rows if value == UNSAID else rows.none()
        return _with(rows.alias(**{KEY: expression}), value)

    def label_of(self, value: str) -> str:
        """Return what a value is called."""
        return value

    def shown(self, found: Iterable[str]) -> list[str]:
        """Return the values that a table shows, in their order, of those that were found and those that must not lack."""
        return sorted(value for value in found if value != UNSAID)


def named(dimension: Dimension, value: str) -> str:
    """Return what a value of a dimension is called."""
    return UNSAID_LABEL if value == UNSAID else dimension.label_of(value)


def case_column(rows: QuerySet[Any], name: str) -> Any:
    """Return what stands on the case of a row: its own column, or that of the case to which the row belongs."""
    if rows.model is Case:
        return F(name)
    fields = {one.attname: one for one in rows.model._meta.concrete_fields}
    if "case_id" not in fields:
        return None
    if fields["case_id"].is_relation:
        return F(f"case__{name}")
    return Subquery(Case.objects.filter(pk=OuterRef("case_id")).values(name)[:1])


def _with(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == UNSAID:
        return rows.filter(Q(**{KEY: ""}) | Q(**{f"{KEY}__isnull": True}))
    return rows.filter(**{KEY: value})


@dataclass
class Written(Dimension):
    """What stands on the case as a code that the rulebook knows: territory, kind, family, channel."""

    names: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False

    @property
    def ahead(self) -> str:
        """The counters name it as the case does."""
        return self.code

    def expression(self, rows: QuerySet[Any]) -> Any:
        """Return the column of the case."""
        return case_column(rows, self.code)

    def label_of(self, value: str) -> str:
        """Return the label of the rulebook, or the code that it does not know."""
        return self.names.get(value, value)

    def shown(self, found: Iterable[str]) -> list[str]:
        """Return the values in the order of the rulebook, where `whole` also those of which there is nothing."""
        there = set(found) - {UNSAID}
        known = [code for code in self.names if self.whole or code in there]
        return [*known, *sorted(there - set(self.names))]


@dataclass
class Topic(Dimension):
    """The topic at one level of its tree; a case whose topic stands higher is counted under that one."""

    book: Any = None
    level: int = 1

    @property
    def ahead(self) -> str:
        """The counters know each topic as it stands on the case."""
        return "category"

    def expression(self, rows: QuerySet[Any]) -> Any:
        """Return the column of the case."""
        return case_column(rows, "category")

    def value_of(self, found: str) -> str:
        """Return the topic of the level above the one that was found, or itself."""
        lineage = _lineage(found, self.book)
        return lineage[min(self.level, len(lineage)) - 1] if lineage else found

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows of this topic: with all below it where it stands at the level, else of it alone."""
        if value == UNSAID:
            return super().narrow(rows, value)
        codes = {value}
        if len(_lineage(value, self.book)) == self.level:
            codes |= self.book.below(value)
        return rows.alias(**{KEY: self.expression(rows)}).filter(**{f"{KEY}__in": sorted(codes)})

    def label_of(self, value: str) -> str:
        """Return the names on the way to the topic; one of another time is called as it was then."""
        for book in (self.book, *all_books()):
            try:
                return " / ".join(book.category_path(value))
            except Unknown:
                continue
        return value

    def shown(self, found: Iterable[str]) -> list[str]:
        """Return the topics in the order of the tree."""
        places = {code: number for number, code in enumerate(self.book.categories)}
        return sorted(set(found) - {UNSAID}, key=lambda code: (places.get(code, len(places)), code))


def _lineage(code: str, book: Rulebook) -> Sequence[str]:
    try:
        return book.tree.lineage(code)
    except Unknown:
        return ()


@dataclass
class Campaign(Dimension):
    """The campaign tags; a case may bear several."""

    overlaps = True

    def expression(self, rows: QuerySet[Any]) -> Any:
        """Return the names of the tags: a row that bears two is found twice."""
        if rows.model is Case:
            return F("tags__name")
        column = next((one for one in rows.model._meta.concrete_fields if one.attname == "case_id"), None)
        return F("case__tags__name") if column is not None and column.is_relation else None

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows whose case bears the tag, or none at all."""
        if self.expression(rows) is None:
            return rows if value == UNSAID else rows.none()
        tags = Tag.objects.filter(case_id=OuterRef("pk" if rows.model is Case else "case_id"))
        return rows.filter(Exists(tags.filter(name=value)) if value != UNSAID else ~Exists(tags))


@dataclass
class ActedAs(Dimension):
    """The post in which somebody acted: known of acts alone."""

    def expression(self, rows: QuerySet[Any]) -> Any:
        """Return the column of the act."""
        return F("post") if any(one.attname == "post" for one in rows.model._meta.concrete_fields) else None

    def label_of(self, value: str) -> str:
        """Return what the post is called."""
        return Post(value).label if value in {str(post) for post in Post} else value


NOTHING_KNOWN = Value("", CharField())
"""What rows are grouped by that know nothing of a dimension."""

Maker = Callable[[Scope], Dimension]


def written(scope: Scope) -> list[Dimension]:
    """Return the dimensions that stand on the case itself, as the rulebook of the period names their values."""
    book: Rulebook = scope.book
    levels = max((len(_lineage(code, book)) for code in book.categories), default=0)
    return [
        *(Topic(f"category{n}", f"类别（{'一二三四五六七八'[n - 1]}级）", book, n) for n in range(1, levels + 1)),
        Written("territory", "属地", {one.code: one.label for one in book.territories}, whole=True),
        Written("kind", "诉求性质", {one.code: one.label for one in book.kinds}, whole=True),
        Written("family", "渠道大类", {one.value: one.label for one in Family}),
        Written("channel", "渠道", {one.code: one.label for one in book.channels}),
        Campaign("tag", "专项标签"),
        ActedAs("post", "操作岗位"),
    ]  # fmt: skip
