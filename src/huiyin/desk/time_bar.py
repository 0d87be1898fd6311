"""The account of time (时间账) as a bar: which holder had the case for how long, in words and in drawn parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.clocks.models import Holder
from huiyin.clocks.spans import account
from huiyin.desk.viewed import Viewed
from huiyin.desk.words import length

WIDTH = 1000
OTHERS = "其他单位"


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


def time_bar(seen: Viewed) -> Bar:
    """Return the account of a case until now, one statement. A unit does not read which other units had it."""
    found = account(seen.case.pk, seen.at)
    names = {s.unit_id: s.unit.short_name if seen.sight.sees_share(s) else OTHERS for s in seen.shares}
    segments, x = [], 0.0
    for part, percent in zip(found.parts, _percents([part.share for part in found.parts]), strict=True):
        label = names.get(part.unit_id, OTHERS) if part.unit_id else Holder(part.holder).label
        width, words = part.share * WIDTH, length(part.minutes)
        segments.append(Segment(part.holder, label, round(x, 1), round(width, 1), words, f"{percent}%"))
        x += width
    return Bar(found.whole, length(found.whole), length(found.at_rest) if found.at_rest else "", segments)


def _percents(shares: Sequence[float]) -> list[int]:
    """Round so that the printed percentages sum to 100, as the parts sum to the whole: the largest rests go up."""
    floors = [int(share * 100) for share in shares]
    rests = sorted(range(len(shares)), key=lambda n: floors[n] - shares[n] * 100)
    for n in rests[: 100 - sum(floors)]:
        floors[n] += 1
    return floors
