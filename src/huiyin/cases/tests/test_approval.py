"""请示、呈批、批示: how far up the chain is the city's law; urgent cases do not wait; silence never approves."""

import pytest

from huiyin.cases.models import Approval, Case
from huiyin.cases.tests.stage import Stage
from huiyin.clocks.models import Clock


def submitted(stage: Stage, **other: object) -> Case:
    return stage.move(stage.register(**other).case, "submit_for_approval", "reviewer")


def dispatched_first(stage: Stage) -> Case:
    """Return an urgent case that went out before its approval."""
    case = stage.register(urgency="urgent").case
    return stage.move(case, "dispatch", "dispatcher", lead=stage.units["water"].pk, joint=[])


@pytest.mark.mission(130)
def test_an_important_case_climbs_the_chain_rung_by_rung(kaifeng: Stage) -> None:
    case = submitted(kaifeng, important=True)
    for who in ("section_chief", "director", "secretary_general", "vice_mayor"):
        assert case.state == "in_approval"
        case = kaifeng.move(case, "approve", who, words="请抓紧办理")
    assert case.state == "approved"
    assert [a.role for a in Approval.objects.filter(case=case).order_by("decided_at", "id")] == [
        "section_chief", "director", "secretary_general", "vice_mayor",
    ]  # fmt: skip


def test_nobody_approves_out_of_turn(kaifeng: Stage) -> None:
    case = submitted(kaifeng)
    for who in ("director", "city_leader", "reviewer", "dispatcher", "leader_secretary", "water.head", "stranger"):
        assert "您的岗位不能批准" in kaifeng.refusal(case, "approve", who).reasons


def test_silence_never_approves(kaifeng: Stage) -> None:
    case = submitted(kaifeng)
    kaifeng.later(days=60)
    assert kaifeng.reload(case).state == "in_approval"
    no = kaifeng.refusal(case, "dispatch", "dispatcher", lead=kaifeng.units["water"].pk, joint=[])
    assert "工单现在是“呈批中”，不能转办" in no.reasons


def test_who_is_asked_may_send_it_back_with_a_reason(kaifeng: Stage) -> None:
    case = submitted(kaifeng)
    assert "reason" in kaifeng.refusal(case, "send_back", "section_chief").fields
    case = kaifeng.move(case, "send_back", "section_chief", reason="先核实地点")
    assert case.state == "in_review"
    case = kaifeng.move(case, "submit_for_approval", "reviewer")
    assert kaifeng.move(case, "approve", "section_chief").state == "approved"


def test_a_leader_signs_on_paper_and_the_secretary_brings_it_in(kaifeng: Stage) -> None:
    case = submitted(kaifeng)
    assert "leader" in kaifeng.refusal(case, "approve_on_paper", "leader_secretary", words="同意").fields
    case = kaifeng.move(case, "approve_on_paper", "leader_secretary", words="同意", leader="科长")
    assert case.state == "approved"
    assert Approval.objects.get(case=case).on_paper


def test_nothing_is_submitted_where_the_city_asks_for_no_approval(dandong: Stage) -> None:
    case = dandong.register(important=True).case
    no = dandong.refusal(case, "submit_for_approval", "reviewer")
    assert no.reasons == ("本件按规定不须呈批，可直接转办",)


# -- urgent first, approval afterwards --------------------------------------------------------------------------------------


def test_an_urgent_case_goes_out_first_and_is_approved_afterwards(kaifeng: Stage) -> None:
    case = dispatched_first(kaifeng)
    assert (case.state, case.approval_pending, case.approval_role) == ("in_handling", True, "section_chief")
    assert Clock.objects.running().filter(case_id=case.pk, kind="centre_approval").exists()
    case = kaifeng.move(case, "approve_afterwards", "section_chief", words="同意")
    assert (case.state, case.approval_pending) == ("in_handling", False)
    assert Approval.objects.get(case=case).afterwards
    assert not Clock.objects.running().filter(case_id=case.pk, kind="centre_approval").exists()


def test_the_approval_afterwards_waits_even_when_the_case_is_closed(kaifeng: Stage) -> None:
    case = dispatched_first(kaifeng)
    kaifeng.sign(case)
    kaifeng.reply(case)
    case = kaifeng.pass_audit(kaifeng.reload(case))
    assert (case.state, case.approval_pending) == ("closed", True)
    assert not Clock.objects.running().filter(case_id=case.pk).exists()
    assert not kaifeng.move(case, "approve_afterwards_on_paper", "leader_secretary", leader="科长").approval_pending


def test_who_does_not_approve_afterwards_says_why(kaifeng: Stage) -> None:
    case = dispatched_first(kaifeng)
    assert "reason" in kaifeng.refusal(case, "disapprove_afterwards", "section_chief").fields
    case = kaifeng.move(case, "disapprove_afterwards", "section_chief", reason="不属急件，今后先呈批")
    assert not case.approval_pending
    kept = Approval.objects.get(case=case)
    assert (kept.approved, kept.afterwards) == (False, True)


def test_an_ordinary_case_waits_for_its_approval(kaifeng: Stage) -> None:
    no = kaifeng.refusal(kaifeng.register().case, "dispatch", "dispatcher", lead=kaifeng.units["water"].pk, joint=[])
    assert "本件须先呈批，批准后才能转办" in no.reasons


def test_where_the_city_does_not_want_it_even_an_urgent_case_waits(haiyan: Stage) -> None:
    case = haiyan.register(urgency="critical", important=True).case
    no = haiyan.refusal(case, "dispatch", "dispatcher", lead=haiyan.units["water"].pk, joint=[])
    assert "本件须先呈批，批准后才能转办" in no.reasons


# -- instructions -----------------------------------------------------------------------------------------------------------


def test_a_leaders_words_make_the_case_leader_signed(kaifeng: Stage) -> None:
    case = submitted(kaifeng, important=True)
    for who in ("section_chief", "director"):
        case = kaifeng.move(case, "approve", who, words="同意")
    assert not case.leader_signed
    case = kaifeng.move(case, "approve", "secretary_general", words="请一周内办结")
    assert (case.leader_signed, case.instructor_post) == (True, "secretary_general")


def test_a_leader_who_writes_no_more_than_yes_has_instructed_nothing(kaifeng: Stage) -> None:
    case = submitted(kaifeng, important=True)
    for who in ("section_chief", "director", "secretary_general", "vice_mayor"):
        case = kaifeng.move(case, "approve", who, words="同意。")
    assert not case.leader_signed


@pytest.mark.mission(79)
def test_a_leader_may_instruct_in_a_city_without_approvals_and_then_the_head_of_the_unit_signs(dandong: Stage) -> None:
    case = dandong.dispatch(dandong.register().case)
    case = dandong.move(case, "instruct", "vice_mayor", words="请抓紧办理")
    assert (case.leader_signed, case.instructor_post) == (True, "vice_mayor")
    dandong.sign(case)
    share = dandong.move_share(dandong.share(case), "reply", "water.handler", **dandong.reply_said(case))
    dandong.refused_share(share, "sign_off", "water.leader")
    assert dandong.move_share(share, "sign_off", "water.head").state == "replied"


def test_the_secretary_brings_a_written_instruction_in(stage: Stage) -> None:
    case = stage.register().case
    said = {"words": "请抓紧办理", "leader": "市长", "leader_post": "city_leader"}
    assert stage.move(case, "instruct", "leader_secretary", **said).instructor_post == "city_leader"
    stage.refusal(case, "instruct", "director", words="请抓紧办理")
