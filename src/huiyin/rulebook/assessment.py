"""How a city assesses its units: by which scheme, how it publishes, what may be left out, how points are converted."""

from typing import Literal, Self

from pydantic import Field, model_validator

from huiyin.rulebook.scheme import SchemeName
from huiyin.rulebook.section import Coded, Count, Flag, Positive, Section


class ExclusionReason(Coded):
    """Why a case may be left out of the assessment."""


class Conversion(Section):
    """How the score becomes points of the city's own assessment (综合位次考评)."""

    points: Positive = Field(description="本热线在全市综合位次考评中占几分")
    by: Literal["score", "rank"] = Field(description="score 按得分比例折算，rank 按名次等距折算")
    decimals: Count = Field(description="折算后保留几位小数")


class Assessment(Section):
    """The assessment of the units directly below the centre."""

    scheme: SchemeName = Field(description="所用考核方案的代号，施行哪一版按考核期起始日")
    publication: Literal["ranking", "bands", "private"] = Field(
        description="公布方式：ranking 公布得分和名次，bands 只公布等次，private 各单位只看自己的"
    )
    appeal_days: Positive = Field(description="公布后多少天内可以申诉")
    few: Count = Field(description="率的分母少于几件时同时列出置信区间")
    units_may_make_schemes: Flag = Field(description="单位可否自定对下级的考核办法")
    exclusions: tuple[ExclusionReason, ...] = Field(min_length=1, description="经第二人复核可不计考核的情形")
    conversion: Conversion = Field(description="折算全市综合位次考评")

    @model_validator(mode="after")
    def _reasons_once(self) -> Self:
        codes = [one.code for one in self.exclusions]
        if len(set(codes)) < len(codes):
            raise ValueError("exclusions 有重复的代码")
        return self
