"""The made-up town and two cities with cases in the hands of units, and a supervisor who looks after them."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache

from huiyin.cases.models import Case
from huiyin.cases.tests.browser import Browser, seat_everybody, signed_in
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.journal.models import OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.supervision.act import CHECK_DOOR, call_meeting, issue_order, move_meeting, move_order, send_checker
from huiyin.supervision.models import Check, Meeting, Order


def notices(**where: Any) -> Any:
    """Return what people are told; the room that tells them stands beside this one and is not imported."""
    return apps.get_model("notices", "Notice").objects.filter(**where)


class Office:
    """The supervisor's office of a city: short ways to play it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    @property
    def rules(self) -> Any:
        return self.stage.book.supervision

    def case(self, unit: str = "water", **other: Any) -> Case:
        """A case that a unit has signed for."""
        case = self.stage.dispatch(self.stage.register(**other).case, unit)
        self.stage.later(minutes=5)
        self.stage.sign(case, unit)
        return self.stage.reload(case)

    def said(self, **other: Any) -> dict[str, Any]:
        return {"kind": "phone", "asked": "三日内修好并报照片", **other}

    def order(self, *cases: Case, unit: str = "water", who: str = "supervisor", key: str = "", **other: Any) -> Order:
        return issue_order(
            self.stage.units[unit].pk, [case.pk for case in cases], self.said(**other), actor=self.stage.who(who),
            at=self.stage.at, key=key,
        )  # fmt: skip

    def move(self, order: Order, action: str, who: str, **said: Any) -> Order:
        move_order(order.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return Order.objects.get(pk=order.pk)

    def send(self, case: Case, who: str = "supervisor", checker: str = "dispatcher", **other: Any) -> Check:
        said = {
            "about": "reply",
            "what": "灯是否真的修好",
            "place": "柳巷口",
            "checker": self.stage.who(checker).user_id,
            **other,
        }
        return send_checker(case, said, actor=self.stage.who(who), at=self.stage.at)

    def find(self, check: Check, who: str = "dispatcher", **other: Any) -> Check:
        said = {"verdict": "untrue", "visited_at": self.stage.at, "found": "三盏灯仍不亮", **other}
        CHECK_DOOR.move(check.pk, "find", said, actor=self.stage.who(who), at=self.stage.at)
        return Check.objects.get(pk=check.pk)

    def call(self, *cases: Case, units: tuple[str, ...] = ("water",), who: str = "supervisor", **other: Any) -> Meeting:
        said = {
            "kind": "on_site", "title": "小区停水", "planned_at": self.stage.at + timedelta(hours=2), "place": "小区门口",
            "chair": "督办科长", "agenda": "何时通水", "units": [self.stage.units[u].pk for u in units], **other,
        }  # fmt: skip
        return call_meeting([c.pk for c in cases], said, actor=self.stage.who(who), at=self.stage.at)

    def minutes(self, *tasks: dict[str, Any], **other: Any) -> dict[str, Any]:
        return {
            "held_at": self.stage.at,
            "attendants": [{"side": "petitioner", "name": "王小明"}, {"side": "company", "name": "经理", "of": "物业公司"}],
            "minutes": "各方同意一周内改造泵房。", "tasks": list(tasks), **other,
        }  # fmt: skip

    def task(self, unit: str, what: str = "改造泵房", **other: Any) -> dict[str, Any]:
        until = self.stage.at.date() + timedelta(days=7)
        return {"what": what, "unit": self.stage.units[unit].name, "owner": "李工", "until": until, **other}

    def meet(self, meeting: Meeting, action: str, who: str = "supervisor", **said: Any) -> Meeting:
        move_meeting(meeting.pk, action, said, actor=self.stage.who(who), at=self.stage.at)
        return Meeting.objects.get(pk=meeting.pk)

    def follow(self) -> None:
        """Do the work that is owed after all events."""
        deliver_all(lambda: self.stage.at)
        assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))

    def browser(self, who: str = "supervisor") -> Browser:
        return signed_in(self.stage, who)


def office_of(city: str, settings: Any, tmp_path: Any) -> Office:
    settings.CITY = city
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    stage = set_stage(city)
    seat_everybody(stage)
    return Office(stage)


@pytest.fixture(params=["kaifeng", "dandong", "haiyan"])
def office(request: pytest.FixtureRequest, db: None, settings: Any, tmp_path: Any) -> Office:
    """Each of the three cities."""
    return office_of(request.param, settings, tmp_path)


@pytest.fixture
def kaifeng(db: None, settings: Any, tmp_path: Any) -> Office:
    return office_of("kaifeng", settings, tmp_path)


@pytest.fixture
def dandong(db: None, settings: Any, tmp_path: Any) -> Office:
    return office_of("dandong", settings, tmp_path)
