"""How the columns of a file from elsewhere are read as cases."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from huiyin.flow.times import CITY_TZ
from huiyin.rulebook.limits import Unit
from huiyin.rulebook.section import Code, Coded, Labelled, Positive, Section, Text

SERIAL = "serial"
"""The word for a spreadsheet's day number (43831.5) among date formats."""


class ImportField(Labelled):
    """What a column of a file can mean."""

    NUMBER = "number", "编号"
    USER = "user", "用户"
    TITLE = "title", "标题"
    TEXT = "text", "内容"
    AT = "at", "时间"
    KIND = "kind", "诉求性质"
    CATEGORY = "category", "类别"
    URGENCY = "urgency", "紧急程度"
    CHANNEL = "channel", "渠道"
    PLACE = "place", "地点"
    TERRITORY = "territory", "地区"
    OBJECT = "object", "对象"
    WISH = "wish", "诉求"
    NAME = "name", "姓名"
    PHONE = "phone", "电话"
    LIKES = "likes", "点赞数"
    DISLIKES = "dislikes", "反对数"
    STATE = "state", "状态"
    UNIT = "unit", "承办单位"
    ACCEPTED_AT = "accepted_at", "受理时间"
    DISPATCHED_AT = "dispatched_at", "转办时间"
    SIGNED_AT = "signed_at", "签收时间"
    DUE_AT = "due_at", "到期时间"
    REMAINING = "remaining", "剩余时限"
    HISTORY = "history", "办理经过"


class ImportProfile(Coded):
    """One sort of file: which headers mean which field; of several for a field the first that is there counts."""

    subject: Literal["cases", "open_cases"] = Field(
        description="文件里是什么：cases 新诉求，open_cases 别的系统的在办件"
    )
    channel: Code = Field(description="没有渠道列时算哪个渠道")
    columns: dict[ImportField, tuple[Text, ...]] = Field(description="每个项目对应的表头，可列多个，先到先用")
    needs: tuple[ImportField, ...] = Field(min_length=1, description="缺了就认不出这种文件的项目")
    date_formats: tuple[Text, ...] = Field(
        min_length=1, description='日期时间的写法，依次尝试；"serial" 为电子表格的序列数'
    )
    remaining_unit: Unit = Field(default="workday", description="剩余时限列只有数字时的单位")
    history_separator: str = Field(default="\n", min_length=1, description="办理经过列里各条之间的分隔")
    states: dict[Text, Text] = Field(default={}, description="别的系统的状态名对应本系统的工单状态")

    @field_validator("date_formats")
    @classmethod
    def _formats_read_what_they_write(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in formats:
            if pattern != SERIAL and not _is_readable(pattern):
                raise ValueError(f"看不懂的日期写法：{pattern}")
        return formats

    @model_validator(mode="after")
    def _what_is_needed_has_a_column(self) -> Self:
        if missing := [field.value for field in self.needs if field not in self.columns]:
            raise ValueError(f"needs 里的项目没有对应的表头：{'、'.join(missing)}")
        return self

    def headers(self, present: Iterable[str]) -> dict[ImportField, str]:
        """Return which of the headers that are there means which field."""
        there = {header.strip(): header for header in reversed(list(present))}
        found = {field: next((n for n in names if n in there), None) for field, names in self.columns.items()}
        return {field: there[name] for field, name in found.items() if name is not None}

    def missing(self, present: Iterable[str]) -> tuple[ImportField, ...]:
        """Return the needed fields for which no header is there."""
        found = self.headers(present)
        return tuple(field for field in self.needs if field not in found)


class Imports(Section):
    """What may be imported."""

    megabytes: Positive = Field(description="导入文件最大多少兆字节")
    encodings: tuple[Literal["utf-8-sig", "utf-8", "gb18030"], ...] = Field(
        min_length=1, description="依次尝试的文字编码"
    )
    profiles: tuple[ImportProfile, ...] = Field(description="认得的文件种类；先列的先试")


def _is_readable(pattern: str) -> bool:
    sample = datetime(2018, 11, 23, 14, 35, tzinfo=CITY_TZ)
    try:
        read = datetime.strptime(sample.strftime(pattern), pattern).replace(tzinfo=CITY_TZ)
        return read.date() == sample.date()
    except ValueError:
        return False
