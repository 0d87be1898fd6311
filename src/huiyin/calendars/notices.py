"""What a holiday notice of the State Council says, read and checked; and the notices that come with the product."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from huiyin.rulebook.errors import said_in_chinese

SHIPPED_FILE = Path(__file__).with_name("notices.toml")
LONGEST_REST_DAYS = 31
_LABELS = {"year": "年份", "title": "标题", "number": "文号", "off": "放假", "work": "调休上班"}
SATURDAY = 5


class BadNotice(ValueError):
    """A notice cannot be used; `reasons` says every reason in Chinese."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("；".join(reasons))


class Rest(BaseModel):
    """Days off in a row, both ends included; read from "2026-02-15..2026-02-23 春节" or "2025-01-01 元旦"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    first: date
    last: date

    @model_validator(mode="before")
    @classmethod
    def _read_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        days, _, name = value.strip().partition(" ")
        first, _, last = days.partition("..")
        return {"name": name.strip(), "first": first, "last": last or first}

    @model_validator(mode="after")
    def _runs_forward_and_not_for_ever(self) -> Self:
        if not timedelta(0) <= self.last - self.first < timedelta(days=LONGEST_REST_DAYS):
            raise ValueError(f"放假区间“{self.text}”首尾颠倒或过长")
        return self

    @property
    def text(self) -> str:
        """The text from which this was read."""
        span = f"{self.first}" if self.first == self.last else f"{self.first}..{self.last}"
        return f"{span} {self.name}".strip()

    def days(self) -> Iterator[date]:
        """Every day of the rest, in order."""
        return (self.first + timedelta(days=i) for i in range((self.last - self.first).days + 1))


class HolidayNotice(BaseModel):
    """The facts of one notice: days off and weekend days on which work is made up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: int = Field(ge=2000, le=2079)
    title: str = Field(min_length=4, max_length=120)
    number: str = Field(default="", max_length=60)
    off: tuple[Rest, ...] = Field(min_length=1)
    work: tuple[date, ...] = ()

    @field_validator("work")
    @classmethod
    def _work_is_made_up_on_weekends(cls, days: tuple[date, ...]) -> tuple[date, ...]:
        if wrong := [str(day) for day in days if day.weekday() < SATURDAY]:
            raise ValueError(f"调休上班日应为周末：{'、'.join(wrong)}")
        return tuple(sorted(set(days)))

    @model_validator(mode="after")
    def _days_agree_with_each_other(self) -> Self:
        off = self.days_off()
        if both := sorted(off & set(self.work)):
            raise ValueError(f"既放假又上班：{'、'.join(map(str, both))}")
        if strange := sorted(day for day in off | set(self.work) if not self._concerns(day)):
            raise ValueError(f"不属于{self.year}年（或上年12月）：{'、'.join(map(str, strange))}")
        return self

    def days_off(self) -> frozenset[date]:
        """Every day off, weekends within a holiday included."""
        return frozenset(day for rest in self.off for day in rest.days())

    def _concerns(self, day: date) -> bool:
        # The notice of 2008 begins with Saturday 2007-12-29: a notice may reach back into the December before.
        return day.year == self.year or (day.year, day.month) == (self.year - 1, 12)


def read_notices(text: str) -> list[HolidayNotice]:
    """Read TOML with one `[[notice]]` table per notice, as in the file that comes with the product.

    Raises BadNotice with every reason, each naming its key path.
    """
    try:
        tables = tomllib.loads(text).get("notice")
    except tomllib.TOMLDecodeError as error:
        raise BadNotice([f"不是合格的 TOML 文件：{error}"]) from error
    if not isinstance(tables, list) or not tables:
        raise BadNotice(["文件里没有 [[notice]]"])
    return [_read_one(table, f"notice[{i}]") for i, table in enumerate(tables)]


def notice_of(told: Mapping[str, Any]) -> HolidayNotice:
    """Return the notice that a form tells. Raises BadNotice with every reason."""
    try:
        return HolidayNotice.model_validate(told)
    except ValidationError as error:
        raise BadNotice([_beside_the_field(*one) for one in said_in_chinese(error)]) from error


def _read_one(table: Any, place: str) -> HolidayNotice:
    try:
        return HolidayNotice.model_validate(table)
    except ValidationError as error:
        raise BadNotice([_placed(place, *one) for one in said_in_chinese(error)]) from error


def _beside_the_field(path: str, message: str) -> str:
    name, _, rest = path.partition("[")
    line = f"第{int(rest.partition(']')[0]) + 1}行" if rest else ""
    return f"{_LABELS.get(name, name)}{line}：{message}" if path else message


def _placed(place: str, path: str, message: str) -> str:
    return f"{place}.{path}：{message}" if path else f"{place}：{message}"


@cache
def shipped_notices() -> tuple[HolidayNotice, ...]:
    """Return the notices that come with the product, 2004 and later, in the order of their years."""
    return tuple(read_notices(SHIPPED_FILE.read_text(encoding="utf-8")))
