"""Who is called back: everybody who can be, by the share of the book, once for each closing."""

from uuid import uuid4

import pytest

from huiyin.callbacks.choosing import is_chosen
from huiyin.callbacks.models import Callback
from huiyin.callbacks.slots import slot_at
from huiyin.cases.models import Case
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event, Owed
from huiyin.journal.work import deliver

pytestmark = pytest.mark.django_db


def test_a_case_that_is_answered_is_called_about_in_a_slot_of_the_book(round_):
    callback = round_.answered()
    case = round_.case(callback)
    assert callback.state == "waiting"
    assert case.state == ("in_callback" if round_.book.callback.when == "before_close" else "closed")
    assert callback.due_at is not None and callback.due_at > case.answered_at
    assert slot_at(callback.next_at, round_.book.callback.slots) is not None
    assert verify_chain(case.pk, Case) == []


def test_delivered_twice_there_is_still_one_call(round_):
    callback = round_.answered()
    event = Event.objects.get(id=callback.after)
    Owed.objects.create(event_id=event.id, recorded_at=event.recorded_at, verb=event.verb)
    deliver(round_.stage.at)
    assert Callback.objects.count() == 1


@pytest.mark.parametrize(
    "who", [{"phone": ""}, {"anonymous": True, "name": ""}, {"do_not_call": True}], ids=["no_phone", "anonymous", "not"]
)
def test_who_cannot_or_will_not_be_called_is_not_called(round_, who):
    case = round_.played(**who)
    round_.follow()
    assert not Callback.objects.exists()
    assert round_.stage.reload(case).state == "closed"


def test_who_asked_meanwhile_not_to_be_called_is_not_called(haiyan):
    case = haiyan.played()
    case.petitioner.do_not_call = True
    case.petitioner.save()
    haiyan.follow()
    assert not Callback.objects.exists()
    assert haiyan.stage.reload(case).state == "closed"


def test_what_was_answered_on_the_phone_at_once_is_not_rung_back_about(kaifeng):
    case = kaifeng.stage.register(kind="consult").case
    result = next(r.code for r in kaifeng.book.results if r.solves)
    kaifeng.stage.move(case, "answer_directly", "agent", answer="周一至周五办理", way="phone", result=result)
    kaifeng.follow()
    assert not Callback.objects.exists()


def test_what_the_centre_saw_to_itself_is_called_about(kaifeng):
    case = kaifeng.stage.register().case
    result = next(r.code for r in kaifeng.book.results if r.solves)
    kaifeng.stage.move(
        case,
        "handle_directly",
        "agent",
        whom="路灯所值班室",
        done="已派人",
        answer="今晚修好",
        way="phone",
        result=result,
    )
    kaifeng.follow()
    assert Callback.objects.get().case_id == case.pk


def test_the_share_of_the_book_is_chosen_and_always_the_same():
    ids = [uuid4() for _ in range(4000)]
    chosen = [case_id for case_id in ids if is_chosen(case_id, 0.3)]
    assert 0.25 < len(chosen) / len(ids) < 0.35
    assert chosen == [case_id for case_id in ids if is_chosen(case_id, 0.3)]
    assert all(is_chosen(case_id, 1.0) for case_id in ids)
    assert not any(is_chosen(case_id, 0.0) for case_id in ids)


def test_who_is_not_chosen_is_closed_without_a_call(haiyan, monkeypatch):
    monkeypatch.setattr("huiyin.callbacks.choosing.is_chosen", lambda case_id, share: False)
    case = haiyan.played()
    assert case.state == "in_callback"
    haiyan.follow()
    assert haiyan.stage.reload(case).state == "closed"
    assert not Callback.objects.exists()


def test_a_second_case_of_the_same_caller_joins_the_call_that_waits(kaifeng):
    first = kaifeng.answered()
    kaifeng.stage.later(minutes=30)
    second = kaifeng.answered(title="井盖破损", text="柳巷口井盖破了一半")
    assert (first.caller_hash, first.next_at) == (second.caller_hash, second.next_at)


def test_a_case_that_is_opened_again_is_not_called_about(kaifeng):
    callback = kaifeng.answered()
    kaifeng.stage.move(kaifeng.case(callback), "reopen", "supervisor", reason="诉求人来电称又坏了")
    kaifeng.follow()
    callback.refresh_from_db()
    assert (callback.state, callback.why_dropped) == ("dropped", "reopen")


def test_after_the_second_closing_there_is_a_second_call(kaifeng):
    first = kaifeng.answered()
    case = kaifeng.stage.move(kaifeng.case(first), "reopen", "supervisor", reason="又坏了")
    kaifeng.stage.reply(case)
    kaifeng.stage.pass_audit(kaifeng.stage.reload(case))
    # All three events are followed only now: the call about the first closing is overtaken.
    kaifeng.follow()
    states = list(Callback.objects.order_by("after_seq").values_list("state", flat=True))
    assert states == ["dropped", "waiting"]


def test_an_archived_case_is_not_called_about_any_more(dandong):
    from datetime import timedelta

    from huiyin.cases.clockwork import archive_ended

    callback = dandong.answered()
    dandong.stage.at += timedelta(days=dandong.book.archive_after_days + 1)
    assert archive_ended(dandong.stage.at) == 1
    dandong.follow()
    callback.refresh_from_db()
    assert (callback.state, callback.why_dropped) == ("dropped", "archive")


def test_joined_cases_of_other_callers_each_have_a_call_of_their_own(kaifeng):
    parent = kaifeng.stage.register().case
    child = kaifeng.stage.register(phone="13900007788", name="李某").case
    kaifeng.stage.move(child, "merge", "agent", parent=parent.pk)
    parent = kaifeng.stage.dispatch(parent)
    kaifeng.stage.sign(parent)
    kaifeng.stage.reply(parent)
    kaifeng.stage.pass_audit(parent)
    kaifeng.follow()
    assert set(Callback.objects.values_list("case_id", flat=True)) == {parent.pk, child.pk}
    assert Callback.objects.values("caller_hash").distinct().count() == 2
