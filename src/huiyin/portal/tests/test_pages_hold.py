"""The citizens' pages are small, hold on a phone, need no script and hinder nobody."""

import re

import pytest
from django.contrib.staticfiles import finders

from huiyin.cases.models import Case
from huiyin.cases.tests.stage import set_stage
from huiyin.portal.tests.citizen import Citizen
from huiyin.portal.tests.test_following import handled

LIGHT = 100 * 1024


def weight(response: object) -> int:
    """Return the bytes of a page with everything that it loads."""
    source = response.content.decode()
    loaded = re.findall(r'(?:href|src)="/static/([^"]+)"', source)
    return len(response.content) + sum(len(open(finders.find(name), "rb").read()) for name in loaded)


@pytest.mark.parametrize(
    "path",
    ["", "submit/web/", "submit/mayor_mailbox/", "submitted/", "follow/", "case/", "lost-code/", "lost-code/asked/"],
)
def test_every_page_is_light_and_brings_no_script(citizen: Citizen, path: str) -> None:
    handled(citizen, citizen.submits())
    response = citizen.get(f"/portal/{path}")
    assert weight(response) < LIGHT
    assert b"<script" not in response.content
    assert b" style=" not in response.content


def test_the_form_holds_every_category_of_today_and_is_still_light(citizen: Citizen) -> None:
    citizen.stage.at = citizen.stage.at.replace(year=2026)
    response = citizen.get("/portal/submit/web/")
    assert weight(response) < LIGHT


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_phone_without_script_is_enough(live_server, phone_page, hindrances, settings) -> None:
    settings.CITY = "kaifeng"
    set_stage("kaifeng")
    page = phone_page
    page.goto(f"{live_server}/portal/")
    assert_fits(page, hindrances)
    page.get_by_role("link", name="在网上提交").click()
    assert_fits(page, hindrances)
    page.get_by_label("一句话说清是什么事").fill("柳巷路口路灯不亮")
    page.get_by_label("详细情况").fill("三盏路灯已一周不亮。")
    page.get_by_label("希望怎样解决").fill("修好")
    page.get_by_role("button", name="提交").click()
    assert page.locator(".errors").count()
    assert_fits(page, hindrances)
    page.get_by_label("地点").fill("柳巷")
    page.get_by_label("您想要什么").select_option("complaint")
    page.get_by_label("属于哪一类").select_option(index=1)
    page.get_by_role("button", name="提交").click()
    assert_fits(page, hindrances)
    number, code = page.locator("dd.big").all_inner_texts()
    page.goto(f"{live_server}/portal/follow/")
    page.get_by_label("工单编号").fill(number)
    page.get_by_role("link", name="没有记下查询码").click()
    assert_fits(page, hindrances)
    page.get_by_label("工单编号").fill(number)
    page.get_by_label("登记时留的手机号").fill("0378-5551234")
    page.get_by_role("button", name="把新查询码发到这个手机").click()
    assert page.locator(".errors").count()
    assert_fits(page, hindrances)
    page.get_by_label("登记时留的手机号").fill("13800005521")
    page.get_by_role("button", name="把新查询码发到这个手机").click()
    assert "申请已收到" in page.inner_text("main")
    assert_fits(page, hindrances)
    page.goto(f"{live_server}/portal/follow/")
    page.get_by_label("工单编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询", exact=True).click()
    assert "已登记" in page.inner_text("main")
    assert_fits(page, hindrances)
    page.get_by_role("button", name="我要催办").click()
    assert "已记录您的催办" in page.inner_text("main")
    assert Case.objects.get().hurries == 1


def assert_fits(page, hindrances) -> None:
    """Nothing runs out of 375 px, and nothing hinders people."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert hindrances(page) == []
