"""The plan of a simulated time: how many matters come, by which channels, and what becomes of them; given as a file."""

import tomllib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from huiyin.demo.sharing import apportioned, scaled
from huiyin.rulebook.channels import Family
from huiyin.rulebook.shelf import book_for

FOLDER = Path(__file__).parent / "plans"

End = Literal[
    "direct_answers", "direct_handled", "closed_on_time", "closed_late", "suspended", "left_open", "withdrawn",
    "transferred_out",
]  # fmt: skip
Besides = Literal["refused", "voided", "not_screened"]
Rung = Literal["answered", "menu", "missed", "abandoned"]
Count = Annotated[int, Field(ge=0)]
Share = Annotated[Fraction, BeforeValidator(lambda given: Fraction(str(given))), Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]

WITHOUT_UNIT: frozenset[str] = frozenset({"direct_answers", "direct_handled", "transferred_out"})
"""Ends of matters that no unit sees."""


class PlanError(ValueError):
    """A plan cannot be used; the message says where and why, in the words of the one who wrote it."""


class Section(BaseModel):
    """Part of a plan: a misspelt key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Happenings(Section):
    """What happens on the way: shares of the matters that units handle.

    So many meet with it. What they also may bring, such as a redo after a call, comes besides. What is `feigned` is
    reported as done and is not: the product is told nothing of it, only who looks in the simulated city sees it.
    """

    extended: Share = Fraction(0)
    returned: Share = Fraction(0)
    rejected: Share = Fraction(0)
    signed_late: Share = Fraction(0)
    handed_down: Share = Fraction(0)
    joint: Share = Fraction(0)
    sent_back: Share = Fraction(0)
    hurried: Share = Fraction(0)
    urged: Share = Fraction(0)
    merged: Share = Fraction(0)
    tagged: Share = Fraction(0)
    important: Share = Fraction(0)
    without_result: Share = Fraction(0)
    feigned: Share = Fraction(0)


class Calls(Section):
    """What call-backs bring: of all calls, and of those that were answered."""

    missed: Share = Fraction(0)
    declined: Share = Fraction(0)
    dissatisfied: Share = Fraction(0)
    reasonable: Share = Fraction(1, 2)


class FamilyPlan(Section):
    """What becomes of the matters of one family of channels, where the report tells it apart: parts of the whole's ends.

    `grades` are the answers of those who are called, in turn, so often each. All of it comes early enough to be answered
    within the time.
    """

    ends: dict[End, Count]
    grades: dict[str, Count] = {}
    kinds: dict[str, Weight] = {}


class Plan(Section):
    """One simulated time. `accepted` by channel and `ends` by outcome are two views of the same matters.

    `telephone` counts the calls that come in, by how they end; every matter that comes by telephone is one of the answered.
    """

    title: str
    city: str
    since: date
    last: date
    dispatched_until: date | None = None
    accepted: dict[str, Count]
    ends: dict[End, Count]
    besides: dict[Besides, Count] = {}
    telephone: dict[Rung, Count] = {}
    families: dict[Family, FamilyPlan] = {}
    happenings: Happenings = Happenings()
    calls: Calls = Calls()
    kinds: dict[str, Weight] = {"complaint": 1}
    urgencies: dict[str, Weight] = {"ordinary": 1}
    topics: dict[str, Count] = {}
    territories: dict[str, Count] = {}
    weekend: Weight = 0.35

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        come, gone = sum(self.accepted.values()), sum(self.ends.values())
        if come != gone:
            raise ValueError(f"受理各渠道合计 {come} 件，各种结果合计 {gone} 件，应相等")
        for name in ("topics", "territories"):
            counted = sum(getattr(self, name).values())
            if counted and counted != self.handled:
                raise ValueError(f"{name} 合计 {counted} 件，应等于转单位办理的 {self.handled} 件")
        for family, one in self.families.items():
            come, gone = sum(self.of_family(family).values()), sum(one.ends.values())
            if come != gone:
                raise ValueError(f"families.{family} 各渠道合计 {come} 件，各种结果合计 {gone} 件，应相等")
            if more := [end for end, count in one.ends.items() if count > self.ends.get(end, 0)]:
                raise ValueError(f"families.{family} 的 {more[0]} 多于全部的")
        if self.telephone and self.telephone.get("answered", 0) < self.accepted.get("phone", 0):
            raise ValueError("telephone 接听的应不少于电话受理的件数")
        if self.since > self.last:
            raise ValueError("since 应不晚于 last")
        return self

    @cached_property
    def total(self) -> int:
        """How many matters are accepted."""
        return sum(self.accepted.values())

    @cached_property
    def handled(self) -> int:
        """How many of them units handle."""
        return sum(count for end, count in self.ends.items() if end not in WITHOUT_UNIT)

    def of_family(self, family: Family) -> dict[str, int]:
        """Return how many matters come by each channel of a family."""
        book = book_for(self.city, self.since) if self.accepted else None
        return {code: n for code, n in self.accepted.items() if book and book.channel(code).family == family}

    def scaled(self, scale: Fraction) -> "Plan":
        """Return the plan of a city so many times as large; the parts still sum to the whole."""
        small = self.model_copy(update={
            "accepted": scaled(self.accepted, scale), "ends": scaled(self.ends, scale),
            "besides": scaled(self.besides, scale), "telephone": scaled(self.telephone, scale),
        })  # fmt: skip
        families = {
            name: _shrunk(one, sum(small.of_family(name).values()), small.ends) for name, one in self.families.items()
        }
        handled = sum(count for end, count in small.ends.items() if end not in WITHOUT_UNIT)
        parts = {name: _rescaled(getattr(self, name), handled) for name in ("topics", "territories")}
        return Plan.model_validate({**small.model_dump(exclude={*parts, "families"}), **parts, "families": families})


def plan_named(city: str, year: int) -> Plan:
    """Return the plan of a year that comes with the product. Raises PlanError where there is none."""
    path = FOLDER / f"{city}-{year}.toml"
    if not path.is_file():
        known = "、".join(sorted(p.stem for p in FOLDER.glob("*-[0-9]*.toml")))
        raise PlanError(f"没有{city} {year} 年的计划，现有：{known}；别的年份请用 --plan 给出计划文件")
    return read_plan(path)


def read_plan(path: Path) -> Plan:
    """Return the plan in a file. Raises PlanError with every mistake in it."""
    try:
        return Plan.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise PlanError(f"找不到计划文件：{path.name}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlanError(f"{path.name}：不是可读的 TOML（{error}）") from None
    except ValidationError as error:
        raise PlanError("；".join(_mistake(path.name, one) for one in error.errors())) from None


def _mistake(name: str, error: Mapping[str, Any]) -> str:
    place = ".".join(str(part) for part in error["loc"])
    why = error["ctx"]["error"] if error["type"] == "value_error" else error["msg"]
    return f"{name} {place}：{why}" if place else f"{name}：{why}"


def _shrunk(one: FamilyPlan, total: int, of: Mapping[End, int]) -> dict[str, Any]:
    """Return the plan of a family of so many matters: its ends are among those of the whole, its grades among its closed."""
    # Of a small year the whole may have none of an end that a family of it has: what is over goes to the commonest end.
    ends = {str(end): count for end, count in of.items()}
    wanted = {str(end): count for end, count in one.ends.items()}
    small = {end: min(count, ends.get(end, 0)) for end, count in _rescaled(wanted, total).items()}
    commonest = max(wanted, key=lambda end: wanted[end])
    small[commonest] = small.get(commonest, 0) + total - sum(small.values())
    closed = sum(count for end, count in small.items() if end in {"closed_on_time", "closed_late"})
    return {"ends": small, "grades": _rescaled(one.grades, closed), "kinds": dict(one.kinds)}


def _rescaled(parts: Mapping[str, int], total: int) -> dict[str, int]:
    return apportioned(parts, total) if parts else {}
