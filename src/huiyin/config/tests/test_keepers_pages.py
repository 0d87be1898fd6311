"""What the administrator changes during a week, in a real browser: on a laptop and a phone, without hindrances."""

import pytest

from huiyin.flow.posts import Post
from huiyin.people.models import User
from huiyin.people.tests.cast import make_cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_as_admin(sit_down):
    cast = make_cast()
    return lambda page, address: sit_down(page, cast[Post.ADMIN.value], address)


def holds(page, hindrances) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert hindrances(page) == []


@pytest.mark.parametrize("size", ["browser_page", "phone_page"])
def test_a_notice_is_looked_at_and_confirmed(request, size, open_as_admin, hindrances):
    page = open_as_admin(request.getfixturevalue(size), "/calendar/holidays/")
    holds(page, hindrances)
    page.fill("[name=year]", "2079")
    page.fill("[name=title]", "2079年部分节假日安排的通知")
    page.fill("[name=off]", "2079-01-02..2079-01-04 元旦")
    page.click("text=先看会改动哪些期限")
    assert page.locator("text=确认前请核对").is_visible()
    holds(page, hindrances)
    page.click("text=启用这份安排")
    assert page.locator("text=2079年安排已启用").is_visible()
    assert page.locator("td:has-text('2079-01-02..2079-01-04 元旦')").is_visible()


@pytest.mark.parametrize("size", ["browser_page", "phone_page"])
def test_topics_are_read(request, size, open_as_admin, hindrances):
    page = open_as_admin(request.getfixturevalue(size), "/dispatch/categories/?all=1")
    assert page.locator("tbody tr").count() > 50
    holds(page, hindrances)


@pytest.mark.parametrize("size", ["browser_page", "phone_page"])
def test_a_leaver_is_handed_over(request, size, open_as_admin, hindrances):
    page = open_as_admin(request.getfixturevalue(size), "/people/")
    leaver = User.objects.get(username="unit_handler")
    page.goto(page.url + f"{leaver.pk}/")
    page.click("text=停用账号")
    holds(page, hindrances)
    page.check("[name=heir_takes_posts]")
    page.click("button:has-text('移交并停用')")
    assert page.locator("text=要移交岗位，请选择接任者").is_visible()
    holds(page, hindrances)
    page.select_option("[name=heir]", label="承办人甲（other_handler）")
    page.click("button:has-text('移交并停用')")
    assert page.locator("text=的账号，其登录已全部退出").is_visible()
    leaver.refresh_from_db()
    assert not leaver.is_active
