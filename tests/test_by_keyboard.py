"""A matter is registered by the keyboard alone while the caller is on the line, and a browser that closes loses nothing."""

import pytest

from huiyin.cases.models import Case
from huiyin.cases.petitioners import contact_of
from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.config.fixtures.browser import wait_for_everything
from huiyin.drafts.models import Draft
from huiyin.flow import times
from huiyin.knowledge.act import Words, write_phrase
from huiyin.people.models import User
from huiyin.ui.initials import initials

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = "13911112222"
MOST_KEYS = 25
COUNT_KEYS = """
    sessionStorage.keys = 0;
    document.addEventListener("keydown", () => { sessionStorage.keys = Number(sessionStorage.keys) + 1; }, true)
"""
IS_KEPT = "() => !document.getElementById('registration').dataset.unsaved"


@pytest.fixture
def stage(request, monkeypatch, settings):
    """Kaifeng, or the city that the test asks for."""
    settings.CITY = getattr(request, "param", "kaifeng")
    stage = set_stage(settings.CITY)
    seat_everybody(stage)
    # The server answers in a thread of its own, to which a travelled moment does not reach.
    monkeypatch.setattr(times, "now", lambda: stage.at)
    return stage


@pytest.fixture
def at_the_counter(stage, sit_down):
    """Give `open(page)`: the register page as the agent sees it."""

    def open_page(page, address="/intake/new/"):
        user = User.objects.get(pk=stage.who("agent").user_id)
        sit_down(page, user, address)
        page.evaluate(COUNT_KEYS)
        return page

    return open_page


def press(page, keys):
    for key in keys:
        page.keyboard.press(key)


def write(page, text):
    """Write text as an input method does: it costs no key event that is counted."""
    page.keyboard.insert_text(text)


def let_it_settle(page):
    """Wait until the draft is kept and every part has come: the one connection of the test serves no two requests."""
    page.wait_for_function(IS_KEPT)
    wait_for_everything(page)


def keys_pressed(page):
    """Return how many keys were pressed on the page before the one that is open now."""
    return int(page.evaluate("sessionStorage.keys"))


def keys_to_find(stage, code):
    """Return the letters that a clerk types to find a topic: those of its name."""
    return initials(stage.book.category(code).name).split()[0][:4]


@pytest.mark.parametrize("stage", ["kaifeng", "dandong"], indirect=True)
def test_a_known_callers_complaint_takes_25_keys_with_the_digits_of_the_number(stage, at_the_counter, browser_page):
    """Nothing is left out that the channel wants to know: time, place, object, course, wish; topic and kind as well."""
    old = stage.register(phone=PHONE, name="张三丰", title="旧事").case
    page = at_the_counter(browser_page)
    press(page, PHONE)
    page.wait_for_selector(f"#known >> text={old.number}")
    assert page.locator("#known >> text=同一件事请用催单或补充").is_visible()
    press(page, ["F8"])
    write(page, "榆园路口垃圾无人清")
    press(page, ["Enter"])
    write(page, "路口垃圾堆了三天，气味很大。")
    press(page, ["Tab"])
    write(page, "尽快清走")
    press(page, ["Tab"])
    write(page, "三天前起")
    press(page, ["Enter"])
    write(page, "榆园路口")
    press(page, ["Enter"])
    write(page, "环卫")
    wanted = stage.book.category_leaves(stage.at.date())[3].code
    press(page, ["F4", *keys_to_find(stage, wanted), "Enter", "3"])
    let_it_settle(page)
    press(page, ["F9"])
    page.wait_for_selector("text=查询码只显示这一次")
    case = Case.objects.exclude(pk=old.pk).get()
    assert (case.title, case.place, case.occurred, case.object) == (
        "榆园路口垃圾无人清",
        "榆园路口",
        "三天前起",
        "环卫",
    )
    assert [wish.text for wish in case.wishes.all()] == ["尽快清走"]
    assert (case.category, case.kind) == (wanted, "complaint")
    assert contact_of(case.petitioner).phone == PHONE
    assert len(PHONE) < keys_pressed(page) <= MOST_KEYS
    # The next call begins with one key; the page hears it when its scripts have started.
    wait_for_everything(page)
    press(page, ["Enter"])
    page.wait_for_selector("#registration")
    assert page.evaluate("document.activeElement.id") == "move_phone"


