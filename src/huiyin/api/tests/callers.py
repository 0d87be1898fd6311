"""Other systems that call: one for each person on the stage, with that person's token."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.test import Client

from huiyin.api.tokens import issue
from huiyin.cases.tests.stage import Stage
from huiyin.flow.times import travelling
from huiyin.people.models import Holding, User

V1 = "/api/v1"


@dataclass
class Callers:
    """`as_` gives a caller; the persons of the stage hold their posts in the database too."""

    stage: Stage
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, who: str) -> str:
        """Return the token of a person, made the first time it is asked for."""
        if who not in self.tokens:
            actor = self.stage.who(who)
            user = User.objects.get(pk=actor.user_id)
            since = self.stage.at.replace(year=2016)
            for seat in actor.seats:
                Holding.objects.get_or_create(
                    user=user, post=seat.post, unit_id=seat.unit_id, defaults={"since": since}
                )
            self.tokens[who] = issue(user.username, "测试系统", days=300, at=self.stage.at)[1]
        return self.tokens[who]

    def call(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Call an endpoint as a person; "" is nobody."""
        sent = {"authorization": f"Bearer {self.token(who)}"} if who else {}
        how = {"headers": {**sent, **headers}}
        if body is not None:
            how |= {"data": body, "content_type": "application/json"}
        with travelling(self.stage.at):
            return getattr(Client(), method)(f"{V1}{path}", **how)

    def get(self, who: str, path: str) -> Any:
        """Read an endpoint."""
        return self.call(who, "get", path)

    def post(self, who: str, path: str, body: Any, key: str = "") -> Any:
        """Write to an endpoint, with a new key unless one is given."""
        return self.call(who, "post", path, body, **{"idempotency-key": key or uuid4().hex})

    def register(self, who: str = "agent", key: str = "", **other: Any) -> Any:
        """Register the matter of the stage."""
        return self.post(who, "/case/register", {"said": self.stage.said(**other)}, key)

    def move(self, who: str, path: str, action: str, seen: int | None = None, key: str = "", **said: Any) -> Any:
        """Take a move of the thing at a path."""
        return self.post(who, f"{path}/moves/{action}", {"said": said, "seen": seen}, key)
