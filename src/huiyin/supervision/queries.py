"""Questions about supervision: who sees which orders, verifications and meetings; what guards look at. Nothing here writes."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import SEES_ALL, SEES_LINES, readable_by, sees_every_case
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.cases.scoped import TAKEN_BACK
from huiyin.flow.actor import Actor
from huiyin.flow.posts import CENTRE_POSTS, Post
from huiyin.flow.table import BIRTH
from huiyin.flow.times import local_day
from huiyin.journal.models import Ledger
from huiyin.people.actors import held_at
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for
from huiyin.supervision.facts import CaseFacts, CheckFacts, MeetingFacts, OrderFacts, UnitFacts
from huiyin.supervision.models import Check, Meeting, MeetingCase, MeetingUnit, Order, Supervised
from huiyin.supervision.states import OPEN_ORDER, WITH_THE_UNIT, CheckState, MeetingState, OrderState
from huiyin.supervision.who import ANSWERERS, OVER_UNITS, SUPERVISORS
from huiyin.units.models import Unit
from huiyin.units.path import self_and_ancestors
from huiyin.units.queries import active


def book_on(at: datetime) -> Rulebook:
    """Return the rulebook of this installation at a moment."""
    return book_for(settings.CITY, local_day(at))


# -- supervision orders ------------------------------------------------------------------------------------------


def visible_to(actor: Actor) -> QuerySet[Order]:
    """Return the orders that the actor may read: the centre all, a unit those to it or below it and those it issued.

    What a unit supervises on its own line is that line's, as its cases are: the city sees what it ordered there itself.
    Who belongs to a unit against which one of the cases speaks does not see the order either.
    """
    if actor.is_platform:
        return Order.objects.all()
    rows = _of_the_city(actor) if actor.holds(*SEES_ALL) else Order.objects.filter(_own(actor))
    if not actor.unit_paths:
        return rows
    accusing = Supervised.objects.filter(order_id=OuterRef("pk"), case__accused_path__in=_above(actor))
    return rows.exclude(Exists(accusing))


def _of_the_city(actor: Actor) -> QuerySet[Order]:
    if actor.holds(*SEES_LINES):
        return Order.objects.filter(Q(centre__isnull=True) | ~about_a_line())
    return Order.objects.filter(~about_a_line())


def about_a_line() -> Exists:
    """Return the condition that an order is about cases which a unit took in on its own line."""
    return Exists(Supervised.objects.filter(order_id=OuterRef("pk"), case__centre__isnull=False))


def waiting_for(actor: Actor) -> QuerySet[Order]:
    """Return the orders that wait for an act of this actor: to be answered, or to be judged."""
    mine = Q(pk__in=[])
    if units := _units_of(actor, *ANSWERERS):
        mine |= Q(unit__in=units, state__in=sorted(WITH_THE_UNIT))
    if lines := _units_of(actor, Post.LINE_CLERK):
        mine |= Q(about_a_line(), unit__in=lines, state__in=sorted(WITH_THE_UNIT))
    return visible_to(actor).filter(mine | (_supervised_by(actor) & Q(state=OrderState.REPORTED)))


def overdue(at: datetime) -> Q:
    """Return the condition "not answered in time and still not answered"."""
    return Q(state__in=sorted(WITH_THE_UNIT), due_at__lt=at)


def orders_of_case(case_id: UUID, actor: Actor) -> QuerySet[Order]:
    """Return the orders about one case, the latest first."""
    return visible_to(actor).filter(supervised__case=case_id).select_related("unit").order_by("-issued_at", "-id")


def cases_of(order_id: UUID) -> list[UUID]:
    """Return the cases of an order by ascending id, as they are locked."""
    return sorted(Supervised.objects.filter(order=order_id).values_list("case_id", flat=True))


def order_facts(row: Order, head: Ledger, at: datetime) -> OrderFacts:
    """Return the facts of an order; of one that is being issued the cases stand on the row itself."""
    made = row.state not in ("", BIRTH)
    ids = cases_of(row.pk) if made else getattr(row, "case_ids", ())
    kind = book_named(row.book).supervision_kind(row.kind) if row.kind else None
    return OrderFacts(
        row.state or BIRTH, at, row.centre_id, path_of(row.centre_id), unit_facts(row.unit_id, at),
        tuple(case_facts(ids)), row.due_at, bool(row.finding), bool(kind and kind.finding_first),
    )  # fmt: skip


# -- verifications -----------------------------------------------------------------------------------------------


def checks_visible_to(actor: Actor) -> QuerySet[Check]:
    """Return the verifications that the actor may read: the centre's own business, of the cases that he sees; of a unit's
    own line both what it and what the city went to see, and what somebody of a unit was sent for.
    """
    if actor.is_platform:
        return Check.objects.all()
    of_the_city = Check.objects.filter(centre__isnull=True)
    if not actor.holds(*SEES_LINES):
        of_the_city = of_the_city.filter(case__centre__isnull=True)
    if sees_every_case(actor):
        return of_the_city
    if actor.holds(*SEES_ALL):
        return of_the_city.filter(case__in=readable_by(actor).values("pk"))
    own = Q(case__centre__in=actor.own_centres, case__in=cases_visible_to(actor).values("pk"))
    return Check.objects.filter(own | Q(checker=actor.user_id, centre__in=actor.unit_ids))


def checks_waiting_for(actor: Actor) -> QuerySet[Check]:
    """Return the verifications for which this person was sent."""
    return checks_visible_to(actor).filter(checker=actor.user_id, state=CheckState.SENT)


def check_facts(row: Check, head: Case, at: datetime) -> CheckFacts:
    """Return the facts of a verification within its case, or of one for which somebody is about to be sent."""

    def is_of_centre(user_id: UUID) -> bool:
        held = held_at(at).filter(user=user_id, user__is_active=True)
        if row.centre_id:
            return held.filter(unit=row.centre_id).exists()
        # Whoever goes reads the case: those of lines are not read by all.
        return held.filter(post__in=SEES_LINES if head.centre_id else CENTRE_POSTS).exists()

    return CheckFacts(
        row.state or BIRTH, at, row.centre_id, head.centre_id, head.state, head.accused_path, head.audited_by_id,
        row.sent_at, row.checker_id, is_of_centre,
    )  # fmt: skip


# -- meetings ----------------------------------------------------------------------------------------------------


def meetings_visible_to(actor: Actor) -> QuerySet[Meeting]:
    """Return the meetings that the actor may read: the centre all but those about the cases of a unit's own line, a unit
    those it called or is invited to.
    """
    if actor.is_platform:
        return Meeting.objects.all()
    of_lines = MeetingCase.objects.filter(meeting_id=OuterRef("pk"), case__centre__isnull=False)
    of_the_city = Meeting.objects.filter(~Exists(of_lines))
    if actor.holds(*SEES_ALL) and not actor.unit_paths:
        return of_the_city
    invited = MeetingUnit.objects.filter(meeting_id=OuterRef("pk")).filter(_at_or_below(actor))
    mine = Q(Exists(invited)) | Q(centre__in=actor.unit_ids)
    rows = of_the_city if actor.holds(*SEES_ALL) else Meeting.objects.filter(mine)
    accusing = MeetingCase.objects.filter(meeting_id=OuterRef("pk"), case__accused_path__in=_above(actor))
    return rows.exclude(Exists(accusing))


def meetings_waiting_for(actor: Actor) -> QuerySet[Meeting]:
    """Return the meetings that wait for their minutes, or to be held, by who called them; and a unit's invitations."""
    mine = _supervised_by(actor) & Q(state__in=[MeetingState.CALLED, MeetingState.HELD])
    if units := actor.unit_ids:
        mine |= Q(invited__unit__in=units, state=MeetingState.CALLED)
    return meetings_visible_to(actor).filter(mine).distinct()


