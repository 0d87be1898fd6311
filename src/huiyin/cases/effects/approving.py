"""Effects of the approval chain (请示、呈批) and of instructions (批示): whose turn it is, and what each decided."""

from typing import Any

from huiyin.cases import timing
from huiyin.cases.models import Approval
from huiyin.cases.who import LEADERS
from huiyin.flow.table import Refused
from huiyin.journal.door import Step


def ask_first_approver(step: Step) -> None:
    """Lay the chain of the case's book on the row: the first role, then the rest."""
    lay_chain(step)


def lay_chain(step: Step) -> None:
    """Write the roles that must approve, in their order."""
    row = step.subject
    roles = [role.code for role in chain_of(step.book, row)]
    # On a unit's own line its leader is all the chain there is.
    roles = roles[:1] if row.centre_id else roles
    row.approval_role, row.approval_rest = (roles[0] if roles else ""), ",".join(roles[1:])


def chain_of(book: Any, row: Any) -> tuple[Any, ...]:
    """Return the roles of the book that must approve this case."""
    chain: tuple[Any, ...] = book.approval_chain(
        kind=row.kind, family=row.family, channel=row.channel, category=row.category or None, urgency=row.urgency,
        important=row.important,
    )  # fmt: skip
    return chain


def approve_afterwards_later(step: Step) -> None:
    """急件先转办后补批: an urgent case goes out before its approval, which has its own limit."""
    if step.facts.state == "approved" or not step.facts.approval_needed:
        return
    step.subject.approval_pending = True
    lay_chain(step)
    timing.begin_approval(step)


def keep_approval(step: Step) -> None:
    """Keep who approved in which role, with the words. What a leader writes beyond yes makes the case leader-signed."""
    _keep(step, approved=True)
    if not step.book.instructions.is_mere_consent(step.said["words"]) and step.facts.approval_post in LEADERS:
        _mark_instructed(step, step.facts.approval_post)


def keep_disapproval(step: Step) -> None:
    """Keep who sent it back and why; the chain begins anew next time."""
    _keep(step, approved=False)
    step.subject.approval_role = step.subject.approval_rest = ""
    _end_waiting(step)


def ask_next_approver(step: Step) -> None:
    """Give the case to the next role of the chain; after the last nobody's turn is left."""
    row = step.subject
    role, _, rest = row.approval_rest.partition(",")
    row.approval_role, row.approval_rest = role, rest
    if not role:
        _end_waiting(step)


def keep_instruction(step: Step) -> None:
    """A leader has written what is to be done: from now on the unit's head answers for the case (领导批示件)."""
    post = next((p for p in LEADERS if step.actor.holds(p)), step.said["leader_post"])
    if not post and step.subject.centre_id is None:
        # Words of a paper that are nobody's would stand in no ledger and count for no leader.
        raise Refused([], {"leader_post": "请选择批示领导的职务"})
    step.record["leader_post"] = post
    _mark_instructed(step, post)


def forget_instruction(step: Step) -> None:
    """The leader has taken back the only instruction there was: the case is as any other again."""
    step.subject.leader_signed = False
    step.subject.instructor_post = ""


def _mark_instructed(step: Step, post: Any) -> None:
    step.subject.leader_signed = True
    step.subject.instructor_post = str(post or "")


def _end_waiting(step: Step) -> None:
    if step.subject.approval_pending:
        step.subject.approval_pending = False
        timing.end_approval(step)


def _keep(step: Step, *, approved: bool) -> None:
    Approval.objects.create(
        case_id=step.subject.pk, role=step.subject.approval_role, decided_by_id=step.actor.user_id,
        decided_at=step.at, approved=approved, words=step.said.get("words") or step.said.get("reason", ""),
        on_paper=bool(step.said.get("leader")), afterwards=step.subject.approval_pending,
    )  # fmt: skip
