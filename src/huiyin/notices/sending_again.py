"""Messages that did not go out: the centre puts them back among those that wait, and the journal says who did."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.journal.door import note
from huiyin.journal.rows import change
from huiyin.journal.writing import Writing, writing
from huiyin.notices.drafts import is_urgent
from huiyin.notices.kinds import MessageKind, MessageState
from huiyin.notices.models import Outgoing
from huiyin.notices.outbox import next_loud
from huiyin.notices.queries import unsent
from huiyin.notices.sending import LEDGER
from huiyin.rulebook.shelf import book_for


def send_again(message_ids: Collection[UUID], *, actor: Actor, at: datetime) -> int:
    """Let messages that were given up or held wait to be sent once more; returns how many did not go out until now.

    The night stays quiet. Whatever hindered them may do so again: then they stand on the list once more.
    """
    with writing() as now_writing:
        # The case is locked before the message, as by the worker that sends.
        for case_id in sorted({pk for pk in _asked(message_ids).values_list("case_id", flat=True) if pk}):
            now_writing.lock(Case, case_id)
        rows = list(_asked(message_ids).select_for_update().order_by("id"))
        for row in rows:
            _put_back(row, now_writing, actor, at)
    return len(rows)


def _asked(message_ids: Collection[UUID]) -> QuerySet[Outgoing]:
    return unsent().filter(pk__in=message_ids)


def _put_back(row: Outgoing, now_writing: Writing, actor: Actor, at: datetime) -> None:
    case = now_writing.lock(Case, row.case_id) if row.case_id else None
    said = {"kind": row.kind, "was": row.state, "attempts": row.attempts}
    note("message.requeued", "message", row.pk, at=at, head=case or LEDGER, actor=actor, said=said)
    is_loud = row.kind in {MessageKind.URGENT, MessageKind.CODE} or (case is not None and is_urgent(case))
    send_at = at if is_loud else next_loud(at, book_for(settings.CITY, local_day(at)).messages)
    change(Outgoing, row.pk, {"state": MessageState.WAITING, "attempts": 0, "error": "", "send_at": send_at})
