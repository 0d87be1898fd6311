"""A message found on the web goes its seven steps, from 浏览 to 答复, as the opinion clerk and the posts after him see it."""

import re

import pytest

from huiyin.cases.models import Answer, Case
from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.files.models import Attachment
from huiyin.files.tests.makers import image
from huiyin.flow import times
from huiyin.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEPS = {
    "kaifeng": ["浏览", "搜集", "筛选", "呈批", "转办", "落实", "答复"],
    "dandong": ["受理", "登记", "转交", "办理", "反馈"],
}
TEXT = "柳巷路口的三盏路灯一周没亮了，孩子放学看不见路。"
LINK = "https://board.example/reply/77"


@pytest.fixture(params=["kaifeng", "dandong"])
def stage(request, monkeypatch, settings, tmp_path):
    settings.CITY, settings.MEDIA_ROOT = request.param, tmp_path
    stage = set_stage(request.param)
    seat_everybody(stage)
    # The server answers in a thread of its own, to which a travelled moment does not reach.
    monkeypatch.setattr(times, "now", lambda: stage.at)
    return stage


@pytest.fixture
def sit_down(stage, live_server, client, browser_page):
    """Give `as_post(who)`: the same browser with this person signed in, on the own home."""

    def as_post(who):
        user = User.objects.get(pk=stage.who(who).user_id)
        client.force_login(user, backend="huiyin.people.backends.ByNumber")
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        browser_page.context.clear_cookies()
        browser_page.context.add_cookies([cookie])
        browser_page.goto(f"{live_server.url}/")
        return browser_page

    return as_post


def local(at):
    return times.local(at).strftime("%Y-%m-%dT%H:%M")


def step_of(page, server, case):
    page.goto(f"{server}/cases/{case.number}/")
    steps = page.locator("ol.steps li")
    assert page.locator("ol.steps li[aria-current=step]").count() == 1
    return steps.all_inner_texts(), page.locator("ol.steps li[aria-current=step]").inner_text()


def collects(page, stage, channel):
    """Collect a message with its link, its words, a picture of the page and the day that the site wants."""
    page.get_by_role("link", name="网络舆情").first.click()
    page.get_by_role("link", name="采集").click()
    page.get_by_label("来源渠道").select_option(channel)
    page.get_by_label("收到时间").fill(local(stage.at))
    page.get_by_label("标题").fill("柳巷路口路灯不亮")
    page.locator("#move_text").fill(TEXT)
    page.get_by_label("原文链接").fill("https://board.example/thread/5")
    page.get_by_label("网站要求答复时间").fill(local(stage.at.replace(day=stage.at.day + 5)))
    page.get_by_label("截图").set_input_files({"name": "网页.png", "mimeType": "image/png", "buffer": image("PNG")})
    page.get_by_role("button", name="采集", exact=True).click()
    page.wait_for_selector("text=工单编号")
    return Case.objects.latest("received_at", "id")


def screens(page, stage, case, hindrances):
    """Read what was found, with its marks, and register it."""
    page.get_by_role("link", name="网络舆情").first.click()
    shown = page.locator("ul.messages").inner_text()
    assert TEXT[:20] in shown
    assert "有截图" in shown
    assert "网站要求答复" in shown
    assert page.get_by_role("link", name="原文").get_attribute("href") == "https://board.example/thread/5"
    assert hindrances(page) == []
    page.get_by_role("link", name="筛选登记").click()
    assert page.locator("#move_text").input_value() == TEXT
    page.get_by_label("发生时间").fill("上周起")
    page.locator("#move_place").fill("柳巷")
    page.get_by_label("被反映对象").fill("路灯")
    page.get_by_label("诉求性质").select_option("complaint")
    page.locator("#move_category").select_option(stage.leaf())
    page.get_by_label("诉求点").fill("修好路灯")
    page.get_by_role("button", name="筛选登记").click()
    page.wait_for_selector("text=“筛选登记”已办妥")


