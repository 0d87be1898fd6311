"""Sheets on paper: the dispatch sheet (转办单) for units that sign by hand, and the case (工单) for the file."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from huiyin.cases.models import Answer, Approval, Assignment
from huiyin.cases.models.assignment import Role
from huiyin.cases.petitioners import masked_contact_of
from huiyin.cases.states import AssignmentState, CaseState
from huiyin.desk.units_part import ReplyPart, replies_seen
from huiyin.desk.viewed import Viewed
from huiyin.desk.words import category_word, label_of, word
from huiyin.instructions.queries import of_case
from huiyin.instructions.shown import Shown, shown_all
from huiyin.instructions.states import Mark
from huiyin.rulebook.shelf import book as book_named


def paper_of(seen: Viewed, share: Assignment) -> dict[str, Any]:
    """Return what the sheet shows of a case to one unit: no more than the unit sees on the screen."""
    case, book = seen.case, book_named(seen.case.book)
    signer = book.signer(case.important or case.leader_signed)
    return {
        "case": case,
        "share": share,
        "title": seen.title,
        "text": seen.readable(case.text),
        "wishes": [(wish.ordinal, seen.readable(wish.text)) for wish in case.wishes.order_by("ordinal")],
        "channel": word(case.book, "channel", case.channel),
        "kind": word(case.book, "kind", case.kind),
        "urgency": word(case.book, "urgency", case.urgency),
        "place": seen.readable(case.place) if seen.sight.sees_matter else "",
        "occurred": seen.readable(case.occurred) if seen.sight.sees_matter else "",
        "note": seen.readable(share.note),
        "approvals": _approvals(seen),
        "instructions": _instructions(seen),
        "joint": [other for other in seen.shares if other.role == Role.JOINT and other.pk != share.pk],
        "signer": signer.label if signer else "承办单位负责人",
    }


def case_paper_of(seen: Viewed) -> dict[str, Any]:
    """Return what the sheet of a case shows: what the viewer reads on the screen, with the petitioner masked."""
    case, sight = seen.case, seen.sight
    replies = replies_seen(seen)
    answers = Answer.objects.filter(case=case).select_related("by").order_by("at")
    return {
        "case": case,
        "title": seen.title,
        "state": label_of(CaseState, case.state),
        "text": seen.readable(case.text),
        "wishes": [(wish, seen.readable(wish.text)) for wish in case.wishes.order_by("ordinal")],
        "channel": word(case.book, "channel", case.channel),
        "kind": word(case.book, "kind", case.kind),
        "category": category_word(case.book, case.category),
        "urgency": word(case.book, "urgency", case.urgency),
        "result": word(case.book, "result", case.result),
        "place": seen.readable(case.place) if sight.sees_matter else "",
        "occurred": seen.readable(case.occurred) if sight.sees_matter else "",
        "contact": masked_contact_of(case.petitioner) if sight.sees_petitioner else None,
        "approvals": _approvals(seen),
        "instructions": _instructions(seen),
        "shares": [_share_line(seen, share, replies) for share in seen.shares if _is_named(seen, share)],
        "answers": [(one, seen.readable(one.text)) for one in answers],
        "printed_at": seen.at,
        "printed_by": seen.actor.name,
    }


def _is_named(seen: Viewed, share: Assignment) -> bool:
    # Who leads and who joins in concerns all of them; whom another unit sets to work does not.
    return seen.sight.sees_share(share) or share.role != Role.SUB


def _share_line(
    seen: Viewed, share: Assignment, replies: Mapping[UUID, list[ReplyPart]]
) -> tuple[Assignment, str, list[ReplyPart]]:  # fmt: skip
    """Return a share with the word for its state and its latest reply; of another unit's nothing but the unit."""
    if not seen.sight.sees_share(share):
        return share, "", []
    return share, label_of(AssignmentState, share.state), replies.get(share.pk, [])[:1]


def _instructions(seen: Viewed) -> list[Shown]:
    """Return what leaders wrote on the case; words on an approval stand among the approvals already."""
    rows = of_case(seen.actor, seen.case).filter(mark=Mark.INSTRUCTED, stood_at__isnull=False).order_by("number")
    approved = {words.strip() for _, words in _approvals(seen)}
    found = shown_all(rows.select_related("matter", "leader"), seen.actor)
    return [one for one in found if one.words.strip() not in approved]


def _approvals(seen: Viewed) -> list[tuple[Approval, str]]:
    rows = Approval.objects.filter(case=seen.case, approved=True).exclude(words="").select_related("decided_by")
    return [(one, seen.readable(one.words)) for one in rows.order_by("decided_at")]