def meeting_facts(row: Meeting, head: Ledger, at: datetime) -> MeetingFacts:
    """Return the facts of a meeting; of one that is being called the cases and units stand on the row itself."""
    made = row.state not in ("", BIRTH)
    about = MeetingCase.objects.filter(meeting=row.pk).values_list("case_id", flat=True)
    ids = list(about) if made else getattr(row, "case_ids", ())
    invited = MeetingUnit.objects.filter(meeting=row.pk).values_list("unit_id", flat=True)
    units = list(invited) if made else getattr(row, "unit_ids", ())
    found = (unit_facts(pk, at) for pk in units)
    return MeetingFacts(
        row.state or BIRTH, at, local_day(at), row.centre_id, path_of(row.centre_id),
        {case.number: case for case in case_facts(ids)}, tuple(one for one in found if one),
        lambda pk: unit_facts(pk, at), lambda name: unit_called(name, local_day(at)), bool(row.minutes),
    )  # fmt: skip


# -- units and cases ---------------------------------------------------------------------------------------------


def unit_facts(unit_id: UUID | None, at: datetime) -> UnitFacts | None:
    """Return a unit as guards look at it, None where there is no such unit."""
    row = Unit.objects.filter(pk=unit_id).values("id", "name", "path", "closed_on").first() if unit_id else None
    if row is None:
        return None
    works = row["closed_on"] is None or row["closed_on"] > local_day(at)
    return UnitFacts(row["id"], row["name"], row["path"], works)


