"""The places of what moves in this room: how pages and API find and move it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from huiyin.cases.choosing import unit_pairs
from huiyin.cases.models import Case
from huiyin.flow.times import local_day
from huiyin.insight.act import move_alert, move_preparation, move_story, move_topic
from huiyin.insight.begun import DEEDS, wanted_of
from huiyin.insight.effects import TOLD
from huiyin.insight.lifecycle import ALERT, PREPARATION, STORY, TOPIC
from huiyin.insight.models import Story, Topic
from huiyin.insight.queries import (
    alert_facts,
    alerts_visible_to,
    preparation_facts,
    preparations_visible_to,
    stories_visible_to,
    story_facts,
    topic_facts,
    topics_visible_to,
)
from huiyin.insight.shown import alert_line, preparation_line, topic_lines
from huiyin.insight.watching import cases_behind
from huiyin.moves.place import Asking, Pairs, Place, register
from huiyin.units.queries import active


def _others(asking: Asking) -> Pairs:
    rows = Topic.objects.filter(pk__in=asking.facts.others).order_by("-heat")
    return [(str(row.pk), f"{row.title}（{row.letters} 件）") for row in rows]


def _cases(asking: Asking) -> Pairs:
    rows = Case.objects.filter(topics__topic=asking.row).order_by("received_at", "number")
    return [(str(row.pk), f"{row.number} {row.title}") for row in rows]


def _title(asking: Asking) -> Mapping[str, Any]:
    return {"title": asking.row.title}


def _deed(asking: Asking) -> Mapping[str, Any]:
    """Fill in what was begun last because of the warning: that it is done is all that is left to say."""
    last = asking.row.links.order_by("at").last()
    return {"deed": DEEDS[last.kind], "paper": last.label[:60]} if last else {}


def _units(asking: Asking) -> Pairs:
    """Return the units that can be told, those that have the cases in hand first: these are chosen already."""
    first = set(_leading(asking))
    pairs = unit_pairs(active(local_day(asking.at)).exclude(pk__in=asking.facts.told))
    leading = [(code, label.strip()) for code, label in pairs if code in first]
    return [*leading, *(pair for pair in pairs if pair[0] not in first)]


def _leading(asking: Asking) -> list[str]:
    cases = cases_behind(asking.row, asking.actor).filter(lead_unit__isnull=False).order_by()
    units = dict.fromkeys(cases.values_list("lead_unit", flat=True))
    return [str(pk) for pk in units if pk not in asking.facts.told]


def _task(asking: Asking) -> Mapping[str, Any]:
    return {"units": _leading(asking), "asked": wanted_of(asking.row)[:500]}


def _story(asking: Asking) -> Mapping[str, Any]:
    row: Story = asking.row
    return {name: getattr(row, name) for name in TOLD}


TOPICS = register(
    Place(
        TOPIC,
        move_topic,
        lambda actor: topics_visible_to(actor).select_related("ledger"),
        lambda row, at: topic_facts(row, row.ledger, at),
        lambda row: reverse("insight:topic", args=[row.pk]),
        lambda row, actor: topic_lines([row], actor)[0].title,
        head=lambda row: row.ledger,
        choices={"into": _others, "cases": _cases},
        initial={"rename": _title},
    )
)

ALERTS = register(
    Place(
        ALERT,
        move_alert,
        lambda actor: alerts_visible_to(actor).select_related("ledger", "unit", "acknowledged_by"),
        lambda row, at: alert_facts(row, row.ledger, at),
        lambda row: reverse("insight:alert", args=[row.pk]),
        lambda row, actor: f"{alert_line(row).kind}预警：{alert_line(row).where} {alert_line(row).category}",
        head=lambda row: row.ledger,
        choices={"units": _units},
        initial={"act": _deed, "task": _task},
    )
)

PREPARATIONS = register(
    Place(
        PREPARATION,
        move_preparation,
        lambda actor: preparations_visible_to(actor).select_related("ledger", "unit", "answered_by"),
        lambda row, at: preparation_facts(row, row.ledger, at),
        lambda row: reverse("insight:preparation", args=[row.pk]),
        lambda row, actor: (
            f"{preparation_line(row).season}准备：{preparation_line(row).topic}（{row.unit.short_name}）"
        ),
        head=lambda row: row.ledger,
        initial={"answer": lambda asking: {"answer": asking.row.answer}},
    )
)

STORIES = register(
    Place(
        STORY,
        move_story,
        lambda actor: stories_visible_to(actor).select_related("ledger", "case", "proposed_by"),
        lambda row, at: story_facts(row, row.ledger, at),
        lambda row: reverse("insight:story", args=[row.pk]),
        lambda row, actor: row.title,
        head=lambda row: row.ledger,
        initial={"revise": _story},
    )
)
