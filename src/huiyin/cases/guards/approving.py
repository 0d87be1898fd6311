"""Why a case cannot be submitted, approved or dispatched before its approval."""

from typing import Any

from huiyin.cases.facts import CaseFacts
from huiyin.flow.table import Said


def approval_is_needed(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A case that no rule of the city sends up the chain is dispatched at once."""
    return None if facts.approval_needed else "本件按规定不须呈批，可直接转办"


def approval_is_settled(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """急件先转办后补批: what is urgent does not wait where the city says so."""
    if facts.state == "approved" or not facts.approval_needed:
        return None
    if facts.is_urgent and book.approval.urgent_dispatch_first:
        return None
    return "本件须先呈批，批准后才能转办"


def approval_waits_afterwards(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Only what was dispatched before its approval is approved afterwards."""
    return None if facts.approval_pending else "本件不须补批"
