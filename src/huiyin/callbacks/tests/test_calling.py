"""What a call brings: an answer, no grade, nobody there; and what follows from each in every city."""

from datetime import timedelta

import pytest

from huiyin.callbacks.act import CallRefused, begin_call
from huiyin.callbacks.models import Callback, Discontent
from huiyin.callbacks.queries import in_one_call, to_call
from huiyin.cases.models import Case, ContactEntry, Wish
from huiyin.flow.table import NotYours, Refused
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event

pytestmark = pytest.mark.django_db

# -- reached -------------------------------------------------------------------------------------------------------


def test_who_is_satisfied_has_said_so_and_the_case_is_closed(round_):
    callback = round_.take(round_.answered(), "answered", **round_.says())
    case = round_.case(callback)
    assert (callback.state, callback.satisfied, case.state) == ("done", True, "closed")
    assert case.satisfied_first == case.satisfied == round_.grade(True)
    assert (callback.first, callback.final) == (True, True)
    contact = ContactEntry.objects.get(case=case, kind="callback")
    assert (contact.reached, contact.way) == (True, "phone")
    assert verify_chain(case.pk, Case) == []


def test_nobody_is_satisfied_who_did_not_say_so(round_):
    case = round_.case(round_.answered())
    assert (case.satisfied_first, case.satisfied) == ("", "")
    assert set(Wish.objects.filter(case=case).values_list("petitioner_says", flat=True)) == {None}


def test_a_grade_has_to_be_chosen(round_):
    callback = round_.answered()
    with pytest.raises(Refused) as refused:
        round_.take(callback, "answered")
    assert refused.value.fields == {"grade": "请填写满意程度"}


def test_a_neutral_grade_is_neither_satisfied_nor_not(dandong):
    callback = dandong.take(dandong.answered(), "answered", grade="basically_satisfied")
    assert (callback.state, callback.satisfied, callback.score) == ("done", None, 70)


def test_who_spoke_without_a_grade_is_reached_and_not_graded(round_):
    callback = round_.take(round_.answered(), "declined", words="正忙，不评价")
    assert (callback.state, callback.grade, callback.satisfied) == ("done", "", None)
    assert callback.reached_at == round_.stage.at
    assert round_.case(callback).state == "closed"


def test_each_wish_is_ticked_as_the_petitioner_says(kaifeng):
    callback = kaifeng.answered(wishes=[{"text": "修好路灯"}, {"text": "补种行道树"}, {"text": "清运垃圾"}])
    ticks = [{"ordinal": 1, "says": "yes"}, {"ordinal": 2, "says": "no"}, {"ordinal": 3, "says": ""}]
    kaifeng.take(callback, "answered", **kaifeng.says(wish_ticks=ticks))
    said = dict(Wish.objects.filter(case=callback.case_id).values_list("ordinal", "petitioner_says"))
    assert said == {1: True, 2: False, 3: None}


def test_only_wishes_of_the_case_are_ticked(kaifeng):
    with pytest.raises(Refused) as refused:
        kaifeng.take(kaifeng.answered(), "answered", **kaifeng.says(wish_ticks=[{"ordinal": 7, "says": "yes"}]))
    assert "没有第7个诉求点" in refused.value.fields["wish_ticks"]


# -- not satisfied -------------------------------------------------------------------------------------------------


def test_a_dissatisfaction_says_with_what_and_why(round_):
    callback = round_.answered()
    with pytest.raises(Refused) as refused:
        round_.take(callback, "answered", **round_.says(False, dimensions=[]))
    assert "dimensions" in refused.value.fields
    with pytest.raises(Refused) as refused:
        round_.take(callback, "answered", **round_.says(False, words=""))
    assert "words" in refused.value.fields


def test_a_reasonable_dissatisfaction_sends_the_case_back_in_the_same_transaction(round_):
    callback = round_.take(round_.answered(), "answered", **round_.says(False, dimensions=["result", "attitude"]))
    case = round_.case(callback)
    assert (callback.state, callback.redone, callback.reasonable) == ("done", True, True)
    assert (case.state, case.redos) == ("in_handling", 1)
    assert round_.stage.share(case).state == "handling"
    assert set(Discontent.objects.values_list("dimension", flat=True)) == {"result", "attitude"}
    answered, redo = Event.objects.filter(chain_id=case.pk, verb__in=["callback.answered", "case.redo"]).order_by("seq")
    assert redo.caused_by == answered.id
    assert redo.recorded_at == answered.recorded_at


def test_after_the_redo_the_petitioner_is_called_again_and_first_and_final_are_kept(round_):
    first = round_.take(round_.answered(), "answered", **round_.says(False))
    case = round_.case(first)
    round_.stage.later(hours=2)
    round_.stage.reply(case)
    round_.stage.later(hours=1)
    round_.stage.pass_audit(round_.stage.reload(case))
    round_.follow()
    second = Callback.objects.get(case=case, state="waiting")
    second = round_.take(second, "answered", **round_.says())
    first.refresh_from_db()
    case = round_.case(second)
    assert (case.satisfied_first, case.satisfied) == (round_.grade(False), round_.grade(True))
    assert [(c.first, c.final) for c in (first, second)] == [(True, False), (False, True)]
    assert case.state == "closed"


