"""A city at work: its people sign in, take moves by the words on their pages, and read figures that open their lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client

from huiyin.cases.models import Assignment, Case
from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.times import travelling
from huiyin.journal.models import Event, OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.people.models import User
from huiyin.people.tests.pages import signed_in_as
from mission.pages import Page, attributes, elements, text_of

Said = Mapping[str, Any]
YEAR = {"since": "2018-01-01", "last": "2018-12-31"}


@dataclass
class City:
    """One of the two cities with a person in every post; all pages are opened at the moment of its stage."""

    stage: Stage
    people: dict[str, "Person"] = field(default_factory=dict)

    @property
    def book(self) -> Any:
        return self.stage.book

    @property
    def units(self) -> Any:
        return self.stage.units

    def later(self, **span: float) -> datetime:
        """Let time pass."""
        return self.stage.later(**span)

    def until(self, moment: datetime) -> None:
        self.stage.at = max(self.stage.at, moment)

    def who(self, key: str) -> "Person":
        """Return whoever holds a post, with a browser in which he is signed in: "dispatcher", "water.handler"."""
        if key not in self.people:
            user = User.objects.get(pk=self.stage.who(key).user_id)
            self.people[key] = Person(self, signed_in_as(user), key)
        return self.people[key]

    def citizen(self) -> "Person":
        """Return somebody at home, with a browser that nobody knows."""
        return Person(self, Client(), "citizen")

    def follow(self) -> None:
        """Let the workers do what is owed."""
        deliver_all(lambda: self.stage.at)
        assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))

    def topic(self) -> str:
        """Return the words of the first topic that a clerk can choose today."""
        return self.book.category_leaves(self.stage.at.date())[0].name

    # -- short ways for what a test is not about ---------------------------------------------------------------------

    def hears(self, **said: Any) -> Case:
        """Let the agent register a matter on the page."""
        return self.who("agent").registers(**said)

    def hands_out(self, case: Case, lead: str = "water", joint: tuple[str, ...] = ()) -> Case:
        """Let the leaders approve, where the city wants that, and the dispatcher hand the case to units."""
        self.approves(case)
        said = {"主办单位": self.units[lead].name, "协办单位": [self.units[one].name for one in joint]}
        self.who("dispatcher").takes(case, "转办", said if joint else {"主办单位": said["主办单位"]})
        return again(case)

    def approves(self, case: Case) -> None:
        row = again(case)
        chain = self.book.approval_chain(row.kind, row.family, row.channel, row.category, row.urgency, row.important)
        if chain:
            self.who("reviewer").takes(case, "呈批")
        for role in chain:
            self.who(str(role.post)).takes(case, "批准")

    def signs(self, case: Case, unit: str = "water") -> None:
        self.who(f"{unit}.handler").takes(case, "签收")

    def replies(self, case: Case, unit: str = "water", **said: Any) -> None:
        """Let the handler answer, and the leader sign where the city wants a signature."""
        self.who(f"{unit}.handler").takes(case, "反馈", self.answer(case, **said))
        row = again(case)
        signer = self.book.signer(row.important or row.leader_signed)
        if signer:
            self.who(f"{unit}.{'head' if signer == 'unit_head' else 'leader'}").takes(case, "签发")

    def answer(self, case: Case, **said: Any) -> dict[str, Any]:
        """Return a unit's complete answer that solves every wish."""
        count = again(case).wishes.count()
        return {
            "办理情况（内部）": "已派人更换灯泡三只并检查线路。", "公开答复内容": "路灯已修复，感谢您的反映。",
            "办理结果": self.result("solved"), "诉求属实": True, "已联系诉求人": True, "联系方式或未联系原因": "电话",
            "已解决": True, "已答复诉求人": True, "结果": ["已解决"] * count, "依据": ["现场照片两张"] * count, **said,
        }  # fmt: skip

    def result(self, code: str) -> str:
        return self.book.result(code).label

    def passes(self, case: Case, result: str = "solved", **said: Any) -> None:
        """Let the auditor pass the answer, and give it to the petitioner where the centre answers."""
        own = (
            {"答复诉求人方式": "电话", "答复诉求人内容": "路灯已经修好。"}
            if self.book.answers.answered_by == "centre"
            else {}
        )
        self.who("auditor").takes(case, "通过反馈", {"办理结果": self.result(result), **own, **said})

    def handled(self, unit: str = "water", **said: Any) -> Case:
        """Play one matter on the pages, from the phone call to its accepted answer."""
        case = self.hands_out(self.hears(**said), unit)
        self.later(hours=1)
        self.signs(case, unit)
        self.later(hours=20)
        self.replies(case, unit)
        self.later(hours=1)
        self.passes(case)
        return again(case)

    # -- what is checked ---------------------------------------------------------------------------------------------

    def told(self, case: Case, verb: str) -> Event:
        """Return the last act of this verb in the journal of the case; fails where there is none."""
        return Event.objects.filter(chain_id=case.pk, verb=verb).order_by("seq").last() or missing(case, verb)

    def figure(self, name: str, reader: str = "director", **scope: str) -> int:
        """Return a counter, and see that it lists just as many cases."""
        text, listed = self.who(reader).reads(name, **scope)
        number = int(text.replace(",", ""))
        assert len(listed) == min(number, 50), f"{name} is {number}, its list shows {listed}"
        return number

    def rate(self, name: str, reader: str = "director", **scope: str) -> str:
        """Return a rate as the page prints it: "97%"."""
        return self.who(reader).reads(name, **scope)[0]

    def listed(self, name: str, **scope: str) -> list[str]:
        """Return the numbers of the cases that a figure opens."""
        return self.who("director").reads(name, **scope)[1]


