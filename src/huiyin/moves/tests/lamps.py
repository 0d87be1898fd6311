"""A room with one lamp that can be lit: the smallest thing for which a place can be registered."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django_q.models import Schedule

from huiyin.flow.actor import Actor, Seat
from huiyin.flow.posts import Post
from huiyin.flow.says import Ask
from huiyin.flow.table import BIRTH, NotYours, State, Table, move
from huiyin.journal.models import Event
from huiyin.moves.place import Place

NINE = datetime(2018, 6, 4, 1, 0, tzinfo=UTC)


class Lamp(State):
    OFF = "off", "已关"
    ON = "on", "已开"


def keeper(actor: Actor, facts: Any) -> bool:
    return actor.holds(Post.SUPERVISOR)


def is_whole(facts: Any, said: Any, book: Any) -> str | None:
    return "灯泡坏了" if facts.broken else None


LAMP = Table(
    "lamp",
    "路灯",
    Lamp,
    (
        move("put_up", "装灯", [BIRTH], Lamp.OFF, keeper),
        move("light", "开灯", [Lamp.OFF], Lamp.ON, keeper, [is_whole], [], [Ask("why", "理由", "lines")]),
        move("go_out", "熄灭", [Lamp.ON], Lamp.OFF, keeper, hidden=True),
    ),
)


@dataclass
class Facts:
    state: str
    broken: bool = False


@dataclass
class Room:
    """A room with one lamp; `answer` is what its door says to the next move."""

    row: Any
    broken: bool = False
    answer: Exception | None = None
    moved: list[tuple[str, dict[str, Any], Any, str]] = field(default_factory=list)

    def act(self, pk: Any, action: str, said: Any, /, **how: Any) -> Event:
        if self.answer:
            raise self.answer
        if not LAMP.of(action).who(how["actor"], Facts("off", self.broken)):
            raise NotYours(["您的岗位不能做这一步"])
        self.moved.append((action, dict(said), how["seen"], how["key"]))
        who, at = how["actor"].user_id, how["at"]
        return Event(subject_id=self.row.pk, verb=f"lamp.{action}", state_after="on", actor_id=who, at=at)

    def place(self) -> Place:
        def faced(row: Any) -> Any:
            row.state, row.event_count, row.book = "off", 4, "kaifeng/2018-01-01"
            return row

        def facts(row: Any, at: datetime) -> Facts:
            return Facts(faced(row).state, self.broken)

        return Place(
            LAMP,
            self.act,
            lambda actor: Schedule.objects.all() if actor.seats else Schedule.objects.none(),
            facts,
            lambda row: f"/lamps/{row.pk}/",
            lambda row, actor: f"路灯{row.pk}",
            head=faced,
        )


SUPERVISOR = Actor(uuid4(), "督办员甲", frozenset({Seat(Post.SUPERVISOR)}))
AGENT = Actor(uuid4(), "话务员甲", frozenset({Seat(Post.AGENT)}))
STRANGER = Actor(uuid4(), "路人甲")
