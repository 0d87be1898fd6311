"""What a paper consists of: blocks of text, tables, charts and cases, in which figures are bound and never typed.

A `Bound` is a figure as it is printed, with the key of its binding; what the key stands for (a measure and its scope, or
a source outside) is kept by whoever composes the paper. The same content becomes page, PDF and DOCX.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Part):
    """Words that an editor writes."""

    type: Literal["text"] = "text"
    text: str


class Bound(_Part):
    """A figure as printed ("12,167", "94.99%"), with the key of its binding."""

    type: Literal["bound"] = "bound"
    key: str
    text: str


Inline = Annotated[Text | Bound, Field(discriminator="type")]


class Heading(_Part):
    """A heading: level 1 is 一、 (hei), 2 is （一） (kai), 3 is 1．; its number is part of its words, no layout adds one."""

    type: Literal["heading"] = "heading"
    level: int = Field(ge=1, le=3)
    inlines: tuple[Inline, ...]


class Paragraph(_Part):
    """A paragraph; `revise` marks prose taken over from the last issue that somebody has to look at again."""

    type: Literal["paragraph"] = "paragraph"
    inlines: tuple[Inline, ...]
    revise: bool = False


class Table(_Part):
    """A table: each cell is a run of inlines. `total` says that the last row is the sum of those above it."""

    type: Literal["table"] = "table"
    caption: str = ""
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    total: bool = False


class Series(_Part):
    """One row of numbers of a chart."""

    name: str
    values: tuple[float, ...]


class Chart(_Part):
    """A chart of the figures of a table, drawn as bars or as a line.

    Where no table of the paper has the chart's labels in its first column, the layouts put one with the same figures below it.
    """

    type: Literal["chart"] = "chart"
    kind: Literal["bar", "line"] = "bar"
    caption: str = ""
    labels: tuple[str, ...]
    series: tuple[Series, ...]


class CaseText(_Part):
    """A case told in a few words, masked; `number` leads back to it, `story` to its place in the library of cases."""

    type: Literal["case"] = "case"
    number: str
    title: str
    inlines: tuple[Inline, ...]
    story: str = ""


class Box(_Part):
    """One box of a form: what it is called and what stands in it; what is empty is filled in by hand."""

    label: str
    text: str = ""


class FormRow(_Part):
    """One box, or two side by side. `lines` is how high the row is at least: room for handwriting and stamps."""

    boxes: tuple[Box, ...] = Field(min_length=1, max_length=2)
    lines: int = Field(default=1, ge=1, le=20)


class Form(_Part):
    """A form with a box for each thing, `note` in small letters below it. It has no figures and does not come back."""

    type: Literal["form"] = "form"
    rows: tuple[FormRow, ...]
    note: str = ""


Block = Annotated[Heading | Paragraph | Table | Chart | CaseText | Form, Field(discriminator="type")]


class Head(_Part):
    """The head and the foot of a paper: those of GB/T 9704 for `official`, its own for a `brief`, a mere title for a `form`."""

    layout: Literal["official", "brief", "form"]
    organisation: str
    """The red head of a 通报 or 通知, the name of a 简报, whose form it is."""
    title: str
    number: str = ""
    """文号, or 第 N 期（总第 M 期）."""
    publisher: str = ""
    """编发单位, signed under a 通报."""
    issued_on: str = ""
    addressed_to: str = ""
    reported_to: str = ""
    """报送栏 with one line per kind of reader ("报：…", "送：…"), or who stands behind 抄送："""
    printed_by: str = ""
    """印发机关; the day beside it is `issued_on`."""
    attachments: tuple[str, ...] = ()
    """Names for 附件：1．…, without their numbers."""
    code: str = ""
    """An address that a phone reads from a printed `form`."""


class Annex(_Part):
    """What is printed with a paper behind its signature, on a page of its own."""

    title: str
    blocks: tuple[Block, ...]


class Document(_Part):
    """A whole paper."""

    head: Head
    blocks: tuple[Block, ...]
    annex: Annex | None = None


def prose(text: str) -> tuple[Paragraph, ...]:
    """Return a paragraph for each line in which something stands."""
    return tuple(Paragraph(inlines=(Text(text=line.strip()),)) for line in text.splitlines() if line.strip())


def heading(level: int, words: str) -> Heading:
    """Return a heading without figures."""
    return Heading(level=level, inlines=(Text(text=words),))


def form_row(*boxes: tuple[str, str], lines: int = 1) -> FormRow:
    """Return a row of a form from its labels and texts."""
    return FormRow(boxes=tuple(Box(label=label, text=text) for label, text in boxes), lines=lines)
