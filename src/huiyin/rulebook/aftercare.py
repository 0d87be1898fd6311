"""What a city looks at again by itself: closed cases by lot, hard cases with review dates, seasons, the units' phones."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.section import Code, Coded, Count, Flag, Positive, Section, Share, Text

DayOfMonth = Annotated[int, Field(ge=1, le=28)]
MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
"""A day of every year, such as "11-15"."""


class Rechecks(Section):
    """The spot check of what was closed and found satisfying: drawn by lot, checked by people who had no part in it."""

    share: Share = Field(description="抽取的比例，0 到 1")
    at_least: Count = Field(description="每期至少抽几件；期内不足这个数的全部抽")
    draw_on: DayOfMonth = Field(description="每月几日抽取上月办结且满意的工单，1 到 28")
    within: Limit = Field(description="分派后多久之内核实")
    attempts: Positive = Field(description="联系几次不上算联系不上")
    checkers: tuple[Post, ...] = Field(min_length=1, description="可以核实的岗位，都是中心的岗位")

    @model_validator(mode="after")
    def _nobody_of_a_unit_checks(self) -> Self:
        if of_units := [post.label for post in self.checkers if post in UNIT_POSTS]:
            raise ValueError(f"承办单位的岗位不能核实：{'、'.join(of_units)}")
        return self


class HardKind(Coded):
    """One kind of long case on the ledger."""

    review_days: Positive = Field(description="至少多少天复查一次")
    tag: str = Field(default="", description="列入台账时给工单加的标签，不写则不加")


class Hardcases(Section):
    """The ledger of long cases, and the hard matters that are chosen for a month."""

    kinds: tuple[HardKind, ...] = Field(min_length=1, description="台账的种类")
    of_suspension: Code = Field(description="获准挂账的工单记入哪一种")
    remind_days: Count = Field(description="复查日期前几天提醒责任单位")
    focus_least: Positive = Field(description="每月重点问题至少几个")
    focus_most: Positive = Field(description="每月重点问题至多几个")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        codes = [kind.code for kind in self.kinds]
        if len(set(codes)) < len(codes):
            raise ValueError("kinds 有重复的代码")
        if self.of_suspension not in codes:
            raise ValueError(f"of_suspension 不在 kinds 里：{self.of_suspension}")
        if self.focus_least > self.focus_most:
            raise ValueError("focus_least 应不大于 focus_most")
        return self


class SeasonTopic(Coded):
    """One matter that comes with a season."""

    ask: Text = Field(description="请有关单位事先做什么")
    unit_kinds: tuple[Code, ...] = Field(min_length=1, description="提醒哪些分组的一级单位")


class Season(Coded):
    """A time of every year in which certain matters come."""

    begins: MonthDay = Field(description="起始月日，如 11-15")
    ends: MonthDay = Field(description="结束月日，可以跨年")
    remind_days: Count = Field(description="起始前多少天提醒单位")
    topics: tuple[SeasonTopic, ...] = Field(min_length=1, description="季节性热点")

    def begins_next(self, day: date) -> date:
        """Return the first day of the season that begins on this day or next after it."""
        this_year = _in_year(self.begins, day.year)
        return this_year if this_year >= day else _in_year(self.begins, day.year + 1)

    def is_running(self, day: date) -> bool:
        """Whether the day lies within the season, which may run over the new year."""
        begins, ends = _in_year(self.begins, day.year), _in_year(self.ends, day.year)
        return begins <= day <= ends if begins <= ends else day >= begins or day <= ends


class LineTests(Section):
    """The test calls of the units' phones."""

    share: Share = Field(description="每期拨测单位的比例，1 为全部")
    draw_on: DayOfMonth = Field(description="每月几日列出本月的拨测，1 到 28")
    levels: tuple[Positive, ...] = Field(min_length=1, description="拨测哪几级单位，1 为一级")
    rings: Positive = Field(description="响铃几声之内应当接听")
    attempts: Positive = Field(description="占线时最多拨几次，仍不通算未接通")
    asks_courtesy: Flag = Field(description="接通后是否记录用语是否文明规范")
    testers: tuple[Post, ...] = Field(min_length=1, description="可以拨测的岗位，都是中心的岗位")

    @model_validator(mode="after")
    def _no_unit_tests_itself(self) -> Self:
        if of_units := [post.label for post in self.testers if post in UNIT_POSTS]:
            raise ValueError(f"承办单位的岗位不能拨测：{'、'.join(of_units)}")
        return self


def _in_year(month_day: str, year: int) -> date:
    month, day = (int(part) for part in month_day.split("-"))
    try:
        return date(year, month, day)
    except ValueError:  # 29 February, and what no calendar knows: the last day before it
        return date(year, month, 28)
