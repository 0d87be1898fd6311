"""What is owed: which unit has not yet reported for which period, since when, and how often it was reminded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS
from huiyin.registers.models import Entry, Reminder
from huiyin.registers.periods import Period, period_of
from huiyin.registers.queries import book_on
from huiyin.registers.reckoning import due_on, reminded_from
from huiyin.registers.states import EntryState
from huiyin.registers.who import URGERS, writes_at
from huiyin.rulebook.registers import Register, RegisterDue
from huiyin.units.models import Unit

LOOK_BACK = timedelta(days=400)
"""Older periods are past: nobody is asked for a report of the year before last."""


@dataclass(frozen=True)
class Owed:
    """One report that a unit has not made. `reminded` are the reminders, the oldest first."""

    register: Register
    period: Period
    unit: Unit
    due_on: date
    today: date
    reminded: Sequence[Reminder] = field(default=(), compare=False)

    @property
    def is_late(self) -> bool:
        """Whether the due day has passed."""
        return self.today > self.due_on

    @property
    def days_late(self) -> int:
        """How many days it has been owed since the due day."""
        return max((self.today - self.due_on).days, 0)

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.register.code}:{self.period.code}:{self.unit.pk}"

    @property
    def is_urged_today(self) -> bool:
        """Whether somebody has urged it by hand today: once a day is enough."""
        return any(one.kind == "urged" and one.on == self.today for one in self.reminded)


@dataclass(frozen=True)
class Standing:
    """How a register stands in one period: who must report, who has, who has not."""

    register: Register
    period: Period
    due_on: date
    reported: int
    late: int
    owed: Sequence[Owed]

    @property
    def expected(self) -> int:
        """How many units must report."""
        return self.reported + len(self.owed)


def standings(day: date, units: QuerySet[Unit] | None = None) -> list[Standing]:
    """Return how every due register stands in each ended period that counts, the latest period first.

    Over all units or these: one statement for the units, three for each register.
    """
    due = [register for register in book_on(day).registers if register.due]
    tree = list((Unit.objects.all() if units is None else units).order_by("path")) if due else []
    return [standing for register in due for standing in _of_register(register, tree, day)]


def _of_register(register: Register, tree: Sequence[Unit], day: date) -> Iterator[Standing]:
    periods = periods_due(register, day)
    days = [period.first for period in periods]
    entries = Entry.objects.filter(register=register.code, day__in=days, state=EntryState.KEPT)
    there = {(unit, first): late for unit, first, late in entries.values_list("unit", "day", "late")}
    reminders: dict[tuple[UUID, date], list[Reminder]] = {}
    for one in Reminder.objects.filter(register=register.code, day__in=days).order_by("at", "id"):
        reminders.setdefault((one.unit_id, one.day), []).append(one)
    for period in periods:
        assert register.due is not None, "only what is due can be owed"
        last_day, debtors = due_on(register.due, period), [unit for unit in tree if owes(unit, register.due, period)]
        reported = [there[unit.pk, period.first] for unit in debtors if (unit.pk, period.first) in there]
        owed = [
            Owed(register, period, unit, last_day, day, reminders.get((unit.pk, period.first), ()))
            for unit in debtors
            if (unit.pk, period.first) not in there
        ]
        yield Standing(register, period, last_day, len(reported), sum(reported), owed)


def owes(unit: Unit, due: RegisterDue, period: Period) -> bool:
    """Whether a unit must report for a period: in use on its last day, of the groups and levels that are named."""
    in_use = unit.opened_on <= period.last and (unit.closed_on is None or unit.closed_on > period.last)
    of_kind = not due.unit_kinds or unit.peer_group in due.unit_kinds
    return in_use and of_kind and (not due.levels or unit.depth in due.levels)


def periods_due(register: Register, day: date) -> list[Period]:
    """Return the ended periods for which the register is owed, the latest first.

    What was before the first report of anybody is not asked for: a new office begins with the period that ended last.
    """
    if register.due is None:
        return []
    period = period_of(register.belongs, day).before
    first = Entry.objects.filter(register=register.code, state=EntryState.KEPT).aggregate(day=Min("day"))["day"]
    begins = min(max(first or period.first, day - LOOK_BACK), period.first)
    found: list[Period] = []
    while period.first >= begins:
        found.append(period)
        period = period.before
    return found


def owed_by(actor: Actor, day: date) -> Iterator[Owed]:
    """Give what the actor's own units owe and the actor may report, the longest owed first in each register."""
    own = Unit.objects.filter(pk__in=actor.unit_ids)
    for standing in standings(day, own):
        for one in standing.owed:
            if writes_at(actor, one.register, one.unit.path):
                yield one


def debtors_in_sight(actor: Actor, day: date) -> list[Standing]:
    """Return how reports stand among those whom the actor urges: all units, or those below the actor's own."""
    if actor.holds(*URGERS):
        return standings(day)
    below = units_below(actor)
    if below is None:
        return []
    return [one for one in standings(day, below) if one.expected]


def units_below(actor: Actor) -> QuerySet[Unit] | None:
    """Return the units below those in which the actor holds a post, None where there is no such post."""
    paths = sorted({seat.unit_path for seat in actor.seats if seat.post in UNIT_POSTS and seat.unit_path})
    if not paths:
        return None
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(path__startswith=path) & ~Q(path=path)
    return Unit.objects.filter(found)


def may_urge(actor: Actor, unit: Unit) -> bool:
    """Whether the actor urges this unit."""
    if actor.is_platform or actor.holds(*URGERS):
        return True
    below = units_below(actor)
    return below is not None and below.filter(pk=unit.pk).exists()


def to_remind(day: date) -> Iterator[tuple[Owed, str]]:
    """Give what the clock has still to remind of on this day, with the kind of reminder."""
    for standing in standings(day):
        due = standing.register.due
        assert due is not None, "only due registers stand here"
        kind = "late" if day > standing.due_on else "before" if day >= reminded_from(due, standing.period) else ""
        for one in standing.owed if kind else ():
            if all(known.kind != kind for known in one.reminded):
                yield one, kind


def named(keys: Iterable[str], day: date) -> list[Owed]:
    """Return what is still owed of what a form names; what was reported meanwhile is left out."""
    wanted = set(keys)
    return [one for standing in standings(day) for one in standing.owed if one.key in wanted]
