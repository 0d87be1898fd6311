"""Urging a unit for all its late cases at once: one call, recorded once, with one event for each case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from huiyin.cases.act import move_case
from huiyin.cases.lifecycle import CASE
from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import in_charge_of
from huiyin.cases.states import WORKING_ASSIGNMENT, CaseState
from huiyin.clocks.queries import overdue
from huiyin.flow.actor import Actor
from huiyin.flow.says import clean
from huiyin.flow.table import Refused
from huiyin.journal.door import note
from huiyin.journal.models import Event, Told
from huiyin.journal.writing import writing
from huiyin.rulebook.limit_rules import ClockName
from huiyin.units.models import Unit

LEDGER = "urging"
"""The chain of calls to a unit for many cases at once."""

MOST_AT_ONCE = 200


def _late_shares(at: datetime) -> QuerySet[Assignment]:
    # Asked of the clocks: one that stands, or that waits for the centre, makes nobody late.
    late = overdue(at).filter(kind=ClockName.UNIT_REPLY).values("subject_id")
    return Assignment.objects.filter(
        pk__in=late, state__in=sorted(WORKING_ASSIGNMENT), case__state=CaseState.IN_HANDLING
    )


def units_with_late_cases(actor: Actor, at: datetime) -> list[Any]:
    """Return the units that are late, with the number of their late shares, the most first: one statement."""
    mine = _late_shares(at).filter(case__in=in_charge_of(actor))
    rows = mine.values("unit", "unit__name", "unit__path").annotate(count=Count("id"))
    return sorted(rows, key=lambda row: (-row["count"], row["unit__path"]))


def late_cases_of(unit: Unit, actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return the cases that a unit, or one below it, is late with; the longest overdue first."""
    shares = _late_shares(at).filter(case_id=OuterRef("pk"), unit_path__startswith=unit.path)
    return in_charge_of(actor).filter(Exists(shares), state=CaseState.IN_HANDLING).order_by("unit_due_at", "id")


def urge_all(
    unit: Unit, case_ids: Sequence[UUID], way: str, words: str, *, actor: Actor, at: datetime, key: str
) -> Event:
    """Urge a unit for several cases: all of them or none. Raises Refused. The same key again writes nothing new.

    What was said stands once, with the call; the events of the cases name the call as their cause.
    """
    _refuse_what_cannot_be_called(case_ids, way, words)
    with writing() as now_writing:
        if done := _done_already(actor, key):
            return done
        said, texts = {"cases": len(case_ids), "urge_way": way}, {"note": words.strip()}
        whole = note("unit.urged", "unit", unit.pk, at=at, head=LEDGER, actor=actor, said=said, texts=texts)
        # Locked by ascending id, so that two such calls cannot wait for each other.
        for case_id in sorted(case_ids):
            now_writing.lock(Case, case_id)
        for case_id in sorted(case_ids):
            move_case(case_id, "urge", {"urge_way": way}, actor=actor, at=at, caused_by=whole.id)
        if key:
            Told.objects.create(actor_id=actor.user_id, key=key, event_id=whole.id, subject_id=unit.pk, at=at)
    return whole


def _refuse_what_cannot_be_called(case_ids: Sequence[UUID], way: str, words: str) -> None:
    _, errors = clean(CASE.of("urge").asks, {"urge_way": way, "note": words}, None)
    reasons = [] if case_ids else ["没有选择工单"]
    if len(case_ids) > MOST_AT_ONCE:
        reasons.append(f"一次最多催办{MOST_AT_ONCE}件")
    if reasons or errors:
        raise Refused(reasons, errors)


def _done_already(actor: Actor, key: str) -> Event | None:
    told = Told.objects.filter(actor_id=actor.user_id, key=key).first() if key else None
    return Event.objects.get(id=told.event_id) if told else None
