"""Why a move of a recheck is not possible now: the reason in the user's words, or None. Plain Python."""

from typing import Any

from huiyin.flow.table import At, Said
from huiyin.rechecks.facts import RecheckFacts, why_not_again
from huiyin.rechecks.states import Verdict


def checker_is_apart(facts: RecheckFacts, said: Said, book: Any) -> str | None:
    """Who handled, passed or called about the case does not check it, nor does anybody without the post."""
    if said["checker"] in facts.involved:
        return At("checker", "此人经办、审核或回访过本件，请换一人核实")
    return None if said["checker"] in facts.checkers else At("checker", "此人不在可以核实的岗位")


def verdict_is_of_a_check(facts: RecheckFacts, said: Said, book: Any) -> str | None:
    """That nobody can be reached is told call by call."""
    return At("verdict", "联系不上请用“未联系上”逐次登记") if said["verdict"] == Verdict.UNREACHABLE else None


def can_be_done_again(facts: RecheckFacts, said: Said, book: Any) -> str | None:
    """What cannot be done again is closed with a reason."""
    return why_not_again(facts, book)
