"""The papers that a centre issues by its own rhythm: kinds, cut-off of a period, numbers, who drafts, approves, reads."""

from collections import Counter
from collections.abc import Iterator
from datetime import time
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, field_validator, model_validator

from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.rulebook.section import Code, Coded, Count, Positive, Section, Text, entry_of

Rhythm = Literal["weekly", "monthly", "quarterly", "half_year", "yearly", "none"]
"""How often a paper comes; "none" is drawn up when there is reason to."""

LastDay = Annotated[int, Strict(), Field(ge=1, le=28)]
Weekday = Annotated[int, Strict(), Field(ge=1, le=7)]
PIECES = frozenset({"year", "issue", "total"})


class BriefKind(Coded):
    """One kind of paper."""

    rhythm: Rhythm = Field(
        description="周期：weekly 每周，monthly 每月，quarterly 每季，half_year 每半年，yearly 每年，none 不定期"
    )
    title: Text = Field(description="标题，可用 {period} 写时段")
    closes_weekday: Weekday | None = Field(default=None, description="每周截至星期几，1 为星期一；只用于每周")
    closes_on: LastDay | None = Field(
        default=None, description="截至当月几日（如 25 即上月 26 日至本月 25 日）；不写为月末"
    )
    closes_at: time | None = Field(default=None, description="截至那一天的几点；不写为当天末了")
    with_period: Rhythm = Field(default="none", description="可以再含一个什么周期的时段，如半年报告暨七月份")
    counts_as: Literal["brief", "info", "none"] = Field(description="统计为：brief 简报，info 信息条目，none 不计")
    enters: Code | None = Field(
        default=None, description="签发后登入哪个台账（属于某日、不属于单位的）：标题、全文和签发日期；不写为不登记"
    )
    layout: Literal["official", "brief"] = Field(description="版式：official 公文，brief 简报")
    organisation: Text = Field(description="红头或报头上的名称")
    publisher: Text = Field(description="编发单位或发文单位")
    number: Text = Field(description="期号或文号，可用 {year}、{issue} 本年第几期、{total} 总第几期")
    total_before: Count = Field(default=0, description="启用本系统以前已编发多少期，接着编总期号")
    addressed_to: str = Field(default="", description="主送")
    reported_to: str = Field(default="", description="报送栏或抄送")
    template: Text = Field(description="模板：同一城市目录下 papers/ 中文件的名称，随规则簿一起读入")
    drafted_by: tuple[Post, ...] = Field(min_length=1, description="谁起草")
    reviewed_by: tuple[Post, ...] = Field(min_length=1, description="谁审核；不能审核自己起草的")
    approved_by: tuple[Post, ...] = Field(min_length=1, description="谁审批")
    signed_by: tuple[Post, ...] = Field(min_length=1, description="谁签发")
    readers: tuple[Post, ...] = Field(default=(), description="发给中心和市领导的哪些岗位，逐人记载阅读")
    unit_levels: tuple[Positive, ...] = Field(default=(), description="发给哪几级单位，1 为中心直属；不写为不发")

    @field_validator("number")
    @classmethod
    def _only_known_pieces(cls, pattern: str) -> str:
        pieces = [name for _, name, _, _ in Formatter().parse(pattern) if name is not None]
        if not {"issue", "total"}.intersection(pieces) or not set(pieces) <= PIECES:
            raise ValueError("期号或文号里须有 {issue} 或 {total}，其余只可用 {year}")
        return pattern

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for complaint in self._complaints():
            raise ValueError(complaint)
        return self

    def _complaints(self) -> Iterator[str]:
        if (self.rhythm == "weekly") != (self.closes_weekday is not None):
            yield "每周的须写 closes_weekday 截至星期几，其他的不能写"
        if self.closes_on is not None and self.rhythm in {"weekly", "none"}:
            yield "closes_on 只用于按月、季、半年、年的"
        if self.rhythm == "none" and self.closes_at is not None:
            yield "不定期的没有截至时刻 closes_at"
        if "{issue}" in self.number and "{year}" not in self.number and "{total}" not in self.number:
            yield "期号每年从 1 编起，须同时有 {year} 或 {total}，否则会重号"
        if UNIT_POSTS.intersection({*self.office, *self.readers}):
            yield "起草、审核、审批、签发和阅读的须是中心和市领导的岗位；单位用 unit_levels"

    @property
    def office(self) -> tuple[Post, ...]:
        """The posts through whose hands it goes before it is out."""
        return tuple(dict.fromkeys([*self.drafted_by, *self.reviewed_by, *self.approved_by, *self.signed_by]))


class Papers(Section):
    """The papers of a city."""

    kinds: tuple[BriefKind, ...] = Field(min_length=1, description="编发的简报、报告和专报")

    @field_validator("kinds")
    @classmethod
    def _each_once(cls, kinds: tuple[BriefKind, ...]) -> tuple[BriefKind, ...]:
        if twice := [code for code, n in Counter(kind.code for kind in kinds).items() if n > 1]:
            raise ValueError(f"代码重复：{twice[0]}")
        return kinds

    def kind(self, code: str) -> BriefKind:
        """Return the kind with this code. Raises Unknown."""
        return entry_of(self.kinds, code, "公文种类")
