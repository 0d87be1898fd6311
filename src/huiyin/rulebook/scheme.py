"""A scheme of assessment: its indicators over named measures, how each scores, how the total is made and ranked.

All numbers are decimal: nothing that decides about a unit passes through binary fractions.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from huiyin.rulebook.section import Coded, Count, Flag, Positive, Section, Text

Rounding = Literal["half_up", "truncate"]
Without = Literal["full", "zero", "left_out"]
Parts = Literal["exact", "whole", "started"]

MOST = Decimal(100_000)


KEPT = {"kept": True}
"""The context in which a scheme is read back as it was kept: JSON has no decimals, so they stand there as text."""


def _exact(value: Any, info: ValidationInfo) -> Decimal:
    if isinstance(value, str) and info.context == KEPT:
        value = Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("应是数字")
    number = Decimal(value)
    if not number.is_finite() or not 0 <= number <= MOST:
        raise ValueError(f"应是 0 到 {MOST} 的数字")
    return number


Number = Annotated[Decimal, BeforeValidator(_exact)]
MeasureName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]
SchemeName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]


class Item(Coded):
    """What every indicator has: what it looks at, and how a table from outside calls that."""

    measures: tuple[MeasureName, ...] = Field(min_length=1, description="所用指标；率有几个时取平均，件数有几个时相加")
    columns: tuple[Text, ...] = Field(default=(), description="外来表格中与各指标依次对应的列名，可用“|”列出几种叫法")
    excludes: Flag = Field(default=True, description="经批准不计考核的工单是否从本项中剔除")

    @property
    def called(self) -> tuple[tuple[str, ...], ...]:
        """For each measure the names under which a table from outside may bring it, its own among them."""
        given = (*self.columns, *("" for _ in self.measures[len(self.columns) :]))
        pairs = zip(self.measures, given, strict=True)
        return tuple(tuple(name for name in (*words.split("|"), measure) if name) for measure, words in pairs)

    @model_validator(mode="after")
    def _columns_fit(self) -> Self:
        if len(self.columns) > len(self.measures):
            raise ValueError("columns 的个数不能多于 measures")
        return self


class OfRate(Item):
    """An indicator that looks at a rate in per cent."""

    without: Without = Field(
        default="full", description="没有分母时：full 得满分，zero 得零分，left_out 不计本项、其余各项按比例放大"
    )


class Linear(OfRate):
    """So many points as the rate is high."""

    kind: Literal["linear"] = Field(description="按率计分：分值 × 率")
    points: Number = Field(description="分值")


class Threshold(OfRate):
    """All points from a threshold on, less for every per cent that is missing."""

    kind: Literal["threshold"] = Field(description="达标得满分，每差一个百分点扣分")
    points: Number = Field(description="分值，也是最多扣的分")
    at_least: Number | None = Field(default=None, description="不低于多少（百分数）得满分")
    at_most: Number | None = Field(default=None, description="不高于多少（百分数）得满分")
    minus: Number = Field(description="每差一份扣几分")
    per: Number = Field(default=Decimal(1), description="多少个百分点算一份")
    parts: Parts = Field(default="exact", description="不足一份的：exact 按比例，whole 不计，started 算一份")

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        _require_one_side(self.at_least, self.at_most)
        if not self.per:
            raise ValueError("per 应大于 0")
        return self


class Deduction(Item):
    """Points off for each event."""

    kind: Literal["deduction"] = Field(description="按件（次）扣分")
    each: Number = Field(description="每件扣几分")
    cap: Number | None = Field(default=None, description="最多扣几分，不写为不限")
    free: Count = Field(default=0, description="前几件不扣")


class Bonus(Item):
    """Points for each event."""

    kind: Literal["bonus"] = Field(description="按件（次）加分")
    each: Number = Field(description="每件加几分")
    cap: Number | None = Field(default=None, description="最多加几分，不写为不限")


class Veto(Item):
    """One event ends it (一票否决)."""

    kind: Literal["veto"] = Field(description="一票否决")
    at: Positive = Field(default=1, description="达到几件即否决")
    leaves: Number = Field(default=Decimal(0), description="否决后总分最多为几分")


class Floor(Item):
    """No points: who is below it is named and must correct."""

    kind: Literal["floor"] = Field(description="底线：不计分，达不到的提醒并整改")
    at_least: Number | None = Field(default=None, description="不得低于（百分数）")
    at_most: Number | None = Field(default=None, description="不得高于（百分数）")
    alarm: Text = Field(description="达不到时的提醒")

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        _require_one_side(self.at_least, self.at_most)
        return self


def _require_one_side(at_least: Decimal | None, at_most: Decimal | None) -> None:
    if (at_least is None) == (at_most is None):
        raise ValueError("at_least 和 at_most 须写一个，也只能写一个")


Indicator = Annotated[Linear | Threshold | Deduction | Bonus | Veto | Floor, Field(discriminator="kind")]

OF_RATES = (Linear, Threshold, Floor)
"""Kinds that look at a rate; the others count."""


class Band(Coded):
    """A grade, from a score on."""

    at_least: Number = Field(description="总分不低于多少")


class VolumeStep(Section):
    """How a total counts from so many matters on."""

    at_least: Count = Field(description="承办件数不少于")
    factor: Number = Field(description="总分乘以")


class Scheme(Section):
    """One edition of a scheme."""

    name: SchemeName = Field(description="方案代号，须与目录名相同")
    since: date = Field(description="生效日期，须与文件名相同")
    label: Text = Field(description="方案名称")
    source: Text = Field(description="依据或来历")
    total: Literal["from_zero", "from_full"] = Field(
        description="from_zero 得分制（各项相加），from_full 扣分制（满分往下扣）"
    )
    full: Number = Field(default=Decimal(100), description="满分")
    highest: Number | None = Field(default=None, description="加分后最高几分，不写为不限")
    lowest: Number = Field(default=Decimal(0), description="最低几分")
    decimals: Count = Field(description="总分保留几位小数")
    rounding: Rounding = Field(description="末位：half_up 四舍五入，truncate 截去")
    rate_decimals: Count | None = Field(default=None, description="率先保留几位小数再计分，不写为不取舍")
    ranked: Literal["together", "by_group"] = Field(description="together 一起排名，by_group 分组排名")
    volume: MeasureName | None = Field(default=None, description="承办件数用哪个指标")
    volume_columns: tuple[Text, ...] = Field(default=(), description="外来表格中承办件数的列名")
    minimum_volume: Count = Field(default=0, description="承办不足几件的不参加排名")
    volume_steps: tuple[VolumeStep, ...] = Field(default=(), description="件数系数，由少到多")
    indicators: tuple[Indicator, ...] = Field(min_length=1, description="各项指标")
    bands: tuple[Band, ...] = Field(default=(), description="等次，由高到低")

    @property
    def id(self) -> str:
        """The edition: name and day, as a rulebook has."""
        return f"{self.name}/{self.since.isoformat()}"

    def kept(self) -> dict[str, Any]:
        """Return the scheme as it is kept beside what was computed by it."""
        return self.model_dump(mode="json")

    @classmethod
    def read_back(cls, kept: Any) -> "Scheme":
        """Return a scheme that was kept."""
        return cls.model_validate(kept, context=KEPT)

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure that the scheme looks at, each once."""
        named = [name for one in self.indicators for name in one.measures]
        return tuple(dict.fromkeys([*named, *([self.volume] if self.volume else [])]))

    def indicator(self, code: str) -> Indicator:
        """Return the indicator with this code. Raises LookupError."""
        for one in self.indicators:
            if one.code == code:
                return one
        raise LookupError(f"方案里没有这一项：{code}")

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if problems := list(_unsound(self)):
            raise ValueError("；".join(problems))
        return self


