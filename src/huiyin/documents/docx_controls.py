"""How a figure is bound in a DOCX: a content control with its key, and in the file's properties what was sent.

The properties (one short text for each figure) tell a reader later which figures are gone and which numbers were typed in.
"""

import hashlib
import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as WordFile
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from huiyin.documents.content import Block, Bound, Document
from huiyin.documents.docx_styles import element
from huiyin.documents.words import bound_of, cleaned, typed_numbers

LONGEST_TAG = 64
"""Word refuses a file with a longer tag."""
ALIAS = "系统数据"
"""What an editor sees at a figure, with a number behind it: the figure can be told by it, too, for some programs lose the tag."""
ALIAS_OF_A_CASE = "工单编号"
OF_A_CASE = "case:"

FIGURE = re.compile(r"回音数据 (?P<nth>\d+)：(?P<key>.*)", re.DOTALL)
PROSE = "回音原有数字："
PIECE = 200
SEPARATOR = "|"

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def tag_of(key: str) -> str:
    """Return the tag of a figure: its key, or a fingerprint of a key that is longer than Word allows."""
    return key if len(key) <= LONGEST_TAG else f"#{hashlib.blake2b(key.encode(), digest_size=16).hexdigest()}"


def alias_of(number: int) -> str:
    """Return what an editor sees at the figure whose key is the nth of the paper."""
    return f"{ALIAS} {number}"


def control(tag: str, alias: str, number: int, runs: Iterable[BaseOxmlElement]) -> BaseOxmlElement:
    """Return a content control that can be neither deleted nor typed over where the program heeds its lock."""
    made, properties, content = (OxmlElement(name) for name in ("w:sdt", "w:sdtPr", "w:sdtContent"))
    properties.append(element("w:alias", val=alias))
    properties.append(element("w:tag", val=tag))
    properties.append(element("w:id", val=number))
    properties.append(element("w:lock", val="sdtContentLocked"))
    properties.append(OxmlElement("w:text"))
    content.extend(runs)
    made.extend((properties, content))
    return made


def remember(file: WordFile, document: Document) -> None:
    """Write into the file's properties which figures were sent with which texts, and which numbers stood in its prose."""
    texts: dict[str, list[str]] = {}
    for bound in bound_of(document.blocks):
        texts.setdefault(bound.key, []).append(cleaned(bound.text))
    pairs = [(f"回音数据 {nth}：{key}", SEPARATOR.join(said)) for nth, (key, said) in enumerate(texts.items(), 1)]
    pairs += [(f"{PROSE}{nth}", piece) for nth, piece in enumerate(_pieces(prose_numbers(document.blocks)), 1)]
    rows = "".join(
        f"<property fmtid={quoteattr(_FORMAT)} pid={quoteattr(str(pid))} name={quoteattr(cleaned(name))}>"
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(pairs, 2)
    )
    xml = f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_TYPES}">{rows}</Properties>'
    package = file.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CONTENT_TYPE, xml.encode(), package)
    package.relate_to(part, _RELATION)


def remembered(file: WordFile) -> tuple[tuple[Bound, ...], frozenset[str]] | None:
    """Return the figures and the numbers in prose with which the file was sent; None when it carries none of it."""
    blobs = [relation.target_part.blob for relation in file.part.package.rels.values() if relation.reltype == _RELATION]
    pairs = [pair for blob in blobs for pair in _pairs(blob)]
    figures = [(found, value) for name, value in pairs if (found := FIGURE.fullmatch(name))]
    if not figures and not any(name.startswith(PROSE) for name, _ in pairs):
        return None
    figures.sort(key=lambda figure: int(figure[0]["nth"]))  # programs order properties by their names
    bounds = tuple(Bound(key=found["key"], text=text) for found, value in figures for text in value.split(SEPARATOR))
    prose = frozenset(number for name, value in pairs if name.startswith(PROSE) for number in value.split())
    return bounds, prose


def prose_numbers(blocks: Iterable[Block]) -> list[str]:
    """Return every number that is written in words and cells, once each."""
    return list(dict.fromkeys(number.replace(" ", "") for block in blocks for number in typed_numbers(block)))


def _pieces(numbers: list[str]) -> list[str]:
    pieces = [""]
    for number in numbers:
        if len(pieces[-1]) + len(number) >= PIECE:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {number}".strip()
    return pieces


def _pairs(blob: bytes) -> list[tuple[str, str]]:
    try:
        root = parse_xml(blob)
    except SyntaxError:  # of XML: what a program left of the properties
        return []
    return [(row.get("name", ""), "".join(row.itertext())) for row in root.iter(f"{{{_PROPERTIES}}}property")]


def named(sdt: BaseOxmlElement, name: str) -> str:
    """Return the tag or the alias of a content control, "" where it has none."""
    found = sdt.find(f"{qn('w:sdtPr')}/{qn(f'w:{name}')}")
    return "" if found is None else found.get(qn("w:val"), "")
