"""A message found on the web goes its seven steps, from 浏览 to 答复, as the opinion clerk and the posts after him see it."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from huiyin.cases.models import Answer, Case
from huiyin.cases.tests.stage import Stage
from huiyin.files.models import Attachment
from huiyin.files.tests.makers import image
from huiyin.flow import times
from journeys.at_work import Office

if TYPE_CHECKING:
    from playwright.sync_api import Page as Screen

pytestmark = pytest.mark.browser

STEPS = {
    "kaifeng": ["浏览", "搜集", "筛选", "呈批", "转办", "落实", "答复"],
    "dandong": ["受理", "登记", "转交", "办理", "反馈"],
}
TEXT = "柳巷路口的三盏路灯一周没亮了，孩子放学看不见路。"
UNIT = "市清源供水公司"
LINK = "https://board.example/reply/77"


def local(at: datetime) -> str:
    return times.local(at).strftime("%Y-%m-%dT%H:%M")


def step_of(office: Office, case: Case) -> tuple[list[str], str]:
    """Return the steps that the page of a case shows to the opinion clerk, and at which of them it is."""
    page = office.desk("opinion_clerk").case(case).screen
    here = page.locator("ol.steps li[aria-current=step]")
    assert here.count() == 1
    return page.locator("ol.steps li").all_inner_texts(), here.inner_text()


def collects(page: "Screen", stage: Stage, channel: str) -> Case:
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


def screens(page: "Screen", stage: Stage, case: Case, hindrances: Any) -> None:
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


def test_a_message_goes_its_steps_to_an_answer_for_all_to_read(office: Office, hindrances: Any) -> None:
    city, clerk = office.city, office.desk("opinion_clerk")
    channel = "message_board" if city.stage.city == "kaifeng" else "mayor_mailbox"
    case = collects(clerk.opens("/").screen, city.stage, channel)
    assert Attachment.objects.get(case_id=case.pk).kind == "original"
    steps, here = step_of(office, case)
    assert steps == STEPS[city.stage.city]
    seen = [here]
    screens(clerk.opens("/").screen, city.stage, case, hindrances)
    case.refresh_from_db()
    assert case.state == "registered"
    seen.append(step_of(office, case)[1])
    # The list of all cases shows the date of the site beside the one that the city promised.
    assert "网站限" in clerk.opens("/cases/").screen.locator("table.list").inner_text()
    for act in (is_approved, is_dispatched, is_answered):
        act(office, case)
        seen.append(step_of(office, case)[1])
    # Each step is reached in its order, and the last one is the answer.
    assert [steps.index(label) for label in seen] == sorted(steps.index(label) for label in seen)
    assert seen[-1] == steps[-1]
    published(office, case, needs_link(office, case))


def needs_link(office: Office, case: Case) -> bool:
    return office.city.book.channel(case.channel).answer_needs_link


def is_approved(office: Office, case: Case) -> None:
    """The reviewer lays it before the leaders of the city's chain, who approve one after the other."""
    chain = office.city.book.approval_chain(
        case.kind, case.family, case.channel, case.category, case.urgency, case.important
    )
    if chain:
        office.desk("reviewer").takes(case, "呈批", {"说明": "请阅批"})
    for role in chain:
        office.desk(str(role.post)).takes(case, "批准", {"批示意见": "同意，请抓紧办理"})


def is_dispatched(office: Office, case: Case) -> None:
    office.desk("dispatcher").takes(case, "转办", {"主办单位": UNIT})


def is_answered(office: Office, case: Case) -> None:
    """The unit signs, carries it out and answers; its leader signs where the city wants that; the centre passes it."""
    city = office.city
    city.later(hours=1)
    handler = office.desk("water.handler")
    handler.takes(case, "签收")
    city.later(hours=20)
    handler.takes(case, "反馈", city.answer(case))
    if city.book.signer(case.important):
        office.desk("water.leader").takes(case, "签发")
    city.later(hours=1)
    answer = {"答复诉求人方式": "留言板公开回复", "答复诉求人内容": "三盏路灯均已更换。"}
    said = answer if city.book.answers.answered_by == "centre" else {}
    link = {"答复链接": "https://board.example/reply/1"} if needs_link(office, case) else {}
    office.desk("auditor").takes(case, "通过反馈", {"办理结果": city.result("solved"), **said, **link})


def published(office: Office, case: Case, has_link: bool) -> None:
    """The clerk notes where, and on which day, the answer stands on the site; then nobody waits for it."""
    city, clerk = office.city, office.desk("opinion_clerk").opens("/")
    assert ("待公开答复" in clerk.text) is not has_link
    clerk.begins(case, "登记网上答复")
    city.later(days=1)
    tomorrow = city.stage.at.replace(day=city.stage.at.day + 1)
    clerk.sends("登记网上答复", {"网上答复的链接": LINK, "公开日期": f"{tomorrow:%Y-%m-%d}"})
    assert "公开日期不能晚于今天" in clerk.refused("登记网上答复").values()
    assert clerk.typed("登记网上答复")["answer_link"] == LINK
    clerk.sends("登记网上答复", {"公开日期": f"{city.stage.at:%Y-%m-%d}"})
    clerk.sees(f"{city.stage.at:%Y-%m-%d} 已在网上公开")
    answer = Answer.objects.get(case=case)
    assert (answer.link, answer.published_on) == (LINK, city.stage.at.date())
    assert clerk.screen.get_by_role("link", name=re.compile("公开答复链接")).get_attribute("href") == LINK
    clerk.opens("/").sees_not("待公开答复")


def test_what_is_not_ours_is_refused_with_a_reason_and_the_reason_is_told(office: Office) -> None:
    clerk, stage = office.desk("opinion_clerk"), office.city.stage
    page = clerk.opens("/").screen
    case = collects(page, stage, next(c.code for c in stage.book.channels if c.online))
    clerk.opens("/")
    page.get_by_role("link", name="网络舆情").first.click()
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
    assert "待公开答复" in clerk.opens("/").text
