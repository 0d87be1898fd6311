"""The papers that go to a supervised unit: the notice in the layout of official papers with the form of its answer; urging."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from huiyin.documents.content import (
    Annex,
    Block,
    CaseText,
    Document,
    Form,
    Head,
    form_row,
    heading,
    prose,
)
from huiyin.flow.times import local
from huiyin.rulebook.shelf import book as book_named
from huiyin.supervision.models import Order, Urge
from huiyin.supervision.shown import CaseLine

ANSWER = "督办事项落实情况反馈表"


def notice_of(row: Order, cases: Sequence[CaseLine], hidden: int) -> Document:
    """Return the notice: `cases` are those that its reader may see, `hidden` is how many others there are."""
    issuer = _issuer(row)
    head = Head(
        layout="official", organisation=f"{issuer}文件", title=_title(cases, hidden), number=row.paper, publisher=issuer,
        issued_on=_day(row.issued_at), addressed_to=row.unit.name, printed_by=issuer, attachments=(ANSWER,),
    )  # fmt: skip
    return Document(head=head, blocks=tuple(_body(row, cases, hidden)), annex=_answer(row))


def urge_letter_of(row: Order, urge: Urge, cases: Sequence[CaseLine], hidden: int) -> Document:
    """Return the letter by which the unit was urged to answer the order."""
    late = "（已逾期）" if urge.at > row.due_at else ""
    rows = [
        form_row(("文号", urge.paper), ("第几次催办", f"第 {urge.ordinal} 次")),
        form_row(("被催办单位", row.unit.name), ("原督办单", row.paper)),
        form_row(("涉及工单", "\n".join(_named(cases, hidden)))),
        form_row(("督办要求", row.asked)),
        form_row(("反馈期限", f"{_moment(row.due_at)}{late}")),
        *([form_row(("催办说明", urge.words))] if urge.words else []),
        form_row(("催办人", urge.by.name), ("催办时间", _moment(urge.at))),
        form_row(("单位签收", ""), ("签收时间", ""), lines=3),
    ]
    head = Head(layout="form", organisation=_issuer(row), title="催办通知书", number=urge.paper)
    return Document(head=head, blocks=(Form(rows=tuple(rows)),))


def _issuer(row: Order) -> str:
    return row.centre.name if row.centre else book_named(row.book).city.centre


def _title(cases: Sequence[CaseLine], hidden: int) -> str:
    if len(cases) == 1 and not hidden:
        return f"关于{cases[0].number}号工单办理情况的督办通知"
    count = len(cases) + hidden
    return f"关于{count}件工单办理情况的督办通知" if count else "关于诉求办理工作整体情况的督办通知"


def _body(row: Order, cases: Sequence[CaseLine], hidden: int) -> Iterator[Block]:
    kind = book_named(row.book).supervision_kind(row.kind)
    yield from prose(f"现就下列事项对你单位予以督办（{kind.label}{'，急件' if kind.urgent else ''}），请抓紧落实。")
    yield heading(1, "一、督办事项")
    yield from (CaseText(number=case.number, title=case.title, inlines=()) for case in cases)
    if hidden or not cases:
        yield from prose(_named((), hidden)[0])
    yield heading(1, "二、督办要求")
    yield from prose(row.asked)
    yield heading(1, "三、反馈期限")
    yield from prose(
        f"请于{_moment(row.due_at)}前填写所附反馈表，经单位负责人签字、加盖公章后报送。督办人：{row.issued_by.name}。"
    )


def _named(cases: Sequence[CaseLine], hidden: int) -> list[str]:
    """Return the cases by number and title, and what stands there where none can be named."""
    lines = [f"{case.number} {case.title}" for case in cases]
    if hidden:
        lines.append(f"{'另有' if lines else ''}{hidden} 件工单不在此列出")
    return lines or ["单位整体办理情况"]


def _answer(row: Order) -> Annex:
    """Return the form of the unit's answer: what it reported already stands there, the rest is filled in by hand."""
    rows = (
        form_row(("督办文号", row.paper), ("反馈期限", _moment(row.due_at))),
        form_row(("被督办单位", row.unit.name), ("督办单位", _issuer(row))),
        form_row(("落实情况", row.report), lines=16),
        form_row(("单位负责人签字", ""), ("单位盖章", ""), lines=3),
    )
    return Annex(title=ANSWER, blocks=(Form(rows=rows),))


def _day(at: datetime) -> str:
    day = local(at)
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(at: datetime) -> str:
    return f"{_day(at)}{local(at):%H:%M}"
