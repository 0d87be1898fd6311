"""Calling a petitioner through the switchboard: who calls never sees the number. What dials is a port."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from huiyin.cases.models import Case
from huiyin.cases.petitioners import contact_of
from huiyin.flow.actor import Actor
from huiyin.journal.door import note
from huiyin.privacy.masking import mask_phone


@dataclass(frozen=True)
class Call:
    """A call to be put through: from the person at the desk to the petitioner of a case."""

    case_number: str
    caller_id: UUID
    phone: str
    at: datetime


Dial = Callable[[Call], None]


def _write_down(call: Call) -> None:
    """Write what would be dialled to a file, the number masked: what an installation without a switchboard does."""
    line = {
        "case": call.case_number,
        "caller": str(call.caller_id),
        "phone": mask_phone(call.phone),
        "at": call.at.isoformat(),
    }
    with (Path(settings.VAR) / "calls.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


_dialler: list[Dial] = [_write_down]


def register_dialler(dial: Dial) -> None:
    """Let calls go through a real switchboard; the room of the calls does this once, at start-up."""
    _dialler[:] = [dial]


def call_petitioner(case: Case, actor: Actor, at: datetime) -> bool:
    """Put a call through and write it into the journal of the case; False where no number is known."""
    phone = contact_of(case.petitioner).phone if case.petitioner else ""
    if not phone or case.petitioner is None:
        return False
    note("petitioner.call", "petitioner", case.petitioner.pk, at=at, head=case, actor=actor)
    _dialler[0](Call(case.number, actor.user_id, phone, at))
    return True
