"""The look of a DOCX: page, grid and styles with the official names of fonts, which WPS and Word have on the desks of an office.

The grid is kept by the styles: a line is exactly a 22nd of the page, a character is set a quarter point closer, so that 28 fit.
"""

import io
from dataclasses import dataclass
from functools import cache

import docx
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

FANG, KAI, HEI, BIAOSONG, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
RED = "D7000F"

LINE = 579
"""Twentieths of a point from line to line: 22 of them are 12,738, and 225 mm are 12,756."""
CLOSER = -5
"""Twentieths of a point between characters: 28 characters of 16 pt are then 8,820 wide, and 156 mm are 8,844; 29 are 9,135."""
SIZE = 16
TEXT_WIDTH = 8844
CHARACTER = SIZE * 20 + CLOSER

KEPT = frozenset(
    {
        "Normal",
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "Header",
        "Footer",
        "Default Paragraph Font",
        "Normal Table",
        "Table Grid",
        "No List",
    }
)


@dataclass(frozen=True)
class Look:
    """A paragraph style; lengths in twentieths of a point, `chars` in hundredths of a character."""

    name: str
    font: str = FANG
    size: float = SIZE
    align: str = "both"
    chars: int = 0
    before: int = 0
    after: int = 0
    line: int | None = LINE
    keep_next: bool = False
    closer: int = 0
    colour: str = ""
    level: int | None = None


ORGANISATION = Look("公文版头", BIAOSONG, 50, "center", line=1160, colour=RED)
"""Its line is exact: faces differ in the height of theirs, and the red rule has to stand where the standard has it."""

NUMBER = Look("公文字号", align="center", closer=CLOSER)
ISSUE = Look("简报期号", KAI, align="center", closer=CLOSER)
PUBLISHER = Look("简报编发", align="left", closer=CLOSER)
TITLE = Look("公文标题", BIAOSONG, 22, "center", line=660, keep_next=True)
ADDRESSED = Look("公文主送", closer=CLOSER)
BODY = Look("公文正文", chars=200, closer=CLOSER)
HEADINGS = (
    Look("Heading 1", HEI, chars=200, closer=CLOSER, keep_next=True, level=0),
    Look("Heading 2", KAI, chars=200, closer=CLOSER, keep_next=True, level=1),
    Look("Heading 3", FANG, chars=200, closer=CLOSER, keep_next=True, level=2),
)
CASE = Look("公文案例", chars=200, closer=CLOSER)
CAPTION = Look("公文表题", HEI, 14, "center", before=160, after=80, line=None, keep_next=True)
CELL = Look("公文表格", FANG, 12, "center", before=70, after=70, line=None)
PICTURE = Look("公文图", align="center", before=120, line=None, keep_next=True)
PICTURE_CAPTION = Look("公文图题", HEI, 14, "center", before=60, after=120, line=None)
ATTACHMENTS = Look("公文附件", align="left", closer=CLOSER, keep_next=True)
SIGNED = Look("公文署名", align="right", before=2 * LINE, closer=CLOSER, keep_next=True)
DAY = Look("公文日期", align="right", closer=CLOSER)
REPORTED = Look("公文报送", size=14, align="left", line=None)
PRINTED = Look("公文印发", size=14, align="left", line=None)
WHOSE_FORM = Look("表单名头", HEI, 16, "center", after=120, line=None, keep_next=True)
SMALL = Look("表单附注", size=10.5, align="right", line=None)

LOOKS = (
    ORGANISATION, NUMBER, ISSUE, PUBLISHER, TITLE, ADDRESSED, BODY, *HEADINGS, CASE, CAPTION, CELL, PICTURE, PICTURE_CAPTION,
    ATTACHMENTS, SIGNED, DAY, REPORTED, PRINTED, WHOSE_FORM, SMALL,
)  # fmt: skip


