"""What the simulated people look at before they act: each question put together once, then only asked.

A year asks them some hundred thousand times; putting them together anew would take as long as the acts themselves.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.callbacks.models import Callback
from huiyin.callbacks.states import CallbackState
from huiyin.cases.models import Application, Assignment, Case, Reply, Wish
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import OPEN_ASSIGNMENT, ApplicationState
from huiyin.journal.models import Owed, OwedAgain
from huiyin.journal.prepared import Prepared

LOOKED_AT = (
    "state", "number", "title", "kind", "family", "channel", "category", "territory", "urgency", "important",
    "leader_signed", "anonymous", "petitioner", "accused_path", "approval_role", "approval_pending", "due_at",
    "first_closed_at",
)  # fmt: skip
"""Fields of a case that decide what is done next; the others are not read."""

AT_ONE_SLOT = 400
"""So many people the call-back desk calls at one time of day."""

_case = Prepared(lambda pk: Case.objects.only(*LOOKED_AT).filter(pk=pk))
_state = Prepared(lambda pk: Case.objects.filter(pk=pk).values_list("state", flat=True))
_book = Prepared(lambda pk: Case.objects.filter(pk=pk).values_list("book", flat=True))
_share = Prepared(lambda pk: Assignment.objects.filter(pk=pk))
_open_shares = Prepared(
    lambda case_id, role: Assignment.objects.filter(
        case_id=case_id, role=role, state__in=sorted(OPEN_ASSIGNMENT)
    ).order_by("unit_path")
)
_asked = Prepared(
    lambda case_id: Application.objects.filter(case_id=case_id, state=ApplicationState.ASKED).order_by("id")
)
_replies = Prepared(
    lambda case_id: Reply.objects.filter(assignment__case_id=case_id, submitted_at__isnull=False).order_by(
        "-submitted_at"
    )
)
_wishes = Prepared(
    lambda case_id: Wish.objects.filter(case_id=case_id).order_by("ordinal").values_list("ordinal", flat=True)
)
_to_call = Prepared(
    lambda at: Callback.objects.filter(state=CallbackState.WAITING, next_at__lte=at).order_by("next_at", "id")[
        :AT_ONE_SLOT
    ]
)
_to_judge = Prepared(lambda: Callback.objects.filter(state=CallbackState.JUDGING).order_by("reached_at", "id"))
_owed = Prepared(lambda: Owed.objects.values_list("pk", flat=True)[:1])
_owed_again = Prepared(lambda at: OwedAgain.objects.filter(next_at__lte=at).values_list("pk", flat=True)[:1])


def case_now(case_id: UUID) -> Case:
    """Return the case as it stands, as far as somebody has to look at it."""
    return _case(case_id)[0]


def state_now(case_id: UUID) -> str:
    """Return the state of the case."""
    return _state(case_id)[0]


def book_name_of(case_id: UUID) -> str:
    """Return the name of the rulebook of the case."""
    return _book(case_id)[0]


def share_now(share_id: UUID) -> Assignment:
    """Return a unit's share as it stands."""
    return _share(share_id)[0]


def lead_of(case_id: UUID) -> Assignment | None:
    """Return the open share of the unit that leads."""
    return _open_shares.first(case_id, str(Role.LEAD))


def joint_shares_of(case_id: UUID) -> list[Assignment]:
    """Return the open shares of the units that help."""
    return _open_shares(case_id, str(Role.JOINT))


def asked_for(case_id: UUID) -> Application | None:
    """Return what a unit asks for and nobody has decided."""
    return _asked.first(case_id)


def latest_reply(case_id: UUID) -> Reply:
    """Return what was last submitted."""
    return _replies(case_id)[0]


def wishes_of(case_id: UUID) -> list[Any]:
    """Return the ordinals of the wishes of a case."""
    return _wishes(case_id)


def waiting_for_a_call(at: datetime) -> list[Callback]:
    """Return who is to be called by now."""
    return _to_call(at)


def waiting_for_a_judgement() -> list[Callback]:
    """Return the dissatisfied whom nobody has judged."""
    return _to_judge()


def something_is_owed() -> bool:
    """Whether any event waits for its followers."""
    return bool(_owed())


def something_is_owed_again(at: datetime) -> bool:
    """Whether a follower that failed is to be tried again by now."""
    return bool(_owed_again(at))
