"""The registers that an office keeps, declared as data: fields, who enters and sees, to what an entry belongs, when due."""

from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.rulebook.section import Code, Coded, Flag, Positive, Section, Text, Unknown

FieldKind = Literal[
    "text", "lines", "day", "count", "amount", "money", "share", "choice", "unit", "flag", "entry", "case"
]
Belongs = Literal["day", "month", "quarter", "year"]

NUMBERS = frozenset({"count", "amount", "money", "share"})
COUNTABLE = frozenset({*NUMBERS, "choice", "flag"})
MEASURED = frozenset({"count", "amount"})
"""Kinds of numbers whose unit of measure the declaration names; 元 and % are known."""

SPOKEN_FOR = frozenset({"unit", "day", "period", "reason", "number", "cleared", "uncleared"})
"""Names that the form of an entry, or the figures of a register, use themselves."""

PERIOD_LABELS = {"month": "月份", "quarter": "季度", "year": "年度"}
UNIT_LABEL, NUMBER_LABEL, STATE_LABEL = "单位", "编号", "状态"


class Option(Coded):
    """One word to choose in a field."""


class RegisterField(Coded):
    """One thing that an entry says."""

    kind: FieldKind = Field(
        description="填什么：文字、多行文字、日期、整数、数量、金额（元）、百分比、选项、单位、是否、另一台账的一条、工单"
    )
    required: Flag = Field(default=False, description="是否必填")
    counted: Flag = Field(default=False, description="是否统计：数求和，百分比求平均，选项和是否按条数")
    measure: Text | None = Field(default=None, description="计量单位；整数和数量必填，如 件、平方米")
    options: tuple[Option, ...] = Field(default=(), description="选项；只用于选项")
    of: Code | None = Field(default=None, description="另一台账的代码；只用于另一台账的一条（entry）")
    help: str = Field(default="", description="填写说明，显示在栏目下面")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for complaint in self._complaints():
            raise ValueError(complaint)
        return self

    def _complaints(self) -> Iterator[str]:
        if self.code in SPOKEN_FOR:
            yield f"{self.code} 另有用处，请换一个代码"
        if (self.kind == "choice") != bool(self.options):
            yield "选项（choice）须有 options，其他种类不能有"
        if twice := [code for code, n in Counter(option.code for option in self.options).items() if n > 1]:
            yield f"options 重复：{twice[0]}"
        if (self.kind == "entry") != bool(self.of):
            yield "另一台账的一条（entry）须写明哪个台账（of），其他种类不能有"
        if (self.kind in MEASURED) != bool(self.measure):
            yield "整数和数量（count、amount）须有计量单位 measure，其他种类不能有"
        if self.counted and self.kind not in COUNTABLE:
            yield f"这种栏目（{self.kind}）不能统计"
        if self.required and self.kind == "flag":
            yield "是否（flag）不填即为否，不能设为必填"

    @property
    def measured_in(self) -> str:
        """The unit of measure of its figures: of a choice and a flag it is the entry."""
        return {"money": "元", "share": "%"}.get(self.kind, self.measure or "条")

    @property
    def heading(self) -> str:
        """The label with the unit of measure, as it heads a column: "金额（元）"."""
        return f"{self.label}（{self.measured_in}）" if self.kind in NUMBERS else self.label

    def option(self, code: str) -> Option | None:
        """Return the option with this code, if there is one."""
        return next((option for option in self.options if option.code == code), None)


class Tally(NamedTuple):
    """One figure of a register: the field that is counted, and of a choice the option."""

    name: str
    label: str
    field: RegisterField
    option: str = ""

    @property
    def is_mean(self) -> bool:
        """Whether it is a mean: shares cannot be added."""
        return self.field.kind == "share"


class RegisterDue(Section):
    """Who must report for every period, and by when."""

    workdays: Positive = Field(description="期满后几个工作日内报送")
    remind_before: Positive = Field(description="到期前几个工作日提醒")
    unit_kinds: tuple[Code, ...] = Field(default=(), description="哪些单位分组须报送；不写为各组")
    levels: tuple[Positive, ...] = Field(default=(), description="哪几级单位须报送，1 为中心直属；不写为各级")


class Clearing(Section):
    """How an entry is closed one by one (销号): one post asks, another approves, and until when it should have come."""

    until: Code = Field(description="期限是哪个栏目（日期），过了仍未销号的列为逾期")
    asks: tuple[Post, ...] = Field(min_length=1, description="谁申请销号；单位的岗位申请本单位和下级单位的")
    approves: tuple[Post, ...] = Field(min_length=1, description="谁审批销号；不能是申请的人")


