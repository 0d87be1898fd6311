"""Effects on a unit's share while it is handled: clocks, signature, contacts, handing down, ending."""

from huiyin.cases import timing
from huiyin.cases.effects.dispatching import new_share
from huiyin.cases.models import Application, Assignment, ContactEntry
from huiyin.cases.models.assignment import Role
from huiyin.cases.models.record import ContactKind
from huiyin.cases.states import OPEN_ASSIGNMENT, ApplicationState
from huiyin.journal.door import Step, door_of
from huiyin.units.models import Unit


def start_unit_clocks(step: Step) -> None:
    """The unit's clocks run from dispatch; a share handed down ends inside the limit of the one above."""
    share = step.subject
    timing.begin_share(step, share)
    step.record |= {"unit": share.unit_id, "role": share.role, "due": share.due_at, "sign_due": share.sign_due_at}


def sign(step: Step) -> None:
    """The unit has the case; signing late is counted, the limit does not begin anew."""
    share = step.subject
    share.signed_at, share.signed_by_id = step.at, step.actor.user_id
    share.signed_late = share.sign_due_at is not None and step.at > share.sign_due_at
    before = share.due_at
    timing.share_signed(step, share)
    if share.due_at != before:
        step.record["due"] = share.due_at


def keep_first_contact(step: Step) -> None:
    """The unit spoke with the petitioner first (先行联系)."""
    _keep_contact(step, ContactKind.FIRST)
    if step.said["reached"] and step.subject.contacted_at is None:
        step.subject.contacted_at = step.at
        timing.share_contacted(step, step.subject)


def keep_contact(step: Step) -> None:
    """A contact or a look at the place by the unit."""
    _keep_contact(step, step.said["contact_kind"])


def _keep_contact(step: Step, kind: str) -> None:
    ContactEntry.objects.create(
        case_id=step.head.pk, assignment_id=step.subject.pk, kind=kind, at=step.at, by_id=step.actor.user_id,
        way=step.said["way"], reached=step.said["reached"], text=step.said["words"],
    )  # fmt: skip


def assign_below(step: Step) -> None:
    """Hand the work to a unit below, with a limit inside the own one."""
    new_share(step, step.said["unit"], Role.SUB, step.said["note"], limit=step.said["limit"], above=step.subject)


def give_back_review_time(step: Step) -> None:
    """The return was not accepted: what the review took beyond its due time is given back."""
    timing.resume_share(step, step.subject, "return")


def annul(step: Step) -> None:
    """For this unit the assignment never was: no lateness stays; the next unit gets a full limit."""
    stop(step)
    step.subject.on_time = None
    step.subject.returns += 1
    if step.subject.role != Role.SUB:
        step.head.returns += 1


def stop(step: Step) -> None:
    """The share is over without a passed reply: with what was handed down from it, and what was asked for it."""
    share = step.subject
    for below in Assignment.objects.filter(above_id=share.pk, state__in=sorted(OPEN_ASSIGNMENT)).order_by("id"):
        door_of("assignment").follow_on(step, below, "release")
    if share.asks_for:
        let_applications_lapse(step)
    if share.suspended:
        leave_ledger(step)
    share.ended_at = step.at
    timing.share_stopped(step, share)


def let_applications_lapse(step: Step) -> None:
    """What the share still asked for is not to be decided any more."""
    for asked in Application.objects.filter(assignment_id=step.subject.pk, state=ApplicationState.ASKED):
        door_of("application").follow_on(step, asked, "lapse")
    step.subject.asks_for = ""


def start_again(step: Step) -> None:
    """A redo: a new cycle with a limit of its own. Whether the first answer was on time stays as judged."""
    share = step.subject
    share.cycle += 1
    share.replied_at = share.replied_day = share.passed_at = share.ended_at = None
    timing.share_again(step, share)
    step.record |= {"cycle": share.cycle, "due": share.due_at}


def resume(step: Step) -> None:
    """What was suspended is taken up again; the time on the ledger is given back."""
    timing.resume_share(step, step.subject, "suspension")
    leave_ledger(step)


def leave_ledger(step: Step) -> None:
    """The matter does not wait for better conditions any more: its promise to the petitioner runs again."""
    step.subject.suspended = False
    step.head.suspended, step.head.review_on = False, None
    timing.resume_case(step)


def hand_to_successor(step: Step) -> None:
    """The unit became another: its share goes on there, with the same limit."""
    share, heir = step.subject, Unit.objects.get(pk=step.said["unit"])
    step.record |= {"before": share.unit_id, "path_before": share.unit_path}
    share.unit_id, share.unit_path = heir.pk, heir.path
    timing.share_handed_on(step, share)
    waiting = Application.objects.filter(assignment__above_id=share.pk, state=ApplicationState.ASKED)
    waiting.update(decided_by_unit_id=heir.pk)
    if share.role == Role.LEAD:
        step.head.lead_unit_id, step.head.lead_path = heir.pk, heir.path


def promise_at_once(step: Step) -> None:
    """The unit promises to handle the matter at once (马上就办)."""
    step.head.immediate = True


def ask_centre(step: Step) -> None:
    """The centre owes the unit an answer. The unit's clock runs on: a question is no extension."""
    step.subject.question_to = "centre"


def ask_unit(step: Step) -> None:
    """The unit owes the centre an answer."""
    step.subject.question_to = "unit"


def answer_question(step: Step) -> None:
    """Nobody owes an answer any more."""
    step.subject.question_to = ""


def charge(step: Step) -> None:
    """Name who answers for the share: the unit's leader, the section, the handler (三层负责)."""
    for name in ("charge_leader", "charge_section", "charge_handler"):
        setattr(step.subject, name, step.said[name])
