"""The page 交叉统计: what it offers, that its numbers open their lists, its files, who sees what; and the list behind a figure."""

import json
import re
from html import unescape
from io import BytesIO

import pytest
from django.http import QueryDict
from python_calamine import CalamineWorkbook

from huiyin.cases.tests.test_measures import ACCEPTED, BY_UNIT
from huiyin.flow.times import travelling
from huiyin.journal.models import Event
from huiyin.measures.kinds import Measure
from huiyin.statistics.behind import behind
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.tests.summer import BOOK, LATER, SUMMER, played_once
from huiyin.statistics.views import BEHIND

pytestmark = pytest.mark.django_db

PAGE = "/statistics/crossing/"
JUNE = {"since": "2018-06-01", "last": "2018-06-30"}
WHOLE = {"since": "2018-05-01", "last": "2018-08-31"}


@pytest.fixture(scope="module")
def summer(django_db_setup, django_db_blocker):
    with played_once(django_db_blocker) as summer:
        yield summer


@pytest.fixture(autouse=True)
def in_september(summer, settings):
    settings.CITY = "kaifeng"
    with travelling(LATER):
        yield


def text(response):
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def table_on(page):
    """Return the lines of the first crossed table: label, then the texts of the cells."""
    table = re.search(r'<table class="list crossed">(.*?)</table>', page, re.S)[1]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.S)
    return [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)] for row in rows
    ]


def links_on(page):
    """Return address and number of each cell that opens a list."""
    table = re.search(r'<table class="list crossed">(.*?)</table>', page, re.S)[1]
    found = re.findall(r'<a href="([^"]+)">(?:<b>)?([\d,]+)(?:</b>)?</a>', table)
    return [(address, int(number.replace(",", ""))) for address, number in found]


def total_of(page):
    """Return how many rows the list says it has."""
    return int(re.search(r"共 ([\d,]+) 条", page)[1].replace(",", "")) if "共 " in page else 0


@pytest.mark.mission(129)
def test_the_hot_topics_of_the_districts_stand_in_one_table_and_each_number_opens_its_cases(summer):
    page = text(summer.ask("director", PAGE, {**JUNE, "m": "accepted", "rows": "category1", "cols": "territory"}))
    heads, *lines = table_on(page)
    assert heads[1:4] == ["龙亭区", "顺河回族区", "鼓楼区"] and heads[-1] == "合计"
    accepted = [summer.cases[name] for name in ACCEPTED]
    by_hand = [case for case in accepted if case.category == "A03" and case.territory == "410202"]
    line = next(line for line in lines if line[0] == "环境卫生")
    assert int(line[1]) == len(by_hand) > 0
    assert lines[-1][0] == "合计" and int(lines[-1][-1]) == len(ACCEPTED)
    links = links_on(page)
    assert len(links) > 8
    for address, number in links:
        listed = text(summer.ask("director", address))
        assert total_of(listed) == lines_of(listed) == number


def test_the_list_behind_every_counter_has_a_line_for_each_of_its_rows(summer):
    registry, director = registry_for(BOOK), summer.stage.who("director")
    asked = [
        one for one in registry if isinstance(one, Measure) and not one.listed_at and one.name != "contact_changes"
    ]
    counted = {one.name: number for one in asked if (number := one.rows(SUMMER).count())}
    lists = {name: behind(registry.measure(name).rows(SUMMER), QueryDict(), BEHIND, director) for name in counted}
    assert {name: (one.page.total, len(one.lines)) for name, one in lists.items()} == {
        name: (f"{number:,}", min(number, 50)) for name, number in counted.items()
    }
    assert len(counted) > 60 and sum(not one.of_cases for one in lists.values()) > 20


def test_a_long_list_of_spans_is_read_page_by_page_there_and_back(summer):
    first = text(summer.ask("director", "/statistics/held/", WHOLE))
    second = text(summer.ask("director", f"/statistics/held/{following(first, 'next')}"))
    assert lines_of(first) == 50 and lines_of(first) + lines_of(second) == total_of(first) == total_of(second)
    assert lines_of(text(summer.ask("director", f"/statistics/held/{following(second, 'prev')}"))) == 50


def lines_of(page):
    return len(re.findall(r'<td class="number">', page))


def following(page, way):
    return re.search(rf'<a rel="{way}" href="([^"]+)"', page)[1]


def test_measures_stand_side_by_side_with_share_rank_and_what_was_before(summer):
    asked = {
        **JUNE,
        "m": ["accepted", "closed", "on_time_rate.of_accepted"],
        "rows": "kind",
        "beside": ["share", "rank", "before"],
    }
    heads, *lines = table_on(text(summer.ask("director", PAGE, asked)))
    assert heads[:8] == ["诉求性质", "受理", "占比", "排名", "上期", "比上期", "办结", "占比"]
    complaints = next(line for line in lines if line[0] == "投诉")
    assert complaints[1:6] == ["15", "93.8%", "1", "1", "+1400.0%"]
    whole = lines[-1]
    assert whole[1:6] == ["16", "100.0%", "", "1", "+1500.0%"]
    # 10 of 16, printed without digits behind the point and rounded up at a half, as the rulebook of 2018 says.
    assert "63%" in whole
    consults = next(line for line in lines if line[0] == "咨询")
    assert consults[1] == "1" and consults[6] == "0"


