"""What lies before a unit's leader to be signed: the matter, the draft and what was sent back before, side by side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from huiyin.cases.choosing import SENT_BACK
from huiyin.cases.models import Assignment, Case, Reply, Wish
from huiyin.cases.models.assignment import Role
from huiyin.cases.queries import shares_visible_to
from huiyin.cases.sight import HIDDEN_TITLE, sight_of
from huiyin.cases.states import AssignmentState
from huiyin.desk.batch import choice_of
from huiyin.desk.viewed import readable_in
from huiyin.desk.words import word
from huiyin.files.models import Attachment
from huiyin.files.queries import attachments_by_subject
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.journal.models import Event, Remark
from huiyin.rulebook.shelf import book as book_named


@dataclass(frozen=True)
class SentBack:
    """One earlier rejection: when, for what cause, in whose words."""

    at: datetime
    cause: str
    words: str


@dataclass(frozen=True)
class Draft:
    """One draft before its leader. `read_first` says why it is not signed in a batch; `choice` is empty then."""

    share: Assignment
    title: str
    text: str
    wishes: list[tuple[Wish, str]]
    reply: Reply | None
    result: str
    sent_back: list[SentBack]
    attachments: list[Attachment]
    read_first: list[str]
    is_mine: bool

    @property
    def choice(self) -> str:
        """What its box sends, empty where there is none."""
        return choice_of(self.share.pk, self.share.case.event_count) if self.is_mine and not self.read_first else ""


def drafts_waiting(actor: Actor) -> QuerySet[Assignment]:
    """Return the shares of the actor's own units whose draft waits for a signature."""
    return shares_visible_to(actor).filter(state=AssignmentState.AWAITING_SIGN_OFF, unit__in=actor.unit_ids)


def why_it_is_read_first(share: Assignment, reply: Reply | None) -> list[str]:
    """Return why a draft is not ordinary: the leader opens it and signs it alone. Empty where it is ordinary."""
    case: Case = share.case
    marks = {
        "重要": case.important or case.leader_signed,
        word(case.book, "urgency", case.urgency): case.urgency != book_named(case.book).urgencies[0].code,
        "举报": bool(case.accused_path),
        "诉求人催过": case.hurries > 0,
        "曾退回重办": share.rejections > 0,
        "未解决": reply is None or not reply.resolved,
        "未联系诉求人": reply is None or not reply.contacted,
    }
    return [label for label, holds in marks.items() if holds]


def ordinary_only(share: Assignment) -> list[str]:
    """Object to a draft that is not ordinary."""
    reply = Reply.objects.filter(assignment_id=share.pk).order_by("-ordinal").first()
    reasons = why_it_is_read_first(share, reply)
    return [f"不是普通件（{'、'.join(reasons)}），请打开逐件签发"] if reasons else []


def drafts_of(shares: Sequence[Assignment], actor: Actor) -> list[Draft]:
    """Return the drafts with all that a leader reads before signing: five statements, however many there are."""
    ids, cases = [share.pk for share in shares], [share.case_id for share in shares]
    replies = _latest_replies(ids)
    wishes = _by(Wish.objects.filter(case_id__in=cases).order_by("ordinal"), "case_id")
    sent_back, attachments = _sent_back(shares), attachments_by_subject("assignment", ids)
    return [
        _draft(share, actor, replies.get(share.pk), wishes[share.case_id], sent_back[share.pk],
               attachments.get(share.pk, []))
        for share in shares
    ]  # fmt: skip


def _draft(
    share: Assignment, actor: Actor, reply: Reply | None, wishes: Iterable[Wish], events: Iterable[SentBack],
    attachments: list[Attachment],
) -> Draft:  # fmt: skip
    case = share.case
    sight = sight_of(actor, case, [share])
    readable = readable_in(sight, case)
    signer = book_named(case.book).signer(case.important or case.leader_signed)
    return Draft(
        share=share,
        title=readable(case.title) if sight.sees_matter else HIDDEN_TITLE,
        text=readable(case.text),
        # Only the leading unit answers the wishes one by one.
        wishes=[(wish, readable(wish.text)) for wish in wishes] if share.role == Role.LEAD else [],
        reply=reply,
        result=word(case.book, "result", reply.result) if reply else "",
        sent_back=[SentBack(one.at, word(case.book, "reject_cause", one.cause), one.words) for one in events],
        attachments=attachments,
        read_first=why_it_is_read_first(share, reply),
        is_mine=signer is not None and actor.holds_in(share.unit_id, signer, Post.UNIT_HEAD),
    )


def _latest_replies(share_ids: Iterable[UUID]) -> dict[UUID, Reply]:
    rows = Reply.objects.filter(assignment_id__in=list(share_ids)).select_related("drafted_by").order_by("ordinal")
    return {row.assignment_id: row for row in rows}


def _sent_back(shares: Sequence[Assignment]) -> Mapping[UUID, list[SentBack]]:
    events = Event.objects.filter(chain_id__in={share.case_id for share in shares}, verb__in=SENT_BACK)
    rows = [event for event in events.order_by("-at") if event.subject_id in {share.pk for share in shares}]
    said = {event.said["reason"]["remark"]: event for event in rows if "remark" in event.said.get("reason", {})}
    texts = {str(pk): text for pk, text in Remark.objects.filter(pk__in=list(said)).values_list("id", "text")}
    found: dict[UUID, list[SentBack]] = defaultdict(list)
    for event in rows:
        words = texts.get(event.said.get("reason", {}).get("remark", ""), "")
        found[event.subject_id].append(SentBack(event.at, str(event.said.get("cause", "")), words))
    return found


def _by(rows: Iterable[Any], name: str) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
