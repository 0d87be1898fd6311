"""Sessions in the database, looked up by a statement that is made once: every request of a signed-in user asks it."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from huiyin.flow import times
from huiyin.journal.prepared import Prepared

_in_force = Prepared(lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at))


class SessionStore(db.SessionStore):
    """Django's own store but for the look-up, and for the one clock of the house."""

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """Return when the session ends."""
        return super().get_expiry_date(**{"modification": times.now(), **kwargs})

    def _get_session_from_db(self) -> Session | None:
        found = _in_force.first(self.session_key, times.now())
        if found is None:
            self._session_key = None
        return found
