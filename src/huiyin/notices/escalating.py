"""An urgent notice that nobody reads goes to the next person of the unit, at last to the centre; each is an event."""

from datetime import datetime, timedelta

from huiyin.cases.models import Assignment, Case
from huiyin.cases.states import OPEN_CASE
from huiyin.flow.actor import PLATFORM
from huiyin.flow.posts import Post
from huiyin.journal.door import note
from huiyin.journal.models import Event
from huiyin.journal.writing import writing
from huiyin.notices.act import notice_of, tell_centre_of_nobody
from huiyin.notices.drafts import Draft
from huiyin.notices.kinds import NoticeKind
from huiyin.notices.models import Notice
from huiyin.notices.outbox import message_to_person
from huiyin.notices.queries import unread_in_a_hurry
from huiyin.people.models import User
from huiyin.people.queries import to_be_told_in_a_hurry
from huiyin.rulebook.shelf import book as book_named

PASSED_ON = "notice.passed_on"
"""Verb of the event. Fields: from, to (people; `to` is empty when the centre is told at last), unit, turn."""

SHORTEST = timedelta(minutes=1)


def pass_on_unread(at: datetime) -> int:
    """Pass on every urgent notice that stayed unread for the minutes of its book; returns how many."""
    waiting = unread_in_a_hurry(at - SHORTEST).select_related("case")
    return sum(_pass_on(notice, at) for notice in waiting if _has_waited(notice, at))


def _has_waited(notice: Notice, at: datetime) -> bool:
    assert notice.case is not None, "only cases are urgent"
    return at - notice.at >= timedelta(minutes=book_named(notice.case.book).messages.urgent_unread_minutes)


def _pass_on(notice: Notice, at: datetime) -> bool:
    with writing() as now_writing:
        case: Case = now_writing.lock(Case, notice.case_id)  # type: ignore[arg-type]
        fresh = Notice.objects.select_for_update().get(pk=notice.pk)
        if fresh.read_at or fresh.passed_on_at or _is_settled(fresh, case, at):
            return False
        person = _next_person(fresh, at)
        Notice.objects.filter(pk=fresh.pk).update(passed_on_at=at)
        event = Event.objects.get(id=fresh.event_id)
        _tell_next(fresh, person, case, event, at)
        said = {
            "from": fresh.to_user_id,
            "to": person.pk if person else None,
            "unit": fresh.unit_id,
            "turn": fresh.turn + 1,
        }
        note(PASSED_ON, "notice", fresh.pk, at=at, head=case, actor=PLATFORM, said=said, caused_by=event.id)
    return True


def _tell_next(notice: Notice, person: User | None, case: Case, event: Event, at: datetime) -> None:
    if person is None:
        assert notice.unit_id is not None, "an urgent notice is a unit's"
        tell_centre_of_nobody(case, event, notice.unit_id, at)
        return
    draft = Draft(NoticeKind(notice.kind), notice.text, (), case, about=notice.about, about_kind=notice.about_kind)
    further = notice_of(
        draft, event, at, unit_id=notice.unit_id, post=Post(notice.post), user_id=person.pk, turn=notice.turn + 1
    )  # fmt: skip
    Notice.objects.bulk_create([further], ignore_conflicts=True)
    message_to_person(further, at)


def _next_person(notice: Notice, at: datetime) -> User | None:
    told = set(Notice.objects.filter(event_id=notice.event_id, unit=notice.unit).values_list("to_user", flat=True))
    assert notice.unit is not None, "an urgent notice is a unit's"
    return next((person for person in to_be_told_in_a_hurry(notice.unit, at=at) if person.pk not in told), None)


def _is_settled(notice: Notice, case: Case, at: datetime) -> bool:
    """Mark a notice that calls for nothing more: who signed the case has seen it, and an ended case wakes nobody."""
    signer = None
    if notice.kind == NoticeKind.DISPATCHED:
        signer = Assignment.objects.filter(pk=notice.about).values_list("signed_by", flat=True).first()
    if signer is None and case.state in OPEN_CASE:
        return False
    read = {"read_at": at, "read_by_id": signer} if signer else {"passed_on_at": at}
    Notice.objects.filter(pk=notice.pk).update(**read)
    return True