def element(name: str, **attributes: object) -> BaseOxmlElement:
    """Return an element of WordprocessingML: `element("w:jc", val="center")`."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def blank_file() -> WordFile:
    """Return a file without text that has the page, the grid and the styles."""
    return docx.Document(io.BytesIO(_blank()))


@cache
def _blank() -> bytes:
    """Return such a file as bytes; it is made once, because the library takes its time over styles."""
    file: WordFile = docx.Document()
    for relation in [key for key, one in file.part.package.rels.items() if one.reltype.endswith("/thumbnail")]:
        del file.part.package.rels[relation]
    _page(file)
    _keep_few_styles(file)
    _normal(file)
    for look in LOOKS:
        _style(file, look)
    for look in LOOKS:
        following = look if look in {BODY, CASE, REPORTED} else BODY
        file.styles[look.name].next_paragraph_style = file.styles[following.name]
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


@cache
def style_ids() -> dict[str, str]:
    """Return the id of each style by its name."""
    return {style.name: style.style_id for style in blank_file().styles if style.name}


def _keep_few_styles(file: WordFile) -> None:
    """Drop the hundred styles of the library's own template, so that an editor's list shows those of a paper."""
    for style in list(file.styles):
        if style.name not in KEPT:
            file.styles.element.remove(style.element)


def font(name: str, size: float, *, closer: int = 0, colour: str = "") -> BaseOxmlElement:
    """Return properties of characters; Latin letters of 仿宋 are Times, those of display faces are their own."""
    latin = LATIN if name in {FANG, KAI} else name
    made = OxmlElement("w:rPr")
    made.append(element("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=name, cs=LATIN, hint="eastAsia"))
    made.append(element("w:b", val="0"))
    made.append(element("w:i", val="0"))
    made.append(element("w:color", val=colour or "000000"))
    made.append(element("w:spacing", val=closer))
    made.append(element("w:sz", val=round(size * 2)))
    made.append(element("w:szCs", val=round(size * 2)))
    return made


def _page(file: WordFile) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(22)
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    properties.append(element("w:docGrid", type="lines", linePitch=LINE))
    file.settings.odd_and_even_pages_header_footer = True


def _normal(file: WordFile) -> None:
    """Make what an editor adds look like the paper even where no style is chosen."""
    normal = file.styles["Normal"].element
    _replace(normal, "w:rPr", font(FANG, SIZE, closer=CLOSER))
    _replace(normal, "w:pPr", _paragraph(Look("Normal")))
    for fonts in file.styles.element.iterfind(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}"):
        fonts.attrib.clear()
        for key, value in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", FANG), ("cs", LATIN)):
            fonts.set(qn(f"w:{key}"), value)
    for language in file.styles.element.iterfind(f".//{qn('w:lang')}"):
        language.set(qn("w:eastAsia"), "zh-CN")


def _style(file: WordFile, look: Look) -> None:
    names = {style.name for style in file.styles}
    style = file.styles[look.name] if look.name in names else file.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = file.styles["Normal"]
    style.quick_style, style.hidden = True, False
    _replace(style.element, "w:pPr", _paragraph(look))
    _replace(style.element, "w:rPr", font(look.font, look.size, closer=look.closer, colour=look.colour))


def _paragraph(look: Look) -> BaseOxmlElement:
    made = OxmlElement("w:pPr")
    if look.keep_next:
        made.append(element("w:keepNext"))
        made.append(element("w:keepLines"))
    made.append(element("w:widowControl", val="0"))
    # A figure stands beside its unit without a gap, and what is not on the grid is not pulled to it.
    made.append(element("w:autoSpaceDE", val="0"))
    made.append(element("w:autoSpaceDN", val="0"))
    if look.line != LINE:
        made.append(element("w:snapToGrid", val="0"))
    line = {"line": look.line, "lineRule": "exact"} if look.line else {"line": 240, "lineRule": "auto"}
    made.append(element("w:spacing", before=look.before, after=look.after, **line))
    made.append(indent(first_chars=look.chars))
    made.append(element("w:jc", val=look.align))
    if look.level is not None:
        made.append(element("w:outlineLvl", val=look.level))
    return made


def indent(*, first_chars: int = 0, left: float = 0, right: float = 0, hanging: float = 0) -> BaseOxmlElement:
    """Return an indent in characters, with the same in points for programs that do not know characters."""
    made = element("w:ind")
    for name, chars in (("left", left), ("right", right)):
        made.set(qn(f"w:{name}Chars"), str(round(chars * 100)))
        made.set(qn(f"w:{name}"), str(round(chars * CHARACTER)))
    if hanging:
        made.set(qn("w:hangingChars"), str(round(hanging * 100)))
        made.set(qn("w:hanging"), str(round(hanging * CHARACTER)))
    else:
        made.set(qn("w:firstLineChars"), str(first_chars))
        made.set(qn("w:firstLine"), str(round(first_chars * CHARACTER / 100)))
    return made


def _replace(owner: BaseOxmlElement, name: str, made: BaseOxmlElement) -> None:
    """Put properties where the old ones were; paragraph properties stand before those of characters, both behind the names."""
    for old in owner.findall(qn(name)):
        owner.remove(old)
    runs = owner.find(qn("w:rPr"))
    if name == "w:pPr" and runs is not None:
        runs.addprevious(made)
    else:
        owner.append(made)
