"""After the answer: closing, the call-back's consequences, redo, reopen, judgement, archive."""

from datetime import timedelta

import pytest

from huiyin.cases.act import move_case
from huiyin.cases.models import Case
from huiyin.cases.queries import overdue
from huiyin.cases.tests.stage import Stage
from huiyin.clocks.models import Clock
from huiyin.clocks.spans import account
from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import local_day
from huiyin.units import endings

REASON = {"reason": "问题又出现了"}


def redone(stage: Stage, case: Case) -> Case:
    case = stage.hear(case, satisfied=False, reasonable=True)
    assert case.state == "in_handling"
    return case


def answered_again(stage: Stage, case: Case) -> Case:
    stage.later(hours=1)
    stage.reply(case)
    return stage.finish(stage.pass_audit(stage.reload(case)))


def test_the_citizens_clock_is_met_by_the_answer_and_judged_by_it(stage: Stage) -> None:
    case = stage.handled()
    clock = Clock.objects.get(subject_id=case.pk, kind="citizen")
    assert clock.met_at == case.answered_at <= case.due_at
    assert case.closed_on_time is True


def test_a_late_answer_closes_late(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    stage.later(days=60)
    stage.reply(case)
    case = stage.finish(stage.pass_audit(stage.reload(case)))
    assert (case.closed_on_time, stage.share(case).on_time) == (False, False)


def test_open_past_due_is_late_and_answered_is_not(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    assert list(Case.objects.filter(overdue(stage.at + timedelta(days=60)))) == [case]
    stage.sign(case)
    stage.reply(case)
    stage.pass_audit(stage.reload(case))
    assert not Case.objects.filter(overdue(stage.at + timedelta(days=60))).exists()


def test_a_city_may_call_back_before_it_closes(haiyan: Stage) -> None:
    case = haiyan.dispatch(haiyan.register().case)
    haiyan.sign(case)
    haiyan.reply(case)
    case = haiyan.pass_audit(haiyan.reload(case))
    assert (case.state, case.answered_at is not None) == ("in_callback", True)
    assert not Clock.objects.running().filter(case_id=case.pk, kind="citizen").exists()
    haiyan.refusal(case, "finish_callback", "callback_agent")
    assert haiyan.finish(case).state == "closed"


def test_who_cannot_be_called_is_not_waited_for(haiyan: Stage) -> None:
    case = haiyan.dispatch(haiyan.register(do_not_call=True).case)
    haiyan.sign(case)
    haiyan.reply(case)
    assert haiyan.pass_audit(haiyan.reload(case)).state == "closed"


# -- redo and reopening -------------------------------------------------------------------------------------------------------


def test_a_redo_gives_the_unit_a_full_limit_and_keeps_what_was_counted(stage: Stage) -> None:
    case = stage.handled()
    first_closed = case.first_closed_at
    stage.later(days=1)
    case = redone(stage, case)
    share = stage.share(case)
    assert (case.state, case.redos, share.cycle, share.state) == ("in_handling", 1, 2, "handling")
    assert share.due_at > stage.at
    case = answered_again(stage, case)
    assert (case.first_closed_at, case.closed_on_time) == (first_closed, True)
    assert case.closed_at > first_closed


def test_a_redo_needs_a_reasonable_dissatisfaction_where_the_city_says_so(kaifeng: Stage) -> None:
    case = kaifeng.hear(kaifeng.handled(), satisfied=False)
    assert "reasonable" in kaifeng.refusal(case, "redo", "callback_agent", **REASON).fields


def test_after_the_citys_redos_a_second_person_ends_it_with_reasons(stage: Stage) -> None:
    case = stage.handled()
    for _ in range(stage.book.redo.max_times):
        case = answered_again(stage, redone(stage, case))
    case = stage.hear(case, satisfied=False)
    no = stage.refusal(case, "redo", "callback_agent", reasonable=True, **REASON)
    assert any("达到上限，请研判终结" in reason for reason in no.reasons)
    assert "您的岗位不能研判终结" in stage.refusal(case, "judge", "auditor", result="ended_on_review", **REASON).reasons
    closed_day = case.closed_day
    stage.later(days=3)
    case = stage.move(case, "judge", "supervisor", result="ended_on_review", **REASON)
    assert (case.state, case.terminated, case.outcome) == ("closed", True, "by_unit")
    assert case.closed_day == closed_day
    no = stage.refusal(case, "judge", "director", result="ended_on_review", **REASON)
    assert "本件已经研判终结" in no.reasons


def test_nobody_is_judged_who_was_satisfied_or_never_asked(stage: Stage) -> None:
    case = stage.handled()
    said = {"result": "ended_on_review", **REASON}
    assert "回访没有不满意，不须研判终结" in stage.refusal(case, "judge", "supervisor", **said).reasons
    case = stage.hear(case, satisfied=True)
    assert "回访没有不满意，不须研判终结" in stage.refusal(case, "judge", "supervisor", **said).reasons


def test_who_answered_directly_does_not_judge_the_dissatisfaction(stage: Stage) -> None:
    solves = next(r.code for r in stage.book.results if r.solves)
    said = {"answer": "已告知。", "way": "phone", "result": solves}
    case = stage.hear(stage.move(stage.register().case, "answer_directly", "director", **said), satisfied=False)
    assert (
        "您的岗位不能研判终结" in stage.refusal(case, "judge", "director", result="ended_on_review", **REASON).reasons
    )
    assert stage.move(case, "judge", "supervisor", result="ended_on_review", **REASON).terminated


def test_a_closed_case_is_opened_again_within_the_citys_days_only(stage: Stage) -> None:
    case = stage.handled()
    early = stage.move(case, "reopen", "supervisor", **REASON)
    assert (early.state, early.closed_at) == ("in_handling", None)
    case = answered_again(stage, early)
    stage.later(days=60)
    no = stage.refusal(case, "reopen", "supervisor", **REASON)
    assert "已超过可重新打开的期限，请另行登记并关联" in no.reasons


def test_what_the_centre_answered_is_taken_up_by_the_centre(stage: Stage) -> None:
    solves = next(r.code for r in stage.book.results if r.solves)
    case = stage.move(stage.register().case, "answer_directly", "agent", answer="已告知。", way="phone", result=solves)
    assert "本件由中心直接办结，请用重新受理" in stage.refusal(case, "reopen", "supervisor", **REASON).reasons
    case = stage.move(case, "take_up", "supervisor", **REASON)
    assert (case.state, case.closed_at, case.outcome) == ("registered", None, "")


def test_the_heir_of_the_unit_does_again_what_the_unit_did(kaifeng: Stage) -> None:
    case = kaifeng.handled()
    endings.merge(
        [kaifeng.units["water"].pk], into_id=kaifeng.units["bureau"].pk, day=local_day(kaifeng.at), levels=3,
        actor=kaifeng.who("admin"), at=kaifeng.at,
    )  # fmt: skip
    case = redone(kaifeng, case)
    assert case.lead_unit_id == kaifeng.units["bureau"].pk
    share = kaifeng.share(case, "bureau")
    assert (share.state, share.cycle) == ("handling", 2)
    assert {c.unit_id for c in Clock.objects.running().filter(subject_id=share.pk)} == {kaifeng.units["bureau"].pk}


def test_where_no_unit_is_left_the_centre_takes_the_case_up(kaifeng: Stage) -> None:
    case = kaifeng.hear(kaifeng.handled(), satisfied=False)
    endings.close(kaifeng.units["water"].pk, day=local_day(kaifeng.at), actor=kaifeng.who("admin"), at=kaifeng.at)
    no = kaifeng.refusal(case, "redo", "callback_agent", reasonable=True, **REASON)
    assert "原承办单位已撤销且无承接单位，请用重新受理后另行转办" in no.reasons
    assert kaifeng.move(case, "take_up", "supervisor", **REASON).state == "registered"


# -- archive, account -----------------------------------------------------------------------------------------------------------


def test_a_case_is_archived_when_nobody_can_open_it_any_more(stage: Stage) -> None:
    case = stage.handled()
    stage.later(days=stage.book.archive_after_days - 1)
    no = stage._refused(case.pk, lambda: move_case(case.pk, "archive", {}, actor=PLATFORM, at=stage.at))
    assert "天后归档" in no.reasons[0]
    stage.later(days=2)
    move_case(case.pk, "archive", {}, actor=PLATFORM, at=stage.at)
    assert stage.reload(case).state == "archived"


@pytest.mark.mission(89)
def test_every_minute_from_acceptance_to_the_end_has_one_holder_also_through_return_and_redo(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.later(minutes=20)
    said = {"reason": "非本单位", "basis": "职责分工", "leader": "某领导"}
    stage.move_share(stage.share(case), "ask_return", "water.handler", **said)
    stage.later(minutes=20)
    stage.decide(case.applications.get(), "reassign", "dispatcher", decision="改派", lead=stage.units["west"].pk)
    stage.later(minutes=20)
    stage.sign(case, "west")
    stage.later(minutes=20)
    stage.reply(case, "west")
    stage.later(minutes=20)
    case = stage.finish(stage.pass_audit(stage.reload(case)))
    bill = account(case.pk, stage.at)
    assert {p.holder for p in bill.parts} >= {"centre", "unit", "return"}
    assert {p.unit_id for p in bill.parts if p.holder == "unit"} == {stage.units["water"].pk, stage.units["west"].pk}
    assert sum(p.minutes for p in bill.parts) == (case.closed_at - case.accepted_at) // timedelta(minutes=1)
