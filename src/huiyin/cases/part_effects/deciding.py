"""Effects of deciding on an application: both sides are told, the clocks follow the decision."""

from typing import Any
from uuid import UUID

from huiyin.cases import timing
from huiyin.cases.effects.dispatching import assign_lead, new_share
from huiyin.cases.models import Precedent
from huiyin.cases.models.assignment import Role
from huiyin.cases.part_effects.applying import apply_extension, decided, go_on, save_share, share_of, tell_petitioner
from huiyin.journal.door import Step, door_of


def grant_extension(step: Step) -> None:
    """Grant it, as asked or shorter."""
    decided(step)
    apply_extension(step, step.subject, step.said["until"] or step.subject.until)


def refuse_extension(step: Step) -> None:
    """The limit stays; the time of the deliberation is given back."""
    decided(step)
    go_on(step)
    tell_petitioner(step, step.subject, share_of(step, step.subject))


def accept_return(step: Step) -> None:
    """Annul the share; the matter goes back up, with a full limit for the next unit."""
    _annul(step)
    _keep_precedent(step, unit_id=None, not_unit_id=step.subject.share_annulled.unit_id)


def uphold(step: Step) -> None:
    """The unit keeps the case."""
    decided(step)
    share = share_of(step, step.subject)
    door_of("assignment").follow_on(step, share, "resume_after_return")
    _keep_precedent(step, unit_id=share.unit_id, not_unit_id=None)


def assign_instead(step: Step) -> None:
    """Annul the share and give the matter to the unit that the ruling names; an arbitration binds that one too."""
    _annul(step)
    share, lead, bound = step.subject.share_annulled, step.said["lead"], _is_arbitration(step)
    if share.role == Role.LEAD:
        assign_lead(step, lead, bound=bound)
    else:
        new_share(step, lead, Role.JOINT, bound=bound)
    step.subject.arbitrated = bound
    _keep_precedent(step, unit_id=lead, not_unit_id=share.unit_id)


def bind(step: Step) -> None:
    """An arbitration binds: the unit cannot return the case again."""
    step.subject.arbitrated = True
    share = share_of(step, step.subject)
    share.bound = True
    save_share(share)


def grant_suspension(step: Step) -> None:
    """Put it on the ledger with a review date; the case stays in the population."""
    decided(step)
    share = share_of(step, step.subject)
    share.suspended = True
    save_share(share)
    step.head.suspended, step.head.review_on = True, step.subject.review_on
    timing.suspend_case(step)


def refuse_suspension(step: Step) -> None:
    """The unit goes on."""
    decided(step)
    go_on(step)


def _annul(step: Step) -> None:
    decided(step)
    share = share_of(step, step.subject)
    door_of("assignment").follow_on(step, share, "annul")
    step.subject.share_annulled = share


def _is_arbitration(step: Step) -> bool:
    return step.move.action.startswith("arbitrate")


def _keep_precedent(step: Step, *, unit_id: UUID | None, not_unit_id: UUID | None) -> None:
    """Keep the centre's ruling, to be quoted for like cases; what a unit settles with those below it is its own."""
    case: Any = step.head
    if step.subject.decider == "unit":
        return
    Precedent.objects.create(
        case_id=case.pk, category=case.category, territory=case.territory, unit_id=unit_id, not_unit_id=not_unit_id,
        ruling=step.said["decision"], at=step.at, arbitrated=_is_arbitration(step),
    )  # fmt: skip