def test_a_message_goes_its_steps_to_an_answer_for_all_to_read(stage, sit_down, live_server, hindrances):
    page = sit_down("opinion_clerk")
    channel = "message_board" if stage.city == "kaifeng" else "mayor_mailbox"
    channel = (
        channel
        if any(c.code == channel for c in stage.book.channels)
        else next(c.code for c in stage.book.channels if c.online)
    )
    case = collects(page, stage, channel)
    assert Attachment.objects.get(case_id=case.pk).kind == "original"
    steps, here = step_of(page, live_server.url, case)
    assert steps == STEPS[stage.city]
    seen = [here]
    sit_down("opinion_clerk")
    screens(page, stage, case, hindrances)
    case = stage.reload(case)
    assert case.state == "registered"
    seen.append(step_of(page, live_server.url, case)[1])
    # The list of all cases shows the date of the site beside the one that the city promised.
    page.goto(f"{live_server.url}/cases/")
    assert "网站限" in page.locator("table.list").inner_text()
    for move, who in approvals(stage, case):
        case = stage.move(case, move, who)
        seen.append(step_of(page, live_server.url, case)[1])
    case = stage.move(case, "dispatch", "dispatcher", lead=stage.units["water"].pk, joint=[])
    seen.append(step_of(page, live_server.url, case)[1])
    stage.later(hours=1)
    stage.sign(case)
    stage.later(hours=20)
    stage.reply(case, public="三盏路灯均已更换。")
    needs_link = stage.book.channel(case.channel).answer_needs_link
    stage.pass_audit(case, **({"answer_link": "https://board.example/reply/1"} if needs_link else {}))
    seen.append(step_of(page, live_server.url, case)[1])
    # Each step is reached in its order, and the last one is the answer.
    assert [STEPS[stage.city].index(label) for label in seen] == sorted(
        STEPS[stage.city].index(label) for label in seen
    )
    assert seen[-1] == STEPS[stage.city][-1]
    published(sit_down, stage, live_server.url, case, needs_link)


def approvals(stage, case):
    """Return the moves of the city's approval chain, none where it has none."""
    chain = stage.book.approval_chain(case.kind, case.family, case.channel, case.category, case.urgency, case.important)
    asked = [("submit_for_approval", "reviewer")] if chain else []
    return [*asked, *(("approve", str(role.post)) for role in chain)]


def published(sit_down, stage, server, case, has_link):
    """The clerk notes where, and on which day, the answer stands on the site; then nobody waits for it."""
    page = sit_down("opinion_clerk")
    assert ("待公开答复" in page.inner_text("main")) is not has_link
    page.goto(f"{server}/cases/{case.number}/")
    page.get_by_role("link", name="登记网上答复").click()
    stage.later(days=1)
    page.get_by_label("网上答复的链接").fill(LINK)
    page.get_by_label("公开日期").fill(stage.at.replace(day=stage.at.day + 1).strftime("%Y-%m-%d"))
    page.get_by_role("button", name="登记网上答复").click()
    page.wait_for_selector("text=公开日期不能晚于今天")
    assert page.get_by_label("网上答复的链接").input_value() == LINK
    page.get_by_label("公开日期").fill(stage.at.strftime("%Y-%m-%d"))
    page.get_by_role("button", name="登记网上答复").click()
    page.wait_for_selector(f"text={stage.at:%Y-%m-%d} 已在网上公开")
    answer = Answer.objects.get(case=case)
    assert (answer.link, answer.published_on) == (LINK, stage.at.date())
    assert page.get_by_role("link", name=re.compile("公开答复链接")).get_attribute("href") == LINK
    page.goto(f"{server}/")
    assert "待公开答复" not in page.inner_text("main")


def test_what_is_not_ours_is_refused_with_a_reason_and_the_reason_is_told(stage, sit_down, live_server):
    page = sit_down("opinion_clerk")
    case = collects(page, stage, next(c.code for c in stage.book.channels if c.online))
    sit_down("opinion_clerk").get_by_role("link", name="网络舆情").first.click()
    page.get_by_role("link", name=re.compile("不属受理范围")).click()
    page.get_by_role("button", name="不予受理").click()
    page.wait_for_selector("text=请填写不予受理理由")
    assert Case.objects.get(pk=case.pk).state == "collected"
    page.get_by_label("不予受理理由").select_option("outside_territory")
    page.get_by_label("已告知的途径").fill("请向事发地的热线反映")
    page.get_by_role("button", name="不予受理").click()
    page.wait_for_selector("text=“不予受理”已办妥")
    case = stage.reload(case)
    assert (case.state, case.refusal_reason) == ("refused", "outside_territory")
    assert "待公开答复" in sit_down("opinion_clerk").inner_text("main")
