"""The receipt on paper: one sheet of A6 with number, query code and promised date, from the counter and from the citizen's page."""

import re

import pytest
from django.core.cache import cache

from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.flow import times
from huiyin.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

A6 = (298, 420)
"""In points of 1/72 inch."""


@pytest.fixture(params=["kaifeng", "dandong"])
def stage(request, monkeypatch, settings):
    settings.CITY = request.param
    cache.clear()
    stage = set_stage(request.param)
    seat_everybody(stage)
    # The server answers in a thread of its own, to which a travelled moment does not reach.
    monkeypatch.setattr(times, "now", lambda: stage.at)
    return stage


def sheets(page):
    """Return the sizes of the sheets that the page prints on, in points."""
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", printed)
    return [(round(float(wide)), round(float(high))) for wide, high in boxes]


def on_paper(page):
    """Return what is read on the paper."""
    page.emulate_media(media="print")
    text = page.inner_text("body")
    page.emulate_media(media="null")
    return text


def test_the_counters_slip(stage, sit_down, browser_page):
    user = User.objects.get(pk=stage.who("agent").user_id)
    page = sit_down(browser_page, user, "/intake/new/")
    said = {"phone": "13911112222", "title": "柳巷路口路灯不亮", "text": "三盏路灯已一周不亮。", "wishes": "尽快修好路灯",
            "occurred": "上周起", "place": "柳巷", "object": "路灯"}  # fmt: skip
    for name, value in said.items():
        page.fill(f"#move_{name}", value)
    page.select_option("#move_kind", "complaint")
    page.select_option("#move_category", stage.leaf())
    page.click("button[value=register]")
    page.wait_for_selector("text=受理回执")
    # A script shows it: without one there is nothing that prints.
    page.get_by_role("button", name="打印回执").wait_for()
    number, code = page.locator("dd.big").all_inner_texts()
    paper = on_paper(page)
    assert number in paper and code in paper
    assert re.search(r"承诺答复\s+2018年6月\d+日前", paper)
    assert "查询进度" in paper
    for word in ("剩", "登记下一个来电", "接下来", "13911112222"):
        assert word not in paper
    assert sheets(page) == [A6]


def test_the_citizens_slip(stage, live_server, scriptless_page):
    page = scriptless_page
    page.goto(f"{live_server.url}/portal/submit/web/")
    page.get_by_label("一句话说清是什么事").fill("柳巷路口路灯不亮")
    page.get_by_label("详细情况").fill("三盏路灯已一周不亮。")
    page.get_by_label("希望怎样解决").fill("修好")
    for label, value in (("地点", "柳巷"), ("什么时候发生的", "上周起"), ("反映的是谁或什么", "路灯")):
        page.get_by_label(label).fill(value)
    page.get_by_label("您想要什么").select_option("complaint")
    page.get_by_label("属于哪一类").select_option(index=1)
    page.get_by_role("button", name="提交").click()
    number, code = page.locator("dd.big").all_inner_texts()
    paper = on_paper(page)
    assert number in paper and code in paper
    assert "受理回执" in paper
    assert re.search(r"承诺答复\s+2018年6月\d+日前", paper)
    assert "查询码只显示这一次" not in paper
    assert "现在查看进度" not in paper
    assert sheets(page) == [A6]
