"""The pages of a register: who finds what, how a list is narrowed, what a figure leads to, what a file holds."""

import csv
import io
import re
from fractions import Fraction
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases.tests.browser import text_of
from huiyin.flow.table import Refused
from huiyin.journal.models import Event
from huiyin.measures.scope import Scope
from huiyin.registers.act import ENTRY_DOOR
from huiyin.registers.measures import measures_of
from huiyin.registers.models import Entry


def shown(browser, address, **query):
    response = browser.get(address, data=query)
    assert response.status_code == 200, address
    return text_of(response)


def numbers(page):
    return re.findall(r'<td class="number">(T\d+)</td>', page)


def test_a_line_is_entered_on_the_page_and_found_in_list_search_and_index(stage, clerk):
    browser = clerk.browser()
    page = shown(browser, "/registers/patrols/new/")
    assert "里程（公里）" in page and "花费（元）" in page
    done = browser.post("/registers/patrols/new/", {**clerk.said(words="堤脚有裂缝"), "move_key": "a"})
    assert (done.status_code, done["Location"]) == (302, "/registers/entry/1/")
    assert "堤脚有裂缝" in shown(browser, "/registers/entry/1/")
    assert numbers(shown(browser, "/registers/patrols/")) == ["T1"]
    assert numbers(shown(browser, "/registers/patrols/", q="裂缝")) == ["T1"]
    assert numbers(shown(browser, "/registers/patrols/", q="道路")) == []
    assert numbers(shown(browser, "/registers/", q="裂缝")) == ["T1"]


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(stage, clerk):
    back = clerk.browser().post("/registers/patrols/new/", clerk.said(length="很长", place="西渡村口"))
    page = text_of(back)
    assert back.status_code == 422
    assert "里程应是数字（公里），不能是“很长”" in page and "西渡村口" in page
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("water.handler", ["T3"]),
        ("east.handler", ["T2", "T1"]),
        ("street.head", ["T2"]),
        ("editor", ["T3", "T2", "T1"]),
        ("director", ["T3", "T2", "T1"]),
    ],
)
def test_a_unit_sees_its_own_and_those_below_and_the_centre_sees_all(stage, clerk, who, seen):
    clerk.enter("east")
    clerk.enter("street", who="east.handler")
    clerk.enter("water")
    browser = clerk.browser(who)
    assert numbers(shown(browser, "/registers/patrols/")) == seen
    for number in (1, 2, 3):
        expected = 200 if f"T{number}" in seen else 404
        assert browser.get(f"/registers/entry/{number}/").status_code == expected


@pytest.mark.parametrize("who", ["agent", "water.leader", "stranger"])
def test_to_a_stranger_the_register_is_not_there(stage, clerk, who):
    clerk.enter()
    browser = clerk.browser(who)
    for address in ("", "new/", "figures/", "sheet/", "sheet/template/"):
        assert browser.get(f"/registers/patrols/{address}").status_code == 404
    for address in ("", "amend/"):
        assert browser.get(f"/registers/entry/1/{address}").status_code == 404
    assert browser.post("/registers/patrols/new/", clerk.said()).status_code == 404
    index = browser.get("/registers/")
    assert index.status_code == (404 if who == "stranger" else 200)
    assert "patrols" not in index.content.decode()
    assert Entry.objects.count() == 1


def test_who_only_reads_finds_no_way_to_write(stage, clerk):
    clerk.enter()
    browser = clerk.browser("director")
    assert "/registers/patrols/new/" not in shown(browser, "/registers/patrols/")
    page = shown(browser, "/registers/entry/1/")
    assert "amend" not in page and "withdraw" not in page
    assert browser.get("/registers/entry/1/amend/").status_code == 404
    assert browser.post("/registers/entry/1/attach/").status_code == 404


def test_an_entry_is_amended_with_old_and_new_beside_each_other_and_withdrawn_with_a_reason(stage, clerk):
    browser = clerk.browser()
    clerk.enter(cost="100")
    form = shown(browser, "/registers/entry/1/amend/")
    seen = re.search(r'name="move_seen" value="(\d+)"', form)[1]
    done = browser.post("/registers/entry/1/amend/", clerk.said(cost="250", move_seen=seen))
    assert done.status_code == 302
    page = shown(browser, "/registers/entry/1/")
    assert "<del>100</del> 改为 250" in page
    stale = browser.post("/registers/entry/1/amend/", clerk.said(cost="300", move_seen=seen))
    assert stale.status_code == 409 and "您打开本页之后" in text_of(stale)
    assert browser.post("/moves/register/1/withdraw/", {}).status_code == 422
    assert browser.post("/moves/register/1/withdraw/", {"reason": "重复"}).status_code == 302
    assert numbers(shown(browser, "/registers/patrols/")) == []
    assert numbers(shown(browser, "/registers/patrols/", withdrawn="1")) == ["T1"]
    assert "撤下，不再统计：重复" in shown(browser, "/registers/entry/1/")


