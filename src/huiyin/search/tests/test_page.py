"""The page of the search: who may open it, what it shows, what it says when there is nothing."""

import re
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.cases.models import Case
from huiyin.journal.models import Event
from huiyin.search.models import Line

pytestmark = pytest.mark.django_db
AS_TYPED = {"HX-Request": "true"}


def copies(city, count):
    """Let the index and the cases grow by rows alone: what is shown of many is a matter of counting."""
    first = city.heard()
    line = Line.objects.get(case=first)
    for n in range(1, count):
        case = Case.objects.get(pk=first.pk)
        case.pk, case.number, case.source_hash, case._state.adding = None, f"{first.number}-{n}", None, True
        case.pk = Case._meta.pk.get_default()
        case.save(force_insert=True)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_line (place, case_id, words, keepers, tokens)"
                " SELECT place + %s, %s, words, keepers, tokens FROM search_line WHERE place = %s",
                [n, case.pk.hex, line.place],
            )
    return first


def rows_of(page):
    return page.content.decode().count('class="search-hit"')


def test_a_visitor_goes_to_the_sign_in_and_comes_back(client):
    answer = client.get("/search/", {"q": "路灯"})
    assert answer.status_code == 302
    assert "sign" in answer["Location"]
    assert "search" in answer["Location"]


@pytest.mark.parametrize("who", ["stranger", "admin", "evaluator"])
def test_who_sees_no_case_has_no_page_and_no_box(city, get, who):
    city.heard()
    assert get(who, "/search/", data={"q": "路灯"}).status_code == 404
    assert b"search-box" not in get(who, "/people/me/").content


def test_everybody_else_has_the_box_on_every_other_page(city, get):
    for who in ("agent", "water.handler"):
        assert b'id="search-box"' in get(who, "/people/me/").content
        assert b'id="search-box"' not in get(who, "/search/").content


def test_a_hit_shows_number_title_place_state_unit_and_time_with_the_hit_marked(city, get):
    city.stage.dispatch(city.heard(), "water")
    page = get("director", "/search/", data={"q": "路灯 榆园"}).content.decode()
    case = Case.objects.get()
    for shown in (
        f'href="/cases/{case.number}/"', "柳巷路口<mark>路灯</mark>不亮", "柳巷与<mark>榆园</mark>路口",
        "办理中", "清源供水", "06-04 09:30",
        "找到 1 件",
    ):  # fmt: skip
        assert shown in page, shown


def test_a_hit_within_the_text_shows_the_words_around_it(city, get):
    city.heard()
    page = get("director", "/search/", data={"q": "看不清"}).content.decode()
    assert "已一周不亮，晚上<mark>看不清</mark>路。" in page


def test_what_is_shown_is_escaped(city, get):
    city.heard(title="<script>alert(1)</script>路灯", place='"><b>柳巷')
    page = get("director", "/search/", data={"q": "<script>"}).content.decode()
    assert "<script>alert" not in page
    assert "<b>柳巷" not in page
    assert "<mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt;路灯" in page


def test_a_superior_of_the_accused_reads_no_words_of_the_report(city, get):
    stage = city.stage
    case = stage.dispatch(stage.register(kind="report", accused_unit=stage.units["office"].pk).case, "bureau")
    city.follow()
    page = get("bureau.handler", "/search/", data={"q": case.number}).content.decode().partition('id="answers"')[2]
    assert "举报件（内容见摘要）" in page
    assert "柳巷" not in page
    assert "路灯" not in page


def test_the_case_of_the_number_stands_first(city, get):
    case = city.heard()
    other = city.heard(text=f"再次反映，上次编号{case.number}", phone="13900001111")
    page = get("director", "/search/", data={"q": case.number}).content.decode()
    assert -1 < page.index(f"/cases/{case.number}/") < page.index(f"/cases/{other.number}/")
    assert page.index("工单编号</th>") < page.index("内容、地点、单位</th>")


def test_small_letters_find_the_number_too(city):
    case = city.heard()
    assert city.finds("director", case.number.lower()).numbers == [case]


