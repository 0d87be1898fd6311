"""Questions about incidents: who reads which, which cases belong or may belong to one. Nothing here writes."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.cases.states import OPEN_CASE
from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.incidents.facts import IncidentFacts, ResourceFacts, TaskFacts
from huiyin.incidents.models import Gathered, Incident, Resource, Task
from huiyin.incidents.states import OPEN_TASK, RUNNING, EntryState, IncidentState, TaskState
from huiyin.incidents.topics import with_all_below
from huiyin.incidents.who import reads_all
from huiyin.journal.models import Event, Remark
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for
from huiyin.units.path import self_and_ancestors

BEFORE = timedelta(hours=2)
"""So long before the beginning that was told people may have called already."""


def book_on(at: datetime) -> Rulebook:
    """Return the rulebook of this installation at a moment."""
    return book_for(settings.CITY, local_day(at))


def visible_to(actor: Actor) -> QuerySet[Incident]:
    """Return the incidents that the actor reads: all in the centre, in a unit those in which it has a task."""
    if reads_all(actor):
        return Incident.objects.all()
    return Incident.objects.filter(Exists(tasks_of(actor).filter(incident=OuterRef("pk"))))


def tasks_of(actor: Actor) -> QuerySet[Task]:
    """Return the tasks of the actor's own units and of those below them."""
    return Task.objects.filter(_within(actor))


def tasks_visible_to(actor: Actor) -> QuerySet[Task]:
    """Return the tasks that the actor reads."""
    return Task.objects.all() if reads_all(actor) else tasks_of(actor)


def resources_visible_to(actor: Actor) -> QuerySet[Resource]:
    """Return the entries of the log that the actor reads: to a unit its own."""
    return Resource.objects.all() if reads_all(actor) else Resource.objects.filter(_within(actor))


def _within(actor: Actor) -> Q:
    found = Q(pk__in=[])
    for path in actor.unit_paths:
        found |= Q(unit__path__startswith=path)
    return found


def in_force() -> QuerySet[Incident]:
    """Return the incidents from which agents answer now, the latest first."""
    return Incident.objects.filter(state=IncidentState.IN_FORCE).order_by("-in_force_at", "-id")


def cases_of(incident: Incident, at: datetime | None = None) -> QuerySet[Case]:
    """Return the cases gathered in an incident, as it stood at a moment."""
    return Case.objects.filter(Exists(_belonging(at).filter(incident=incident, case=OuterRef("pk"))))


def _belonging(at: datetime | None) -> QuerySet[Gathered]:
    if at is None:
        return Gathered.objects.filter(left_at__isnull=True)
    return Gathered.objects.filter(Q(left_at__isnull=True) | Q(left_at__gt=at), at__lte=at)


def incidents_of(case_id: UUID) -> QuerySet[Incident]:
    """Return the incidents to which a case belongs."""
    links = Gathered.objects.filter(left_at__isnull=True, case=case_id, incident=OuterRef("pk"))
    return Incident.objects.filter(Exists(links)).order_by("-began_at", "-id")


def fits(incident: Incident, category: str, territory: str) -> bool:
    """Whether a matter of this topic in this part of the city may belong to the incident; what is not told may fit."""
    topics = with_all_below(incident.categories, book_named(incident.book))
    return _agrees(category, topics) and _agrees(territory, frozenset(incident.territories))


def _agrees(told: str, wanted: frozenset[str]) -> bool:
    return not wanted or not told or told in wanted


def cases_to_gather(incident: Incident, actor: Actor) -> QuerySet[Case]:
    """Return the cases of its topics and area, received since it began, that belong to it not yet."""
    topics = with_all_below(incident.categories, book_named(incident.book))
    linked = Gathered.objects.filter(incident=incident, case=OuterRef("pk"), left_at__isnull=True)
    rows = cases_visible_to(actor).filter(~Exists(linked), received_at__gte=incident.began_at - BEFORE)
    if incident.closed_at:
        rows = rows.filter(received_at__lte=incident.closed_at)
    rows = rows.exclude(state__in=("voided", "withdrawn", "collected"))
    if topics:
        rows = rows.filter(category__in=sorted(topics))
    if incident.territories:
        rows = rows.filter(Q(territory__in=incident.territories) | Q(territory=""))
    return rows


