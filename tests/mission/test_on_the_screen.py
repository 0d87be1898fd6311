"""Where script and width matter: a real browser, on a laptop at the centre and on a phone in the unit."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from huiyin.flow import times
from mission.city import City, Person, again, made

if TYPE_CHECKING:
    from playwright.sync_api import Page as Screen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def dandong_today(transactional_db: None, settings: object) -> City:
    """Dandong at this very moment: what a browser asks is answered by the real clock."""
    settings.CITY = "dandong"
    return made("dandong", at=times.now())


def sits_at(screen: "Screen", person: Person, live_server, address: str) -> "Screen":
    """Give the browser to somebody who is signed in."""
    screen.context.clear_cookies()
    cookies = [
        {"name": name, "value": one.value, "url": live_server.url} for name, one in person.client.cookies.items()
    ]
    screen.context.add_cookies(cookies)
    screen.goto(f"{live_server.url}{address}")
    return screen


@pytest.mark.mission(29, 81)
def test_who_calls_is_known_while_he_speaks_and_the_dispatcher_is_told_which_unit_had_such_cases(
    dandong_today: City, live_server, browser_page: "Screen"
) -> None:
    city = dandong_today
    # The like case was handled before today: nobody's sign-in lasts into tomorrow.
    city.stage.at -= timedelta(days=2)
    city.handled()
    city.until(times.now())
    case = city.hears(联系电话="13800007788")
    agent = sits_at(browser_page, city.who("agent"), live_server, "/intake/new/")
    agent.get_by_label("联系电话").fill("13800007788")
    agent.get_by_label("姓名或单位名称").focus()
    agent.get_by_text("该来电人有在办工单").wait_for()
    assert agent.get_by_role("link", name=case.number).is_visible()
    dispatcher = sits_at(browser_page, city.who("dispatcher"), live_server, f"/cases/{case.number}/")
    dispatcher.get_by_role("link", name="转办", exact=True).click()
    dispatcher.get_by_text("近180天办过1件同类同地的工单").wait_for()
    dispatcher.get_by_label("主办单位").select_option(label="市清源供水公司")
    dispatcher.get_by_role("button", name="转办", exact=True).click()
    dispatcher.get_by_text("“转办”已办妥").wait_for()
    assert again(case).state == "in_handling"


@pytest.mark.mission(78)
def test_handler_and_leader_sign_reply_and_approve_on_a_phone(
    dandong_today: City, live_server, phone_page: "Screen"
) -> None:
    city = dandong_today
    case = city.hands_out(city.hears())
    phone = sits_at(phone_page, city.who("water.handler"), live_server, "/")
    phone.get_by_role("link", name=case.number).click()
    holds(phone)
    phone.get_by_role("link", name="签收", exact=True).click()
    phone.get_by_role("button", name="签收", exact=True).click()
    phone.get_by_text("“签收”已办妥").wait_for()
    phone.get_by_role("link", name="反馈", exact=True).click()
    phone.get_by_label("办理情况（内部）").fill("已更换灯泡三只。")
    phone.get_by_role("button", name="反馈", exact=True).click()
    phone.get_by_text("还没有提交成功").wait_for()
    assert phone.get_by_label("办理情况（内部）").input_value() == "已更换灯泡三只。"
    holds(phone)
    answers(phone, city)
    phone.get_by_text("“反馈”已办妥").wait_for()
    leader = sits_at(phone_page, city.who("water.leader"), live_server, f"/cases/{case.number}/")
    leader.get_by_role("link", name="签发", exact=True).click()
    leader.get_by_role("button", name="签发", exact=True).click()
    leader.get_by_text("“签发”已办妥").wait_for()
    assert again(case).state == "in_audit"


def answers(phone: "Screen", city: City) -> None:
    phone.get_by_label("公开答复内容").fill("路灯已修复。")
    phone.get_by_label("办理结果").select_option(label=city.result("solved"))
    for box in ("诉求属实", "已联系诉求人", "已解决", "已答复诉求人"):
        phone.get_by_label(box, exact=True).check()
    phone.get_by_label("联系方式或未联系原因").fill("电话")
    phone.get_by_label("结果", exact=True).select_option(label="已解决")
    phone.get_by_label("依据", exact=True).fill("现场照片")
    phone.get_by_role("button", name="反馈", exact=True).click()


def holds(phone: "Screen") -> None:
    """Nothing stands beyond the right edge of the phone."""
    assert phone.evaluate("document.documentElement.scrollWidth") <= phone.viewport_size["width"]
