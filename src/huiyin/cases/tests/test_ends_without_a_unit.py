"""What the centre ends itself: answered, handled, refused, transferred, voided, withdrawn."""

import pytest

from huiyin.cases.act import collect
from huiyin.cases.models import Answer, Case
from huiyin.cases.tests.stage import Stage
from huiyin.clocks.models import Clock
from huiyin.journal.models import Event


def solving(stage: Stage) -> str:
    return next(r.code for r in stage.book.results if r.solves)


ANSWER = {"answer": "今晚八点恢复供水。", "way": "phone"}


@pytest.mark.mission(4)
def test_answered_and_handled_by_the_centre_are_counted_apart(stage: Stage) -> None:
    told = stage.move(stage.register().case, "answer_directly", "agent", **ANSWER, result=solving(stage))
    said = {**ANSWER, "whom": "供水公司调度室", "done": "电话核实抢修进度并转告来电人"}
    done = stage.move(stage.register().case, "handle_directly", "agent", **said, result=solving(stage))
    assert (told.state, told.outcome, told.closed_on_time) == ("closed", "direct_answer", True)
    assert (done.state, done.outcome) == ("closed", "direct_handled")
    assert (
        "whom"
        in stage.refusal(stage.register().case, "handle_directly", "agent", **ANSWER, result=solving(stage)).fields
    )


def test_an_answer_is_kept_with_time_way_and_person(stage: Stage) -> None:
    case = stage.move(stage.register().case, "answer_directly", "agent", **ANSWER, result=solving(stage))
    answer = Answer.objects.get(case=case)
    assert (answer.at, answer.way, answer.person) == (stage.at, "phone", stage.who("agent").name)
    told = Event.objects.get(verb="case.answer_directly").said["answered"]
    assert (told["way"], told["by"]) == ("phone", str(stage.who("agent").user_id))


@pytest.mark.parametrize("code", ["conditions_not_ripe", "extended"])
def test_what_is_only_put_off_closes_nothing(stage: Stage, code: str) -> None:
    if stage.book.result(code).closes:
        return
    no = stage.refusal(stage.register().case, "answer_directly", "agent", **ANSWER, result=code)
    assert "不能作为办结结果" in no.fields["result"]


def test_only_a_second_person_gives_the_result_of_a_judgement(stage: Stage) -> None:
    no = stage.refusal(stage.register().case, "answer_directly", "agent", **ANSWER, result="ended_on_review")
    assert "须由第二人研判" in no.fields["result"]


# -- 不予受理 ---------------------------------------------------------------------------------------------------------------


def test_a_refusal_names_its_reason_and_tells_the_legal_route(stage: Stage) -> None:
    case = stage.register().case
    assert set(stage.refusal(case, "refuse", "agent").fields) == {"refusal", "route_told"}
    case = stage.move(case, "refuse", "agent", refusal="outside_territory", route_told="请拨打事发地热线")
    assert (case.state, case.refusal_reason) == ("refused", "outside_territory")
    answer = Answer.objects.get(case=case)
    assert (answer.text, answer.way) == ("请拨打事发地热线", "phone")
    assert not Clock.objects.running().filter(case_id=case.pk).exists()


def test_already_handled_needs_the_old_number_and_another_person(stage: Stage) -> None:
    said = {"refusal": "already_handled", "route_told": "如有新情况请补充", "old_number": "20180501-0007"}
    case = stage.register().case
    assert "须由审核员确认" in stage.refusal(case, "refuse", "agent", **said).fields["refusal"]
    assert "须由审核员确认" in stage.refusal(case, "refuse", "director", **said).fields["refusal"]
    case = stage.move(case, "submit_for_review", "agent", note="与旧件同一事由")
    assert "您的岗位不能不予受理" in stage.refusal(case, "refuse", "agent", **said).reasons
    assert "old_number" in stage.refusal(case, "refuse", "reviewer", **{**said, "old_number": ""}).fields
    assert stage.move(case, "refuse", "reviewer", **said).state == "refused"


