"""The daily sheet counts what its lists show, at any moment; the measures count by the same queries."""

import re
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from huiyin.cases.tests.browser import text_of
from huiyin.documents.tests.pages import words as printed_words
from huiyin.incidents.act import gather
from huiyin.incidents.measures import MEASURES, measures_of
from huiyin.journal.models import Event
from huiyin.measures.figures import figure
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope

pytestmark = pytest.mark.django_db
WATER, LIGHTS = "A07", "A02"


@pytest.fixture
def busy(command):
    """Three cases yesterday, two today, of two topics; one dispatched, one answered; tasks and resources."""
    stage = command.stage
    incident = command.running()
    agent = stage.who("agent")
    made = [stage.register(category=WATER, territory="410202", phone=f"1380000000{n}").case for n in range(3)]
    gather(incident, [case.pk for case in made], how="batch", actor=agent, at=stage.at)
    stage.dispatch(made[0])
    command.log(incident, "teams", "4", words="抢修")
    command.task(incident, "water", due_at=stage.at + timedelta(hours=2))
    stage.later(hours=25)
    late = [stage.register(category=LIGHTS, phone=f"1390000000{n}").case for n in range(2)]
    gather(incident, [case.pk for case in late], how="batch", actor=agent, at=stage.at)
    book = stage.book
    result = next(one.code for one in book.results if one.solves and one.closes and not one.needs_reviewer)
    stage.move(late[0], "answer_directly", "agent", answer="已答复", way="phone", result=result)
    command.log(incident, "teams", "2.5", words="增援")
    stage.register(phone="13700000001")
    stage.later(minutes=10)
    return incident


def cells_of(page):
    """Return every figure of the sheet's first table by its row: [all, last day, open] with their addresses."""
    rows = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.S):
        links = re.findall(r'<a href="([^"]+)">([\d,.]+)</a>', row)
        if len(links) == 3:
            label = re.sub(r"<[^>]+>", "", re.search(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)[1]).strip()
            rows[label] = links
    return rows


def test_each_figure_of_the_sheet_leads_to_just_as_many_cases(command, busy):
    director = command.browser("director")
    rows = cells_of(text_of(director.get(f"/incidents/{busy.number}/sheet/")))
    told = {label: [int(text) for _, text in links] for label, links in rows.items()}
    assert told["全部"] == [5, 2, 4]
    assert told["市清源供水公司"] == [1, 0, 1]
    assert told["供水"] == [3, 0, 3]
    assert told["市政建设"] == [2, 2, 1]
    assert told["龙亭区"] == [3, 0, 3]
    for links in rows.values():
        for address, text in links:
            page = text_of(director.get(address.replace("&amp;", "&")))
            assert len(re.findall(r'<td class="number"><a href="/cases/', page)) == int(text), address


def test_the_sheet_of_yesterday_shows_what_was_so_then(command, busy):
    director = command.browser("director")
    then = (command.stage.at - timedelta(hours=20)).isoformat()
    rows = cells_of(text_of(director.get(f"/incidents/{busy.number}/sheet/", data={"at": then})))
    assert [int(text) for _, text in rows["全部"]] == [3, 3, 3]
    address = rows["全部"][0][0].replace("&amp;", "&")
    assert len(re.findall(r'<td class="number"><a href="/cases/', text_of(director.get(address)))) == 3


def test_what_stands_in_the_address_is_looked_at(command, busy):
    director = command.browser("director")
    assert director.get(f"/incidents/{busy.number}/cases/", data={"unit": "x"}).status_code == 404
    assert director.get(f"/incidents/{busy.number}/sheet/", data={"at": "gestern"}).status_code == 200
    assert director.get("/incidents/tasks/", data={"from": "gestern"}).status_code == 400


def test_the_sheet_has_tasks_with_their_lateness_sums_and_the_wording(command, busy):
    page = text_of(command.browser("director").get(f"/incidents/{busy.number}/sheet/"))
    for words in ("情况日报", "待接收，超期", "抢修队伍", "6.5", "支", busy.wording):
        assert words in page, words


