"""A matter by phone from the call to the last call-back; at each step everybody is asked what he sees of it."""

from datetime import datetime

import pytest

from huiyin.callbacks import choosing
from huiyin.cases.models import Case
from huiyin.flow.times import CITY_TZ
from journeys.at_work import Office
from journeys.looking import account_in, facts_in, in_hand_of, listed_for, trays_of, way_in

pytestmark = pytest.mark.browser

LEAD, JOINT, BELOW = "市城市管理局", "市清源供水公司", "市城市管理局市容科"
NO_WISHES = ("结果", "依据")
"""Only the unit that leads answers each wish."""

LEADS = {"bureau_of_handler": "待办", "bureau_of_leader": "待办"}
JOINS = {"water_of_handler": "待办", "water_of_leader": "待办"}


def june(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2018, 6, day, hour, minute, tzinfo=CITY_TZ)


@pytest.fixture(autouse=True)
def the_lot_falls_on_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kaifeng calls back three of ten, as the lot falls: here it falls on the matter of this test."""
    monkeypatch.setattr(choosing, "is_drawn", lambda *said: True)


def test_a_matter_from_the_call_to_the_call_back(office: Office) -> None:
    case = is_heard(office)
    is_approved_where_leaders_approve(office, case)
    goes_to_two_units(office, case)
    is_handed_down(office, case)
    gets_more_time(office, case)
    is_answered_from_below(office, case)
    is_answered_by_all(office, case)
    is_sent_back(office, case)
    is_answered_again_and_closed(office, case)
    is_called_back(office, case)


def is_heard(office: Office) -> Case:
    city, agent = office.city, office.desk("agent").opens("/intake/new/")
    agent.screen.get_by_label("联系电话").fill("13800005521")
    agent.screen.get_by_text("该号码此前没有登记过").wait_for()
    agent.sends("登记", {label: said for label, said in city.who("agent").matter().items() if label != "来源渠道"})
    agent.screen.get_by_text("查询码只显示这一次").wait_for()
    agent.sees("受理回执", "承诺答复 2018年6月19日前", "已登记")
    case = Case.objects.get()
    agent.case(case).sees(
        case.number, "柳巷与榆园路口的三盏路灯已一周不亮", "王**", "138****5521", "登记 agent某 话务员"
    )
    agent.sees_not("13800005521", "王某")
    assert "转办" not in agent.buttons()
    # Where nobody approves, the dispatcher need not wait for a review.
    waits = {} if chain_of(office, case) else {"dispatcher": "待转办"}
    in_hand_of(city, case, agent="已登记待处理", reviewer="已登记待处理", **waits)
    assert facts_in(city.who("director").case(case), "期限")["答复诉求人"].startswith("06-19")
    for stranger in ("bureau.handler", "water.leader", "west.handler"):
        assert city.who(stranger).opens(f"/cases/{case.number}/").status == 404
    return case


def chain_of(office: Office, case: Case) -> bool:
    rules = office.city.book
    return bool(rules.approval_chain(case.kind, case.family, case.channel, case.category, case.urgency, case.important))


def is_approved_where_leaders_approve(office: Office, case: Case) -> None:
    city = office.city
    if not chain_of(office, case):
        return
    city.later(minutes=10)
    office.desk("agent").takes(case, "提交审核")
    in_hand_of(city, case, reviewer="待审核")
    city.later(minutes=10)
    reviewer = office.desk("reviewer")
    reviewer.takes(case, "呈批", {"说明": "请科长阅批"})
    reviewer.sees("呈批 reviewer某", "说明：请科长阅批")
    in_hand_of(city, case, section_chief="待批示")
    assert facts_in(city.who("reviewer").case(case), "期限")["中心审核"].endswith("已完成")
    assert facts_in(city.who("section_chief").case(case), "期限")["领导呈批"] == "06-05 09:50 剩 1 天"
    assert "转办" not in city.who("dispatcher").case(case).links()
    city.later(minutes=10)
    chief = office.desk("section_chief")
    chief.takes(case, "批准", {"批示意见": "请城管局牵头，供水公司配合"})
    assert "请城管局牵头，供水公司配合" in chief.card("呈批意见")
    in_hand_of(city, case, dispatcher="待转办")
    assert account_in(city.who("director").case(case)) == {"中心": "20分钟", "呈批": "10分钟"}


def goes_to_two_units(office: Office, case: Case) -> None:
    city = office.city
    city.later(minutes=30)
    dispatcher = office.desk("dispatcher")
    dispatcher.takes(case, "转办", {"主办单位": LEAD, "协办单位": [JOINT], "说明": "请先联系诉求人"})
    dispatcher.sees("市城管局、清源供水 → 办理中", "说明：请先联系诉求人")
    to_sign = dict.fromkeys(("bureau_of_handler", "bureau_of_leader", "water_of_handler", "water_of_leader"), "待签收")
    in_hand_of(city, case, **to_sign)
    # Who joins sees who leads, and neither the clock nor the answer of the other.
    joint = city.who("water.handler").case(case)
    joint.says("主办 市城市管理局", "协办 市清源供水公司 待签收")
    assert [label for label in facts_in(joint, "期限") if LEAD[:2] in label or "城管" in label] == []
    assert city.who("office.handler").opens(f"/cases/{case.number}/").status == 404
    city.later(minutes=30)
    lead = office.desk("bureau.handler")
    lead.takes(case, "签收")
    city.later(minutes=10)
    office.desk("water.handler").takes(case, "签收")
    in_hand_of(city, case, **LEADS, **JOINS)
    assert (
        listed_for(city, "bureau.handler", "/shares/") == listed_for(city, "water.handler", "/shares/") == [case.number]
    )
    shown = facts_in(city.who("supervisor").case(case), "期限")
    assert {label: words.split()[-1] for label, words in shown.items() if "单位签收" in label} == {
        "单位签收 市城管局": "已完成", "单位签收 清源供水": "已完成",
    }  # fmt: skip
    assert shown["单位反馈 市城管局"] == shown["单位反馈 清源供水"]


def is_handed_down(office: Office, case: Case) -> None:
    city = office.city
    city.later(minutes=20)
    lead = office.desk("bureau.handler")
    lead.takes(case, "转下级", {"下级单位": BELOW, "说明": "请今天去看"})
    assert "下派 市城市管理局市容科 待签收" in lead.card("承办")
    in_hand_of(city, case, **LEADS, **JOINS, office_of_handler="待签收")
    assert "市容科" not in city.who("water.handler").case(case).text
    below = office.desk("office.handler")
    below.case(case).sees("请今天去看", "单位反馈 市容科")
    # Below one is done early enough for the one above to answer in time.
    limits = facts_in(city.who("bureau.handler").case(case), "期限")
    assert limits["单位反馈 市容科"] < limits["单位反馈 市城管局"]
    city.later(minutes=20)
    below.takes(case, "签收")
    below.takes(case, "先行联系", {"方式": "电话", "已联系上": True, "情况": "已问清是哪三盏灯"})
    in_hand_of(city, case, **LEADS, **JOINS, office_of_handler="待办")
    assert "已问清是哪三盏灯" in city.who("bureau.handler").case(case).text
    # One conversation counts for the unit above as well: nobody rings the same person twice.
    first = {label: words.split()[-1] for label, words in facts_in(city.who("director").case(case), "期限").items()
             if label.startswith("先行联系")}  # fmt: skip
    duty = city.book.answers.contact_first
    assert first == ({"先行联系 市城管局": "已完成", "先行联系 市容科": "已完成"} if duty else {})
    assert listed_for(city, "bureau.handler", "/shares/", tab="below") == [case.number]


def gets_more_time(office: Office, case: Case) -> None:
    city = office.city
    city.later(days=1)
    lead, before = office.desk("bureau.handler"), case_due(office, case)
    asked = {"申请延至": june(15, 16), "理由": "配件需从外地采购", "届时完成什么": "更换灯泡"}
    lead.takes(case, "申请延期", asked)
    lead.sees("配件需从外地采购", "更换灯泡")
    if city.book.extension.mode == "inform":
        # The reasons are told and nobody decides: the new limit holds at once.
        lead.sees("已同意", "按规定告知中心和诉求人即可，无须批准")
    else:
        assert trays_of(city, "dispatcher") == {"待审批申请": [case.number]}
        assert "暂停" in facts_in(city.who("bureau.handler").case(case), "期限")["单位反馈 市城管局"]
        city.later(hours=1)
        decider = office.desk("dispatcher").opens("/applications/").presses(case.number)
        decider.presses("同意延期").sees("配件需从外地采购", f"现期限 {before}")
        decider.sends("同意延期", {"决定理由": "情况属实"}).is_done("同意延期")
        lead.case(case).sees("批复：情况属实", "dispatcher某")
    in_hand_of(city, case, **LEADS, **JOINS, office_of_handler="待办")
    shown = city.who("bureau.handler").case(case)
    assert facts_in(shown, "期限")["单位反馈 市城管局"] == "06-15 16:00 剩 10 天 已延期"
    assert any("单位反馈改至 2018-06-15 16:00（延期）" in line for line in way_in(shown))
    with office.behind_the_scenes():
        city.follow()
    city.who("dispatcher").opens("/notices/").says(case.number, "延期")
    assert city.figure("extended") == 1


def case_due(office: Office, case: Case) -> str:
    """Return until when the unit that leads had to answer, as the page prints it."""
    due = facts_in(office.city.who("bureau.handler").case(case), "期限")["单位反馈 市城管局"]
    return " ".join(due.split()[:2])


def is_answered_from_below(office: Office, case: Case) -> None:
    city = office.city
    city.later(hours=1)
    below, lead = office.desk("office.handler"), office.desk("bureau.handler")
    # While somebody below works on it, the unit above does not answer.
    assert "反馈" not in lead.case(case).buttons()
    below.takes(case, "反馈", {**without_wishes(office, case), "办理情况（内部）": "市容科更换灯泡三只。"})
    found = trays_of(city, "bureau.handler")
    assert found == {label: [case.number] for label in ("待办", "下级已反馈，待通过或退回")}
    assert trays_of(city, "office.handler") == {}
    lead.takes(case, "退回下级重办", {"退回原因": "调查不清", "理由": "请写明更换时间"})
    below.begins(case, "反馈").sees("bureau.handler某", "退回：调查不清。请写明更换时间")
    assert below.typed("反馈")["account"] == "市容科更换灯泡三只。"
    below.sends("反馈", {"办理情况（内部）": "市容科6月5日更换灯泡三只。"}).is_done("反馈")
    lead.begins(case, "通过下级反馈").sees("市容科6月5日更换灯泡三只。")
    lead.sends("通过下级反馈").is_done("通过下级反馈")
    in_hand_of(city, case, **LEADS, **JOINS)


def is_answered_by_all(office: Office, case: Case) -> None:
    city = office.city
    city.later(hours=1)
    office.desk("water.handler").takes(case, "反馈", without_wishes(office, case))
    signs_where_leaders_sign(office, case, "water")
    in_hand_of(city, case, **LEADS)
    lead = office.desk("bureau.handler").begins(case, "反馈")
    # What the unit below wrote and was passed stands in the form already.
    assert lead.typed("反馈")["account"] == "市容科6月5日更换灯泡三只。"
    lead.sends("反馈", city.answer(case)).is_done("反馈")
    signs_where_leaders_sign(office, case, "bureau")
    in_hand_of(city, case, auditor="待审核反馈")
    shown = facts_in(city.who("bureau.handler").case(case), "期限")
    assert shown["单位反馈 市城管局"].startswith("06-15 16:00 已反馈，待审核")
    assert " 剩 " in facts_in(city.who("auditor").case(case), "期限")["反馈审核 市城管局"]


def without_wishes(office: Office, case: Case) -> dict[str, object]:
    return {label: said for label, said in office.city.answer(case).items() if label not in NO_WISHES}


def signs_where_leaders_sign(office: Office, case: Case, unit: str) -> None:
    city = office.city
    if not city.book.signer(case.important):
        return
    assert trays_of(city, f"{unit}.leader") == {"待签发": [case.number]}
    city.later(minutes=30)
    leader = office.desk(f"{unit}.leader").begins(case, "签发")
    leader.sees("已派人更换灯泡三只并检查线路。").sends("签发").is_done("签发")
    assert trays_of(city, f"{unit}.leader") == {}


def is_sent_back(office: Office, case: Case) -> None:
    city = office.city
    city.later(hours=1)
    auditor = office.desk("auditor").begins(case, "退回重办")
    auditor.sees("已派人更换灯泡三只并检查线路。", "现场照片两张")
    auditor.sends("退回重办", {"退回原因": "调查不清", "理由": "请附现场照片"}).is_done("退回重办")
    auditor.sees("退回重办 1 次", "已退回：调查不清")
    in_hand_of(city, case, **LEADS)
    shown = city.who("bureau.handler").case(case)
    assert any(
        line.startswith("退回重办 auditor某 审件员 调查不清 → 办理中 理由：请附现场照片") for line in way_in(shown)
    )
    # The hour of the audit is given back, within the hours of the office where the city counts those.
    moved = {"kaifeng": "06-15 17:00", "dandong": "06-15 17:00"}[city.stage.city]
    assert facts_in(shown, "期限")["单位反馈 市城管局"].startswith(moved)
    assert city.who("water.handler").case(case).says("协办 市清源供水公司 已反馈")


def is_answered_again_and_closed(office: Office, case: Case) -> None:
    city = office.city
    city.later(hours=5)
    lead = office.desk("bureau.handler").begins(case, "反馈")
    lead.sees("auditor某", "退回：调查不清。请附现场照片")
    assert lead.typed("反馈")["public"] == "路灯已修复，感谢您的反映。"
    lead.sends("反馈", {"办理情况（内部）": "已派人更换灯泡三只并检查线路。已补拍照片。"}).is_done("反馈")
    signs_where_leaders_sign(office, case, "bureau")
    city.later(hours=1)
    by_centre = city.book.answers.answered_by == "centre"
    answer = {"答复诉求人方式": "电话", "答复诉求人内容": "路灯已经修好。"} if by_centre else {}
    auditor = office.desk("auditor")
    auditor.takes(case, "通过反馈", {"办理结果": city.result("solved"), **answer})
    auditor.sees("已办结", "按期", "按期反馈", "第 2 次反馈")
    assert ("路灯已经修好。" if by_centre else "路灯已修复，感谢您的反映。") in auditor.card("答复诉求人")
    in_hand_of(city, case)
    assert (city.figure("settled"), city.figure("closed_on_time"), city.figure("overdue")) == (1, 1, 0)
    account = account_in(city.who("director").case(case))
    holders = {"中心", "市城管局", "市容科"} | ({"呈批", "延期"} if chain_of(office, case) else set())
    assert set(account) == holders
    limits = facts_in(city.who("director").case(case), "期限")
    assert {words.split()[2] for label, words in limits.items() if label != "催办"} == {"已完成"}, limits


def is_called_back(office: Office, case: Case) -> None:
    city = office.city
    with office.behind_the_scenes():
        city.follow()
        city.until(june(6, 9, 30))
    agent = office.desk("callback_agent").opens("/")
    agent.sees("回访")
    agent.opens("/callbacks/").presses(f"{case.number} {case.title}")
    agent.sees("路灯").presses("开始回访")
    agent.sees("通过平台呼叫")
    agent.sends("登记回访结果", {"满意程度": "满意"})
    agent.screen.get_by_text("回访结果已登记").wait_for()
    director = office.desk("director").case(case)
    director.screen.locator("#callbacks li").get_by_text("满意").wait_for()
    assert city.figure("satisfied") == 1
    in_hand_of(city, case)
