"""The flood of a year as one incident, with its figures; and who is on duty at weekends and on holidays, and can be reached."""

from datetime import date, timedelta

import pytest

from huiyin.duty.models import AnswerDay
from huiyin.flow.times import travelling
from huiyin.incidents.models import Incident, Task
from huiyin.incidents.tasks import watch
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.people.models import DutyShift
from huiyin.statistics.collecting import registry_for
from mission.city import City
from mission.pages import Page

pytestmark = pytest.mark.django_db

WORDING = "暴雨造成部分小区停水停电，正在抢修，送水车已到各小区门口。"


def flood(city: City) -> Incident:
    """Let the director declare the flood and start it, on the pages."""
    director = city.who("director")
    form = director.opens("/incidents/new/", {"kind": "flood"})
    said = {"名称": "8月特大暴雨", "对外口径": WORDING}
    page = director.sends(form, "登记事件", said)
    assert page.status == 200, page.text[:1500]
    page.says("还没有启动")
    started = director.sends(director.opens(page.link("启动")), "启动")
    started.says("“启动”已办妥")
    return Incident.objects.get()


def gives(city: City, incident: Incident, words: str, *units: str, on_site: bool = False) -> Page:
    """Let the dispatcher give one task to units."""
    dispatcher = city.who("dispatcher")
    form = dispatcher.opens(f"/incidents/{incident.number}/task/")
    said = {"单位": [city.units[one].name for one in units], "任务": words, "须到现场": on_site}
    done = dispatcher.sends(form, "下达任务", said)
    assert done.status == 200, done.text[:1500]
    return done


def logs(city: City, incident: Incident, kind: str, amount: str, words: str, who: str = "dispatcher") -> None:
    """Enter so much of something into the log."""
    person = city.who(who)
    done = person.sends(
        person.opens(f"/incidents/{incident.number}/resources/"), "登记", {"种类": kind, "数量": amount, "用途": words}
    )
    assert done.status == 200, done.text[:1500]


def total(city: City, name: str) -> str:
    day = city.stage.at.date()
    return figure(registry_for(city.book), name, Scope(since=day, until=day + timedelta(days=1), book=city.book)).text()


@pytest.mark.mission(53)
def test_a_flood_is_one_incident_from_which_agents_answer_at_once(city: City) -> None:
    incident = flood(city)
    bar = city.who("agent").opens("/incidents/bar/")
    bar.says("汛情", "8月特大暴雨", WORDING)
    case = city.hears()
    receipt = city.who("agent").opens(f"/incidents/of-case/{case.number}/")
    city.who("agent").sends(receipt, f"{incident.name} {incident.title}")
    city.who("director").opens(f"/incidents/{incident.number}/cases/").says(case.number)
    assert (total(city, "incidents"), total(city, "incident_cases")) == ("1", "1")
    city.follow()
    city.who("agent").opens("/notices/").says("请照口径答复来电人")


LOG = {
    54: [("送水车次（车次）", "210", "water_trips"), ("送水量（吨）", "3000", "water_tonnes")],
    56: [("抢修队伍（支）", "100", "teams")],
    57: [("恢复供电乡镇（个乡镇）", "39", "townships"), ("恢复供电村（个村）", "231", "villages"),
         ("恢复供电人口（人）", "280000", "residents")],
    58: [("集结客车（台）", "742", "buses_gathered"), ("抢险出车（台次）", "120", "buses_rescue"),
         ("停运班次（班次）", "1661", "buses_cancelled"), ("参加抢险人员（人）", "7000", "staff")],
}  # fmt: skip


@pytest.mark.mission(54, 56, 57, 58)
def test_what_was_put_in_and_reached_is_logged_by_units_of_measure_and_summed(city: City) -> None:
    incident = flood(city)
    gives(city, incident, "送水到停水小区", "water")
    for lines in LOG.values():
        for kind, amount, _ in lines:
            half = int(amount) // 2
            logs(city, incident, kind, str(half), "第一批", "water.handler")
            logs(city, incident, kind, str(int(amount) - half), "第二批")
    for lines in LOG.values():
        for kind, amount, code in lines:
            assert total(city, f"incident_{code}") == f"{int(amount):,}", kind
    sheet = city.who("director").opens(f"/incidents/{incident.number}/sheet/")
    sheet.says("210", "3,000", "280,000", "1,661", "7,000", "个乡镇")
    whole = city.who("director").opens("/incidents/resources/", {"kind": "residents"})
    whole.says("恢复供电人口", "140,000", "第二批")