def test_counts_and_sums_lead_back_to_their_entries_and_leave_out_what_was_withdrawn(stage, clerk):
    clerk.enter("east", length="1.25", cost="100", covered="90", kind="road")
    clerk.enter("street", who="east.handler", length="2.5", covered="95", repaired="on")
    clerk.enter("water", length="10", day="2020-05-30", kind="road")
    wrong = clerk.enter("water", length="99")
    ENTRY_DOOR.move(wrong.pk, "withdraw", {"reason": "重复"}, actor=stage.who("water.handler"), at=stage.at)
    browser = clerk.browser("director")
    by_unit = rows(shown(browser, "/registers/patrols/figures/", by="unit"))
    assert by_unit == {
        "东岸区政府": ["1", "0", "1", "1.25", "100", "90", "0"],
        "东岸区柳巷街道办事处": ["1", "1", "0", "2.5", "0", "95", "1"],
        "市清源供水公司": ["1", "0", "1", "10", "0", "—", "0"],
        "合计": ["3", "1", "2", "13.75", "100", "92.5", "1"],
    }
    by_month = rows(shown(browser, "/registers/patrols/figures/", by="month"))
    assert {label: cells[0] for label, cells in by_month.items()} == {"2020年6月": "2", "2020年5月": "1", "合计": "3"}
    for page in (shown(browser, "/registers/patrols/figures/", by=by) for by in ("unit", "month")):
        assert_every_figure_leads_to_its_entries(browser, page)


def rows(page):
    found = {}
    for line in re.findall(r'<tr><th scope="row">(.*?)</tr>', page, re.S):
        label = line.partition("</th>")[0]
        found[label] = [re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<td.*?>(.*?)</td>", line)]
    return found


def assert_every_figure_leads_to_its_entries(browser, page):
    cells = re.findall(r'<td class="figure"><a href="(.*?)">(?:<b>)?(.*?)(?:</b>)?</a>', page)
    assert cells
    for address, text in cells:
        listed = numbers(text_of(browser.get(unescape(address))))
        if "having" not in address or "kind_" in address or "repaired" in address:
            assert len(listed) == int(text), address
        else:
            assert bool(listed) == (text not in {"0", "—"}), address


def test_a_unit_counts_only_what_it_sees(stage, clerk):
    clerk.enter("east", length="1")
    clerk.enter("water", length="5")
    page = shown(clerk.browser("east.handler"), "/registers/patrols/figures/")
    assert set(rows(page)) == {"东岸区政府", "合计"} and rows(page)["合计"][3] == "1"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_file_holds_what_the_filters_leave_and_the_journal_who_took_it(stage, clerk, ending):
    clerk.enter(length="1.5", words="=HYPERLINK(1)")
    clerk.enter(place="西渡村口", kind="road")
    response = clerk.browser("director").get("/registers/patrols/", data={"having": "kind_sea", "file": ending})
    content = b"".join(response.streaming_content)
    taken = Event.objects.get(verb="export.registers")
    assert taken.said == {"register": "patrols", "format": ending, "filters": {"having": ["kind_sea"]}, "rows": 1}
    assert taken.actor_id == stage.who("director").user_id
    if ending == "csv":
        head, line = csv.reader(io.StringIO(content.decode("utf-8-sig")))
        said = dict(zip(head, line, strict=True))
        assert (said["编号"], said["单位"], said["日期"], said["里程（公里）"]) == (
            "T1",
            "市清源供水公司",
            "2020-06-08",
            "1.5",
        )
        assert said["情况"] == "'=HYPERLINK(1)"
    else:
        assert content.startswith(b"PK")


def test_files_come_with_an_entry_and_only_its_readers_open_them(stage, clerk):
    browser = clerk.browser()
    paper = SimpleUploadedFile("巡查单.txt", "东滩海堤一切正常".encode(), "text/plain")
    done = browser.post("/registers/patrols/new/", {**clerk.said(), "move_files": paper})
    page = text_of(done)
    if done.status_code == 422:
        assert "可以上传" in page
        pytest.fail(re.sub(r"<.*?>", " ", page)[-1500:])
    address = re.search(r'href="(/files/[^"]+)"', shown(browser, "/registers/entry/1/"))[1]
    assert browser.get(address).status_code == 200
    assert clerk.browser("east.handler").get(address).status_code == 404
    bad = browser.post("/registers/entry/1/attach/", {"papers": SimpleUploadedFile("x.exe", b"MZ\x90")})
    assert bad.status_code == 422 and "可以上传" in text_of(bad)


def test_a_list_costs_the_same_for_one_entry_and_for_fifty(stage, clerk):
    browser = clerk.browser("director")
    clerk.enter()
    for _ in range(2):
        shown(browser, "/registers/patrols/")
    few = browser.statements
    for day in range(1, 31):
        clerk.enter(day=f"2020-05-{day:02}")
    assert len(numbers(shown(browser, "/registers/patrols/"))) == 31
    assert browser.statements == few


@pytest.mark.postgresql
def test_the_same_figures_and_rules_hold_in_postgresql(stage, clerk):
    for covered in ("90", "95", "95"):
        clerk.enter(covered=covered, length="0.1")
    page = shown(clerk.browser("director"), "/registers/patrols/figures/")
    assert rows(page)["合计"] == ["3", "3", "0", "0.3", "0", "93.33", "0"]
    measures = {one.name: one for one in measures_of(stage.book)}
    covered = measures["reg_patrols.covered"]
    assert covered.value(covered.rows(Scope())) == Fraction(280, 300)
    clerk.report()
    with pytest.raises(Refused):
        clerk.report(done="5")


def test_a_figure_of_the_statistics_leads_to_the_list_of_the_register(stage, clerk):
    clerk.enter(cost="100")
    clerk.enter(day="2020-05-30", cost="7")
    asked = {"since": "2020-06-01", "last": "2020-06-30"}
    answer = clerk.browser("director").get("/statistics/reg_patrols.cost/", data=asked)
    assert (answer.status_code, answer["Location"]) == (
        302, "/registers/patrols/?from=2020-06-01&to=2020-06-30&having=cost",
    )  # fmt: skip
    assert numbers(shown(clerk.browser("director"), answer["Location"])) == ["T1"]
