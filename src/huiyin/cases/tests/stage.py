"""The stage for tests of cases: a tree of units, one person per post, and short ways to play a matter through."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from huiyin.cases.act import APPLICATION_DOOR, ASSIGNMENT_DOOR, Registered, move_case, register
from huiyin.cases.models import Application, Assignment, Case
from huiyin.flow.actor import PLATFORM, Actor, Seat
from huiyin.flow.posts import CENTRE_POSTS, Post
from huiyin.flow.table import Refused
from huiyin.flow.times import CITY_TZ
from huiyin.journal.door import door_of
from huiyin.journal.models import Event
from huiyin.people.models import User
from huiyin.rulebook.shelf import books_of
from huiyin.rulebook.tests.shelves import three_books
from huiyin.units.models import Unit
from huiyin.units.tests.once import made_once
from huiyin.units.tests.trees import make_units

MONDAY = datetime(2018, 6, 4, 9, 30, tzinfo=CITY_TZ)
LATER_MONDAY = datetime(2020, 6, 1, 9, 30, tzinfo=CITY_TZ)
"""Where the city's book begins after 2018, as that of the made-up Haiyan does."""

UNIT_CAST = {"handler": Post.UNIT_HANDLER, "leader": Post.UNIT_LEADER, "head": Post.UNIT_HEAD}