def incidents_to_offer(case: Case) -> list[Incident]:
    """Return the running incidents to which a case may belong and does not: what fits and is no older.

    A message that nobody has given a topic yet fits nothing: to say that its topic agrees would be untrue.
    """
    mine = set(incidents_of(case.pk).values_list("pk", flat=True))
    running = Incident.objects.filter(state__in=RUNNING).order_by("-began_at", "-id")
    return [
        one for one in running
        if one.pk not in mine and case.received_at >= one.began_at - BEFORE
        and (case.category or not one.categories) and fits(one, case.category, case.territory)
    ]  # fmt: skip


def still_open(rows: QuerySet[Case], at: datetime) -> QuerySet[Case]:
    """Return those of the cases that were not over at a moment."""
    return rows.filter(Q(ended_at__isnull=True, closed_at__isnull=True, state__in=OPEN_CASE) | Q(closed_at__gt=at))


def late_tasks(at: datetime) -> QuerySet[Task]:
    """Return the tasks that nobody has reported in time."""
    return Task.objects.filter(state__in=OPEN_TASK, due_at__lt=at)


def incident_facts(row: Incident, head: Any, at: datetime) -> IncidentFacts:
    """Return the facts of one incident."""
    states = list(Task.objects.filter(incident=row.pk).values_list("state", flat=True)) if row.number else []
    return IncidentFacts(
        row.state, book_named(row.book).incidents, at, row.began_at, row.wording, sum(state in OPEN_TASK for state in states),
        sum(state == TaskState.REPORTED for state in states),
    )  # fmt: skip


def task_facts(row: Task, head: Any, at: datetime) -> TaskFacts:
    """Return the facts of one task."""
    law = book_named(row.book).incidents
    return TaskFacts(row.state, law, at, row.unit.path, row.incident.state, row.on_site, row.given_at)


def resource_facts(
    row: Resource, head: Any, at: datetime, tasked: Mapping[UUID, set[str]] | None = None
) -> ResourceFacts:
    """Return the facts of one entry of the log; `tasked` is what `places_with_tasks` answered for its incident."""
    path = row.unit.path if row.unit else ""
    known = places_with_tasks([row.incident_id]) if tasked is None else tasked
    has_task = bool(path) and not known.get(row.incident_id, set()).isdisjoint(self_and_ancestors(path))
    law = book_named(row.book).incidents
    return ResourceFacts(row.state, law, at, row.incident.state, row.incident.began_at, path, has_task)


def places_with_tasks(incident_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Return the places of the units that have a task in each of these incidents, in one statement."""
    found: dict[UUID, set[str]] = {}
    rows = Task.objects.filter(incident__in=set(incident_ids)).exclude(state=TaskState.CALLED_OFF)
    for incident_id, path in rows.values_list("incident", "unit__path"):
        found.setdefault(incident_id, set()).add(path)
    return found


def words_on_tasks(task_ids: Iterable[UUID]) -> dict[UUID, list[tuple[datetime, str, str]]]:
    """Return what was written with the moves of tasks, by task: when, in which move, what. Two statements."""
    found: dict[UUID, list[tuple[datetime, str, str]]] = {}
    events = {e.id: e for e in Event.objects.filter(subject_id__in=list(task_ids), subject_kind="incident_task")}
    for remark in Remark.objects.filter(event_id__in=list(events)):
        event = events[remark.event_id]
        found.setdefault(event.subject_id, []).append((event.at, event.verb.partition(".")[2], remark.text))
    return {pk: sorted(lines) for pk, lines in found.items()}


def kept(rows: QuerySet[Resource]) -> QuerySet[Resource]:
    """Return the entries of a log that count."""
    return rows.filter(state=EntryState.KEPT)
