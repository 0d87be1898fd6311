"""A matter goes its whole way by the pages alone; a refusal loses nothing, and who comes second is told."""

import re

import pytest

from huiyin.cases.models import Case, Precedent
from huiyin.desk.tests.signed_in import text_of
from huiyin.desk.tests.test_papers import reply_of
from huiyin.flow.actor import Actor, Seat
from huiyin.flow.posts import Post
from huiyin.journal.models import Event
from huiyin.people.models import Holding, User


def hidden(html):
    return dict(re.findall(r'<input type="hidden" name="(move_\w+)" value="([^"]*)"', html))


def move(browser, kind, name, action, said=None, **more):
    """Open the form as a person does, fill it in and send it."""
    address = f"/moves/{kind}/{name}/{action}/"
    form = browser.get(address)
    assert form.status_code == 200
    return browser.post(address, {**hidden(text_of(form)), **(said or {}), **more})


@pytest.mark.mission(62, 142)
def test_a_matter_goes_from_the_call_to_the_accepted_answer_by_pages(stage, sign_in):
    case = stage.register().case
    who = {key: sign_in(stage, key) for key in ("agent", "reviewer", "section_chief", "dispatcher", "auditor")}
    unit, other = sign_in(stage, "water.handler"), sign_in(stage, "bureau.handler")
    units = {key: str(stage.units[key].pk) for key in ("water", "bureau")}
    solved = next(r.code for r in stage.book.results if r.solves)
    steps = [
        (who["agent"], "case", case.number, "submit_for_review", {"note": "请审核"}),
        (who["reviewer"], "case", case.number, "submit_for_approval", {}),
        (who["section_chief"], "case", case.number, "approve", {"words": "尽快办理"}),
        (who["dispatcher"], "case", case.number, "dispatch", {"lead": units["water"], "joint": [units["bureau"]]}),
    ]
    for browser, kind, name, action, said in steps:
        assert move(browser, kind, name, action, said)["Location"] == f"/cases/{case.number}/", action
    for browser, key in ((unit, "water"), (other, "bureau")):
        assert move(browser, "assignment", stage.share(case, key).pk, "sign").status_code == 302
    assert move(unit, "assignment", stage.share(case).pk, "reply", reply_of(stage, case)).status_code == 302
    said = {"result": solved, "way": "phone", "answer": "路灯已修好"}
    assert move(who["auditor"], "case", case.number, "pass_audit", said).status_code == 302
    assert stage.reload(case).state == "closed"


def test_a_refused_move_comes_back_with_its_text_and_every_reason_at_its_field(stage, sign_in):
    case = stage.dispatch(stage.register().case)
    share = stage.sign(case)
    said = {"account": "正在施工，写了很长的经过", "public": "", "result": "", "contacted_how": "", "resolved": "on"}
    response = move(sign_in(stage, "water.handler"), "assignment", share.pk, "reply", said)
    shown = text_of(response)
    assert response.status_code == 422
    for word in ("正在施工，写了很长的经过", "请填写公开答复内容", "请填写办理结果", "请填写联系方式或未联系原因"):
        assert word in shown
    assert stage.share(case).state == "handling"


def test_who_sends_an_old_page_is_told_what_was_done_meanwhile_and_may_send_it_again(stage, sign_in):
    case = stage.register().case
    first, second = sign_in(stage, "agent"), sign_in(stage, "director")
    address = f"/moves/case/{case.number}/transfer_out/"
    old = hidden(text_of(second.get(address)))
    move(first, "case", case.number, "submit_for_review")
    said = {"target": stage.book.transfers[0].code, "note": "打电话说的"}
    response = second.post(address, {**old, **said})
    shown = text_of(response)
    assert response.status_code == 409
    assert "agent某" in shown
    assert "<b>提交审核</b>" in shown
    assert "打电话说的" in shown
    assert stage.reload(case).state == "in_review"
    assert second.post(address, {**hidden(shown), **said}).status_code == 302
    assert stage.reload(case).state == "transferred_out"


