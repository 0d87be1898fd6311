"""What the duty does after events of incidents: units that have a task must be reached day and night until it is over."""

from datetime import datetime
from uuid import UUID

from huiyin.duty.act import demand, demand_no_more
from huiyin.journal.follow import follower
from huiyin.journal.models import Event

TASKS_OF = "incident_task.give"


@follower("duty.incidents", "incident.begin", TASKS_OF, "incident.stand_down", "incident.close")
def follow_incident(event: Event, at: datetime) -> None:
    """Want whole days while the incident is in force; an order that comes late changes nothing of what is over."""
    if event.verb in ("incident.stand_down", "incident.close"):
        if not _began_after(event):
            demand_no_more(event.chain_id, event.at)
        return
    units = [UUID(one) for one in event.said.get("round_the_clock", ())]
    if units and not _ended_after(event):
        demand(event.chain_id, event.said["incident"], units, event.at)


def _ended_after(event: Event) -> bool:
    later = Event.objects.filter(chain_id=event.chain_id, seq__gt=event.seq)
    return later.filter(verb__in=("incident.stand_down", "incident.close")).exists() and not _began_after(event)


def _began_after(event: Event) -> bool:
    last = Event.objects.filter(
        chain_id=event.chain_id, seq__gt=event.seq,
        verb__in=("incident.begin", "incident.stand_down", "incident.close"),
    ).order_by("seq").last()  # fmt: skip
    return last is not None and last.verb == "incident.begin"
