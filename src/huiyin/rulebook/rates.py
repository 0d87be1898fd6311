"""Which figures a city calls its rates: the same name has another denominator elsewhere."""

from typing import Literal, Self

from pydantic import Field, model_validator

from huiyin.rulebook.section import Count, Section, Text

RateName = Literal[
    "on_time_rate", "closing_rate", "unit_on_time_rate", "direct_rate", "satisfaction_rate", "satisfaction_score"
]
Denominator = Literal["accepted", "dispatched", "due", "all", "answered"]

_ALLOWED: dict[str, frozenset[str]] = {
    "on_time_rate": frozenset({"accepted", "dispatched", "due", "all"}),
    "closing_rate": frozenset({"accepted", "dispatched"}),
    "unit_on_time_rate": frozenset({"dispatched", "due"}),
    "direct_rate": frozenset({"accepted"}),
    "satisfaction_rate": frozenset({"answered"}),
    "satisfaction_score": frozenset({"answered"}),
}


class RateDef(Section):
    """A rate with the denominator that the city prints, and how its last digit is made."""

    name: RateName = Field(description="率的名称")
    denominator: Denominator = Field(
        description="分母：accepted 受理数，dispatched 转办数，due 本期到期数，all 全部，answered 接通的回访"
    )
    label: Text = Field(description="报表上的名称")
    decimals: Count = Field(description="百分数保留几位小数")
    rounding: Literal["half_up", "truncate"] = Field(description="末位：half_up 四舍五入，truncate 截去")

    @property
    def measure(self) -> str:
        """The name of the measure: only the on-time rate has several denominators in its name."""
        return f"{self.name}.of_{self.denominator}" if self.name == "on_time_rate" else self.name

    @model_validator(mode="after")
    def _denominator_fits(self) -> Self:
        if self.denominator not in _ALLOWED[self.name]:
            raise ValueError(f"{self.name} 的分母只能是 {'、'.join(sorted(_ALLOWED[self.name]))}")
        return self
