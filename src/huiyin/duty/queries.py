"""Questions about duty: who is on duty now with his numbers, a month's roster, where somebody is missing. Nothing writes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from huiyin.calendars.current import almanac
from huiyin.duty.facts import DayFacts, NoteFacts
from huiyin.duty.models import AnswerDay, Check, Demand, Note
from huiyin.duty.rota import days_between, moments
from huiyin.duty.who import CALLERS, DAY_READERS, sees_all
from huiyin.flow.actor import Actor
from huiyin.flow.times import ONE_DAY, local, local_day
from huiyin.people.actors import held_at
from huiyin.people.coverage import uncovered
from huiyin.people.models import DutyShift, User
from huiyin.people.reach import mobiles_of
from huiyin.people.who import plans_duty
from huiyin.privacy.masking import mask_phone
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.duty import DutyRule
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Unit
from huiyin.units.path import self_and_ancestors
from huiyin.units.queries import active

CENTRE = "centre"
"""So an address names the centre in the place of a unit."""


@dataclass(frozen=True)
class OnDuty:
    """Somebody on duty, with the numbers that this viewer may read."""

    shift: DutyShift
    phone: str
    mobile: str


@dataclass(frozen=True)
class Gap:
    """A time in which nobody is on duty though somebody must be; `why` names the incident that wants it."""

    unit: Unit | None
    day: date
    since: datetime
    until: datetime
    why: str = ""


def book_on(day: date) -> Rulebook:
    """Return the rulebook of this installation on a day."""
    return book_for(settings.CITY, day)


def units_seen_by(actor: Actor, day: date) -> QuerySet[Unit]:
    """Return the units in use whose roster the actor reads: a unit its own, those above it and those below it."""
    if sees_all(actor):
        return active(day)
    wanted = Q(pk__in=[])
    for path in actor.unit_paths:
        wanted |= Q(path__startswith=path) | Q(path__in=self_and_ancestors(path))
    return active(day).filter(wanted)


def units_planned_by(actor: Actor, day: date) -> QuerySet[Unit]:
    """Return the units for which the actor plans."""
    if plans_duty(actor, ""):
        return active(day)
    paths = [seat.unit_path for seat in actor.seats if seat.unit_path and plans_duty(actor, seat.unit_path)]
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(path__startswith=path)
    return active(day).filter(wanted)


def people_for(unit_id: UUID | None, at: datetime) -> QuerySet[User]:
    """Return who can stand on duty there: whoever holds a post there."""
    held = held_at(at).filter(unit=unit_id).values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("username")


def now_on_duty(
    units: QuerySet[Unit], at: datetime, viewer: Actor, *, with_centre: bool
) -> dict[UUID | None, list[OnDuty]]:
    """Return who is on duty at a moment by unit; None is the centre. Three statements."""
    where = Q(unit__in=units) | Q(unit__isnull=True) if with_centre else Q(unit__in=units)
    shifts = DutyShift.objects.filter(where, since__lte=at, until__gt=at, user__is_active=True)
    return by_place(shifts.order_by("-since", "user__username"), viewer, at)


def by_place(shifts: QuerySet[DutyShift], viewer: Actor, at: datetime) -> dict[UUID | None, list[OnDuty]]:
    """Return shifts with numbers by place. A mobile number is plain for who may have to call whoever is on duty now."""
    rows = list(shifts.select_related("user", "unit"))
    mobiles = mobiles_of({row.user_id: row.user for row in rows}.values())
    found: dict[UUID | None, list[OnDuty]] = defaultdict(list)
    for row in rows:
        found[row.unit_id].append(_with_numbers(row, mobiles, viewer, at))
    return found


def _with_numbers(row: DutyShift, mobiles: Mapping[UUID, str], viewer: Actor, at: datetime) -> OnDuty:
    mobile = mobiles.get(row.user_id, "")
    path = row.unit.path if row.unit else ""
    is_now = row.since <= at < row.until
    may_read = plans_duty(viewer, path) or viewer.user_id == row.user_id or (is_now and viewer.holds(*CALLERS))
    own = bool(path) and any(path.startswith(mine) for mine in viewer.unit_paths)
    phone = row.user.phone or (row.unit.duty_phone if row.unit else "")
    return OnDuty(row, phone, mobile if may_read or own else mask_phone(mobile))


# -- gaps ----------------------------------------------------------------------------------------------------------


def gaps(units: Iterable[Unit], first: date, last: date, at: datetime, *, with_centre: bool) -> list[Gap]:
    """Return in which hours from now on somebody is missing, by the rules of the book and the wish of incidents.

    Three statements, however many units and days.
    """
    places: list[Unit | None] = [*([None] if with_centre else []), *units]
    wanted = list(_wanted(places, first, last, at))
    if not wanted:
        return []
    begin, end = min(one[2] for one in wanted), max(one[3] for one in wanted)
    shifts: dict[UUID | None, list[tuple[datetime, datetime]]] = defaultdict(list)
    rows = DutyShift.objects.filter(since__lt=end, until__gt=begin, user__is_active=True)
    for unit_id, since, until in rows.values_list("unit_id", "since", "until"):
        shifts[unit_id].append((since, until))
    found = []
    for place, day, since, until, why in wanted:
        for a, b in uncovered((max(since, at), until), shifts[place.pk if place else None]):
            found.append(Gap(place, day, a, b, why))
    return sorted(found, key=lambda gap: (gap.since, gap.unit.path if gap.unit else ""))


def _wanted(
    places: Iterable[Unit | None], first: date, last: date, at: datetime
) -> Iterable[tuple[Unit | None, date, datetime, datetime, str]]:
    law, calendar = book_on(first).duty, almanac()
    demands = {one.unit_id: one for one in Demand.objects.filter(until__isnull=True).order_by("since")}
    days = [(day, not calendar.is_workday(day)) for day in days_between(first, last)]
    for place in places:
        demand = demands.get(place.pk) if place else None
        for day, is_off in days:
            if demand and day >= local_day(demand.since):
                since, until = moments(day, _MIDNIGHT, _MIDNIGHT)
                yield place, day, max(since, demand.since), until, demand.name
            elif rule := _rule_for(law.rules, place, is_off):
                since, until = moments(day, rule.since, rule.until)
                if until > at:
                    yield place, day, since, until, ""


_MIDNIGHT = datetime.min.time()


def _rule_for(rules: Iterable[DutyRule], place: Unit | None, is_off: bool) -> DutyRule | None:
    for rule in rules:
        if (place is None) != (rule.of == "centre"):
            continue
        if place and (place.depth not in rule.levels or (rule.unit_kinds and place.peer_group not in rule.unit_kinds)):
            continue
        # The first rule that fits the place speaks; another one below it is for other places or other days.
        if rule.days == "all" or is_off:
            return rule
    return None


def coming_gaps(actor: Actor, at: datetime, days: int | None = None) -> list[Gap]:
    """Return the gaps that the actor can fill, in the days ahead that the rulebook looks at."""
    today = local_day(at)
    ahead = days or book_on(today).duty.look_ahead_days
    return gaps(
        units_planned_by(actor, today).order_by("path"),
        today,
        today + ahead * ONE_DAY,
        at,
        with_centre=plans_duty(actor, ""),
    )


@dataclass(frozen=True)
class Missing:
    """Where somebody is missing: the gaps of one place, those that touch each other made one."""

    unit: Unit | None
    gaps: list[Gap]
    first: date
    last: date


def by_unit(found: Iterable[Gap]) -> list[Missing]:
    """Return the gaps by place, the place with the nearest gap first."""
    places: dict[UUID | None, list[Gap]] = defaultdict(list)
    for gap in found:
        mine = places[gap.unit.pk if gap.unit else None]
        if mine and mine[-1].until == gap.since and mine[-1].why == gap.why:
            mine[-1] = replace(mine[-1], until=gap.until)
        else:
            mine.append(gap)
    return [
        Missing(mine[0].unit, mine, mine[0].day, local_day(mine[-1].until - timedelta(minutes=1)))
        for mine in places.values()
    ]  # fmt: skip


# -- a month -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DayLine:
    """One day of a roster: whether people work then, who is on duty, and where somebody is missing."""

    day: date
    is_off: bool
    shifts: list[OnDuty]
    gaps: list[Gap]


def month_of(unit: Unit | None, first: date, viewer: Actor, at: datetime) -> list[DayLine]:
    """Return the days of a month; a shift stands on the day on which it begins."""
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY
    begin, end = moments(first, _MIDNIGHT, _MIDNIGHT)[0], moments(last, _MIDNIGHT, _MIDNIGHT)[1]
    rows = DutyShift.objects.filter(unit=unit, since__gte=begin, since__lt=end).order_by("since", "user__username")
    shifts: dict[date, list[OnDuty]] = defaultdict(list)
    for one in by_place(rows, viewer, at).get(unit.pk if unit else None, []):
        shifts[local_day(one.shift.since)].append(one)
    missing: dict[date, list[Gap]] = defaultdict(list)
    for gap in gaps([unit] if unit else [], first, last, at, with_centre=unit is None):
        missing[gap.day].append(gap)
    calendar = almanac()
    return [
        DayLine(day, not calendar.is_workday(day), shifts[day], missing[day]) for day in days_between(first, last)
    ]  # fmt: skip


# -- checks, notes, days -------------------------------------------------------------------------------------------


def checks_seen_by(actor: Actor) -> QuerySet[Check]:
    """Return the checks that the actor reads: to a unit its own."""
    if sees_all(actor):
        return Check.objects.all()
    found = Q(pk__in=[])
    for path in actor.unit_paths:
        found |= Q(unit__path__startswith=path)
    return Check.objects.filter(found)


def notes_seen_by(actor: Actor) -> QuerySet[Note]:
    """Return the notes that the actor reads: the centre's in the centre, a unit's there."""
    found = Q(unit__in=actor.unit_ids)
    return Note.objects.filter(found | Q(unit__isnull=True)) if sees_all(actor) else Note.objects.filter(found)


def days_seen_by(actor: Actor) -> QuerySet[AnswerDay]:
    """Return the answering days that the actor reads."""
    return AnswerDay.objects.all() if actor.is_platform or actor.holds(*DAY_READERS) else AnswerDay.objects.none()


def note_facts(row: Note, head: Any, at: datetime) -> NoteFacts:
    """Return the facts of one note."""
    path = Unit.objects.values_list("path", flat=True).get(pk=row.unit_id) if row.unit_id else ""
    return NoteFacts(row.state, path)


def day_facts(row: AnswerDay, head: Any, at: datetime) -> DayFacts:
    """Return the facts of one answering day."""
    return DayFacts(row.state, at, row.begins_at)


def in_words(span: Any) -> str:
    """Return the hours of a gap or a shift: "08:30–17:30", over midnight with its day."""
    since, until = local(span.since), local(span.until)
    if until.date() == since.date():
        return f"{since:%H:%M}–{until:%H:%M}"
    is_whole = f"{until:%H:%M}" == "00:00" and until.date() == since.date() + ONE_DAY
    if is_whole:
        return f"{since:%H:%M}–24:00"
    is_next = until.date() == since.date() + ONE_DAY
    return f"{since:%H:%M}–{'次日' if is_next else f'{until:%m-%d} '}{until:%H:%M}"