@pytest.mark.mission(55)
def test_while_it_lasts_a_unit_is_on_duty_day_and_night_with_generators_on_call(city: City) -> None:
    incident = flood(city)
    gives(city, incident, "保证供电，发电机待命", "bureau")
    city.follow()
    head = city.who("bureau.head")
    head.opens("/duty/gaps/").says(f"突发事件 {incident.name}")
    day = city.stage.at.date()
    form = head.opens("/duty/make/", {"unit": str(city.units["bureau"].pk)})
    people = [f"bureau.{one}某（bureau.{one}）" for one in ("handler", "leader")]
    whole = next(
        f"{one.label} {one.since:%H:%M}–{one.until:%H:%M}" for one in city.book.duty.shifts if one.code == "whole"
    )
    said = {
        "从": str(day - timedelta(days=1)),
        "到": str(day + timedelta(days=15)),
        "哪些天": "每天",
        "班次": [whole],
        "轮流的人": people,
    }
    plan = head.sends(form, "看看怎么排", {**said, "班次": [whole]})
    made = head.sends(plan, "就这样排", said)
    made.says("已排 16 个班次")
    assert incident.name not in head.opens("/duty/gaps/").text
    logs(city, incident, "备用发电机（台）", "6", "泵站、医院待命", "bureau.handler")
    assert total(city, "incident_generators") == "6"


@pytest.mark.mission(59)
def test_units_have_tasks_with_due_times_and_report_from_the_place(city: City) -> None:
    incident = flood(city)
    gives(city, incident, "供应食品", "west")
    gives(city, incident, "开启水坝闸门、清淤", "water", "bureau", on_site=True)
    assert Task.objects.count() == 3
    handler = city.who("water.handler")
    page = handler.opens("/incidents/")
    page.says("开启水坝闸门、清淤", "须到现场")
    task = Task.objects.get(unit=city.units["water"])
    refused = handler.sends(
        handler.opens(f"/moves/incident_task/{task.pk}/report/"), "报告完成", {"处置情况": "闸门已开"}
    )
    assert refused.status == 422
    refused.says("请写现场地点")
    said = {"处置情况": "闸门已开，清淤两处", "现场地点": "东坝", "现场负责人": "李某", "现场人数": "12"}
    done = handler.sends(handler.opens(f"/moves/incident_task/{task.pk}/report/"), "报告完成", said)
    done.says("东坝", "李某", "12 人", "待确认")
    supervisor = city.who("supervisor")
    confirmed = supervisor.opens(f"/moves/incident_task/{task.pk}/confirm/")
    supervisor.sends(confirmed, "确认完成").says("已完成")
    city.later(hours=10)
    with travelling(city.stage.at):
        assert watch() == "事件任务超期提醒2项"
    city.who("director").opens("/incidents/tasks/").says("共 2 项", "超")
    assert [total(city, name) for name in ("incident_tasks", "incident_tasks_on_time", "incident_tasks_on_site")] == [
        "3",
        "1",
        "1",
    ]


@pytest.mark.mission(80)
def test_weekends_and_holidays_have_somebody_on_duty_in_each_unit_who_can_be_reached(city: City) -> None:
    head, bureau = city.who("bureau.head"), str(city.units["bureau"].pk)
    gaps = head.opens("/duty/gaps/")
    gaps.says("06-09" if city.stage.at.year == 2018 else "市城市管理局")
    form = head.opens("/duty/make/", {"unit": bureau})
    people = [f"bureau.{one}某（bureau.{one}）" for one in ("handler", "leader")]
    first = city.stage.at.date()
    said = {"从": str(first), "到": str(first + timedelta(days=30)), "轮流的人": people}
    head.sends(head.sends(form, "看看怎么排", said), "就这样排", said).says("已排")
    days = [one.since.astimezone(city.stage.at.tzinfo).date() for one in DutyShift.objects.order_by("since")]
    assert date(2018, 6, 18) in days, "the Monday of the Dragon Boat Festival"
    assert date(2018, 6, 15) not in days
    assert "市城市管理局" not in head.opens("/duty/gaps/").text
    city.until(DutyShift.objects.earliest("since").since + timedelta(hours=1))
    city.who("agent").opens("/duty/part/", {"q": "市城管局"}).says("某")
    lead = city.who("shift_lead")
    checks = lead.opens("/duty/checks/", {"of": bureau})
    lead.sends(checks, "登记", {"联系上了": True, "几分钟后接听或回电": "1", "情况": "本人接听"}).says("联系率 100.0%")
    city.later(minutes=1)
    lead.sends(lead.opens("/duty/checks/"), "登记", {"抽查单位": "西岸区政府", "情况": "无人接听"}).says("联系率 50.0%")


@pytest.mark.mission(25)
def test_a_leader_answers_on_a_day_that_is_made_known_and_the_cases_are_found_by_it(city: City) -> None:
    editor = city.who("editor")
    said = {
        "领导": "分管副市长", "开始": "2018-06-15T09:00", "结束": "2018-06-15T11:00", "地点或电话": "热线大厅 12345",
        "主要内容": "供水供暖",
    }  # fmt: skip
    page = editor.sends(editor.opens("/duty/days/new/"), "安排", said)
    page.says("分管副市长", "热线大厅 12345")
    day = AnswerDay.objects.get()
    agent = city.who("agent")
    form = agent.opens(agent.opens(f"/duty/days/{day.number}/").link("登记来电"))
    receipt = agent.sends(form, "登记", agent.matter())
    receipt.says("受理回执")
    agent.opens(f"/duty/days/{day.number}/").says("接听日工单 1", "柳巷路口路灯不亮")
