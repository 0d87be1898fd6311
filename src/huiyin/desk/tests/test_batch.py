"""A unit signs for many at once, its leader signs ordinary drafts at once: one act each, and each tells its outcome."""

import re
from datetime import timedelta

import pytest

from huiyin.cases.models import Assignment
from huiyin.desk.batch import MOST_AT_ONCE
from huiyin.desk.tests.signed_in import text_of
from huiyin.journal.models import Event

BOX = re.compile(r'name="chosen" value="([^"]+)"')
SIGN, SIGN_OFF = "/shares/sign/", "/shares/sign-off/"


def boxes(response):
    return BOX.findall(text_of(response))


def states(cases):
    return [Assignment.objects.get(case=case).state for case in cases]


def send(browser, address, chosen, **more):
    return browser.post(address, {"chosen": chosen, "key": "k" * 32, **more})


@pytest.fixture
def unsigned(stage):
    """Three matters that wait for the water company's signature."""
    return [stage.dispatch(stage.register(phone=f"1390000000{n}").case) for n in range(3)]


@pytest.fixture
def drafts(dandong):
    """Three drafts of the water company in a city where leaders sign: the second is important, none was rejected."""
    made = []
    for n in range(3):
        case = dandong.dispatch(dandong.register(phone=f"1390000000{n}", important=n == 1).case)
        share = dandong.sign(case)
        dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(case))
        made.append(case)
    return made


def test_what_is_ticked_is_signed_one_act_each_and_the_rest_is_left(stage, unsigned, sign_in):
    browser = sign_in(stage, "water.handler")
    chosen = boxes(browser.get("/shares/?tab=sign"))
    assert len(chosen) == 3
    told = send(browser, SIGN, chosen[:2])
    assert told.status_code == 200
    assert text_of(told).count("已签收</span>") == 2
    assert sorted(states(unsigned)) == ["handling", "handling", "pending_signature"]
    events = Event.objects.filter(verb="assignment.sign")
    assert len({event.case_id for event in events}) == len(events) == 2


def test_one_that_went_on_meanwhile_says_why_and_the_others_are_signed(stage, unsigned, sign_in):
    browser = sign_in(stage, "water.handler")
    chosen = boxes(browser.get("/shares/?tab=sign"))
    stage.move(unsigned[0], "recall", "dispatcher", reason="派错")
    page = text_of(send(browser, SIGN, chosen))
    assert (page.count("已签收</span>"), page.count("未签收</span>")) == (2, 1)
    assert re.search(rf"{unsigned[0].number}.*?未签收</span></td><td>[^<]*已有新的办理情况", page)
    assert states(unsigned) == ["recalled", "handling", "handling"]


def test_the_same_form_sent_twice_signs_once(stage, unsigned, sign_in):
    browser = sign_in(stage, "water.handler")
    chosen = boxes(browser.get("/shares/?tab=sign"))
    first, second = (text_of(send(browser, SIGN, chosen)) for _ in range(2))
    assert first.count("已签收</span>") == second.count("已签收</span>") == 3
    assert Event.objects.filter(verb="assignment.sign").count() == 3


def test_nothing_ticked_too_much_ticked_and_nonsense_write_nothing(stage, unsigned, sign_in):
    browser = sign_in(stage, "water.handler")
    share = stage.share(unsigned[0])
    too_many = [f"00000000-0000-7000-8000-{n:012}.1" for n in range(MOST_AT_ONCE + 1)]
    for chosen, words in (
        ([], "没有选择工单"),
        (too_many, "一次最多选择"),
        ([f"{share.pk}"], "看不懂"),
        (["x.1"], "看不懂"),
    ):
        assert send(browser, SIGN, chosen).status_code == 302
        assert words in text_of(browser.get("/shares/?tab=sign"))
    assert set(states(unsigned)) == {"pending_signature"}


def test_who_may_not_sign_has_no_boxes_and_another_unit_signs_nothing(stage, unsigned, sign_in):
    chosen = boxes(sign_in(stage, "water.handler").get("/shares/?tab=sign"))
    assert boxes(sign_in(stage, "water.leader").get("/shares/?tab=sign")) == []
    for who in ("water.leader", "supervisor", "stranger"):
        assert send(sign_in(stage, who), SIGN, chosen).status_code == 404
    page = text_of(send(sign_in(stage, "bureau.handler"), SIGN, chosen))
    assert "没有写入任何内容" in page
    assert not any(case.number in page for case in unsigned)
    assert set(states(unsigned)) == {"pending_signature"}


def test_before_the_signature_the_list_goes_by_the_time_to_sign(stage, sign_in):
    late = stage.dispatch(stage.register().case)
    stage.later(minutes=30)
    early = stage.dispatch(stage.register(phone="13900000001").case)
    share = Assignment.objects.filter(case=early)
    share.update(sign_due_at=Assignment.objects.get(case=late).sign_due_at - timedelta(minutes=5))
    page = text_of(sign_in(stage, "water.handler").get("/shares/?tab=sign"))
    assert page.index(early.number) < page.index(late.number)


