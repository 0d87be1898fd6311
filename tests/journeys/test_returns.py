"""A unit gives a matter back, the centre upholds, the unit objects, the panel rules: it binds, and the next one is told."""

import pytest

from huiyin.cases.models import Case
from journeys.at_work import Office
from journeys.looking import facts_in, in_hand_of, trays_of, way_in

pytestmark = pytest.mark.browser

WATER, BUREAU = "市清源供水公司", "市城市管理局"
REASONS = {"理由": "不属于供水管网范围", "职责依据": "市政设施管理职责分工第3条", "建议承办单位": BUREAU}


def dispatched(office: Office, **said: object) -> Case:
    """Return a case that was given to the water company."""
    with office.behind_the_scenes() as city:
        stage = city.stage
        case = stage.dispatch(stage.register(**said).case)
        stage.later(hours=1)
    return case


def test_a_unit_objects_until_the_panel_rules_and_the_ruling_binds(office: Office) -> None:
    case = dispatched(office)
    asks_to_return(office, case)
    is_upheld(office, case)
    objects_and_the_panel_rules(office, case)
    who_got_it_cannot_give_it_back(office, case)
    the_next_like_matter_is_told(office, case)


def asks_to_return(office: Office, case: Case) -> None:
    city, handler = office.city, office.desk("water.handler")
    handler.begins(case, "申请退单").sends("申请退单", {"理由": "不属于供水管网范围"})
    assert handler.refused("申请退单") == {"职责依据": "请填写职责依据"}
    handler.sends("申请退单", REASONS).is_done("申请退单")
    handler.sees("退单审核中", "期限暂停", "不属于供水管网范围", f"建议 {BUREAU}")
    assert handler.buttons().count("签收") == 0
    in_hand_of(city, case, dispatcher="待审批申请", arbiter="待审批申请")
    asked = city.who("dispatcher").opens("/applications/")
    asked.says(case.number, "退单：不属于供水管网范围", "清源供水", "剩")


def is_upheld(office: Office, case: Case) -> None:
    city, dispatcher = office.city, office.desk("dispatcher")
    city.later(minutes=30)
    dispatcher.opens("/").presses(case.title)
    dispatcher.presses("维持原派").sees("不属于供水管网范围", "市政设施管理职责分工第3条", f"建议承办单位 {BUREAU}")
    dispatcher.sends("维持原派", {"决定理由": "管网由供水公司维护"}).is_done("维持原派")
    in_hand_of(city, case, water_of_handler="待签收", water_of_leader="待签收")
    shown = city.who("water.handler").case(case).says("未同意", "批复：管网由供水公司维护")
    assert shown
    assert city.figure("returned") == 0


def objects_and_the_panel_rules(office: Office, case: Case) -> None:
    city, handler = office.city, office.desk("water.handler")
    city.later(minutes=10)
    handler.takes(case, "申请退单", {**REASONS, "签字领导": "分管副经理"})
    in_hand_of(city, case, dispatcher="待审批申请", arbiter="待审批申请")
    panel = office.desk("arbiter").opens("/").presses(case.title).sees("裁定维持", "裁定改派")
    assert {"裁定维持", "裁定改派"} <= set(panel.buttons())
    panel.presses("裁定改派").sees("理由 不属于供水管网范围", "本件曾退单")
    panel.sends("裁定改派", {"决定理由": "路口路灯归城管局"})
    panel.is_done("裁定改派")
    panel.sees("裁定", "路口路灯归城管局", "已裁定")
    in_hand_of(city, case, bureau_of_handler="待签收", bureau_of_leader="待签收")
    assert trays_of(city, "water.handler") == {}
    told = city.who("water.handler").case(case)
    told.says("批复：路口路灯归城管局", "已退单")
    assert any(line.startswith("裁定改派 arbiter某") for line in way_in(told))
    assert city.figure("returned") == 1


def who_got_it_cannot_give_it_back(office: Office, case: Case) -> None:
    city, handler = office.city, office.desk("bureau.handler")
    handler.case(case).sees("已裁定", "待签收")
    assert "申请退单" not in handler.buttons()
    handler.takes(case, "签收")
    assert "申请退单" not in handler.buttons()
    limits = facts_in(city.who("bureau.handler").case(case), "期限")
    assert " 剩 " in limits["单位反馈 市城管局"]
    # The promise to the petitioner has not moved.
    assert limits["答复诉求人"].startswith("06-19")


def the_next_like_matter_is_told(office: Office, case: Case) -> None:
    city = office.city
    with office.behind_the_scenes():
        other = city.stage.approve(city.stage.register(phone="13900007777", title="榆园路口路灯不亮").case)
    dispatcher = office.desk("dispatcher").begins(other, "转办")
    dispatcher.sees("同类事项的职责判例", case.number, f"归{BUREAU}", f"不归{WATER}", "裁定：路口路灯归城管局")
    dispatcher.screen.locator(".suggestions button").first.wait_for()
    dispatcher.sends("转办", {"主办单位": BUREAU}).is_done("转办")
    in_hand_of(city, other, bureau_of_handler="待签收", bureau_of_leader="待签收")


def test_a_ruling_for_the_centre_leaves_the_matter_where_it_is_and_the_unit_stops_asking(kaifeng: Office) -> None:
    city, case = kaifeng.city, dispatched(kaifeng)
    kaifeng.desk("water.handler").takes(case, "申请退单", REASONS)
    panel = kaifeng.desk("arbiter").begins(case, "裁定维持")
    panel.sends("裁定维持", {"决定理由": "二次供水由供水公司负责"}).is_done("裁定维持")
    handler = kaifeng.desk("water.handler").case(case)
    handler.sees("已裁定", "批复：二次供水由供水公司负责", "待签收")
    assert "申请退单" not in handler.buttons()
    in_hand_of(city, case, water_of_handler="待签收", water_of_leader="待签收")