def test_a_dissatisfaction_that_is_not_reasonable_waits_for_a_second_person(kaifeng):
    callback = kaifeng.take(kaifeng.answered(), "answered", **kaifeng.says(False, reasonable=False))
    assert (callback.state, callback.reasonable) == ("judging", False)
    assert kaifeng.case(callback).state == "closed"
    assert kaifeng.case(callback).redos == 0


def test_where_the_city_asks_no_reasons_every_dissatisfaction_is_done_again(haiyan):
    callback = haiyan.take(haiyan.answered(), "answered", **haiyan.says(False, reasonable=False))
    assert callback.redone
    assert haiyan.case(callback).state == "in_handling"


def test_when_the_redos_are_used_up_a_second_person_looks_at_it(haiyan):
    first = haiyan.take(haiyan.answered(), "answered", **haiyan.says(False))
    case = haiyan.case(first)
    haiyan.stage.reply(case)
    haiyan.stage.pass_audit(haiyan.stage.reload(case))
    haiyan.follow()
    second = haiyan.take(Callback.objects.get(case=case, state="waiting"), "answered", **haiyan.says(False))
    assert second.state == "judging"
    assert haiyan.case(second).state == "in_callback"
    ended = haiyan.take(second, "judge_unreasonable", "supervisor", result="explained", reason="路灯已更换三次")
    assert (ended.state, haiyan.case(ended).state, haiyan.case(ended).terminated) == ("done", "closed", True)


@pytest.fixture
def disputed(kaifeng):
    return kaifeng.take(kaifeng.answered(), "answered", **kaifeng.says(False, reasonable=False))


def test_the_second_person_ends_the_quarrel_with_reasons(kaifeng, disputed):
    callback = kaifeng.take(disputed, "judge_unreasonable", "supervisor", result="explained", reason="已三次解释政策")
    case = kaifeng.case(callback)
    assert (callback.state, case.state, case.terminated) == ("done", "closed", True)
    assert callback.judged_by_id == kaifeng.stage.who("supervisor").user_id
    assert verify_chain(case.pk, Case) == []


def test_the_second_person_may_find_it_reasonable_after_all(kaifeng, disputed):
    callback = kaifeng.take(disputed, "judge_reasonable", "supervisor", reason="现场核实确未修好")
    assert (callback.state, callback.redone, kaifeng.case(callback).state) == ("done", True, "in_handling")


@pytest.mark.parametrize("who", ["callback_agent", "auditor", "dispatcher", "water.head", "stranger"])
def test_who_took_the_call_or_passed_the_reply_does_not_judge(kaifeng, disputed, who):
    with pytest.raises(NotYours):
        kaifeng.take(disputed, "judge_unreasonable", who, result="explained", reason="算了")


def test_a_judgement_on_the_case_itself_settles_the_call_back(kaifeng, disputed):
    kaifeng.stage.move(kaifeng.case(disputed), "judge", "supervisor", result="explained", reason="已解释")
    kaifeng.follow()
    disputed.refresh_from_db()
    assert disputed.state == "done"


def test_a_matter_of_the_centre_itself_is_taken_up_by_the_centre(kaifeng):
    stage = kaifeng.stage
    case = stage.register().case
    stage.move(
        case, "handle_directly", "agent", whom="路灯所", done="已派人", answer="今晚修好", way="phone", result="solved"
    )
    kaifeng.follow()
    callback = kaifeng.take(Callback.objects.get(case=case), "answered", **kaifeng.says(False))
    assert callback.state == "judging"
    callback = kaifeng.take(callback, "judge_reasonable", "supervisor", reason="确未修好")
    assert (callback.state, callback.redone, kaifeng.case(callback).state) == ("done", False, "registered")


# -- nobody there ----------------------------------------------------------------------------------------------------


def test_after_the_books_tries_at_different_times_of_day_nobody_calls_any_more(round_):
    callback = round_.answered()
    slots = []
    for attempt in range(round_.book.callback.attempts):
        assert Callback.objects.get().state == "waiting"
        round_.go_to(callback)
        callback = round_.take(callback, "not_reached", miss="no_answer")
        slots.append(callback.tried[attempt][1])
        round_.stage.later(minutes=5)
    assert callback.state == "unreachable"
    assert len(set(slots)) == len(slots)
    case = round_.case(callback)
    assert (case.state, case.satisfied, case.callback_attempts) == ("closed", "", round_.book.callback.attempts)
    assert ContactEntry.objects.filter(case=case, kind="callback", reached=False).count() == len(slots)