def test_the_sheet_is_a_page_a_pdf_and_a_docx_of_one_moment_and_no_strangers(command, busy):
    director, address = command.browser("director"), f"/incidents/{busy.number}/sheet/"
    then = (command.stage.at - timedelta(hours=20)).strftime("%Y-%m-%dT%H:%M")
    assert f"{address}?as=pdf" in text_of(director.get(f"/incidents/{busy.number}/"))
    page = text_of(director.get(address, data={"at": then}))
    printed = printed_words(director.get(address, data={"at": then, "as": "pdf"}).content)
    file = docx.Document(BytesIO(director.get(address, data={"at": then, "as": "docx"}).content))
    assert re.search(r'href="\?at=[^"]*as=docx"', page), "the file is of the moment that the page shows"
    for said in ("情况日报", "一、关联工单", "抽排柳巷积水", busy.wording):
        assert said in page and said in printed, said
    # A figure stands in a locked content control, which the text of a cell leaves out.
    by_unit = [
        ["".join(one.text for one in cell._tc.iter(qn("w:t"))) for cell in row.cells] for row in file.tables[0].rows
    ]
    assert by_unit[0] == ["承办单位", "累计", "近24小时", "未办结"] and by_unit[-1] == ["全部", "3", "3", "3"]
    assert Event.objects.filter(verb="export.paper", subject_id=busy.pk).count() == 2
    for who in ("water.handler", "stranger"):
        for form in ("", "?as=pdf", "?as=docx"):
            assert command.browser(who).get(f"{address}{form}").status_code == 404


def test_measures_count_by_hand_and_lead_to_their_rows(command, busy):
    stage, registry = command.stage, Registry([*MEASURES, *measures_of(command.stage.book)])
    day = stage.at.date()
    scope = Scope(since=day - timedelta(days=1), until=day + timedelta(days=1), book=stage.book)

    def text(name, of=scope):
        return figure(registry, name, of).text()

    assert [text(name) for name in ("incidents", "incident_cases", "incident_tasks", "incident_teams")] == [
        "1",
        "5",
        "1",
        "6.50",
    ]
    assert text("incident_cases", scope.narrowed(category=WATER)) == "3"
    assert text("incident_teams", scope.narrowed(category=WATER)) == "0"
    assert text("incident_tasks", scope.narrowed(unit_path=stage.units["west"].path)) == "0"
    [task] = busy.tasks.all()
    command.move_task(task, "report", done="晚了")
    assert [text("incident_tasks_on_time"), text("incident_task_rate")] == ["0", "0.00%"]
    director = command.browser("director")
    for name, seen in (("incident_tasks", "清源供水"), ("incident_teams", "增援"), ("incidents", busy.title)):
        listed = registry.measure(name).listed_at(scope)
        assert seen in text_of(director.get(listed)), listed
    assert "没有任务" in text_of(director.get(registry.measure("incident_tasks_on_time").listed_at(scope)))


def test_a_large_incident_asks_no_more_than_a_small_one(command, busy):
    director = command.browser("director")
    pages = [
        f"/incidents/{busy.number}/",
        f"/incidents/{busy.number}/sheet/",
        f"/incidents/{busy.number}/cases/",
        f"/incidents/{busy.number}/resources/",
    ]
    command.log(busy, "teams", "1", "water")
    for address in pages:
        director.get(address)
    few = {address: (director.get(address), director.statements)[1] for address in pages}
    stage = command.stage
    more = [stage.register(category=WATER, territory="410202", phone=f"1360000{n:04}").case for n in range(12)]
    gather(busy, [case.pk for case in more], how="batch", actor=stage.who("agent"), at=stage.at)
    for n in range(12):
        command.log(busy, "teams", str(n + 1), "water")
        command.task(busy, "water", "bureau", words=f"任务{n}")
    for address in pages:
        director.get(address)
        assert director.statements <= few[address], address


def test_the_log_is_taken_out_as_a_workbook_and_that_is_noted(command, busy):
    from huiyin.journal.models import Event

    answer = command.browser("director").get(f"/incidents/{busy.number}/resources/", data={"file": "xlsx"})
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert Event.objects.get(verb="export.incident").said["rows"] == 2
