"""Lists by page: what an address may ask of a list, and the rows of one page found by key, never by counting past."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import QueryDict

from huiyin.flow.says import day_of
from huiyin.ui.keyset import Cursor, Sort, key_of, rows_from

Choices = Callable[[Any], Sequence[tuple[str, str]]]
Kind = Literal["text", "choice", "flag", "day"]

LONGEST_TEXT = 100
_CURSORS = ("after", "before")


class Ignored(ValueError):
    """A part of the address that means nothing here; the message says so in the user's words."""


@dataclass(frozen=True)
class Filter:
    """One thing by which a list can be narrowed.

    `key` stands in the address; `narrow(queryset, value)` does it, or the lookup (`key` itself unless it is given) is
    compared with the value. Values are str, True for a flag, a date for a day, a list of str when `multiple`.
    `choices(given)` answers (code, label) pairs; `given` is what the page hands to `read`, mostly the rulebook. What is typed
    into a `personal` filter may tell of somebody (`ui.personal`): it stands in no address.
    """

    key: str
    label: str
    kind: Kind = "text"
    lookup: str = ""
    narrow: Callable[[QuerySet[Any], Any], QuerySet[Any]] | None = None
    choices: Choices | None = None
    multiple: bool = False
    personal: bool = False

    def value_of(self, raw: list[str], given: Any) -> Any:
        """Return the value, or None for an empty one. Raises Ignored when it cannot be understood."""
        texts = [text.strip() for text in raw if text.strip()]
        if not texts:
            return None
        return _UNDERSTAND[self.kind](self, texts, given)

    def apply(self, queryset: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Return the rows of the queryset for which the value holds."""
        if self.narrow:
            return self.narrow(queryset, value)
        lookup = self.lookup or self.key
        return queryset.filter(**{f"{lookup}__in" if self.multiple else lookup: value})


def _text(asked: Filter, texts: list[str], given: Any) -> str:
    if len(texts[-1]) > LONGEST_TEXT:
        raise Ignored(f"“{asked.label}”最多 {LONGEST_TEXT} 个字，未按它筛选")
    return texts[-1].replace("\0", "")


def _choice(asked: Filter, texts: list[str], given: Any) -> str | list[str]:
    known = {code for code, _ in (asked.choices(given) if asked.choices else ())}
    if not known.issuperset(texts):
        raise Ignored(f"“{asked.label}”没有这个选项，未按它筛选")
    return texts if asked.multiple else texts[-1]


def _flag(asked: Filter, texts: list[str], given: Any) -> bool | None:
    if texts[-1] not in {"0", "1"}:
        raise Ignored(f"“{asked.label}”只能是 0 或 1,未按它筛选")
    return texts[-1] == "1" or None


def _day(asked: Filter, texts: list[str], given: Any) -> date:
    try:
        return day_of(texts[-1])
    except ValueError as error:
        raise Ignored(f"“{asked.label}”不是日期（年-月-日），未按它筛选") from error


_UNDERSTAND: dict[str, Callable[[Filter, list[str], Any], Any]] = {
    "text": _text,
    "choice": _choice,
    "flag": _flag,
    "day": _day,
}


@dataclass(frozen=True)
class Control:
    """One filter as the filter bar shows it: with its choices and what is set now."""

    key: str
    label: str
    kind: Kind
    multiple: bool
    choices: Sequence[tuple[str, str]]
    values: list[str]


@dataclass(frozen=True)
class Page:
    """The rows of one page, the cursors of its neighbours ("" where there is none), and the total as a text."""

    rows: list[Any]
    previous: str
    next: str
    total: str = ""


@dataclass(frozen=True)
class Listing:
    """What one address asked of a list, understood."""

    spec: "ListSpec"
    values: dict[str, Any]
    sort: Sort
    cursor: Cursor | None
    backward: bool
    messages: list[str]
    controls: list[Control]

    @property
    def orders(self) -> list[tuple[str, str]]:
        """The orders to choose from, as (key, label)."""
        return [(sort.key, sort.label) for sort in self.spec.sorts]

    @property
    def sort_key(self) -> str:
        """The key of the order in force."""
        return self.sort.key

    @property
    def personal(self) -> list[str]:
        """The keys of the filters whose values stand in no address."""
        return self.spec.personal

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self.values)

    def narrowed(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that every filter lets through."""
        for asked in self.spec.filters:
            if asked.key in self.values:
                queryset = asked.apply(queryset, self.values[asked.key])
        return queryset

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return what the filters leave, in the order of the list."""
        field = self.sort.field
        order = [f"-{field}", "-id"] if self.sort.descending else [field, "id"]
        return self.narrowed(rows).order_by(*order)

    def filters_told(self) -> dict[str, Any]:
        """Return the filters as they may be written down: codes only, for what was typed may be somebody's name."""
        return {c.key: c.values for c in self.controls if c.kind != "text" and c.values}

    def page(self, queryset: QuerySet[Any], *, count_up_to: int = 0) -> Page:
        """Return one page of the narrowed queryset, in one statement (two when the order has empty values).

        Rows of a `.values()` queryset must hold `id` and the field of the order. `count_up_to` adds a capped count.
        """
        narrowed, size = self.narrowed(queryset), self.spec.page_size
        rows = rows_from(narrowed, self.sort, self.cursor, size + 1, backward=self.backward)
        is_more, rows = len(rows) > size, rows[:size]
        if self.backward:
            rows.reverse()
        before = is_more if self.backward else self.cursor is not None
        after = is_more or self.backward
        return Page(
            rows=rows,
            previous=key_of(rows[0], self.sort) if rows and before else "",
            next=key_of(rows[-1], self.sort) if rows and after else "",
            total=capped_count(narrowed, count_up_to) if count_up_to else "",
        )


def capped_count(queryset: QuerySet[Any], most: int) -> str:
    """Return "12,167", or "10,000 以上" when there are more than `most`: the database stops counting there."""
    found = queryset.order_by().values("pk")[: most + 1].count()
    return f"{most:,} 以上" if found > most else f"{found:,}"


@dataclass(frozen=True)
class ListSpec:
    """What may be asked of a list: the filters and the orders by name, and nothing else. The first order is default."""

    filters: tuple[Filter, ...]
    sorts: tuple[Sort, ...]
    page_size: int = 50
    other_keys: frozenset[str] = field(default_factory=frozenset)

    def read(self, query: QueryDict, given: Any = None, *, strict: bool = False) -> Listing:
        """Understand an address. What means nothing here is left out with a message; `strict` raises BadRequest."""
        messages = [f"不认识的筛选条件：{key[:40]}" for key in query if key not in self._known()]
        values = self._values(query, given, messages)
        sort = self._sort(query.get("sort", ""), messages)
        cursor, backward = _cursor(query, sort, messages)
        if strict and messages:
            raise BadRequest(";".join(messages))
        return Listing(self, values, sort, cursor, backward, messages, self._controls(query, given, values))

    @property
    def personal(self) -> list[str]:
        """The keys of the filters whose values stand in no address."""
        return [asked.key for asked in self.filters if asked.personal]

    def _known(self) -> set[str]:
        return {asked.key for asked in self.filters} | {"sort", *_CURSORS} | self.other_keys

    def _values(self, query: QueryDict, given: Any, messages: list[str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for asked in self.filters:
            try:
                value = asked.value_of(query.getlist(asked.key), given)
            except Ignored as ignored:
                messages.append(str(ignored))
            else:
                if value is not None:
                    values[asked.key] = value
        return values

    def _sort(self, key: str, messages: list[str]) -> Sort:
        found = next((sort for sort in self.sorts if sort.key == key), None)
        if key and found is None:
            messages.append("不认识的排序方式，已按默认排序")
        return found or self.sorts[0]

    def _controls(self, query: QueryDict, given: Any, values: dict[str, Any]) -> list[Control]:
        return [
            Control(
                key=asked.key,
                label=asked.label,
                kind=asked.kind,
                multiple=asked.multiple,
                choices=asked.choices(given) if asked.choices else (),
                values=query.getlist(asked.key) if asked.key in values else [],
            )
            for asked in self.filters
        ]


def _cursor(query: QueryDict, sort: Sort, messages: list[str]) -> tuple[Cursor | None, bool]:
    name = next((name for name in _CURSORS if query.get(name)), None)
    if name is None:
        return None, False
    cursor = Cursor.read(str(query[name]), sort)
    if cursor is None:
        messages.append("页码已失效，从第一页看起")
    return cursor, cursor is not None and name == "before"
