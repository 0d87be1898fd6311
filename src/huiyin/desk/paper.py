"""Sheets on paper: the dispatch sheet (转办单) for units that sign by hand, and the case (工单) for the file."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from huiyin.cases.models import Answer, Approval, Assignment
from huiyin.cases.models.assignment import Role
from huiyin.cases.petitioners import masked_contact_of
from huiyin.cases.states import AssignmentState, CaseState
from huiyin.desk.units_part import ReplyPart, replies_seen
from huiyin.desk.viewed import Viewed
from huiyin.desk.words import category_word, label_of, word
from huiyin.documents.content import Document, Form, FormRow, Head, form_row
from huiyin.flow.times import local
from huiyin.instructions.queries import of_case
from huiyin.instructions.shown import Shown, shown_all
from huiyin.instructions.states import Mark
from huiyin.rulebook.shelf import book as book_named


def dispatch_sheet(seen: Viewed, share: Assignment) -> Document:
    """Return the sheet that goes with a case to one unit: no more than the unit sees on the screen."""
    case, book = seen.case, book_named(seen.case.book)
    signer = book.signer(case.important or case.leader_signed)
    joint = "、".join(other.unit.name for other in seen.shares if other.role == Role.JOINT and other.pk != share.pk)
    urgency = word(case.book, "urgency", case.urgency)
    rows = [
        form_row(("编号", case.number), ("紧急程度", f"{urgency}{'（重要）' if case.important else ''}")),
        form_row(("来源", word(case.book, "channel", case.channel)), ("性质", word(case.book, "kind", case.kind))),
        form_row((f"{share.get_role_display()}单位", share.unit.name), ("协办单位", joint or "无")),
        form_row(("转办时间", _moment(share.dispatched_at)), ("反馈期限", _moment(share.due_at))),
        form_row(("标题", seen.title)),
        *_where_and_when(seen),
        form_row(("诉求内容", seen.readable(case.text))),
        form_row(("诉求点", "\n".join(f"{one.ordinal}. {seen.readable(one.text)}" for one in case.wishes.order_by("ordinal")))),
        *_optional("领导批示", "\n".join(_words_of_leaders(seen))),
        *_optional("转办说明", seen.readable(share.note)),
        form_row(("办理情况", ""), lines=8),
        form_row(("承办人", ""), (f"{signer.label if signer else '承办单位负责人'}签字", ""), lines=3),
        form_row(("签发日期", ""), ("单位盖章", ""), lines=3),
    ]  # fmt: skip
    head = Head(layout="form", organisation=_centre(seen), title="转办单", number=case.number)
    return Document(head=head, blocks=(Form(rows=tuple(rows)),))


def _where_and_when(seen: Viewed) -> Iterator[FormRow]:
    if seen.sight.sees_matter and (seen.case.place or seen.case.occurred):
        yield form_row(("地点", seen.readable(seen.case.place)), ("发生时间", seen.readable(seen.case.occurred)))


def _optional(label: str, text: str) -> Iterator[FormRow]:
    if text:
        yield form_row((label, text))


def _words_of_leaders(seen: Viewed) -> Iterator[str]:
    for one in _instructions(seen):
        yield f"{one.leader}（{one.row.written_on:%Y-%m-%d}）：{one.words}"
    for approval, words in _approvals(seen):
        by = approval.decided_by.name if approval.decided_by else ""
        yield f"{by}（{_moment(approval.decided_at)[:10]}）：{words}"


def _moment(at: datetime | None) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""


def case_sheet(seen: Viewed) -> Document:
    """Return the whole case for the file: what the viewer reads on the screen, with the petitioner masked."""
    note = f"{_moment(seen.at)} {seen.actor.name} 打印"
    head = Head(layout="form", organisation=_centre(seen), title="工单", number=seen.case.number)
    return Document(head=head, blocks=(Form(rows=tuple(_rows_of_case(seen)), note=note),))


def _centre(seen: Viewed) -> str:
    return seen.case.centre.name if seen.case.centre else book_named(seen.case.book).city.centre


def _rows_of_case(seen: Viewed) -> Iterator[FormRow]:
    case = seen.case
    result, urgency = word(case.book, "result", case.result), word(case.book, "urgency", case.urgency)
    yield form_row(
        ("编号", case.number), ("状态", f"{label_of(CaseState, case.state)}{f'（{result}）' if result else ''}")
    )
    yield form_row(("来源", word(case.book, "channel", case.channel)), ("性质", word(case.book, "kind", case.kind)))
    yield form_row(
        ("分类", category_word(case.book, case.category)),
        ("紧急程度", f"{urgency}{'（重要）' if case.important else ''}"),
    )
    due = "挂账，期限暂停" if case.suspended else _moment(case.due_at)
    yield form_row(("收到", _moment(case.received_at)), ("答复期限", due))
    yield _who_asks(seen)
    yield form_row(("标题", seen.title))
    yield from _where_and_when(seen)
    yield form_row(("诉求内容", seen.readable(case.text)))
    yield form_row(("诉求点", "\n".join(_wishes_with_results(seen))))
    yield from _optional("领导批示", "\n".join(_words_of_leaders(seen)))
    replies = replies_seen(seen)
    for share in seen.shares:
        if _is_named(seen, share):
            yield form_row((f"{share.get_role_display()}单位", "\n".join(_told_of_share(seen, share, replies))))
    for answer in Answer.objects.filter(case=case).order_by("at"):
        yield form_row(("答复诉求人", f"{_moment(answer.at)}：{seen.readable(answer.text)}"))


def _who_asks(seen: Viewed) -> FormRow:
    if not seen.sight.sees_petitioner:
        return form_row(("诉求人", "不显示"), ("电话", "不显示"))
    contact = masked_contact_of(seen.case.petitioner)
    return form_row(
        ("诉求人", contact.name or "未留姓名"), ("电话", contact.phone or "未留或不显示")
    )  # fmt: skip


def _wishes_with_results(seen: Viewed) -> Iterator[str]:
    for one in seen.case.wishes.order_by("ordinal"):
        evidence = f"（{one.evidence}）" if one.evidence else ""
        result = f"：{one.get_result_display()}{evidence}" if one.result else ""
        yield f"{one.ordinal}. {seen.readable(one.text)}{result}"


def _is_named(seen: Viewed, share: Assignment) -> bool:
    # Who leads and who joins in concerns all of them; whom another unit sets to work does not.
    return seen.sight.sees_share(share) or share.role != Role.SUB


def _told_of_share(seen: Viewed, share: Assignment, replies: Mapping[UUID, list[ReplyPart]]) -> Iterator[str]:
    """Give how a share stands and its latest reply; of another unit's nothing but the unit."""
    if not seen.sight.sees_share(share):
        yield share.unit.name
        return
    steps = (
        ("转办", share.dispatched_at),
        ("签收", share.signed_at),
        ("期限", share.due_at),
        ("反馈", share.replied_at),
    )
    told = "，".join(f"{step} {_moment(at)}" for step, at in steps if at)
    yield f"{share.unit.name}（{label_of(AssignmentState, share.state)}）{told}"
    yield from (part.row.account for part in replies.get(share.pk, [])[:1])


def _instructions(seen: Viewed) -> list[Shown]:
    """Return what leaders wrote on the case; words on an approval stand among the approvals already."""
    rows = of_case(seen.actor, seen.case).filter(mark=Mark.INSTRUCTED, stood_at__isnull=False).order_by("number")
    approved = {words.strip() for _, words in _approvals(seen)}
    found = shown_all(rows.select_related("matter", "leader"), seen.actor)
    return [one for one in found if one.words.strip() not in approved]


def _approvals(seen: Viewed) -> list[tuple[Approval, str]]:
    rows = Approval.objects.filter(case=seen.case, approved=True).exclude(words="").select_related("decided_by")
    return [(one, seen.readable(one.words)) for one in rows.order_by("decided_at")]
