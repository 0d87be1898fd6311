"""What an address names, for those who may see it."""

from datetime import datetime

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from huiyin.flow.actor import Actor
from huiyin.flow.times import CITY_TZ
from huiyin.incidents.models import Incident
from huiyin.incidents.queries import visible_to
from huiyin.incidents.who import reads_all


def incident_or_404(actor: Actor, number: int) -> Incident:
    """Return the incident. Raises Http404 for a stranger to it."""
    rows = visible_to(actor).select_related("ledger", "declared_by")
    return get_object_or_404(rows, number=number)


def whole_incident_or_404(actor: Actor, number: int) -> Incident:
    """Return the incident for those who read all of it: its cases are not a unit's."""
    if not reads_all(actor):
        raise Http404
    return incident_or_404(actor, number)


def moment_asked(request: HttpRequest, now: datetime) -> datetime:
    """Return the moment `?at=`, now without one; what is no moment, or lies ahead, is now."""
    try:
        moment = datetime.fromisoformat(request.GET.get("at", "").replace(" ", "+"))
    except ValueError:
        return now
    aware = moment if moment.tzinfo else moment.replace(tzinfo=CITY_TZ)
    return min(aware, now)