def test_a_reviewer_does_not_confirm_his_own_refusal(stage: Stage) -> None:
    case = stage.register().case
    Case.objects.filter(pk=case.pk).update(registered_by=stage.who("reviewer").user_id)
    case = stage.move(stage.reload(case), "submit_for_review", "reviewer")
    no = stage.refusal(case, "refuse", "reviewer", refusal="outside_territory", route_told="请拨打事发地热线")
    assert "您的岗位不能不予受理" in no.reasons


# -- 转外部、作废、撤回 --------------------------------------------------------------------------------------------------------


def test_what_belongs_to_another_line_is_handed_over_at_once_and_its_receipt_may_follow(stage: Stage) -> None:
    case = stage.move(stage.register().case, "transfer_out", "agent", target=stage.book.transfers[0].code)
    assert (case.state, case.outside_receipt) == ("transferred_out", "")
    assert stage.move(case, "note_receipt", "agent", receipt="110-0604-77").outside_receipt == "110-0604-77"


def test_what_was_voided_can_be_restored_and_its_promise_stands(stage: Stage) -> None:
    case = stage.register().case
    due = case.due_at
    case = stage.move(case, "void", "reviewer", void_reason=stage.book.void_reasons[0].code)
    assert not Clock.objects.running().filter(case_id=case.pk).exists()
    stage.later(hours=3)
    case = stage.move(case, "restore", "reviewer", reason="误作废")
    assert (case.state, case.due_at) == ("registered", due)


def test_a_message_that_was_voided_unread_is_restored_unread(stage: Stage) -> None:
    said = {"channel": "message_board", "text": "路灯不亮", "title": "路灯", "received_at": stage.at}
    case = collect(said, actor=stage.who("opinion_clerk"), at=stage.at, city=stage.city).case
    case = stage.move(case, "void", "reviewer", void_reason=stage.book.void_reasons[0].code)
    case = stage.move(case, "restore", "reviewer", reason="误作废")
    assert (case.state, case.accepted_at, case.due_at) == ("collected", None, None)


def test_a_withdrawal_is_heard_by_the_centre_itself_and_ends_the_units_work(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case, "water", joint=("west",))
    stage.sign(case)
    assert "您的岗位不能撤回" in stage.refusal(case, "withdraw", "water.handler", heard_how="电话").reasons
    assert "heard_how" in stage.refusal(case, "withdraw", "agent").fields
    case = stage.move(case, "withdraw", "agent", heard_how="来电人本人来电确认")
    assert case.state == "withdrawn"
    assert {s.state for s in case.assignments.all()} == {"released"}
    assert not Clock.objects.running().filter(case_id=case.pk).exists()


def test_what_a_unit_still_asked_for_lapses_when_the_case_ends(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.later(minutes=5)
    stage.move_share(
        stage.share(case), "ask_return", "water.handler", reason="非本单位", basis="职责分工", leader="某领导"
    )
    case = stage.move(stage.reload(case), "withdraw", "agent", heard_how="来电人本人来电确认")
    assert case.applications.get().state == "lapsed"


# -- 更正 ---------------------------------------------------------------------------------------------------------------------


def test_a_registration_is_put_right_and_the_promise_follows_the_new_urgency(kaifeng: Stage) -> None:
    case = kaifeng.register().case
    kaifeng.later(hours=1)
    assert "请填写要更正的项目" in kaifeng.refusal(case, "amend", "reviewer", reason="登记有误").reasons
    case = kaifeng.move(case, "amend", "reviewer", urgency="critical", reason="危及安全")
    assert case.urgency == "critical"
    assert (case.due_at - case.accepted_at).total_seconds() == 48 * 3600
    assert Event.objects.get(verb="case.amend").said["before"] == {"urgency": "ordinary"}


@pytest.mark.mission(193)
def test_what_is_promised_to_be_done_at_once_is_marked(stage: Stage) -> None:
    assert stage.register(immediate=True).case.immediate
    assert not stage.register().case.immediate
