"""The first page shows each post what it must do now, most pressing first, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiyin.callbacks.models import Callback
from huiyin.cases.models import Case
from huiyin.cases.tests import scenes
from huiyin.clocks.models import Clock
from huiyin.desk.tests.signed_in import text_of
from huiyin.desk.views import SHOWN_AT_HOME, waits_for
from huiyin.flow.times import travelling
from huiyin.instructions.act import INSTRUCTION_DOOR, NewMatter, present
from huiyin.journal.work import deliver_all
from huiyin.ui.navigation import arranged_for


def trays(response):
    return dict(re.findall(r"<h2>([^<]+) <span class=\"count\">(\d+)</span></h2>", text_of(response)))


@pytest.fixture
def busy(stage):
    """A city in which something waits for everybody."""
    stage.register()
    stage.move(stage.register().case, "submit_for_review", "agent")
    stage.move(stage.register().case, "submit_for_approval", "reviewer")
    stage.approve(stage.register().case)
    stage.dispatch(stage.register().case, "bureau")
    asked = stage.dispatch(stage.register().case)
    share = stage.sign(asked)
    stage.move_share(share, "ask_return", "water.handler", reason="不属本单位", basis="职责清单第3条")
    replied = stage.dispatch(stage.register().case, "east")
    stage.sign(replied, "east")
    stage.reply(replied, "east")
    return stage


def test_each_post_finds_what_waits_for_it(busy, sign_in):
    waiting = {
        "agent": {"已登记待处理": "1"},
        "reviewer": {"已登记待处理": "1", "待审核": "1"},
        "section_chief": {"待批示": "1"},
        "city_leader": {},
        "leader_secretary": {"待批示": "1"},
        "dispatcher": {"待转办": "1", "待审批申请": "1"},
        "auditor": {"待审核反馈": "1"},
        "supervisor": {},
        "bureau.handler": {"待签收": "1"},
        "water.handler": {},
        "east.handler": {},
        "editor": {},
        "stranger": {},
    }
    assert {who: trays(sign_in(busy, who).get("/")) for who in waiting} == waiting


def test_a_paper_that_was_drawn_waits_for_who_checks_it_until_it_is_checked(dandong, sign_in, monkeypatch):
    monkeypatch.setattr("huiyin.cases.part_effects.replying.is_drawn", lambda *_: True)
    row, said = scenes.signed_on_paper(dandong)
    for who in ("auditor", "supervisor"):
        assert trays(sign_in(dandong, who).get("/"))["待抽查签字"] == "1"
    dandong.move_share(row, "check_paper", "supervisor", **said)
    assert "待抽查签字" not in trays(sign_in(dandong, "supervisor").get("/"))


def test_nothing_to_do_is_said_in_words(stage, sign_in):
    assert "现在没有等您处理的工单" in text_of(sign_in(stage, "auditor").get("/"))


def test_who_has_nothing_to_do_is_shown_where_to_begin(stage, sign_in):
    page = text_of(sign_in(stage, "agent").get("/"))
    begin = re.search(r'<p class="ways">(.*?)</p>', page, re.DOTALL)[1]
    links = re.findall(r'href="([^"]+)"', begin)
    first, _ = arranged_for(stage.who("agent"))
    assert links == [reverse(entry.url_name) for entry in first if entry.url_name != "desk:home"]
    assert {"/notices/", "/intake/new/", "/cases/"} <= set(links)
    assert "请联系系统管理员" not in page


def test_what_waits_on_pages_of_other_rooms_is_counted_there_too(stage, sign_in, monkeypatch):
    monkeypatch.setattr("huiyin.callbacks.choosing.is_drawn", lambda *of: True)
    case = stage.handled()
    deliver_all(lambda: stage.at)
    call = Callback.objects.get(case=case)
    stage.at = max(stage.at, call.next_at)
    page = text_of(sign_in(stage, "callback_agent").get("/"))
    assert '<a href="/callbacks/">回访 <b id="waits-callbacks-waiting"></b></a>' in page
    assert 'hx-get="/callbacks/?part=next"' in page, "the next call stands on the first page"
    told = text_of(sign_in(stage, "callback_agent").get("/ui/counts/?waits=desk-home"))
    assert '<b id="waits-callbacks-waiting" hx-swap-oob="true">1</b>' in told


def test_who_waits_for_the_centre_is_late_by_the_clock_of_the_centre(stage, sign_in):
    case = stage.move(stage.register().case, "submit_for_approval", "reviewer")
    limit = Clock.objects.running().get(subject_id=case.pk, kind="centre_approval").due_at
    stage.at = limit + timedelta(minutes=5)
    assert stage.at < case.due_at
    chief = sign_in(stage, "section_chief")
    for address in ("/", "/waiting/approval/"):
        line = re.search(rf"<tr>.*?{case.number}.*?</tr>", text_of(chief.get(address)), re.DOTALL)[0]
        assert re.search(
            r'<span class="due late">[^<]+<small>超 5 分钟</small></span> <small class="muted">领导呈批', line
        )
        assert "答复诉求人" in line


def test_an_application_says_until_when_it_has_to_be_decided(busy, sign_in):
    share = busy.share(Case.objects.get(applications__isnull=False))
    limit = Clock.objects.running().get(kind="centre_return_review").due_at
    busy.at = limit + timedelta(minutes=5)
    for address in ("/", "/applications/"):
        page = text_of(sign_in(busy, "dispatcher").get(address))
        assert re.search(r"超 5 分钟</small></span> <br><small class=\"muted\">[\d: -]+ 申请</small>", page), share


def test_the_most_pressing_stands_first_and_what_is_late_is_marked(stage, sign_in):
    late = stage.register(title="早的").case
    stage.later(days=12)
    fresh = stage.register(title="晚的").case
    stage.later(days=10)
    page = text_of(sign_in(stage, "agent").get("/"))
    assert page.index(late.number) < page.index(fresh.number)
    assert "due late" in page


def test_an_agent_finds_only_what_the_agent_registered(stage, sign_in):
    case = stage.register().case
    assert case.number in text_of(sign_in(stage, "agent").get("/"))
    assert case.number not in text_of(sign_in(stage, "opinion_clerk").get("/"))
    assert case.number in text_of(sign_in(stage, "shift_lead").get("/"))


def test_late_cases_come_to_the_supervisor(stage, sign_in):
    stage.dispatch(stage.register().case)
    stage.later(days=30)
    assert trays(sign_in(stage, "supervisor").get("/")) == {"超期未结": "1"}


def test_an_urgent_case_that_went_out_first_waits_for_its_approval_afterwards(stage, sign_in):
    case = stage.register(urgency="urgent").case
    stage.move(case, "dispatch", "dispatcher", lead=stage.units["water"].pk, joint=[])
    assert trays(sign_in(stage, "section_chief").get("/")) == {"待补批": "1"}


def test_a_draft_waits_for_the_leader_of_the_unit(dandong, sign_in):
    case = dandong.dispatch(dandong.register().case)
    share = dandong.sign(case)
    dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(case))
    assert trays(sign_in(dandong, "water.leader").get("/")) == {"待签发": "1"}


def test_an_answer_from_below_waits_for_the_unit_above(stage, sign_in):
    case = stage.dispatch(stage.register().case, "east")
    share = stage.sign(case, "east")
    stage.move_share(share, "sub_dispatch", "east.handler", unit=stage.units["street"].pk)
    stage.sign(case, "street")
    stage.reply(case, "street")
    assert trays(sign_in(stage, "east.handler").get("/"))["下级已反馈，待通过或退回"] == "1"
    assert case.number in text_of(sign_in(stage, "east.handler").get("/shares/?tab=below"))


def test_the_navigation_counts_what_waits(busy, sign_in):
    with travelling(busy.at):
        assert waits_for(busy.who("reviewer")) == 2
    assert "2<" in text_of(sign_in(busy, "reviewer").get(reverse("ui:counts")))


def test_the_first_page_costs_the_same_however_much_waits(stage, sign_in):
    browser = sign_in(stage, "director")
    for _ in range(SHOWN_AT_HOME + 1):
        stage.register()
    browser.get("/")  # the first one writes the session
    browser.get("/")
    before = browser.statements
    for _ in range(20):
        stage.register()
    browser.get("/")
    assert browser.statements == before


def test_the_leader_of_a_unit_finds_what_waits_for_the_signature_first(dandong, sign_in):
    dandong.dispatch(dandong.register().case)
    case = dandong.dispatch(dandong.register().case)
    dandong.move_share(dandong.sign(case), "reply", "water.handler", **dandong.reply_said(case))
    assert list(trays(sign_in(dandong, "water.leader").get("/"))) == ["待签发", "待签收"]
    assert list(trays(sign_in(dandong, "water.handler").get("/"))) == ["待签收", "待签发"]


def test_what_lies_before_a_leader_stands_on_his_first_page_and_what_he_wrote_on_that_of_the_unit(stage, sign_in):
    case = stage.dispatch(stage.register(title="柳巷路灯").case)
    leader = stage.who("vice_mayor")
    new = NewMatter(case.title, cases=[case])
    [row] = present(new, [leader.user_id], actor=stage.who("supervisor"), at=stage.at, city=stage.city)
    home = sign_in(stage, "vice_mayor").get("/").content.decode()
    assert "待我阅示" in home and f"/instructions/{row.number}/read/" in home
    assert "待我阅示" not in sign_in(stage, "city_leader").get("/").content.decode()
    INSTRUCTION_DOOR.move(row.pk, "instruct", {"words": "三日内修好"}, actor=leader, at=stage.at)
    home = sign_in(stage, "water.handler").get("/").content.decode()
    assert "领导批示待反馈" in home and "三日内修好" in home and "去反馈" in home
    for sheet in (f"/cases/{case.number}/paper/", f"/shares/{stage.share(case).pk}/paper/"):
        assert "三日内修好" in sign_in(stage, "water.handler").get(sheet).content.decode(), sheet
    assert "三日内修好" not in sign_in(stage, "west.handler").get("/").content.decode()


def test_a_unit_sees_first_what_falls_due_first_by_any_of_its_limits_and_last_what_stands(stage, sign_in):
    names = ("暂停的一件", "已联系过的一件", "明天须先联系的一件")
    cases = [stage.dispatch(stage.register(title=name).case) for name in names]
    shares = [stage.sign(case) for case in cases]
    stands, called, _ = (Clock.objects.filter(subject_id=share.pk) for share in shares)
    stands.filter(kind="unit_reply").update(paused_at=stage.at)
    assert called.filter(kind="first_contact").update(met_at=stage.at, next_point_at=None) == 1
    page = text_of(sign_in(stage, "water.handler").get("/"))
    assert sorted(names, key=page.index) == [names[2], names[1], names[0]]