def test_whose_colleague_decided_first_gets_the_own_words_back(stage, sign_in):
    case = stage.move(stage.register(important=True).case, "submit_for_approval", "reviewer")
    colleague = User.objects.create_user("chief2", "科长乙")
    Holding.objects.create(user=colleague, post=Post.SECTION_CHIEF, since=stage.at)
    stage.actors["chief2"] = Actor(colleague.pk, colleague.name, frozenset({Seat(Post.SECTION_CHIEF)}))
    second, address = sign_in(stage, "chief2"), f"/moves/case/{case.number}/approve/"
    form = hidden(text_of(second.get(address)))
    stage.move(case, "approve", "section_chief")
    before = stage.reload(case).event_count
    response = second.post(address, {**form, "words": "请主任阅示"})
    assert response.status_code == 409
    assert "现在已不由您批准" in text_of(response)
    assert "请主任阅示" in text_of(response)
    assert stage.reload(case).event_count == before


def test_what_somebody_else_did_to_another_part_makes_nobodys_page_old(stage, sign_in):
    case = stage.dispatch(stage.register().case, joint=("bureau",))
    browser = sign_in(stage, "water.handler")
    address = f"/moves/assignment/{stage.share(case).pk}/sign/"
    form = hidden(text_of(browser.get(address)))
    stage.sign(case, "bureau")
    assert browser.post(address, form).status_code == 302


def test_the_same_form_sent_twice_is_one_act(stage, sign_in):
    case = stage.register().case
    browser = sign_in(stage, "agent")
    address = f"/moves/case/{case.number}/hurry/"
    form = hidden(text_of(browser.get(address)))
    assert browser.post(address, form).status_code == browser.post(address, form).status_code == 302
    assert stage.reload(case).hurries == 1


def test_a_move_that_is_not_possible_any_more_says_why(stage, sign_in):
    case = stage.dispatch(stage.register().case)
    shown = text_of(sign_in(stage, "director").get(f"/moves/case/{case.number}/submit_for_approval/"))
    assert "工单现在是“办理中”，不能呈批" in shown


def test_the_accused_is_not_among_the_units_to_choose(stage, sign_in):
    case = stage.approve(stage.register(kind="report", accused_unit=stage.units["bureau"].pk).case)
    shown = text_of(sign_in(stage, "dispatcher").get(f"/moves/case/{case.number}/dispatch/"))
    assert "市清源供水公司" in shown
    assert "市城市管理局" not in shown
    said = {"lead": str(stage.units["office"].pk)}
    response = move(sign_in(stage, "dispatcher"), "case", case.number, "dispatch", said)
    assert response.status_code == 422
    assert "不能转给被举报单位" in text_of(response)


def test_a_unit_hands_down_only_to_those_below_it(stage, sign_in):
    case = stage.dispatch(stage.register().case, "east")
    share = stage.sign(case, "east")
    shown = text_of(sign_in(stage, "east.handler").get(f"/moves/assignment/{share.pk}/sub_dispatch/"))
    assert "柳巷街道办事处" in shown
    assert "市清源供水公司" not in shown
    assert "西岸区政府" not in shown


def test_rulings_on_like_matters_are_quoted_when_a_case_is_dispatched(stage, sign_in):
    old = stage.dispatch(stage.register().case)
    share = stage.move_share(
        stage.share(old), "ask_return", "water.handler", reason="路灯不归供水", basis="三定方案第2条"
    )
    said = {"decision": "路灯归城管局", "lead": stage.units["bureau"].pk}
    stage.decide(share.applications.get(), "reassign", "dispatcher", **said)
    assert Precedent.objects.count() == 1
    new = stage.approve(stage.register(phone="13900001111").case)
    shown = text_of(sign_in(stage, "dispatcher").get(f"/moves/case/{new.number}/dispatch/"))
    for word in ("职责判例", "路灯归城管局", old.number, "市城市管理局"):
        assert word in shown


