"""Questions about cases: who may see which, and the facts that guards are asked with. Nothing here writes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.calendars.current import almanac
from huiyin.cases.facts import ApplicationFacts, AskedFacts, AssignmentFacts, CaseFacts, PartFacts, UnitFacts
from huiyin.cases.models import Application, Assignment, Case, Wish
from huiyin.cases.states import OPEN_CASE, ApplicationState
from huiyin.flow.actor import Actor
from huiyin.flow.posts import CENTRE_POSTS, Post
from huiyin.flow.table import BIRTH
from huiyin.flow.times import local_day
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.limits import Limit
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit
from huiyin.units.path import self_and_ancestors

SEES_ALL = CENTRE_POSTS - {Post.EVALUATOR, Post.ADMIN}
"""Posts that see every case of the city. An evaluator or an administrator of the software sees none."""

FILLED = ("text", "title", "occurred", "place", "territory", "object", "received_at", "name", "phone")


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the cases that this actor may see; pages, counts, searches and exports all begin here."""
    if actor.is_platform or actor.holds(*SEES_ALL):
        return Case.objects.all()
    paths = actor.unit_paths
    if not paths:
        return Case.objects.none()
    shares = Assignment.objects.filter(_own(actor), case_id=OuterRef("pk"))
    return Case.objects.filter(Exists(shares)).exclude(_accuses(paths))


def shares_visible_to(actor: Actor) -> QuerySet[Assignment]:
    """Return the units' shares that this actor may see, for the units' work lists."""
    if actor.is_platform or actor.holds(*SEES_ALL):
        return Assignment.objects.all()
    paths = actor.unit_paths
    if not paths:
        return Assignment.objects.none()
    return Assignment.objects.filter(_own(actor)).exclude(_accuses(paths, "case__"))


def applications_visible_to(actor: Actor) -> QuerySet[Application]:
    """Return the applications of the cases that this actor may see."""
    if actor.is_platform or actor.holds(*SEES_ALL):
        return Application.objects.all()
    return Application.objects.filter(assignment__in=shares_visible_to(actor))


def may_read_case(actor: Actor, case_id: UUID) -> bool:
    """Whether the actor may read what is attached to the case itself: the petitioner's papers stay in the centre."""
    return visible_to(actor).filter(pk=case_id).exists()


def may_read_share(actor: Actor, share_id: UUID) -> bool:
    """Whether the actor may read what is attached to a unit's share."""
    return shares_visible_to(actor).filter(pk=share_id).exists()


def overdue(at: datetime) -> Q:
    """Return the condition "open past the promised time". Late is a mark beside the state, never a state."""
    return Q(state__in=sorted(OPEN_CASE), due_at__lt=at)


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


# -- facts -------------------------------------------------------------------------------------------------------


def case_facts(row: Case, head: Case, at: datetime) -> CaseFacts:
    """Return the facts of one case: at most three statements, none for a case that does not exist yet."""
    if row.state == BIRTH:
        return _facts(row, at, (), (), ())
    return facts_of([row], at)[row.pk]


def assignment_facts(row: Assignment, head: Case, at: datetime) -> AssignmentFacts:
    """Return the facts of one share within its case."""
    case = facts_of([head], at)[head.pk]
    return AssignmentFacts(case, case.part(row.pk), row.state)


def application_facts(row: Application, head: Case, at: datetime) -> ApplicationFacts:
    """Return the facts of one application within its share and case."""
    case = facts_of([head], at)[head.pk]
    asked = next((a for a in case.applications if a.id == row.pk), None) or _asked(row)
    return ApplicationFacts(case, case.part(row.assignment_id), asked, row.state)


def facts_of(rows: Iterable[Case], at: datetime) -> dict[UUID, CaseFacts]:
    """Return the facts of one case or of fifty in three statements."""
    cases = list(rows)
    handed_out = [c.pk for c in cases if c.dispatched_at]
    parts: dict[UUID, list[PartFacts]] = defaultdict(list)
    asked: dict[UUID, list[AskedFacts]] = defaultdict(list)
    if handed_out:
        for share in Assignment.objects.filter(case_id__in=handed_out).order_by("dispatched_at", "id"):
            parts[share.case_id].append(_part(share))
        for application in Application.objects.filter(case_id__in=handed_out, state=ApplicationState.ASKED):
            asked[application.case_id].append(_asked(application))
    wishes: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    listed = Wish.objects.filter(case_id__in=[c.pk for c in cases])
    for case_id, ordinal, result in listed.values_list("case_id", "ordinal", "result"):
        wishes[case_id].append((ordinal, result))
    return {
        c.pk: _facts(c, at, tuple(parts[c.pk]), tuple(asked[c.pk]), tuple(sorted(wishes[c.pk]))) for c in cases
    }  # fmt: skip


