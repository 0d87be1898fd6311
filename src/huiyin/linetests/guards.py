"""Why a move of a test call is not possible now: the reason in the user's words, or None. Plain Python."""

from typing import Any

from huiyin.flow.table import Said
from huiyin.linetests.facts import LineFacts


def nothing_is_explained_yet(facts: LineFacts, said: Said, book: Any) -> str | None:
    """A unit explains a missed call once."""
    return "本单位已经说明过" if facts.is_explained else None
