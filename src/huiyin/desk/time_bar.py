"""The account of time (时间账) as a bar: which holder had the case for how long, in words and in drawn parts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.cases.sight import Sight
from huiyin.clocks.models import Holder
from huiyin.clocks.spans import account
from huiyin.desk.words import length
from huiyin.units.models import Unit

WIDTH = 1000


@dataclass(frozen=True)
class Segment:
    """One holder's part: where it begins on a bar of WIDTH, how wide it is, and the words beside it."""

    holder: str
    label: str
    x: float
    width: float
    words: str
    percent: str


@dataclass(frozen=True)
class Bar:
    """The whole account: the parts always sum to the whole."""

    minutes: int
    whole: str
    at_rest: str
    segments: list[Segment]


def time_bar(case_id: UUID, at: datetime, sight: Sight) -> Bar:
    """Return the account of a case until now, two statements. A unit does not read which other units had it."""
    found = account(case_id, at)
    units = Unit.objects.in_bulk({part.unit_id for part in found.parts if part.unit_id})
    segments, x = [], 0.0
    for part in found.parts:
        unit, width = units.get(part.unit_id) if part.unit_id else None, part.share * WIDTH
        label = _unit_label(unit, sight) if unit else Holder(part.holder).label
        words, percent = length(part.minutes), f"{part.share:.0%}"
        segments.append(Segment(part.holder, label, round(x, 1), round(width, 1), words, percent))
        x += width
    return Bar(found.whole, length(found.whole), length(found.at_rest) if found.at_rest else "", segments)


def _unit_label(unit: Unit, sight: Sight) -> str:
    is_own = unit.pk in sight.units or any(unit.path.startswith(path) for path in sight.paths)
    return unit.short_name if sight.is_centre or is_own else "其他单位"
