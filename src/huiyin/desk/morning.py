"""What a director looks at in the morning: at risk today, what the centre itself keeps, many callers, what was promised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from huiyin.cases.queries import visible_to
from huiyin.cases.states import CaseState
from huiyin.clocks.models import Clock, Span
from huiyin.desk import lists
from huiyin.desk.baskets import CENTRE_STEPS, basket_named
from huiyin.desk.groups import Group, groups
from huiyin.desk.rows import CASE_FIELDS, Reader, Row
from huiyin.flow.actor import Actor
from huiyin.flow.times import ONE_DAY

SHOWN = 5

AT_RISK = ("late", "today")
PROMISED = ("review_day", "review_soon", "at_once", "promised_anew")

WITH_CENTRE = (
    (CaseState.COLLECTED, "待筛选"),
    (CaseState.REGISTERED, "已登记待处理"),
    (CaseState.IN_REVIEW, "待审核"),
    (CaseState.IN_APPROVAL, "呈批中（各级领导）"),
    (CaseState.APPROVED, "已批准待转办"),
    (CaseState.IN_AUDIT, "待审核反馈"),
    (CaseState.IN_CALLBACK, "待回访"),
)
"""States in which the centre, or whom it asks, has to do the next step."""


@dataclass(frozen=True)
class Pile:
    """Some cases with their number, the way to all of them, and the most pressing."""

    label: str
    help: str
    address: str
    count: int
    rows: list[Row]


@dataclass(frozen=True)
class Backlog:
    """What waits at one step of the centre, by its age: below a day, one to three days, longer; `late` by its own clock."""

    label: str
    address: str
    count: int
    late: int
    fresh: int
    days: int
    old: int
    oldest: datetime | None


@dataclass(frozen=True)
class Morning:
    """The page."""

    at_risk: list[Pile]
    backlog: list[Backlog]
    groups: list[Group]
    promised: list[Pile]


def morning_of(actor: Actor, at: datetime) -> Morning:
    """Return the page as this director may see it: a number of statements that does not grow with the city."""
    return Morning(
        at_risk=_piles(AT_RISK, actor, at), backlog=_backlog(actor, at), groups=groups(actor, at),
        promised=_piles(PROMISED, actor, at),
    )  # fmt: skip


def _piles(keys: Sequence[str], actor: Actor, at: datetime) -> list[Pile]:
    found, reader = [], Reader(actor, at)
    for basket in (basket_named(key) for key in keys):
        assert basket is not None, "the page names baskets that are there"
        rows = basket.rows(actor, at)
        first = rows.order_by(F("due_at").asc(nulls_last=True), "id").values(*CASE_FIELDS)[:SHOWN]
        lines = [reader.case(row) for row in first]
        found.append(Pile(basket.label, basket.help, basket.address, rows.order_by().count(), lines))
    return found


def _backlog(actor: Actor, at: datetime) -> list[Backlog]:
    states = [state for state, _ in WITH_CENTRE]
    held = Span.objects.filter(case_id=OuterRef("pk"), until__isnull=True).values("since")[:1]
    # An online message that nobody screened yet is not accepted: it waits since it came.
    waiting = visible_to(actor).filter(state__in=states).annotate(since=Coalesce(Subquery(held), F("received_at")))
    late = Clock.objects.running().filter(subject_id=OuterRef("pk"), kind__in=CENTRE_STEPS, due_at__lt=at)
    by_state = {row["state"]: row for row in _aged(waiting.annotate(late=Exists(late)), "since", at, by="state")}
    found = [
        _line(label, f"{reverse('desk:cases')}?state={state.value}", by_state[state])
        for state, label in WITH_CENTRE
        if state in by_state
    ]
    return found + _applications(actor, at)


def _applications(actor: Actor, at: datetime) -> list[Backlog]:
    waiting = lists.applications_waiting_for(actor).annotate(since=F("asked_at"), late=Q(decide_by__lt=at))
    rows = list(_aged(waiting, "since", at, by="state"))
    return [_line("待审批申请", reverse("desk:applications"), row) for row in rows]


def _aged(rows: QuerySet[Any], since: str, at: datetime, *, by: str) -> QuerySet[Any, dict[str, Any]]:
    """Count by age: one statement."""
    a_day, three_days = at - ONE_DAY, at - 3 * ONE_DAY
    return (
        rows.order_by()
        .values(by)
        .annotate(
            count=Count("pk"),
            late_ones=Count("pk", filter=Q(late=True)),
            fresh=Count("pk", filter=Q(**{f"{since}__gt": a_day})),
            days=Count("pk", filter=Q(**{f"{since}__lte": a_day, f"{since}__gt": three_days})),
            old=Count("pk", filter=Q(**{f"{since}__lte": three_days})),
            oldest=Min(since),
        )
    )


def _line(label: str, address: str, row: Mapping[str, Any]) -> Backlog:
    return Backlog(
        label, address, row["count"], row["late_ones"], row["fresh"], row["days"], row["old"], row["oldest"]
    )  # fmt: skip
