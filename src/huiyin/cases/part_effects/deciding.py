"""Effects of deciding on an application: both sides are told, the clocks follow the decision."""

from typing import Any

from huiyin.cases import timing
from huiyin.cases.effects.dispatching import assign_lead, new_share
from huiyin.cases.models import Precedent
from huiyin.cases.models.application import Kind
from huiyin.cases.models.assignment import Role
from huiyin.cases.part_effects.applying import apply_extension, decided, save_share, share_of
from huiyin.journal.door import Step, door_of


def grant_extension(step: Step) -> None:
    """Grant it, as asked or shorter."""
    decided(step)
    apply_extension(step, step.subject, step.said["until"] or step.subject.until)


def refuse_extension(step: Step) -> None:
    """The limit stays; the time of the deliberation is given back."""
    decided(step)
    go_on(step)


def accept_return(step: Step) -> None:
    """Annul the share; the matter goes back up, with a full limit for the next unit."""
    decided(step)
    share = share_of(step, step.subject)
    door_of("assignment").follow_on(step, share, "annul")
    step.subject.share_annulled = share


def uphold(step: Step) -> None:
    """The unit keeps the case."""
    decided(step)
    share = share_of(step, step.subject)
    door_of("assignment").follow_on(step, share, "resume_after_return")


def assign_instead(step: Step) -> None:
    """Give it to the unit that the ruling names; the ruling is kept and quoted for like cases."""
    share = step.subject.share_annulled
    if share.role == Role.LEAD:
        assign_lead(step, step.said["lead"])
    else:
        new_share(step, step.said["lead"], Role.JOINT)
    _keep_precedent(step, step.said["lead"], not_unit_id=share.unit_id)


def bind(step: Step) -> None:
    """An arbitration binds: the unit cannot return the case again."""
    step.subject.arbitrated = True
    if step.move.action == "arbitrate_for":
        share = share_of(step, step.subject)
        share.bound = True
        save_share(share)
        _keep_precedent(step, share.unit_id, not_unit_id=None)


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


def go_on(step: Step) -> None:
    """The unit's clock runs again where it stood; a return taken back gives the share back its state."""
    share = share_of(step, step.subject)
    if step.subject.kind == Kind.RETURN:
        door_of("assignment").follow_on(step, share, "resume_after_return")
        return
    timing.resume_share(step, share, step.subject.kind)
    save_share(share)


def _keep_precedent(step: Step, unit_id: Any, not_unit_id: Any) -> None:
    Precedent.objects.create(
        case_id=step.head.pk, category=step.head.category, territory=step.head.territory, unit_id=unit_id,
        not_unit_id=not_unit_id, ruling=step.said["decision"], at=step.at,
        arbitrated=step.move.action.startswith("arbitrate"),
    )  # fmt: skip