def test_what_the_chart_draws_is_what_the_table_says(summer):
    page = text(summer.ask("director", PAGE, {**WHOLE, "m": ["accepted", "open"], "rows": "month"}))
    drawn = json.loads(re.search(r'<script id="data-1" type="application/json">(.*?)</script>', page)[1])
    assert drawn["kind"] == "line" and drawn["rows"] == ["2018年5月", "2018年6月", "2018年7月", "2018年8月"]
    assert [one["data"] for one in drawn["series"]] == [[1, 16, 1, 0], [1, 3, 4, 4]]
    assert [line[1:] for line in table_on(page)[1:]] == [["1", "1"], ["16", "3"], ["1", "4"], ["0", "4"], ["18", "4"]]
    calendar = text(summer.ask("director", PAGE, {**JUNE, "m": "accepted", "rows": "day", "chart": "calendar"}))
    days = json.loads(re.search(r'<script id="data-1" type="application/json">(.*?)</script>', calendar)[1])
    assert days["days"][0] == "2018-06-01" and len(days["days"]) == 30 and sum(days["series"][0]["data"]) == 16
    assert "data-of" not in text(summer.ask("director", PAGE, {**JUNE, "chart": "none"}))


def test_the_greatest_can_stand_first(summer):
    lines = table_on(
        text(summer.ask("director", PAGE, {**JUNE, "m": "accepted", "rows": "territory", "sort": "value"}))
    )[1:-1]
    # What has no district stands last, however much it is.
    assert lines[-1][0] == "未注明" and int(lines[-1][1]) > 0
    numbers = [int(line[1]) for line in lines[:-1]]
    assert numbers == sorted(numbers, reverse=True) and numbers[0] > numbers[-1]


def test_a_file_carries_the_numbers_and_what_they_mean_and_the_journal_who_took_it(summer):
    asked = {**JUNE, "m": "on_time_rate.of_accepted", "rows": "territory", "category": "A03"}
    sent = summer.ask("director", PAGE, {**asked, "format": "xlsx"})
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(sent.streaming_content)))
    figures, meaning = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert book.sheet_names == ["统计", "口径"]
    assert figures[0] == ["属地", "按期办结率（占受理）"] and figures[-1][0] == "合计"
    told = dict(meaning)
    assert told["指标：按期办结率（占受理）"] == "期间内受理的件数中按期办结（含直接答复和办理）的比例。"
    assert told["统计期间"] == "2018-06-01 至 2018-06-30" and told["类别"] == "环境卫生"
    event = Event.objects.get(verb="export.figures")
    assert event.actor_id == summer.stage.who("director").user_id
    assert event.said == {"format": "xlsx", "measures": ["on_time_rate.of_accepted"], "rows": "territory", "cols": ""}


def test_a_csv_of_two_measures_by_two_dimensions_names_the_measure_in_each_row(summer):
    asked = {**JUNE, "m": ["accepted", "closed"], "rows": "kind", "cols": "family", "format": "csv"}
    sent = b"".join(summer.ask("director", PAGE, asked).streaming_content).decode("utf-8-sig").splitlines()
    assert sent[0] == "指标,诉求性质,平台受理,网络舆情,合计"
    assert "受理,合计,14,2,16" in sent and f"办结,合计,{len(BY_UNIT) - 1},1,{len(BY_UNIT)}" in sent


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"rows": "moon"}, "“行”没有这个选项"), ({"rows": "day", "cols": "month"}, "不能都是时间"),
        ({"rows": "kind", "cols": "kind"}, "行和列不能相同"), ({"m": "no_such"}, "没有指标：no_such"),
        ({"since": "2010-01-01", "rows": "day"}, "请缩短期间"), ({"m": "open", "rows": "day", "since": "2018-01-01"}, "逐段统计"),
        ({"since": "gestern"}, "日期应写成"),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_so_is_said(summer, asked, said):
    assert said in text(summer.ask("director", PAGE, {"last": "2018-06-30", **asked}))


def test_an_unknown_cell_is_not_there(summer):
    for cell in ("moon:1", "month:2018-06-07", "month:gestern"):
        assert summer.ask("director", "/statistics/accepted/", {**JUNE, "cell": cell}).status_code == 404


def test_a_unit_crosses_its_own_part_and_a_stranger_finds_nothing(summer):
    water = table_on(text(summer.ask("water.handler", PAGE, {**JUNE, "m": "accepted", "rows": "unit1"})))
    assert [line[0] for line in water[1:]] == ["清源供水", "合计"]
    west = summer.stage.units["west"].path
    assert summer.ask("water.handler", PAGE, {**JUNE, "unit_path": west}).status_code == 404
    assert summer.ask("stranger", PAGE, JUNE).status_code == 404
    assert summer.ask("admin", PAGE, JUNE).status_code == 404


def test_the_questions_that_are_asked_often_lead_to_tables(summer):
    page = text(summer.ask("director", "/statistics/", JUNE))
    often = dict(reversed(pair) for pair in re.findall(r'<li><a href="(/statistics/crossing/[^"]+)">([^<]+)</a>', page))
    assert {"本月各单位按期办结率", "各区县受理量", "每日受理"} <= set(often)
    tables = [text(summer.ask("director", address)) for address in often.values()]
    assert all("table class" in one or "这一期间没有数" in one for one in tables)
    assert any("table class" in one for one in tables)


def test_the_page_of_figures_counts_the_headline_and_each_group_when_it_is_asked_for(summer):
    page = text(summer.ask("director", "/statistics/", JUNE))
    assert page.count('hx-trigger="revealed"') > 5 and "延期后按期办结" not in page
    later = [unescape(address) for address in re.findall(r'hx-get="(\?[^"]+)"', page)]
    group = next(address for address in later if "accepted_in_period.%E5%B7%A5%E5%8D%95" in address)
    part = text(summer.ask("director", f"/statistics/{group}", headers={"HX-Request": "true"}))
    assert "延期后按期办结" in part and "<html" not in part
    assert "延期后按期办结" in text(summer.ask("director", f"/statistics/{group}"))
    unknown = summer.ask("director", "/statistics/?group=moon", headers={"HX-Request": "true"})
    assert unknown.status_code == 404
