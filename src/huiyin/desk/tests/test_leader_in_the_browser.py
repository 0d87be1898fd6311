"""A unit's leader at the desk: reads side by side, signs ordinary drafts at once and important ones singly; or on paper."""

import pytest

from huiyin.cases.models import Assignment, Reply
from huiyin.cases.tests.stage import set_stage
from huiyin.desk.tests.signed_in import seat_everybody, user_of
from huiyin.files.models import Attachment
from huiyin.files.tests.makers import image
from huiyin.flow import times

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVERYTHING_CAME = "() => everythingCame()"


@pytest.fixture
def stage(request, monkeypatch, tmp_path, settings):
    """Dandong, where leaders sign; another city where a test names it."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.VAR = tmp_path
    settings.CITY = getattr(request, "param", "dandong")
    stage = set_stage(settings.CITY)
    seat_everybody(stage)
    # The server answers in a thread of its own, to which a travelled moment does not reach.
    monkeypatch.setattr(times, "now", lambda: stage.at)
    return stage


@pytest.fixture
def open_as(stage, sit_down):
    def open_page(page, who, address):
        sit_down(page, user_of(stage, who), address)
        # Every part has come: the one connection of the test serves no two requests.
        page.wait_for_function(EVERYTHING_CAME)
        return page

    return open_page


def drafted(stage, number, **more):
    case = stage.dispatch(stage.register(phone=f"1390000000{number}", **more).case)
    stage.later(minutes=5)
    return stage.move_share(stage.sign(case), "reply", "water.handler", **stage.reply_said(case))


def state_of(share):
    return Assignment.objects.get(pk=share.pk).state


def test_side_by_side_ordinary_ones_at_once_and_the_important_one_alone(stage, open_as, browser_page, hindrances):
    ordinary, important, mended = (drafted(stage, n, important=n == 1) for n in range(3))
    stage.later(hours=1)
    stage.move_share(mended, "send_back_draft", "water.leader", reason="请写明修复时间")
    stage.move_share(mended, "reply", "water.handler", **stage.reply_said(mended.case, public="昨晚八点修复。"))
    page = open_as(browser_page, "water.leader", "/")
    page.click("nav a:has-text('承办')")
    page.wait_for_function(EVERYTHING_CAME)
    page.click(".tabs a:has-text('待签发')")
    page.click("a:has-text('对照诉求、拟稿和历次退回签发')")
    assert hindrances(page) == []
    draft = page.locator(f"#draft-{mended.pk}")
    columns = draft.locator(".side-by-side > div")
    tops = {round(columns.nth(n).bounding_box()["y"]) for n in range(3)}
    assert columns.count() == 3
    assert len(tops) == 1
    words = [columns.nth(n).inner_text() for n in range(3)]
    assert "三盏路灯已一周不亮" in words[0]
    assert "昨晚八点修复。" in words[1]
    assert "请写明修复时间" in words[2]
    waits = page.locator(f"#draft-{important.pk}")
    assert waits.locator("input[type=checkbox]").count() == 0
    assert "由主要领导签发" in waits.inner_text()
    page.check("#batch label input")
    assert page.inner_text("#batch [role=status]") == "已选 2 件"
    page.click("#batch button:has-text('签发所选普通件')")
    page.wait_for_selector("text=已签发 2 件")
    assert [state_of(share) for share in (ordinary, important, mended)] == ["replied", "awaiting_sign_off", "replied"]
    page = open_as(browser_page, "water.head", "/shares/sign-off/")
    page.click(f"#draft-{important.pk} a:has-text('单独签发')")
    page.wait_for_selector(".aid:has-text('路灯已修复')")
    page.click("main button:has-text('签发')")
    page.wait_for_selector("text=“签发”已办妥")
    assert state_of(important) == "replied"
    assert Reply.objects.get(assignment=important).signed_off_by == user_of(stage, "water.head")


def test_a_leader_signs_on_paper_and_the_handler_brings_the_scan(stage, open_as, browser_page, phone_page, hindrances):
    share = drafted(stage, 0)
    stage.later(hours=1)
    page = open_as(browser_page, "water.handler", f"/cases/{share.case.number}/")
    page.click("a:has-text('打印转办单')")
    assert "签发" in page.inner_text(".paper")
    page = open_as(phone_page, "water.handler", f"/cases/{share.case.number}/")
    page.click("a:has-text('纸质签发') >> nth=0")
    page.wait_for_selector("#doing [name=signer]")
    page.click("#doing button:has-text('纸质签发')")
    page.wait_for_selector("#doing .errors")
    page.fill("#doing [name=signer]", "某局长")
    page.fill("#doing [name=signed_on]", f"{stage.at:%Y-%m-%d}")
    page.click("#doing button:has-text('纸质签发')")
    page.wait_for_selector("#doing :text('签字扫描件')")
    assert state_of(share) == "awaiting_sign_off"
    assert page.input_value("#doing [name=signer]") == "某局长"
    page.set_input_files("[name=move_files]", {"name": "签发单.jpg", "mimeType": "image/jpeg", "buffer": image()})
    assert hindrances(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.click("#doing button:has-text('纸质签发')")
    page.wait_for_selector("text=“纸质签发”已办妥")
    reply = Reply.objects.get(assignment=share)
    assert (reply.paper_signer, reply.paper_day, reply.signed_off_by) == ("某局长", stage.at.date(), None)
    assert Attachment.objects.get(pk=reply.paper_scan).kind == "scan"
    assert state_of(share) == "replied"


@pytest.mark.parametrize("stage", ["kaifeng"], indirect=True)
def test_where_no_leader_signs_nothing_waits_for_one(stage, open_as, browser_page):
    share = drafted(stage, 0)
    assert share.state == "replied"
    page = open_as(browser_page, "water.leader", "/shares/sign-off/")
    assert "没有等您签发的拟稿" in page.inner_text("main")
