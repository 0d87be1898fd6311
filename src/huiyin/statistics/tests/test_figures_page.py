"""The page 办理情况统计: who sees it, that each figure opens the list that it counts, and what a unit sees of it."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.queries import SEES_ALL
from huiyin.flow.posts import Post

PAGE = "/statistics/"
JUNE = {"since": "2018-06-01", "last": "2018-06-30", "group": "all"}


def text(response):
    return response.content.decode()


def figure_on(response, label):
    """Return the number that stands in the row of a counter."""
    row = re.search(
        rf"<tr><td>{re.escape(label)}</td><td class=\"figure\"><a href=\"[^\"]+\">([^<]+)</a>", text(response)
    )
    return row[1]


def links_on(response):
    """Return the address and the printed number of every counter."""
    found = re.findall(r"<td class=\"figure\"><a href=\"([^\"]+)\">([\d,]+)</a></td><td>[件次]</td>", text(response))
    return [(unescape(address), int(number.replace(",", ""))) for address, number in found]


def test_the_director_sees_the_counters_of_the_period(kaifeng):
    page = kaifeng.open("director", PAGE, **JUNE)
    assert page.status_code == 200
    assert figure_on(page, "受理") == "5"
    assert figure_on(page, "转办") == "5"
    assert figure_on(page, "办结") == "3"
    assert figure_on(page, "在办") == "2"
    assert "按期办结率（占受理）" in text(page)
    # Three of five, printed without digits behind the point, as the rulebook of 2018 says.
    assert ">60%<" in text(page)


def test_every_figure_opens_the_list_of_the_cases_that_it_counts(kaifeng):
    page = kaifeng.open("director", PAGE, **JUNE)
    links = links_on(page)
    assert len(links) > 50
    for address, number in links:
        behind = kaifeng.open("director", address)
        assert behind.status_code == 200
        shown = len(re.findall(r'<td class="number">', text(behind)))
        assert (shown > 0) == (number > 0) and shown <= number


def test_the_list_behind_a_figure_names_its_cases_and_its_definition(kaifeng):
    behind = kaifeng.open("director", reverse("statistics:cases", args=["open"]), **JUNE)
    assert kaifeng.cases["open"].number in text(behind)
    assert kaifeng.cases["report"].number in text(behind)
    assert kaifeng.cases["first"].number not in text(behind)
    assert "期末尚未办结的件数" in text(behind)


def test_a_rate_opens_both_of_its_parts(kaifeng):
    behind = kaifeng.open("director", reverse("statistics:cases", args=["on_time_rate.of_accepted"]), **JUNE)
    assert "60%" in text(behind)
    assert "按期办结（含直接） 3" in text(behind)
    assert "受理 5" in text(behind)


def test_the_headline_is_the_rate_that_the_city_prints(dandong):
    page = dandong.open("director", PAGE, **JUNE)
    top = text(page).split("<thead>")[1].split("</thead>")[0]
    assert "办结率" in top and "占受理" not in top


def test_a_period_is_counted_by_the_definitions_of_its_own_rulebook(kaifeng):
    page = kaifeng.open("director", PAGE, since="2025-02-01", last="2025-02-28")
    top = text(page).split("<thead>")[1].split("</thead>")[0]
    assert "按期办结率（占到期）" in top


def test_figures_can_be_narrowed_by_unit_tag_and_kind(kaifeng):
    water = kaifeng.stage.units["water"].path
    assert figure_on(kaifeng.open("director", PAGE, **JUNE, unit_path=water), "受理") == "3"
    assert figure_on(kaifeng.open("director", PAGE, **JUNE, tag="八需八难"), "受理") == "1"
    assert figure_on(kaifeng.open("director", PAGE, **JUNE, kind="report"), "受理") == "1"


@pytest.mark.parametrize("post", sorted(SEES_ALL))
def test_everybody_of_the_centre_and_the_leaders_open_the_page(kaifeng, post):
    assert kaifeng.open(str(post), PAGE, **JUNE).status_code == 200


@pytest.mark.parametrize("who", ["stranger", str(Post.ADMIN), str(Post.EVALUATOR)])
def test_who_sees_no_case_finds_no_figures(kaifeng, who):
    assert kaifeng.open(who, PAGE, **JUNE).status_code == 404
    assert kaifeng.open(who, reverse("statistics:cases", args=["accepted"]), **JUNE).status_code == 404


def test_a_visitor_is_sent_to_the_sign_in(db):
    assert "/people/sign-in/" in Client().get(PAGE).headers["Location"]


def test_a_unit_sees_its_own_part_of_the_tree_only(kaifeng):
    page = kaifeng.open("water.handler", PAGE, **JUNE)
    assert figure_on(page, "受理") == "3"
    assert kaifeng.stage.units["east"].short_name not in text(page)
    east = kaifeng.stage.units["east"].path
    assert kaifeng.open("water.handler", PAGE, **JUNE, unit_path=east).status_code == 404
    address = reverse("statistics:cases", args=["accepted"])
    assert kaifeng.open("water.handler", address, **JUNE, unit_path=east).status_code == 404


def test_a_report_is_counted_nowhere_for_the_unit_that_it_accuses(kaifeng):
    # The east handles two matters, one of them the report against the water company.
    assert figure_on(kaifeng.open("east.handler", PAGE, **JUNE), "受理") == "2"
    page = kaifeng.open("water.handler", PAGE, **JUNE)
    assert figure_on(page, "受理") == "3"
    behind = kaifeng.open("water.handler", reverse("statistics:cases", args=["accepted"]), **JUNE)
    assert "举报" not in text(behind)


def test_a_unit_below_sees_what_came_to_it_and_not_what_stayed_above(kaifeng):
    assert figure_on(kaifeng.open("street.handler", PAGE, **JUNE), "受理") == "0"
    assert figure_on(kaifeng.open("east.leader", PAGE, **JUNE), "受理") == "2"


def test_an_unknown_figure_is_not_there(kaifeng):
    assert kaifeng.open("director", reverse("statistics:cases", args=["no_such_figure"])).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "gestern"}, {"last": "2018-13-01"}, {"since": "2018-06-30", "last": "2018-06-01"}, {"at": "now"},
    ],
)  # fmt: skip
def test_a_period_that_cannot_be_read_is_said_and_this_year_is_shown(kaifeng, asked):
    page = kaifeng.open("director", PAGE, **asked)
    assert page.status_code == 200
    assert 'class="note warning"' in text(page)
    assert "2018-01-01 至" in text(page)


def test_the_number_of_statements_does_not_grow_with_the_cases(kaifeng, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            kaifeng.open("director", PAGE, **JUNE)
        counts.append(len(asked))
        for number in range(5):
            kaifeng.stage.register(phone=f"1390000{counts[0]}{number}", kind="consult")
    assert counts[0] == counts[1]
