"""The search in a real browser: as one types, by keys alone, without script, without hindrances."""

import pytest

from huiyin.cases.tests.stage import set_stage
from huiyin.flow import times
from huiyin.search.tests.conftest import City

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def city(monkeypatch):
    city = City(set_stage("kaifeng"))
    # The server answers in a thread of its own, to which a travelled moment does not reach.
    monkeypatch.setattr(times, "now", lambda: city.stage.at)
    city.heard(title="柳巷路灯不亮")
    city.heard(title="榆园路井盖缺失", text="井盖不见了", object="井盖", place="榆园路", phone="13900001111")
    return city


@pytest.fixture
def open_as(city, live_server):
    def open_page(page, who, address):
        cookies = city.client(who).cookies
        page.context.add_cookies([{"name": "sessionid", "value": cookies["sessionid"].value, "url": live_server.url}])
        page.goto(f"{live_server.url}{address}")
        return page

    return open_page


def test_by_keys_alone_from_any_page_to_the_case(open_as, browser_page):
    page = open_as(browser_page, "agent", "/people/me/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-box"
    page.keyboard.type("路灯")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator("#answers mark").first.inner_text() == "路灯"
    page.keyboard.press("Tab")
    page.keyboard.press("/")
    page.keyboard.type("井盖")
    page.locator("a.search-hit", has_text="井盖缺失").wait_for()
    assert page.locator("a.search-hit").count() == 1
    page.keyboard.press("ArrowDown")
    assert "井盖缺失" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search-here"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*/")
    assert page.locator("text=榆园路井盖缺失").count()


def test_the_last_word_wins_however_late_the_answer_to_the_first_comes(open_as, browser_page):
    page = open_as(browser_page, "agent", "/search/")
    held = []

    def hold_the_first(route):
        if "%E8%B7%AF" in (route.request.post_data or "") and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/search/", hold_the_first)
    with page.expect_request("**/search/"):
        page.fill("#search-here", "路灯")
    page.fill("#search-here", "井盖")
    page.locator("a.search-hit", has_text="井盖缺失").wait_for()
    assert len(held) == 1
    assert page.locator("a.search-hit").count() == 1


def test_without_script_it_is_a_form(open_as, scriptless_page):
    page = open_as(scriptless_page, "agent", "/search/")
    page.fill("#search-here", "路灯")
    page.click("button:has-text('查找')")
    assert page.locator("a.search-hit").count() == 1


@pytest.mark.parametrize("typed", ["", "路灯", "没有的事"], ids=["empty", "found", "nothing"])
def test_nothing_hinders(open_as, browser_page, hindrances, typed):
    page = open_as(browser_page, "agent", f"/search/?q={typed}")
    assert hindrances(page) == []


def test_it_holds_on_a_phone(open_as, phone_page, hindrances):
    page = open_as(phone_page, "water.handler", "/search/?q=路灯")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert hindrances(page) == []
