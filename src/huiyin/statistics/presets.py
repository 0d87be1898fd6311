"""Questions that are asked often, each one click away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from huiyin.flow import times
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.statistics.buckets import bucket_of, months_later


@dataclass(frozen=True)
class Preset:
    """One question with its address."""

    label: str
    address: str


def presets(scope: Scope, registry: Registry) -> Sequence[Preset]:
    """Return the questions for today, over the part of the city that the scope means, about measures of the registry."""
    today = local_day(times.now())
    month, year = bucket_of(today, "month").start, date(today.year, 1, 1)
    rate = scope.book.headline_rate
    unit = f"unit{min(len(scope.book.levels), 1 + len(scope.unit_path) // 5)}"
    calls = _of_calls(scope, month) if "calls" in registry and not scope.unit_path else []
    return [
        _preset("本月各单位按期办结率", scope, month, m=["accepted", "settled_on_time", rate], rows=unit, beside=["rank"],
                sort="value"),
        _preset("各区县受理量", scope, year, m=["accepted"], rows="territory", beside=["share", "rank", "year"]),
        _preset("每日受理", scope, months_later(month, -2), m=["accepted"], rows="day", chart="calendar"),
        _preset("各月受理与办结", scope, year, m=["accepted", "settled", rate], rows="month", beside=["before"]),
        _preset("各类别每月受理", scope, year, m=["accepted"], rows="category1", cols="month", sort="value"),
        _preset("各区县各类别热点", scope, month, m=["accepted"], rows="category1", cols="territory", sort="value"),
        _preset("各渠道受理量", scope, year, m=["accepted"], rows="channel", beside=["share", "before"], sort="value"),
        *calls,
    ]  # fmt: skip


def _of_calls(scope: Scope, month: date) -> list[Preset]:
    answered = ["calls", "answered", "answer_rate.of_agents"]
    # Calls know no topics and no territories: what narrows cases would refuse them.
    own = Scope(centre=scope.centre, book=scope.book)
    return [
        _preset("每日来电和接通率", own, month, m=answered, rows="day"),
        _preset("各时段来电", own, month, m=[*answered, "missed_calls"], rows="call_hour"),
    ]


def _preset(label: str, scope: Scope, since: date, **asked: str | list[str]) -> Preset:
    last = local_day(times.now()) + ONE_DAY
    parts = scope.narrowed(since=since, until=last, at=None, hour=None).to_query()
    return Preset(label, f"{reverse('statistics:crossing')}?{urlencode({**parts, **asked}, doseq=True)}")
