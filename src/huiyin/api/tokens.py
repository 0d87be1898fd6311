"""Issuing, revoking and recognising API tokens. The text of a token is told once; only its hash is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from huiyin.api.models import Token
from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.table import Refused
from huiyin.journal.door import note
from huiyin.journal.writing import writing
from huiyin.people.actors import actor_of
from huiyin.people.models import User

PREFIX = "hy_"
LEDGER = "api"
"""The chain of events about tokens."""

LONGEST_DAYS = 366


def issue(username: str, name: str, *, days: int, at: datetime) -> tuple[Token, str]:
    """Make a token for an account and return it with its text, which is told this once. Raises Refused."""
    user = User.objects.filter(username=username.strip().lower(), is_active=True).first()
    reasons = [
        *(["没有这个在用的账号"] if user is None else []),
        *([] if name.strip() else ["请用 --name 说明给哪个系统用"]),
        *([] if 0 < days <= LONGEST_DAYS else [f"有效期须在 1 到 {LONGEST_DAYS} 天之间"]),
    ]
    if reasons or user is None:
        raise Refused(reasons)
    text = PREFIX + secrets.token_urlsafe(32)
    with writing():
        token = Token.objects.create(
            user=user, name=name.strip()[:60], hash=hash_of(text), issued_at=at, expires_at=at + timedelta(days=days)
        )
        _tell("issue", token, at)
    return token, text


def revoke(token_id: UUID, *, at: datetime) -> Token:
    """End a token now; one that has ended already stays as it is. Raises Refused for an unknown one."""
    with writing():
        token = Token.objects.select_for_update().filter(pk=token_id).first()
        if token is None:
            raise Refused(["没有这个令牌"])
        if token.revoked_at is None:
            token.revoked_at = at
            token.save(update_fields=["revoked_at"])
            _tell("revoke", token, at)
    return token


def token_called(text: str, at: datetime) -> Token | None:
    """Return the token with this text if it is in force and its account in use."""
    if not text.startswith(PREFIX):
        return None
    known = Token.objects.select_related("user").filter(
        hash=hash_of(text),
        revoked_at__isnull=True,
        expires_at__gt=at,
        user__is_active=True,
        user__password_is_initial=False,
    )
    return known.first()


def actor_behind(token: Token, at: datetime) -> Actor:
    """Return who acts with this token: its account in all posts held now. It never stands in for another."""
    return actor_of(token.user, at)


def hash_of(text: str) -> bytes:
    """Return what is kept of a token. It holds 256 random bits: a plain hash cannot be turned round."""
    return hashlib.sha256(text.encode()).digest()


def _tell(action: str, token: Token, at: datetime) -> None:
    said = {"user": token.user_id, "expires_at": token.expires_at}
    note(f"api_token.{action}", "api_token", token.pk, at=at, head=LEDGER, actor=PLATFORM, said=said)
