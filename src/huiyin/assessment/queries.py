"""Questions about the assessment: which rounds, sheets and claims somebody may see, which units are assessed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.assessment.models import Claim, ClaimKind, OwnScheme, Round, Sheet
from huiyin.assessment.states import OPEN_CLAIM, SHOWN_TO_UNITS, ClaimState
from huiyin.assessment.who import KEEPERS, OWN_READERS, READERS
from huiyin.flow.actor import Actor
from huiyin.units.models import Unit
from huiyin.units.queries import active


def excluded_cases() -> QuerySet[Claim]:
    """Return the granted claims by which a case does not count."""
    return Claim.objects.filter(kind=ClaimKind.EXCLUSION, state=ClaimState.GRANTED)


def assessed_units(owner: Unit | None, day: date) -> list[Unit]:
    """Return the units that the centre, or a unit, assesses on a day: those directly below, in use and handling cases."""
    return list(active(day).filter(parent=owner, accepts_cases=True).order_by("path"))


def rounds_visible_to(actor: Actor) -> QuerySet[Round]:
    """Return the rounds that the actor may open: the centre's all of its own, a unit those published over it or its own."""
    rounds = Round.objects.all()
    if actor.is_platform:
        return rounds
    mine = Q(pk__in=[])
    if actor.holds(*KEEPERS):
        mine |= Q(owner__isnull=True)
    elif actor.holds(*READERS):
        mine |= Q(owner__isnull=True, state__in=SHOWN_TO_UNITS)
    own = _own_units(actor)
    mine |= Q(owner__in=own)
    mine |= Q(state__in=SHOWN_TO_UNITS, pk__in=Sheet.objects.filter(_within(actor)).values("round"))
    return rounds.filter(mine)


def sheets_visible_to(actor: Actor) -> QuerySet[Sheet]:
    """Return the sheets whose lines and cases the actor may read: a unit its own, who assesses all of the round."""
    sheets = Sheet.objects.all()
    if actor.is_platform:
        return sheets
    mine = Q(round__owner__in=_own_units(actor)) | (_within(actor) & Q(round__state__in=SHOWN_TO_UNITS))
    if actor.holds(*KEEPERS):
        mine |= Q(round__owner__isnull=True)
    elif actor.holds(*READERS):
        mine |= Q(round__owner__isnull=True, round__state__in=SHOWN_TO_UNITS)
    return sheets.filter(mine)


def claims_visible_to(actor: Actor) -> QuerySet[Claim]:
    """Return the claims that the actor may read: the centre all, a unit its own and those that its leaders decide."""
    if actor.is_platform or actor.holds(*READERS):
        return Claim.objects.all()
    own = _own_units(actor)
    decided_here = Q(sheet__round__owner__in=own) | Q(sheet__isnull=True, case__centre__in=own)
    return Claim.objects.filter(Q(unit__in=actor.unit_ids) | decided_here)


def schemes_visible_to(actor: Actor) -> QuerySet[OwnScheme]:
    """Return the schemes that units made and the actor may read."""
    return OwnScheme.objects.all() if actor.holds(*READERS) else OwnScheme.objects.filter(unit__in=actor.unit_ids)


def own_scheme_of(unit: Unit) -> OwnScheme | None:
    """Return the latest scheme that a unit made."""
    return OwnScheme.objects.filter(unit=unit).order_by("-edition").first()


def open_appeals(round_: Round) -> int:
    """Return how many appeals about a round wait for somebody."""
    return Claim.objects.filter(sheet__round=round_, state__in=OPEN_CLAIM).count()


def granted_appeals(round_: Round) -> dict[str, list[tuple[str, object]]]:
    """Return by place of the unit the (indicator, case) of each appeal granted about a round, or one that it replaces."""
    found: dict[str, list[tuple[str, object]]] = {}
    rows = Claim.objects.filter(sheet__round__in=_editions(round_), kind=ClaimKind.APPEAL, state=ClaimState.GRANTED)
    for path, code, case in rows.values_list("sheet__unit_path", "code", "case_id"):
        found.setdefault(path, []).append((code, case))
    return found


def like_claims(row: Claim) -> QuerySet[Claim]:
    """Return the claims of the unit about the same, as far as they stand in the way of another."""
    same = Claim.objects.filter(kind=row.kind, case=row.case_id, unit=row.unit_id).exclude(state=ClaimState.WITHDRAWN)
    if row.kind == ClaimKind.APPEAL:
        return same.filter(sheet=row.sheet_id, code=row.code)
    return same.exclude(state=ClaimState.DENIED)


def _editions(round_: Round) -> list[UUID]:
    found: list[UUID] = []
    one: Round | None = round_
    while one is not None:
        found.append(one.pk)
        one = one.replaces
    return found


def _own_units(actor: Actor) -> Sequence[object]:
    return sorted({seat.unit_id for seat in actor.seats if seat.post in OWN_READERS and seat.unit_id}, key=str)


def _within(actor: Actor) -> Q:
    return Q(unit__in=sorted(actor.unit_ids, key=str))
