"""Duty as data: the shifts of a day, and who must have somebody on duty on which days and hours."""

from collections.abc import Iterator
from datetime import time
from typing import Literal, Self

from pydantic import Field, model_validator

from huiyin.rulebook.section import Code, Coded, Positive, Section


class ShiftKind(Coded):
    """One shift of a day; one that ends no later than it begins ends on the next day."""

    since: time = Field(description="开始时刻")
    until: time = Field(description="结束时刻；不晚于开始的为次日")


class DutyRule(Section):
    """Who must have somebody on duty, on which days, in which hours."""

    of: Literal["centre", "units"] = Field(description="中心（centre）还是单位（units）")
    unit_kinds: tuple[Code, ...] = Field(default=(), description="哪些单位分组；不写为各组")
    levels: tuple[Positive, ...] = Field(default=(1,), description="哪几级单位，1 为中心直属")
    days: Literal["all", "off"] = Field(description="每天（all）还是只在双休日和节假日（off）")
    since: time = Field(description="须有人值班的开始时刻")
    until: time = Field(description="须有人值班的结束时刻；不晚于开始的为次日")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.of == "centre" and self.unit_kinds:
            raise ValueError("中心没有单位分组")
        return self


class Duty(Section):
    """Shifts, who must be on duty, and how far ahead gaps are looked for and told."""

    shifts: tuple[ShiftKind, ...] = Field(min_length=1, description="班次，排班时选用")
    rules: tuple[DutyRule, ...] = Field(min_length=1, description="谁须有人值班；自上而下第一条符合的生效")
    look_ahead_days: Positive = Field(description="查看今后多少天内的空班")
    tell_ahead_days: Positive = Field(description="空班在几天前提醒单位和中心")
    answer_within_minutes: Positive = Field(description="抽查时几分钟内接听或回电算联系得上")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for complaint in self._complaints():
            raise ValueError(complaint)
        return self

    def _complaints(self) -> Iterator[str]:
        codes = [one.code for one in self.shifts]
        if len(set(codes)) != len(codes):
            yield "班次代码重复"
        if self.tell_ahead_days > self.look_ahead_days:
            yield "提醒（tell_ahead_days）不能早于查看（look_ahead_days）"