def test_cases_are_joined_by_typing_the_number(stage, sign_in):
    parent = stage.register(phone="13900001111").case
    child = stage.register(phone="13900002222").case
    browser = sign_in(stage, "reviewer")
    form = text_of(browser.get(f"/moves/case/{child.number}/merge/"))
    assert f'<option value="{parent.number}">' in form
    wrong = move(browser, "case", child.number, "merge", parent="K19990101-0001")
    assert wrong.status_code == 422
    assert "并入工单没有选对" in text_of(wrong)
    assert "K19990101-0001" in text_of(wrong)
    assert move(browser, "case", child.number, "merge", parent=parent.number).status_code == 302
    assert Case.objects.get(pk=child.pk).parent_id == parent.pk
    assert parent.number in text_of(browser.get(f"/cases/{child.number}/"))
    assert child.number in text_of(browser.get(f"/cases/{parent.number}/"))


@pytest.mark.mission(100)
def test_campaign_tags_are_typed_with_commas(stage, sign_in):
    case = stage.register().case
    assert move(sign_in(stage, "supervisor"), "case", case.number, "tag", tags="创文，巩卫").status_code == 302
    assert "创文" in text_of(sign_in(stage, "editor").get(f"/cases/{case.number}/"))
    assert set(case.tags.values_list("name", flat=True)) == {"创文", "巩卫"}


@pytest.mark.mission(22)
def test_a_leader_takes_a_case_under_his_wing(stage, sign_in):
    case = stage.register().case
    move(sign_in(stage, "supervisor"), "case", case.number, "sponsor", sponsor="李副市长")
    assert "包案领导" in text_of(sign_in(stage, "editor").get(f"/cases/{case.number}/"))


@pytest.mark.mission(27)
def test_a_units_leader_instructs_on_a_case_inside_the_unit(stage, sign_in):
    case = stage.dispatch(stage.register().case)
    share = stage.share(case)
    move(sign_in(stage, "water.leader"), "assignment", share.pk, "instruct_inside", words="今天必须修好")
    assert "今天必须修好" in text_of(sign_in(stage, "water.handler").get(f"/cases/{case.number}/"))


@pytest.mark.mission(76)
def test_the_centre_that_only_wants_to_be_told_hears_of_an_extension_with_its_reasons(dandong, sign_in):
    case = dandong.dispatch(dandong.register().case)
    share = dandong.sign(case)
    until = f"{dandong.share(case).due_at.astimezone(dandong.at.tzinfo):%Y-%m-%dT%H:%M}"[:11] + "23:30"
    said = {"until": until, "reason": "须开挖", "plan": "更换管线"}
    assert move(sign_in(dandong, "water.handler"), "assignment", share.pk, "ask_extension", said).status_code == 302
    shown = text_of(sign_in(dandong, "supervisor").get(f"/cases/{case.number}/"))
    for word in ("已同意", "须开挖", "更换管线", "已告知诉求人"):
        assert word in shown


@pytest.mark.mission(79)
def test_the_head_signs_what_is_important(dandong, sign_in):
    case = dandong.dispatch(dandong.register(important=True).case)
    share = dandong.sign(case)
    share = dandong.move_share(share, "reply", "water.handler", **dandong.reply_said(case))
    address = f"/moves/assignment/{share.pk}/sign_off/"
    assert sign_in(dandong, "water.leader").get(address).status_code == 404
    head = sign_in(dandong, "water.head")
    assert "已派人更换灯泡" in text_of(head.get(address))
    assert move(head, "assignment", share.pk, "sign_off").status_code == 302


def test_a_reply_that_was_sent_back_is_mended_and_not_typed_again(stage, sign_in):
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    stage.reply(case, account="更换灯泡三只")
    stage.move(case, "reject_reply", "auditor", cause=stage.book.reject_causes[0].code, reason="缺照片")
    form = text_of(sign_in(stage, "water.handler").get(f"/moves/assignment/{stage.share(case).pk}/reply/"))
    assert "更换灯泡三只" in form
    assert '<option value="solved" selected>' in form


