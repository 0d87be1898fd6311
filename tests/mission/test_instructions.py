"""What the city's leaders write: laid before them, written on a phone or a paper, given to units, fed back, counted."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases.models import Case
from huiyin.files.tests.makers import image
from huiyin.flow.actor import Actor, Seat
from huiyin.flow.posts import Post
from huiyin.flow.times import travelling
from huiyin.instructions.models import Instruction
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.people.models import Holding, User
from huiyin.statistics.collecting import registry_for
from mission.city import City, again
from mission.pages import Page

pytestmark = pytest.mark.django_db
YEAR = {"since": date(2018, 1, 1), "until": date(2019, 1, 1)}
PHOTO = ("批示.jpg", image())


class Office:
    """The leaders of a city with those who work for them, each before a page."""

    def __init__(self, city: City) -> None:
        self.city = city

    def leader(self, post: str) -> str:
        """Return how a list of leaders names the holder of a post."""
        actor = self.city.stage.who(post)
        held = next(seat.post for seat in actor.seats)
        title = next((role.label for role in self.city.book.approval.roles if role.post == held), held.label)
        return f"{title} {actor.name}"

    def presents(self, *cases: Case, leaders: tuple[str, ...] = ("vice_mayor",), **said: Any) -> list[Instruction]:
        """Let the supervisor lay cases or a paper before leaders."""
        clerk = self.city.who("supervisor")
        whole = {"呈送领导": [self.leader(post) for post in leaders], **said}
        whole |= {"工单编号": "、".join(case.number for case in cases)} if cases else {}
        done = clerk.sends(clerk.opens("/instructions/present/"), "呈阅", whole)
        assert done.status == 200 and done.says("阅示"), done.text[:1500]
        return list(Instruction.objects.order_by("-number")[: len(leaders)])[::-1]

    def writes(self, row: Instruction, words: str, post: str = "vice_mayor", **said: Any) -> Page:
        """Let the leader find it among what waits for him, read it and write."""
        leader = self.city.who(post)
        home = leader.opens("/instructions/")
        assert f"/instructions/{row.number}/read/" in home.links().values(), home.text
        page = leader.opens(f"/instructions/{row.number}/read/")
        done = leader.sends(page, "批示", {"或写几句（可用输入法的语音听写）": words, **said})
        done.says("“批示”已办妥")
        return done

    def gives(self, row: Instruction, *units: str, **said: Any) -> None:
        """Let the supervisor give it to units."""
        clerk = self.city.who("supervisor")
        form = clerk.opens(clerk.opens(f"/instructions/{row.number}/").link("交办"))
        whole = {"承办单位": [self.city.units[unit].name for unit in units], **said}
        clerk.sends(form, "交办", whole).says("“交办”已办妥")

    def feeds_back(self, row: Instruction, unit: str, account: str) -> None:
        """Let a unit find it on its page, and feed back."""
        handler = self.city.who(f"{unit}.handler")
        handler.opens("/instructions/").says("本单位待反馈")
        form = handler.opens(handler.opens(f"/instructions/{row.number}/").link("反馈"))
        handler.sends(form, "反馈", {"办理情况": account}).says("“反馈”已办妥")

    def accepts(self, row: Instruction) -> None:
        """Let the leaders' secretary accept what a unit told."""
        secretary = self.city.who("leader_secretary")
        form = secretary.opens(secretary.opens(f"/instructions/{row.number}/").link("认可"))
        secretary.sends(form, "认可").says("“认可”已办妥")

    def counts(self, name: str, **scope: Any) -> int:
        """Return a figure of the year."""
        asked = Scope(**{**YEAR, **scope}, book=self.city.book)
        with travelling(self.city.stage.at):
            value = figure(registry_for(self.city.book), name, asked).value
        assert isinstance(value, int)
        return value

    def ledger(self, **query: str) -> Page:
        """Open the ledger as the director reads it."""
        return self.city.who("director").opens("/instructions/ledger/", query)


@pytest.fixture
def kaifeng_office(kaifeng: City) -> Office:
    return Office(kaifeng)


