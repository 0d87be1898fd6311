"""What this room does after a case closes or is opened again: call-backs are planned, settled or dropped."""

from datetime import datetime

from huiyin.callbacks.act import move_callback, move_objection, plan_callback
from huiyin.callbacks.choosing import is_to_be_called
from huiyin.callbacks.models import Callback
from huiyin.callbacks.queries import objection_waiting, open_of_case, waiting_of_caller
from huiyin.callbacks.states import CallbackState
from huiyin.cases.act import move_case
from huiyin.cases.models import Case
from huiyin.cases.states import CaseState
from huiyin.flow.actor import PLATFORM
from huiyin.journal.follow import follower
from huiyin.journal.models import Event

CLOSINGS = ("case.pass_audit", "case.answer_directly", "case.handle_directly", "case.close_with_parent")
OTHERWISE = ("case.redo", "case.reopen", "case.take_up", "case.judge", "case.withdraw", "case.archive")
"""Moves after which nobody has to be called about the closing before: the case goes on, or is over by another way."""


@follower("callbacks.plan", *CLOSINGS)
def plan_call(event: Event, at: datetime) -> None:
    """Plan a call about a case that was closed, or that waits for a call to be closed."""
    case = Case.objects.select_related("petitioner").get(pk=event.subject_id)
    if case.state not in (CaseState.CLOSED, CaseState.IN_CALLBACK) or _is_planned(event):
        return
    _give_up_older(event, at)
    if is_to_be_called(case, event):
        plan_callback(case, event, at)
    elif case.state == CaseState.IN_CALLBACK:
        move_case(case.pk, "finish_callback", {}, actor=PLATFORM, at=at, caused_by=event.id)


@follower("callbacks.settle", *OTHERWISE)
def settle_call(event: Event, at: datetime) -> None:
    """Let nobody call, or judge, about a closing that no longer stands."""
    _give_up_older(event, at)


@follower("callbacks.settle_objection", *OTHERWISE)
def settle_objection(event: Event, at: datetime) -> None:
    """Let nobody answer an objection to an answer that no longer stands."""
    row = objection_waiting(event.subject_id)
    if row is not None and row.asked_at <= event.at:
        why = {"why": event.verb.partition(".")[2]}
        move_objection(row.pk, "settle", why, actor=PLATFORM, at=at, caused_by=event.id)


@follower("callbacks.leave_alone", "callback.answered", "callback.declined")
def leave_alone(event: Event, at: datetime) -> None:
    """Who asked not to be called is not called about other matters either."""
    if not event.said.get("do_not_call"):
        return
    told = Callback.objects.select_related("case").get(pk=event.subject_id)
    for row in waiting_of_caller(bytes(told.caller_hash), told.case.centre_id):
        move_callback(row.pk, "drop", {"why": "do_not_call"}, actor=PLATFORM, at=at, caused_by=event.id)


def _is_planned(event: Event) -> bool:
    later = Callback.objects.filter(case_id=event.subject_id, after_seq__gte=event.seq)
    return later.exists()


def _give_up_older(event: Event, at: datetime) -> None:
    row = open_of_case(event.subject_id)
    if row is None or row.after_seq > event.seq:
        return
    action = "drop" if row.state == CallbackState.WAITING else "settle"
    move_callback(row.pk, action, {"why": event.verb.partition(".")[2]}, actor=PLATFORM, at=at, caused_by=event.id)