def test_before_the_signature_the_time_to_sign_is_called_so(stage, unsigned, sign_in):
    page = text_of(sign_in(stage, "water.handler").get("/shares/?tab=sign"))
    line = re.search(rf"<tr>.*?{unsigned[0].number}.*?</tr>", page)[0]
    assert re.findall(r'<small class="muted">(单位签收|单位反馈|先行联系)</small>', line).count("单位反馈") == 0
    assert "单位签收</small>" in line


def test_a_call_that_is_due_stands_before_the_reply_and_is_gone_when_it_is_made(stage, sign_in):
    share = stage.sign(stage.dispatch(stage.register().case))
    browser = sign_in(stage, "water.handler")
    assert re.search(r'<small class="muted">先行联系</small><br>.*?单位反馈', text_of(browser.get("/shares/")))
    stage.move_share(share, "first_contact", "water.handler", way="phone", reached=True, words="已约上门")
    assert "先行联系</small>" not in text_of(browser.get("/shares/"))


# -- the leader --------------------------------------------------------------------------------------------------------


def test_the_leader_reads_matter_draft_and_rejections_side_by_side(dandong, drafts, sign_in):
    share = dandong.share(drafts[0])
    dandong.move_share(share, "send_back_draft", "water.leader", reason="请写明修复时间")
    dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(drafts[0], public="昨晚八点修复。"))
    page = text_of(sign_in(dandong, "water.leader").get(SIGN_OFF))
    block = re.search(rf'id="draft-{share.pk}".*?</section>', page, re.DOTALL)[0]
    for words in ("三盏路灯已一周不亮", "尽快修好路灯", "昨晚八点修复。", "请写明修复时间"):
        assert words in block
    assert "没有退回过" not in block


def test_ordinary_drafts_are_signed_in_a_batch_and_the_important_one_is_not(dandong, drafts, sign_in):
    leader = sign_in(dandong, "water.leader")
    chosen = boxes(leader.get(SIGN_OFF))
    assert len(chosen) == 2
    important = dandong.share(drafts[1])
    forced = f"{important.pk}.{dandong.reload(drafts[1]).event_count}"
    page = text_of(send(sign_in(dandong, "water.head"), SIGN_OFF, [*chosen, forced]))
    assert (page.count("已签发</span>"), page.count("未签发</span>")) == (2, 1)
    assert "不是普通件（重要），请打开逐件签发" in page
    assert states(drafts) == ["replied", "awaiting_sign_off", "replied"]


def test_a_draft_that_was_changed_after_the_page_was_opened_is_not_signed_unread(dandong, drafts, sign_in):
    leader = sign_in(dandong, "water.leader")
    chosen = boxes(leader.get(SIGN_OFF))
    share = dandong.share(drafts[0])
    dandong.move_share(share, "send_back_draft", "water.head", reason="请核实")
    dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(drafts[0], public="改过的"))
    page = text_of(send(leader, SIGN_OFF, chosen))
    assert (page.count("已签发</span>"), page.count("未签发</span>")) == (1, 1)
    assert states(drafts[:1]) == ["awaiting_sign_off"]


def test_what_was_rejected_or_is_unsolved_is_read_first(dandong, drafts, sign_in):
    dandong.move_share(dandong.share(drafts[0]), "sign_off", "water.leader")
    cause = next(c.code for c in dandong.book.reject_causes if not c.loses_on_time)
    dandong.move(drafts[0], "reject_reply", "auditor", cause=cause, reason="请补照片")
    said = dandong.reply_said(drafts[0])
    dandong.move_share(dandong.share(drafts[0]), "reply", "water.handler", **said)
    page = text_of(sign_in(dandong, "water.leader").get(SIGN_OFF))
    assert '<span class="mark">曾退回重办</span>' in page
    assert "请补照片" in page
    assert len(BOX.findall(page)) == 1


def test_of_a_confidential_matter_the_leader_reads_no_name(dandong, sign_in):
    text = "我叫赵小明，路灯不亮。"
    case = dandong.dispatch(dandong.register(confidential=True, name="赵小明", text=text).case)
    dandong.move_share(dandong.sign(case), "reply", "water.handler", **dandong.reply_said(case))
    page = text_of(sign_in(dandong, "water.leader").get(SIGN_OFF))
    assert case.number in page
    assert "赵小明" not in page


def test_only_leaders_open_the_page_and_they_see_their_own_unit(dandong, drafts, sign_in):
    for who in ("water.handler", "supervisor", "stranger"):
        browser = sign_in(dandong, who)
        assert browser.get(SIGN_OFF).status_code == 404
        assert send(browser, SIGN_OFF, []).status_code == 404
    page = text_of(sign_in(dandong, "bureau.leader").get(SIGN_OFF))
    assert "没有等您签发的拟稿" in page
    assert send(sign_in(dandong, "water.leader"), SIGN_OFF, []).status_code == 422


def test_the_page_costs_the_same_with_three_drafts_and_with_nine(dandong, drafts, sign_in):
    leader = sign_in(dandong, "water.leader")
    leader.get(SIGN_OFF)
    leader.get(SIGN_OFF)
    before = leader.statements
    for n in range(6):
        case = dandong.dispatch(dandong.register(phone=f"1380000000{n}").case)
        dandong.move_share(dandong.sign(case), "reply", "water.handler", **dandong.reply_said(case))
    assert len(boxes(leader.get(SIGN_OFF))) == 8
    assert leader.statements <= before