def test_twenty_are_listed_then_fifty_and_beyond_nobody_counts(city, get):
    copies(city, 51)
    page = get("director", "/search/", data={"q": "路灯"})
    assert rows_of(page) == 20
    assert "找到 50 件以上" in page.content.decode()
    assert rows_of(get("director", "/search/", data={"q": "路灯", "all": "1"})) == 50


def test_exactly_fifty_are_counted(city, get):
    copies(city, 50)
    assert "找到 50 件，先列最近的" in get("director", "/search/", data={"q": "路灯"}).content.decode()


def test_as_one_types_the_answers_come_alone(city):
    city.heard()
    answer = city.client("director").post("/search/", {"q": "路灯"}, headers=AS_TYPED)
    text = answer.content.decode().strip()
    assert text.startswith('<div id="answers"')
    assert "<html" not in text
    assert rows_of(answer) == 1
    # The address under which one comes back to it.
    assert rows_of(city.client("director").get(answer["HX-Replace-Url"])) == 1


@pytest.mark.parametrize("typed", ["13800005521", "王某"])
def test_whom_one_looks_for_stands_in_no_address(city, typed):
    case, browser = city.heard(), city.client("agent")
    address = browser.post("/search/", {"q": typed})["Location"]
    assert address.startswith("/search/?q=~")
    assert typed not in unquote(address)
    page = browser.get(address).content.decode()
    assert f'href="/cases/{case.number}/"' in page
    assert f'value="{typed}"' in page
    assert typed not in unquote("".join(re.findall(r'(?:href|action)="([^"]*)"', page)))
    assert "诉求人</th>" in page
    # Written down is who looked, as ever.
    assert Event.objects.filter(verb="petitioner.found").count() == 1
    # In the hands of a colleague, and typed into the address by hand, it finds nobody.
    assert f'href="/cases/{case.number}/"' not in city.client("dispatcher").get(address).content.decode()
    by_hand = browser.get("/search/", {"q": typed}).content.decode()
    assert f'href="/cases/{case.number}/"' not in by_hand
    assert ("查人的内容不放在网址里" in by_hand) == typed.isdecimal()
    assert Event.objects.filter(verb="petitioner.found").count() == 1


@pytest.mark.parametrize(("who", "people"), [("agent", True), ("editor", False)])
def test_nothing_found_says_what_was_searched(city, get, who, people):
    page = get(who, "/search/", data={"q": "没有的事<b>"}).content.decode()
    assert "没有找到“没有的事&lt;b&gt;”" in page
    assert "编号、标题、内容、地点、被反映对象和承办单位名称" in page
    assert ("按完整的姓名或电话查过诉求人" in page) == people


def test_nothing_typed_says_how_to_search(get):
    page = get("director", "/search/").content.decode()
    assert "边输边查" in page
    assert "请输入文字、数字或字母" in get("director", "/search/", data={"q": "\u200b"}).content.decode()


def test_what_is_too_long_is_cut_and_said(city, get):
    city.heard()
    page = get("director", "/search/", data={"q": "路灯" + "很" * 100}).content.decode()
    assert "只按前 60 个字查找" in page
    assert "只按前 6 个词查找" in get("director", "/search/", data={"q": "一 二 三 四 五 六 七"}).content.decode()


@pytest.mark.parametrize("who", ["director", "water.handler"])
@pytest.mark.parametrize("typed", ["路灯", "13800005521", "王某", "路灯 清源"])
def test_the_number_of_statements_does_not_depend_on_what_is_found(city, who, typed):
    client = city.client(who)
    city.stage.dispatch(city.heard(kind="help"), "water")
    city.follow()

    def statements():
        with CaptureQueriesContext(connection) as said:
            assert client.post("/search/", {"q": typed}, headers=AS_TYPED).status_code == 200
        return len(said)

    statements()
    few = statements()
    for n in range(12):
        city.stage.dispatch(city.stage.register(kind="help", title=f"路灯{n}").case, "water")
    city.follow()
    assert statements() == few <= 11


def test_a_visitor_and_who_sees_no_case_cannot_send_it_either(city):
    assert Client().post("/search/", {"q": "路灯"})["Location"].startswith("/people/sign-in/")
    assert city.client("stranger").post("/search/", {"q": "路灯"}).status_code == 404
