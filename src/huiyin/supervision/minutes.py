"""The minutes (会议纪要) as a paper: who met where about what, what was agreed and by when, who was there, to whom it goes."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from huiyin.documents.content import Block, CaseText, Document, Head, Table, Text, heading, prose
from huiyin.flow.times import local
from huiyin.rulebook.shelf import book as book_named
from huiyin.supervision.models import Agreed, Attendant, Meeting
from huiyin.supervision.shown import CaseLine

COLUMNS = ("序号", "事项", "责任单位", "责任人", "完成日期")
NOT_YET_FINAL = "未定稿"


def minutes_of(
    row: Meeting,
    cases: Sequence[CaseLine],
    attendants: Sequence[tuple[str, Attendant, str]],
    tasks: Sequence[Agreed],
    invited: Sequence[str],
) -> Document:
    """Return the minutes as their reader may read them: the cases that he sees, those who were there as they are named to him."""
    kind = book_named(row.book).meeting_kind(row.kind)
    head = Head(
        layout="brief", organisation="约谈纪要" if kind.summons else "会议纪要", title=row.title,
        number=row.paper or NOT_YET_FINAL, publisher=_caller(row), issued_on=_day(row.held_at) if row.held_at else "",
        reported_to=f"分送：{'、'.join(invited)}" if invited else "",
    )  # fmt: skip
    return Document(head=head, blocks=tuple(_body(row, kind.label, cases, attendants, tasks)))


def _caller(row: Meeting) -> str:
    return row.centre.name if row.centre else book_named(row.book).city.centre


def _body(
    row: Meeting,
    kind: str,
    cases: Sequence[CaseLine],
    attendants: Sequence[tuple[str, Attendant, str]],
    tasks: Sequence[Agreed],
) -> Iterator[Block]:
    held = f"{_day(row.held_at)}{local(row.held_at):%H:%M}" if row.held_at else ""
    facts = ((("时间", held), ("地点", row.place)), (("形式", kind), ("主持", row.chair)))
    yield from prose("\n".join("\u3000".join(f"{label}：{text}" for label, text in line if text) for line in facts))
    headings = iter("一二三四")
    if cases:
        yield heading(1, f"{next(headings)}、涉及工单")
        yield from (CaseText(number=case.number, title=case.title, inlines=()) for case in cases)
    yield heading(1, f"{next(headings)}、会议情况")
    yield from prose(row.minutes)
    if tasks:
        yield heading(1, f"{next(headings)}、议定事项")
        yield Table(header=COLUMNS, rows=tuple(_cells(task) for task in tasks))
    if attendants:
        yield heading(1, f"{next(headings)}、到会人员")
        yield from prose("\n".join(_by_side(attendants)))


def _cells(task: Agreed) -> tuple[tuple[Text], ...]:
    words = (str(task.ordinal), task.what, task.unit.name, task.owner, f"{task.until:%Y-%m-%d}")
    return tuple((Text(text=one),) for one in words)


def _by_side(attendants: Sequence[tuple[str, Attendant, str]]) -> Iterator[str]:
    """Give a line for each side, in the order in which they were written down."""
    for side in dict.fromkeys(side for side, _, _ in attendants):
        names = (f"{name}（{one.of}）" if one.of else name for of, one, name in attendants if of == side)
        yield f"{side}：{'，'.join(names)}"


def _day(at: datetime) -> str:
    day = local(at)
    return f"{day.year}年{day.month}月{day.day}日"
