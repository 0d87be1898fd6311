"""Over what a figure is counted: the period and the part of the city."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from typing import Any, Self

ANY_CENTRE = "any"
"""What came by the city and by the lines of units together: how a unit looks at those below it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A period of local days, of which `until` is the first day after it, and what the rows must have in common.

    Empty text means "all", but for `centre`: without one the city's own cases are meant, with the id of a unit what that
    unit took in on its own line, with `ANY_CENTRE` both. `unit_path` holds a unit with all that is below it
    ("0001.0004."). `hour` is the time of day at which the days of the period begin and end, where a weekly paper closes at
    16:00; what is known by its day alone belongs to the period as without it. `at` is the moment at which a state is looked
    at, where it is not the end of the period. `to_each_below` takes matters as they came to each unit directly below
    `unit_path`, not to that unit as a whole: for counting those units side by side. `book` is the
    rulebook of the period, an object that is only handed through.
    """

    since: date | None = None
    until: date | None = None
    unit_path: str = ""
    category: str = ""
    territory: str = ""
    kind: str = ""
    family: str = ""
    channel: str = ""
    tag: str = ""
    centre: str = ""
    hour: time | None = None
    at: datetime | None = None
    to_each_below: bool = False
    book: Any = field(default=None, hash=False, repr=False)

    def __post_init__(self) -> None:
        if self.since and self.until and self.since >= self.until:
            raise ValueError(f"统计期间的起始日期应早于截止日期：{self.since}、{self.until}")
        if self.at and self.at.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {self.at!r}")

    def narrowed(self, **parts: Any) -> Self:
        """Return the same scope with some parts set otherwise."""
        return replace(self, **parts)

    def to_query(self) -> dict[str, str]:
        """Return the parts of an address that leads back to this scope. The book is chosen anew by the page."""
        parts = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in {"book", "to_each_below"}}
        return {name: value if isinstance(value, str) else value.isoformat() for name, value in parts.items() if value}

    @classmethod
    def from_query(cls, query: Mapping[str, str], book: Any = None) -> Self:
        """Read the parts of an address; parts that are no part of a scope are passed by.

        Raises ValueError, with a Chinese reason, for what is no date or no period.
        """
        parts: dict[str, Any] = {name: query[name].strip() for name in _TEXTS if query.get(name)}
        parts |= {name: _day(query[name]) for name in ("since", "until") if query.get(name)}
        if query.get("hour"):
            parts["hour"] = _hour(query["hour"])
        if query.get("at"):
            parts["at"] = _moment(query["at"])
        return cls(**parts, book=book)


_TEXTS = ("unit_path", "category", "territory", "kind", "family", "channel", "tag", "centre")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"日期应写成 2018-06-01，不能是“{text[:20]}”") from None


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise ValueError(f"时刻应写成 16:00，不能是“{text[:20]}”") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(f"时刻应写成 2018-06-01T08:00+08:00，不能是“{text[:30]}”")
    return moment
