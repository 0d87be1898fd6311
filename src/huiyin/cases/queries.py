"""Questions about cases: who may see which, which are late, which are alike. Nothing here writes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.models import Application, Assignment, Case, Precedent, Reply
from huiyin.cases.picture import (
    application_facts,
    assignment_facts,
    case_facts,
    facts_of,
    is_same_caller,
    unit_facts_at,
)
from huiyin.cases.states import OPEN_CASE, AssignmentState
from huiyin.flow.actor import Actor
from huiyin.flow.posts import CENTRE_POSTS, Post
from huiyin.units.path import self_and_ancestors

__all__ = [
    "SEES_ALL", "application_facts", "applications_visible_to", "assignment_facts", "case_facts", "earlier_cases_of",
    "facts_of", "is_same_caller", "likely_repeats_of", "may_read_share", "overdue", "papers_to_check", "precedents_like",
    "sees_every_case", "shares_visible_to", "unit_facts_at", "visible_to",
]  # fmt: skip

SEES_ALL = CENTRE_POSTS - {Post.EVALUATOR, Post.ADMIN}
"""Posts that see every case of the city. An evaluator or an administrator of the software sees none."""


def sees_every_case(actor: Actor) -> bool:
    """Whether `visible_to` narrows nothing for this actor, so that a question may be the same for all such."""
    return (actor.is_platform or actor.holds(*SEES_ALL)) and not actor.unit_paths


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the cases that this actor may see; pages, counts, searches and exports all begin here.

    Who belongs to an accused unit does not see the report, whatever other post he holds, such as one on loan.
    """
    if actor.is_platform or actor.holds(*SEES_ALL):
        cases = Case.objects.all()
    elif actor.unit_paths:
        cases = Case.objects.filter(Exists(Assignment.objects.filter(_own(actor), case_id=OuterRef("pk"))))
    else:
        return Case.objects.none()
    return cases.exclude(_accuses(actor.unit_paths)) if actor.unit_paths else cases


def shares_visible_to(actor: Actor) -> QuerySet[Assignment]:
    """Return the units' shares that this actor may see, for the units' work lists."""
    if actor.is_platform or actor.holds(*SEES_ALL):
        shares = Assignment.objects.all()
    elif actor.unit_paths:
        shares = Assignment.objects.filter(_own(actor))
    else:
        return Assignment.objects.none()
    return shares.exclude(_accuses(actor.unit_paths, "case__")) if actor.unit_paths else shares


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """Return the applications of the cases that this actor may see."""
    if actor.is_platform or (actor.holds(*SEES_ALL) and not actor.unit_paths):
        return Application.objects.all()
    return Application.objects.filter(assignment__in=shares_visible_to(actor))


def may_read_share(actor: Actor, share_id: UUID) -> bool:
    """Whether the actor may read what is attached to a unit's share."""
    return shares_visible_to(actor).filter(pk=share_id).exists()


def overdue(at: datetime) -> Q:
    """Return the condition "open past the promised time". Late is a mark beside the state, never a state.

    What is answered is not late any more, and what is suspended is not late while it is.
    """
    return Q(state__in=sorted(OPEN_CASE), due_at__lt=at, answered_at__isnull=True, suspended=False)


def papers_to_check() -> QuerySet[Assignment]:
    """Return the shares whose latest reply was signed on paper, drawn for the spot check, and is not yet checked."""
    later = Reply.objects.filter(
        assignment_id=OuterRef("assignment_id"), ordinal__gt=OuterRef("ordinal"), submitted_at__isnull=False
    )
    # From the few drawn ones to their shares: asked of each share, it would read every answered share of the city.
    drawn = Reply.objects.filter(~Exists(later), paper_drawn=True, paper_genuine__isnull=True).values("assignment_id")
    return Assignment.objects.filter(pk__in=drawn, state__in=(AssignmentState.REPLIED, AssignmentState.PASSED))


def precedents_like(category: str, territory: str = "") -> QuerySet[Precedent]:
    """Return the rulings on whose duty like matters are: arbitrations first, the same territory first, the latest first."""
    like = Precedent.objects.filter(category=category)
    if territory:
        like = like.filter(territory__in=[territory, ""])
    return like.select_related("unit", "not_unit", "case").order_by("-arbitrated", "-territory", "-at")


def _own(actor: Actor) -> Q:
    # By place, so that units above see those below; and by identity, since old shares keep the place of their time.
    wanted = Q(unit_id__in=actor.unit_ids)
    for path in actor.unit_paths:
        wanted |= Q(unit_path__startswith=path)
    return wanted


def _accuses(paths: Iterable[str], prefix: str = "") -> Q:
    # Somebody of the accused unit, or of one below it, does not see the case: not in lists, counts, searches, exports.
    above = {place for path in paths for place in self_and_ancestors(path)}
    return Q(**{f"{prefix}accused_path__in": sorted(above)})


def earlier_cases_of(case: Case) -> QuerySet[Case]:
    """Return the other cases of the same caller, the latest first."""
    mine = case.petitioner.phone_hash if case.petitioner_id and case.petitioner else None
    if not mine:
        return Case.objects.none()
    return Case.objects.filter(petitioner__phone_hash=mine).exclude(pk=case.pk).order_by("-received_at")


def likely_repeats_of(case: Case) -> QuerySet[Case]:
    """Return the other cases with the same text: people write twice."""
    if not case.text_hash:
        return Case.objects.none()
    return Case.objects.filter(text_hash=case.text_hash).exclude(pk=case.pk).order_by("-received_at")