def _unsound(scheme: Scheme) -> Iterator[str]:
    codes = [one.code for one in scheme.indicators]
    yield from (f"indicators 重复：{code}" for code in sorted({c for c in codes if codes.count(c) > 1}))
    points = sum((one.points for one in scheme.indicators if isinstance(one, Linear | Threshold)), Decimal(0))
    if scheme.total == "from_zero" and points != scheme.full:
        yield f"得分制各项分值之和应等于满分 {scheme.full}，现为 {points}"
    if scheme.total == "from_full" and points > scheme.full:
        yield f"各项分值之和 {points} 超过满分 {scheme.full}"
    weighed = [one for one in scheme.indicators if isinstance(one, Linear | Threshold)]
    if weighed and all(one.without == "left_out" for one in weighed):
        yield "至少要有一项按率计分的不是 left_out，否则无从放大"
    if scheme.highest is not None and scheme.highest < scheme.full:
        yield "highest 不能低于满分"
    if (scheme.minimum_volume or scheme.volume_steps) and not scheme.volume:
        yield "用了 minimum_volume 或 volume_steps，须写明 volume"
    starts = [step.at_least for step in scheme.volume_steps]
    if starts and (starts[0] != 0 or starts != sorted(set(starts))):
        yield "volume_steps 须从 0 件起，由少到多"
    bounds = [band.at_least for band in scheme.bands]
    if bounds and (bounds[-1] != 0 or bounds != sorted(set(bounds), reverse=True)):
        yield "bands 须由高到低，最后一档从 0 分起"
