"""Numbers that stand in the prose and are bound to nothing: each is worth a look, for nobody can trace it.

Dates, times, numbers of documents and issues, numbered headings, phone numbers and names like A4 are no figures.
"""

import re
from collections.abc import Iterator, Sequence

from huiyin.briefs.check.tables import place_of
from huiyin.crossfoot.findings import Grade, Outcome, Rule
from huiyin.documents.content import Block, Bound, Heading, Inline, Paragraph, Table
from huiyin.documents.words import NUMBER, said

MEASURED = r"(?!\d|\.\d|,\d|\s*[件个次条名户人份期家起例项处宗元分%％余多万亿])"
"""Not followed by what is counted: 12345 is a phone number, 12345件 is not."""
NO_FIGURE = re.compile(
    rf"""
    \d{{2,4}}\s*[-—–－~～至到]\s*\d{{2,4}}\s*年(?:度)?                         # 2017—2018年
    | (?<!\d)(?:19|20)\d{{2}}\s*年(?:度|代|[初底末])?                          # 2018年
    | (?:19|20)\d{{2}}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?!\d)                  # 2018-01-19
    | (?:\d{{1,2}}\s*[-—–－~～至到、和]\s*)?(?<!\d)\d{{1,2}}\s*月(?!\s*均)      # 8月, 1至3月份
    | (?:\d{{1,2}}\s*[-—–－~～至到、和]\s*)?(?<!\d)\d{{1,2}}\s*日(?!\s*均)      # 10日, 22日至29日
    | \d{{1,2}}[:：]\d{{2}} | (?<!\d)\d{{1,2}}\s*[时点](?!长)(?:\s*\d{{1,2}}\s*分)?  # 16:00, 16时30分
    | (?:7\s*[×xX*]\s*)?(?<![\d.])24\s*小时                                      # 24小时, 7×24小时
    | 第\s*\d+(?:[-—–至、]\d+)*                                              # 第3期
    | [〔［\[（(](?:19|20)\d{{2}}[〕］\]）)]\s*\d* | \d+(?:[-—、]\d+)*\s*[号＃#]  # 〔2018〕12号, 3号楼
    | (?<![\d.])(?:11[0249]|12\d|12\d{{3}}|9[56]\d{{3}}){MEASURED}           # 110, 12345, 95598
    | (?<!\d)0?1\d{{10}}(?!\d) | (?<!\d)0\d{{2,3}}-?\d{{7,8}}(?!\d) | \d{{7,}}{MEASURED}  # phones, numbers of cases
    | [A-Za-z][A-Za-z/-]*\s?\d+(?:[-.]\d+)* | \d+(?=[A-Za-z])               # A4, GB/T 9704-2012, 3D
    """,
    re.VERBOSE,
)
NUMBERED = re.compile(r"^\s*(?:[（(]\d{1,2}[）)]|\d{1,2}\s*[.．、](?!\d))")
AROUND = 8
GAP = "\x1f"
"""Stands where a bound figure is: it ends a number and begins another."""


def typed_numbers(blocks: Sequence[Block]) -> Iterator[Outcome]:
    """Yield a hint for each number that somebody typed into headings and paragraphs, and one for each table with some."""
    tables = 0
    for place, block in enumerate(blocks, start=1):
        if isinstance(block, Heading | Paragraph):
            yield from (_hint(text, around, place) for text, around in _in_prose(block.inlines))
        elif isinstance(block, Table):
            tables += 1
            yield from _in_table(block, tables)


def _hint(text: str, around: str, place: int) -> Outcome:
    told = f"未绑定的数字：{text}（{around}）；请插入指标，或注明来源"
    return Outcome(Rule.SOURCE, (text,), told, Grade.HINT, f"第{place}段")


def _in_prose(inlines: Sequence[Inline]) -> Iterator[tuple[str, str]]:
    text = "".join(GAP if isinstance(inline, Bound) else inline.text for inline in inlines)
    hidden = NO_FIGURE.sub(_hide, NUMBERED.sub(_hide, text))
    for found in NUMBER.finditer(hidden):
        begin, end = max(0, found.start() - AROUND), found.end() + AROUND
        yield found.group().strip(), text[begin:end].replace(GAP, "…")


def _hide(found: re.Match[str]) -> str:
    return GAP * len(found[0])


def _in_table(table: Table, number: int) -> Iterator[Outcome]:
    """The first column names the rows: "第1周", "12345" are no figures there."""
    cells = [cell for row in table.rows for cell in row[1:]]
    typed = [said(cell) for cell in cells if not any(isinstance(one, Bound) for one in cell)]
    numbers = [text for text in typed if NUMBER.fullmatch(text.strip())]
    if numbers:
        told = f"未绑定的数字：表中 {len(numbers)} 个（{'、'.join(numbers[:5])}{'等' if len(numbers) > 5 else ''}）；请注明来源"
        yield Outcome(Rule.SOURCE, tuple(numbers[:5]), told, Grade.HINT, place_of(number, table))
