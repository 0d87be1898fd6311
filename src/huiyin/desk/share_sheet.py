"""A unit's open shares as a sheet: what it tells of each, and the columns that the unit fills in and brings back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huiyin.cases.asks import WISHES as MATTER_WISHES
from huiyin.cases.lifecycle_parts import ASSIGNMENT
from huiyin.cases.models import Assignment
from huiyin.cases.petitioners import masked_contact_of
from huiyin.cases.queries import shares_visible_to
from huiyin.cases.sight import HIDDEN_TITLE, sight_of
from huiyin.cases.states import OPEN_ASSIGNMENT, AssignmentState
from huiyin.desk.batch import choice_of
from huiyin.desk.replying import ACTION, WISHES, wishes_of
from huiyin.desk.viewed import readable_in
from huiyin.desk.words import clock_time, label_of
from huiyin.flow.actor import Actor
from huiyin.flow.says import Ask
from huiyin.privacy.texts import mask_text

MOST_ROWS = 2000
NUMBER, CODE, SIGN = "工单编号", "回传码（勿改）", "签收"
TOLD = (
    NUMBER, "标题", "诉求内容", MATTER_WISHES.label, "诉求人", "联系电话", "状态", "承办单位", "主办协办", "转办时间", "签收期限",
    "反馈期限", CODE,
)  # fmt: skip
"""What the sheet tells. The code says which share a row is, and how much of its case was seen when it was taken out."""

YES, NO = "是", "否"


@dataclass(frozen=True)
class Column:
    """One column to fill in: its heading, what it asks, and for which wish, if for one."""

    heading: str
    ask: Ask
    wish: int = 0


def reply_columns(most_wishes: int) -> list[Column]:
    """Return the columns of a reply, in the order of its form, with two for each wish at the end."""
    asks = ASSIGNMENT.of(ACTION).asks
    of_wish = [ask for ask in next(ask.columns for ask in asks if ask.name == WISHES) if ask.name != "ordinal"]
    plain = [Column(ask.label, ask) for ask in asks if ask.name != WISHES]
    return plain + [
        Column(f"{MATTER_WISHES.label}{number}{ask.label}", ask, number)
        for number in range(1, most_wishes + 1)
        for ask in of_wish
    ]


def open_shares_of(actor: Actor) -> QuerySet[Assignment]:
    """Return the open shares of the actor's own units, due first."""
    rows = shares_visible_to(actor).filter(unit__in=actor.unit_ids, state__in=sorted(OPEN_ASSIGNMENT))
    return rows.select_related("case__petitioner", "unit").order_by("due_at", "id")[:MOST_ROWS]


@dataclass(frozen=True)
class Sheet:
    """What is written: the headings, the rows, and by column what can be chosen there."""

    header: list[str]
    rows: Iterator[Sequence[Any]]
    choices: Mapping[int, Sequence[str]]


def sheet_of(shares: Sequence[Assignment], actor: Actor, book: Any) -> Sheet:
    """Return the sheet of these shares: two statements for the whole."""
    wishes = wishes_of(shares)
    columns = reply_columns(max((len(found) for found in wishes.values()), default=1))
    header = [*TOLD, SIGN, *(column.heading for column in columns)]
    choices = {len(TOLD): (YES,)} | {
        number: offered
        for number, column in enumerate(columns, len(TOLD) + 1)
        if (offered := choices_of(column.ask, book))
    }
    return Sheet(header, (_told(share, actor, [text for _, text in wishes[share.pk]]) for share in shares), choices)


def choices_of(ask: Ask, book: Any) -> Sequence[str]:
    """Return the words that can stand in a column, empty where anything can."""
    if ask.kind == "flag":
        return YES, NO
    return [label for _, label in ask.choices(book)] if ask.choices else ()


def _told(share: Assignment, actor: Actor, wishes: Sequence[str]) -> Sequence[Any]:
    case, sight = share.case, sight_of(actor, share.case, [share])
    readable = readable_in(sight, case)
    contact = masked_contact_of(case.petitioner) if sight.sees_petitioner else None
    is_unsigned = share.state == AssignmentState.PENDING_SIGNATURE
    told_wishes = "\n".join(f"{number}. {mask_text(readable(text))}" for number, text in enumerate(wishes, 1))
    return (
        case.number, mask_text(readable(case.title)) if sight.sees_matter else HIDDEN_TITLE,
        mask_text(readable(case.text)), told_wishes if sight.sees_matter else "",
        contact.name if contact else "", contact.phone if contact else "",
        label_of(AssignmentState, share.state), share.unit.short_name, share.get_role_display(),
        clock_time(share.dispatched_at), clock_time(share.sign_due_at) if is_unsigned else "", clock_time(share.due_at),
        choice_of(share.pk, case.event_count),
    )  # fmt: skip
