"""The pages of the ledger as the posts use them; to a stranger they are not there."""

import re

import pytest

from huiyin.cases.scoped import start_of
from huiyin.cases.tests.browser import text_of
from huiyin.flow.times import travelling
from huiyin.hardcases.measures import MEASURES
from huiyin.hardcases.models import HardCase
from huiyin.measures.figures import figures
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope


def shown(browser, address, **query):
    response = browser.get(address, data=query)
    assert response.status_code == 200, address
    return text_of(response)


@pytest.mark.mission(189)
def test_a_case_is_proposed_on_its_page_accepted_reviewed_and_solved(ledger):
    case = ledger.open_case()
    unit, supervisor = ledger.browser("water.handler"), ledger.browser("supervisor")
    assert f"/hardcases/propose/{case.number}/" in shown(unit, f"/hardcases/of/{case.number}/")
    form = {"kind": "old", "reason": "产权不清", "condition": "产权确认", "move_key": "k"}
    refused = unit.post(f"/hardcases/propose/{case.number}/", {**form, "condition": ""})
    assert refused.status_code == 422
    assert "产权不清" in text_of(refused)
    done = unit.post(f"/hardcases/propose/{case.number}/", form)
    row = HardCase.objects.get()
    assert done["Location"] == f"/hardcases/{row.pk}/"
    assert "待审定" in shown(supervisor, "/hardcases/")
    page = shown(supervisor, f"/moves/hardcase/{row.pk}/accept/")
    assert re.search(r'name="review_on" value="2020-06-15"', page), "the longest that Haiyan allows is suggested"
    water = ledger.stage.units["water"]
    supervisor.post(
        f"/moves/hardcase/{row.pk}/accept/", {"owner": water.pk, "leader": "镇长", "review_on": "2020-06-15"}
    )
    page = shown(unit, f"/hardcases/{row.pk}/")
    assert "复查" in page and "镇长" in page
    unit.post(f"/moves/hardcase/{row.pk}/review/", {"words": "已找到图纸", "review_on": "2020-06-14"})
    assert "已找到图纸" in shown(supervisor, f"/hardcases/{row.pk}/")
    supervisor.post(f"/moves/hardcase/{row.pk}/solve/", {"words": "产权已确认"})
    assert case.number not in shown(supervisor, "/hardcases/")
    assert case.number in shown(supervisor, "/hardcases/", state="solved")
    assert "旧账" in shown(supervisor, f"/hardcases/of/{case.number}/")


def test_what_is_late_is_found_and_taken_out_as_a_file(ledger):
    row = ledger.accepted()
    browser = ledger.browser("assessor")
    assert row.case.number not in shown(browser, "/hardcases/", late="1")
    ledger.stage.later(days=6)
    page = shown(browser, "/hardcases/", late="1")
    assert row.case.number in page and "已逾期" in page
    assert browser.get("/hardcases/", data={"file": "xlsx"})["Content-Type"].endswith("sheet")


@pytest.mark.parametrize("who", ["west.handler", "stranger", "agent"])
def test_to_a_stranger_the_case_is_not_there(ledger, who):
    row = ledger.accepted()
    browser = ledger.browser(who)
    assert browser.get(f"/hardcases/{row.pk}/").status_code == 404
    assert browser.get(f"/hardcases/propose/{row.case.number}/").status_code == 404
    assert browser.get(f"/moves/hardcase/{row.pk}/review/").status_code == 404
    if who == "west.handler":
        assert row.case.number not in shown(browser, "/hardcases/")


@pytest.mark.mission(72)
def test_the_matter_of_the_month_is_chosen_on_the_page_and_printed(ledger):
    editor = ledger.browser("editor")
    assert "还差 1 个" in shown(editor, "/hardcases/focus/")
    form = {"month": "2020-06-08", "title": "东滩停水", "why": "二十件", "aim": "恢复", "leader": "镇长",
            "owner": str(ledger.stage.units["water"].pk), "move_key": "f"}  # fmt: skip
    assert editor.post("/hardcases/focus/new/", {**form, "leader": ""}).status_code == 422
    done = editor.post("/hardcases/focus/new/", form)
    assert done.status_code == 302
    unit = ledger.browser("water.handler")
    assert "记进展" in shown(unit, done["Location"])
    unit.post(done["Location"].replace("/hardcases/focus/", "/moves/focus/") + "note/", {"words": "水管已换"})
    editor.post(
        done["Location"].replace("/hardcases/focus/", "/moves/focus/") + "report/",
        {"result": "solved", "report": "全部恢复"},
    )
    page = shown(ledger.browser("city_leader"), "/hardcases/focus/paper/2020-06/")
    assert "水管已换" in page and "已解决。全部恢复" in page
    assert ledger.browser("agent").get("/hardcases/focus/new/").status_code == 404
    assert editor.get("/hardcases/focus/paper/2019-01/").status_code == 404
    assert editor.get("/hardcases/focus/paper/x/").status_code == 404


@pytest.mark.mission(74)
def test_the_calendar_of_the_seasons_says_what_comes_and_who_is_told(ledger):
    page = shown(ledger.browser("water.handler"), "/hardcases/seasons/")
    assert "台风季" in page and "巡查海堤" in page
    assert "下一次自 2020-07-01 起，2020-06-21 开始提醒" in page


def test_the_figures_are_those_that_one_counts_by_hand(ledger):
    listed = ledger.accepted()
    solved = ledger.accepted(ledger.proposed(ledger.open_case()))
    ledger.proposed(ledger.open_case())
    ledger.take(solved, "solve", "supervisor", words="好了")
    ledger.stage.later(days=7)
    scope = Scope(ledger.today.replace(day=1), ledger.day(1), book=ledger.stage.book)
    with travelling(ledger.stage.at):
        counted = figures(Registry(MEASURES), scope)
        found = {name: one.value for name, one in counted.items()}
        past = figures(Registry(MEASURES), scope.narrowed(at=start_of(ledger.day(-3))))
        of_west = figures(Registry(MEASURES), scope.narrowed(unit_path=ledger.stage.units["west"].path))
    assert found == {
        "hard": 1, "hard.unreviewed": 1, "hard.listed": 2, "hard.off": 1, "hard.solved": 1, "hard_solved_rate": 1,
        "focuses": 0, "focuses.solved": 0, "focus_solved_rate": None,
    }  # fmt: skip
    assert list(counted["hard"].rows) == [listed]
    assert past["hard.unreviewed"].value == 0
    assert of_west["hard.listed"].value == 0
