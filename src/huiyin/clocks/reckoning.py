"""How a due time comes about: a limit, then pauses and extensions, one after the other. No database, no Django.

A step is a small dict, kept with the clock as JSON:
{"pause": [since, until]}   time that somebody else took is given back; with "kept": true it is not,
                            and with "least": "1wd" at least so much is left afterwards
{"by": "3wd"}               extended by a limit
{"to": moment}              set to a moment that somebody decided
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from huiyin.calendars.arithmetic import Almanac
from huiyin.flow.times import local_day
from huiyin.rulebook.limits import Limit, OfficeHours

Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A due time in UTC, the one before any step, and whether holidays may still move it."""

    due_at: datetime
    original_due_at: datetime
    provisional: bool


limit_of = lru_cache(maxsize=256)(Limit.parse)
"""Read a short text such as "5wd", once for each text."""


def reckon(
    started_at: datetime, limit: Limit, steps: Iterable[Step], almanac: Almanac, office: OfficeHours
) -> Reckoned:
    """Return the due time of a clock from its beginning and everything that happened to it since."""
    first = almanac.due(started_at, limit, office)
    due = first.at
    for step in steps:
        due = take(step, due, limit, almanac, office)
    provisional = first.provisional or (not limit.natural and almanac.is_provisional(local_day(due)))
    return Reckoned(due, first.at, provisional)


def take(step: Step, due: datetime, limit: Limit, almanac: Almanac, office: OfficeHours) -> datetime:
    """Return the due time after one step."""
    if "pause" in step:
        return _after_pause(step, due, limit, almanac, office)
    if "by" in step:
        return almanac.shifted(due, limit_of(step["by"]), office)
    return datetime.fromisoformat(step["to"])


def pause_step(since: datetime, until: datetime, least: Limit | None = None, gives_back: bool = True) -> dict[str, Any]:
    """Return the step for the time between two moments in which a clock stood."""
    step: dict[str, Any] = {"pause": [_text(since), _text(until)]}
    if not gives_back:
        step["kept"] = True
    return {**step, "least": least.text} if least else step


def by_step(amount: Limit) -> dict[str, Any]:
    """Return the step that extends by a limit."""
    return {"by": amount.text}


def to_step(moment: datetime) -> dict[str, Any]:
    """Return the step that sets a due time."""
    return {"to": _text(moment)}


def last_given_back(steps: Iterable[Step]) -> datetime | None:
    """Return the end of the latest pause whose time was given back, so that no minute is given back twice."""
    given = (step for step in steps if "pause" in step and "kept" not in step)
    return max((datetime.fromisoformat(step["pause"][1]) for step in given), default=None)


def _after_pause(step: Step, due: datetime, limit: Limit, almanac: Almanac, office: OfficeHours) -> datetime:
    since, until = map(datetime.fromisoformat, step["pause"])
    spent = timedelta(0) if step.get("kept") else almanac.time_between(since, until, limit, office)
    # Who was late before the pause stays late: a rejected reply is no way to a new working day.
    least = limit_of(step["least"]) if "least" in step and since <= due else None
    return almanac.add_back(due, spent, limit, office, resumed_at=until, least=least)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
