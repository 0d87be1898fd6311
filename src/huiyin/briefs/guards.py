"""Why a paper cannot go on: each guard answers the reason in the user's words, or None."""

from typing import Any

from huiyin.briefs.facts import BriefFacts
from huiyin.flow.table import Said


def says_something(facts: BriefFacts, said: Said, book: Any) -> str | None:
    """An empty paper goes nowhere."""
    return None if facts.entries else "正文还是空的"


def nothing_is_left_open(facts: BriefFacts, said: Said, book: Any) -> str | None:
    """Where cases or topics are to be chosen, somebody has chosen them or taken the place out."""
    return f"还有{facts.open_places}处没有选入工单或热点" if facts.open_places else None


def everything_is_revised(facts: BriefFacts, said: Said, book: Any) -> str | None:
    """Prose of the last issue was looked at again."""
    return f"还有{facts.to_revise}段没有改写" if facts.to_revise else None


def period_is_over(facts: BriefFacts, said: Said, book: Any) -> str | None:
    """Figures of a period that still runs are not the figures of the period."""
    return None if facts.period_is_over else "时段还没有截止，数字还会变动"


def figures_are_of_the_whole_period(facts: BriefFacts, said: Said, book: Any) -> str | None:
    """What was counted while the period still ran lacks its end."""
    return None if facts.counted_after_end else "数字是时段截止以前统计的，请退回后更新数字"


def no_error_is_left(facts: BriefFacts, said: Said, book: Any) -> str | None:
    """What contradicts itself is not signed."""
    return f"核对有{len(facts.errors)}处硬错，改正后才能签发：{facts.errors[0]}" if facts.errors else None


def everything_is_explained(facts: BriefFacts, said: Said, book: Any) -> str | None:
    """What looks wrong and is right has its explanation in writing."""
    if not facts.unexplained:
        return None
    return f"核对有{len(facts.unexplained)}处须书面说明后才能签发：{facts.unexplained[0]}"


def not_corrected_yet(facts: BriefFacts, said: Said, book: Any) -> str | None:
    """One correction of a paper; the next one corrects the correction."""
    return "已有更正" if facts.is_corrected else None
