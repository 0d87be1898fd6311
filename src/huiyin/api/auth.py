"""Who calls: by a token in the header, or by the session of the pages. Both end in the same actor."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer

from huiyin.api.tokens import actor_behind, token_called
from huiyin.flow import times
from huiyin.flow.actor import Actor

NO_POST = "您的账号没有岗位，不能使用接口"


class ByToken(HttpBearer):
    """`Authorization: Bearer hy_...`."""

    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        """Put the actor on the request and return a name for counting, None for a token that is not in force."""
        at = times.now()
        found = token_called(token, at)
        if found is None:
            return None
        request.actor = _with_post(actor_behind(found, at))  # type: ignore[attr-defined]
        return f"token:{found.pk}"


class BySession(APIKeyCookie):
    """The cookie of the sign-in; a write brings the CSRF token too."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        """Ask nobody for a CSRF token who is not signed in: that is a 401, not a 403."""
        return super().__call__(request) if isinstance(getattr(request, "actor", None), Actor) else None

    def authenticate(self, request: HttpRequest, key: str | None) -> str | None:
        """Return a name for counting."""
        return f"user:{_with_post(request.actor).user_id}"  # type: ignore[attr-defined]


def _with_post(actor: Actor) -> Actor:
    if not actor.seats:
        raise HttpError(403, NO_POST)
    return actor
