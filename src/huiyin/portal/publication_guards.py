"""Why a statistic cannot be drawn up or published: each guard answers the reason in the user's words, or None."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.flow.table import At, Said


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """One statistic on one day. `before` names what stands in the way of another one for the same period."""

    state: str
    today: date
    last: date
    before: str = ""
    is_correction: bool = False


def period_is_over(facts: PublicationFacts, said: Said, book: Any) -> str | None:
    """What still runs is not published: it would be another number tomorrow."""
    return "这个期间还没有结束" if facts.last >= facts.today else None


def no_other_is_there(facts: PublicationFacts, said: Said, book: Any) -> str | None:
    """Of one period there is one draft, and of what is published only a correction."""
    return facts.before or None


def is_signed_in_time(facts: PublicationFacts, said: Said, book: Any) -> str | None:
    """A paper is signed after the period that it tells of, and before it is published."""
    if said["signed_on"] > facts.today:
        return At("signed_on", "落款日期不能晚于今天")
    return At("signed_on", "落款日期须在统计期间之后") if said["signed_on"] <= facts.last else None
