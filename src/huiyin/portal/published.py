"""What the public sees of the statistics: the latest published edition of each period, what was corrected or withdrawn."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from huiyin.portal.models import Publication
from huiyin.portal.open_data import published_on
from huiyin.portal.states import ON_RECORD, PublicationState
from huiyin.registers.periods import Period, period_of

MONTHS_BACK, YEARS_BACK = 12, 3


@dataclass(frozen=True)
class Change:
    """One figure that a correction changed."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class Correction:
    """One correction: of which day, why, and the figures that changed."""

    day: date | None
    edition: int
    reason: str
    changes: list[Change]


def on_show() -> QuerySet[Publication]:
    """Return what is published now, the latest period first; the year stands before its months."""
    return Publication.objects.filter(state=PublicationState.PUBLISHED).order_by("-until", "since")


def withdrawn() -> list[Publication]:
    """Return what was withdrawn and not published anew since."""
    rows = Publication.objects.filter(state=PublicationState.WITHDRAWN).order_by("-until", "since", "-edition")
    shown = set(on_show().values_list("period", flat=True))
    found: dict[str, Publication] = {}
    for row in rows:
        if row.period not in shown:
            found.setdefault(row.period, row)
    return list(found.values())


def corrections_of(found: Publication) -> list[Correction]:
    """Return what was corrected on the way to this edition, the latest first."""
    editions = {one.pk: one for one in Publication.objects.filter(period=found.period, state__in=ON_RECORD)}
    steps, now = [], found
    while now.replaces_id in editions:
        before = editions[now.replaces_id]
        steps.append(Correction(published_on(now), now.edition, now.reason, changes_between(before.kept, now.kept)))
        now = before
    return steps


def changes_between(before: dict[str, Any], now: dict[str, Any]) -> list[Change]:
    """Return the figures that differ between two editions; of crossings nothing is told here."""
    old, new = _texts(before), _texts(now)
    return [
        Change((new.get(key) or old[key])[0], old.get(key, ("", "—"))[1], new.get(key, ("", "—"))[1])
        for key in {**old, **new}
        if old.get(key, ("", ""))[1] != new.get(key, ("", ""))[1]
    ]


def _texts(kept: dict[str, Any]) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (section["code"], line["code"]): (line["label"], line["text"])
        for section in kept["sections"]
        for line in section["lines"]
    }


def periods_over(today: date) -> list[Period]:
    """Return the years and months that can be published: those that have ended, the latest first."""
    month = period_of("month", today.replace(day=1) - timedelta(days=1))
    found = [period_of("year", date(today.year - back, 1, 1)) for back in range(1, YEARS_BACK + 1)]
    for _ in range(MONTHS_BACK):
        found.append(month)
        month = month.before
    return sorted(found, key=lambda one: (one.until, one.kind == "year"), reverse=True)
