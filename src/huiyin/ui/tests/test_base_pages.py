"""The base pages in a real browser: nothing hinders people, nothing breaks the policy, they hold on a phone."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from huiyin.flow.posts import Post
from huiyin.ui import navigation
from huiyin.ui.assets import ALLOWED, absent
from huiyin.ui.navigation import Entry, SearchBox

pytestmark = [pytest.mark.urls("huiyin.ui.tests.sample_pages"), pytest.mark.django_db(transaction=True)]

browser = pytest.mark.browser


@pytest.fixture(autouse=True)
def entries(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_search_boxes", [SearchBox("ui:counts", frozenset(Post))])
    navigation.register(Entry("工单", "ui:counts", "inbox", count=lambda who: 12))


@browser
def test_the_staff_page_hinders_nobody_and_shows_twenty_rows_on_a_laptop(live_server, browser_page, hindrances):
    browser_page.goto(f"{live_server}/staff/")
    assert hindrances(browser_page) == []
    last = browser_page.locator("table.list tbody tr").nth(19).bounding_box()
    assert last["y"] + last["height"] < 900


@browser
def test_what_waits_is_counted_after_the_page_is_there(live_server, browser_page):
    browser_page.goto(f"{live_server}/staff/")
    browser_page.locator(".nav-count:has-text('12')").wait_for()


@browser
@pytest.mark.parametrize("address", ["/staff/", "/citizen/"])
def test_pages_hold_on_a_phone(live_server, phone_page, hindrances, address):
    phone_page.goto(f"{live_server}{address}")
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 375
    assert hindrances(phone_page) == []


@browser
def test_the_navigation_opens_on_a_phone_without_script(live_server, chromium):
    context = chromium.new_context(viewport={"width": 375, "height": 812}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/staff/")
    entry = page.get_by_role("link", name="工单", exact=True)
    assert not entry.is_visible()
    page.get_by_label("打开导航").click()
    assert entry.is_visible()
    page.get_by_label("收起导航").click()
    assert not entry.is_visible()
    context.close()


@browser
def test_a_filter_takes_effect_at_once_and_with_the_button_where_no_script_runs(
    live_server, browser_page, scriptless_page
):
    browser_page.goto(f"{live_server}/staff/")
    with browser_page.expect_navigation(url=re.compile("state=a")):
        browser_page.get_by_label("状态").select_option("a")
    scriptless_page.goto(f"{live_server}/staff/")
    scriptless_page.get_by_label("状态").select_option("a")
    scriptless_page.get_by_role("button", name="筛选").click()
    assert "state=a" in scriptless_page.url


@browser
def test_a_refused_form_says_why_beside_the_field_to_eye_and_ear(live_server, browser_page, hindrances):
    browser_page.goto(f"{live_server}/staff/")
    browser_page.get_by_label("延期工作日").fill("3")
    browser_page.get_by_role("button", name="提交").evaluate("button => button.form.noValidate = true")
    browser_page.get_by_role("button", name="提交").click()
    assert browser_page.get_by_label("原因").get_attribute("aria-invalid") == "true"
    assert hindrances(browser_page) == []


@browser
@pytest.mark.parametrize("status", [400, 403, 404, 413, 422, 429, 500])
def test_whatever_goes_wrong_is_told_in_chinese_with_the_way_onward(live_server, phone_page, hindrances, status):
    for place, home in (("", "/"), ("/portal", "/portal/")):
        answer = phone_page.goto(f"{live_server}{place}/wrong/{status}/")
        assert answer.status == status
        assert re.fullmatch(r"[\u4e00-\u9fff]+", phone_page.inner_text("h1"))
        assert phone_page.get_by_role("link", name="回到首页").get_attribute("href") == home
        assert phone_page.evaluate("document.documentElement.scrollWidth") <= 375
        assert hindrances(phone_page) == []
        phone_page.set_viewport_size({"width": 1280, "height": 900})
        assert hindrances(phone_page) == []
        phone_page.set_viewport_size({"width": 375, "height": 812})


@browser
@pytest.mark.parametrize("looks", ["dense", "large", "large.dense"])
def test_dense_lists_and_large_type_hinder_nobody_and_hold_on_a_phone(live_server, browser_page, hindrances, looks):
    browser_page.goto(f"{live_server}/staff/")
    row = browser_page.locator("table.list tbody tr").first
    usual = row.bounding_box()["height"]
    browser_page.context.add_cookies([{"name": "huiyin_looks", "value": looks, "url": live_server.url}])
    browser_page.goto(f"{live_server}/staff/")
    assert (row.bounding_box()["height"] < usual) == (looks == "dense")
    assert hindrances(browser_page) == []
    browser_page.set_viewport_size({"width": 375, "height": 812})
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 375
    assert hindrances(browser_page) == []


@browser
def test_a_question_mark_outside_of_a_field_opens_the_map_of_keys(live_server, browser_page):
    browser_page.goto(f"{live_server}/staff/")
    browser_page.locator("[name=q]").first.press("?")
    assert browser_page.url.endswith("/staff/")
    browser_page.locator("h1").click()
    with browser_page.expect_navigation(url="**/ui/keys/"):
        browser_page.keyboard.press("?")


@browser
def test_a_page_prints_without_navigation_and_forms(live_server, browser_page):
    browser_page.goto(f"{live_server}/staff/")
    browser_page.emulate_media(media="print")
    assert not browser_page.locator(".side").is_visible()
    assert not browser_page.locator("form.filters").is_visible()
    assert browser_page.get_by_role("heading", name="工单").is_visible()
    # A sheet of A4 is as narrow as a phone, and a list on it stays a table with its heading.
    browser_page.set_viewport_size({"width": 640, "height": 900})
    assert browser_page.locator(".list thead").first.is_visible()


@browser
def test_the_citizens_page_runs_no_script_and_weighs_less_than_100_kb(live_server, browser_page, hindrances):
    loaded: list[tuple[str, int]] = []
    browser_page.on("response", lambda response: loaded.append((response.url, len(response.body()))))
    browser_page.goto(f"{live_server}/citizen/", wait_until="networkidle")
    assert sum(size for _, size in loaded) < 100_000
    assert not [url for url, _ in loaded if url.endswith(".js")]
    assert browser_page.locator("script").count() == 0
    assert hindrances(browser_page) == []


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_tint_carries_its_word_with_enough_contrast():
    css = Path(finders.find("ui/theme.css")).read_text()
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))
    for tone in ("neutral", "info", "wait", "good", "late"):
        assert contrast(colours[f"{tone}-ink"], colours[f"{tone}-tint"]) >= 4.5
    for ink in ("ink", "muted", "blue"):
        assert contrast(colours[ink], colours["ground"]) >= 4.5


def test_the_browser_gets_only_the_files_of_the_list():
    assert absent() == []
    assert finders.find("vendor/bootstrap/css/bootstrap.min.css")
    for address in ("vendor/bootstrap/package.json", "bootstrap/package.json", "vendor/../package.json"):
        assert not finders.find(address)


def test_each_file_of_the_list_brings_those_that_it_names_itself():
    for address, place in ALLOWED.items():
        text = (settings.NODE_MODULES / place).read_text(errors="ignore") if address.endswith((".css", ".js")) else ""
        named = re.findall(r"sourceMappingURL=([\w.-]+)", text) + re.findall(r'url\("?\./([^"?)]+)', text)
        for name in named:
            assert f"{address.rpartition('/')[0]}/{name}" in ALLOWED, f"{address} names {name}"
