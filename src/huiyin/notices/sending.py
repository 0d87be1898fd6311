"""Sending what is written down: in order, within the caps of each number, again when the gateway fails."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from huiyin.cases.models import Case
from huiyin.flow.times import local_day
from huiyin.journal.door import note
from huiyin.journal.leases import Lease, Lost, Watch
from huiyin.journal.work import pause_after
from huiyin.journal.writing import writing
from huiyin.notices.codes import words_to_send
from huiyin.notices.gateway import NotSent, TextGateway, gateway
from huiyin.notices.kinds import MessageKind, MessageState
from huiyin.notices.models import Outgoing
from huiyin.notices.numbers import number_for
from huiyin.privacy.installed import lookup_for

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
LEDGER = "messages"
"""The chain of messages that belong to no case."""

MOST_A_DAY = {MessageKind.URGENT: 50, MessageKind.POOLED: 10}
MOST_A_DAY_TO_PETITIONER = 6
"""Messages to one number in a day: nobody can use our forms to fill a stranger's phone."""


def send_due(at: datetime, batch: int = 50, through: TextGateway | None = None) -> tuple[int, int]:
    """Send what is due, the longest waiting first; returns how many were sent and how many failed this time."""
    way_out, watch, sent, failed = through or gateway(), Watch.from_now(at), 0, 0
    while taken := _take(at, batch):
        for message in taken:
            outcome = _send_if_mine(message, way_out, at, watch)
            sent, failed = sent + (outcome == MessageState.SENT), failed + (outcome == MessageState.WAITING)
    return sent, failed


def _take(at: datetime, batch: int) -> Sequence[Outgoing]:
    with writing():
        due = Outgoing.objects.filter(state=MessageState.WAITING, send_at__lte=at).order_by("send_at", "id")
        taken = list(due.select_for_update(skip_locked=True)[:batch])
        Outgoing.objects.filter(pk__in=[row.pk for row in taken]).update(send_at=at + LEASE)
    rows = Outgoing.objects.filter(pk__in=[row.pk for row in taken]).order_by("made_at", "id")
    return list(rows.select_related("petitioner", "user", "unit", "case"))


def _send_if_mine(message: Outgoing, way_out: TextGateway, at: datetime, watch: Watch) -> str:
    # A slow gateway may use up the lease of a whole batch: each message begins it anew, or leaves it to who has it.
    try:
        Lease(Outgoing, message.pk, "send_at", message.send_at, LEASE, watch).renew()
    except Lost:
        return ""
    return _send(message, way_out, at)


def _send(message: Outgoing, way_out: TextGateway, at: datetime) -> str:
    number = number_for(message)
    if not number:
        return _hold(message, "没有可发短信的号码")
    message.number_hash = lookup_for("phone", number)
    if _is_over_cap(message, at):
        return _hold(message, "该号码当日短信已达上限")
    try:
        message.receipt = way_out.send(number, words_to_send(message), reference=str(message.pk), at=at)[:80]
    except NotSent as not_sent:
        return _try_later(message, str(not_sent), at)
    message.state, message.sent_at, message.sent_day, message.error = MessageState.SENT, at, local_day(at), ""
    _keep_sent(message, at)
    return message.state


def _is_over_cap(message: Outgoing, at: datetime) -> bool:
    most = MOST_A_DAY.get(MessageKind(message.kind), MOST_A_DAY_TO_PETITIONER)
    sent = Outgoing.objects.filter(number_hash=message.number_hash, sent_day=local_day(at), state=MessageState.SENT)
    return sent.count() >= most


def _keep_sent(message: Outgoing, at: datetime) -> None:
    with writing() as now_writing:
        head = now_writing.lock(Case, message.case_id) if message.case_id else LEDGER
        to = "petitioner" if message.petitioner_id else "person" if message.user_id else "unit"
        said = {"kind": message.kind, "to": to, "user": message.user_id, "unit": message.unit_id}
        note("message.sent", "message", message.pk, at=at, head=head, said=said)
        message.attempts += 1
        message.save(force_update=True)


def _hold(message: Outgoing, why: str) -> str:
    message.state, message.error = MessageState.HELD, why
    message.save(force_update=True)
    return message.state


def _try_later(message: Outgoing, error: str, at: datetime) -> str:
    message.attempts += 1
    message.error = error[:80]
    message.send_at = at + pause_after(message.attempts)
    if message.attempts >= MOST_ATTEMPTS:
        message.state = MessageState.FAILED
    message.save(force_update=True)
    return message.state
