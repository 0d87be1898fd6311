"""The desk shows number after number; the list, its file and the rates; to a stranger none of it is there."""

import re
from html import unescape

import pytest
from python_calamine import CalamineWorkbook

from huiyin.cases.tests.browser import text_of
from huiyin.linetests.models import LineTest


def shown(browser, address, **query):
    response = browser.get(address, data=query)
    assert response.status_code == 200, address
    return text_of(response)


def form_of(page):
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("test", "key")}


@pytest.mark.mission(67)
def test_the_tester_tells_one_result_after_the_other_and_the_rate_comes_out(board):
    supervisor, desk = board.browser("supervisor"), board.browser("shift_lead")
    supervisor.post("/linetests/plan/")
    many = LineTest.objects.count()
    assert f"开始拨测（{many}）" in shown(desk, "/linetests/")
    heard = []
    for place in range(many):
        page = shown(desk, "/linetests/call/")
        row = LineTest.objects.get(pk=form_of(page)["test"])
        assert row.number in page
        heard.append("no_answer" if place == 0 else "in_time")
        done = desk.post("/linetests/call/", {**form_of(page), "heard": heard[-1]})
        assert (done.status_code, done["Location"]) == (302, "/linetests/call/")
    assert "都有结果了" in shown(desk, "/linetests/call/")
    page = shown(supervisor, "/linetests/results/")
    rate = f"{(1000 * (many - 1) + many // 2) // many / 10:.1f}%"
    assert rate in page
    missed_at = unescape(re.findall(r'href="([^"]*what=missed[^"]*)"', page)[-1])
    assert shown(supervisor, missed_at).count('<td class="number">0100') == 1


def test_the_same_answer_sent_twice_is_one_and_a_strange_one_is_refused_with_a_reason(board):
    board.plan()
    desk = board.browser("shift_lead")
    form = form_of(shown(desk, "/linetests/call/"))
    refused = desk.post("/linetests/call/", {**form, "heard": "hung_up"})
    assert refused.status_code == 422 and "没有这个选项" in text_of(refused)
    for _ in range(2):
        assert desk.post("/linetests/call/", {**form, "heard": "slow"}).status_code == 302
    late = desk.post("/linetests/call/", {**form, "key": "other", "heard": "no_answer"})
    assert late.status_code == 422 and "不能未接通" in text_of(late)
    assert LineTest.objects.get(pk=form["test"]).heard == "slow"
    assert desk.post("/linetests/call/", {"test": "x", "heard": "slow"}).status_code == 404


def test_the_list_is_taken_out_as_a_file(board, tmp_path):
    board.plan()
    board.take(board.rows()[0], "missed", heard="no_answer", words="响了十声")
    answer = board.browser("assessor").get("/linetests/", data={"file": "xlsx"})
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert head[:5] == ["月份", "单位", "电话", "状态", "结果"]
    assert len(rows) == LineTest.objects.count()
    assert ["2020-06", "无人接听", "响了十声"] in [[row[0], row[4], row[9]] for row in rows]


def test_a_unit_explains_on_its_page_what_it_missed(board):
    board.plan()
    rows = {row.unit_id: row for row in board.rows()}
    key = next(name for name, unit in board.stage.units.items() if unit.pk in rows)
    row = board.take(rows[board.stage.units[key].pk], "missed", heard="no_answer", words="")
    unit = board.browser(f"{key}.handler")
    assert row.number in shown(unit, "/linetests/")
    assert "说明" in shown(unit, f"/linetests/{row.pk}/")
    assert unit.post(f"/moves/linetest/{row.pk}/explain/", {"explanation": "当时停电"}).status_code == 302
    assert "当时停电" in shown(board.browser("supervisor"), f"/linetests/{row.pk}/")


@pytest.mark.parametrize("who", ["water.handler", "stranger", "callback_agent", "agent"])
def test_to_who_does_not_ring_the_desk_is_not_there(board, who):
    board.plan()
    row = board.rows()[0]
    browser = board.browser(who)
    assert browser.get("/linetests/call/").status_code == 404
    assert browser.post("/linetests/call/", {"test": str(row.pk), "heard": "in_time"}).status_code == 404
    assert browser.get("/linetests/results/").status_code == 404
    assert browser.post("/linetests/plan/").status_code == 404
    if who != "agent":
        assert browser.get(f"/linetests/{row.pk}/").status_code == 404
