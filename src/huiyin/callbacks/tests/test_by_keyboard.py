"""A call-back agent works through the calls by keyboard alone, in a real browser; the key events are counted."""

from datetime import timedelta

import pytest

from huiyin.callbacks.models import Callback
from huiyin.cases.models import Wish
from huiyin.cases.tests.browser import seat_everybody
from huiyin.flow import times
from huiyin.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVERYTHING_CAME = "() => everythingCame()"
COUNT_KEYS = """
    if (location.protocol !== "about:") {
        sessionStorage.keys ??= 0;
        document.addEventListener("keydown", () => { sessionStorage.keys = Number(sessionStorage.keys) + 1; }, true)
    }
"""


@pytest.fixture
def rung(monkeypatch):
    """A switchboard that writes down what it would dial."""
    calls = []
    monkeypatch.setattr("huiyin.cases.dialling._dialler", [calls.append])
    return calls


@pytest.fixture
def desk(browser_page, sit_down, monkeypatch):
    """Give `sit(round)`: the list of calls as the agent sees it; keys are counted over all pages."""

    def sit(city):
        seat_everybody(city.stage)
        # The server answers in a thread of its own, to which a travelled moment does not reach.
        monkeypatch.setattr(times, "now", lambda: city.stage.at)
        user = User.objects.get(pk=city.stage.who("callback_agent").user_id)
        browser_page.add_init_script(COUNT_KEYS)
        return sit_down(browser_page, user, "/callbacks/")

    return sit


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def keys_pressed(page):
    return int(page.evaluate("sessionStorage.keys"))


def take_next(page):
    """Press Enter on what has the focus: the next call."""
    press(page, "Enter")
    page.wait_for_selector("#reached[data-begin]")
    page.wait_for_function(EVERYTHING_CAME)


def digit(city, satisfied):
    return str([grade.satisfied for grade in city.book.callback.grades].index(satisfied) + 1)


@pytest.mark.parametrize("name", ["kaifeng", "dandong"])
def test_who_is_content_costs_seven_keys_and_the_next_one_is_offered_at_once(name, request, desk, rung, hindrances):
    city = request.getfixturevalue(name)
    first = city.answered()
    second = city.answered(phone="13900007788", name="李某", title="垃圾未清")
    city.go_to(second)
    page = desk(city)
    take_next(page)
    assert page.locator("text=路灯已经修好。").first.is_visible() or page.locator(".note .words").first.is_visible()
    press(page, "F7")
    page.wait_for_selector("text=正在通过平台接通诉求人")
    assert [call.phone for call in rung] == ["13800005521"]
    assert hindrances(page) == []
    press(page, digit(city, True), "Enter", "1", "Enter", "Enter")
    page.wait_for_selector("text=回访结果已登记")
    assert keys_pressed(page) == 7
    first.refresh_from_db()
    assert (first.state, first.satisfied) == ("done", True)
    assert Wish.objects.get(case=first.case).petitioner_says is True
    # The focus is on the next one already.
    take_next(page)
    assert page.locator("h1").inner_text().endswith("李**")
    second.refresh_from_db()
    assert second.taken_by_id == city.stage.who("callback_agent").user_id


def test_who_is_not_content_says_with_what_and_why(kaifeng, desk):
    callback = kaifeng.answered()
    kaifeng.go_to(callback)
    page = desk(kaifeng)
    take_next(page)
    press(page, digit(kaifeng, False), "Enter", "1", "3", "Enter")
    page.keyboard.insert_text("拖了很久，还是不亮")
    press(page, "Enter", "1", "Enter", "2", "Enter", "Enter")
    page.wait_for_selector("text=回访结果已登记")
    assert keys_pressed(page) == 12
    callback.refresh_from_db()
    assert (callback.redone, callback.words) == (True, "拖了很久，还是不亮")
    assert set(callback.discontents.values_list("dimension", flat=True)) == {"result", "speed"}
    assert Wish.objects.get(case=callback.case).petitioner_says is False


def test_nobody_reached_costs_five_keys_and_is_tried_again_at_another_time_of_day(kaifeng, desk):
    callback = kaifeng.answered()
    kaifeng.go_to(callback)
    page = desk(kaifeng)
    take_next(page)
    press(page, "F8", "1", "Enter", "Enter")
    page.wait_for_selector("text=未接通已登记")
    assert keys_pressed(page) == 5
    callback.refresh_from_db()
    assert (callback.state, callback.attempts) == ("waiting", 1)
    assert callback.next_at > kaifeng.stage.at + timedelta(hours=1)
    assert not page.locator("text=开始回访").count()


def test_enter_alone_chooses_nothing(kaifeng, desk):
    callback = kaifeng.answered()
    kaifeng.go_to(callback)
    page = desk(kaifeng)
    take_next(page)
    press(page, "Enter", "Enter", "Enter")
    page.wait_for_selector("text=请填写满意程度")
    callback.refresh_from_db()
    assert (callback.state, callback.grade) == ("waiting", "")
    assert Callback.objects.get().reached_at is None
