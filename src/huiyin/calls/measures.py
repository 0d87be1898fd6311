"""The figures of the telephone: what rang, what was answered and how soon, and who was rung back."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from huiyin.calls.models import Call, RingBack
from huiyin.calls.numbers import Lines
from huiyin.calls.queries import WANTED_SOMEBODY
from huiyin.calls.states import RingState
from huiyin.calls.who import OVERSEERS
from huiyin.cases.queries import lines_in_sight
from huiyin.cases.scoped import on_days
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.measures.kinds import Apart, Measure, Rate, Side
from huiyin.measures.scope import ANY_CENTRE, Scope
from huiyin.people.models import User
from huiyin.rulebook.calls import CallOutcome

NONE = "-"
"""What an address says for calls without any: of no agent, of no queue."""

SOON = 15
"""Seconds: so fast a call is answered by the national standard of such lines; the measure carries it in its name."""


def calls(scope: Scope) -> QuerySet[Call]:
    """Return the calls of the period, the city's own or those of one line. They know no topics, no units: where these
    narrow a scope, nothing is counted.
    """
    return _in(scope, Call.objects.all(), "day")


def answered(scope: Scope) -> QuerySet[Call]:
    """Return the calls that somebody answered."""
    return calls(scope).filter(outcome=CallOutcome.ANSWERED)


def unanswered(scope: Scope) -> QuerySet[Call]:
    """Return all others."""
    return calls(scope).exclude(outcome=CallOutcome.ANSWERED)


def answered_soon(scope: Scope) -> QuerySet[Call]:
    """Return the calls that were answered within fifteen seconds."""
    return answered(scope).filter(waited__lte=SOON)


def to_agents(scope: Scope) -> QuerySet[Call]:
    """Return the calls that asked for a person."""
    return calls(scope).exclude(outcome=CallOutcome.MENU)


def missed(scope: Scope) -> QuerySet[Call]:
    """Return the calls that asked for a person and found none."""
    return calls(scope).filter(outcome__in=WANTED_SOMEBODY)


def in_menu(scope: Scope) -> QuerySet[Call]:
    """Return the calls that ended in the menu."""
    return calls(scope).filter(outcome=CallOutcome.MENU)


def about_cases(scope: Scope) -> QuerySet[Call]:
    """Return the answered calls that a case came of, or that were about one."""
    return answered(scope).filter(about__isnull=False)


def ring_backs(scope: Scope) -> QuerySet[RingBack]:
    """Return the callers who found nobody in the period and are to be rung back, but those that need not be."""
    return _in(scope, RingBack.objects.all(), "first_day").exclude(state=RingState.DROPPED)


def rung_back(scope: Scope) -> QuerySet[RingBack]:
    """Return those of them who were reached."""
    return ring_backs(scope).filter(state__in=[RingState.RUNG, RingState.CALLED_AGAIN])


def _in(scope: Scope, rows: QuerySet[Any], day: str) -> QuerySet[Any]:
    parts = (
        scope.category,
        scope.territory,
        scope.kind,
        scope.family,
        scope.channel,
        scope.tag,
        scope.unit_path,
    )
    return rows.none() if any(parts) else on_days(scope, day, _of_line(scope, rows))


def _of_line(scope: Scope, rows: QuerySet[Any]) -> QuerySet[Any]:
    if scope.centre == ANY_CENTRE:
        return rows
    return rows.filter(centre=UUID(scope.centre)) if scope.centre else rows.filter(centre__isnull=True)


WHATS = {
    "calls": ("全部呼入", calls), "answered": ("人工接听", answered), "unanswered": ("未经人工", unanswered),
    "soon": (f"{SOON} 秒内接听", answered_soon), "to_agents": ("转人工", to_agents), "missed": ("漏接", missed),
    "menu": ("语音自助", in_menu), "cases": ("形成或涉及工单", about_cases),
}  # fmt: skip
"""What a list of calls can be narrowed to: by the very questions that count."""

RING_WHATS = {"all": ("应回拨", ring_backs), "rung": ("已回拨", rung_back)}
"""The same for ring-backs."""


def listed_at(what: str, scope: Scope) -> str:
    """Return the address of the calls behind a figure."""
    return f"{reverse('calls:list')}?{urlencode({**asked_of(scope), 'what': what})}"


def rings_listed_at(what: str, scope: Scope) -> str:
    """Return the address of the ring-backs behind a figure."""
    return f"{reverse('calls:ring_backs')}?{urlencode({**asked_of(scope), 'what': what})}"


def asked_of(scope: Scope) -> dict[str, str]:
    """Return how the addresses of the lists ask for what a scope means: its days, and the line of a unit."""
    return {**days_of(scope), **({"line": scope.centre} if scope.centre else {})}


def days_of(scope: Scope) -> dict[str, str]:
    """Return the days of a scope as the addresses of the lists have them."""
    days = (("from", scope.since), ("to", scope.until - ONE_DAY if scope.until else None))
    return {name: day.isoformat() for name, day in days if day}


def seen_by(actor: Actor, scope: Scope) -> Callable[[Any], Any] | None:
    """Return all calls to whoever sees every call of the line that is meant, and nothing to all others."""
    if scope.centre:
        sees = lines_in_sight(actor).filter(pk=UUID(scope.centre)).exists()
    else:
        sees = actor.is_platform or actor.holds(*OVERSEERS)
    return (lambda rows: rows) if sees else None


def _names_of_agents(numbers: Iterable[str]) -> dict[str, str]:
    # A number that belongs to nobody here still answered: it stands as it was told.
    known = User.objects.filter(username__in=list(numbers)).values_list("username", "name")
    return {number: f"{name} {number}" for number, name in known}


def _names_of_numbers(numbers: Iterable[str]) -> dict[str, str]:
    return dict(Lines().names(numbers, local_day(times.now())))


def _as_told(values: Iterable[str]) -> dict[str, str]:
    return {value: value for value in values}


SIDES = (
    Side("call_hour", "时段", "hour", lambda hours: {one: f"{one}:00–{int(one) + 1:02}:00" for one in hours},
         lambda hour: {"hour": str(int(hour))}, digits=2),
    Side("call_outcome", "来电结果", "outcome", lambda found: {one: CallOutcome(one).label for one in found},
         lambda outcome: {"outcome": outcome}),
    Side("call_agent", "话务员", "agent_number", _names_of_agents, lambda number: {"agent": number or NONE}),
    Side("call_queue", "技能组", "queue", _as_told, lambda queue: {"queue": queue or NONE}),
    Side("call_line", "被叫号码", "line", _names_of_numbers, lambda line: {"called": line or NONE}),
)  # fmt: skip
"""By what calls are put side by side, each as the list of calls asks for it."""

OF_CALLS = Apart(seen_by, SIDES, heeds=frozenset({"centre"}))
OF_RING_BACKS = Apart(seen_by, heeds=frozenset({"centre"}))


def _calls(what: str, name: str, label: str, definition: str) -> Measure:
    listed = partial(listed_at, what)
    return Measure(name, label, definition, "次", "happened_in_period", WHATS[what][1], None, listed, OF_CALLS)


def _rings(what: str, name: str, label: str, definition: str) -> Measure:
    rows, listed = RING_WHATS[what][1], partial(rings_listed_at, what)
    return Measure(name, label, definition, "人次", "happened_in_period", rows, None, listed, OF_RING_BACKS)


MEASURES: tuple[Measure | Rate, ...] = (
    _calls("calls", "calls", "呼入", "期间内打进热线的电话次数，含语音自助、漏接和排队放弃的。"),
    _calls("answered", "answered", "人工接听", "期间内打进热线、由话务员接听的电话次数。"),
    _calls("unanswered", "calls_unanswered", "未经人工", "期间内打进热线、没有由话务员接听的电话次数。"),
    _calls("soon", "answered_within_15s", "15 秒内接听", "期间内由话务员在 15 秒之内接听的电话次数。"),
    _calls("to_agents", "calls_to_agents", "转人工", "期间内打进热线、要求人工服务的电话次数。"),
    _calls("missed", "missed_calls", "漏接", "期间内要求人工服务而振铃无人接听或排队时挂断的电话次数。"),
    _calls("cases", "calls_about_cases", "来电涉及工单", "期间内由话务员接听、形成工单或涉及已有工单的电话次数。"),
    _rings("all", "ring_backs", "应回拨", "期间内漏接、应予回拨的来电人次，同一号码未回拨前只计一次，核定不需回拨的不计。"),
    _rings("rung", "rung_back", "已回拨", "期间内漏接、应予回拨的来电人次中已接通或来电人已再次打通的。"),
    Rate("answer_rate", "人工接听率", "打进热线的电话中由话务员接听的比例。", "answered", "calls"),
    Rate("answer_rate.of_agents", "接通率", "要求人工服务的电话中由话务员接听的比例。", "answered", "calls_to_agents"),
    Rate("answered_within_15s_rate", "15 秒接听率", "话务员接听的电话中在 15 秒之内接听的比例。",
         "answered_within_15s", "answered"),
    Rate("ring_back_rate", "回拨率", "应予回拨的来电人次中已经接通的比例。", "rung_back", "ring_backs"),
)  # fmt: skip
