"""Life in an installation, for tests of its backup: each function is called in a process of its own."""

import hashlib
import signal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from huiyin.cases import petitioners
from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.files.act import attach, content_of, erase
from huiyin.files.models import Attachment
from huiyin.flow.actor import PLATFORM
from huiyin.journal.chain import verify_all
from huiyin.journal.digest import sign_digest

PETITIONER = "王小民"


def settle() -> int:
    """Build the units and people; register three cases, each with a photograph; sign a digest. Return the cases."""
    stage = set_stage()
    for number in range(3):
        _register(stage, number)
    sign_digest(stage.later(hours=1))
    return Case.objects.count()


def write_on(cases: int) -> int:
    """Go on registering, telling each one, until that many are made."""
    stage = _back_on_stage()
    for number in range(cases):
        _register(stage, 100 + number)
        print("written", number, flush=True)
    return Case.objects.count()


def write_until_killed() -> None:
    """Go on registering for ever."""
    write_on(100_000)


def hold_open() -> None:
    """Keep a connection until killed."""
    Case.objects.count()
    print("open", flush=True)
    signal.pause()


def erase_one() -> str:
    """Erase one attachment, as the law may want it; return the name under which it lay."""
    row = Attachment.objects.filter(erased_at__isnull=True).order_by("id")[0]
    erase(row, "依法删除", actor=PLATFORM, at=row.at, case=Case.objects.get(pk=row.case_id))
    return row.stored_name


def state() -> dict[str, Any]:
    """Return what can be known of an installation: counts, chains, every content opened, a name unsealed."""
    found = verify_all()
    rows = list(Attachment.objects.filter(erased_at__isnull=True))
    whole = [row for row in rows if hashlib.sha256(content_of(row)).hexdigest() == row.sha256]
    case = Case.objects.select_related("petitioner").order_by("id").first()
    return {
        "cases": Case.objects.count(), "chains": found.chains, "events": found.events, "broken": len(found.broken),
        "attachments": len(rows), "whole": len(whole), "name": _name(case) if case else "",
    }  # fmt: skip


def tamper() -> None:
    """Change an event in place, past the door."""
    from huiyin.journal.models import Event

    event = Event.objects.filter(case_id__isnull=False).first()
    Event.objects.filter(id=event.id).update(verb="case.nothing_happened")


def _register(stage: Stage, number: int) -> None:
    case = stage.register(title=f"路灯不亮{number}", name=PETITIONER, phone=f"138{number:08}").case
    attach(
        ContentFile(_picture(number), name="photo.png"), subject_kind="case", subject_id=case.pk, kind="photo",
        actor=stage.who("agent"), at=stage.at, case=case,
    )  # fmt: skip


def _back_on_stage() -> Stage:
    from huiyin.flow.actor import Actor, Seat
    from huiyin.flow.posts import Post
    from huiyin.people.models import User

    agent = User.objects.get(username="agent")
    return Stage("kaifeng", actors={"agent": Actor(agent.pk, agent.name, frozenset({Seat(Post.AGENT)}))})


def _picture(number: int) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (40, 30), (number % 256, 90, 120)).save(stream, "PNG")
    return stream.getvalue()


def _name(case: Case) -> str:
    assert case.petitioner is not None
    return petitioners.contact_of(case.petitioner).name
