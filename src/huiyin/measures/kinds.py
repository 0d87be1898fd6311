"""The two kinds of figures: a measure counts rows, a rate divides one measure by another."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, Protocol

from huiyin.measures.names import LABELS, NAME
from huiyin.measures.scope import Scope

Counts = Literal["accepted_in_period", "happened_in_period", "state_at_end"]
"""Whether a measure counts the cases accepted in the period (whatever became of them since), the events that happened
in it (whenever their case was accepted), or what is so at its end."""


class Rows(Protocol):
    """What is behind a figure: a Django queryset, or anything that knows how many it is."""

    def count(self) -> int:
        """Return the number of rows."""
        ...


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A value that is worked out from sums over the rows, so that it can be asked of each group of rows as of all.

    `sums` are the database's aggregates by name; `says` makes the value of them, also after those of several groups were
    added up. An aggregate of no rows is None and counts as nothing.
    """

    sums: Mapping[str, Any]
    says: Callable[[Mapping[str, Any]], int | Fraction | None]

    def __call__(self, rows: Any) -> int | Fraction | None:
        """Return the value over all of these rows."""
        return self.says(rows.aggregate(**self.sums))


@dataclass(frozen=True, slots=True)
class Side:
    """One thing by which rows that belong to no case are put side by side: a column of theirs.

    `named` answers what values are called, `asks` how the address of their list asks for the rows of one value; a value that
    is a number is filled up with zeros to `digits`.
    """

    code: str
    label: str
    column: str
    named: Callable[[Iterable[str]], Mapping[str, str]]
    asks: Callable[[str], Mapping[str, str]]
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Apart:
    """What the rows of a measure know that belong to no case, and who sees them; all else is refused in words.

    `sides` are by what they are told apart, beside time in stretches not shorter than `grain`, and beside units where
    `unit_asks(place, with_all_below)` answers how the address of their list asks for those. `heeds` are the parts of a scope
    that narrow them. `seen_by(actor, scope)` answers what narrows them to the ones that somebody may see, None where
    somebody sees no figure of them at all.
    """

    seen_by: Callable[[Any, Scope], Callable[[Any], Any] | None]
    sides: tuple[Side, ...] = ()
    unit_asks: Callable[[str, bool], Mapping[str, str]] | None = None
    grain: str = "day"
    heeds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that is counted. `rows` is its one query: the page counts it and the list behind the figure shows it.

    Where the figure is not the number of rows (a sum of calls by day, a graded mean), `value` works it out from the
    very same rows; None means that there is nothing to work it out from. A `WorkedOut` can be asked of groups of rows too,
    any other of all of them only. `listed_at` answers the address of the list
    behind the figure where its rows are no cases and belong to no case; `apart` says by what such rows are put side by side.
    """

    name: str
    label: str
    definition: str
    unit: str
    counts: Counts
    rows: Callable[[Scope], Any]
    value: Callable[[Any], int | Fraction | None] | None = None
    listed_at: Callable[[Scope], str] | None = None
    apart: Apart | None = None

    def __post_init__(self) -> None:
        _check_words(self.name, self.label, self.definition)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share: the figure of one measure divided by that of another, exactly. Which denominator, its name says."""

    name: str
    label: str
    definition: str
    numerator: str
    denominator: str
    percent: bool = True

    def __post_init__(self) -> None:
        _check_words(self.name, self.label, self.definition)
        if self.numerator == self.denominator:
            raise ValueError(f"{self.name}: a rate of {self.numerator} by itself says nothing")

    @property
    def unit(self) -> str:
        """Return "%" for a percentage, nothing for a plain ratio."""
        return "%" if self.percent else ""


def _check_words(name: str, label: str, definition: str) -> None:
    if not NAME.fullmatch(name):
        raise ValueError(f"a measure is named like on_time_rate.of_due, not {name!r}")
    if LABELS.get(name, label) != label:
        raise ValueError(f"{name}: its label is {LABELS[name]}, not {label}")
    # One sentence: what is printed under a table must be read to its end.
    if not definition.endswith("。") or definition.count("。") != 1:
        raise ValueError(f"{name}: a definition is one Chinese sentence, not {definition!r}")
