"""The yearly summary as data: which figures a city's report has, in which order and under which words."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from huiyin.rulebook.section import Code, Coded, Positive, Section, Text

MeasureName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]


class AnnualLine(Coded):
    """One figure of the yearly summary: a measure, perhaps over a part of the city only. Nothing is typed."""

    group: Text = Field(description="归在哪一段下")
    measure: MeasureName = Field(description="指标名称")
    category: str = Field(default="", description="只计这个事项类别（含下级）")
    territory: str = Field(default="", description="只计这个地区")
    channel: str = Field(default="", description="只计这个渠道")
    family: str = Field(default="", description="只计这个渠道大类")
    kind: str = Field(default="", description="只计这种诉求性质")
    tag: str = Field(default="", description="只计带这个专项标签的")
    titled: str = Field(default="", description="台账指标：只计标题（第一个栏目）是这几个字的条目，如 12319")
    only: dict[Code, Code] = Field(
        default={}, description='台账指标：只计这些栏目选了这些选项的条目，如 column = "echo"'
    )
    rows: tuple[Positive, ...] = Field(default=(), description="对应任务清单的哪几行")

    @property
    def narrowed(self) -> dict[str, str]:
        """The parts of the scope that the line sets."""
        names = ("category", "territory", "channel", "family", "kind", "tag")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


class Whole(Section):
    """A figure that is the sum of others: the summary says whether it is."""

    whole: Code = Field(description="合计的那一行")
    parts: tuple[Code, ...] = Field(min_length=1, description="相加的各行")
    complete: bool = Field(default=True, description="各部分是否正好合成；否则可以有余，不得超过")


class Annual(Section):
    """The yearly summary of a city."""

    title: Text = Field(description="标题，{year} 处写年份")
    lines: tuple[AnnualLine, ...] = Field(min_length=1, description="各行，先后即报告里的先后")
    wholes: tuple[Whole, ...] = Field(default=(), description="须对得上的合计")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for complaint in self._complaints():
            raise ValueError(complaint)
        return self

    def _complaints(self) -> Iterator[str]:
        codes = [line.code for line in self.lines]
        if twice := [code for code, n in Counter(codes).items() if n > 1]:
            yield f"lines 代码重复：{twice[0]}"
        named = [code for one in self.wholes for code in (one.whole, *one.parts)]
        if unknown := [code for code in named if code not in codes]:
            yield f"wholes 里的 {unknown[0]} 不在 lines 里"