def _facts(
    row: Case,
    at: datetime,
    parts: tuple[PartFacts, ...],
    asked: tuple[AskedFacts, ...],
    wishes: tuple[tuple[int, str], ...],
) -> CaseFacts:
    book = book_named(row.book)
    return CaseFacts(
        id=row.pk, state=row.state, book=row.book, at=at, number=row.number, family=row.family, channel=row.channel,
        kind=row.kind, category=row.category, territory=row.territory, urgency=row.urgency, important=row.important,
        leader_signed=row.leader_signed, confidential=row.confidential, anonymous=row.anonymous,
        accused_path=row.accused_path,
        approval_role=row.approval_role, approval_post=_post_of(book, row.approval_role),
        signer_post=book.signer(row.important or row.leader_signed), approval_needed=_needs_approval(book, row),
        approval_pending=row.approval_pending, approvals_left=bool(row.approval_rest), parts=parts, applications=asked,
        wishes=wishes, registered_by=row.registered_by_id, audited_by=row.audited_by_id,
        petitioner_id=row.petitioner_id, parent_id=row.parent_id, redos=row.redos, suspended=row.suspended,
        terminated=row.terminated, dissatisfied=_is_dissatisfied(book, row), closed_at=row.closed_at,
        ended_at=row.ended_at, answered_at=row.answered_at, review_on=row.review_on,
        filled=frozenset(f for f in FILLED if getattr(row, f, None)),
        callback_comes_before_closing=book.callback.when == "before_close" and row.can_be_called,
        due=partial(_due, book), unit=unit_facts_at(at), case_named=partial(_case_named, at),
        same_caller=partial(is_same_caller, row), has_children=partial(_has_children, row),
    )  # fmt: skip


def _part(share: Assignment) -> PartFacts:
    return PartFacts(
        id=share.pk, unit_id=share.unit_id, unit_path=share.unit_path, role=share.role, state=share.state,
        above_id=share.above_id, depth=len(self_and_ancestors(share.unit_path)), due_at=share.due_at,
        dispatched_at=share.dispatched_at, signed_at=share.signed_at, contacted_at=share.contacted_at,
        replied_at=share.replied_at, returns=share.returns, extensions=share.extensions, bound=share.bound,
        suspended=share.suspended,
    )  # fmt: skip


def _asked(row: Application) -> AskedFacts:
    return AskedFacts(
        row.pk, row.assignment_id, row.kind, row.state, row.decider, row.decided_by_unit_id, row.asked_at
    )  # fmt: skip


def _post_of(book: Rulebook, role: str) -> Post | None:
    return next((r.post for r in book.approval.roles if r.code == role), None)


def _needs_approval(book: Rulebook, row: Case) -> bool:
    if not row.kind or not row.channel:
        return False
    chain = book.approval_chain(row.kind, row.family, row.channel, row.category or None, row.urgency, row.important)
    return bool(chain)


def _is_dissatisfied(book: Rulebook, row: Case) -> bool:
    return any(g.code == row.satisfied and g.satisfied is False for g in book.callback.grades)


def _due(book: Rulebook, start: datetime, limit: Limit) -> datetime:
    return almanac().due(start, limit, book.office).at


def unit_facts_at(at: datetime) -> Any:
    """Return a look-up of units by id that asks the database once for each unit."""
    known: dict[UUID, UnitFacts | None] = {}

    def look_up(unit_id: UUID) -> UnitFacts | None:
        if unit_id not in known:
            known[unit_id] = _unit(unit_id, at)
        return known[unit_id]

    return look_up


def _unit(unit_id: UUID, at: datetime) -> UnitFacts | None:
    row = Unit.objects.filter(pk=unit_id).first()
    if row is None:
        return None
    day = local_day(at)
    active = row.opened_on <= day and (row.closed_on is None or row.closed_on > day)
    return UnitFacts(row.pk, row.name, row.path, row.depth, active, row.accepts_cases)


def _case_named(at: datetime, case_id: UUID) -> CaseFacts | None:
    row = Case.objects.filter(pk=case_id).first()
    return _facts(row, at, (), (), ()) if row else None


def is_same_caller(row: Case, other_id: UUID) -> bool:
    """Whether the other case is of the same caller, by the keyed hash of the phone number."""
    mine = row.petitioner.phone_hash if row.petitioner_id and row.petitioner else None
    return bool(mine) and Case.objects.filter(pk=other_id, petitioner__phone_hash=mine).exists()


def _has_children(row: Case) -> bool:
    return Case.objects.filter(parent_id=row.pk, state="merged").exists()


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
