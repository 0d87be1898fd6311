"""The pages of call-backs: whom to call next, one call with all that belongs to it, what is left to judge."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from huiyin.callbacks.act import object_to
from huiyin.callbacks.models import Callback
from huiyin.cases.act import move_case
from huiyin.cases.models import ContactEntry
from huiyin.cases.tests.browser import Browser, seat_everybody, signed_in, text_of
from huiyin.flow.actor import CITIZEN
from huiyin.flow.posts import Post
from huiyin.journal.models import Event
from huiyin.people.models import Holding, User

pytestmark = pytest.mark.django_db
SEEN_BY = ["callback_agent", "shift_lead", "supervisor", "auditor", "director"]
STRANGERS = ["stranger", "agent", "dispatcher", "water.handler", "water.head", "admin", "evaluator"]


@pytest.fixture
def city(kaifeng):
    seat_everybody(kaifeng.stage)
    return kaifeng


@pytest.fixture
def callback(city):
    return city.answered()


@pytest.fixture
def agent(city, callback):
    return signed_in(city.stage, "callback_agent")


@pytest.fixture
def rung(monkeypatch):
    """A switchboard that writes down what it would dial."""
    calls = []
    monkeypatch.setattr("huiyin.cases.dialling._dialler", [calls.append])
    return calls


def page(callback, part=""):
    return f"/callbacks/{callback.pk}/{part}"


def name(callback, field):
    return f"{callback.pk.hex[-8:]}-{field}"


def test_the_list_shows_whom_to_call_and_no_number(city, callback, agent):
    shown = text_of(agent.get("/callbacks/"))
    assert callback.case.number in shown
    assert "王**" in shown
    assert "138****5521" in shown
    assert "13800005521" not in shown
    assert agent.statements <= 10


def test_who_is_called_next_comes_first_and_one_line_serves_all_cases_of_a_caller(city, callback, agent):
    other = city.answered(phone="13900007788", name="李某", title="垃圾未清")
    city.answered(title="井盖破损")
    Callback.objects.filter(pk=other.pk).update(next_at=callback.next_at - timedelta(minutes=5))
    shown = text_of(agent.get("/callbacks/"))
    assert shown.index("李**") < shown.index("王**")
    assert shown.count("王**") == 1
    assert "共 2 人" in shown
    part = text_of(agent.get("/callbacks/?part=next"))
    assert "李**" in part and "王**" not in part, "the first page shows the next call alone"
    assert "<h1>" not in part


def test_the_list_takes_the_same_statements_however_long_it_is(city, callback, agent):
    agent.get("/callbacks/")
    with_one = agent.statements
    for number in range(4):
        city.answered(phone=f"1390000{number:04}", title=f"第{number}件")
    agent.get("/callbacks/")
    assert agent.statements <= with_one


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_finds_nothing(city, callback, who):
    browser = signed_in(city.stage, who)
    for address in ("/callbacks/", page(callback), "/callbacks/judging/", f"/callbacks/of/{callback.case.number}/"):
        assert browser.get(address).status_code == 404
    for part in ("", "begin/", "dial/", "missed/"):
        assert browser.post(page(callback, part)).status_code == 404
    assert Callback.objects.get().state == "waiting"


@pytest.mark.parametrize("who", SEEN_BY)
def test_the_centre_sees_the_call_and_only_agents_and_the_director_get_its_form(city, callback, who):
    shown = signed_in(city.stage, who).get(page(callback))
    assert shown.status_code == 200
    assert ("登记回访结果" in text_of(shown)) is (who in {"callback_agent", "director"})


@pytest.mark.parametrize("who", ["shift_lead", "supervisor", "auditor"])
def test_who_does_not_call_cannot_send_the_form(city, callback, who):
    browser = signed_in(city.stage, who)
    answer = browser.post(page(callback), {name(callback, "grade"): "satisfied"})
    assert answer.status_code == 422
    assert browser.post(page(callback, "missed/"), {"miss": "busy"}).status_code == 404
    assert Callback.objects.get().state == "waiting"


@pytest.mark.mission(94)
def test_the_agent_reads_the_answer_and_earlier_contacts_takes_the_call_and_keeps_what_was_said(city, callback, agent):
    stage = city.stage
    ContactEntry.objects.create(
        case=callback.case, kind="progress", at=stage.at, by_id=stage.who("water.handler").user_id, way="phone",
        text="已告知今晚更换",
    )  # fmt: skip
    shown = text_of(agent.get(page(callback)))
    assert "路灯已经修好。" in shown
    assert "已告知今晚更换" in shown
    assert "通过平台呼叫" not in shown
    agent.post(page(callback, "begin/"))
    shown = text_of(agent.get(page(callback)))
    assert "通过平台呼叫" in shown
    said = {
        name(callback, "grade"): "dissatisfied", name(callback, "dimensions"): ["result", "speed"],
        name(callback, "words"): "拖了很久，还是不亮", name(callback, "wish_ticks-0-says"): "no", "key": "k1",
    }  # fmt: skip
    answer = agent.post(page(callback), said)
    assert (answer.status_code, answer["Location"]) == (302, "/callbacks/")
    callback.refresh_from_db()
    assert (callback.state, callback.words) == ("judging", "拖了很久，还是不亮")
    assert set(callback.discontents.values_list("dimension", flat=True)) == {"result", "speed"}
    assert callback.case.wishes.get().petitioner_says is False


def test_who_took_the_call_rings_through_the_switchboard_and_stays_on_the_page(city, callback, agent, rung):
    agent.post(page(callback, "dial/"))
    assert "请先点“开始回访”接手，再拨打" in text_of(agent.get(page(callback)))
    assert rung == []
    agent.post(page(callback, "begin/"))
    answer = agent.post(page(callback, "dial/"))
    assert (answer.status_code, answer["Location"]) == (302, page(callback))
    assert [call.phone for call in rung] == ["13800005521"]
    event = Event.objects.get(verb="petitioner.call")
    assert (event.case_id, event.actor_id) == (callback.case_id, city.stage.who("callback_agent").user_id)
    assert "13800005521" not in str(event.said)


def test_by_htmx_only_the_word_comes_that_it_rings(city, callback, agent, rung):
    agent.post(page(callback, "begin/"))
    part = text_of(agent.post(page(callback, "dial/"), headers={"HX-Request": "true"}))
    assert "正在通过平台接通诉求人" in part
    assert "<html" not in part
    assert len(rung) == 1


def test_nothing_is_chosen_for_the_agent(city, callback, agent):
    shown = text_of(agent.get(page(callback)))
    select = re.search(rf'<select name="{name(callback, "grade")}".*?</select>', shown, re.DOTALL)[0]
    assert "selected" not in select.replace('<option value="" selected>', "")
    answer = agent.post(page(callback), {})
    assert answer.status_code == 422
    assert "请填写满意程度" in text_of(answer)


def test_what_was_typed_stays_when_something_is_missing(city, callback, agent):
    said = {name(callback, "grade"): "dissatisfied", name(callback, "words"): "师傅态度生硬"}
    answer = agent.post(page(callback), said)
    assert answer.status_code == 422
    assert "请选择对哪些方面不满意" in text_of(answer)
    assert "师傅态度生硬" in text_of(answer)


def test_one_form_serves_all_cases_and_one_of_them_may_have_no_grade(city, callback, agent):
    second = city.answered(title="井盖破损", text="柳巷口井盖破了一半")
    said = {name(callback, "grade"): "satisfied", name(second, "grade"): "no_grade", name(second, "do_not_call"): "on"}
    assert agent.post(page(callback), said).status_code == 302
    assert list(Callback.objects.order_by("after_seq", "id").values_list("state", flat=True)) == ["done", "done"]
    second.refresh_from_db()
    assert (second.grade, second.case.petitioner.do_not_call) == ("", True)


def test_the_same_form_sent_twice_is_one_call(city, callback, agent):
    said = {name(callback, "grade"): "satisfied", "key": "abc"}
    agent.post(page(callback), said)
    agent.post(page(callback), said)
    assert Event.objects.filter(verb="callback.answered").count() == 1


def test_nobody_reached_is_kept_for_all_that_the_call_was_about(city, callback, agent):
    second = city.answered(title="井盖破损")
    assert agent.post(page(callback, "missed/"), {"miss": "no_answer"}).status_code == 302
    assert set(Callback.objects.values_list("attempts", flat=True)) == {1}
    second.refresh_from_db()
    assert second.state == "waiting"


def test_a_colleague_is_told_who_is_on_the_phone(city, callback, agent):
    agent.post(page(callback, "begin/"))
    shown = text_of(signed_in(city.stage, "director").get(page(callback)))
    assert "callback_agent某 正在回访这位诉求人，请勿重复拨打。" in shown
    assert "登记回访结果" not in shown


def test_a_second_person_finds_and_judges_what_is_disputed(city, callback):
    city.take(callback, "answered", **city.says(False, reasonable=False))
    supervisor = signed_in(city.stage, "supervisor")
    assert callback.case.number in text_of(supervisor.get("/callbacks/judging/"))
    # Who passed the reply does not find it.
    assert callback.case.number not in text_of(signed_in(city.stage, "auditor").get("/callbacks/judging/"))
    shown = text_of(supervisor.get(page(callback)))
    assert "研判终结" in shown
    address = f"/moves/callback/{callback.pk}/judge_unreasonable/"
    assert address in shown
    answer = supervisor.post(address, {"result": "explained", "reason": "已三次上门解释"})
    assert answer.status_code == 302
    callback.refresh_from_db()
    assert (callback.state, callback.case.terminated) == ("done", True)


def test_the_page_of_a_case_can_show_its_call_backs(city, callback):
    city.take(callback, "answered", **city.says(words="谢谢"))
    auditor, address = signed_in(city.stage, "auditor"), f"/callbacks/of/{callback.case.number}/"
    assert f'hx-get="{address}"' in text_of(auditor.get(f"/cases/{callback.case.number}/"))
    part, whole = text_of(auditor.get(address, headers={"HX-Request": "true"})), text_of(auditor.get(address))
    for shown in (part, whole):
        assert "已回访" in shown
        assert "谢谢" in shown
    assert "<html" in whole
    assert "<html" not in part


def test_the_page_of_a_case_asks_for_no_call_backs_where_nobody_may_read_them_or_there_can_be_none(city, callback):
    unasked = city.stage.register(title="井盖破损").case
    for who, case in (("water.handler", callback.case), ("dispatcher", callback.case), ("auditor", unasked)):
        assert "/callbacks/of/" not in text_of(signed_in(city.stage, who).get(f"/cases/{case.number}/"))


def test_the_navigation_counts_who_can_be_called_now(city, callback, agent):
    city.go_to(callback)
    assert "1" in re.search(r'id="count-callbacks-waiting".*?</span>', text_of(agent.get("/ui/counts/")), re.DOTALL)[0]


def test_other_cities_have_their_own_grades(dandong):
    seat_everybody(dandong.stage)
    callback = dandong.answered()
    shown = text_of(signed_in(dandong.stage, "callback_agent").get(page(callback)))
    assert "基本满意" in shown
    assert "非常不满意" not in shown


# -- the next one --------------------------------------------------------------------------------------------------


def second_agent(city):
    """Another person at the call-back desk."""
    user = User.objects.create_user("second", "乙某")
    Holding.objects.create(user=user, post=Post.CALLBACK_AGENT, since=city.stage.at - timedelta(days=1))
    client = Client()
    client.force_login(user, backend="huiyin.people.backends.ByNumber")
    return Browser(city.stage, client)


def test_two_agents_never_get_the_same_person(round_):
    seat_everybody(round_.stage)
    one = round_.answered()
    # In cities that ask about each case apart, the same person waits twice.
    round_.answered(title="井盖破损")
    other = round_.answered(phone="13900007788", name="李某", title="垃圾未清")
    for row in Callback.objects.all():
        round_.go_to(row)
    first, second = signed_in(round_.stage, "callback_agent"), second_agent(round_)
    got = [first.post("/callbacks/next/")["Location"], second.post("/callbacks/next/")["Location"]]
    hashes = {Callback.objects.get(pk=address.split("/")[2]).caller_hash for address in got}
    assert len(hashes) == 2
    assert {bytes(h) for h in hashes} == {bytes(one.caller_hash), bytes(other.caller_hash)}
    # Who asks again gets the same one; a third finds nobody.
    assert first.post("/callbacks/next/")["Location"] == got[0]
    director = signed_in(round_.stage, "director")
    assert director.post("/callbacks/next/")["Location"] == "/callbacks/"
    assert "现在没有可以拨打的诉求人" in text_of(director.get("/callbacks/"))


def test_who_is_in_anothers_hand_cannot_be_taken_by_another_of_the_own_cases_either(haiyan):
    seat_everybody(haiyan.stage)
    one, two = haiyan.answered(), haiyan.answered(title="井盖破损")
    haiyan.go_to(two)
    signed_in(haiyan.stage, "callback_agent").post(page(one, "begin/"))
    second = second_agent(haiyan)
    second.post(page(two, "begin/"))
    assert "同事正在回访这位诉求人" in text_of(second.get(page(two)))
    two.refresh_from_db()
    assert two.taken_by_id is None


def test_a_call_in_hand_is_free_again_after_its_minutes(city, callback, agent):
    city.go_to(callback)
    agent.post("/callbacks/next/")
    second = second_agent(city)
    assert second.post("/callbacks/next/")["Location"] == "/callbacks/"
    city.stage.later(minutes=21)
    assert second.post("/callbacks/next/")["Location"] == page(callback)


def test_before_its_time_of_day_nobody_is_offered(city, callback, agent):
    Callback.objects.update(next_at=city.stage.at + timedelta(hours=2))
    assert "开始回访" not in text_of(agent.get("/callbacks/"))
    assert agent.post("/callbacks/next/")["Location"] == "/callbacks/"
    city.stage.later(hours=2)
    assert "开始回访" in text_of(agent.get("/callbacks/"))


@pytest.mark.parametrize("who", ["supervisor", "auditor", "shift_lead", "agent", "water.handler"])
def test_who_does_not_call_is_given_nobody(city, callback, who):
    city.go_to(callback)
    assert signed_in(city.stage, who).post("/callbacks/next/").status_code == 404


def test_the_agent_sees_what_was_said_on_the_web_before_ringing(city, callback, agent):
    bad = city.grade(False)
    said = {"ratings": [{"ordinal": 1, "found": "not_done", "grade": bad}]}
    move_case(callback.case_id, "rate_wishes", said, actor=CITIZEN, at=city.stage.at)
    object_to(callback.case, {"undone": True, "words": "一盏也没亮"}, actor=CITIZEN, at=city.stage.at)
    shown = text_of(agent.get(page(callback)))
    assert "网上评价：没有办，不满意" in shown
    assert "单位说办了，其实没办" in shown
    assert "一盏也没亮" in shown
    city.go_to(callback)
    assert "诉求人有异议" in text_of(agent.get("/callbacks/"))
