"""Questions about call-backs: who may see them, whom to call next, what was said before. Nothing here writes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huiyin.callbacks.facts import CallbackFacts, ObjectionFacts
from huiyin.callbacks.lifecycle_objection import OBJECTION
from huiyin.callbacks.models import Callback, Objection
from huiyin.callbacks.states import OPEN_CALLBACK, CallbackState, ObjectionState
from huiyin.callbacks.who import READERS
from huiyin.cases.models import Answer, Case, ContactEntry
from huiyin.cases.picture import facts_of
from huiyin.flow.actor import Actor
from huiyin.flow.table import BIRTH
from huiyin.rulebook.shelf import all_books
from huiyin.rulebook.shelf import book as book_named


def visible_to(actor: Actor) -> QuerySet[Callback]:
    """Return the call-backs that the actor may see: the centre's, a unit's only of its own line."""
    return _of_own_centre(Callback.objects.all(), actor)


def _of_own_centre(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    if actor.is_platform:
        return rows
    if actor.holds(*READERS):
        return rows.filter(case__centre__isnull=True)
    own = actor.own_centres if actor.holds_on_own_line(*READERS) else frozenset[UUID]()
    return rows.filter(case__centre__in=own) if own else rows.none()


def callback_facts(row: Callback, head: Case, at: datetime) -> CallbackFacts:
    """Return the facts of one call-back within its case."""
    return CallbackFacts(
        facts_of([head], at)[head.pk], row.state, tuple(row.tries), row.taken_by_id, row.taken_until, row.reached_by_id
    )  # fmt: skip


def objections_visible_to(actor: Actor) -> QuerySet[Objection]:
    """Return the objections that the actor may see: as the call-backs."""
    return _of_own_centre(Objection.objects.all(), actor)


def objection_facts(row: Objection, head: Case, at: datetime) -> ObjectionFacts:
    """Return the facts of one objection within its case, or of one that somebody is about to raise."""
    answer = Answer.objects.filter(case_id=head.pk).order_by("-at", "-id").first()
    earlier = Objection.objects.filter(answer=answer).exclude(pk=row.pk).first() if answer else None
    return ObjectionFacts(
        facts_of([head], at)[head.pk], row.state or BIRTH, answer.pk if answer else None, earlier.state if earlier else ""
    )  # fmt: skip


def may_be_objected_to(case: Case, at: datetime) -> bool:
    """Whether the petitioner may object to the answer of this case now."""
    return not why_no_objection(case, at)


def why_no_objection(case: Case, at: datetime) -> list[str]:
    """Return why the petitioner cannot object now, as the table says it; empty where he can."""
    facts, book = objection_facts(Objection(case=case, book=case.book), case, at), book_named(case.book)
    return [reason for guard in OBJECTION.of("object").only_when if (reason := guard(facts, {}, book))]


def objection_waiting(case_id: UUID) -> Objection | None:
    """Return the objection of a case that nobody has answered, if any."""
    return Objection.objects.filter(case_id=case_id, state=ObjectionState.ASKED).first()


def waiting_of_caller(caller_hash: bytes, centre: UUID | None) -> QuerySet[Callback]:
    """Return the call-backs of one centre, the city's or a unit's own line, that wait for one caller, the earliest first."""
    waiting = Callback.objects.filter(state=CallbackState.WAITING, caller_hash=caller_hash, case__centre=centre)
    return waiting.order_by("next_at", "id")


def in_one_call(row: Callback) -> QuerySet[Callback]:
    """Return what the same call can be about: all that waits for the caller, in cities that ask once for all."""
    if not _asks_once(row):
        return Callback.objects.filter(pk=row.pk)
    return waiting_of_caller(bytes(row.caller_hash), row.case.centre_id).filter(book__in=_books_that_ask_once())


def to_call(actor: Actor) -> QuerySet[Callback]:
    """Return the work list: one line a caller with the number of cases behind it, whom to call next first.

    Order and page are the list's own. `cases_of_caller` says how many cases one call serves.
    """
    waiting = visible_to(actor).filter(state=CallbackState.WAITING)
    same = visible_to(actor).filter(
        state=CallbackState.WAITING, caller_hash=OuterRef("caller_hash"), book__in=_books_that_ask_once()
    )  # fmt: skip
    leads = waiting.exclude(Exists(same.filter(id__lt=OuterRef("id"))), book__in=_books_that_ask_once())
    how_many = same.order_by().values("caller_hash").annotate(many=Count("id")).values("many")
    return leads.annotate(cases_of_caller=Coalesce(Subquery(how_many), 1))


def next_to_call(actor: Actor, at: datetime, but: Iterable[UUID] = ()) -> Callback | None:
    """Return whom this person rings next: who is in the own hand already, else the first in no other's hand."""
    rows = visible_to(actor).filter(state=CallbackState.WAITING).exclude(pk__in=list(but)).order_by("next_at", "id")
    in_hand = Q(taken_until__gt=at)
    mine = rows.filter(in_hand, taken_by=actor.user_id).first()
    others = Callback.objects.filter(in_hand, state=CallbackState.WAITING, caller_hash=OuterRef("caller_hash")).exclude(
        taken_by=actor.user_id
    )
    return mine or rows.filter(next_at__lte=at).exclude(Exists(others)).first()


def to_judge(actor: Actor) -> QuerySet[Callback]:
    """Return the dissatisfied whom a second person has yet to judge; the page leaves out the own ones."""
    return visible_to(actor).filter(state=CallbackState.JUDGING)


def open_of_case(case_id: UUID) -> Callback | None:
    """Return the call-back of a case that is not over, if any."""
    return Callback.objects.filter(case_id=case_id, state__in=sorted(OPEN_CALLBACK)).first()


def contacts_of(case_ids: Iterable[UUID]) -> QuerySet[ContactEntry]:
    """Return every contact with the petitioner in these cases, by units and centre, the latest first."""
    return ContactEntry.objects.filter(case_id__in=list(case_ids)).select_related("by", "case").order_by("-at", "-id")


def _asks_once(row: Callback) -> bool:
    return row.book in _books_that_ask_once()


def _books_that_ask_once() -> list[str]:
    return [book.id for book in all_books() if book.callback.one_call_a_caller]
