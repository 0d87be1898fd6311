"""Who answers for a matter: leaders who take it under their wing, three levels of a unit, contacts, the centre's command."""

from datetime import timedelta

import pytest

from huiyin.demo.cities import sketch_of
from huiyin.units.tests.trees import make_unit
from mission.city import City, again
from mission.pages import Page

pytestmark = pytest.mark.django_db


@pytest.mark.mission(22)
def test_a_units_leader_takes_a_case_under_his_wing_and_such_cases_are_counted(city: City) -> None:
    case = city.hands_out(city.hears())
    city.who("water.head").takes(case, "领导包案", {"包案领导": "供水公司总经理"})
    city.who("auditor").case(case).says("包案领导", "供水公司总经理")
    assert city.told(case, "case.sponsor").actor_id == city.stage.who("water.head").user_id
    assert city.listed("sponsored") == [case.number]
    assert city.who("west.head").opens(f"/cases/{case.number}/").status != 200


@pytest.mark.mission(26)
def test_a_unit_names_leader_section_and_handler_who_answer_for_a_case(city: City) -> None:
    case = city.hands_out(city.hears(), "bureau")
    chain = {"分管领导": "副局长", "科室": "市容科", "承办人": "科员"}
    city.who("bureau.leader").takes(case, "落实责任人", chain)
    city.who("supervisor").case(case).says("副局长", "市容科", "科员")
    assert city.told(case, "assignment.charge")
    assert city.listed("charged") == [case.number]


@pytest.mark.mission(27)
def test_a_units_head_instructs_on_each_case_and_the_centre_can_read_and_count_it(city: City) -> None:
    case = city.hands_out(city.hears())
    city.who("water.head").takes(case, "内部批示", {"批示内容": "今天必须修好"})
    city.who("water.handler").case(case).says("内部批示", "今天必须修好")
    assert city.told(case, "assignment.instruct_inside").post == "unit_head"
    assert city.listed("instructed_inside") == [case.number]


@pytest.mark.mission(18, 137)
def test_a_unit_names_its_head_leader_and_handler_and_keeps_who_it_was_before(city: City) -> None:
    head = city.who("water.head")
    page = f"/units/{city.units['water'].pk}/"
    head.opens(page).says("缺少联系人：主要领导、分管领导、承办人")
    for role, name in (("主要领导", "钱一"), ("分管领导", "孙二"), ("承办人", "李三")):
        names_contact(city, role, name)
    city.later(days=1)
    names_contact(city, "承办人", "周四")
    now = head.opens(page)
    now.says("钱一", "孙二", "周四", "以前的联系人", "李三")
    assert "缺少联系人" not in now.text


def names_contact(city: City, role: str, name: str) -> None:
    head = city.who("water.head")
    form = head.opens(head.opens(f"/units/{city.units['water'].pk}/").link("登记联系人"))
    done = head.sends(form, "确定", {"角色": role, "姓名": name, "办公电话": "0371-1234567"})
    assert done.status == 200, done.text


@pytest.mark.mission(175)
def test_contacts_that_change_too_often_are_warned_of_listed_and_counted(city: City) -> None:
    for name in ("甲一", "乙二", "丙三", "丁四", "戊五"):
        names_contact(city, "承办人", name)
        city.later(days=2)
    centre = city.who("supervisor").opens("/units/contacts/")
    centre.says("清源供水", "承办人", "更换4次", "甲一")
    director = city.who("director")
    figures = director.opens("/statistics/", {"since": "2018-01-01", "last": "2018-12-31", "group": "all"})
    assert ["联系人变更", "4", "次"] in [line[:3] for line in figures.lines()]


@pytest.mark.mission(62)
def test_only_the_centre_hands_out_and_moves_cases_between_units(city: City) -> None:
    case = city.hands_out(city.hears(), "west")
    for who in ("west.handler", "west.leader", "west.head"):
        assert not any(city.who(who).may(case, button) for button in ("转办", "改派", "收回"))
    city.later(hours=1)
    said = {"理由": "不属本区", "职责依据": "属地规定", "建议承办单位": city.units["water"].name}
    city.who("west.handler").takes(case, "申请退单", said)
    assert city.who("west.head").opens("/applications/").text.count(case.number) == 0
    dispatcher = city.who("dispatcher")
    assert case.number in dispatcher.opens("/applications/").links()
    dispatcher.takes(case, "改派", {"改派单位": city.units["water"].name, "决定理由": "由清源供水办理"})
    assert again(case).lead_unit_id == city.units["water"].pk
    assert city.told(case, "application.reassign")
    assert city.figure("dispatched") == 1
    assert city.figure("returned") == 1


