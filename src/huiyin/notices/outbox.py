"""Text messages are written down in the transaction of what they tell; a worker sends them afterwards."""

from datetime import datetime, timedelta
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.flow.times import CITY_TZ, local
from huiyin.journal.models import Event
from huiyin.notices.codes import code_of
from huiyin.notices.drafts import is_urgent
from huiyin.notices.kinds import MessageKind
from huiyin.notices.models import Notice, Outgoing
from huiyin.notices.numbers import number_of_petitioner
from huiyin.notices.texts import new_code, one_line, urgent
from huiyin.privacy.codes import hash_query_code
from huiyin.privacy.installed import ring
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.urging import Messages


def message_to_petitioner(case: Case, kind: MessageKind, text: str, event: Event, at: datetime) -> bool:
    """Write down a message to the petitioner of a case; False where there is no number that can be sent to.

    Ordinary cases keep quiet at night.
    """
    if case.petitioner is None or not number_of_petitioner(case.petitioner):
        return False
    send_at = at if is_urgent(case) else next_loud(at, book_named(case.book).messages)
    _write_down(
        Outgoing(once=f"{event.id}:{kind}", kind=kind, about=event.subject_id, case=case, petitioner=case.petitioner,
                 text=one_line(text), made_at=at, send_at=send_at)
    )  # fmt: skip
    return True


def code_to_petitioner(case: Case, event: Event, at: datetime) -> bytes:
    """Write down that a new query code goes to the petitioner, who has a mobile number; return the hash of the code.

    Who asks for it waits for it, so that it goes out by night as well.
    """
    once, city = f"{event.id}:{MessageKind.CODE}", book_named(case.book).city
    _write_down(
        Outgoing(once=once, kind=MessageKind.CODE, about=case.pk, case=case, petitioner=case.petitioner,
                 text=new_code(city, case.number), made_at=at, send_at=at)
    )  # fmt: skip
    return hash_query_code(ring(), code_of(once, case.book))


def message_to_person(notice: Notice, at: datetime) -> None:
    """Write down the message of an urgent notice to the person it is for; it goes out by day and by night."""
    assert notice.case is not None, "only cases are urgent"
    city = book_named(notice.case.book).city
    _write_down(
        Outgoing(once=f"{notice.id}:urgent", kind=MessageKind.URGENT, about=notice.about, case=notice.case,
                 user_id=notice.to_user_id, unit_id=notice.unit_id, text=urgent(city, notice.text), made_at=at,
                 send_at=at)
    )  # fmt: skip


def message_to_unit(unit_id: UUID, text: str, once: str, at: datetime) -> bool:
    """Write down a pooled message to a unit; False where another worker did."""
    if Outgoing.objects.filter(once=once).exists():
        return False
    _write_down(
        Outgoing(once=once, kind=MessageKind.POOLED, about=unit_id, unit_id=unit_id, text=text, made_at=at, send_at=at)
    )  # fmt: skip
    return True


def next_loud(at: datetime, rules: Messages) -> datetime:
    """Return the moment itself, or the end of the quiet hours in which it lies."""
    if not rules.is_quiet(local(at).time()):
        return at
    end = datetime.combine(local(at).date(), rules.quiet_until, CITY_TZ)
    return end if end > at else end + timedelta(days=1)


def _write_down(row: Outgoing) -> None:
    Outgoing.objects.bulk_create([row], ignore_conflicts=True)