def test_trying_again_at_the_same_time_of_day_is_kept_and_does_not_count(kaifeng):
    callback = kaifeng.answered()
    kaifeng.go_to(callback)
    for _ in range(4):
        callback = kaifeng.take(callback, "not_reached", miss="busy")
        kaifeng.stage.later(minutes=2)
    assert (callback.state, callback.attempts, len(callback.tried)) == ("waiting", 4, 1)


def test_a_wrong_number_is_not_tried_again(kaifeng):
    callback = kaifeng.take(kaifeng.answered(), "not_reached", miss="wrong_number")
    assert (callback.state, callback.ended_at) == ("unreachable", kaifeng.stage.at)


# -- one call for all ----------------------------------------------------------------------------------------------


@pytest.fixture
def two(kaifeng):
    first = kaifeng.answered()
    kaifeng.stage.later(minutes=20)
    return first, kaifeng.answered(title="井盖破损", text="柳巷口井盖破了一半")


def test_one_call_serves_all_cases_of_a_caller(kaifeng, two):
    assert [row.cases_of_caller for row in to_call(kaifeng.stage.who("callback_agent"))] == [2]
    assert set(in_one_call(two[0])) == set(two)
    events = kaifeng.call((two[0], "answered", kaifeng.says()), (two[1], "answered", kaifeng.says(False)))
    assert events[1].caused_by == events[0].id
    assert [kaifeng.case(row).state for row in two] == ["closed", "in_handling"]
    assert not to_call(kaifeng.stage.who("callback_agent")).exists()


def test_what_one_call_brought_is_kept_whole_or_not_at_all(kaifeng, two):
    before = Event.objects.count()
    with pytest.raises(CallRefused) as refused:
        kaifeng.call((two[0], "answered", kaifeng.says()), (two[1], "answered", {"grade": ""}))
    assert refused.value.callback_id == two[1].pk
    assert Event.objects.count() == before
    assert set(Callback.objects.values_list("state", flat=True)) == {"waiting"}


def test_where_the_city_asks_for_each_case_apart_each_has_its_own_call(haiyan):
    first = haiyan.answered()
    haiyan.answered(title="井盖破损", text="柳巷口井盖破了一半")
    assert list(in_one_call(first)) == [first]
    assert [row.cases_of_caller for row in to_call(haiyan.stage.who("callback_agent"))] == [1, 1]


def test_nobody_rings_while_a_colleague_talks(kaifeng, two):
    agent, colleague = kaifeng.stage.who("callback_agent"), kaifeng.stage.who("director")
    begin_call(two, actor=agent, at=kaifeng.stage.at)
    with pytest.raises(CallRefused):
        begin_call(two, actor=colleague, at=kaifeng.stage.at)
    begin_call(two, actor=colleague, at=kaifeng.stage.at + timedelta(minutes=21))


# -- do not call -----------------------------------------------------------------------------------------------------


def test_who_does_not_want_to_be_called_is_left_alone_in_all_matters(kaifeng, two):
    kaifeng.take(two[0], "declined", do_not_call=True)
    two[1].refresh_from_db()
    assert (two[1].state, two[1].why_dropped) == ("dropped", "do_not_call")
    assert not kaifeng.case(two[0]).can_be_called
    third = kaifeng.played(title="第三件", text="又有一件")
    kaifeng.follow()
    assert not Callback.objects.filter(case=third).exists()


def test_a_number_is_not_opened_after_its_owner_said_no(kaifeng):
    callback = kaifeng.answered()
    petitioner = kaifeng.case(callback).petitioner
    petitioner.do_not_call = True
    petitioner.save()
    with pytest.raises(CallRefused) as refused:
        begin_call([callback], actor=kaifeng.stage.who("callback_agent"), at=kaifeng.stage.at)
    assert refused.value.reasons == ("诉求人要求不再致电",)


@pytest.mark.parametrize("who", ["agent", "auditor", "water.handler", "water.head", "stranger", "admin"])
@pytest.mark.parametrize("action", ["call", "answered", "not_reached", "declined"])
def test_only_call_back_agents_call(kaifeng, who, action):
    callback = kaifeng.answered()
    with pytest.raises(NotYours):
        kaifeng.take(callback, action, who)


def test_a_case_that_is_worked_on_again_is_not_called_about(kaifeng):
    callback = kaifeng.answered()
    kaifeng.stage.move(kaifeng.case(callback), "reopen", "supervisor", reason="又坏了")
    with pytest.raises(Refused) as refused:
        kaifeng.call((callback, "answered", kaifeng.says()))
    assert refused.value.reasons == ("本件已重新办理，办结后再回访",)


def test_what_a_petitioner_said_stands_in_no_event(kaifeng):
    callback = kaifeng.take(kaifeng.answered(), "answered", **kaifeng.says(False, words="我是王某，住柳巷五号"))
    told = "".join(str(e.said) for e in Event.objects.filter(chain_id=callback.case_id))
    assert "柳巷五号" not in told
    assert callback.words == "我是王某，住柳巷五号"
