"""How the page of a case tells its way and its limits: nothing twice, nothing left out, and why somebody answers again."""

import re

import pytest
from django.urls import reverse

from huiyin.cases.part_effects import replying
from huiyin.desk.tests.signed_in import text_of
from huiyin.files.models import Attachment


def page_of(case, browser):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(browser.get(f"/cases/{case.number}/"))))


def test_what_moves_by_itself_is_not_told_twice_in_one_line(stage, sign_in):
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    stage.reply(case)
    shown = page_of(case, sign_in(stage, "auditor"))
    assert "待审核反馈 平台" in shown
    assert "→ 待审核反馈" not in shown


def test_a_joined_case_tells_that_it_was_closed_with_its_parent(each_city, sign_in):
    stage = each_city
    parent = stage.register().case
    child = stage.register(phone="13900002222").case
    stage.move(child, "merge", "agent", parent=parent.pk)
    result = next(r.code for r in stage.book.results if r.solves)
    stage.move(stage.reload(parent), "answer_directly", "agent", answer="今晚修好", way="phone", result=result)
    assert "随主件办结" in page_of(child, sign_in(stage, "agent"))
    # In its own case an act that only carries out another one is told once.
    assert "随件办结" not in page_of(parent, sign_in(stage, "agent"))


def test_limits_that_can_become_late_come_first_and_the_past_is_folded_away(stage, sign_in):
    case = stage.dispatch(stage.register().case, joint=("bureau",))
    stage.later(hours=1)
    stage.sign(case)
    whole = text_of(sign_in(stage, "director").get(f"/cases/{case.number}/"))
    limits, over = re.search(r'id="clocks".*?</dl>\s*(<details.*?</details>)', whole, re.S), "已完成或停止的"
    assert limits
    running = limits[0].split("<details")[0]
    assert [running.index(label) for label in ("答复诉求人", "单位签收 市城管局", "单位反馈 清源供水")] == sorted(
        running.index(label) for label in ("答复诉求人", "单位签收 市城管局", "单位反馈 清源供水")
    )
    assert over in limits[1]
    assert "单位签收 清源供水" in limits[1]
    assert "单位签收 清源供水" not in running


def test_a_unit_that_answered_waits_for_the_audit_and_does_not_merely_stand_still(stage, sign_in):
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    stage.reply(case)
    assert "已反馈，待审核" in page_of(case, sign_in(stage, "water.handler"))


def test_where_nobody_decides_the_page_says_so(dandong, sign_in):
    case = dandong.dispatch(dandong.register().case)
    said = {"reason": "配件在途", "plan": "更换灯泡", "until": dandong.at.replace(day=15, hour=16)}
    dandong.move_share(dandong.sign(case), "ask_extension", "water.handler", **said)
    assert "按规定告知中心和诉求人即可，无须批准" in page_of(case, sign_in(dandong, "dispatcher"))


def form_of(stage, case, who, unit, sign_in):
    return text_of(
        sign_in(stage, who).get(reverse("moves:move", args=["assignment", stage.share(case, unit).pk, "reply"]))
    )


def test_who_answers_again_reads_why_above_the_form(each_city, sign_in):
    stage = each_city
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    assert "退回" not in form_of(stage, case, "water.handler", "water", sign_in)
    stage.reply(case)
    cause = stage.book.reject_causes[0]
    stage.move(stage.reload(case), "reject_reply", "auditor", cause=cause.code, reason="请附现场照片")
    shown = form_of(stage, case, "water.handler", "water", sign_in)
    assert "auditor某" in shown
    assert cause.label in shown
    assert "请附现场照片" in shown


def test_why_it_came_back_does_not_tell_a_unit_who_wants_to_stay_unknown(stage, sign_in):
    case = stage.dispatch(stage.register(kind="help", confidential=True, name="欧阳小满").case)
    stage.sign(case)
    stage.reply(case)
    cause = stage.book.reject_causes[0].code
    stage.move(stage.reload(case), "reject_reply", "auditor", cause=cause, reason="欧阳小满说灯仍不亮")
    shown = form_of(stage, case, "water.handler", "water", sign_in)
    assert "说灯仍不亮" in shown
    assert "欧阳小满" not in shown


def test_the_unit_above_begins_with_the_answer_from_below_that_it_passed(stage, sign_in):
    case = stage.dispatch(stage.register().case, "bureau")
    stage.move_share(stage.sign(case, "bureau"), "sub_dispatch", "bureau.handler", unit=stage.units["office"].pk)
    stage.sign(case, "office")
    said = {**stage.reply_said(case), "account": "市容科已更换灯泡。", "wish_results": ()}
    stage.move_share(stage.share(case, "office"), "reply", "office.handler", **said)
    assert "市容科已更换灯泡。" not in form_of(stage, case, "bureau.handler", "bureau", sign_in)
    stage.move_share(stage.share(case, "office"), "accept_below", "bureau.handler")
    assert "市容科已更换灯泡。" in form_of(stage, case, "bureau.handler", "bureau", sign_in)


@pytest.mark.parametrize("who", ["auditor", "supervisor"])
def test_who_finds_a_paper_to_compare_in_the_tray_finds_the_button_on_the_case(dandong, sign_in, monkeypatch, who):
    monkeypatch.setattr(replying, "is_drawn", lambda *said: True)
    case = dandong.dispatch(dandong.register().case)
    share = dandong.move_share(dandong.sign(case), "reply", "water.handler", **dandong.reply_said(case))
    scan = Attachment.objects.create(
        subject_kind="assignment", subject_id=share.pk, kind="scan", name="签字.png", content_type="image/png",
        size=9, uploaded_by=share.pk, at=dandong.at,
    )  # fmt: skip
    said = {"signer": "李副经理", "signed_on": dandong.at.date().isoformat(), "scan": scan.pk}
    dandong.move_share(share, "sign_off_on_paper", "water.handler", **said)
    browser = sign_in(dandong, who)
    assert case.number in text_of(browser.get("/waiting/papers/"))
    assert "抽查纸质签发" in page_of(case, browser)
    dandong.move_share(share, "check_paper", who, genuine=True)
    assert "抽查纸质签发" not in re.sub("抽查纸质签发 (auditor|supervisor)某", "", page_of(case, browser))
