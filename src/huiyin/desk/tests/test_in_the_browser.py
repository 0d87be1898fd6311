"""The pages in a real browser: quick with script, whole without it, usable on a phone, and without hindrances."""

import re

import pytest
from django.conf import settings

from huiyin.cases.models import Case
from huiyin.cases.tests.stage import set_stage
from huiyin.desk.tests.signed_in import seat_everybody, user_of
from huiyin.dispatch.models import CatalogueRow
from huiyin.flow import times
from huiyin.notices.models import Outgoing
from huiyin.units.tests.trees import make_unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(monkeypatch):
    stage = set_stage("kaifeng")
    seat_everybody(stage)
    # The server answers in a thread of its own, to which a travelled moment does not reach.
    monkeypatch.setattr(times, "now", lambda: stage.at)
    return stage


@pytest.fixture
def open_as(stage, sit_down):
    """Give `open_as(page, who, address)`: the page as this person sees it."""
    return lambda page, who, address: sit_down(page, user_of(stage, who), address)


@pytest.fixture
def drafts(stage, monkeypatch):
    """Two drafts before the leader of the water company, in a city where leaders sign."""
    monkeypatch.setattr(settings, "CITY", "dandong")
    stage.city = "dandong"
    for number in range(2):
        case = stage.dispatch(stage.register(phone=f"1390000000{number}").case)
        stage.move_share(stage.sign(case), "reply", "water.handler", **stage.reply_said(case))


@pytest.fixture
def open_as_leader(open_as):
    return lambda page: open_as(page, "water.leader", "/shares/sign-off/")


def test_without_script_a_matter_is_registered_and_dispatched(stage, open_as, scriptless_page):
    page = open_as(scriptless_page, "agent", "/intake/new/")
    page.fill("[name=phone]", "13911112222")
    page.select_option("[name=kind]", "complaint")
    for name, words in (("title", "路灯不亮"), ("text", "三盏灯不亮"), ("place", "柳巷"), ("occurred", "昨晚"),
                        ("object", "路灯"), ("wishes", "修好")):  # fmt: skip
        page.fill(f"[name={name}]", words)
    page.click("button[value=look]")
    assert page.input_value("[name=text]") == "三盏灯不亮"
    page.select_option("[name=category]", stage.leaf())
    page.click("button[value=register]")
    assert page.locator("text=查询码只显示这一次").is_visible()
    case = stage.approve(Case.objects.get())
    page = open_as(scriptless_page, "dispatcher", f"/cases/{case.number}/")
    page.click("a:has-text('转办') >> nth=0")
    page.click("button:has-text('转办')")
    assert page.locator("text=请填写主办单位").is_visible()
    page.select_option("[name=lead]", str(stage.units["water"].pk))
    page.click("button:has-text('转办')")
    assert page.locator("text=“转办”已办妥").is_visible()
    assert stage.reload(case).state == "in_handling"


def test_with_script_a_form_opens_in_the_page_and_a_refusal_stays_there(stage, open_as, browser_page):
    case = stage.approve(stage.register().case)
    page = open_as(browser_page, "dispatcher", f"/cases/{case.number}/")
    page.click("a:has-text('转办') >> nth=0")
    page.fill("#doing [name=note]", "请尽快")
    page.click("#doing button:has-text('转办')")
    page.wait_for_selector("#doing .errors")
    assert page.input_value("#doing [name=note]") == "请尽快"
    assert page.url.endswith(f"/cases/{case.number}/")
    page.select_option("#doing [name=lead]", str(stage.units["water"].pk))
    page.click("#doing button:has-text('转办')")
    page.wait_for_selector("text=“转办”已办妥")
    assert stage.reload(case).state == "in_handling"


def test_who_comes_second_is_told_in_the_form_and_loses_nothing(stage, open_as, browser_page, hindrances):
    case = stage.approve(stage.register().case)
    page = open_as(browser_page, "dispatcher", f"/moves/case/{case.number}/dispatch/")
    stage.move(case, "dispatch", "dispatcher", lead=stage.units["bureau"].pk)
    stage.move(case, "recall", "director", reason="派错")
    page.fill("[name=note]", "请尽快")
    page.click("button:has-text('转办')")
    page.wait_for_selector("text=已有新的办理情况")
    assert "director某 收回" in page.inner_text("#main")
    assert page.input_value("[name=note]") == "请尽快"
    assert hindrances(page) == []