def missing(case: Case, verb: str) -> Event:
    verbs = list(Event.objects.filter(chain_id=case.pk).values_list("verb", flat=True))
    raise AssertionError(f"no {verb} in the journal: {verbs}")


def again(case: Case) -> Case:
    """Return the case as it stands now."""
    return Case.objects.get(pk=case.pk)


def share_of(case: Case, unit: Any) -> Assignment:
    """Return the latest share of a unit."""
    return Assignment.objects.filter(case=case, unit=unit).latest("dispatched_at", "id")


@dataclass
class Person:
    """Somebody with a browser."""

    city: City
    client: Client
    post: str

    def opens(self, address: str, data: Said | None = None) -> Page:
        """Open a page; what happened to it is in `status`."""
        with travelling(self.city.stage.at):
            return Page(self.client.get(address, data), address)

    def sends(self, page: Page, button: str, said: Said | None = None) -> Page:
        """Fill in the form that has this button, by its labels, and send it; follow to where it leads."""
        form = page.form(button)
        ask = self.client.post if form.method.lower() == "post" else self.client.get
        with travelling(self.city.stage.at):
            response = ask(form.address, form.data(said or {}, button), follow=True)
        where = response.redirect_chain[-1][0] if response.redirect_chain else form.address
        return Page(response, where)

    def case(self, case: Case) -> Page:
        """Open the page of a case."""
        page = self.opens(f"/cases/{case.number}/")
        assert page.status == 200, f"{self.post} does not find {case.number}: {page.status}"
        return page

    def may(self, case: Case, button: str) -> bool:
        """Whether the page of the case offers this button."""
        return button in self.case(case).links()

    def takes(self, case: Case, button: str, said: Said | None = None) -> Page:
        """Press a button on the page of a case, fill in what it asks, send it; it must be taken."""
        form = self.opens(self.case(case).link(button))
        done = self.sends(form, button, said)
        assert done.status == 200, f"{self.post} {button}: {done.text[:1500]}"
        done.says(f"“{button}”已办妥")
        return done

    def is_refused(self, case: Case, button: str, said: Said | None = None) -> Page:
        """Press a button and send what it asks; it must come back with reasons. Nothing was written."""
        before = Event.objects.count()
        form = self.opens(self.case(case).link(button))
        back = self.sends(form, button, said)
        assert back.status == 422, f"{self.post} {button} was taken"
        assert Event.objects.count() == before
        return back

    def registers(self, **said: Any) -> Case:
        """Register a matter while the caller is on the line, and tell him number and query code."""
        receipt = self.sends(self.opens("/intake/new/"), "登记", self.matter(**said))
        receipt.says("受理回执", "查询码")
        return case_in(receipt)

    def matter(self, **said: Any) -> dict[str, Any]:
        """Return what the caller says, by the labels of the form."""
        return {
            "来源渠道": self.city.book.channels[0].label, "诉求性质": "投诉", "标题": "柳巷路口路灯不亮",
            "诉求内容": "柳巷与榆园路口的三盏路灯已一周不亮，晚上看不清路。", "发生时间": "上周起", "地点": "柳巷与榆园路口",
            "被反映对象": "路灯", "事项分类": self.city.topic(), "诉求点": "尽快修好路灯", "姓名或单位名称": "王某",
            "联系电话": "13800005521", **said,
        }  # fmt: skip

    def reads(self, name: str, **scope: str) -> tuple[str, list[str]]:
        """Open a figure of 2018: what it is, and the numbers of the cases that it lists."""
        page = self.opens(f"/statistics/{name}/", {**YEAR, **scope})
        assert page.status == 200, f"{self.post} finds no figure {name}"
        heading = next(text_of(one) for one in elements(page.dom, "h1"))
        found = re.search(r"(—|[\d,.]+%?)\D?$", heading)
        assert found, heading
        return found[1], numbers_in(page)


def numbers_in(page: Page) -> list[str]:
    """Return the numbers of the cases to which the lines of a list lead."""
    found = [a for a in elements(page.dom, "a") if attributes(a).get("href", "").startswith("/cases/")]
    return [text_of(a) for a in found if attributes(a)["href"] == f"/cases/{text_of(a)}/"]


def case_in(page: Page) -> Case:
    """Return the case whose number stands on a receipt."""
    number = re.search(r"[A-Z]+\d{4,8}-?\d{4,}", page.text)
    assert number, page.text[:2000]
    return Case.objects.get(number=number[0])


def made(name: str, at: datetime | None = None) -> City:
    """Return a city with its people in their posts, in June 2018 or at the moment that is asked for."""
    stage = set_stage(name)
    stage.at = at or stage.at
    seat_everybody(stage)
    return City(stage)
