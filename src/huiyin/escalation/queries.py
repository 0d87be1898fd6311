"""Questions about this room: who may see which steps, circulars, hand-overs and corrections."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.clocks.models import Clock
from huiyin.escalation.ladder import Ahead, ahead, in_their_hands
from huiyin.escalation.models import Circular, CircularUnit, Correction, Handover, StepTaken
from huiyin.escalation.states import OUT_CIRCULAR, CorrectionState, HandoverState, StepState
from huiyin.escalation.who import KEEPERS, READERS, SEES_HANDOVERS
from huiyin.flow.actor import Actor
from huiyin.flow.posts import TASKS_ON_OWN_LINE
from huiyin.flow.times import local_day
from huiyin.rulebook.escalation import Rung
from huiyin.rulebook.shelf import all_books
from huiyin.units.models import Unit
from huiyin.units.queries import within

UNDECIDED = (StepState.PROPOSED, StepState.SET_ASIDE)


def steps_visible_to(actor: Actor) -> QuerySet[StepTaken]:
    """Return the steps that the actor may read: the centre the city's, a unit its own and those of the units below it.

    What is reached on a unit's own line, or under its own supervision, its people decide about and read; the city does not.
    A unit does not hear of a hand-over before it is ordered, nor of a case that accuses it or a unit below it.
    """
    rows = StepTaken.objects.all()
    if actor.is_platform:
        return rows
    decided_here = Q(centre__in=centres_of(actor))
    if actor.holds(*READERS):
        return rows.filter(Q(centre__isnull=True) | decided_here)
    own = Q(unit__in=sorted(actor.unit_ids, key=str))
    for path in sorted(actor.unit_paths):
        own |= Q(unit_path__startswith=path)
    told = own & ~Q(rung=Rung.ACCOUNTABILITY, state__in=UNDECIDED)
    return rows.filter(decided_here | told).filter(Q(case__isnull=True) | Q(case__in=cases_visible_to(actor)))


def centres_of(actor: Actor) -> list[UUID]:
    """Return the units for which the actor does a centre's work: on their own line, or over the units below them."""
    return sorted({s.unit_id for s in actor.seats if s.unit_id and s.post in TASKS_ON_OWN_LINE}, key=str)


def waiting_for(actor: Actor) -> QuerySet[StepTaken]:
    """Return what the actor may decide today, or has to see carried out."""
    wanted = Q(pk__in=[])
    for book in all_books():
        for rule in book.escalation.orders:
            whose = Q(centre__isnull=True) if actor.holds(*rule.by) else Q(pk__in=[])
            whose |= Q(centre__in=[unit for unit in centres_of(actor) if actor.holds_for(unit, *rule.by)])
            wanted |= whose & Q(book=book.id, rung=rule.rung.value)
    return StepTaken.objects.filter(wanted, state=StepState.PROPOSED)


def circulars_visible_to(actor: Actor) -> QuerySet[Circular]:
    """Return the circulars that the actor may read: the centre its own, a unit those that it writes or has to read."""
    rows = Circular.objects.all()
    if actor.is_platform:
        return rows
    ids = sorted(actor.unit_ids, key=str)
    mine = CircularUnit.objects.filter(circular=OuterRef("pk"), unit__in=ids, reads=True)
    wanted = Q(owner__in=ids) | (Q(state__in=sorted(OUT_CIRCULAR)) & Q(Exists(mine)))
    if actor.holds(*READERS):
        wanted |= Q(owner__isnull=True) | Q(state__in=sorted(OUT_CIRCULAR))
    return rows.filter(wanted)


def unread_by(actor: Actor) -> QuerySet[CircularUnit]:
    """Return the circulars that units of the actor have still to read."""
    rows = CircularUnit.objects.filter(unit__in=sorted(actor.unit_ids, key=str), reads=True, read_at=None)
    return rows.filter(circular__state="issued").select_related("circular", "unit")


def handovers_visible_to(actor: Actor) -> QuerySet[Handover]:
    """Return the hand-overs that the actor may read: what concerns people is for few eyes. A line sees what it proposed."""
    rows = Handover.objects.all()
    if actor.is_platform or actor.holds(*SEES_HANDOVERS):
        return rows
    return rows.filter(centre__in=actor.own_centres)


def handovers_to_take_up(actor: Actor) -> QuerySet[Handover]:
    """Return what units' lines have proposed, and the city has yet to take up or to decline."""
    rows = Handover.objects.filter(state=HandoverState.PROPOSED)
    return rows if actor.holds(*KEEPERS) else rows.none()


def corrections_visible_to(actor: Actor) -> QuerySet[Correction]:
    """Return the corrections that the actor may read: the centre all, a unit its own and those of the units below it."""
    rows = Correction.objects.all()
    if actor.is_platform or actor.holds(*READERS):
        return rows
    own = Q(unit__in=sorted(actor.unit_ids, key=str))
    for path in sorted(actor.unit_paths):
        own |= Q(unit_path__startswith=path)
    return rows.filter(own)


def corrections_owed_by(actor: Actor) -> QuerySet[Correction]:
    """Return what the actor's own units have still to correct, the most pressing first."""
    own = Correction.objects.filter(unit__in=sorted(actor.unit_ids, key=str), state=CorrectionState.SET)
    return own.select_related("unit").order_by("due_on", "id")


def corrections_to_accept(actor: Actor) -> QuerySet[Correction]:
    """Return the reported corrections that the actor judges."""
    rows = Correction.objects.filter(state=CorrectionState.REPORTED)
    return rows if actor.holds(*KEEPERS) else rows.none()


def foreseen_for(actor: Actor, until: datetime) -> list[Ahead]:
    """Return the next steps for the actor's own units that come by a moment, the soonest first: three statements."""
    ids = sorted(actor.unit_ids, key=str)
    running = Clock.objects.running().filter(unit_id__in=ids, kind__in=FORETOLD, paused_at__isnull=True)
    # A step comes after the due time: what is due later than the moment is not yet in question.
    rows = in_their_hands(list(running.filter(due_at__lte=until).order_by("due_at", "id")[:MOST_LOOKED_AT]))
    found = [one for one in ahead(rows).values() if one.at <= until]
    return sorted(found, key=lambda one: (one.at, str(one.clock.pk)))


MOST_LOOKED_AT = 300
FORETOLD = ("unit_reply", "instruction", "supervision")
"""Clocks of a unit whose ladder is told before it is climbed: its replies, and what a leader or a supervisor asked for."""


def units_for_choice(actor: Actor, at: datetime, owner: Unit | None = None) -> list[tuple[str, str]]:
    """Return the units that somebody may name: all in use, or those below an issuing unit."""
    units = Unit.objects.filter(closed_on__isnull=True, opened_on__lte=local_day(at)).order_by("path")
    if owner is not None:
        units = units.filter(path__startswith=owner.path).exclude(pk=owner.pk)
    return [(str(unit.pk), f"{'　' * (unit.depth - 1)}{unit.name}") for unit in units]


def own_unit_with_below(actor: Actor) -> Unit | None:
    """Return the actor's own unit that has units below it, for which he is the centre."""
    ids = sorted(actor.unit_ids, key=str)
    return Unit.objects.filter(pk__in=ids, children__isnull=False).order_by("path").distinct().first()


def units_below(actor: Actor) -> list[UUID]:
    """Return the ids of the own units and those below them."""
    return list(within(actor.unit_paths).values_list("pk", flat=True))
