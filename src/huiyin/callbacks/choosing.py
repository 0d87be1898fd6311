"""Whom to call back: who can be called, about what, and which share of them, chosen so that nobody can choose."""

from uuid import UUID

from huiyin.cases.models import Case, Petitioner
from huiyin.cases.models.case import Outcome
from huiyin.flow.drawing import is_drawn
from huiyin.journal.models import Event
from huiyin.rulebook.shelf import book as book_named

HEARD_AT_ONCE = frozenset({"phone", "visit"})
"""Ways of a direct answer in which the petitioner heard it in the same talk: ringing again would only disturb."""


def is_to_be_called(case: Case, closing: Event) -> bool:
    """Whether somebody is to be called about this closing of the case."""
    rules = book_named(case.book).callback
    return (
        can_be_called(case) and not _heard_it_already(case, closing) and is_chosen(case.pk, rules.share_of(case.family))
    )


def can_be_called(case: Case) -> bool:
    """Whether there is a number, somebody with a name behind it, and no wish to be left alone.

    Who asked once not to be called is not called about any later matter either.
    """
    petitioner = case.petitioner
    if petitioner is None or not petitioner.phone_hash or petitioner.anonymous:
        return False
    return not Petitioner.objects.filter(phone_hash=petitioner.phone_hash, do_not_call=True).exists()


def is_chosen(case_id: UUID, share: float) -> bool:
    """Whether the case is among the share that is called; the same case is always answered the same."""
    return is_drawn("callback", case_id, share)


def _heard_it_already(case: Case, closing: Event) -> bool:
    if case.terminated:
        return True
    return case.outcome == Outcome.DIRECT_ANSWER and closing.said.get("way") in HEARD_AT_ONCE
