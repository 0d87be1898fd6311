"""A unit hands a case back: step by step, with reasons, and the ruling is kept."""

from huiyin.cases.models import Application, Assignment, Case, Precedent
from huiyin.cases.tests.stage import Stage

RETURN = {"reason": "不属于供水管网范围", "basis": "市政设施管理职责分工"}


def asked(stage: Stage, case: Case, unit: str = "water", **other: object) -> Application:
    stage.move_share(stage.share(case, unit), "ask_return", f"{unit}.handler", **{**RETURN, **other})
    return Application.objects.get(case=case, state="asked")


def test_an_accepted_return_is_annulled_and_the_next_unit_has_a_full_limit(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    first = stage.share(case)
    stage.later(hours=2)
    application = asked(stage, case)
    assert stage.reload(case).state == "in_handling"
    stage.decide(application, "accept_return", "dispatcher", decision="职责在城管局")
    case = stage.reload(case)
    assert case.state == "approved"
    assert stage.share(case).state == "annulled"
    assert stage.share(case).on_time is None
    stage.later(days=1)
    case = stage.move(case, "dispatch", "dispatcher", lead=stage.units["bureau"].pk, joint=[])
    assert stage.share(case, "bureau").due_at > first.due_at
    assert case.returns == 1


def test_the_citizens_clock_does_not_begin_anew_with_another_unit(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    promised = case.due_at
    stage.later(hours=2)
    stage.decide(asked(stage, case), "reassign", "dispatcher", decision="职责在城管局", lead=stage.units["bureau"].pk)
    case = stage.reload(case)
    assert case.due_at == promised
    assert case.lead_unit_id == stage.units["bureau"].pk


def test_an_upheld_unit_goes_on_where_it_stood(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    stage.later(hours=1)
    stage.decide(asked(stage, case), "uphold", "dispatcher", decision="管网属你单位")
    assert stage.share(case).state == "handling"


def test_a_late_return_is_refused(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.later(days=20)
    no = stage.refused_share(stage.share(case), "ask_return", "water.handler", **RETURN)
    assert any("退单期限" in reason for reason in no.reasons)


def test_the_second_return_needs_a_leaders_signature(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.later(hours=1)
    stage.decide(asked(stage, case), "reassign", "dispatcher", decision="职责在城管局", lead=stage.units["bureau"].pk)
    no = stage.refused_share(stage.share(case, "bureau"), "ask_return", "bureau.handler", **RETURN)
    assert "leader" in no.fields
    assert asked(stage, case, "bureau", leader="分管领导").leader_signed == "分管领导"


def test_an_arbitration_binds_and_becomes_a_precedent(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.later(hours=1)
    stage.decide(asked(stage, case), "arbitrate_for", "arbiter", decision="二次供水由供水公司负责")
    share = stage.share(case)
    assert share.bound
    no = stage.refused_share(share, "ask_return", "water.handler", **RETURN)
    assert "职责已经裁定，不能再退单" in no.reasons
    assert Precedent.objects.get().unit_id == stage.units["water"].pk


def test_a_sub_unit_hands_back_to_the_unit_above_and_not_to_the_centre(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case, "bureau")
    stage.sign(case, "bureau")
    stage.move_share(stage.share(case, "bureau"), "sub_dispatch", "bureau.handler", unit=stage.units["office"].pk)
    application = asked(stage, case, "office")
    assert application.decider == "unit"
    stage.refused_application(application, "accept_return", "dispatcher", decision="同意")
    stage.decide(application, "accept_return", "bureau.handler", decision="同意")
    assert stage.reload(case).state == "in_handling"
    assert Assignment.objects.get(case=case, unit=stage.units["office"]).state == "annulled"
