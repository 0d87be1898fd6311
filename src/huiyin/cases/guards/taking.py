"""Why a case cannot be taken from a common tray, or given back: guards in plain Python."""

from typing import Any

from huiyin.cases.facts import CaseFacts
from huiyin.flow.table import Said


def nobody_has_taken_it(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Two do not work on one case."""
    return "本件已有人领取" if facts.taken_by else None


def somebody_has_taken_it(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Only what was taken, and not so long ago that it went back by itself, is given back."""
    return None if facts.taken_by else "本件没有人领取"
