"""The dispatch sheet (转办单) on paper: for units that sign by hand, and for the file."""

from typing import Any

from huiyin.cases.models import Approval, Assignment
from huiyin.cases.models.assignment import Role
from huiyin.desk.viewed import Viewed
from huiyin.desk.words import word
from huiyin.rulebook.shelf import book as book_named


def paper_of(seen: Viewed, share: Assignment) -> dict[str, Any]:
    """Return what the sheet shows of a case to one unit: no more than the unit sees on the screen."""
    case, book = seen.case, book_named(seen.case.book)
    signer = book.signer(case.important or case.leader_signed)
    approvals = Approval.objects.filter(case=case, approved=True).exclude(words="").select_related("decided_by")
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
        "approvals": [(one, seen.readable(one.words)) for one in approvals.order_by("decided_at")],
        "joint": [other for other in seen.shares if other.role == Role.JOINT and other.pk != share.pk],
        "signer": signer.label if signer else "承办单位负责人",
    }