def test_an_online_message_is_screened_in_a_form_that_knows_what_was_collected(stage, sign_in):
    browser = sign_in(stage, "opinion_clerk")
    said = {"channel": "message_board", "text": "公园长椅坏了", "received_at": "2018-06-04T08:00"}
    number = re.search(
        r"K?\w+\d{8}-\d{4}", text_of(browser.post("/intake/collect/", {**said, "step": "register"}))
    ).group()
    form = text_of(browser.get(f"/moves/case/{number}/screen/"))
    assert "公园长椅坏了" in form


def test_the_petitioner_ticks_each_wish_and_an_empty_box_is_a_no(stage, sign_in):
    case = stage.handled(wishes=[{"text": "修灯"}, {"text": "巡检"}])
    browser = sign_in(stage, "callback_agent")
    assert "1. 修灯" in text_of(browser.get(f"/moves/case/{case.number}/tick_wishes/"))
    assert move(browser, "case", case.number, "tick_wishes", {"ticks-0-answered": "on"}).status_code == 302
    assert list(case.wishes.order_by("ordinal").values_list("petitioner_says", flat=True)) == [True, False]


def test_a_mended_registration_begins_with_what_stands_there(stage, sign_in):
    case = stage.register(urgency="urgent").case
    form = text_of(sign_in(stage, "agent").get(f"/moves/case/{case.number}/amend/"))
    assert re.search(rf'<option value="{case.category}"[^>]*\bselected\b', form)
    assert '<option value="urgent" selected>' in form


def test_every_move_that_is_offered_has_a_form_that_opens(stage, sign_in):
    """Of every post, on a case in each state that the whole way passes."""
    opened = set()
    for case in (stage.register().case, stage.dispatch(stage.register().case), _replied(stage), stage.handled()):
        for who in ("director", "water.handler", "reviewer", "supervisor", "callback_agent", "city_leader"):
            browser = sign_in(stage, who)
            for address in re.findall(r'href="(/moves/[^"]+)"', text_of(browser.get(f"/cases/{case.number}/"))):
                response = browser.get(address)
                assert response.status_code == 200, (who, address)
                opened.add(address.split("/")[-2])
    assert len(opened) > 25


def _replied(stage):
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    stage.reply(case)
    return stage.reload(case)


def test_the_journal_names_the_post_in_which_a_page_was_used(stage, sign_in):
    case = stage.register().case
    move(sign_in(stage, "director"), "case", case.number, "hurry", note="又来电")
    event = Event.objects.get(chain_id=case.pk, verb="case.hurry")
    assert (event.actor_id, event.post) == (stage.who("director").user_id, "director")


@pytest.mark.mission(62)
def test_a_share_is_given_to_another_unit_by_page_and_the_first_one_reads_why(each_city, sign_in):
    stage = each_city
    case = stage.dispatch(stage.register().case)
    stage.later(minutes=5)
    share = stage.sign(case)
    dispatcher, unit = sign_in(stage, "dispatcher"), sign_in(stage, "water.handler")
    address = f"/moves/assignment/{share.pk}/reassign/"
    assert address in text_of(dispatcher.get(f"/cases/{case.number}/"))
    assert unit.get(address).status_code == 404
    said = {
        "lead": str(stage.units["west"].pk),
        "cause": "misdirected",
        "reason": "该路段由西岸区管护",
        "move_key": "k" * 32,
    }
    assert "请填写理由" in text_of(dispatcher.post(address, {**said, "reason": ""}))
    assert dispatcher.post(address, said).status_code == 302
    page = text_of(unit.get(f"/cases/{case.number}/"))
    for words in ("改派", "派单有误", "不计原单位超期", "该路段由西岸区管护", "已收回", "西岸区"):
        assert words in page
    assert case.number in text_of(unit.get("/shares/?tab=done"))
    assert case.number not in text_of(unit.get("/shares/?tab=handle"))
    assert case.number in text_of(sign_in(stage, "west.handler").get("/shares/?tab=sign"))
