"""A petitioner objects to an answer, by page or on the telephone; the centre decides, and only what it finds counts."""

from datetime import timedelta

import pytest

from huiyin.callbacks.act import move_objection, object_to
from huiyin.callbacks.measures import MEASURES
from huiyin.callbacks.models import Callback, Objection
from huiyin.callbacks.queries import may_be_objected_to
from huiyin.cases.act import move_case
from huiyin.cases.models import Case
from huiyin.cases.tests.browser import seat_everybody, signed_in, text_of
from huiyin.flow.actor import CITIZEN, PLATFORM
from huiyin.flow.table import NotNow, NotYours, Refused
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event
from huiyin.measures.figures import figure
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope

pytestmark = pytest.mark.django_db

REGISTRY = Registry(MEASURES)
REGISTRY.check()
SAYS = {"undone": True, "words": "三盏灯一盏也没亮"}
UNTRUE = {"cause": "untrue_feedback", "decision": "已责成单位今晚修好。"}


def objects(city, case, **other):
    """Let the petitioner object on the page and return the objection."""
    object_to(case, {**SAYS, **other}, actor=CITIZEN, at=city.stage.at)
    return Objection.objects.get(case=case, state="asked")


def decide(city, row, action, who="supervisor", **said):
    move_objection(row.pk, action, said, actor=city.stage.who(who), at=city.stage.at)
    city.follow()
    row.refresh_from_db()
    return row


def again(city, case):
    """Let the unit do it again until the reply passes."""
    city.stage.later(hours=2)
    city.stage.reply(case)
    city.stage.later(minutes=30)
    return city.stage.pass_audit(case)


def why_not(city, case, **said):
    with pytest.raises(Refused) as refused:
        object_to(case, {**SAYS, **said}, actor=CITIZEN, at=city.stage.at)
    return str(refused.value)


def test_what_is_granted_is_done_again_in_every_city_and_answered_a_second_time(round_):
    case = round_.played()
    first = objects(round_, case)
    assert first.due_at > round_.stage.at
    assert Case.objects.get(pk=case.pk).objected_at == round_.stage.at
    row = decide(round_, first, "grant", **UNTRUE)
    case = Case.objects.get(pk=case.pk)
    assert (row.state, row.upheld, row.decision) == ("granted", True, "已责成单位今晚修好。")
    assert (case.state, case.redos, case.objected_at) == ("in_handling", 1, None)
    assert round_.stage.share(case).untrue
    by = Event.objects.get(verb="objection.grant")
    assert Event.objects.get(verb__in=["case.reopen", "case.redo"]).caused_by == by.id
    case = again(round_, case)
    # To the second answer one may object again.
    assert may_be_objected_to(case, round_.stage.at)
    assert objects(round_, case).answer_id != row.answer_id
    assert verify_chain(case.pk, Case) == []


def test_a_claim_alone_takes_nothing_from_the_unit(round_):
    case = round_.played()
    before = round_.stage.share(case).on_time
    row = objects(round_, case)
    assert round_.stage.share(case).on_time == before
    row = decide(round_, row, "decline", decision="现场核实三盏灯均已亮，附照片。")
    assert (row.state, row.upheld) == ("declined", False)
    assert round_.stage.share(case).on_time == before
    assert Case.objects.get(pk=case.pk).state == case.state


def test_done_again_for_another_cause_the_reply_stays_on_time_and_the_claim_is_not_upheld(kaifeng):
    case = kaifeng.played()
    row = decide(kaifeng, objects(kaifeng, case), "grant", cause="wrong_handling", decision="请单位换灯头。")
    assert (row.state, row.upheld) == ("granted", False)
    assert not kaifeng.stage.share(case).untrue


def test_what_the_centre_answered_itself_the_centre_takes_up_again(round_):
    stage = round_.stage
    solved = next(r.code for r in round_.book.results if r.solves)
    case = stage.register().case
    case = stage.move(case, "answer_directly", "agent", answer="明天修。", way="phone", result=solved)
    row = decide(round_, objects(round_, case, undone=False), "grant", decision="转单位办理。")
    case = Case.objects.get(pk=case.pk)
    assert (row.state, case.state, case.redos) == ("granted", "registered", 0)


