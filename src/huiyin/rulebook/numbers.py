"""How case numbers are written, from a day and a running number."""

from datetime import date
from string import Formatter
from typing import ClassVar, Literal, Self

from pydantic import Field, field_validator, model_validator

from huiyin.rulebook.channels import Family
from huiyin.rulebook.section import Section, Text

_PIECES_OF_PERIOD = {"day": ({"yyyymmdd"},), "year": ({"yyyy"}, {"yyyymmdd"})}
_DATE_PIECES = {"yyyy", "yyyymmdd"}


class NumberFormat(Section):
    """A pattern such as `K{yyyymmdd}-{seq:04}`; the running number begins again with each period."""

    may_have: ClassVar[frozenset[str]] = frozenset()

    format: Text = Field(description="编号格式，可用 {yyyy}、{yyyymmdd} 和 {seq:04}（顺序号及其位数）")
    period: Literal["day", "year"] = Field(description="顺序号每日还是每年从 1 开始")

    @field_validator("format")
    @classmethod
    def _only_known_pieces(cls, pattern: str) -> str:
        pieces = _pieces_of(pattern)
        if pieces.count("seq") != 1 or not set(pieces) - cls.may_have <= {"seq", *_DATE_PIECES}:
            raise ValueError("编号格式里须有且只有一个 {seq}，其余只可用 {yyyy}、{yyyymmdd}")
        if not pattern.isascii() or any(mark.isspace() for mark in pattern):
            raise ValueError("编号格式只能用英文字母、数字和横线")
        return pattern

    @model_validator(mode="after")
    def _numbers_never_come_back(self) -> Self:
        pieces = set(_pieces_of(self.format))
        if not any(needed <= pieces for needed in _PIECES_OF_PERIOD[self.period]):
            raise ValueError("顺序号重新从 1 开始时，编号里须有相应的日期，否则会重号")
        return self

    def write(self, day: date, sequence: int, line: str = "") -> str:
        """Return the number of the `sequence`-th case of the period of this day: "K20180601-0012"."""
        return self.format.format(**_dates_of(day), seq=sequence, line=line)

    def series(self, day: date, line: str = "") -> str:
        """Return the key of the counter from which the running number is drawn: one for each line, period and pattern."""
        pattern = self.format.replace("{line}", line)
        return f"{pattern}/{day:%Y%m%d}" if self.period == "day" else f"{pattern}/{day.year}"


class LineNumberFormat(NumberFormat):
    """The pattern for units with a line of their own, such as `{line}{yyyymmdd}-{seq:03}`: each line has its letters."""

    may_have: ClassVar[frozenset[str]] = frozenset({"line"})

    @field_validator("format")
    @classmethod
    def _begins_with_the_line(cls, pattern: str) -> str:
        if not pattern.startswith("{line}"):
            raise ValueError("自有专线的编号须以 {line}（单位的编号字头）开头，否则会与市热线重号")
        return pattern


class Numbers(Section):
    """The numbers that cases carry and the code with which a petitioner follows one."""

    case: dict[Family, NumberFormat] = Field(description="各渠道大类的工单编号")
    own_line: LineNumberFormat = Field(description="自有专线（如区长专线）的工单编号，{line} 为单位的编号字头")
    query_code_digits: int = Field(strict=True, ge=8, le=16, description="诉求人查询码的位数")


def _pieces_of(pattern: str) -> list[str]:
    try:
        return [name for _, name, _, _ in Formatter().parse(pattern) if name is not None]
    except ValueError:
        raise ValueError("编号格式的花括号不成对") from None


def _dates_of(day: date) -> dict[str, str]:
    return {"yyyy": f"{day.year:04}", "yyyymmdd": f"{day:%Y%m%d}"}
