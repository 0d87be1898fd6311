"""What a check says: which rule was asked of which figures, how grave what it found is, and the arithmetic in words."""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self


class Rule(StrEnum):
    """What was checked; the value is written to JSON, the label shown."""

    label: str

    def __new__(cls, value: str, label: str) -> "Rule":
        """Keep the Chinese label beside the written value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    SUM = "sum", "表内合计"
    IDENTITY = "identity", "总分关系"
    RATE = "rate", "比率"
    SAME = "same", "前后一致"
    BOUND = "bound", "大小关系"
    HISTORY = "history", "历史比较"
    SOURCE = "source", "数字出处"
    """Only in papers that are written here: a number that is bound to nothing."""


class Grade(StrEnum):
    """How grave a finding is.

    An error contradicts itself whatever was meant and can be mended. What is true only if something is meant that the
    paper does not say (another base, a graded mean, a rounding) is to be explained. A hint is worth another look.
    """

    label: str

    def __new__(cls, value: str, label: str) -> "Grade":
        """Keep the Chinese label beside the written value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    ERROR = "error", "硬错"
    EXPLAIN = "explain", "待说明"
    HINT = "hint", "提示"


GRAVEST_FIRST = (Grade.ERROR, Grade.EXPLAIN, Grade.HINT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check of some figures came to. Without a grade it held."""

    rule: Rule
    figures: tuple[str, ...]
    says: str
    grade: Grade | None = None
    place: str = ""
    """Where the check or the figure stands: "[[rate]] 第2段", "表1 第3列"."""

    @property
    def held(self) -> bool:
        """Whether nothing was found."""
        return self.grade is None

    @property
    def fingerprint(self) -> str:
        """A short name by which an explanation belongs to this finding: with other figures it is another one."""
        told = "|".join([self.rule, self.grade or "", *self.figures, self.says])
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def at(self, place: str) -> Self:
        """Return the same with its place."""
        return replace(self, place=place)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was checked."""

    findings: tuple[Outcome, ...]
    """What was found, the gravest first."""
    passed: tuple[Outcome, ...]
    """What was checked and held."""
    unchecked: tuple[str, ...] = ()
    """Figures that no check asked for."""

    def of(self, grade: Grade) -> tuple[Outcome, ...]:
        """Return the findings of this grade."""
        return tuple(one for one in self.findings if one.grade == grade)


def reported(outcomes: list[Outcome], unchecked: tuple[str, ...] = ()) -> Report:
    """Sort outcomes into what was found and what held."""
    found = [one for grade in GRAVEST_FIRST for one in outcomes if one.grade == grade]
    return Report(tuple(found), tuple(one for one in outcomes if one.held), unchecked)
