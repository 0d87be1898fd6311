"""The telephone as data: who rings back missed calls and by when, and how the rows of a telephone system are read."""

from datetime import datetime
from typing import Self

from pydantic import Field, field_validator, model_validator

from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.section import Labelled, Positive, Section, Text


class CallField(Labelled):
    """What a column of the telephone system's file can mean."""

    NUMBER = "number", "话单编号"
    BEGAN = "began", "呼入时间"
    ANSWERED = "answered", "接听时间"
    ENDED = "ended", "挂断时间"
    CALLER = "caller", "主叫号码"
    LINE = "line", "被叫号码"
    OWN_LINE = "own_line", "专线"
    QUEUE = "queue", "技能组"
    AGENT = "agent", "工号"
    OUTCOME = "outcome", "结果"
    CASE = "case", "工单编号"


class CallOutcome(Labelled):
    """How a call ended, as far as the telephone knows."""

    ANSWERED = "answered", "人工接听"
    MISSED = "missed", "振铃未接"
    ABANDONED = "abandoned", "排队放弃"
    MENU = "menu", "语音自助"


class Calls(Section):
    """The numbers of the line, missed calls, and the file with one row a call."""

    numbers: tuple[Text, ...] = Field(
        min_length=1, description="打这些号码的，是市热线的来电；单位专线的号码在单位页登记"
    )
    area_code: Text = Field(description="本市的长途区号，被叫号码前带着的不计")
    ring_back_within: Limit = Field(description="漏接后多久之内回拨")
    ring_back_days: Positive = Field(description="收进话单时，只把最近几天的漏接列入回拨")
    attempts: Positive = Field(description="回拨几次不通算联系不上")
    ringers: tuple[Post, ...] = Field(min_length=1, description="谁回拨，都是中心的岗位")
    columns: dict[CallField, tuple[Text, ...]] = Field(description="各项目在话单文件里的表头，可列多个，先到先用")
    outcomes: dict[CallOutcome, tuple[Text, ...]] = Field(description="话单里的结果怎么说")
    date_formats: tuple[Text, ...] = Field(default=(), description="ISO 8601 以外的日期时间写法，依次尝试")

    @field_validator("numbers")
    @classmethod
    def _numbers_have_one_spelling(cls, numbers: tuple[str, ...]) -> tuple[str, ...]:
        if odd := [one for one in numbers if not (one.isascii() and one.isdigit())]:
            raise ValueError(f"号码只写数字：{'、'.join(odd)}")
        return numbers

    @field_validator("area_code")
    @classmethod
    def _area_code_is_one(cls, code: str) -> str:
        if not (code.isascii() and code.isdigit() and code.startswith("0") and len(code) in {3, 4}):
            raise ValueError("区号是 0 开头的 3 至 4 位数字")
        return code

    @field_validator("date_formats")
    @classmethod
    def _formats_read_what_they_write(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        sample = datetime(2018, 1, 2, 3, 4, 5)  # noqa: DTZ001 - only its spelling is looked at
        for pattern in formats:
            try:
                datetime.strptime(sample.strftime(pattern), pattern)  # noqa: DTZ007
            except ValueError:
                raise ValueError(f"看不懂的日期写法：{pattern}") from None
        return formats

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if missing := [field.label for field in (CallField.NUMBER, CallField.BEGAN) if field not in self.columns]:
            raise ValueError(f"columns 缺少：{'、'.join(missing)}")
        words = [word for group in self.outcomes.values() for word in group]
        if twice := {word for word in words if words.count(word) > 1}:
            raise ValueError(f"outcomes 里的叫法重复：{'、'.join(sorted(twice))}")
        if of_units := [post.label for post in self.ringers if post in UNIT_POSTS]:
            raise ValueError(f"承办单位的岗位不能回拨：{'、'.join(of_units)}")
        return self

    def spelling_of(self, number: str) -> str:
        """Return a called number in its one spelling: digits alone, without the country and the own area in front of it."""
        digits = "".join(sign for sign in number if sign.isascii() and sign.isdigit())
        country = "+86" if number.strip().startswith("+86") else "0086" if digits.startswith("0086") else ""
        local = digits.removeprefix(country.lstrip("+")) if country else digits
        area = self.area_code.lstrip("0") if country and not local.startswith("0") else self.area_code
        return local.removeprefix(area) or local

    def outcome_called(self, word: str) -> CallOutcome | None:
        """Return the outcome that a file calls by this word, its code or its label."""
        for outcome in CallOutcome:
            if word in {outcome.value, outcome.label, *self.outcomes.get(outcome, ())}:
                return outcome
        return None
