"""Questions about call-backs: who may see them, whom to call next, what was said before. Nothing here writes."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huiyin.callbacks.facts import CallbackFacts
from huiyin.callbacks.models import Callback
from huiyin.callbacks.states import OPEN_CALLBACK, CallbackState
from huiyin.callbacks.who import READERS
from huiyin.cases.models import Case, ContactEntry
from huiyin.cases.picture import facts_of
from huiyin.flow.actor import Actor
from huiyin.rulebook.shelf import all_books


def visible_to(actor: Actor) -> QuerySet[Callback]:
    """Return the call-backs that the actor may see: the centre's, never a unit."""
    return Callback.objects.all() if actor.is_platform or actor.holds(*READERS) else Callback.objects.none()


def callback_facts(row: Callback, head: Case, at: datetime) -> CallbackFacts:
    """Return the facts of one call-back within its case."""
    return CallbackFacts(
        facts_of([head], at)[head.pk], row.state, tuple(row.tries), row.taken_by_id, row.taken_until, row.reached_by_id
    )  # fmt: skip


def waiting_of_caller(caller_hash: bytes) -> QuerySet[Callback]:
    """Return the call-backs that wait for one caller, the earliest first."""
    waiting = Callback.objects.filter(state=CallbackState.WAITING, caller_hash=caller_hash)
    return waiting.order_by("next_at", "id")


def in_one_call(row: Callback) -> QuerySet[Callback]:
    """Return what the same call can be about: all that waits for the caller, in cities that ask once for all."""
    if not _asks_once(row):
        return Callback.objects.filter(pk=row.pk)
    return waiting_of_caller(bytes(row.caller_hash)).filter(book__in=_books_that_ask_once())


def to_call(actor: Actor) -> QuerySet[Callback]:
    """Return the work list: one line a caller with the number of cases behind it, whom to call next first.

    Order and page are the list's own. `cases_of_caller` says how many cases one call serves.
    """
    waiting = visible_to(actor).filter(state=CallbackState.WAITING)
    same = Callback.objects.filter(
        state=CallbackState.WAITING, caller_hash=OuterRef("caller_hash"), book__in=_books_that_ask_once()
    )  # fmt: skip
    leads = waiting.exclude(Exists(same.filter(id__lt=OuterRef("id"))), book__in=_books_that_ask_once())
    how_many = same.order_by().values("caller_hash").annotate(many=Count("id")).values("many")
    return leads.annotate(cases_of_caller=Coalesce(Subquery(how_many), 1))


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