class AsCase(Section):
    """How an entry becomes a case: the form of registration opens with what the entry says."""

    channel: Code = Field(description="登记为哪个渠道的工单")
    number: Code = Field(description="哪个栏目（工单）写下登记后的编号")
    text: Code = Field(description="哪个栏目作诉求内容")
    object: Code | None = Field(default=None, description="哪个栏目作反映对象")
    petitioner: Code | None = Field(default=None, description="哪个栏目作诉求人名称")


class Sum(Section):
    """A figure of an entry that is the sum of others of the same entry."""

    whole: Code = Field(description="合计栏目")
    parts: tuple[Code, ...] = Field(min_length=1, description="相加的各栏目，没有填的算 0")


class Register(Coded):
    """One list that an office keeps."""

    group: Text = Field(description="归在哪一类下")
    entry: Text = Field(description="一条叫什么，如 制度、会议、荣誉")
    about: str = Field(default="", description="说明：登记什么、依据什么")
    belongs: Belongs = Field(description="一条属于某日，还是某月、某季度、某年")
    day_label: Text = Field(default="日期", description="属于某日的，这个日期叫什么")
    of_unit: Flag = Field(description="一条是否属于某个单位")
    future: Flag = Field(default=False, description="日期或期间可否在将来")
    enter: tuple[Post, ...] = Field(min_length=1, description="谁登记；单位的岗位登记本单位和下级单位的")
    see: tuple[Post, ...] = Field(default=(), description="此外谁能看；单位的岗位看本单位和下级单位的")
    tell: tuple[Post, ...] = Field(default=(), description="登记后立即通知中心哪些岗位")
    due: RegisterDue | None = Field(default=None, description="定期报送的期限；不写为不定期")
    clearing: Clearing | None = Field(default=None, description="逐件销号：谁申请、谁审批；不写为不销号")
    as_case: AsCase | None = Field(default=None, description="一条怎样登记为工单；不写为不登记")
    sums: tuple[Sum, ...] = Field(default=(), description="一条之内须相符的合计")
    fields: tuple[RegisterField, ...] = Field(min_length=1, description="栏目；第一个是一条的标题")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for complaint in self._complaints():
            raise ValueError(complaint)
        return self

    def _complaints(self) -> Iterator[str]:
        codes = [field.code for field in self.fields]
        if twice := [code for code, n in Counter(codes).items() if n > 1]:
            yield f"栏目代码重复：{twice[0]}"
        # A sheet knows its columns by their headings, so that each is there once.
        headings = [NUMBER_LABEL, UNIT_LABEL, self.when_label, STATE_LABEL, *(field.heading for field in self.fields)]
        if same := [heading for heading, n in Counter(headings).items() if n > 1]:
            yield f"栏目名称重复：{same[0]}"
        if same := [name for name, n in Counter(tally.name for tally in self.tallies).items() if n > 1]:
            yield f"统计项重复：{same[0]}"
        if self.due and (self.belongs == "day" or not self.of_unit):
            yield "定期报送（due）的台账须属于某月、某季度或某年，并属于某个单位"
        if UNIT_POSTS.intersection(self.tell):
            yield "tell 只能写中心的岗位"
        yield from self._complaints_about_fields()

    def _complaints_about_fields(self) -> Iterator[str]:
        kinds = {field.code: field.kind for field in self.fields}
        if self.clearing and kinds.get(self.clearing.until) != "day":
            yield f"clearing.until 须是日期栏目：{self.clearing.until}"
        if self.clearing and self.due:
            yield "定期报送（due）的台账不销号（clearing）"
        if self.as_case and kinds.get(self.as_case.number) != "case":
            yield f"as_case.number 须是工单栏目：{self.as_case.number}"
        for name in (self.as_case.text, self.as_case.object, self.as_case.petitioner) if self.as_case else ():
            if name and kinds.get(name) not in {"text", "lines"}:
                yield f"as_case 里须是文字栏目：{name}"
        for name in (name for one in self.sums for name in (one.whole, *one.parts)):
            if kinds.get(name) not in MEASURED:
                yield f"sums 里须是整数或数量栏目：{name}"

    @property
    def when_label(self) -> str:
        """What the day or period of an entry is called."""
        return PERIOD_LABELS.get(self.belongs, self.day_label)

    @property
    def readers(self) -> tuple[Post, ...]:
        """The posts that open the register."""
        return tuple(dict.fromkeys([*self.enter, *self.see]))

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """What is counted beside the entries: one figure for each field, of a choice one for each option."""
        found: list[Tally] = []
        for field in (one for one in self.fields if one.counted):
            if field.kind == "choice":
                found += [Tally(f"{field.code}_{o.code}", o.label, field, o.code) for o in field.options]
            else:
                found.append(Tally(field.code, field.label, field))
        return tuple(found)

    def field(self, code: str) -> RegisterField:
        """Return the field with this code. Raises Unknown."""
        for field in self.fields:
            if field.code == code:
                return field
        raise Unknown(f"台账“{self.label}”没有这个栏目：{code}")
