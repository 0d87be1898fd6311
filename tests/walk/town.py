"""A city in which people are at work, built once for a module and served to a browser, at a moment that stands still."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.servers.basehttp import WSGIServer
from django.db import connection, connections
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler

from huiyin.demo.tests.whole import undone
from huiyin.flow import times
from huiyin.people.models import User

MORNING = datetime(2026, 5, 20, 9, 40, tzinfo=times.CITY_TZ)
"""A Wednesday without a holiday near it."""


STANDING = {"ACCOUNT_REAUTHENTICATION_TIMEOUT": 24 * 3600}
"""A walk takes longer than anybody needs who has just typed the password."""


class OneAfterTheOther(LiveServerThread):
    """Answers one request after the other: all of them use the one connection in which the module's rows stand."""

    def _create_server(self, connections_override: Any = None) -> WSGIServer:
        return WSGIServer((self.host, self.port), QuietWSGIRequestHandler, allow_reuse_address=False)


@dataclass
class Town:
    """The city: `people` are those who sign in, by the name of the account; `at` is the moment at which it stands.

    `narrowed` counts the narrowed pages that were asked for on walks.
    """

    at: datetime = MORNING
    people: dict[str, User] = field(default_factory=dict)
    narrowed: Counter[Any] = field(default_factory=Counter)
    _clients: dict[str, Client] = field(default_factory=dict)

    def browser_of(self, who: str) -> Client:
        """Return the browser of a person, the same each time; "" is a visitor."""
        if who not in self._clients:
            self._clients[who] = Client()
            if who:
                _has_a_password(self.people[who])
                self._clients[who].force_login(self.people[who], backend="huiyin.people.backends.ByNumber")
        return self._clients[who]

    def cookies_of(self, who: str) -> list[dict[str, Any]]:
        """Return what a Chromium needs to be this person."""
        kept = self.browser_of(who).cookies.values()
        return [
            {"name": one.key, "value": one.value, "domain": "127.0.0.1", "path": one["path"] or "/"} for one in kept
        ]


def _has_a_password(user: User) -> None:
    """Let somebody of a stage have a password: without one nobody comes in, and allauth knows no page to change it."""
    if not user.has_usable_password():
        user.set_password("lighthouse-42")
        user.save(update_fields=["password"])


@contextmanager
def standing_still(blocker: Any, city: str, folder: Path) -> Iterator[Town]:
    """Keep what is written in the city within the block; it is never later than the town's moment."""
    with pytest.MonkeyPatch.context() as patch, blocker.unblock():
        patch.setattr(times, "now", lambda: times._travelled.get() or town.at)
        town = Town()
        cache.clear()
        with override_settings(**STANDING, CITY=city, VAR=folder, MEDIA_ROOT=folder / "files"), undone():
            yield town


@contextmanager
def served() -> Iterator[str]:
    """Serve the town and give its address."""
    thread = OneAfterTheOther(
        "127.0.0.1", static_handler=StaticFilesHandler, connections_override={"default": connections["default"]}
    )
    thread.daemon = True
    connection.inc_thread_sharing()
    with pytest.MonkeyPatch.context() as patch:
        # A thread that ends closes its connections; this one is the module's, and its rows would be gone.
        patch.setattr(connections["default"], "close", lambda: None)
        thread.start()
        try:
            thread.is_ready.wait()
            if thread.error:
                raise thread.error
            with override_settings(ALLOWED_HOSTS=["127.0.0.1", "testserver"]):
                yield f"http://127.0.0.1:{thread.port}"
        finally:
            thread.terminate()
            connection.dec_thread_sharing()
