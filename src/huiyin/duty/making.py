"""From the form of a roster to its shifts: which days, whose turn, and what is there already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huiyin.calendars.current import almanac
from huiyin.duty.act import Wanted
from huiyin.duty.queries import book_on
from huiyin.duty.rota import Slot, days_between, in_turn, moments, slots
from huiyin.flow.times import ONE_DAY
from huiyin.people.models import DutyShift, User
from huiyin.units.models import Unit


@dataclass(frozen=True)
class Plan:
    """What would be put into the roster; `filled` are slots that somebody stands already, `empty` those nobody can."""

    lines: list[tuple[Slot, User | None]]
    filled: list[Slot]
    unit_id: Any = None

    @property
    def wanted(self) -> list[Wanted]:
        """The shifts to be made."""
        return [Wanted(user.pk, self.unit_id, slot.since, slot.until) for slot, user in self.lines if user]


def planned(said: Mapping[str, Any], unit: Unit | None, at: datetime) -> Plan:
    """Let people take turns through the shifts of the chosen days; what is over or filled is passed by."""
    days = [day for day in days_between(said["first"], said["last"]) if _is_wanted(day, said["days"])]
    chosen = [one for one in book_on(said["first"]).duty.shifts if one.code in said["shifts"]]
    begin = moments(said["first"], *_DAY)[0] - ONE_DAY
    end = moments(said["last"], *_DAY)[1] + ONE_DAY
    there = list(
        DutyShift.objects.filter(since__lt=end, until__gt=begin).values_list("unit_id", "user_id", "since", "until")
    )  # fmt: skip
    mine = unit.pk if unit else None
    found: list[Slot] = []
    filled: list[Slot] = []
    for slot in slots(days, chosen):
        if slot.until <= at:
            continue
        is_filled = any(u == mine and s <= slot.since and e >= slot.until for u, _, s, e in there)
        (filled if is_filled else found).append(slot)
    taken = [(user, since, until) for _, user, since, until in there]

    def is_free(person: User, slot: Slot) -> bool:
        if any(u == person.pk and s < slot.until and e > slot.since for u, s, e in taken):
            return False
        taken.append((person.pk, slot.since, slot.until))
        return True

    return Plan(in_turn(found, said["people"], is_free), filled, mine)


def _is_wanted(day: date, days: str) -> bool:
    return days == "all" or almanac().is_workday(day) == (days == "work")


_DAY = (datetime.min.time(), datetime.min.time())
