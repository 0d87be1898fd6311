"""A matter goes the whole way by the rules of each city."""

from huiyin.cases.models import Answer, Case
from huiyin.cases.tests.stage import Stage
from huiyin.clocks.models import Clock
from huiyin.clocks.spans import account
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event, Remark


def test_a_phone_matter_is_closed_on_time_and_every_minute_has_a_holder(stage: Stage) -> None:
    case = stage.handled()
    assert case.state == "closed"
    assert case.closed_on_time is True
    assert stage.share(case).on_time is True
    assert not Clock.objects.running().filter(case_id=case.pk).exists()
    whole = account(case.pk, stage.at)
    assert whole.whole == int((case.closed_at - case.accepted_at).total_seconds() // 60)
    assert verify_chain(case.pk, Case) == []


def test_kaifeng_asks_for_approval_and_dandong_does_not(kaifeng: Stage) -> None:
    case = kaifeng.register(important=True).case
    offered = kaifeng.refusal(case, "dispatch", "dispatcher", lead=kaifeng.units["water"].pk)
    assert "本件须先呈批，批准后才能转办" in offered.reasons


def test_dandong_dispatches_at_once(dandong: Stage) -> None:
    case = dandong.dispatch(dandong.register(important=True).case)
    assert case.state == "in_handling"


def test_the_unit_answers_in_dandong_and_the_centre_in_kaifeng(stage: Stage) -> None:
    case = stage.handled()
    answer = Answer.objects.get(case=case)
    assert answer.by_unit is (stage.book.answers.answered_by == "unit")


def test_an_important_reply_needs_the_head_of_the_unit(dandong: Stage) -> None:
    case = dandong.dispatch(dandong.register(important=True).case)
    dandong.sign(case)
    share = dandong.move_share(dandong.share(case), "reply", "water.handler", **dandong.reply_said(case))
    assert share.state == "awaiting_sign_off"
    dandong.refused_share(share, "sign_off", "water.leader")
    assert dandong.move_share(share, "sign_off", "water.head").state == "replied"


def test_what_the_journal_says_holds_no_name_and_no_number(stage: Stage) -> None:
    case = stage.handled(address="榆园路9号", account="夜行人")
    told = "".join(str(e.said) for e in Event.objects.filter(chain_id=case.pk))
    beside = "".join(Remark.objects.values_list("text", flat=True))
    for word in ("王某", "13800005521", "榆园路9号", "夜行人"):
        assert word not in told
        assert word not in beside
    assert "路灯" not in told
