"""Calls and registers side by side: by what they know, each number with its list, refused in words where they know nothing."""

import re
from html import unescape

import pytest

from huiyin.calls.act import keep_calls
from huiyin.calls.heard import Heard
from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import travelling
from huiyin.registers.act import write_entry
from huiyin.rulebook.calls import CallOutcome
from huiyin.statistics.tests.summer import BOOK, LATER, played_once
from huiyin.statistics.tests.test_crossing_page import JUNE, PAGE, links_on, table_on, text

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def summer(django_db_setup, django_db_blocker):
    with played_once(django_db_blocker) as summer:
        with travelling(LATER):
            ring(summer)
            enter(summer)
        yield summer


@pytest.fixture(autouse=True)
def in_september(summer, settings):
    settings.CITY = "kaifeng"
    with travelling(LATER):
        yield


def ring(summer):
    """Five calls of June: three answered, by two agents and one that is nobody's, one missed, one in the menu; one of July."""

    def heard(number, clock, outcome="answered", month=6, **more):
        began = LATER.replace(month=month, day=4, hour=int(clock[:2]), minute=int(clock[3:]))
        answered = {"answered_at": began, "ended_at": began} if outcome == "answered" else {"ended_at": began}
        return Heard(number, began, CallOutcome(outcome), **answered, **more)

    calls = [
        heard("A1", "09:10", agent="0001", queue="综合"), heard("A2", "09:50", agent="0002", queue="综合"),
        heard("A3", "14:00"), heard("M1", "09:20", "missed", queue="企业"), heard("V1", "21:00", "menu"),
        heard("J1", "09:00", month=7, agent="0001"),
    ]  # fmt: skip
    keep_calls(calls, actor=PLATFORM, at=LATER)


def enter(summer):
    """Three trainings, two of them of one unit, and two meetings of the office, which belong to no unit."""
    for unit, day, people in (
        ("water", "2018-06-05", "30"),
        ("water", "2018-06-20", "12"),
        ("west", "2018-06-21", "8"),
    ):
        said = {"unit": str(summer.stage.units[unit].pk), "day": day} | filled("trainings", people)
        write_entry(BOOK.register("trainings"), said, actor=PLATFORM, at=LATER)


def filled(code, number):
    """Return something for every field of a register that has to be filled in, and the number for all counts."""
    found = {}
    for field in BOOK.register(code).fields:
        if field.kind == "count":
            found[field.code] = number
        elif field.required:
            found[field.code] = (
                field.options[0].code if field.options else "2018-06-01" if field.kind == "day" else "某事"
            )
    return found


def shown(summer, who="director", **asked):
    return text(summer.ask(who, PAGE, {**JUNE, **asked}))


def assert_each_number_opens_its_list(summer, page, least):
    links = links_on(page)
    assert len(links) >= least
    for address, number in links:
        listed = text(summer.ask("director", unescape(address)))
        found = re.search(r"共 ([\d,]+) [通条]", listed)
        assert found and int(found[1]) == number, address


def test_calls_stand_side_by_side_by_agent_and_outcome_and_each_number_opens_its_calls(summer):
    page = shown(summer, m="calls", rows="call_agent", cols="call_outcome")
    heads, *lines = table_on(page)
    assert (heads[0], heads[-1], set(heads[1:-1])) == ("话务员", "合计", {"振铃未接", "人工接听", "语音自助"})
    assert [line[0] for line in lines] == ["0001", "0002", "未注明", "合计"] and lines[-1][-1] == "5"
    assert_each_number_opens_its_list(summer, page, 8)
    hours = shown(summer, m=["calls", "answered", "answer_rate"], rows="call_hour")
    assert [line[:3] for line in table_on(hours)[1:3]] == [["09:00–10:00", "3", "2"], ["14:00–15:00", "1", "1"]]
    assert_each_number_opens_its_list(summer, shown(summer, m="calls", rows="call_queue", cols="week"), 4)


def test_cases_and_calls_share_a_table_over_what_both_know_and_nothing_else(summer):
    page = shown(summer, m=["accepted", "calls"], rows="month")
    assert table_on(page)[-1][1:] == ["16", "5"] and "”不分" not in page
    mixed = shown(summer, m=["accepted", "calls"], rows="territory")
    assert "“呼入”不分属地，只能按时间、时段、来电结果、话务员、技能组、被叫号码统计" in mixed
    assert table_on(mixed)[0] == ["属地", "受理"]
    assert "“受理”不分话务员" in shown(summer, m=["accepted", "calls"], rows="call_agent")
    assert "“呼入”不分类别，请去掉这个条件" in shown(summer, m="calls", rows="month", category="A03")


def test_registers_stand_side_by_side_by_unit_and_time(summer):
    name = "reg_trainings"
    page = shown(summer, m=name, rows="unit1")
    water, west = (summer.stage.units[one].short_name for one in ("water", "west"))
    assert {line[0]: line[1] for line in table_on(page)[1:]} == {water: "2", west: "1", "合计": "3"}
    assert_each_number_opens_its_list(summer, page, 3)
    own = shown(summer, "water.handler", m=name, rows="unit1")
    assert table_on(own)[-1] == ["合计", "2"], "a unit counts what it may read"
    assert "不分属地，只能按时间、单位统计" in shown(summer, m=name, rows="territory")
    assert "不能按现在的机构" in shown(summer, m=name, rows="unit1", tree="now")
    assert "按年填报，不能按月统计" in shown(summer, m="reg_targets", rows="month")


def test_who_sees_no_calls_is_not_offered_their_figures(summer):
    for who in ("agent", "water.handler"):
        assert "没有指标：calls" in shown(summer, who, m="calls"), who
