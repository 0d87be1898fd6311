"""挂账: what cannot be solved now is put on the ledger with a review date, stays in the population, is never 已解决."""

from datetime import timedelta

from huiyin.cases.models import Application, Case
from huiyin.cases.queries import overdue
from huiyin.cases.tests.stage import Stage
from huiyin.clocks.models import Clock

WHY = {"reason": "须等待管网改造立项", "plan": "列入明年改造计划"}


def suspended(stage: Stage) -> Case:
    case = stage.dispatch(stage.register().case)
    stage.later(minutes=5)
    share = stage.sign(case)
    review_on = (stage.at + timedelta(days=10)).date()
    stage.move_share(share, "ask_suspension", "water.handler", review_on=review_on, **WHY)
    stage.decide(Application.objects.get(case=case), "grant_suspension", "dispatcher", decision="同意挂账")
    return stage.reload(case)


def test_a_suspended_case_stays_open_with_a_review_date_and_is_not_late(stage: Stage) -> None:
    case = suspended(stage)
    assert (case.state, case.suspended) == ("in_handling", True)
    assert case.review_on == (stage.at + timedelta(days=10)).date()
    later = stage.at + timedelta(days=200)
    assert not Case.objects.filter(overdue(later)).exists()
    assert all(c.paused_at for c in Clock.objects.running().filter(case_id=case.pk, kind__in=["citizen", "unit_reply"]))


def test_what_is_on_the_ledger_is_taken_up_before_anything_else(stage: Stage) -> None:
    case = suspended(stage)
    share = stage.share(case)
    no = stage.refused_share(share, "reply", "water.handler", **stage.reply_said(case))
    assert "本件已挂账，请先恢复办理" in no.reasons


def test_taken_up_again_the_clocks_go_on_where_they_stood(kaifeng: Stage) -> None:
    case = suspended(kaifeng)
    unit_due, promised = kaifeng.share(case).due_at, case.due_at
    kaifeng.later(days=1)
    kaifeng.move_share(kaifeng.share(case), "resume", "water.handler")
    case = kaifeng.reload(case)
    assert (case.suspended, case.review_on, kaifeng.share(case).suspended) == (False, None, False)
    assert kaifeng.share(case).due_at == unit_due + timedelta(days=1)
    assert case.due_at > promised


def test_the_review_date_lies_near_and_only_the_lead_asks(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case, "water", joint=("west",))
    share = stage.sign(case)
    far = (stage.at + timedelta(days=400)).date()
    no = stage.refused_share(share, "ask_suspension", "water.handler", review_on=far, **WHY)
    assert "复查日期须在" in no.fields["review_on"]
    joint = stage.sign(case, "west")
    near = (stage.at + timedelta(days=5)).date()
    no = stage.refused_share(joint, "ask_suspension", "west.handler", review_on=near, **WHY)
    assert "挂账由主办单位申请" in no.reasons


def test_a_refused_suspension_costs_the_unit_nothing(kaifeng: Stage) -> None:
    case = kaifeng.dispatch(kaifeng.register().case)
    share = kaifeng.sign(case)
    due = share.due_at
    review_on = (kaifeng.at + timedelta(days=10)).date()
    kaifeng.move_share(share, "ask_suspension", "water.handler", review_on=review_on, **WHY)
    kaifeng.later(hours=2)
    kaifeng.decide(Application.objects.get(case=case), "refuse_suspension", "dispatcher", decision="具备条件，请办理")
    assert kaifeng.share(case).due_at == due + timedelta(hours=2)
    assert not kaifeng.reload(case).suspended


def test_what_ends_leaves_the_ledger(stage: Stage) -> None:
    case = stage.move(suspended(stage), "withdraw", "agent", heard_how="来电人本人来电确认")
    assert (case.suspended, case.review_on) == (False, None)
