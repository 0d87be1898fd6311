"""The figures of this room: hot topics found, warnings and what became of them, preparations, cases of the library."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from huiyin.cases.listed import listed_at
from huiyin.cases.scoped import categories_below, on_days, within
from huiyin.insight.models import Alert, Preparation, Story, Topic
from huiyin.insight.states import AlertState, PreparationState, Rhythm, StoryState, TopicState
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.scope import Scope


def _knows_no_such_part(scope: Scope) -> bool:
    return any((scope.kind, scope.family, scope.channel, scope.tag, scope.centre))


def topics(scope: Scope) -> QuerySet[Topic]:
    """Return the hot topics of the weeks that begin in the period; they belong to no part of the city."""
    rows = Topic.objects.filter(rhythm=Rhythm.WEEK, state=TopicState.LISTED)
    if _knows_no_such_part(scope) or scope.category or scope.territory or scope.unit_path:
        return rows.none()
    return on_days(scope, "begins", rows)


def alerts(scope: Scope) -> QuerySet[Alert]:
    """Return the warnings that were found in the period."""
    rows = within(scope, "found_at", Alert.objects.all())
    if _knows_no_such_part(scope):
        return rows.none()
    if scope.unit_path:
        rows = rows.filter(unit__path__startswith=scope.unit_path)
    if scope.category:
        rows = rows.filter(category__in=sorted(categories_below(scope.category, scope.book)))
    return rows.filter(territory=scope.territory) if scope.territory else rows


def acted(scope: Scope) -> QuerySet[Alert]:
    """Return those about which something was done."""
    return alerts(scope).filter(state=AlertState.ACTED)


def preparations(scope: Scope) -> QuerySet[Preparation]:
    """Return what units were asked to prepare in the period."""
    rows = within(scope, "asked_at", Preparation.objects.all())
    if _knows_no_such_part(scope) or scope.category or scope.territory:
        return rows.none()
    return rows.filter(unit__path__startswith=scope.unit_path) if scope.unit_path else rows


WRITTEN_ON_CASE = ("kind", "family", "channel")
"""Parts of a city by which a story is known: what its case says of itself."""


def stories(scope: Scope) -> QuerySet[Story]:
    """Return the cases that came into the library in the period."""
    rows = within(scope, "listed_at", Story.objects.filter(state=StoryState.LISTED))
    if scope.tag or scope.centre:
        return rows.none()
    written = {name: said for name in WRITTEN_ON_CASE if (said := getattr(scope, name))}
    rows = rows.filter(**{f"case__{name}": said for name, said in written.items()})
    if scope.category:
        rows = rows.filter(category__in=sorted(categories_below(scope.category, scope.book)))
    if scope.unit_path:
        rows = rows.filter(case__lead_path__startswith=scope.unit_path)
    return rows.filter(case__territory=scope.territory) if scope.territory else rows


def _measure(
    name: str, label: str, definition: str, unit: str, rows: Callable[[Scope], Any], page: str, **more: str
) -> Measure:
    return Measure(
        name, label, definition, unit, "happened_in_period", rows, None, lambda scope: listed_at(page, scope, **more)
    )


MEASURES: tuple[Measure | Rate, ...] = (
    _measure("hot_topics", "热点", "期间内开始的各周在列的热点个数。", "个", topics, "insight:between"),
    _measure("alerts", "预警", "期间内平台发现的预警条数。", "条", alerts, "insight:alerts"),
    _measure("alerts.acted", "预警已处置", "期间内发现的预警中已登记处置的条数。", "条", acted, "insight:alerts",
             state="acted"),
    Rate("alert_acted_rate", "预警处置率", "期间内发现的预警中已登记处置的比例。", "alerts.acted", "alerts"),
    _measure("preparations", "季节准备", "期间内向单位布置的季节准备项数。", "项", preparations, "insight:preparations"),
    _measure("preparations.done", "季节准备已落实", "期间内布置的季节准备中单位已报送落实的项数。", "项",
             lambda scope: preparations(scope).filter(state=PreparationState.DONE), "insight:preparations", state="done"),
    _measure("stories", "入库案例", "期间内审定入库的典型案例个数。", "个", stories, "insight:stories",
             state="listed"),
    _measure("stories.adopted", "采纳建议案例", "期间内审定入库的典型案例中采纳了群众建议的个数。", "个",
             lambda scope: stories(scope).filter(adopted=True), "insight:stories", state="listed", adopted="1"),
)  # fmt: skip
