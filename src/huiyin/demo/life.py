"""The life of a matter: which step follows in which state, until it is over or left as its fate says."""

from collections.abc import Callable

from huiyin.cases.states import CaseState
from huiyin.demo.centre import approved, audited, sorted_out, to_be_dispatched
from huiyin.demo.handling import handled
from huiyin.demo.hearing import heard, screened
from huiyin.demo.matter import Matter, Moments

STEPS: dict[str, Callable[[Matter], Moments]] = {
    CaseState.COLLECTED: screened,
    CaseState.REGISTERED: sorted_out,
    CaseState.IN_REVIEW: sorted_out,
    CaseState.IN_APPROVAL: approved,
    CaseState.APPROVED: to_be_dispatched,
    CaseState.IN_HANDLING: handled,
    CaseState.IN_AUDIT: audited,
}
"""What happens next in each state. In all others nobody has to do anything, or the call-back desk has."""


def life(matter: Matter) -> Moments:
    """Live the matter: yield the moment of each next act, take it when called again."""
    if matter.case_id is None:
        yield from heard(matter)
    while not matter.left and (step := STEPS.get(state := matter.state)):
        if state == matter.fate.rests_in:
            return
        yield from step(matter)