def test_a_consultation_is_logged_in_three_keystrokes(stage, at_the_counter, browser_page):
    words = Words("consult", "1", "公积金提取", "带身份证到政务大厅三楼办理。", "consult", stage.leaf())
    write_phrase(words, actor=stage.who("editor"), at=stage.at, city=stage.city)
    page = at_the_counter(browser_page)
    page.wait_for_selector("#phrases details")
    let_it_settle(page)
    press(page, ["F2", "1"])
    assert page.locator("text=带身份证到政务大厅三楼办理。").is_visible()
    press(page, ["Enter"])
    page.wait_for_selector("text=已直接答复")
    assert keys_pressed(page) == 3
    case = Case.objects.get()
    assert (case.state, case.outcome) == ("closed", "direct_answer")


def test_topics_are_found_by_characters_and_arrows_and_like_matters_appear_while_one_types(
    stage, at_the_counter, browser_page
):
    other = stage.register(phone="13700000001").case
    page = at_the_counter(browser_page)
    press(page, ["F8", "F2", "Escape"])
    assert page.evaluate("document.activeElement.id") == "move_title"
    leaves = stage.book.category_leaves(stage.at.date())
    sign = next(s for s in leaves[3].name if sum(s in leaf.name for leaf in leaves) > 1)
    found = [leaf.code for leaf in leaves if sign in leaf.name]
    press(page, ["F4"])
    write(page, sign)
    shown = page.eval_on_selector_all("#move_category option", "all => all.map(o => o.value).filter(v => v)")
    assert set(found) <= set(shown)
    assert len(shown) < len(leaves)
    press(page, ["ArrowDown", "ArrowDown"])
    chosen = page.input_value("#move_category")
    press(page, ["Enter"])
    assert chosen in found
    assert page.input_value("#move_category") == chosen
    assert page.evaluate("document.activeElement.id") == "move_kind"
    press(page, ["F4", "Control+a", "Delete"])
    page.select_option("#move_category", other.category)
    page.focus("#move_place")
    write(page, other.place[:3])
    let_it_settle(page)
    page.wait_for_selector("text=可能已有的同一件事")
    assert page.locator("#known").get_by_text(other.number).is_visible()


def test_what_was_typed_is_there_again_after_the_browser_closed(stage, at_the_counter, browser_page, phone_page):
    for first in (browser_page, phone_page):
        kept_at = f"{stage.at:%H:%M}"
        page = at_the_counter(first)
        page.fill("#move_phone", PHONE)
        page.fill("#move_text", "路口垃圾堆了三天")
        let_it_settle(page)
        other = page.context.new_page()
        page.close()
        stage.later(minutes=3)
        again = at_the_counter(other)
        assert again.locator(f"text=已恢复 {kept_at} 未提交的内容").is_visible()
        assert again.input_value("#move_text") == "路口垃圾堆了三天"
        assert again.evaluate("document.documentElement.scrollWidth") <= again.viewport_size["width"]
        again.click("text=不要，重新填写")
        again.wait_for_function("() => document.getElementById('move_text').value === ''")
        assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("hinder", "told"),
    [(lambda route: route.abort(), "网络断了"), (lambda route: route.fulfill(status=503), "草稿没有存上")],
    ids=["no-network", "refused"],
)
def test_a_draft_that_is_not_kept_says_so_and_is_kept_later(stage, at_the_counter, browser_page, hinder, told):
    page = at_the_counter(browser_page)
    page.route("**/drafts/**", hinder)
    page.fill("#move_text", "三盏路灯不亮")
    page.wait_for_selector(f"text={told}")
    page.unroute("**/drafts/**")
    let_it_settle(page)
    assert Draft.objects.count() == 1


def test_the_page_hinders_nobody(stage, at_the_counter, browser_page, phone_page, hindrances):
    words = Words("consult", "1", "公积金提取", "带身份证到政务大厅三楼办理。", "consult", stage.leaf())
    write_phrase(words, actor=stage.who("editor"), at=stage.at, city=stage.city)
    stage.register(phone=PHONE)
    for page in (at_the_counter(browser_page), at_the_counter(phone_page)):
        page.fill("#move_phone", PHONE)
        page.wait_for_selector("#known >> text=催单")
        page.wait_for_selector("#phrases details")
        page.click("#phrases summary")
        let_it_settle(page)
        assert hindrances(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
