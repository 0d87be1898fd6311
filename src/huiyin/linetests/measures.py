"""The figures of the test calls: how many units' phones were rung, and how many were answered, in time, politely."""

from functools import partial
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from huiyin.cases.scoped import within
from huiyin.flow.times import ONE_DAY
from huiyin.linetests.models import LineTest
from huiyin.linetests.states import TOLD, Heard, LineState
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.scope import Scope


def tested(scope: Scope) -> QuerySet[LineTest]:
    """Return the calls with a result in the period. They know no topics and no channels: there nothing is counted."""
    rows = LineTest.objects.filter(state__in=TOLD)
    if any((scope.category, scope.territory, scope.kind, scope.family, scope.channel, scope.tag, scope.centre)):
        return rows.none()
    rows = rows.filter(unit_path__startswith=scope.unit_path) if scope.unit_path else rows
    return within(scope, "tested_at", rows)


def answered(scope: Scope) -> QuerySet[LineTest]:
    """Return those that somebody answered."""
    return tested(scope).filter(state=LineState.ANSWERED)


def in_time(scope: Scope) -> QuerySet[LineTest]:
    """Return those that somebody answered within the rings of the rulebook."""
    return answered(scope).filter(heard=Heard.IN_TIME)


def missed(scope: Scope) -> QuerySet[LineTest]:
    """Return those that nobody answered."""
    return tested(scope).filter(state=LineState.MISSED)


def discourteous(scope: Scope) -> QuerySet[LineTest]:
    """Return those in which the words were not as they should be."""
    return answered(scope).filter(discourteous=True)


def listed_at(what: str, scope: Scope) -> str:
    """Return the address of the calls behind a figure."""
    days = {"from": scope.since, "to": scope.until - ONE_DAY if scope.until else None}
    asked = {name: day.isoformat() for name, day in days.items() if day} | {"what": what}
    asked |= {"unit": scope.unit_path} if scope.unit_path else {}
    return f"{reverse('linetests:index')}?{urlencode(asked)}"


WHATS = {
    "told": ("有结果", tested), "answered": ("已接通", answered), "in_time": ("按时接听", in_time), "missed": ("未接通", missed),
    "discourteous": ("用语不规范", discourteous),
}  # fmt: skip
"""What a list of calls can be narrowed to: by the very questions that count."""


def _measure(what: str, name: str, label: str, definition: str) -> Measure:
    rows = WHATS[what][1]
    return Measure(name, label, definition, "次", "happened_in_period", rows, None, partial(listed_at, what))


MEASURES: tuple[Measure | Rate, ...] = (
    _measure("told", "line_tests", "电话拨测", "期间内有结果的单位电话拨测次数，作废的不计。"),
    _measure("answered", "line_tests.answered", "拨测接通", "期间内单位电话拨测有人接听的次数。"),
    _measure("in_time", "line_tests.in_time", "拨测按时接听", "期间内单位电话拨测在规定响铃声数之内接听的次数。"),
    _measure("missed", "line_tests.missed", "拨测未接通", "期间内单位电话拨测无人接听、多次占线或号码有误的次数。"),
    _measure("discourteous", "line_tests.discourteous", "拨测用语不规范", "期间内单位电话拨测接通而用语不规范的次数。"),
    Rate("line_answer_rate", "拨测接通率", "单位电话拨测中有人接听的比例。", "line_tests.answered", "line_tests"),
    Rate("line_in_time_rate", "拨测按时接听率", "单位电话拨测中按时接听的比例。", "line_tests.in_time", "line_tests"),
)  # fmt: skip
