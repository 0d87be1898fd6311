"""Effects on the share of a unit whose open case came from another system."""

from huiyin.cases import timing, timing_carried
from huiyin.cases.models import Reply
from huiyin.flow.times import local_day
from huiyin.journal.door import Step

ELSEWHERE = "原系统已反馈，内容见原办理经过"
"""What stands as the public answer where the other system did not tell it apart."""


def carry_unit_clocks(step: Step) -> None:
    """The unit's limit goes on where it was; whoever has not signed there has the full time to sign here."""
    share = step.subject
    timing_carried.begin_share(step, share, step.said["due_at"], signed=step.said["signed"])
    step.record |= {"unit": share.unit_id, "role": share.role, "due": share.due_at, "sign_due": share.sign_due_at}


def carry_signature(step: Step) -> None:
    """The unit signed in the other system; whether late is not known and not held against it."""
    step.subject.signed_at = step.said["signed_at"]
    timing.share_signed(step, step.subject)


def carry_reply(step: Step) -> None:
    """The unit replied in the other system: what is known of it is audited here."""
    share = step.subject
    reply = Reply(
        assignment_id=share.pk, ordinal=1, account=step.said["account"] or ELSEWHERE, public=ELSEWHERE, contacted=False,
        resolved=False, drafted_by_id=step.actor.user_id, drafted_at=step.at, submitted_at=step.at,
    )  # fmt: skip
    reply.save(force_insert=True)
    share.replied_at, share.replied_day = step.at, local_day(step.at)
    timing.share_replied(step, share)
    step.record["reply"] = reply.pk
