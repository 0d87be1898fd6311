"""Effects of a unit's reply: draft, sign-off, submission, acceptance and rejection."""

from django.db.models import Max

from huiyin.cases import timing
from huiyin.cases.models import Reply, Wish
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import AssignmentState
from huiyin.flow.drawing import is_drawn
from huiyin.flow.times import local_day
from huiyin.journal.door import Step

SAID = ("account", "public", "result", "true_matter", "contacted", "contacted_how", "resolved", "unresolved_reason",
        "answered_petitioner", "answer_way", "answer_link")  # fmt: skip


def keep_reply(step: Step) -> None:
    """Keep the draft as the next reply of this share, and what it says to each wish."""
    last = Reply.objects.filter(assignment_id=step.subject.pk).aggregate(last=Max("ordinal"))["last"] or 0
    reply = Reply(
        assignment_id=step.subject.pk, ordinal=last + 1, drafted_by_id=step.actor.user_id, drafted_at=step.at,
        **{name: step.said[name] for name in SAID},
    )  # fmt: skip
    reply.save(force_insert=True)
    step.record["reply"] = reply.pk
    if step.subject.role == Role.LEAD:
        for row in step.said["wish_results"]:
            wish = Wish.objects.filter(case_id=step.head.pk, ordinal=row["ordinal"])
            wish.update(result=row["result"], evidence=row["evidence"], audited=None)


def submit_if_no_signature(step: Step) -> None:
    """Where the city wants no sign-off, the draft is the reply."""
    if step.subject.state == AssignmentState.REPLIED:
        submit_reply(step)


def sign_off(step: Step) -> None:
    """The leader signs on the screen, with an account of his own."""
    Reply.objects.filter(pk=_current(step).pk).update(signed_off_by_id=step.actor.user_id, signed_off_at=step.at)


def sign_off_on_paper(step: Step) -> None:
    """The leader signed on paper: the scan, the name and the day are kept. A share of papers is drawn to be checked.

    That one is drawn stands in no event: the unit reads those.
    """
    reply = _current(step)
    Reply.objects.filter(pk=reply.pk).update(
        paper_signer=step.said["signer"], paper_day=step.said["signed_on"], paper_scan=step.said["scan"],
        paper_drawn=is_drawn("paper", reply.pk, step.book.sign_off.spot_check), signed_off_at=step.at,
    )  # fmt: skip


def check_paper(step: Step) -> None:
    """The centre compared the paper with whom it names; a signature that nobody gave makes the reply untrue."""
    share, genuine = step.subject, step.said["genuine"]
    submitted = Reply.objects.filter(assignment_id=share.pk, submitted_at__isnull=False).latest("ordinal")
    Reply.objects.filter(pk=submitted.pk).update(paper_genuine=genuine)
    if not genuine:
        share.untrue = True
        timing.share_untrue(step, share)
        share.on_time = False if share.on_time else share.on_time
    step.record["genuine"] = genuine


def submit_reply(step: Step) -> None:
    """The reply goes out: the unit's clock stops here if the reply later passes.

    Who says now that the petitioner was spoken with, and did not log it then, spoke with him at the latest now.
    """
    share, reply = step.subject, _current(step)
    share.replied_at, share.replied_day = step.at, local_day(step.at)
    Reply.objects.filter(pk=reply.pk).update(submitted_at=step.at)
    timing.share_replied(step, share)
    if reply.contacted:
        timing.share_contacted(step, share)


def send_draft_back(step: Step) -> None:
    """The leader wants it better; the clock runs on."""
    Reply.objects.filter(pk=_current(step).pk).update(accepted=False, decided_at=step.at)


def accept_reply(step: Step) -> None:
    """The reply passes: on time if it was in before the due time, unless an earlier one was untrue."""
    share = step.subject
    Reply.objects.filter(pk=_current(step).pk).update(accepted=True, decided_at=step.at)
    share.passed_at = share.ended_at = step.at
    if share.on_time is None:
        share.on_time = not share.untrue and (share.due_at is None or share.replied_at <= share.due_at)
    timing.share_passed(step, share)
    step.record["on_time"] = share.on_time


def reject_reply(step: Step) -> None:
    """The reply goes back: the time that the audit took is given back; an untrue reply is never on time."""
    share = step.subject
    Reply.objects.filter(pk=_current(step).pk).update(
        accepted=False, decided_at=step.at, reject_cause=step.said["cause"]
    )
    share.rejections += 1
    share.untrue = share.untrue or step.book.reject_cause(step.said["cause"]).loses_on_time
    timing.share_rejected(step, share)
    share.replied_at = share.replied_day = None
    step.record["due"] = share.due_at
    if share.role == Role.LEAD:
        step.head.unit_due_at = share.due_at


def _current(step: Step) -> Reply:
    return Reply.objects.filter(assignment_id=step.subject.pk).latest("ordinal")
