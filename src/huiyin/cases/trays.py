"""Whoever leaves gives back what was taken from the common trays."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.cases.act import CASE_DOOR
from huiyin.cases.models import Case
from huiyin.flow.actor import PLATFORM
from huiyin.flow.table import Refused


def taken_by(user_id: UUID, at: datetime) -> QuerySet[Case]:
    """Return the cases that somebody has taken, and that did not go back by themselves."""
    return Case.objects.filter(taken_by_id=user_id, taken_until__gt=at).order_by("id")


def is_free(at: datetime) -> Q:
    """Return the condition "nobody has taken it"."""
    return Q(taken_until__isnull=True) | Q(taken_until__lte=at)


def give_back_all_of(user_id: UUID, at: datetime, caused_by: UUID | None = None) -> int:
    """Give everything back that somebody has taken; the platform acts. Returns how many it were."""
    given = 0
    for case_id in list(taken_by(user_id, at).values_list("pk", flat=True)):
        try:
            CASE_DOOR.move(case_id, "give_back", {}, actor=PLATFORM, at=at, caused_by=caused_by)
            given += 1
        except Refused:
            # Its step was done, or it was given back, just now.
            continue
    return given
