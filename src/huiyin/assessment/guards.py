"""Why a round or a claim cannot go on: each guard answers the reason in the user's words, or None."""

from typing import Any

from huiyin.assessment.facts import ClaimFacts, RoundFacts
from huiyin.flow.table import Said


def period_is_over(facts: RoundFacts, said: Said, book: Any) -> str | None:
    """What still runs is looked at day by day, but not published."""
    is_running = facts.until is not None and facts.until > facts.today
    return "考核期尚未结束，请在结束后重新计算再公布" if is_running else None


def no_appeal_waits(facts: RoundFacts, said: Said, book: Any) -> str | None:
    """Every appeal is decided before the round is."""
    return f"还有 {facts.open_appeals} 件申诉没有裁定" if facts.open_appeals else None


def appeal_time_is_over(facts: RoundFacts, said: Said, book: Any) -> str | None:
    """Units have the time that they were given."""
    runs = facts.appeals_until is not None and facts.today <= facts.appeals_until
    return f"申诉期到 {facts.appeals_until:%Y-%m-%d} 止，期满后才能裁定" if runs else None


def appeals_are_heard(facts: ClaimFacts, said: Said, book: Any) -> str | None:
    """One appeals about what is published, while the time for it runs."""
    if not facts.is_heard:
        return "这次考核不在申诉期内"
    is_over = facts.appeals_until is not None and facts.today > facts.appeals_until
    return f"申诉期已于 {facts.appeals_until:%Y-%m-%d} 截止" if is_over else None


def nothing_like_it_was_asked(facts: ClaimFacts, said: Said, book: Any) -> str | None:
    """One case is claimed about once."""
    return f"已有申请 {facts.there}" if facts.there else None
