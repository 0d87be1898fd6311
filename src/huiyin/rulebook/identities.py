"""Which figures are the sum of others: what a paper that prints them is checked for before it is signed."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from huiyin.rulebook.section import Flag, Section

MeasureName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]


class Identity(Section):
    """One figure and what it is made of. A single part that need not fill it may only not exceed it."""

    whole: MeasureName = Field(description="总数的指标名称")
    parts: tuple[MeasureName, ...] = Field(min_length=1, description="组成部分的指标名称")
    complete: Flag = Field(default=True, description="各部分之和是否正好等于总数；false 表示可以有其余，但不得超过总数")

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = (self.whole, *self.parts)
        if twice := [name for place, name in enumerate(names) if name in names[:place]]:
            raise ValueError(f"重复：{twice[0]}")
        return self
