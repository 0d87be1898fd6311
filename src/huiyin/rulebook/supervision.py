"""How a city supervises its units: kinds of supervision orders with their limits, verification, meetings, paper numbers."""

from string import Formatter
from typing import Self

from pydantic import Field, field_validator, model_validator

from huiyin.rulebook.limits import Limit
from huiyin.rulebook.section import Code, Coded, Flag, Section, Text

LONGEST = 40
"""The number of a paper is also the name of its counter, which has bounds."""


class PaperNumber(Section):
    """How papers of one sort are numbered: without gaps, from 1 in each year, as in 督〔2018〕3号."""

    format: Text = Field(
        max_length=LONGEST, description="文号格式，须有 {yyyy} 和 {seq}，如 督〔{yyyy}〕{seq}号；每年从 1 起连号"
    )

    @field_validator("format")
    @classmethod
    def _year_and_number(cls, pattern: str) -> str:
        try:
            pieces = sorted(name for _, name, _, _ in Formatter().parse(pattern) if name is not None)
        except ValueError:
            raise ValueError("文号格式的花括号不成对") from None
        if pieces != ["seq", "yyyy"]:
            raise ValueError("文号格式里 {yyyy} 和 {seq} 须各有一个，不能有别的")
        return pattern

    def write(self, year: int, sequence: int) -> str:
        """Return the number of the `sequence`-th paper of a year."""
        return self.format.format(yyyy=year, seq=sequence)

    def series(self, year: int) -> str:
        """Return the key of the counter from which the running number is drawn."""
        return f"{self.format}/{year}"


class SupervisionKind(Coded):
    """A way of supervising: by telephone, on the spot, in a talk, by an inquiry, with the media, at once."""

    within: Limit = Field(description="单位须在多久内反馈落实情况")
    finding_first: Flag = Field(default=False, description="是否须先登记督办所见，才能认可单位的反馈")
    urgent: Flag = Field(default=False, description="是否急事急办：列在最前，通知单位主要领导")


class MeetingKind(Coded):
    """A sort of meeting about cases."""

    summons: Flag = Field(default=False, description="是否约谈：须写明被约谈的单位，通知其领导")


class Supervision(Section):
    """Supervision orders, verification and meetings."""

    kinds: tuple[SupervisionKind, ...] = Field(min_length=1, description="督办方式")
    notice: PaperNumber = Field(description="督办通知单的文号")
    urge_notice: PaperNumber = Field(description="催办通知书的文号")
    verify_within: Limit = Field(description="派人核实须在多久内登记结果")
    meetings: tuple[MeetingKind, ...] = Field(min_length=1, description="约谈、现场办公、协调会等")
    minutes: PaperNumber = Field(description="会议纪要的文号")
    tasks_as: Code = Field(description="议定事项不能增派协办时，以哪种督办方式交给单位；须是 kinds 中的一个")

    @model_validator(mode="after")
    def _codes_once_and_known(self) -> Self:
        for name, entries in (("kinds", self.kinds), ("meetings", self.meetings)):
            codes = [one.code for one in entries]
            if len(set(codes)) < len(codes):
                raise ValueError(f"{name} 有重复的代码")
        if self.tasks_as not in {one.code for one in self.kinds}:
            raise ValueError(f"tasks_as 不是 kinds 中的一个：{self.tasks_as}")
        if len({self.notice.format, self.urge_notice.format, self.minutes.format}) < 3:
            raise ValueError("三种文书的文号格式须各不相同，否则会重号")
        return self
