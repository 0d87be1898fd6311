"""A small lifecycle of a borrowed umbrella, to test the machine of tables with: no database, no city."""

from dataclasses import dataclass

from huiyin.flow.actor import PLATFORM, Actor, Seat
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import Post
from huiyin.flow.says import Ask
from huiyin.flow.table import BIRTH, At, Fork, Said, State, Table, move


class Umbrella(State):
    """Where an umbrella is."""

    LENT = "lent", "已借出"
    BACK = "back", "已归还"
    BROKEN = "broken", "已损坏"
    DRY = "dry", "已晾干"


@dataclass(frozen=True)
class Facts:
    """What is known of one umbrella."""

    state: str
    days: int = 0
    wet: bool = False


def clerk(actor: Actor, facts: Facts) -> bool:
    """The clerk."""
    return actor.holds(Post.AGENT)


def by_itself(actor: Actor, facts: Facts) -> bool:
    """Nobody by hand."""
    return actor.is_platform


def is_not_overdue(facts: Facts, said: Said, book: object) -> str | None:
    """A week at most."""
    return "已超过七天" if facts.days > 7 else None


def is_wet(facts: Facts, said: Said, book: object) -> str | None:
    """Only what is wet dries."""
    return None if facts.wet else "本来就是干的"


def fee_is_paid(facts: Facts, said: Said, book: object) -> str | None:
    """Who breaks pays."""
    return At("fee", "损坏须赔偿") if said["broken"] and not said["fee"] else None


def fee_is_small(facts: Facts, said: Said, book: object) -> str | None:
    """Nobody pays more than an umbrella costs."""
    return At("fee", "赔偿不超过一百元") if (said["fee"] or 0) > 100 else None


def _how_it_is(facts: Facts, said: Said, book: object) -> str:
    return Umbrella.BROKEN if said["broken"] else Umbrella.BACK


BROKEN, FEE = Ask("broken", "损坏", "flag"), Ask("fee", "赔偿", "number", required=False)
UMBRELLA = Table(
    "umbrella",
    "雨伞",
    Umbrella,
    (
        move("lend", "借出", [BIRTH], Umbrella.LENT, clerk, [], [], [Ask("to", "借给谁")]),
        move("give_back", "归还", [Umbrella.LENT], Fork(_how_it_is, (Umbrella.BACK, Umbrella.BROKEN)), clerk,
             [is_not_overdue], [fee_is_paid, fee_is_small], [BROKEN, FEE]),
        move("remind", "提醒", [Umbrella.LENT], None, clerk),
        move("dry", "晾干", [Umbrella.BACK], Umbrella.DRY, by_itself, [is_wet], automatic=True),
        move("write_off", "报废", [Umbrella.BROKEN], Umbrella.DRY, by_itself, hidden=True),
    ),
    ends=frozenset({Umbrella.DRY}),
)  # fmt: skip

CLERK = Actor(uuid7(), "话务员", frozenset([Seat(Post.AGENT)]))
STRANGER = Actor(uuid7(), "路人")
SOFTWARE = PLATFORM
