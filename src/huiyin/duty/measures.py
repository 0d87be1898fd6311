"""The figures that the duty counts: checks and the share that was reached, gaps told, answering days and their cases."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from huiyin.cases.models import Case, Tag
from huiyin.cases.scoped import cases_in, within
from huiyin.duty.models import LETTERS, TAG, AnswerDay, Check, GapTold
from huiyin.duty.states import DayState
from huiyin.flow.times import ONE_DAY
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.scope import Scope


def checks(scope: Scope) -> QuerySet[Check]:
    """Return the checks of the period."""
    return _of_units(scope, within(scope, "at", Check.objects.all()))


def reached(scope: Scope) -> QuerySet[Check]:
    """Return those in which somebody answered in time."""
    return checks(scope).filter(reached=True)


def gaps_told(scope: Scope) -> QuerySet[GapTold]:
    """Return the gaps of which units or the centre were told in the period."""
    return _of_units(scope, within(scope, "at", GapTold.objects.all()))


def days_held(scope: Scope) -> QuerySet[AnswerDay]:
    """Return the answering days that were held in the period; they are the city's."""
    rows = within(scope, "begins_at", AnswerDay.objects.filter(state=DayState.HELD))
    return rows.none() if _is_part(scope) or scope.unit_path else rows


def cases_of_days(scope: Scope) -> QuerySet[Case]:
    """Return the cases received in the period that bear the tag of an answering day."""
    tag = Concat(Value(f"{TAG}{LETTERS}"), Cast("number", CharField()))
    tags = AnswerDay.objects.annotate(its=tag).values("its")
    rows = within(scope, "received_at", cases_in(scope))
    return rows.filter(Exists(Tag.objects.filter(case=OuterRef("pk"), name__in=tags)))


def _of_units(scope: Scope, rows: QuerySet[Any]) -> QuerySet[Any]:
    if _is_part(scope):
        return rows.none()
    return rows.filter(unit__path__startswith=scope.unit_path) if scope.unit_path else rows


def _is_part(scope: Scope) -> bool:
    # Duty knows neither topics nor channels: where these narrow a scope, nothing of it is counted.
    return any((scope.category, scope.territory, scope.kind, scope.family, scope.channel, scope.tag))


def _address(name: str, more: dict[str, str], scope: Scope) -> str:
    days = {"from": scope.since, "to": scope.until - ONE_DAY if scope.until else None}
    asked = {**more, **{key: day.isoformat() for key, day in days.items() if day}}
    asked |= {"unit": scope.unit_path} if scope.unit_path else {}
    return f"{reverse(name)}?{urlencode(asked)}"


MEASURES: tuple[Measure | Rate, ...] = (
    Measure("duty_checks", "值班抽查", "期间内值班抽查的次数。", "次", "happened_in_period", checks, None,
            partial(_address, "duty:checks", {})),
    Measure("duty_reached", "抽查联系上", "期间内值班抽查中在规定时间内联系上的次数。", "次", "happened_in_period", reached, None,
            partial(_address, "duty:checks", {"reached": "1"})),
    Rate("duty_reach_rate", "值班联系率", "值班抽查中在规定时间内联系上的次数占抽查次数的比例。", "duty_reached", "duty_checks"),
    Measure("duty_gaps", "空班提醒", "期间内提醒的空班天数，一个单位一天计一次。", "次", "happened_in_period", gaps_told, None,
            partial(_address, "duty:told", {})),
    Measure("answer_days", "领导接听日", "期间内已举行的领导接听日次数。", "次", "happened_in_period", days_held, None,
            partial(_address, "duty:days", {"state": "held"})),
    Measure("answer_day_cases", "领导接听日件", "期间内收到的带有领导接听日标签的诉求件数。", "件", "happened_in_period",
            cases_of_days),
)  # fmt: skip