@pytest.mark.mission(29)
def test_the_catalogue_says_by_topic_and_place_where_a_case_goes_and_each_unit_keeps_one_for_those_below(
    city: City,
) -> None:
    topic = city.book.category_leaves(city.stage.at.date())[0]
    in_words = "·".join(city.book.category_path(topic.code))
    dispatcher, handler = city.who("dispatcher"), city.who("bureau.handler")
    line = {"事项分类": in_words, "承办单位": city.units["bureau"].name, "依据": "三定规定第5条"}
    dispatcher.sends(dispatcher.opens("/dispatch/catalogue/"), "加入目录", line).says("已加入：由市城市管理局承办")
    own = f"/dispatch/catalogue/{city.units['bureau'].pk}/"
    below = {"事项分类": in_words, "承办单位": city.units["office"].name, "依据": "局内分工"}
    handler.sends(handler.opens(own), "加入目录", below).says("已加入：由市城市管理局市容科承办")
    case = city.hears()
    city.approves(case)
    form = dispatcher.opens(dispatcher.case(case).link("转办"))
    dispatcher.opens(form.link("查看推荐的承办单位")).says("市城市管理局", "派单目录", "三定规定第5条")
    dispatcher.takes(case, "转办", {"主办单位": "市城市管理局"})
    city.signs(case, "bureau")
    form = handler.opens(handler.case(case).link("转下级"))
    handler.opens(form.link("查看推荐的承办单位")).says("市城市管理局市容科", "局内分工")


@pytest.mark.mission(131)
def test_the_network_of_a_whole_city_is_one_tree_with_its_levels_counted(kaifeng: City) -> None:
    for number in range(60 - 4 - 1):
        make_unit(f"市属单位{number}")
    page = opens_unit(kaifeng, "市属单位甲")
    page.says("一级 60 个", "市属单位0", "市属单位54", "市属单位甲", "榆园社区")


@pytest.mark.mission(30)
def test_a_unit_has_37_others_below_it(dandong: City) -> None:
    for number in range(37 - 1 - 1):
        make_unit(f"镇办{number}", dandong.units["east"])
    opens_unit(dandong, "园区管委会", "东岸区政府").says("三级 38 个")
    below = [words for words in dandong.who("admin").opens(f"/units/{dandong.units['east'].pk}/").links() if words]
    assert {"东岸区柳巷街道办事处", "镇办0", "镇办34", "园区管委会"} <= set(below)
    assert len(sketch_of("kaifeng").units) == 60
    assert max(len(unit.below) for unit in sketch_of("dandong").units) == 37


def opens_unit(city: City, name: str, parent: str = "（中心直属）") -> Page:
    """Let the administrator open a unit, and return the page of the tree."""
    admin = city.who("admin")
    form = {"名称": name, "上级单位": parent, "生效日期": "2018-06-01"}
    assert admin.sends(admin.opens("/units/new/"), "确定", form).status == 200
    return admin.opens("/units/")


@pytest.mark.mission(139, 183)
def test_a_merger_keeps_the_old_names_and_carries_open_cases_over(city: City) -> None:
    case = city.hands_out(city.hears(), "west")
    done = city.handled("west", 联系电话="13800007788")
    admin = city.who("admin")
    city.later(days=1)
    form = admin.opens(admin.opens(f"/units/{city.units['east'].pk}/").link("合并其他单位"))
    day = f"{city.stage.at:%Y-%m-%d}"
    said = {"并入本单位的单位": ["西岸区政府"], "说明": "机构改革", "生效日期": day}
    assert admin.sends(form, "确定", said).status == 200
    city.later(minutes=5)
    city.follow()
    admin.opens(f"/units/{city.units['west'].pk}/").says("已撤销", "现由", "东岸区政府", "机构改革")
    assert admin.opens("/units/").text.count("西岸区") == 0
    before = admin.opens("/units/", {"day": f"{city.stage.at - timedelta(days=3):%Y-%m-%d}"})
    before.says("西岸区政府")
    assert case.number in city.who("east.handler").opens("/shares/?tab=sign").links()
    city.who("director").case(done).says("西岸区政府")
