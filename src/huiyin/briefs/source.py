"""What an editor writes: entries of prose, tables, charts and cases, with figures as `{{keys}}`. Plain Python.

A template beside the rulebook is a text in which each paragraph is an entry:

    # 一级标题        ## 二级标题        ### 三级标题
    {{period}}受理群众诉求{{accepted}}件，比上期{{accepted:change}}。
    ! 每期都要改写的话，前面加感叹号
    @table by=channel measures=accepted,closed top=10 caption=渠道情况
    @chart by=category measures=accepted top=8 kind=bar caption=类别情况
    @cases n=3
    @topics n=5
"""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

TOKEN = re.compile(r"\{\{([^{}]+)\}\}")
BY = ("channel", "category", "territory", "kind", "family", "unit")
By = Literal["channel", "category", "territory", "kind", "family", "unit"]


class NoTemplate(ValueError):
    """A template cannot be read; the message names the line."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HeadingEntry(_Entry):
    """A heading of level 1 to 3."""

    type: Literal["heading"] = "heading"
    level: int = Field(default=1, ge=1, le=3)
    text: str


class ParagraphEntry(_Entry):
    """A paragraph; `revise` says that somebody has to look at its words again."""

    type: Literal["paragraph"] = "paragraph"
    text: str
    revise: bool = False


class TableEntry(_Entry):
    """A table that is counted: measures by one dimension, the greatest first."""

    type: Literal["table"] = "table"
    by: By
    measures: tuple[str, ...] = Field(min_length=1, max_length=6)
    top: int = Field(default=10, ge=1, le=80)
    caption: str = ""


class ChartEntry(TableEntry):
    """The same as bars or a line."""

    type: Literal["chart"] = "chart"  # type: ignore[assignment]
    kind: Literal["bar", "line"] = "bar"


class CaseEntry(_Entry):
    """A case told in a few words, masked when it was chosen; `number` leads back to it."""

    type: Literal["case"] = "case"
    number: str
    title: str
    text: str


class StoryEntry(CaseEntry):
    """A case of the library, told as it was approved there and masked; `story` is its id, by which the paper leads back."""

    type: Literal["story"] = "story"  # type: ignore[assignment]
    story: str


class CasesEntry(_Entry):
    """A place in a template where cases of the period are to be chosen."""

    type: Literal["cases"] = "cases"
    n: int = Field(default=3, ge=1, le=20)


class TopicsEntry(_Entry):
    """A place in a template where the hot topics of the period are told."""

    type: Literal["topics"] = "topics"
    n: int = Field(default=5, ge=1, le=20)


Entry = Annotated[
    HeadingEntry | ParagraphEntry | TableEntry | ChartEntry | CaseEntry | StoryEntry | CasesEntry | TopicsEntry,
    Field(discriminator="type"),
]
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
_ENTRIES: TypeAdapter[tuple[Entry, ...]] = TypeAdapter(tuple[Entry, ...])
_DIRECTIVES: dict[str, type[_Entry]] = {
    "table": TableEntry,
    "chart": ChartEntry,
    "cases": CasesEntry,
    "topics": TopicsEntry,
}
_PAIR = re.compile(r"(\w+)=(\S+)")


def read_back(kept: Any) -> tuple[Entry, ...]:
    """Return the entries as they are kept in a row."""
    return _ENTRIES.validate_python(kept)


def to_keep(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return entries as they are kept in a row."""
    return [entry.model_dump(mode="json") for entry in entries]


def read_template(text: str) -> tuple[Entry, ...]:
    """Read a template. Raises NoTemplate."""
    return tuple(_entry(line.strip(), number) for number, line in enumerate(text.splitlines(), 1) if line.strip())


def keys_in(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield what stands between braces in the prose of entries, in its order."""
    for entry in entries:
        for text in (getattr(entry, "text", ""), getattr(entry, "title", "")):
            yield from (found.strip() for found in TOKEN.findall(text))


_OF_TIME_AND_NAMES = re.compile(
    r"^\d{1,2}[．.、]|\d{2,4}年(?:度|\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日|份)?|\d{1,2}日|\d{1,2}[:：]\d{2}|\d{1,2}时|第\d+[期号条届次]|12345|〔\d+〕"
)
_NUMBER = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?\s?(?:‰|%|％)?")


def loose_in(text: str) -> list[str]:
    """Return the numbers that somebody typed into prose: no figure, no date, no hotline's number."""
    words = _OF_TIME_AND_NAMES.sub("｜", TOKEN.sub("｜", text))
    return [found.strip() for found in _NUMBER.findall(words)]


def _entry(line: str, number: int) -> Entry:
    marks = len(line) - len(line.lstrip("#"))
    try:
        if marks:
            return HeadingEntry(level=marks, text=line[marks:].strip())
        if line.startswith("@"):
            return _directive(line)
    except (ValidationError, ValueError) as error:
        raise NoTemplate(f"第{number}行写得不对：{line[:60]}") from error
    if line.startswith(("!", "！")):
        return ParagraphEntry(text=line[1:].strip(), revise=True)
    return ParagraphEntry(text=line)


def _directive(line: str) -> Entry:
    name, _, rest = line[1:].partition(" ")
    said: dict[str, Any] = dict(_PAIR.findall(rest))
    if "measures" in said:
        said["measures"] = tuple(said["measures"].split(","))
    model = _DIRECTIVES.get(name)
    if model is None or _PAIR.sub("", rest).strip():
        raise ValueError(line)
    return _ENTRY.validate_python(model.model_validate(said).model_dump())
