"""Who owes what since when; reminded by the clock before and after the due day, urged by hand once a day."""

import re
from datetime import date, datetime

import pytest

from huiyin.cases.tests.browser import text_of
from huiyin.flow.table import NotYours
from huiyin.flow.times import CITY_TZ, travelling
from huiyin.journal.models import Event
from huiyin.journal.work import deliver_all
from huiyin.registers.due import named, owed_by, standings
from huiyin.registers.models import Reminder
from huiyin.registers.reminding import remind_all, urge
from huiyin.registers.tasks import remind

FIRST_LEVEL = {"east", "west", "bureau", "water"}


def on(day, hour=10):
    return datetime(2020, 6, day, hour, tzinfo=CITY_TZ)


def owing(day, stage):
    found = {unit.pk: key for key, unit in stage.units.items()}
    return {(found[one.unit.pk], one.period.code, one.is_late) for s in standings(date(2020, 6, day)) for one in s.owed}


def test_the_units_of_the_level_owe_the_month_that_has_ended(stage, clerk):
    clerk.report("water")
    assert owing(2, stage) == {(unit, "2020-05", False) for unit in FIRST_LEVEL - {"water"}}
    assert owing(4, stage) == {(unit, "2020-05", True) for unit in FIRST_LEVEL - {"water"}}


def test_what_was_before_the_first_report_of_anybody_is_not_asked_for(stage, clerk):
    assert {period for _, period, _ in owing(10, stage)} == {"2020-05"}
    clerk.report("water", "2020-03")
    periods = {(unit, period) for unit, period, _ in owing(10, stage) if unit in {"water", "east"}}
    assert periods == {("water", "2020-04"), ("water", "2020-05"), *(("east", f"2020-0{n}") for n in (3, 4, 5))}


def test_a_unit_that_was_closed_owes_nothing_from_then_on(stage, clerk):
    stage.units["west"].__class__.objects.filter(pk=stage.units["west"].pk).update(closed_on=date(2020, 5, 20))
    assert "west" not in {unit for unit, _, _ in owing(4, stage)}


def test_the_clock_reminds_once_before_the_due_day_and_once_after(stage, clerk):
    clerk.report("water")
    counts = [remind_all(on(day)) for day in (1, 2, 2, 3, 4, 4, 8)]
    assert counts == [0, 3, 0, 0, 3, 0, 0]
    kinds = Reminder.objects.order_by("at").values_list("kind", "on").distinct()
    assert set(kinds) == {("before", date(2020, 6, 2)), ("late", date(2020, 6, 4))}
    told = Event.objects.filter(verb="report.remind").order_by("seq")[0]
    assert (told.said["period"], told.said["due"], told.said["kind"]) == ("2020年5月", "2020-06-03", "before")
    with travelling(on(9)):
        assert remind() == "定期报送提醒0次"


def test_who_reports_late_is_reminded_no_more(stage, clerk):
    remind_all(on(4))
    clerk.report("east")
    assert "east" not in {unit for unit, _, _ in owing(10, stage)}


def test_the_centre_sees_who_owes_and_urges_by_hand_once_a_day(stage, clerk):
    clerk.report("water")
    browser = clerk.browser("director")
    page = text_of(browser.get("/registers/due/"))
    assert "应报 4，已报 1（迟报 1），欠报 3" in page and "自 2020-06-03 起" in page
    keys = re.findall(r'name="owed" value="(.*?)"', page)
    assert len(keys) == 3
    for count in (3, 3):
        browser.post("/registers/due/urge/", {"owed": keys})
        assert Reminder.objects.filter(kind="urged").count() == count
    assert text_of(browser.get("/registers/due/")).count("催报 <time") == 3
    stage.later(days=1)
    browser.post("/registers/due/urge/", {"owed": keys[:1]})
    assert Reminder.objects.filter(kind="urged").count() == 4


def test_a_unit_is_told_what_it_owes_and_the_way_to_report_it(stage, clerk):
    assert [(one.unit, one.days_late) for one in owed_by(stage.who("west.handler"), date(2020, 6, 10))] == [
        (stage.units["west"], 7)
    ]
    browser = clerk.browser("west.handler")
    page = text_of(browser.get("/registers/"))
    address = re.search(r'href="(/registers/month_reports/new/[^"]+)"', page)[1].replace("&amp;", "&")
    form = text_of(browser.get(address))
    assert 'value="2020-05"' in form
    browser.post(
        "/registers/month_reports/new/", {"unit": str(stage.units["west"].pk), "period": "2020-05", "done": "0"}
    )
    assert "应报未报" not in text_of(browser.get("/registers/"))


@pytest.mark.parametrize("who", ["agent", "west.handler", "street.handler"])
def test_nobody_else_urges(stage, clerk, who):
    owed = named([one.key for s in standings(date(2020, 6, 10)) for one in s.owed], date(2020, 6, 10))
    with pytest.raises(NotYours):
        urge(owed, actor=stage.who(who), at=stage.at)
    clerk.browser(who).post("/registers/due/urge/", {"owed": [one.key for one in owed]})
    assert not Reminder.objects.exists()


def test_the_workers_deliver_what_reminders_and_reports_bring_about(stage, clerk):
    remind_all(on(4))
    clerk.report("water")
    deliver_all(lambda: stage.at)
