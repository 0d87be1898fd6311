"""How a session finds its account: every request of a signed-in user asks it, by a statement that is made once."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from huiyin.journal.prepared import Prepared
from huiyin.people.models import User

_with_id = Prepared(lambda pk: User.objects.filter(pk=pk))


class ByNumber(AuthenticationBackend):
    """Lets in by staff number and password, as allauth does."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the account, or None where it is gone or not in use any more."""
        user = _with_id.first(UUID(str(user_id)))
        return user if user and self.user_can_authenticate(user) else None