def test_a_long_list_of_units_is_narrowed_by_a_word(stage, open_as, browser_page):
    for number in range(30):
        make_unit(f"第{number}办事处")
    case = stage.approve(stage.register().case)
    page = open_as(browser_page, "dispatcher", f"/moves/case/{case.number}/dispatch/")
    page.locator(".search-box").first.fill("供水")
    assert page.input_value("[name=lead]") == str(stage.units["water"].pk)
    assert page.locator("[name=lead] option").count() == 2
    page.locator(".search-box").first.fill("")
    assert page.locator("[name=lead] option").count() == 38
    page.locator(".search-box").nth(1).fill("城市管理局")
    assert page.locator(".boxes div:visible").count() == 2


@pytest.fixture
def suggested(stage):
    """A matter for which the catalogue names two units, and so many units that the list of all can be narrowed."""
    for number in range(30):
        make_unit(f"第{number}办事处")
    since = stage.at.date()
    for unit, territory in (("water", ""), ("bureau", "")):
        CatalogueRow.objects.create(category=stage.leaf(), territory=territory, unit=stage.units[unit], since=since)
    return stage.approve(stage.register().case)


def taken_unit(page):
    return page.input_value("#doing [name=lead]")


def test_a_suggested_unit_is_taken_by_its_number_or_by_a_click_and_nothing_is_sent(
    stage, suggested, open_as, browser_page, hindrances
):
    page = open_as(browser_page, "dispatcher", f"/cases/{suggested.number}/")
    page.click("a:has-text('转办') >> nth=0")
    page.wait_for_selector("#doing .suggestions button >> nth=1")
    units = page.locator("#doing .suggestions [data-value]")
    first, second = (units.nth(n).get_attribute("data-value") for n in range(2))
    page.keyboard.press("2")
    assert taken_unit(page) == second
    page.keyboard.press("1")
    assert taken_unit(page) == first
    page.locator("#doing .search-box").first.fill("第7办")
    units.nth(1).click()
    assert taken_unit(page) == second
    assert units.nth(1).get_attribute("aria-pressed") == "true"
    page.fill("#doing [name=note]", "1")
    assert taken_unit(page) == second
    assert hindrances(page) == []
    assert stage.reload(suggested).state == "approved"
    page.click("#doing button:has-text('转办') >> nth=-1")
    page.wait_for_selector("text=“转办”已办妥")
    assert str(stage.reload(suggested).lead_unit_id) == second


def test_without_script_the_suggestions_are_words_and_the_list_is_used(stage, suggested, open_as, scriptless_page):
    page = open_as(scriptless_page, "dispatcher", f"/moves/case/{suggested.number}/dispatch/")
    page.click("a:has-text('查看推荐的承办单位')")
    assert page.locator("text=派单目录").count() >= 1
    assert not page.locator("button:has-text('选用') >> visible=true").count()


def test_all_drafts_are_ticked_with_one_box_and_signed_with_one_button(open_as_leader, drafts, phone_page, hindrances):
    page = open_as_leader(phone_page)
    assert hindrances(page) == []
    page.check("#batch label input")
    assert page.inner_text("#batch [role=status]") == "已选 2 件"
    page.click("#batch button")
    page.wait_for_selector("text=已签发 2 件")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_a_sheet_on_paper_is_a4_and_nothing_but_the_sheet(stage, open_as, browser_page):
    case = stage.handled()
    page = open_as(browser_page, "supervisor", f"/cases/{case.number}/paper/")
    page.emulate_media(media="print")
    assert page.locator(".paper").is_visible()
    for hidden in (".side", ".page-head", ".note", "[data-print]"):
        assert not page.locator(hidden).first.is_visible(), hidden
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    assert [(round(float(width)), round(float(height))) for width, height in boxes] == [(595, 842)]


