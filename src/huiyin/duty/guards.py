"""Why something about duty is refused: each guard answers the reason in the user's words, or None."""

from datetime import timedelta
from typing import Any

from huiyin.duty.facts import DayFacts
from huiyin.flow.table import At, Said

LONGEST_DAY = timedelta(hours=24)


def time_runs_forward(facts: DayFacts, said: Said, book: Any) -> str | None:
    """A day ends after it begins, and within a day."""
    if said["ends_at"] <= said["begins_at"]:
        return At("ends_at", "结束须晚于开始")
    return At("ends_at", "最长 24 小时") if said["ends_at"] - said["begins_at"] > LONGEST_DAY else None


def day_has_begun(facts: DayFacts, said: Said, book: Any) -> str | None:
    """Of a day that lies ahead nothing can be told."""
    return "还没有到这一天" if facts.begins_at is None or facts.begins_at > facts.now else None