def test_one_objects_to_an_answer_within_the_citys_days(round_):
    case = round_.stage.finish(round_.played())
    closed_at, rules = case.closed_at, round_.book.callback
    assert case.state == "closed"
    round_.stage.at = closed_at + timedelta(days=rules.reopen_within.amount)
    assert may_be_objected_to(case, round_.stage.at)
    round_.stage.later(minutes=1)
    assert "已超过可以要求重新办理的期限" in why_not(round_, case)
    assert not Objection.objects.exists()


def test_what_is_asked_on_the_last_day_the_centre_may_still_grant_later(kaifeng):
    case = kaifeng.played()
    kaifeng.stage.at = case.closed_at + timedelta(days=15)
    row = objects(kaifeng, case)
    kaifeng.stage.later(days=3)
    assert decide(kaifeng, row, "grant", **UNTRUE).state == "granted"
    assert Case.objects.get(pk=case.pk).state == "in_handling"


def test_before_an_answer_and_after_a_judgement_nobody_objects(kaifeng):
    open_case = kaifeng.stage.dispatch(kaifeng.stage.register().case)
    assert "办理有了结果，才能要求重新办理" in why_not(kaifeng, open_case)
    callback = kaifeng.answered(phone="13900007788")
    kaifeng.take(callback, "answered", **kaifeng.says(False, reasonable=False))
    judged = {"result": "ended_on_review", "reason": "已三次上门解释"}
    kaifeng.take(callback, "judge_unreasonable", "supervisor", **judged)
    assert "研判终结" in why_not(kaifeng, kaifeng.case(callback))


def test_who_passed_the_answer_does_not_decide_and_nobody_else_but_supervisor_and_director(kaifeng):
    row = objects(kaifeng, kaifeng.played())
    for who in ("auditor", "callback_agent", "agent", "dispatcher", "water.handler", "water.head", "admin"):
        with pytest.raises(NotYours):
            decide(kaifeng, row, "decline", who, decision="不办")
    Case.objects.update(audited_by=kaifeng.stage.who("supervisor").user_id)
    with pytest.raises(NotYours):
        decide(kaifeng, row, "decline", decision="不办")
    assert decide(kaifeng, row, "decline", "director", decision="已核实。").state == "declined"


def test_a_case_that_goes_on_by_another_way_settles_the_objection(round_):
    callback = round_.answered()
    row = objects(round_, round_.case(callback))
    round_.take(callback, "answered", **round_.says(False))
    row.refresh_from_db()
    case = round_.case(callback)
    assert (case.state, row.state, case.objected_at) == ("in_handling", "settled", None)
    with pytest.raises(NotNow):
        decide(round_, row, "grant", **UNTRUE)


def test_a_granted_objection_lets_nobody_call_about_the_old_answer(kaifeng):
    callback = kaifeng.answered()
    decide(kaifeng, objects(kaifeng, kaifeng.case(callback)), "grant", **UNTRUE)
    callback.refresh_from_db()
    assert callback.state == "dropped"


def test_the_figures_tell_what_was_claimed_from_what_was_found(kaifeng):
    stage = kaifeng.stage
    cases = [kaifeng.played(phone=f"1390000{n:04}", title=f"第{n}件") for n in range(3)]
    decide(kaifeng, objects(kaifeng, cases[0]), "grant", **UNTRUE)
    decide(kaifeng, objects(kaifeng, cases[1]), "decline", decision="已核实。")
    objects(kaifeng, cases[2], undone=False)
    scope = Scope(since=stage.at.date() - timedelta(days=5), until=stage.at.date() + timedelta(days=1))
    names = ("objected", "objected.granted", "claimed_undone", "claimed_undone.upheld")
    assert [figure(REGISTRY, name, scope).value for name in names] == [3, 1, 2, 1]


# -- pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def city(kaifeng):
    seat_everybody(kaifeng.stage)
    return kaifeng


