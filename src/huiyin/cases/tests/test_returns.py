"""A unit hands a case back: step by step, with reasons; the ruling is kept, quoted, and an arbitration binds."""

from datetime import timedelta

import pytest

from huiyin.cases.models import Application, Assignment, Case, Precedent
from huiyin.cases.queries import case_facts, precedents_like
from huiyin.cases.tests.stage import Stage

RETURN = {"reason": "不属于供水管网范围", "basis": "市政设施管理职责分工", "leader": "分管领导"}


def asked(stage: Stage, case: Case, unit: str = "water", **other: object) -> Application:
    stage.later(minutes=20)
    stage.move_share(stage.share(case, unit), "ask_return", f"{unit}.handler", **{**RETURN, **other})
    return Application.objects.get(case=case, state="asked")


def reassigned(stage: Stage, case: Case, to: str = "bureau") -> Case:
    lead = stage.units[to].pk
    stage.decide(asked(stage, case), "reassign", "dispatcher", decision="职责在城管局", lead=lead)
    return stage.reload(case)


def test_an_accepted_return_is_annulled_and_the_next_unit_has_a_full_limit_or_the_rest(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    first = stage.at
    stage.decide(asked(stage, case), "accept_return", "dispatcher", decision="职责在城管局")
    case = stage.reload(case)
    assert case.state == "approved"
    assert (stage.share(case).state, stage.share(case).on_time, case.returns) == ("annulled", None, 1)
    stage.later(days=1)
    case = stage.move(case, "dispatch", "dispatcher", lead=stage.units["bureau"].pk, joint=[])
    share = stage.sign(case, "bureau")
    full = stage.book.limit("unit_reply", kind=case.kind, family=case.family, channel=case.channel,
                            category=case.category, urgency=case.urgency, level=1)  # fmt: skip
    due = case_facts(case, case, stage.at).due
    if stage.book.unit_clock.full_limit_after_return:
        assert share.due_at == due(share.dispatched_at, full)
    else:
        # A small town gives what the first unit left, and at least its minimum.
        assert share.due_at == max(due(first, full), due(stage.at, stage.book.audit.minimum_left)) < due(stage.at, full)
    assert stage.reload(case).unit_due_at == share.due_at


def test_the_citizens_clock_never_begins_anew_on_reassigning_return_or_redo(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    promised = case.due_at
    case = reassigned(stage, case)
    assert case.lead_unit_id == stage.units["bureau"].pk
    assert case.due_at == promised
    stage.sign(case, "bureau")
    stage.reply(case, "bureau")
    case = stage.hear(stage.finish(stage.pass_audit(case)), satisfied=False, reasonable=True)
    assert case.state == "in_handling"
    assert case.due_at == promised


def test_an_upheld_unit_goes_on_where_it_stood(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.sign(case)
    stage.decide(asked(stage, case), "uphold", "dispatcher", decision="管网属你单位")
    assert stage.share(case).state == "handling"


def test_the_review_of_a_return_costs_the_unit_no_time_where_the_clock_stands(kaifeng: Stage) -> None:
    case = kaifeng.dispatch(kaifeng.register().case)
    kaifeng.sign(case)
    before = kaifeng.share(case).due_at
    application = asked(kaifeng, case)
    kaifeng.later(hours=1)
    kaifeng.decide(application, "uphold", "dispatcher", decision="管网属你单位")
    assert kaifeng.share(case).due_at == before + timedelta(hours=1)


def test_while_the_centre_is_late_with_its_ruling_the_units_clock_stands(haiyan: Stage) -> None:
    case = haiyan.dispatch(haiyan.register().case)
    haiyan.sign(case)
    before = haiyan.share(case).due_at
    application = asked(haiyan, case)
    haiyan.later(minutes=90)
    haiyan.decide(application, "uphold", "dispatcher", decision="管网属你单位")
    late_by = timedelta(minutes=30)
    assert haiyan.share(case).due_at == before + late_by


def test_a_late_return_is_refused(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.later(days=20)
    no = stage.refused_share(stage.share(case), "ask_return", "water.handler", **RETURN)
    assert any("退单期限" in reason for reason in no.reasons)


def test_a_return_gives_its_basis_and_the_second_one_a_leaders_signature(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    no = stage.refused_share(stage.share(case), "ask_return", "water.handler", reason="不属本单位")
    assert "basis" in no.fields
    case = reassigned(stage, case)
    no = stage.refused_share(stage.share(case, "bureau"), "ask_return", "bureau.handler", **{**RETURN, "leader": ""})
    assert "leader" in no.fields
    assert asked(stage, case, "bureau").leader_signed == "分管领导"


def test_a_case_returned_too_often_goes_to_the_panel(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    for unit in ("bureau", "west", "east")[: stage.book.returns.max_to_arbitration - 1]:
        application = asked(stage, case, _lead(stage, case))
        case = _reassign(stage, case, application, unit)
    application = asked(stage, case, _lead(stage, case))
    no = stage.refused_application(application, "accept_return", "dispatcher", decision="同意")
    assert any("须提交裁定" in reason for reason in no.reasons)
    stage.decide(application, "arbitrate_for", "arbiter", decision="由该单位负责")


def _lead(stage: Stage, case: Case) -> str:
    lead = stage.reload(case).lead_unit_id
    return next(key for key, unit in stage.units.items() if unit.pk == lead)


def _reassign(stage: Stage, case: Case, application: Application, to: str) -> Case:
    stage.decide(application, "reassign", "dispatcher", decision="另有单位负责", lead=stage.units[to].pk)
    return stage.reload(case)


def test_an_arbitration_binds_who_keeps_the_case(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.decide(asked(stage, case), "arbitrate_for", "arbiter", decision="二次供水由供水公司负责")
    no = stage.refused_share(stage.share(case), "ask_return", "water.handler", **RETURN)
    assert "职责已经裁定，不能再退单" in no.reasons


def test_an_arbitration_binds_who_gets_the_case(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    to = stage.units["bureau"].pk
    stage.decide(asked(stage, case), "arbitrate_to", "arbiter", decision="路灯归城管局", lead=to)
    no = stage.refused_share(stage.share(case, "bureau"), "ask_return", "bureau.handler", **RETURN)
    assert "职责已经裁定，不能再退单" in no.reasons


def test_a_case_is_not_reassigned_to_the_unit_that_gives_it_back(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    no = stage.refused_application(
        asked(stage, case), "reassign", "dispatcher", decision="再办", lead=stage.units["water"].pk
    )
    assert no.fields == {"lead": "不能改派给原承办单位"}


@pytest.mark.parametrize(
    ("action", "who", "unit", "not_unit"),
    [("accept_return", "dispatcher", None, "water"), ("uphold", "dispatcher", "water", None),
     ("reassign", "dispatcher", "bureau", "water"), ("arbitrate_for", "arbiter", "water", None),
     ("arbitrate_to", "arbiter", "bureau", "water")],
)  # fmt: skip
def test_each_ruling_of_the_centre_is_kept_as_a_precedent(
    stage: Stage, action: str, who: str, unit: str | None, not_unit: str | None
) -> None:
    case = stage.dispatch(stage.register().case)
    said = {"decision": "按职责分工"} | ({"lead": stage.units["bureau"].pk} if unit == "bureau" else {})
    stage.decide(asked(stage, case), action, who, **said)
    found = Precedent.objects.get()
    assert (found.unit_id, found.not_unit_id) == tuple(stage.units[u].pk if u else None for u in (unit, not_unit))
    assert (found.ruling, found.at, found.arbitrated) == ("按职责分工", stage.at, action.startswith("arbitrate"))


def test_precedents_of_the_same_place_are_quoted_before_those_of_the_whole_city(kaifeng: Stage) -> None:
    here, there = kaifeng.book.territories[0].code, kaifeng.book.territories[1].code
    for territory in (here, "", there):
        case = kaifeng.dispatch(kaifeng.register(territory=territory, phone="13900000001").case)
        kaifeng.decide(asked(kaifeng, case), "uphold", "dispatcher", decision=territory or "全市")
    category = kaifeng.leaf()
    assert [one.ruling for one in precedents_like(category, here)] == [here, "全市"]
    assert [one.ruling for one in precedents_like("99", here)] == []


def test_a_sub_unit_hands_back_to_the_unit_above_and_not_to_the_centre(stage: Stage) -> None:
    case = _handed_down(stage)
    application = asked(stage, case, "office")
    if not stage.book.returns.step_by_step:
        assert application.decider == "centre"
        return
    assert application.decider == "unit"
    stage.refused_application(application, "accept_return", "dispatcher", decision="同意")
    stage.decide(application, "accept_return", "bureau.handler", decision="同意")
    case = stage.reload(case)
    assert (case.state, case.returns) == ("in_handling", 0)
    assert Assignment.objects.get(case=case, unit=stage.units["office"]).state == "annulled"
    assert not Precedent.objects.exists()


def test_what_a_unit_settled_below_it_is_not_counted_as_a_return_to_the_centre(kaifeng: Stage) -> None:
    case = _handed_down(kaifeng)
    kaifeng.decide(asked(kaifeng, case, "office"), "accept_return", "bureau.handler", decision="同意")
    application = asked(kaifeng, case, "bureau", leader="")
    assert application.decider == "centre"


def test_a_straight_return_of_a_lower_unit_is_taken_by_the_centre_but_not_passed_on_past_the_unit_above(
    haiyan: Stage,
) -> None:
    case = _handed_down(haiyan)
    application = asked(haiyan, case, "office")
    no = haiyan.refused_application(application, "reassign", "dispatcher", decision="改", lead=haiyan.units["west"].pk)
    assert "本件由上级单位转派，请由其另行转派" in no.reasons
    haiyan.decide(application, "accept_return", "dispatcher", decision="同意")
    assert haiyan.reload(case).state == "in_handling"


def _handed_down(stage: Stage) -> Case:
    case = stage.dispatch(stage.register().case, "bureau")
    stage.sign(case, "bureau")
    stage.move_share(stage.share(case, "bureau"), "sub_dispatch", "bureau.handler", unit=stage.units["office"].pk)
    return case


def test_the_dispatch_of_a_case_after_its_return_may_make_a_joint_unit_the_lead(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case, "water", joint=("bureau",))
    stage.decide(asked(stage, case), "accept_return", "dispatcher", decision="职责在城管局")
    case = stage.move(stage.reload(case), "dispatch", "dispatcher", lead=stage.units["bureau"].pk, joint=[])
    held = Assignment.objects.filter(case=case, unit=stage.units["bureau"]).order_by("dispatched_at", "id")
    assert [(s.role, s.state) for s in held] == [("joint", "released"), ("lead", "pending_signature")]


def test_a_unit_that_holds_a_share_is_not_given_a_second_one(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case, "water", joint=("bureau",))
    stage.decide(asked(stage, case), "accept_return", "dispatcher", decision="职责在西岸区")
    said = {"lead": stage.units["west"].pk, "joint": [stage.units["bureau"].pk]}
    no = stage.refusal(stage.reload(case), "dispatch", "dispatcher", **said)
    assert "已在承办本件" in no.fields["joint"]


def test_what_a_joint_unit_gives_back_is_not_given_to_one_that_has_a_share_already(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case, "water", joint=("west",))
    application = asked(stage, case, "west")
    no = stage.refused_application(application, "reassign", "dispatcher", decision="改派", lead=stage.units["water"].pk)
    assert no.fields == {"lead": "该单位已在承办本件"}
    stage.decide(application, "reassign", "dispatcher", decision="改派", lead=stage.units["bureau"].pk)
    assert stage.share(case, "bureau").role == "joint"
