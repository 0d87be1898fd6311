"""The town in which is measured: units, people, and some thousand cases that go through the door as any other."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from huiyin.bench.multiply import Tell, require_throwaway
from huiyin.cases.act import ASSIGNMENT_DOOR, move_case, register
from huiyin.cases.models import Assignment, Case
from huiyin.flow import times
from huiyin.flow.actor import PLATFORM, Actor, Seat
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.people.models import Holding, User
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for
from huiyin.units.act import NewUnit, open_unit
from huiyin.units.models import Unit

UNITS, BELOW = 100, 3
"""Units of the first level, and how many of them have as many below them: a city's list of units is long."""

OPENED = date(2020, 1, 1)
OPEN_ONE_IN = 10
SPACING = timedelta(minutes=7)
WISHES = ("尽快修好", "给个说法")
PLACES = ("柳巷", "榆园路", "清河街", "望江里", "学府路")
MATTERS = ("路灯不亮", "下水道堵塞", "夜间施工噪音", "占道经营", "自来水浑浊", "垃圾没有清运", "暖气不热", "井盖缺失")


@dataclass
class Town:
    """The units and people of the measurement."""

    city: str
    units: list[Unit]
    actors: dict[str, Actor]
    begin: datetime

    @property
    def book(self) -> Rulebook:
        """The rulebook in force while the cases came in."""
        return book_for(self.city, times.local_day(self.begin))


def make_town(city: str, begin: datetime) -> Town:
    """Open the units and give each post to one person; each unit that gets cases has a handler and a leader."""
    require_throwaway()
    town = Town(city, [_open(f"第{n}网络单位", None, begin) for n in range(1, UNITS + 1)], {}, begin)
    for parent in town.units[: UNITS // BELOW]:
        for n in range(1, BELOW + 1):
            _open(f"{parent.name}{n}科", parent, begin)
    for post in Post:
        if post not in UNIT_POSTS:
            _settle(town, str(post), post)
    for n, unit in enumerate(town.units):
        _settle(town, f"handler{n}", Post.UNIT_HANDLER, unit)
        _settle(town, f"head{n}", Post.UNIT_HEAD, unit)
    return town


def _open(name: str, parent: Unit | None, at: datetime) -> Unit:
    new = NewUnit(name, parent_id=parent.pk if parent else None)
    return open_unit(new, day=OPENED, levels=3, actor=PLATFORM, at=at)


def _settle(town: Town, key: str, post: Post, unit: Unit | None = None) -> None:
    user = User.objects.create_user(key, f"{post.label}甲")
    Holding.objects.create(user=user, post=post, unit=unit, since=town.begin)
    seat = Seat(post, unit.pk, unit.path) if unit else Seat(post)
    town.actors[key] = Actor(user.pk, user.name, frozenset([seat]))


def matter(book: Rulebook, day: date, chance: Random) -> dict[str, Any]:
    """Return what is said at the registration of an invented matter."""
    place, what = chance.choice(PLACES), chance.choice(MATTERS)
    return {
        "channel": "phone", "title": f"{place}{what}", "occurred": "近日",
        "text": f"{place}{chance.randrange(1, 300)}号附近{what}，已有多日。",
        "place": f"{place}{chance.randrange(1, 300)}号", "object": what, "kind": "complaint",
        "category": chance.choice(book.category_leaves(day)).code,
        "territory": chance.choice(book.territories).code, "wishes": [{"text": chance.choice(WISHES)}],
        "name": "李某", "phone": f"139{chance.randrange(10**8):08}",
    }  # fmt: skip


def play(town: Town, count: int, chance: Random, tell: Tell = lambda done: None) -> None:
    """Take `count` matters through the door: a tenth stays registered, a tenth with the unit, the rest is closed.

    That is many times what a city has open at once of three years' cases, and enough to dispatch and sign in each round.
    """
    for n in range(count):
        at = town.begin + n * SPACING
        said = matter(town.book, times.local_day(at), chance)
        case = register(said, actor=town.actors["agent"], at=at, city=town.city).case
        if n % OPEN_ONE_IN:
            _hand_out(town, case, n % UNITS, at, closes=n % OPEN_ONE_IN > 1)
        tell(n + 1)


def _hand_out(town: Town, case: Case, n: int, at: datetime, *, closes: bool) -> None:
    later = at + timedelta(minutes=30)
    said = {"lead": town.units[n].pk, "joint": []}
    move_case(case.pk, "dispatch", said, actor=town.actors["dispatcher"], at=later)
    if not closes:
        return
    share = Assignment.objects.get(case=case)
    handler, head = town.actors[f"handler{n}"], town.actors[f"head{n}"]
    ASSIGNMENT_DOOR.move(share.pk, "sign", {}, actor=handler, at=later + timedelta(hours=1))
    ASSIGNMENT_DOOR.move(share.pk, "reply", reply(town.book), actor=handler, at=later + timedelta(hours=5))
    ASSIGNMENT_DOOR.move(share.pk, "sign_off", {}, actor=head, at=later + timedelta(hours=6))
    result = next(r.code for r in town.book.results if r.solves)
    move_case(case.pk, "pass_audit", {"result": result}, actor=town.actors["auditor"], at=later + timedelta(hours=7))


def reply(book: Rulebook) -> dict[str, Any]:
    """Return what a unit says when it has solved a matter with one wish."""
    return {
        "account": "已派人到现场处理。", "public": "问题已处理。",
        "result": next(r.code for r in book.results if r.solves),
        "true_matter": True, "contacted": True, "contacted_how": "电话", "resolved": True, "answered_petitioner": True,
        "wish_results": [{"ordinal": 1, "result": "solved", "evidence": "现场照片"}],
    }  # fmt: skip