def unit_called(name: str, day: date) -> UnitFacts | None:
    """Return the unit in use that is meant by a name or a short name which only one has."""
    found = list(active(day).filter(Q(name=name) | Q(short_name=name)).values("id", "name", "path")[:9])
    whole = [row for row in found if row["name"] == name]
    sure = whole if len(whole) == 1 else found
    return UnitFacts(**sure[0], active=True) if len(sure) == 1 else None


def path_of(unit_id: UUID | None) -> str:
    """Return the place of a unit in the tree, empty for the city's centre."""
    return str(Unit.objects.values_list("path", flat=True).get(pk=unit_id)) if unit_id else ""


def case_facts(ids: Iterable[UUID]) -> list[CaseFacts]:
    """Return the cases as guards look at them, with the places of all shares that were not taken back."""
    wanted = list(ids)
    if not wanted:
        return []
    paths: dict[UUID, list[str]] = {}
    shares = Assignment.objects.filter(case__in=wanted).exclude(state__in=TAKEN_BACK)
    for case_id, path in shares.values_list("case_id", "unit__path"):
        paths.setdefault(case_id, []).append(path)
    named = ("id", "number", "accused_path", "centre_id", "centre__path", "centre__name")
    rows = Case.objects.filter(pk__in=wanted).order_by("id").values_list(*named)
    return [
        CaseFacts(pk, number, tuple(paths.get(pk, ())), accused, centre, line_path or "", line_name or "")
        for pk, number, accused, centre, line_path, line_name in rows
    ]


def centres_of(actor: Actor) -> list[Any]:
    """Return for whom the actor supervises: None for the city's centre, else the ids of the own units."""
    if actor.is_platform or actor.holds(*SUPERVISORS):
        return [None]
    return _units_of(actor, *OVER_UNITS)


def units_over(actor: Actor) -> QuerySet[Unit]:
    """Return the units that the actor supervises: for the city's centre all, for a unit those below it."""
    centres = centres_of(actor)
    if None in centres:
        return Unit.objects.all()
    below = Q(pk__in=[])
    for pk in centres:
        place = path_of(pk)
        below |= Q(path__startswith=place) & ~Q(path=place)
    return Unit.objects.filter(below)


def lies_over(actor: Actor, case: Case) -> bool:
    """Whether the actor supervises somebody who answers for this case: a unit that has it, or the one whose line it is."""
    over = units_over(actor)
    if case.centre_id and over.filter(pk=case.centre_id).exists():
        return True
    having = Assignment.objects.filter(case=case, unit__in=over).exclude(state__in=TAKEN_BACK)
    return having.exists()


def _own(actor: Actor) -> Q:
    return _at_or_below(actor) | Q(centre__in=actor.unit_ids)


def _at_or_below(actor: Actor) -> Q:
    wanted = Q(unit__in=actor.unit_ids)
    for path in actor.unit_paths:
        wanted |= Q(unit__path__startswith=path)
    return wanted


def _above(actor: Actor) -> list[str]:
    return sorted({place for path in actor.unit_paths for place in self_and_ancestors(path)})


def _supervised_by(actor: Actor) -> Q:
    mine = Q(pk__in=[])
    for centre in centres_of(actor):
        mine |= Q(centre__isnull=True) if centre is None else Q(centre=centre)
    return mine


def _units_of(actor: Actor, *posts: Any) -> list[Any]:
    return sorted({seat.unit_id for seat in actor.seats if seat.unit_id and seat.post in posts}, key=str)


__all__ = [
    "OPEN_ORDER", "about_a_line", "book_on", "case_facts", "cases_of", "centres_of", "check_facts", "checks_visible_to",
    "checks_waiting_for", "lies_over", "meeting_facts", "meetings_visible_to", "meetings_waiting_for", "order_facts",
    "orders_of_case", "overdue", "path_of", "unit_called", "unit_facts", "units_over", "visible_to", "waiting_for",
]  # fmt: skip