@pytest.fixture
def objection(city):
    return objects(city, city.played())


def page(objection):
    return f"/callbacks/objections/{objection.pk}/"


@pytest.mark.parametrize("who", ["callback_agent", "supervisor", "auditor", "shift_lead", "director"])
def test_auditors_and_call_back_agents_see_what_is_claimed_and_only_two_posts_decide(city, objection, who):
    browser = signed_in(city.stage, who)
    listed, shown = text_of(browser.get("/callbacks/objections/")), text_of(browser.get(page(objection)))
    for text in (listed, shown):
        assert objection.case.number in text
        assert "三盏灯一盏也没亮" in text
    assert "单位说办了，其实没办" in shown
    assert "路灯已经修好。" in shown
    assert ("同意重新办理</a>" in shown) is (who in {"supervisor", "director"})
    part = text_of(browser.get(f"/callbacks/of/{objection.case.number}/", headers={"HX-Request": "true"}))
    assert "三盏灯一盏也没亮" in part


@pytest.mark.parametrize("who", ["stranger", "agent", "dispatcher", "water.handler", "water.head", "admin"])
def test_a_stranger_finds_no_objection(city, objection, who):
    browser = signed_in(city.stage, who)
    for address in ("/callbacks/objections/", page(objection), f"/moves/objection/{objection.pk}/decline/"):
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"decision": "x"}).status_code in {404, 405}
    assert Objection.objects.get().state == "asked"


def test_the_supervisor_decides_with_the_words_before_the_eyes(city, objection):
    browser = signed_in(city.stage, "supervisor")
    assert "诉求人异议待答复" in text_of(browser.get("/"))
    way = f"/callbacks/objections/asked/{objection.case.number}/"
    assert way in text_of(browser.get(f"/cases/{objection.case.number}/"))
    assert browser.get(way)["Location"] == page(objection)
    address = f"/moves/objection/{objection.pk}/grant/"
    form = text_of(browser.get(address))
    assert "三盏灯一盏也没亮" in form
    assert "路灯已经修好。" in form
    assert browser.post(address, {"cause": "untrue_feedback"}).status_code == 422
    assert browser.post(address, UNTRUE).status_code == 302
    shown = text_of(browser.get(page(objection)))
    assert "查实未办" in shown
    assert "已责成单位今晚修好。" in shown
    assert "没有待答复的诉求人异议" in text_of(browser.get("/callbacks/objections/"))
    assert objection.case.number in text_of(browser.get("/callbacks/objections/?state=granted"))


def test_the_list_of_objections_takes_the_same_statements_however_long_it_is(city, objection):
    browser = signed_in(city.stage, "auditor")
    browser.get("/callbacks/objections/")
    with_one = browser.statements
    for number in range(4):
        objects(city, city.played(phone=f"1390000{number:04}", title=f"第{number}件"))
    browser.get("/callbacks/objections/")
    assert browser.statements <= with_one


def test_an_objection_on_the_telephone_is_written_down_by_who_hears_it(city):
    case = city.played()
    browser, address = signed_in(city.stage, "agent"), f"/callbacks/objections/of/{case.number}/"
    assert "单位说办了，其实没办" in text_of(browser.get(address))
    assert browser.post(address, {"undone": "on"}).status_code == 422
    assert browser.post(address, SAYS).status_code == 302
    assert Objection.objects.get(case=case).undone
    assert Event.objects.get(verb="objection.object").post == "agent"
    assert "已经要求重新办理" in text_of(browser.get(address))
    for who in ("dispatcher", "water.handler", "stranger"):
        assert signed_in(city.stage, who).get(address).status_code == 404


def test_a_withdrawn_case_or_an_archived_one_leaves_no_objection_open(kaifeng):
    case = kaifeng.played()
    row = objects(kaifeng, case)
    kaifeng.stage.later(days=120)
    move_case(case.pk, "archive", {}, actor=PLATFORM, at=kaifeng.stage.at)
    kaifeng.follow()
    row.refresh_from_db()
    assert row.state == "settled"
    assert not Callback.objects.filter(state="waiting").exists()
