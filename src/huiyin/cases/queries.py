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
from huiyin.units.models import Unit, UnitLine
from huiyin.units.path import self_and_ancestors

__all__ = [
    "SEES_ALL", "SEES_LINES", "application_facts", "applications_visible_to", "assignment_facts", "case_facts", "earlier_cases_of",
    "facts_of", "in_charge_of", "is_centre_for", "is_same_caller", "likely_repeats_of", "lines_in_sight", "may_read_share",
    "overdue", "papers_to_check", "precedents_like", "readable_by", "sees_every_case", "shares_visible_to", "unit_facts_at",
    "visible_to",
]  # fmt: skip

SEES_ALL = CENTRE_POSTS - {Post.EVALUATOR, Post.ADMIN}
"""Posts that see every case of the city. An evaluator or an administrator of the software sees none."""


SEES_LINES = frozenset(
    {
        Post.SUPERVISOR, Post.ASSESSOR, Post.DIRECTOR, Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER,
    }
)  # fmt: skip
"""Posts of the city that look how a unit does on its own line: its figures, its lists, its cases, to read only."""


def sees_every_case(actor: Actor) -> bool:
    """Whether `visible_to` narrows nothing but to the city's own, so that a question may be the same for all such."""
    return (actor.is_platform or actor.holds(*SEES_ALL)) and not actor.unit_paths


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the cases that this actor works with; pages, counts, searches and exports all begin here.

    What a unit took in on its own line is that unit's, and stays out of everything that the city's people list or count.
    Who belongs to an accused unit does not see the report, whatever other post he holds, such as one on loan.
    """
    if actor.is_platform:
        return Case.objects.all()
    if actor.holds(*SEES_ALL):
        cases = Case.objects.filter(centre__isnull=True)
    elif actor.own_centres:
        # Two questions put together: an "or" between them would read every case of the city.
        mine = Case.objects.filter(centre__in=actor.own_centres).values("pk")
        handed = Assignment.objects.filter(_own(actor)).values("case_id")
        cases = Case.objects.filter(pk__in=mine.union(handed))
    elif actor.unit_paths:
        cases = Case.objects.filter(Exists(Assignment.objects.filter(_own(actor), case_id=OuterRef("pk"))))
    else:
        return Case.objects.none()
    return cases.exclude(_accuses(actor.unit_paths)) if actor.unit_paths else cases


def in_charge_of(actor: Actor) -> QuerySet[Case]:
    """Return the cases for which the actor's centre answers: whose next step can be the centre's own."""
    if actor.own_centres and not actor.holds(*SEES_ALL):
        return visible_to(actor).filter(centre__in=actor.own_centres)
    return visible_to(actor)


def readable_by(actor: Actor) -> QuerySet[Case]:
    """Return the cases that this actor may read: those of `visible_to`, and what the lines of units took in for whoever
    looks how these do. Of the latter nothing is the reader's to do; the table of moves says so.
    """
    if actor.holds(*SEES_LINES):
        every = Case.objects.all()
        return every.exclude(_accuses(actor.unit_paths)) if actor.unit_paths else every
    return visible_to(actor)


def is_centre_for(actor: Actor, case: Case) -> bool:
    """Whether the actor belongs to the centre of this case, or looks at it for the city."""
    if actor.is_platform:
        return True
    if case.centre_id is None:
        return actor.holds(*SEES_ALL)
    return case.centre_id in actor.own_centres or actor.holds(*SEES_LINES)


def lines_in_sight(actor: Actor) -> QuerySet[Unit]:
    """Return the units whose own lines the actor looks at: all that ever had one for the city, else the own."""
    had = Unit.objects.filter(pk__in=UnitLine.objects.values("unit"))
    if actor.is_platform or actor.holds(*SEES_LINES):
        return had
    return had.filter(pk__in=actor.own_centres)


def shares_visible_to(actor: Actor) -> QuerySet[Assignment]:
    """Return the units' shares that this actor may see, for the units' work lists."""
    if actor.is_platform:
        return Assignment.objects.all()
    if actor.holds(*SEES_ALL):
        shares = Assignment.objects.filter(case__centre__isnull=True)
    elif actor.unit_paths:
        shares = Assignment.objects.filter(_own(actor))
    else:
        return Assignment.objects.none()
    return shares.exclude(_accuses(actor.unit_paths, "case__")) if actor.unit_paths else shares


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """Return the applications of the cases that this actor may see."""
    if actor.is_platform:
        return Application.objects.all()
    if actor.holds(*SEES_ALL) and not actor.unit_paths:
        return Application.objects.filter(case__centre__isnull=True)
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
    same = Case.objects.filter(petitioner__phone_hash=mine, centre=case.centre_id)
    return same.exclude(pk=case.pk).order_by("-received_at")


def likely_repeats_of(case: Case) -> QuerySet[Case]:
    """Return the other cases with the same text: people write twice."""
    if not case.text_hash:
        return Case.objects.none()
    same = Case.objects.filter(text_hash=case.text_hash, centre=case.centre_id)
    return same.exclude(pk=case.pk).order_by("-received_at")
