"""The page of a case shows its whole way to the centre, and to a unit no more than concerns the unit."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.desk.tests.signed_in import text_of
from huiyin.desk.time_bar import _percents

SECRET = ("张三丰", "13911112222", "龙亭区中山路5号院3号楼")


def page(browser, case):
    response = browser.get(f"/cases/{case.number}/")
    assert response.status_code == 200
    return text_of(response)


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def buttons(html):
    return re.findall(r'<a class="btn btn-(?:plain|quiet|primary)" href="/moves/[^"]+"[^>]*>([^<]+)</a>', html)


@pytest.fixture
def told(stage):
    """A case that went a long way: two units, one below, a return of the reply, an extension asked."""
    case = stage.register(wishes=[{"text": "尽快修好路灯"}, {"text": "告知何时巡检"}]).case
    case = stage.dispatch(case, "east", joint=("water",), note="请现场勘察")
    stage.later(hours=2)
    share = stage.sign(case, "east")
    stage.move_share(share, "first_contact", "east.handler", way="phone", reached=True, words="已告知正在办理")
    stage.move_share(share, "sub_dispatch", "east.handler", unit=stage.units["street"].pk, note="请街道核实")
    stage.later(hours=20)
    stage.sign(case, "street")
    stage.reply(case, "street", account="街道已核实三盏灯")
    stage.move_share(stage.share(case, "street"), "accept_below", "east.handler")
    stage.reply(case, "east")
    stage.later(hours=2)
    cause = stage.book.reject_causes[0].code
    stage.move(case, "reject_reply", "auditor", cause=cause, reason="没有说明何时巡检")
    until = stage.share(case, "east").due_at + timedelta(days=1)
    stage.move_share(share, "ask_extension", "east.handler", until=until, reason="管线老化", plan="更换线路")
    return stage.reload(case)


@pytest.mark.mission(130)
def test_the_centre_sees_everything_with_its_words(stage, told, sign_in):
    shown = words(page(sign_in(stage, "supervisor"), told))
    for word in (
        told.number, "柳巷路口路灯不亮", "办理中", "尽快修好路灯", "告知何时巡检", "东岸区政府", "柳巷街道办事处",
        "市清源供水公司", "请现场勘察", "请街道核实", "已派人更换灯泡", "街道已核实三盏灯", "已退回：拖延不办",
        "没有说明何时巡检", "延期", "管线老化", "更换线路", "先行联系", "已告知正在办理", "科长", "批准", "时间账",
        "答复诉求人", "王**", "138****5521", "受理 登记 请示 呈批 转办 催办 反馈",
    ):  # fmt: skip
        assert word in shown, word


@pytest.mark.mission(82)
def test_each_city_names_the_steps_its_own_way(dandong, sign_in):
    case = dandong.dispatch(dandong.register().case)
    shown = page(sign_in(dandong, "supervisor"), case)
    assert "受理 登记 转交 办理 反馈" in words(shown)
    assert '<li aria-current="step">办理</li>' in shown


@pytest.mark.mission(144)
def test_an_online_message_goes_by_the_steps_of_online_opinion(stage, sign_in):
    case = stage.register(channel="message_board", received_at=stage.at).case
    assert "浏览 搜集 筛选 呈批 转办 落实 答复" in words(page(sign_in(stage, "supervisor"), case))


def test_a_unit_sees_its_share_and_what_lies_below_but_only_the_names_of_the_others(stage, told, sign_in):
    lead = words(page(sign_in(stage, "east.handler"), told))
    assert "街道已核实三盏灯" in lead
    joint = words(page(sign_in(stage, "water.handler"), told))
    assert "东岸区政府" in joint
    for word in ("已派人更换灯泡", "街道已核实三盏灯", "管线老化", "请街道核实", "柳巷街道"):
        assert word not in joint, word
    lower = words(page(sign_in(stage, "street.handler"), told))
    assert "请街道核实" in lower
    for word in ("已派人更换灯泡", "管线老化"):
        assert word not in lower, word


def test_a_unit_sees_nothing_of_the_callers_other_cases(stage, told, sign_in):
    other = stage.register(title="另一件事").case
    assert other.number in page(sign_in(stage, "supervisor"), told)
    assert other.number not in page(sign_in(stage, "east.handler"), told)


def test_every_offered_move_is_a_button_and_no_other(stage, sign_in):
    case = stage.register().case
    agent = buttons(page(sign_in(stage, "agent"), case))
    assert {"直接答复", "直接办理", "不予受理", "转外部", "并案", "提交审核", "补充", "诉求人催单"} <= set(agent)
    assert "转办" not in agent
    case = stage.dispatch(case)
    handler = buttons(page(sign_in(stage, "water.handler"), case))
    assert {"签收", "申请退单", "落实责任人"} <= set(handler)
    assert "反馈" not in handler
    stage.sign(case)
    handler = buttons(page(sign_in(stage, "water.handler"), case))
    assert {"反馈", "先行联系", "转下级", "申请延期", "申请退单", "申请挂账"} <= set(handler)
    leader = buttons(page(sign_in(stage, "water.leader"), case))
    assert {"现场记录", "内部批示", "落实责任人"} <= set(leader)
    assert "反馈" not in leader


def test_the_decision_on_an_application_stands_with_the_application(stage, told, sign_in):
    assert {"同意延期", "不同意延期"} <= set(buttons(page(sign_in(stage, "dispatcher"), told)))
    assert "同意延期" not in buttons(page(sign_in(stage, "auditor"), told))
    assert "撤销申请" in buttons(page(sign_in(stage, "east.handler"), told))


# -- who petitions -------------------------------------------------------------------------------------------------


def secret_case(stage, lead="bureau", **more):
    name, phone, address = SECRET
    text = f"我叫{name}，电话{phone}，住{address}。市容科收钱不办事。"
    return stage.dispatch(stage.register(name=name, phone=phone, address=address, text=text, **more).case, lead)


@pytest.mark.mission(121)
def test_the_petitioner_of_an_ordinary_case_is_masked_for_everybody(stage, sign_in):
    case = stage.dispatch(stage.register(name=SECRET[0], phone=SECRET[1], address=SECRET[2]).case)
    for who in ("agent", "director", "city_leader", "water.handler"):
        shown = page(sign_in(stage, who), case)
        assert "张**" in shown
        assert "139****2222" in shown
        for secret in SECRET:
            assert secret not in shown, who


def test_a_report_and_a_confidential_case_tell_the_unit_nothing_of_who_says_it(stage, sign_in):
    for more in ({"kind": "report"}, {"confidential": True}):
        case = secret_case(stage, **more)
        shown = page(sign_in(stage, "bureau.handler"), case)
        assert "市容科收钱不办事" in shown
        for secret in (*SECRET, "张**", "139****2222", "查看完整信息", "通过平台呼叫"):
            assert secret not in shown, secret


def test_a_superior_of_the_accused_sees_a_summary_only(stage, sign_in):
    case = secret_case(stage, kind="report", title="举报市容科某人", accused_unit=stage.units["office"].pk)
    shown = page(sign_in(stage, "bureau.handler"), case)
    assert "只显示摘要" in shown
    assert "举报件（内容见摘要）" in shown
    assert "收钱不办事" in shown
    for secret in (*SECRET, "举报市容科某人", "柳巷与榆园路口", "张**"):
        assert secret not in shown, secret
    assert sign_in(stage, "office.handler").get(f"/cases/{case.number}/").status_code == 404


def test_words_said_with_the_moves_of_a_secret_case_tell_nothing_either(stage, sign_in):
    case = secret_case(stage, confidential=True)
    stage.move(case, "supplement", "agent", supplement=f"{SECRET[0]}来电补充，可拨{SECRET[1]}")
    shown = page(sign_in(stage, "bureau.handler"), case)
    assert "来电补充" in shown
    assert SECRET[0] not in shown
    assert SECRET[1] not in shown


# -- safety and cost -----------------------------------------------------------------------------------------------


def test_nothing_that_was_typed_becomes_markup_or_a_link_that_runs(stage, sign_in):
    evil = "<script>alert(1)</script>"
    case = stage.register(
        channel="message_board", received_at=stage.at, title=evil, text=evil, place=evil, object=evil, occurred=evil,
        wishes=[{"text": evil}], name=evil, source_link="javascript:alert(1)",
    ).case  # fmt: skip
    case = stage.dispatch(case, note=evil)
    stage.sign(case)
    stage.reply(case, account=evil, public=evil)
    for who in ("director", "water.handler"):
        shown = page(sign_in(stage, who), case)
        assert "<script>alert" not in shown
        assert "javascript:" not in shown
    for address in ("/cases/", "/", f"/moves/case/{case.number}/pass_audit/", f"/shares/{stage.share(case).pk}/paper/"):
        assert "<script>alert" not in text_of(sign_in(stage, "director").get(address)), address


def test_the_page_costs_the_same_for_a_short_way_and_a_long_one(stage, told, sign_in):
    browser = sign_in(stage, "director")
    short = stage.dispatch(stage.register().case)
    stage.sign(short)
    page(browser, short)
    page(browser, short)
    first = browser.statements
    page(browser, told)
    assert browser.statements <= first + 1
    assert first <= 36


def test_the_account_of_time_is_drawn_and_told_in_words(stage, told, sign_in):
    shown = page(sign_in(stage, "supervisor"), told)
    assert '<svg class="time-bar"' in shown
    assert re.search(r"柳巷街道</td><td class=\"figure\">20小时", shown)
    widths = [float(width) for width in re.findall(r'<rect[^>]+width="([\d.]+)"', shown)]
    assert 998 <= sum(widths) <= 1002


def test_a_share_that_waits_for_a_decision_is_not_shown_as_late(stage, told, sign_in):
    stage.later(days=30)
    shown = page(sign_in(stage, "east.handler"), told)
    assert "期限暂停" in shown


def test_the_way_is_told_by_the_words_on_the_buttons_and_what_follows_by_itself_only_once(stage, told, sign_in):
    shown = words(page(sign_in(stage, "supervisor"), told))
    way = shown[shown.index("经过") :]
    assert way.count("退回重办") == 1
    assert "期限变动" in way
    assert "补回停计的时间" in way
    assert "case." not in way
    assert "assignment." not in way


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
def test_the_printed_percentages_of_the_account_sum_to_a_hundred(minutes):
    whole = sum(minutes)
    printed = _percents([part / whole for part in minutes])
    assert sum(printed) == 100
    assert all(abs(part / whole * 100 - percent) < 1 for part, percent in zip(minutes, printed, strict=True))


def test_who_is_anonymous_with_a_number_is_not_said_to_have_left_none(stage, sign_in):
    case = stage.register(anonymous=True, name="", phone="13800005521").case
    shown = words(page(sign_in(stage, "agent"), case))
    assert "通过平台呼叫" in shown
    assert "已留，不显示" in shown
    assert "未留" not in shown


def test_the_centre_and_not_the_unit_is_late_with_its_decision(told, stage, sign_in):
    limits = words(page(sign_in(stage, "dispatcher"), told)).partition("期限")[2]
    assert re.search(r"单位反馈 东岸区", limits)
    assert re.search(r"延期审批 \d", limits)
