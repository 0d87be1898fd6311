"""Screens that may show the wall and nothing else: each is let in once by an address, known by its cookie, and can be ended."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from huiyin.desk.models import Display
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.table import NotYours, Refused
from huiyin.journal.door import note
from huiyin.journal.writing import writing

KEEPERS = (Post.DIRECTOR, Post.ADMIN)
LEDGER = "displays"
WAITS_FOR = timedelta(days=1)
"""So long the address that lets a screen in can be used, once."""


def displays() -> QuerySet[Display]:
    """Return the screens that are let in, or wait to be."""
    return Display.objects.filter(ended_at__isnull=True).order_by("made_at")


def add_display(name: str, *, actor: Actor, at: datetime) -> tuple[Display, str]:
    """Let a screen in: return it with the key of its address, which is told this once. Raises Refused."""
    _refuse_others(actor)
    longest = Display._meta.get_field("name").max_length or 0
    name = name.strip()
    if not name or len(name) > longest:
        raise Refused([], {"name": f"请写明是哪里的屏幕，最多{longest}字"})
    key = secrets.token_urlsafe(32)
    with writing():
        row = Display(name=name, hash=hash_of(key), made_at=at, made_by_id=actor.user_id)
        row.save()
        note("display.add", "display", row.pk, at=at, head=LEDGER, actor=actor, said={"name": name})
    return row, key


def waiting_display(key: str, at: datetime) -> Display | None:
    """Return the screen that this address lets in, None where it was used or has run out."""
    return displays().filter(hash=hash_of(key), opened_at__isnull=True, made_at__gt=at - WAITS_FOR).first()


def open_display(key: str, *, at: datetime) -> str | None:
    """Let the screen in and return what its cookie holds; the address is worth nothing from then on."""
    with writing():
        row = Display.objects.select_for_update().filter(
            hash=hash_of(key), opened_at__isnull=True, ended_at__isnull=True
        )
        found = row.filter(made_at__gt=at - WAITS_FOR).first()
        if found is None:
            return None
        secret = secrets.token_urlsafe(32)
        found.hash, found.opened_at = hash_of(secret), at
        found.save(update_fields=["hash", "opened_at"])
        note("display.open", "display", found.pk, at=at, head=LEDGER, said={"name": found.name})
    return secret


def display_known_by(secret: str) -> Display | None:
    """Return the screen whose cookie this is."""
    return displays().filter(hash=hash_of(secret), opened_at__isnull=False).first() if secret else None


def end_display(display_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Shut a screen out from now on. Raises Display.DoesNotExist."""
    _refuse_others(actor)
    with writing():
        row = Display.objects.select_for_update().get(pk=display_id, ended_at__isnull=True)
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        note("display.end", "display", row.pk, at=at, head=LEDGER, actor=actor, said={"name": row.name})


def hash_of(key: str) -> bytes:
    """Return what is kept of a key. It holds 256 random bits: a plain hash cannot be turned round."""
    return hashlib.sha256(key.encode()).digest()


def _refuse_others(actor: Actor) -> None:
    if not actor.holds(*KEEPERS):
        raise NotYours(["您的岗位不能管理显示屏"])
