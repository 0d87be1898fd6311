"""Questions about clocks; nothing is written here. Each is asked for a moment."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from huiyin.clocks.changes import HOLDING_KINDS
from huiyin.clocks.models import Clock, ClockSet


def running(case_id: UUID) -> ClockSet:
    """Return the running clocks of a case, the most pressing first."""
    return Clock.objects.running().filter(case_id=case_id).order_by("due_at", "id")


def history(case_id: UUID) -> ClockSet:
    """Return every clock that a case ever had, in the order of their beginnings."""
    return Clock.objects.filter(case_id=case_id).order_by("started_at", "id")


def overdue(at: datetime) -> ClockSet:
    """Return the running clocks that are past due, the longest overdue first.

    One that stood before it was due is not; nor is a unit's while the centre itself is late with what it waits for.
    """
    stood = Q(paused_at__isnull=False, paused_at__lte=F("due_at"))
    past = Clock.objects.running().filter(due_at__lt=at).exclude(stood)
    return past.exclude(_waits_for_late_centre(before=OuterRef("due_at"))).order_by("due_at", "id")


def due_between(since: datetime, until: datetime) -> ClockSet:
    """Return the running clocks due from the one moment to before the other, the earliest first."""
    return Clock.objects.running().filter(due_at__gte=since, due_at__lt=until).order_by("due_at", "id")


def moving(at: datetime) -> ClockSet:
    """Return the running clocks that do not stand at this moment: neither paused nor waiting for a late centre."""
    return Clock.objects.running().filter(paused_at__isnull=True).exclude(_waits_for_late_centre(before=at))


def _waits_for_late_centre(before: datetime | OuterRef) -> Q:
    """Whether a unit's clock waits for one of the centre's that became late before a moment."""
    centre = Clock.objects.running().filter(kind__in=HOLDING_KINDS, case_id=OuterRef("case_id"), due_at__lt=before)
    of_this_unit = centre.filter(Q(unit_id__isnull=True) | Q(unit_id=OuterRef("unit_id")))
    return Q(waits_for_centre=True) & Q(Exists(of_this_unit))
