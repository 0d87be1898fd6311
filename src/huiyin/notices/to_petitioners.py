"""What petitioners hear by text message, as the book says: acceptance, dispatch, extension, answer."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from huiyin.cases.models import Application, Case, Petitioner
from huiyin.cases.models.application import Kind
from huiyin.cases.models.assignment import Role
from huiyin.cases.models.case import Outcome
from huiyin.cases.states import ApplicationState, AssignmentState
from huiyin.journal.models import Event
from huiyin.notices import texts
from huiyin.notices.drafts import Draft
from huiyin.notices.kinds import MessageKind, NoticeKind
from huiyin.notices.outbox import message_to_petitioner
from huiyin.notices.to_units import HANDLER, share_of
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit

HEARD_AT_ONCE = frozenset({"phone", "visit", "sms", "letter", "mail"})
"""Ways in which the answer itself reached the petitioner: telling that there is one would only disturb."""

TAKEN_BACK = frozenset({AssignmentState.RECALLED, AssignmentState.ANNULLED, AssignmentState.TAKEN_AWAY})
"""Shares of which nobody is told any more when word of them comes too late."""

Hear = Callable[[Event, datetime], list[Draft]]


def accepted(event: Event, at: datetime) -> list[Draft]:
    """The matter is accepted. What was answered in the same talk needs no message."""
    case = _case(event.subject_id)
    if case.outcome != Outcome.DIRECT_ANSWER:
        _tell(case, event, MessageKind.ACCEPTED, at, lambda book: texts.accepted(book.city, case.number))
    return []


def dispatched(event: Event, at: datetime) -> list[Draft]:
    """A unit leads, or another one after a return. Of a report nothing is said: who looks into it is kept secret."""
    share = share_of(event)
    case = _case(share.case_id)
    if share.role == Role.LEAD and share.state not in TAKEN_BACK and not is_report(case):
        unit = Unit.objects.get(pk=share.unit_id)
        _tell(case, event, MessageKind.DISPATCHED, at, lambda book: texts.dispatched(book.city, case.number, unit.name))
    return []


def extended(event: Event, at: datetime) -> list[Draft]:
    """Each decision on the lead's extension is told: the promise moved, or it stands.

    Who cannot be sent a message must be rung by the unit: the unit is told to.
    """
    application = Application.objects.select_related("assignment").get(pk=event.subject_id)
    share, case = application.assignment, _case(application.case_id)
    is_decided = event.state_after in (ApplicationState.GRANTED, ApplicationState.REFUSED)
    if application.kind != Kind.EXTENSION or not is_decided or share.role != Role.LEAD:
        return []
    if not book_named(case.book).extension.tell_petitioner or case.due_at is None:
        return []
    until, granted = case.due_at, event.state_after == ApplicationState.GRANTED
    told = _tell(
        case, event, MessageKind.EXTENDED, at,
        lambda book: texts.extended(book.city, case.number, until, application.reason) if granted
        else texts.not_extended(book.city, case.number, until),
    )  # fmt: skip
    if told or not may_be_rung(case.petitioner):
        return []
    what = (
        "延期，诉求人收不到短信，请电话告知原因和新期限"
        if granted
        else "延期未获同意，诉求人收不到短信，请电话告知期限不变，仍为"
    )
    text = f"工单{case.number}{what}{texts.when(until)}"
    return [Draft(NoticeKind.TELL_PETITIONER, text, HANDLER, case, share.unit_id, application.pk)]


def answered(event: Event, at: datetime) -> list[Draft]:
    """There is an answer, unless it was given to the petitioner in person."""
    given = event.said.get("answered")
    if given and given.get("way") not in HEARD_AT_ONCE:
        case = _case(event.subject_id)
        _tell(case, event, MessageKind.ANSWERED, at, lambda book: texts.answered(book.city, case.number))
    return []


def objection_answered(event: Event, at: datetime) -> list[Draft]:
    """The centre has decided whether the matter is done again."""
    assert event.case_id is not None, "an objection belongs to a case"
    case = _case(event.case_id)
    _tell(case, event, MessageKind.ANSWERED, at, lambda book: texts.objection_answered(book.city, case.number))
    return []


def is_report(case: Case) -> bool:
    """Whether the case is a report against somebody."""
    return bool(case.accused_path) or (bool(case.kind) and book_named(case.book).kind(case.kind).kept_from_accused)


def wants_to_hear(petitioner: Petitioner | None) -> bool:
    """Whether somebody left a number openly. Who asked not to be called still reads: a message does not ring."""
    return petitioner is not None and bool(petitioner.phone_hash) and not petitioner.anonymous


def may_be_rung(petitioner: Petitioner | None) -> bool:
    """Whether a petitioner whom no message reaches may be rung instead."""
    if petitioner is None or not wants_to_hear(petitioner):
        return False
    return not Petitioner.objects.filter(phone_hash=petitioner.phone_hash, do_not_call=True).exists()


def _tell(case: Case, event: Event, kind: MessageKind, at: datetime, text: Callable[[Rulebook], str]) -> bool:
    book = book_named(case.book)
    if kind not in book.messages.petitioner_hears or not wants_to_hear(case.petitioner):
        return False
    return message_to_petitioner(case, kind, text(book), event, at)


def _case(case_id: UUID) -> Case:
    return Case.objects.select_related("petitioner").get(pk=case_id)


TO_PETITIONERS: Mapping[str, Hear] = {
    "case.register": accepted, "case.screen": accepted, "assignment.assign": dispatched, "application.ask": extended,
    "application.grant_extension": extended, "application.refuse_extension": extended, "case.pass_audit": answered,
    "case.handle_directly": answered, "case.answer_directly": answered, "case.close_with_parent": answered,
    "objection.grant": objection_answered, "objection.decline": objection_answered,
}  # fmt: skip
