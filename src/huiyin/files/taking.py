"""Who took which attachment: looking at a file is seeing what is in it, and is written down as exports are.

What is written stands in a chain of its own for each case (for what belongs to none, for each thing), so that reading neither
waits for the case nor makes its page stale. The same person taking the same file again within minutes took it once.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.files.models import Attachment
from huiyin.flow.actor import Actor
from huiyin.journal.door import note
from huiyin.journal.models import Event

DOWNLOADED = "file.download"
SHOWN = "file.show"
"""Verbs of the events. Fields: of, of_id (the thing), case, kind (what it is for), size. Neither the name nor what is in it."""

TAKEN = (DOWNLOADED, SHOWN)
ONE_TAKING = timedelta(minutes=10)


def write_down(attachment: Attachment, *, inline: bool, actor: Actor, at: datetime) -> None:
    """Write down that somebody was handed the content of an attachment: to be looked at (`inline`) or to be saved."""
    verb = SHOWN if inline else DOWNLOADED
    lately = Event.objects.filter(subject_id=attachment.pk, verb=verb, actor_id=actor.user_id, at__gt=at - ONE_TAKING)
    if lately.exists():
        return
    said = {
        "of": attachment.subject_kind, "of_id": attachment.subject_id, "kind": attachment.kind, "size": attachment.size,
        "case": attachment.case_id,
    }  # fmt: skip
    head = _ledger_of(attachment.case_id or attachment.subject_id)
    note(verb, "attachment", attachment.pk, at=at, head=head, actor=actor, said=said)


def ledgers_of(cases: Iterable[UUID]) -> list[str]:
    """Return the names of the chains in which it stands who took attachments of these cases."""
    return [_ledger_of(pk) for pk in cases]


def _ledger_of(pk: UUID) -> str:
    return f"taken.{pk.hex}"