@pytest.fixture
def dandong_office(dandong: City) -> Office:
    return Office(dandong)


@pytest.mark.mission(17)
def test_the_instructions_of_city_leaders_are_counted_by_times(dandong_office: Office) -> None:
    case = dandong_office.city.hands_out(dandong_office.city.hears())
    for n in range(10):
        [row] = dandong_office.presents(case, leaders=("city_leader",))
        dandong_office.writes(row, f"第{n + 1}次：请抓紧办理", "city_leader")
    assert dandong_office.counts("instructions") == 10
    assert dandong_office.counts("instructed_cases") == 1
    dandong_office.ledger().says("所列计入批示 10 次，涉及工单 1 件")


@pytest.mark.mission(114, 115)
def test_the_ledger_tells_which_instructions_were_on_the_message_board(kaifeng_office: Office) -> None:
    city = kaifeng_office.city
    board = next(channel for channel in city.book.channels if channel.code == "message_board")
    online = city.stage.register(channel="message_board", received_at=city.stage.at).case
    by_phone = city.hears()
    for case in (online, by_phone, by_phone):
        [row] = kaifeng_office.presents(case)
        kaifeng_office.writes(row, "请认真核实")
    assert (kaifeng_office.counts("instructions"), kaifeng_office.counts("instructions_on.message_board")) == (3, 1)
    page = city.who("director").opens("/instructions/figures/", {"from": "2018-01-01", "to": "2018-12-31"})
    assert [board.label, "1", "1"] in page.lines()
    assert ["电话", "2", "1"] in page.lines()


@pytest.mark.mission(116)
def test_an_instruction_on_a_report_of_two_periods_keeps_both_texts(kaifeng_office: Office) -> None:
    about, text = "2018年上半年和7月", "上半年和7月份受理、办结情况，群众反映集中的问题。"
    said = {"材料": "工作报告", "标题": "热线工作报告", "所属时段": about, "内容": text}
    mayor, deputy = kaifeng_office.presents(leaders=("city_leader", "vice_mayor"), **said)
    kaifeng_office.writes(mayor, "分析到位，请各单位举一反三。", "city_leader")
    page = kaifeng_office.city.who("director").opens(f"/instructions/{mayor.number}/")
    page.says(about, text, "分析到位，请各单位举一反三。")
    # On the award: praise, entered from the paper by the secretary, compared by another person.
    secretary = kaifeng_office.city.who("leader_secretary")
    form = secretary.opens(f"/moves/instruction/{deputy.number}/enter/")
    photo = {"手写原件照片": _photo(), "签批": "批示", "手写内容": "可喜可贺。", "类型": "表扬"}
    secretary.sends(form, "录入纸质签批", photo).says("待核对")
    checker = kaifeng_office.city.who("supervisor")
    checker.sends(checker.opens(f"/moves/instruction/{deputy.number}/check/"), "核对无误").says("已办结", "批示.jpg")
    assert kaifeng_office.counts("instructions") == 2


@pytest.mark.mission(118)
def test_an_instruction_that_names_six_problems_at_eleven_places_becomes_eleven_cases(kaifeng_office: Office) -> None:
    city = kaifeng_office.city
    [row] = kaifeng_office.presents(材料="其他材料", 标题="创文巩卫暗访情况")
    kaifeng_office.writes(row, "六个方面的问题逐一整改到位。")
    problems = ("占道经营", "垃圾清运", "车辆乱停", "道路破损", "小广告", "公厕脏乱")
    places = "\n".join(f"{problems[n % 6]} | 第{n + 1}街区" for n in range(11))
    director = city.who("director")
    form = director.opens(director.opens(f"/instructions/{row.number}/").link("拆成工单"))
    director.sends(form, "逐件登记", {"逐件填写": places, "事项分类": city.topic()}).says("已登记 11 件")
    cases = list(Case.objects.order_by("number"))
    assert len(cases) == 11 and {case.state for case in cases} == {"registered"}
    case = city.hands_out(cases[0], "bureau")
    city.who("bureau.handler").opens(f"/cases/{case.number}/").says("占道经营")
    assert kaifeng_office.counts("instructions") == 1 and kaifeng_office.counts("instructed_cases") == 11