@dataclass
class Stage:
    """A city with its units and people; `at` is the moment of the next act and moves on with `later`."""

    city: str
    at: datetime = MONDAY
    units: dict[str, Unit] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def book(self) -> Any:
        """The rulebook in force."""
        return books_of(self.city)[0]

    def later(self, **span: Any) -> datetime:
        """Let time pass and return the new moment."""
        self.at += timedelta(**span)
        return self.at

    def who(self, key: str) -> Actor:
        """Return a person: a centre post such as "dispatcher", or "water.handler"."""
        return self.actors[key]

    def said(self, **other: Any) -> dict[str, Any]:
        """Return a complete registration of a matter by phone, changed by `other`."""
        kind = other.get("kind", "complaint")
        return {
            "channel": "phone", "title": "柳巷路口路灯不亮",
            "text": "柳巷与榆园路口的三盏路灯已一周不亮，晚上看不清路。",
            "occurred": "上周起", "place": "柳巷与榆园路口", "object": "路灯", "kind": kind,
            "category": self.leaf(), "wishes": [{"text": "尽快修好路灯"}], "name": "王某", "phone": "13800005521",
            **other,
        }  # fmt: skip

    def leaf(self) -> str:
        """Return the first topic that can be chosen now."""
        return self.book.category_leaves(self.at.date())[0].code

    def register(self, **other: Any) -> Registered:
        """Register a matter as the agent."""
        return register(self.said(**other), actor=self.who("agent"), at=self.at, city=self.city)

    def move(self, case: Case, action: str, who: str, **said: Any) -> Case:
        """Move the case and return it as it then stands."""
        move_case(case.pk, action, said, actor=self.who(who), at=self.at)
        return Case.objects.get(pk=case.pk)

    def move_share(self, share: Assignment, action: str, who: str, **said: Any) -> Assignment:
        """Move a unit's share and return it as it then stands."""
        ASSIGNMENT_DOOR.move(share.pk, action, said, actor=self.who(who), at=self.at)
        return Assignment.objects.get(pk=share.pk)

    def decide(self, application: Application, action: str, who: str, **said: Any) -> Application:
        """Decide on an application and return it as it then stands."""
        APPLICATION_DOOR.move(application.pk, action, said, actor=self.who(who), at=self.at)
        return Application.objects.get(pk=application.pk)

    def reload(self, case: Case) -> Case:
        """Return the case as it stands in the database."""
        return Case.objects.get(pk=case.pk)

    def refusal(self, case: Case, action: str, who: str, **said: Any) -> Refused:
        """Return the refusal of a move of the case. Fails where the move is taken, or anything is written."""
        return self._refused(case.pk, lambda: self.move(case, action, who, **said))

    def refused_share(self, share: Assignment, action: str, who: str, **said: Any) -> Refused:
        """Return the refusal of a move of a share."""
        return self._refused(share.case_id, lambda: self.move_share(share, action, who, **said))

    def refused_application(self, application: Application, action: str, who: str, **said: Any) -> Refused:
        """Return the refusal of a decision."""
        return self._refused(application.case_id, lambda: self.decide(application, action, who, **said))

    def _refused(self, case_id: Any, act: Callable[[], Any]) -> Refused:
        before = self._picture(case_id)
        try:
            act()
        except Refused as refused:
            assert self._picture(case_id) == before
            return refused
        raise AssertionError("the move was taken")

    def _picture(self, case_id: Any) -> Any:
        rows = (Case.objects.filter(pk=case_id), Assignment.objects.filter(case_id=case_id),
                Application.objects.filter(case_id=case_id), Event.objects.filter(chain_id=case_id))  # fmt: skip
        return [list(r.order_by("id").values()) for r in rows]

    def approve(self, case: Case) -> Case:
        """Take the case through the approval chain of its city, if it has one."""
        chain = self.book.approval_chain(
            case.kind, case.family, case.channel, case.category, case.urgency, case.important
        )
        if not chain:
            return case
        case = self.move(case, "submit_for_approval", "reviewer")
        for role in chain:
            case = self.move(case, "approve", str(role.post))
        return case

    def dispatch(self, case: Case, lead: str = "water", joint: tuple[str, ...] = (), **said: Any) -> Case:
        """Approve where needed, then dispatch."""
        case = self.approve(case)
        others = [self.units[u].pk for u in joint]
        return self.move(case, "dispatch", "dispatcher", lead=self.units[lead].pk, joint=others, **said)

    def share(self, case: Case, unit: str = "water") -> Assignment:
        """Return the latest share of a unit."""
        return Assignment.objects.filter(case=case, unit=self.units[unit]).latest("dispatched_at", "id")

    def reply_said(self, case: Case, **other: Any) -> dict[str, Any]:
        """Return a complete reply that solves every wish."""
        result = next(r.code for r in self.book.results if r.solves)
        wishes = [
            {"ordinal": n, "result": "solved", "evidence": "现场照片两张"} for n in range(1, case.wishes.count() + 1)
        ]  # fmt: skip
        return {
            "account": "已派人更换灯泡三只并检查线路。", "public": "路灯已修复，感谢您的反映。", "result": result,
            "true_matter": True, "contacted": True, "contacted_how": "电话", "resolved": True,
            "answered_petitioner": True, "wish_results": wishes, **other,
        }  # fmt: skip

    def sign(self, case: Case, unit: str = "water") -> Assignment:
        """Let the unit sign."""
        return self.move_share(self.share(case, unit), "sign", f"{unit}.handler")

    def reply(self, case: Case, unit: str = "water", **other: Any) -> Assignment:
        """Let the unit reply and its leader sign off where the city wants that."""
        share = self.move_share(self.share(case, unit), "reply", f"{unit}.handler", **self.reply_said(case, **other))
        if share.state == "awaiting_sign_off":
            share = self.move_share(share, "sign_off", f"{unit}.head")
        return share

    def pass_audit(self, case: Case, **other: Any) -> Case:
        """Let the centre pass the reply, with an answer where the centre gives it."""
        said: dict[str, Any] = {"result": next(r.code for r in self.book.results if r.solves)}
        if self.book.answers.answered_by == "centre":
            said |= {"way": "phone", "answer": "路灯已经修好。"}
        return self.move(case, "pass_audit", "auditor", **{**said, **other})

    def finish(self, case: Case) -> Case:
        """Let the city close what waits for its call-back."""
        if case.state == "in_callback":
            move_case(case.pk, "finish_callback", {}, actor=PLATFORM, at=self.at)
        return self.reload(case)

    def hear(self, case: Case, satisfied: bool, *, reasonable: bool = False) -> Case:
        """Let the agent ask the petitioner whether the answer is satisfying, through the door of the call-backs.

        A reasonable dissatisfaction brings a redo at once; where the city asks for no reasons, any does.
        """
        rules = self.book.callback
        said: dict[str, Any] = {"grade": next(g.code for g in rules.grades if g.satisfied is satisfied)}
        if not satisfied:
            said |= {"dimensions": [rules.dimensions[0].code], "words": "问题又出现了", "reasonable": reasonable}
        call = self._call_about(case)
        door_of("callback").move(call.pk, "answered", said, actor=self.who("callback_agent"), at=self.at)
        return self.reload(case)

    def _call_about(self, case: Case) -> Any:
        """Plan the call about the last closing, as the follower does; an older one is no longer judged."""
        door = door_of("callback")
        for older in door.model._default_manager.filter(case=case, state="judging"):
            door.move(older.pk, "settle", {"why": "redo"}, actor=PLATFORM, at=self.at)
        closing = Event.objects.filter(chain_id=case.pk, state_after__in=["closed", "in_callback"]).latest("seq")
        caller = bytes((case.petitioner and case.petitioner.phone_hash) or b"")
        row = door.model(
            case=case, after=closing.id, after_seq=closing.seq, caller_hash=caller, book=case.book, made_at=self.at,
            next_at=self.at,
        )  # fmt: skip
        door.begin(row, "plan", {}, actor=PLATFORM, at=self.at, caused_by=closing.id)
        return row

    def handled(self, lead: str = "water", **other: Any) -> Case:
        """Play one matter from the phone call to its accepted answer."""
        case = self.dispatch(self.register(**other).case, lead)
        # A small town counts in minutes from the signature.
        signs, replies = ({"minutes": 5}, {"hours": 3}) if self.city == "haiyan" else ({"hours": 1}, {"hours": 20})
        self.later(**signs)
        self.sign(case, lead)
        self.later(**replies)
        self.reply(case, lead)
        self.later(hours=1)
        return self.finish(self.pass_audit(case))


def set_stage(city: str = "kaifeng") -> Stage:
    """Build units and people in one of three cities and return the stage, on a Monday on which its book is in force."""
    if city == "haiyan":
        three_books()
    return made_once(("stage", city), lambda: _set_up(city))


def _set_up(city: str) -> Stage:
    stage = Stage(city, units=make_units())
    if stage.book.since > stage.at.date():
        stage.at = LATER_MONDAY
    for post in sorted(CENTRE_POSTS):
        stage.actors[str(post)] = _person(str(post), Seat(post))
    for key, unit in stage.units.items():
        for name, post in UNIT_CAST.items():
            stage.actors[f"{key}.{name}"] = _person(f"{key}.{name}", Seat(post, unit.pk, unit.path))
    stage.actors["stranger"] = _person("stranger")
    return stage


def _person(key: str, *seats: Seat) -> Actor:
    user = User.objects.create_user(key, f"{key}某")
    return Actor(user.pk, user.name, frozenset(seats))
