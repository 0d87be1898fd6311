"""Which tasks run by themselves and how often: the table of the settings, laid into django-q2's own table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from huiyin.flow.times import CITY_TZ, local

PREFIX = "huiyin."
"""Only rows of this name are ours: what somebody else plans stays untouched."""


@dataclass(frozen=True)
class Schedule:
    """One task without arguments: every so many minutes, or each night at a local time."""

    name: str
    task: str
    label: str
    minutes: int = 0
    nightly_at: time | None = None

    def first_run(self, at: datetime) -> datetime:
        """Return when the task runs first after `at`."""
        if self.nightly_at is None:
            return at
        today = datetime.combine(local(at).date(), self.nightly_at, CITY_TZ)
        return today if today > at else today + timedelta(days=1)


def register_schedules(at: datetime, schedules: Sequence[Schedule] | None = None) -> list[str]:
    """Plan every schedule that is not planned as it should be, and drop what is planned no more: names of changes."""
    wanted = {one.name: one for one in (settings.SCHEDULES if schedules is None else schedules)}
    changed: list[str] = []
    planned = plans()
    with transaction.atomic():
        for row in planned.objects.select_for_update().filter(name__startswith=PREFIX).order_by("id"):
            one = wanted.get(row.name.removeprefix(PREFIX))
            if one is None or any(getattr(row, field) != value for field, value in _fields(one).items()):
                row.delete()
                changed.append(row.name.removeprefix(PREFIX))
            else:
                del wanted[one.name]
        for one in wanted.values():
            planned.objects.create(name=PREFIX + one.name, next_run=one.first_run(at), repeats=-1, **_fields(one))
    return list(dict.fromkeys([*changed, *wanted]))


def plans() -> Any:
    """Return django-q2's own model, imported late: the settings read this module before there are models."""
    from django_q.models import Schedule as Planned

    return Planned


def _fields(one: Schedule) -> dict[str, object]:
    kind = plans().DAILY if one.nightly_at else plans().MINUTES
    return {"func": one.task, "schedule_type": kind, "minutes": one.minutes or None}