def test_the_callers_number_brings_the_callers_cases_beside_the_form(stage, open_as, browser_page):
    case = stage.register(title="旧事").case
    page = open_as(browser_page, "agent", "/intake/new/")
    page.fill("[name=title]", "正在写的标题")
    page.fill("[name=phone]", "13800005521")
    page.press("[name=phone]", "Tab")
    page.wait_for_selector("#known >> text=旧事")
    page.click("#known a:has-text('催单')")
    page.fill("#doing [name=note]", "又来电询问")
    assert page.input_value("[name=title]") == "正在写的标题"
    page.click("#doing button:has-text('诉求人催单')")
    page.wait_for_url(f"**/cases/{case.number}/")
    assert stage.reload(case).hurries == 1


def test_an_identity_is_opened_in_its_card(stage, open_as, browser_page):
    case = stage.register(name="张三丰", phone="13911112222").case
    page = open_as(browser_page, "agent", f"/cases/{case.number}/")
    page.click("summary:has-text('查看完整信息')")
    page.select_option("[name=purpose]", "handling")
    page.click("#petitioner button:has-text('查看')")
    page.wait_for_selector("#petitioner >> text=13911112222")
    page.reload()
    assert not page.locator("text=13911112222").is_visible()


def everyday_pages(stage):
    case = stage.dispatch(stage.register(wishes=[{"text": "修灯"}, {"text": "巡检"}]).case, joint=("bureau",))
    stage.later(hours=1)
    share = stage.sign(case)
    return [
        ("director", "/"), ("director", "/cases/"), ("director", f"/cases/{case.number}/"), ("agent", "/intake/new/"),
        ("water.handler", "/"), ("water.handler", "/shares/"), ("water.handler", f"/cases/{case.number}/"),
        ("water.handler", f"/moves/assignment/{share.pk}/reply/"), ("dispatcher", "/applications/"),
        ("water.handler", f"/shares/{share.pk}/paper/"), ("supervisor", "/urge/"),
        ("supervisor", f"/urge/{stage.units['water'].pk}/"), ("opinion_clerk", "/intake/screening/"),
    ]  # fmt: skip


def test_no_page_hinders_anybody(stage, open_as, browser_page, hindrances):
    for who, address in everyday_pages(stage):
        assert hindrances(open_as(browser_page, who, address)) == [], address


def test_every_page_fits_a_phone(stage, open_as, phone_page):
    for who, address in everyday_pages(stage):
        page = open_as(phone_page, who, address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, address


@pytest.mark.parametrize("size", ["browser_page", "phone_page"])
def test_the_lists_of_the_centre_fit_and_hinder_nobody(stage, open_as, request, hindrances, size):
    page = request.getfixturevalue(size)
    stage.register()
    asked = stage.dispatch(stage.register().case)
    stage.move_share(stage.sign(asked), "ask_return", "water.handler", reason="不属本单位", basis="职责清单第3条")
    stage.dispatch(stage.register().case, "east")
    Outgoing.objects.create(
        once="x", kind="accepted", about=asked.pk, case=asked, petitioner=asked.petitioner, text="您反映的事项已受理",
        made_at=stage.at, send_at=stage.at, state="failed", attempts=8, error="Timeout",
    )  # fmt: skip
    stage.later(days=20)
    for address in ("/", "/cases/", "/applications/", "/urge/", "/notices/texts/", "/callbacks/", "/statistics/"):
        open_as(page, "director", address)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, address
        assert hindrances(page) == [], address


def test_the_figures_stand_under_their_headings(stage, open_as, browser_page):
    page = open_as(browser_page, "director", "/statistics/")
    # Each group is fetched when it comes into sight.
    page.locator("section:has(h2:has-text('比率')) tbody tr").first.wait_for()
    heads = page.locator("section:has(h2:has-text('比率')) thead th").all()
    cells = page.locator("section:has(h2:has-text('比率')) tbody tr >> nth=0 >> td").all()
    assert len(heads) == len(cells) == 5
    for head, cell in zip(heads, cells, strict=True):
        assert abs(head.bounding_box()["x"] - cell.bounding_box()["x"]) < 1
