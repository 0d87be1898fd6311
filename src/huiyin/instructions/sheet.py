"""The sheet that is laid before a leader on paper (呈阅件), with the code by which the secretary enters what he wrote."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from huiyin.documents.content import Document, Form, FormRow, Head, form_row
from huiyin.flow.times import local
from huiyin.instructions.models import Instruction
from huiyin.instructions.shown import Shown
from huiyin.rulebook.shelf import book as book_named


def sheet_of(seen: Shown, cases: Sequence[Mapping[str, Any]], address: str, note: str) -> Document:
    """Return the sheet of one instruction that waits for its leader: what the page shows of its matter and cases."""
    head = Head(
        layout="form",
        organisation=_office_of(seen.row),
        title="呈阅件",
        number=seen.row.name,
        code=address,
    )
    return Document(head=head, blocks=(Form(rows=tuple(_rows(seen, cases)), note=note),))


def _office_of(row: Instruction) -> str:
    """Return whose paper it is: the city's centre, or the line of the unit whose leader reads it."""
    unit = row.centre
    return (unit.line_name or unit.name) if unit else book_named(row.book).city.centre


def _rows(seen: Shown, cases: Sequence[Mapping[str, Any]]) -> Iterator[FormRow]:
    row, matter = seen.row, seen.row.matter
    presented = f"{local(row.presented_at):%Y-%m-%d %H:%M}" if row.presented_at else ""
    about = f"（{matter.about}）" if matter.about else ""
    yield form_row(("编号", f"{matter.name}-{row.name}"), ("呈送", seen.leader))
    yield form_row(("呈阅时间", presented), ("材料", f"{seen.material}{about}"))
    yield form_row(("标题", seen.title))
    for line in cases:
        yield form_row(("工单", f"{line['case'].number}\n{line['case'].text}\n{_standing(line)}"))
    if seen.text:
        yield form_row(("内容", seen.text))
    if matter.advice:
        yield form_row(("拟办意见", matter.advice))
    yield form_row(("领导批示", ""), lines=9)


def _standing(line: Mapping[str, Any]) -> str:
    """Return where a case came from and stands, its unit, and its petitioner as he is masked."""
    parts = [f"来源：{line['channel']}", f"状态：{line['state']}"]
    if line["units"]:
        parts.append(f"承办：{line['units']}")
    if line["contact"]:
        parts.append(f"诉求人：{line['contact'].name or '未留姓名'}")
    return "\u3000".join(parts)
