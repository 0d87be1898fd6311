"""Effects of the approval chain (请示、呈批): whose turn it is, and what each one decided."""

from typing import Any

from huiyin.cases.models import Approval
from huiyin.flow.posts import Post
from huiyin.journal.door import Step

LEADERS = frozenset({Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER})
"""Posts whose written words make a case leader-signed: the unit's head must then answer for it."""


def ask_first_approver(step: Step) -> None:
    """Lay the chain of the case's book on the row: the first role, then the rest."""
    lay_chain(step)


def lay_chain(step: Step) -> None:
    """Write the roles that must approve, in their order."""
    row = step.subject
    roles = [role.code for role in chain_of(step.book, row)]
    row.approval_role, row.approval_rest = (roles[0] if roles else ""), ",".join(roles[1:])


def chain_of(book: Any, row: Any) -> tuple[Any, ...]:
    """Return the roles of the book that must approve this case."""
    chain: tuple[Any, ...] = book.approval_chain(
        kind=row.kind, family=row.family, channel=row.channel, category=row.category or None, urgency=row.urgency,
        important=row.important,
    )  # fmt: skip
    return chain


def keep_approval(step: Step) -> None:
    """Keep who approved in which role, with the words. A written instruction makes the case leader-signed."""
    _keep(step, approved=True)
    if step.said.get("words") and step.facts.approval_post in LEADERS:
        step.subject.leader_signed = True


def keep_disapproval(step: Step) -> None:
    """Keep who sent it back and why; the chain begins anew next time."""
    _keep(step, approved=False)
    step.subject.approval_role = step.subject.approval_rest = ""


def ask_next_approver(step: Step) -> None:
    """Give the case to the next role of the chain; after the last nobody's turn is left."""
    row = step.subject
    role, _, rest = row.approval_rest.partition(",")
    row.approval_role, row.approval_rest = role, rest
    if not role:
        row.approval_pending = False


def _keep(step: Step, *, approved: bool) -> None:
    Approval.objects.create(
        case_id=step.subject.pk, role=step.subject.approval_role, decided_by_id=step.actor.user_id,
        decided_at=step.at, approved=approved, words=step.said.get("words") or step.said.get("reason", ""),
        on_paper=bool(step.said.get("leader")), afterwards=step.subject.approval_pending,
    )  # fmt: skip
