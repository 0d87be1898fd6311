"""Several callers on one matter, several matters in one call: joined, split, closed together, and counted once as a matter."""

import pytest
from mission.city import again

from huiyin.cases.models import Case
from journeys.at_work import Office
from journeys.looking import in_hand_of, listed_for, way_in

pytestmark = pytest.mark.browser


def hears(office: Office, **said: object) -> Case:
    """Let the agent register what somebody says, on the page."""
    agent = office.desk("agent").opens("/intake/new/")
    matter = office.city.who("agent").matter(**said)
    agent.sends("登记", {label: one for label, one in matter.items() if label != "来源渠道"})
    agent.screen.get_by_text("查询码只显示这一次").wait_for()
    return Case.objects.latest("pk")


def test_callers_on_one_matter_are_joined_answered_together_and_counted_as_cases_and_as_one_matter(
    office: Office,
) -> None:
    city = office.city
    first = hears(office, 联系电话="13900000001", 姓名或单位名称="赵某")
    city.later(hours=2)
    # The likely same matter stands beside the form while one types.
    agent = office.desk("agent").opens("/intake/new/")
    agent.fills("登记", {"联系电话": "13900000002", "事项分类": city.topic(), "地点": "柳巷与榆园路口"})
    agent.screen.locator("#known").get_by_text("可能已有的同一件事").wait_for()
    assert agent.screen.locator("#known").get_by_role("link", name=first.number).is_visible()
    second = hears(office, 联系电话="13900000002", 姓名或单位名称="钱某")
    agent.begins(second, "并案")
    agent.sends("并案", {"并入工单": "K00000000-0000"})
    assert list(agent.refused("并案")) == ["并入工单"]
    agent.sends("并案", {"并入工单": first.number}).is_done("并案")
    agent.sees("已并案", first.number)
    assert again(second).state == "merged"
    joins_while_it_is_handled(office, first)
    figures(office, accepted=3, matters=1, merged=2, merged_matters=1, open=1)
    closes_all(office, first)
    figures(office, accepted=3, matters=1, merged=2, merged_matters=1, open=0, settled=3)


def joins_while_it_is_handled(office: Office, first: Case) -> None:
    """A third one joins the group while a unit has it; the unit learns of it, and nobody gets a second case."""
    city = office.city
    with office.behind_the_scenes():
        city.stage.dispatch(again(first))
        city.later(hours=1)
    third = hears(office, 联系电话="13900000003", 姓名或单位名称="孙某")
    reviewer = office.desk("reviewer")
    reviewer.takes(third, "并案", {"并入工单": first.number})
    reviewer.case(first).sees("并案工单", third.number)
    in_hand_of(city, first, water_of_handler="待签收", water_of_leader="待签收")
    assert listed_for(city, "dispatcher", "/waiting/dispatch/") == []
    unit = city.who("water.handler").case(first)
    assert any("有工单并入" in line for line in way_in(unit))
    assert listed_for(city, "water.handler") == [first.number]


def closes_all(office: Office, first: Case) -> None:
    city = office.city
    with office.behind_the_scenes():
        city.stage.sign(again(first))
        city.stage.reply(again(first))
    answer = (
        {"答复诉求人方式": "电话", "答复诉求人内容": "路灯已经修好。"}
        if city.book.answers.answered_by == "centre"
        else {}
    )
    office.desk("auditor").takes(first, "通过反馈", {"办理结果": city.result("solved"), **answer})
    for number in Case.objects.filter(parent=first).values_list("number", flat=True):
        # Each petitioner has an answer of his own.
        page = city.who("agent").opens(f"/cases/{number}/")
        page.says("已办结", "随主件办结", "答复诉求人", "按期")


def figures(office: Office, **expected: int) -> None:
    found = {name: office.city.figure(name) for name in expected}
    assert found == expected


def test_one_call_with_two_matters_becomes_two_cases_that_know_of_each_other(kaifeng: Office) -> None:
    city = kaifeng.city
    first = hears(kaifeng, 联系电话="13900000001")
    agent = kaifeng.desk("agent")
    agent.presses("再登记一件（同一来电人）")
    agent.sees("同一来电人的另一件", first.number)
    matter = city.who("agent").matter(标题="柳巷井盖缺失", 诉求内容="柳巷12号门前井盖缺失。", 诉求点="补上井盖")
    about = ("标题", "诉求内容", "发生时间", "地点", "被反映对象", "诉求性质", "事项分类", "诉求点")
    agent.sends("登记", {label: matter[label] for label in about})
    agent.screen.get_by_text("查询码只显示这一次").wait_for()
    second = Case.objects.latest("pk")
    assert (second.split_from_id, second.petitioner_id is not None) == (first.pk, True)
    agent.case(second).sees("拆自", first.number, "139****0001")
    agent.case(first).sees("同一来电拆出", second.number)
    figures(kaifeng, accepted=2, matters=2, merged=0, open=2)
    with kaifeng.behind_the_scenes():
        city.stage.dispatch(again(second), "bureau")
    assert listed_for(city, "bureau.handler") == [second.number]
    assert first.number not in city.who("bureau.handler").case(second).text
