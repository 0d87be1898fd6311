"""Why nobody can be sent to verify, or a result cannot be written down: the reason in the user's words, or None."""

from datetime import datetime
from typing import Any

from huiyin.cases.states import CaseState
from huiyin.flow.table import At, Said
from huiyin.supervision.facts import CheckFacts

NOTHING_TO_SEE = frozenset(
    {
        CaseState.COLLECTED,
        CaseState.VOIDED,
        CaseState.REFUSED,
        CaseState.TRANSFERRED_OUT,
        CaseState.MERGED,
        CaseState.ARCHIVED,
    }
)


def case_is_there_to_check(facts: CheckFacts, said: Said, book: Any) -> str | None:
    """The matter was accepted and is the city's own."""
    return "本件未受理、已并案、已转外部或已归档，不须核实" if facts.case_state in NOTHING_TO_SEE else None


def checker_is_of_the_centre(facts: CheckFacts, said: Said, book: Any) -> str | None:
    """Who is sent belongs to the centre, never to a unit that answers for the case."""
    whose = "本单位" if facts.centre else "中心"
    return None if facts.is_of_centre(said["checker"]) else At("checker", f"核实人须是{whose}的人员")


def checker_did_not_pass_it(facts: CheckFacts, said: Said, book: Any) -> str | None:
    """Nobody verifies what he passed himself."""
    return At("checker", "审核通过该反馈的人不能核实") if said["checker"] == facts.audited_by else None


def visit_is_past_and_after_sending(facts: CheckFacts, said: Said, book: Any) -> str | None:
    """Who was sent on Monday was not there on Sunday, and nobody was there tomorrow."""
    visited: datetime = said["visited_at"]
    if visited > facts.at:
        return At("visited_at", "到场时间不能在将来")
    # What is typed knows no seconds.
    if facts.sent_at is not None and visited < facts.sent_at.replace(second=0, microsecond=0):
        return At("visited_at", "到场时间早于派出时间")
    return None
