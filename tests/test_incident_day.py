"""The day of an incident in a real browser: declared, answered from with three keys, a unit reports from its phone, the sheet."""

import pytest

from huiyin.cases.models import Answer, Case
from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.flow import times
from huiyin.incidents.models import Gathered, Incident, Task
from huiyin.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDING = "城东停水，抢修中，预计今晚8点恢复。"


@pytest.fixture
def stage(monkeypatch, settings, tmp_path):
    settings.CITY, settings.MEDIA_ROOT = "kaifeng", tmp_path
    stage = set_stage("kaifeng")
    seat_everybody(stage)
    # The server answers in a thread of its own, to which a travelled moment does not reach.
    monkeypatch.setattr(times, "now", lambda: stage.at)
    return stage


@pytest.fixture
def open_as(stage, sit_down):
    """Give `open_as(page, who, address)`: this browser with this person signed in."""

    def open_page(page, who, address="/"):
        return sit_down(page, User.objects.get(pk=stage.who(who).user_id), address)

    return open_page


def test_an_incident_from_its_declaration_to_the_sheet(stage, open_as, browser_page, phone_page, hindrances):
    director = open_as(browser_page, "director", "/incidents/new/?kind=water")
    assert director.get_by_label("发生时间").input_value() == "2018-06-04T09:30"
    director.get_by_label("名称").fill("城东停水")
    director.get_by_label("对外口径").fill(WORDING)
    assert hindrances(director) == []
    director.get_by_role("button", name="登记事件").click()
    director.get_by_role("link", name="启动").click()
    director.get_by_role("button", name="启动").click()
    director.get_by_text("“启动”已办妥").wait_for()
    incident = Incident.objects.get()
    assert incident.state == "in_force"

    # The caller only asks: number, F7, Enter.
    agent = open_as(browser_page, "agent")
    agent.get_by_text("城东停水").first.wait_for()
    agent.goto(agent.url + "intake/new/")
    agent.get_by_text(WORDING).wait_for()
    agent.get_by_label("联系电话").fill("13800005521")
    agent.get_by_label("诉求点").fill("何时来水")
    agent.keyboard.press("F7")
    agent.keyboard.press("Enter")
    agent.get_by_text("受理回执").wait_for()
    asked = Case.objects.get()
    assert (asked.outcome, Answer.objects.get(case=asked).text) == ("direct_answer", WORDING)
    agent.locator("#incident-part").get_by_text(incident.name).first.wait_for()

    # Another reports a burst pipe: registered as ever, and linked with one tap on the receipt.
    agent.get_by_role("link", name="登记下一个来电").click()
    agent.get_by_label("联系电话").fill("13800007788")
    said = {
        "title": "柳巷水管爆裂", "text": "水漫到路上", "wishes": "派人关阀", "occurred": "刚才", "place": "柳巷5号",
        "object": "水管",
    }  # fmt: skip
    for field, words in said.items():
        agent.locator(f"#move_{field}").fill(words)
    agent.locator("#move_category").select_option("A07")
    agent.get_by_label("诉求性质").select_option("help")
    agent.get_by_text("分类相符").wait_for()
    agent.get_by_role("button", name="登记", exact=True).click()
    agent.get_by_role("button", name=f"关联到 {incident.name}").click()
    agent.locator("#incident-part").get_by_role("button", name=f"从 {incident.name} 移出").wait_for()
    assert Gathered.objects.count() == 2

    supervisor = open_as(browser_page, "supervisor", f"/incidents/{incident.number}/task/")
    supervisor.get_by_label("市清源供水公司").check()
    supervisor.get_by_label("任务").fill("关阀、开挖、抢修")
    supervisor.get_by_label("须到现场").check()
    supervisor.get_by_role("button", name="下达任务").click()
    supervisor.get_by_text("已向 1 个单位下达任务").wait_for()
    stage.later(hours=1)

    phone = open_as(phone_page, "water.handler", "/incidents/")
    phone.get_by_role("link", name="报告完成").click()
    phone.get_by_label("处置情况").fill("已换管，恢复供水")
    phone.get_by_label("现场地点").fill("柳巷5号")
    phone.get_by_label("现场负责人").fill("李某")
    assert hindrances(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    phone.get_by_role("button", name="报告完成").click()
    phone.get_by_text("“报告完成”已办妥").wait_for()
    assert Task.objects.get().state == "reported"

    sheet = open_as(browser_page, "director", f"/incidents/{incident.number}/sheet/")
    sheet.get_by_text("情况日报").first.wait_for()
    assert hindrances(sheet) == []
    whole = sheet.locator("tr", has_text="全部").first
    assert whole.locator("a").all_inner_texts() == ["2", "2", "1"]
    whole.locator("a").last.click()
    sheet.get_by_text("柳巷水管爆裂").wait_for()
