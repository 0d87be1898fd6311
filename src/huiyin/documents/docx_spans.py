"""The runs of a paragraph, each with the content control it stands in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Self

from docx.oxml.ns import nsmap, qn
from docx.oxml.xmlchemy import BaseOxmlElement

from huiyin.documents.content import Bound, Inline, Text
from huiyin.documents.docx_controls import ALIAS, ALIAS_OF_A_CASE, OF_A_CASE, alias_of, named, tag_of
from huiyin.documents.words import cleaned

nsmap.setdefault("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006")

_SKIPPED = {
    qn(name)
    for name in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:txbxContent", "mc:Fallback", "w:instrText")
}
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


@dataclass(frozen=True)
class Known:
    """The figures that were sent, by the tags and by the aliases of their controls."""

    tags: dict[str, str]
    aliases: dict[str, str]

    @classmethod
    def of(cls, keys: Iterable[str]) -> Self:
        """Return what is known of these keys, which stand in the order in which they were sent."""
        distinct = list(dict.fromkeys(keys))
        return cls({tag_of(key): key for key in distinct}, {alias_of(nth): key for nth, key in enumerate(distinct, 1)})

    def names(self, sdt: BaseOxmlElement) -> "Name | None":
        """Return what a control stands for; None for a control that is none of ours."""
        tag, alias = named(sdt, "tag"), named(sdt, "alias")
        if tag.startswith(OF_A_CASE) or (not tag and alias == ALIAS_OF_A_CASE):
            return Name(of_a_case=True)
        if tag in self.tags:
            return Name(self.tags[tag])
        if not tag and alias in self.aliases:
            return Name(self.aliases[alias])
        # A tag that was not sent is a key of another paper from which somebody copied; a fingerprint says nothing.
        return Name(tag) if tag and not tag.startswith("#") and alias.startswith(ALIAS) else None


@dataclass(frozen=True)
class Name:
    """What a control stands for: a figure by its key, or the number of a case."""

    key: str = ""
    of_a_case: bool = False


@dataclass(frozen=True)
class Span:
    """Some words, and the control of ours in which they stand."""

    text: str
    name: Name = Name()
    control: object = None
    marked: bool = False

    @property
    def key(self) -> str:
        """The key of the figure, "" for mere words."""
        return self.name.key


def spans_of(line: BaseOxmlElement, known: Known) -> Iterator[Span]:
    """Give the words of a paragraph as a reader sees them: tracked changes accepted, fields by their results."""
    within = Span("")
    for sdt in line.iterancestors(qn("w:sdt")):
        if name := known.names(sdt):
            within = Span("", name, sdt)
            break
    yield from _spans(line, known, within)


def inlines_of(spans: Iterable[Span]) -> tuple[Inline, ...]:
    """Return the words as inlines: one figure for each control, neighbouring words as one text."""
    made: list[Inline] = []
    for (_, key), group in groupby(spans, key=lambda span: (id(span.control) if span.key else 0, span.key)):
        text = cleaned("".join(span.text for span in group))
        if text:
            made.append(Bound(key=key, text=text.strip() or text) if key else Text(text=text.replace("\n", " ")))
    return _trimmed(made)


def _spans(owner: BaseOxmlElement, known: Known, within: Span) -> Iterator[Span]:
    for child in owner:
        if child.tag in _SKIPPED:
            continue
        if child.tag == qn("w:t"):
            yield replace(within, text=child.text or "")
        elif child.tag in _SIGNS and owner.tag == qn("w:r"):
            yield replace(within, text=_SIGNS[child.tag])
        elif child.tag == qn("w:sdt") and (name := known.names(child)):
            yield from _spans(child, known, replace(within, name=name, control=child))
        elif child.tag == qn("w:r"):
            yield from _spans(child, known, replace(within, marked=_is_marked(child)))
        else:
            yield from _spans(child, known, within)


def _is_marked(run: BaseOxmlElement) -> bool:
    pen = run.find(f"{qn('w:rPr')}/{qn('w:highlight')}")
    return pen is not None and pen.get(qn("w:val"), "none") != "none"


def _trimmed(made: list[Inline]) -> tuple[Inline, ...]:
    """Drop the blanks with which editors indent by hand; a layout indents by itself."""
    while made and isinstance(made[0], Text):
        text = made[0].text.lstrip(" \t\u3000\xa0")
        if text:
            made[0] = Text(text=text)
            break
        made.pop(0)
    while made and isinstance(made[-1], Text):
        text = made[-1].text.rstrip(" \t\u3000\xa0")
        if text:
            made[-1] = Text(text=text)
            break
        made.pop()
    return tuple(made)
