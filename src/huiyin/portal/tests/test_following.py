"""With number and code a citizen sees how the case stands, in plain words, and nothing that names a person."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.cases.models import Application, Case
from huiyin.portal.tests.citizen import NAME, PHONE, Citizen, visible_text
from huiyin.privacy.codes import hash_query_code
from huiyin.privacy.installed import ring


def come_back(citizen: Citizen) -> None:
    """Close the browser and type number and code in another one."""
    citizen.browser = Client()
    assert citizen.looks().status_code == 302


def handled(citizen: Citizen, case: Case) -> Case:
    """Play the case until it is closed."""
    stage = citizen.stage
    case = stage.dispatch(case)
    stage.later(hours=2)
    stage.sign(case)
    stage.later(hours=20)
    stage.reply(case)
    stage.later(hours=2)
    return stage.pass_audit(case)


def test_number_and_code_open_the_case_in_another_browser(citizen: Citizen) -> None:
    case = citizen.submits()
    come_back(citizen)
    page = citizen.sees()
    assert case.number in page
    assert "已登记，中心正在研究办理" in page
    assert "前" in page


def test_number_and_code_may_be_typed_carelessly(citizen: Citizen) -> None:
    citizen.submits()
    code = f" {citizen.code[:5]}-{citizen.code[5:]} "
    assert citizen.looks(f" {citizen.number.lower()} ", code).status_code == 302


@pytest.mark.mission(82, 130)
def test_the_steps_are_those_of_the_city(citizen: Citizen) -> None:
    citizen.submits()
    steps = re.findall(r'<li class="(done|now|later)"[^>]*>([^<]+)', citizen.get("/portal/case/").content.decode())
    labels = [step.label for step in citizen.stage.book.steps("platform")]
    assert [label for _, label in steps] == labels
    assert {"kaifeng": 7, "dandong": 5}[citizen.stage.city] == len(labels)
    assert [place for place, _ in steps].count("now") == 1


@pytest.mark.mission(144)
def test_a_letter_to_the_mayor_goes_by_the_steps_of_online_opinion(citizen: Citizen) -> None:
    citizen.submits("mayor_mailbox", kind="", category="")
    page = citizen.sees()
    assert all(step.label in page for step in citizen.stage.book.steps("online"))
    assert "工作人员正在筛选登记" in page


def test_the_unit_that_has_it_is_named(citizen: Citizen) -> None:
    case = citizen.submits()
    citizen.stage.dispatch(case, "water", joint=("bureau",))
    page = citizen.sees()
    assert "正在办理" in page
    assert "市清源供水公司（市城市管理局协办）" in page
    assert "转给承办单位：市清源供水公司" in page


def test_of_a_report_no_unit_is_named(citizen: Citizen) -> None:
    water = citizen.stage.units["water"]
    case = citizen.submits(kind="report", accused_unit=str(water.pk))
    citizen.stage.dispatch(case, "bureau")
    page = citizen.sees()
    assert "正在办理" in page
    assert water.name not in page
    assert "市城市管理局" not in page


@pytest.mark.mission(76)
def test_an_extension_is_told_with_its_reason_and_its_date(citizen: Citizen) -> None:
    stage, case = citizen.stage, citizen.submits()
    stage.dispatch(case)
    stage.sign(case)
    share = stage.share(case)
    until = share.due_at + timedelta(days=3)
    stage.move_share(
        share, "ask_extension", "water.handler", until=until, reason="管网老化须开挖", plan="完成更换"
    )  # fmt: skip
    asked = Application.objects.get(case=case)
    if asked.state == "asked":
        assert "管网老化" not in citizen.sees()
        stage.decide(asked, "grant_extension", "dispatcher", decision="同意")
    page = citizen.sees()
    assert "原因：管网老化须开挖" in page
    assert f"延长到 {until.year}年{until.month}月{until.astimezone(stage.at.tzinfo).day}日" in page


@pytest.mark.mission(89)
def test_the_answer_stands_there_with_what_became_of_each_wish(citizen: Citizen) -> None:
    case = handled(citizen, citizen.submits())
    page = citizen.sees()
    assert "已办结" in page
    answer = case.answers.get()
    assert answer.text in page
    assert page.count("已解决") >= 2
    assert "诉求合理，已解决" in page


def test_what_a_unit_wrote_is_not_told_before_the_centre_has_passed_it(citizen: Citizen) -> None:
    stage, case = citizen.stage, citizen.submits()
    stage.dispatch(case)
    stage.sign(case)
    stage.reply(case)
    page = citizen.sees()
    assert "路灯已修复" not in page
    assert "已解决" not in page
    assert "更换灯泡" not in page


def test_the_internal_account_is_never_told(citizen: Citizen) -> None:
    handled(citizen, citizen.submits())
    assert "更换灯泡三只" not in citizen.sees()


def test_no_person_is_named(citizen: Citizen) -> None:
    case = citizen.submits(
        text=f"我是{NAME}，电话{PHONE}，灯不亮。", wishes=f"请打我电话{PHONE}\n找{NAME}\n或13912345678",
        title=f"{NAME}反映路灯不亮",
    )  # fmt: skip
    handled(citizen, case)
    case.answers.update(text=f"{NAME}您好，已与您（{PHONE}）联系，服务电话0371-22223333。")
    source = citizen.get("/portal/case/").content.decode()
    for word in (NAME, PHONE, "13912345678", "agent", "handler"):
        assert word not in source
    assert "0371-22223333" in source


def test_a_refused_matter_tells_reason_and_legal_route(citizen: Citizen) -> None:
    case = citizen.submits()
    citizen.stage.move(case, "refuse", "agent", refusal="judicial", route_told="已告知向法院起诉")
    page = citizen.sees()
    assert "不予受理" in page
    assert "原因：应当或已经进入诉讼、仲裁程序" in page
    assert "人民法院（12368）" in page


def test_a_matter_handed_to_another_body_tells_where_and_under_which_number(citizen: Citizen) -> None:
    case = citizen.submits()
    citizen.stage.move(case, "transfer_out", "agent", target="consumer", receipt="HW-77")
    page = citizen.sees()
    assert "已转：消费者投诉举报（12315）" in page
    assert "对方受理编号：HW-77" in page


def test_every_state_has_words(citizen: Citizen) -> None:
    from huiyin.cases.states import CaseState
    from huiyin.portal.wording import STATE_WORDS

    assert set(STATE_WORDS) == set(CaseState)


def test_a_page_costs_as_much_with_much_as_with_little(citizen: Citizen) -> None:
    case = citizen.submits()

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            citizen.sees()
        return len(asked)

    handled(citizen, case)
    once = statements()
    for _ in range(4):
        citizen.stage.move(case, "follow_up", "agent", contact_kind="progress", way="phone", reached=True, words="说明")
    assert once == statements() <= 13


def test_no_session_is_begun_for_a_visitor(citizen: Citizen) -> None:
    citizen.submits()
    citizen.looks()
    citizen.sees()
    assert set(citizen.browser.cookies) <= {"csrftoken", "portal_follow", "portal_code", "messages"}
    assert all(c["httponly"] for name, c in citizen.browser.cookies.items() if c.value)


def test_leaving_ends_it(citizen: Citizen) -> None:
    citizen.submits()
    citizen.post("/portal/leave/")
    assert citizen.get("/portal/case/").headers["location"] == "/portal/follow/"


def test_a_new_code_ends_what_the_old_one_opened(citizen: Citizen) -> None:
    case = citizen.submits()
    Case.objects.filter(pk=case.pk).update(query_hash=hash_query_code(ring(), "1234567890"))
    assert citizen.get("/portal/case/").status_code == 302


@pytest.mark.parametrize(
    "path", ["case/", "case/supplement/", "case/hurry/", "case/rate/", "case/object/", "submitted/"]
)
def test_a_stranger_is_asked_for_number_and_code(citizen: Citizen, path: str) -> None:
    citizen.submits()
    stranger = Citizen(citizen.stage)
    for response in (stranger.get(f"/portal/{path}"), stranger.post(f"/portal/{path}", {"supplement": "x"})):
        assert response.status_code in {302, 405}
        assert response.headers.get("location", "/portal/follow/") == "/portal/follow/"
        assert citizen.number not in visible_text(response)


def test_a_forged_proof_opens_nothing(citizen: Citizen) -> None:
    case = citizen.submits()
    stranger = Citizen(citizen.stage)
    true = citizen.browser.cookies["portal_follow"].value
    for forged in (str(case.pk), f'["{case.pk}", ""]', true[:-4] + true[-4:].swapcase(), f"A{true}"):
        stranger.browser.cookies["portal_follow"] = forged
        assert stranger.get("/portal/case/").status_code == 302


def test_links_take_no_host_from_the_request(citizen: Citizen) -> None:
    citizen.submits()
    for path in ("/portal/", "/portal/follow/", "/portal/case/", "/portal/submit/web/"):
        source = citizen.get(path, headers={"host": "localhost", "x-forwarded-host": "evil.example"}).content.decode()
        assert "evil.example" not in source
        assert not re.search(r'(?:href|action|src)="https?:', source)


@pytest.mark.parametrize("path", ["", "follow/", "submit/web/", "case/", "submitted/"])
def test_nothing_is_stored_on_the_way_or_indexed(citizen: Citizen, path: str) -> None:
    citizen.submits()
    response = citizen.get(f"/portal/{path}")
    assert response.headers["Cache-Control"] == "no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert b'name="robots" content="noindex' in response.content
