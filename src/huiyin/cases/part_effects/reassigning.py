"""Effects of the centre's taking a share from one unit and giving it to another without waiting for a return."""

from huiyin.cases.effects.dispatching import assign_lead, new_share
from huiyin.cases.models import Precedent
from huiyin.cases.models.assignment import Role
from huiyin.cases.part_effects.handling import stop
from huiyin.journal.door import Step


def give_to_another(step: Step) -> None:
    """End the share and give its part of the matter to another unit, with a limit of its own from now on.

    Where the centre erred the first unit's time is nobody's lateness and the ruling is kept for like cases; else what
    was late when it was taken away stays late.
    """
    share, said, case = step.subject, step.said, step.head
    erred = step.book.reassign_cause(said["cause"]).centre_erred
    was_late = share.due_at is not None and step.at > share.due_at and not share.suspended
    stop(step)
    share.on_time = None if erred else share.on_time
    if was_late and not erred:
        share.on_time = False
    step.record |= {"centre_erred": erred, "late": was_late and not erred}
    # The place of the leading unit must be free before another one takes it.
    _leave(step, erred)
    if share.role == Role.LEAD:
        assign_lead(step, said["lead"], said["note"], limit=said["limit"])
    else:
        new_share(step, said["lead"], Role.JOINT, said["note"], limit=said["limit"])
    if erred:
        Precedent.objects.create(
            case_id=case.pk, category=case.category, territory=case.territory, unit_id=said["lead"],
            not_unit_id=share.unit_id, ruling=said["reason"], at=step.at, arbitrated=False,
        )  # fmt: skip


def _leave(step: Step, erred: bool) -> None:
    share, case = step.subject, step.head
    step.writing.save_changes(share)
    if erred and share.role == Role.LEAD and case.first_unit_id == share.unit_id:
        case.first_unit_id = None
