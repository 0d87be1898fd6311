"""What the city tells everybody: which figures it publishes and how it guards people in them, and what it stands for."""

from collections import Counter
from typing import Literal, Self

from pydantic import Field, model_validator

from huiyin.rulebook.section import Coded, Positive, Section, Text


class PublicText(Coded):
    """One thing that the office says of itself on the public page: a heading, a sentence, its points."""

    text: str = Field(default="", description="说明，一两句话")
    items: tuple[Text, ...] = Field(default=(), description="要点，逐条列出")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.text or self.items):
            raise ValueError("text 和 items 不能都空着")
        return self


class Publicity(Section):
    """The public column of statistics, and the public texts."""

    column: Text = Field(description="公开统计栏目的名称")
    calls: tuple[Text, ...] = Field(
        default=(), description="公布哪些来电的次数和比率，写指标名称，按顺序列出；期间没有话单的不公布"
    )
    figures: tuple[Text, ...] = Field(min_length=1, description="公布哪些件数，写指标名称，按顺序列出")
    rates: tuple[Text, ...] = Field(
        min_length=1, description="公布哪些比率，写指标名称，分子分母一并列出；headline_rate 总在其中"
    )
    left_out: tuple[Text, ...] = Field(default=(), description="不计入和不予办理的情况：公布哪些件数，写指标名称")
    crossing: Literal["year", "month", "none"] = Field(
        description="类别与地区的交叉表随哪种期间公布：year 年，month 月，none 不公布；只能选一种，免得由全年减各月推算"
    )
    few: Positive = Field(description="交叉表里少于几件的不公布")
    licence: Text = Field(description="公开数据怎样可以使用")
    texts: tuple[PublicText, ...] = Field(min_length=1, description="门户上介绍热线的文字")

    @model_validator(mode="after")
    def _once(self) -> Self:
        for what, names in (
            ("calls", self.calls), ("figures", self.figures), ("rates", self.rates), ("left_out", self.left_out),
            ("texts", tuple(text.code for text in self.texts)),
        ):  # fmt: skip
            if twice := [name for name, n in Counter(names).items() if n > 1]:
                raise ValueError(f"{what} 重复：{twice[0]}")
        return self
