"""The figures of supervision: cases supervised and by which way, orders and how they were answered, verified, met."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from huiyin.cases.measures import times
from huiyin.cases.scoped import cases_in, is_narrow, of_centre, ordered_for, within
from huiyin.flow.times import ONE_DAY
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.scope import ANY_CENTRE, Scope
from huiyin.rulebook.book import Rulebook
from huiyin.supervision.lists import counted
from huiyin.supervision.models import Check, Meeting, MeetingCase, MeetingUnit, Order, Supervised
from huiyin.supervision.states import OrderState, Verdict


def issued(scope: Scope, kind: str = "") -> QuerySet[Order]:
    """Return the orders that the centre issued in the period; where topics or channels narrow the scope, those about them.

    Of a unit's own line those about its cases, whether the unit issued them or the city, and what the unit issued to one
    below it as a whole. What a unit issues to those below it does not speak against it where it is looked at itself.
    """
    rows = within(scope, "issued_at", _issued_for(scope))
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(unit__path__startswith=scope.unit_path) if scope.unit_path else rows
    narrow = scope.narrowed(unit_path="")
    return _about(rows, Supervised.objects.filter(order_id=OuterRef("pk")), narrow) if is_narrow(narrow) else rows


def _issued_for(scope: Scope) -> QuerySet[Order]:
    if not scope.centre:
        return counted(Order.objects.all())
    return _by_who_may(Order.objects.exclude(state=OrderState.RECALLED), scope)


def _by_who_may(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """Return what the unit of a line and the city began; of a unit that looks at those below it what came from above them."""
    if scope.centre == ANY_CENTRE:
        return ordered_for(rows, scope)
    return rows.filter(centre__isnull=True) | ordered_for(rows, scope)


def _about(rows: QuerySet[Any], parts: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """Return those about cases of the scope; of a line also what its unit began about no case, where no topic is asked for."""
    about = Exists(parts.filter(case__in=cases_in(scope)))
    if is_narrow(scope.narrowed(centre="")):
        return rows.filter(about)
    return rows.filter(about | (Q(centre__isnull=False) & ~Exists(parts)))


def supervised(scope: Scope, kind: str = "") -> QuerySet[Supervised]:
    """Return the cases of these orders, each as often as it was supervised."""
    rows = Supervised.objects.filter(order__in=issued(scope.narrowed(**_NO_TOPICS), kind))
    narrow = scope.narrowed(unit_path="")
    return rows.filter(case__in=cases_in(narrow)) if is_narrow(narrow) else rows


_NO_TOPICS: dict[str, Any] = dict.fromkeys(("category", "territory", "kind", "family", "channel", "tag"), "")


def answered(scope: Scope) -> QuerySet[Order]:
    """Return those of the orders whose report was accepted."""
    return issued(scope).filter(state=OrderState.CLOSED)


def on_time(scope: Scope) -> QuerySet[Order]:
    """Return those of them whose every report came in time."""
    return answered(scope).filter(late=False)


def verified(scope: Scope, verdict: str = "") -> QuerySet[Check]:
    """Return the verifications with a result that was written down in the period."""
    # They follow the case, whoever sent somebody: what the city saw of a line's case is in the line's figures.
    of_cases = (
        Check.objects.filter(case__in=cases_in(scope)) if is_narrow(scope) else of_centre(Check.objects.all(), scope)
    )
    rows = within(scope, "done_at", of_cases)
    return rows.filter(verdict=verdict) if verdict else rows


def met(scope: Scope, kind: str = "") -> QuerySet[Meeting]:
    """Return the meetings of the centre that were held in the period; of a unit's own line those about its cases, and its
    talks about those below it as a whole.
    """
    called = Meeting.objects.all()
    called = _by_who_may(called, scope) if scope.centre else ordered_for(called, scope)
    rows = within(scope, "held_at", called)
    rows = rows.filter(kind=kind) if kind else rows
    if scope.unit_path:
        invited = MeetingUnit.objects.filter(meeting_id=OuterRef("pk"), unit__path__startswith=scope.unit_path)
        rows = rows.filter(Exists(invited))
    narrow = scope.narrowed(unit_path="")
    return _about(rows, MeetingCase.objects.filter(meeting_id=OuterRef("pk")), narrow) if is_narrow(narrow) else rows


def _listed(name: str, asked: dict[str, str], scope: Scope) -> str:
    days = {"from": scope.since, "to": scope.until - ONE_DAY if scope.until else None}
    said = {**asked, **{key: day.isoformat() for key, day in days.items() if day}}
    said |= {"unit": scope.unit_path} if scope.unit_path else {}
    return f"{reverse(name)}?{urlencode(said)}"


def _orders(name: str, label: str, definition: str, rows: Any, **asked: str) -> Measure:
    listed = partial(_listed, "supervision:orders", {"counted": "1", **asked})
    return Measure(name, label, definition, "份", "happened_in_period", rows, None, listed)


def _meetings(name: str, label: str, definition: str, rows: Any, **asked: str) -> Measure:
    listed = partial(_listed, "supervision:meetings", {"held": "1", **asked})
    return Measure(name, label, definition, "次", "happened_in_period", rows, None, listed)


MEASURES: tuple[Measure | Rate, ...] = (
    times("supervised", "督办", "期间内中心督办的工单件次，一份督办单督办几件的计几次，撤回的不计。", supervised),
    _orders("supervision_orders", "督办单", "期间内中心下达的督办单份数，撤回的不计。", issued),
    _orders("supervision_closed", "督办单办结", "期间内中心下达的督办单中单位的反馈已获认可的份数。", answered,
            state=OrderState.CLOSED.value),
    Measure("supervision_on_time", "督办单按期反馈", "期间内中心下达的督办单中反馈已获认可、每次反馈都没有逾期的份数。", "份",
            "happened_in_period", on_time, None,
            partial(_listed, "supervision:orders", {"counted": "1", "state": OrderState.CLOSED.value, "on_time": "1"})),
    times("verified", "核实", "期间内派人核实并登记结论的次数。", verified),
    *(times(f"verified.{one.value}", f"核实{one.label}", f"期间内派人核实、结论为{one.label}的次数。",
            partial(verified, verdict=one.value)) for one in Verdict),
    _meetings("meetings", "约谈和协调会", "期间内中心召开的约谈、现场办公会、协调会的次数。", met),
    Rate("supervision_on_time_rate", "督办单按期反馈率", "期间内中心下达、已办结的督办单中按期反馈的比例。",
         "supervision_on_time", "supervision_closed"),
)  # fmt: skip


def measures_of(book: Rulebook) -> Iterable[Measure]:
    """Return a figure for each way of supervising and each sort of meeting that the book names."""
    for kind in book.supervision.kinds:
        told = f"期间内中心以“{kind.label}”督办的工单件次，撤回的不计。"
        yield times(f"supervised.{kind.code}", kind.label, told, partial(supervised, kind=kind.code))
    for one in book.supervision.meetings:
        yield _meetings(f"meetings.{one.code}", one.label, f"期间内中心召开的{one.label}次数。",
                        partial(met, kind=one.code), kind=one.code)  # fmt: skip


__all__ = ["MEASURES", "answered", "issued", "measures_of", "met", "on_time", "supervised", "verified"]