@pytest.mark.mission(119)
def test_one_instruction_goes_to_two_units_and_closes_when_both_have_answered(kaifeng_office: Office) -> None:
    [row] = kaifeng_office.presents(材料="媒体报道", 标题="杨絮飘飞影响生活")
    kaifeng_office.writes(row, "请农林、城管两家拿出办法。")
    kaifeng_office.gives(row, "bureau", "water")
    for unit in ("bureau", "water"):
        kaifeng_office.feeds_back(row, unit, "已安排喷水降絮、更换树种")
        row.refresh_from_db()
        assert row.state == "in_hand"
        kaifeng_office.accepts(row)
    row.refresh_from_db()
    assert row.state == "closed"
    assert kaifeng_office.counts("instruction_feedback") == 2


@pytest.mark.mission(120)
def test_four_villages_get_their_own_days(kaifeng_office: Office) -> None:
    [row] = kaifeng_office.presents(材料="来信", 标题="四个村灌溉用电、机井")
    kaifeng_office.writes(row, "分批解决，按日报我。")
    villages = {"东村通电": "2018-06-08", "西村机井": "2018-06-15", "南村机井": "2018-06-15", "北村通电": "2018-06-29"}
    for place, day in villages.items():
        kaifeng_office.gives(row, "bureau", 交办事项=place, 要求反馈日期=day)
    page = kaifeng_office.city.who("bureau.handler").opens("/instructions/")
    page.says(*villages)
    days = row.tasks.order_by("number").values_list("what", "due_at")
    assert {what: f"{due:%Y-%m-%d}" for what, due in days} == villages


@pytest.mark.mission(122)
def test_seven_problems_instructed_by_five_vice_mayors_are_counted_by_leader(kaifeng_office: Office) -> None:
    posts = ["vice_mayor", *(_another_vice_mayor(kaifeng_office.city, n) for n in range(2, 6))]
    cases = [kaifeng_office.city.hears(标题=f"第{n}个问题") for n in range(7)]
    for n, case in enumerate(cases):
        post = posts[n % len(posts)]
        [row] = kaifeng_office.presents(case, leaders=(post,))
        kaifeng_office.writes(row, "请办理", post)
    assert kaifeng_office.counts("instructions_by.vice_mayor") == 7
    lines = kaifeng_office.city.who("director").opens("/instructions/figures/").lines()
    for post, times in zip(posts, (2, 2, 1, 1, 1), strict=True):
        assert [kaifeng_office.leader(post), str(times), str(times)] in lines
    assert all(again(case).leader_signed for case in cases)


@pytest.mark.mission(194)
def test_praise_is_a_kind_of_its_own_and_asks_nothing_of_anybody(dandong_office: Office) -> None:
    said = {"材料": "媒体报道", "标题": "电力公司服务群众"}
    row, other = dandong_office.presents(leaders=("city_leader", "vice_mayor"), **said)
    dandong_office.writes(row, "服务到家，应予表扬。", "city_leader", 类型="表扬")
    dandong_office.writes(other, "很好。", 类型="表扬")
    row.refresh_from_db()
    assert row.state == "closed" and not row.tasks.exists()
    assert (dandong_office.counts("instructions.praise"), dandong_office.counts("instructions.demand")) == (2, 0)
    dandong_office.ledger(kind="praise").says("所列计入批示 2 次")


def _photo() -> Any:
    return SimpleUploadedFile(PHOTO[0], PHOTO[1], "image/jpeg")


def _another_vice_mayor(city: City, n: int) -> str:
    """Seat one more vice mayor; return the key under which he is found."""
    key, user = f"vice_mayor{n}", User.objects.create_user(f"vice_mayor{n}", f"第{n}副市长")
    Holding.objects.create(user=user, post=Post.VICE_MAYOR, since=city.stage.at - timedelta(days=30))
    city.stage.actors[key] = Actor(user.pk, user.name, frozenset([Seat(Post.VICE_MAYOR)]))
    return key
