"""What a time limit says: an amount, its unit and how it is counted; and the hours of an office."""

import re
import unicodedata
from datetime import time
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Unit = Literal["minute", "hour", "day", "workday"]
Ends = Literal["same_time", "office_close", "midnight"]
AfterHours = Literal["next_opening", "at_once"]
Starts = Literal["dispatch", "sign", "accept", "event"]

UNIT_OF_SHORT: dict[str, Unit] = {"m": "minute", "h": "hour", "d": "day", "wd": "workday"}
SHORT_OF_UNIT = {unit: short for short, unit in UNIT_OF_SHORT.items()}
UNIT_OF_WORD: dict[str, Unit] = {
    "分钟": "minute", "小时": "hour", "天": "day", "日": "day", "自然日": "day", "工作日": "workday",
}  # fmt: skip
"""As people write them: "3个工作日", "24小时", "30 分钟", "7天"."""
UNIT_LABELS: dict[Unit, str] = {"minute": "分钟", "hour": "小时", "day": "个自然日", "workday": "个工作日"}

_SHORT = re.compile(r"(?P<amount>[0-9]{1,6})(?P<unit>wd|m|h|d)(?P<flags>(?:\+[a-z_]+)*)")
_IN_WORDS = re.compile(rf"(?P<amount>[0-9]{{1,6}})\s*个?(?P<unit>{'|'.join(UNIT_OF_WORD)})")
_FLAGS: dict[str, tuple[str, Any]] = {
    "first_day": ("first_day_counts", True),
    "office_close": ("ends", "office_close"),
    "midnight": ("ends", "midnight"),
    "at_once": ("after_hours", "at_once"),
    "sign": ("starts", "sign"),
    "accept": ("starts", "accept"),
    "event": ("starts", "event"),
}


class Limit(BaseModel):
    """A time limit as a rulebook states it; in TOML a table, or the short text that `parse` reads.

    `first_day_counts` and `ends` concern days only; `after_hours` says from when a limit counts that begins while
    the office is closed; `starts` names the event it begins with (whoever starts the clock gives the moment).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: int = Field(gt=0)
    unit: Unit
    first_day_counts: bool = False
    ends: Ends = "same_time"
    after_hours: AfterHours = "next_opening"
    starts: Starts = "dispatch"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "5wd", "30m", "24h" or "7d", with flags as in "1wd+first_day+office_close" or "24h+at_once".

        The amount and unit may also be written in words: "5个工作日", "30 分钟".

        Raises pydantic's ValidationError (a ValueError) that names the text in Chinese.
        """
        return cls.model_validate(text)

    @property
    def text(self) -> str:
        """The short text of this limit; `parse` reads the same limit out of it."""
        flags = [flag for flag, (field, value) in _FLAGS.items() if getattr(self, field) == value]
        return "+".join([f"{self.amount}{SHORT_OF_UNIT[self.unit]}", *flags])

    @property
    def label(self) -> str:
        """The limit as people say it: "5个工作日", "30分钟"."""
        return f"{self.amount}{UNIT_LABELS[self.unit]}"

    @property
    def natural(self) -> bool:
        """Whether the limit runs day and night: natural days, and minutes or hours that start at once."""
        return self.unit == "day" or (self.unit != "workday" and self.after_hours == "at_once")

    @model_validator(mode="before")
    @classmethod
    def _read_short_text(cls, value: Any) -> Any:
        return _fields_of(value) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _counting_the_first_day_needs_an_end_of_day(self) -> Self:
        # One working day, the first included, ending "at the same time" would end when it begins.
        if self.unit in {"day", "workday"} and self.first_day_counts and self.ends == "same_time":
            raise ValueError("首日计入时，ends 须为 office_close 或 midnight")
        return self


class OfficeHours(BaseModel):
    """The local times between which an office works on each working day; 00:00 as an end is midnight."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    spans: tuple[tuple[time, time], ...] = Field(min_length=1, description="每个工作日的办公时段，如上午、下午各一段")

    @field_validator("spans")
    @classmethod
    def _ordered_and_apart(cls, spans: tuple[tuple[time, time], ...]) -> tuple[tuple[time, time], ...]:
        edges = [edge for span in _minutes_of(spans) for edge in span]
        if any(left >= right for left, right in pairwise(edges)):
            raise ValueError("办公时间各段须由早到晚，且互不重叠、不相接")
        return spans

    @cached_property
    def minutes(self) -> tuple[tuple[int, int], ...]:
        """The spans as minutes after local midnight, such as ((510, 720), (870, 1080))."""
        return _minutes_of(self.spans)

    @cached_property
    def minutes_a_day(self) -> int:
        """How many minutes a working day has."""
        return sum(end - start for start, end in self.minutes)


def _fields_of(text: str) -> dict[str, Any]:
    plain = unicodedata.normalize("NFKC", text).strip()
    if said := _IN_WORDS.fullmatch(plain):
        return {"amount": int(said["amount"]), "unit": UNIT_OF_WORD[said["unit"]]}
    found = _SHORT.fullmatch(plain)
    flags = found["flags"].split("+")[1:] if found else []
    if not found or any(flag not in _FLAGS for flag in flags):
        raise ValueError(f"看不懂的时限“{text}”，应如 30m、24h、7d、5wd")
    fields = dict(_FLAGS[flag] for flag in flags)
    return {"amount": int(found["amount"]), "unit": UNIT_OF_SHORT[found["unit"]], **fields}


def _minutes_of(spans: tuple[tuple[time, time], ...]) -> tuple[tuple[int, int], ...]:
    return tuple((_minute(start), _minute(end) or 24 * 60) for start, end in spans)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute
