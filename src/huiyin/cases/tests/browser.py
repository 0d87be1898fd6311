"""A browser of one person of the stage, which sees the pages at the moment of the stage, for rooms above the cases."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.cases.tests.stage import Stage
from huiyin.flow.times import travelling
from huiyin.people.models import Holding, User


@dataclass
class Browser:
    """Gets and posts pages at the moment of the stage; `statements` is the count of the last request."""

    stage: Stage
    client: Client
    statements: int = 0

    def get(self, address: str, **more: Any) -> Any:
        """Open a page."""
        return self._ask("get", address, **more)

    def post(self, address: str, data: Any = None, **more: Any) -> Any:
        """Send a form."""
        return self._ask("post", address, data=data or {}, **more)

    def _ask(self, method: str, address: str, **more: Any) -> Any:
        with travelling(self.stage.at), CaptureQueriesContext(connection) as said:
            response = getattr(self.client, method)(address, **more)
        self.statements = len(said)
        return response


def seat_everybody(stage: Stage) -> None:
    """Write the posts of the stage's people into rows, so that they hold them when they sign in."""
    since = stage.at - timedelta(days=30)
    Holding.objects.bulk_create(
        Holding(user_id=actor.user_id, post=seat.post, unit_id=seat.unit_id, since=since)
        for actor in stage.actors.values()
        for seat in actor.seats
    )


def signed_in(stage: Stage, who: str) -> Browser:
    """Return a browser in which this person is signed in, at the stage's moment."""
    client = Client()
    user = User.objects.get(pk=stage.who(who).user_id)
    client.force_login(user, backend="huiyin.people.backends.ByNumber")
    return Browser(stage, client)


TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


def text_of(response: Any) -> str:
    """Return the page as text, without the tokens of its forms: among random letters anything short is found some day."""
    return TOKEN.sub("", str(response.content.decode()))
