"""Effects of asking: a return, an extension or a suspension becomes a row that waits for its decision."""

from typing import Any
from uuid import UUID

from huiyin.cases import timing
from huiyin.cases.models import Application, Assignment
from huiyin.cases.models.application import Kind
from huiyin.cases.models.assignment import Role
from huiyin.journal.door import Step, door_of
from huiyin.journal.rows import change, columns_of


def apply_for_return(step: Step) -> None:
    """Ask the unit above, or the centre, to take the case back."""
    application = _application(step, Kind.RETURN)
    application.basis = step.said["basis"]
    application.suggested_unit_id = step.said["suggested"]
    application.leader_signed = step.said["leader"]
    application.was_free = step.facts.part.returns < step.book.returns.free_times
    _ask(step, application)
    if not step.book.returns.clock_runs:
        timing.pause_share(step, step.subject, Kind.RETURN)


def apply_for_extension(step: Step) -> None:
    """Ask for more time. Until it is decided the unit is protected: its clock stands."""
    application = _application(step, Kind.EXTENSION)
    application.until, application.plan = step.said["until"], step.said["plan"]
    if step.book.extension.protected_until_decided:
        timing.pause_share(step, step.subject, Kind.EXTENSION)
    _ask(step, application)


def apply_for_suspension(step: Step) -> None:
    """Ask to put the matter on the ledger until conditions are ripe."""
    application = _application(step, Kind.SUSPENSION)
    application.review_on, application.plan = step.said["review_on"], step.said["plan"]
    timing.pause_share(step, step.subject, Kind.SUSPENSION)
    _ask(step, application)


def start_decision_clock(step: Step) -> None:
    """The centre, or the leader, must decide in time. Where the city only wants to be told (告知), it is granted at once."""
    application = step.subject
    step.record |= {"kind": application.kind, "decider": application.decider, "assignment": application.assignment_id}
    if application.decider == "nobody":
        application.decided_at = step.at
        application.share_in_move.asks_for = ""
        apply_extension(step, application, application.until)
    elif application.decider != "unit":
        timing.begin_decision(step, application, application.share_in_move.unit_id)


def apply_extension(step: Step, application: Application, until: Any) -> None:
    """Give the share, and the promise to the petitioner, the new date; both are told (two receipts)."""
    share = share_of(step, application)
    timing.extend_share(step, share, until)
    share.extended = True
    share.extensions += 1
    save_share(share)
    tell_petitioner(step, application, share)


def tell_petitioner(step: Step, application: Application, share: Assignment) -> None:
    """Each decision on the leading unit's extension is told to the petitioner, where the city wants it (两头说明)."""
    if step.book.extension.tell_petitioner and share.role == Role.LEAD:
        application.petitioner_told_at = step.at
        step.record["petitioner_told"] = True


def take_back(step: Step) -> None:
    """The unit goes on without it."""
    decided(step)
    go_on(step)


def go_on(step: Step) -> None:
    """The unit's clock runs again where it stood; a return taken back gives the share back its state."""
    share = share_of(step, step.subject)
    if step.subject.kind == Kind.RETURN:
        door_of("assignment").follow_on(step, share, "resume_after_return")
        return
    timing.resume_share(step, share, step.subject.kind)
    save_share(share)


def decided(step: Step) -> None:
    """Keep who decided, when and why; the decision clock stops."""
    application = step.subject
    application.decided_at, application.decided_by_id = step.at, step.actor.user_id
    application.decision = step.said.get("decision", "")
    Assignment.objects.filter(pk=application.assignment_id).update(asks_for="")
    timing.end_decision(step, application)


def share_of(step: Step, application: Application) -> Any:
    """Return the share that the application is about, locked; inside its own move the very same instance."""
    held = getattr(application, "share_in_move", None)
    return held or Assignment.objects.select_for_update().get(pk=application.assignment_id)


KEPT_BY_THE_DOOR = frozenset({"id", "state"})


def save_share(share: Assignment) -> None:
    """Save a share that another thing's move has changed. The state is not touched."""
    change(Assignment, share.pk, {n: value for n, value in columns_of(share).items() if n not in KEPT_BY_THE_DOOR})


def _application(step: Step, kind: str) -> Application:
    share, decider = step.subject, decider_of(step, kind)
    application = Application(
        case_id=step.head.pk, assignment_id=share.pk, kind=kind, book=share.book, asked_at=step.at,
        asked_by_id=step.actor.user_id, reason=step.said["reason"], decider=decider,
        decided_by_unit_id=_unit_above(step) if decider == "unit" else None,
    )  # fmt: skip
    application.share_in_move = share  # type: ignore[attr-defined]
    return application


def decider_of(step: Step, kind: str) -> str:
    """Return who decides: the unit above for what was handed down, else whom the rulebook names."""
    straight_back = kind == Kind.RETURN and not step.book.returns.step_by_step
    if step.facts.part.role == "sub" and not straight_back:
        return "unit"
    if kind != Kind.EXTENSION:
        return "centre"
    mode = step.book.extension.mode
    if mode == "inform":
        return "nobody"
    return "instructor" if mode == "instructor" and step.facts.case.leader_signed else "centre"


def _unit_above(step: Step) -> UUID:
    unit_id: UUID = step.facts.above.unit_id
    return unit_id


def _ask(step: Step, application: Application) -> None:
    step.subject.asks_for = application.kind
    door_of("application").follow_on(step, application, "ask")
