"""Dispatch: to whom, taken back before signing, and which unit answers for the case from the first on (首问负责)."""

import pytest

from huiyin.cases.models import Application, Case
from huiyin.cases.queries import case_facts
from huiyin.cases.tests.stage import Stage
from huiyin.clocks.models import Clock
from huiyin.journal.models import Event


def answerable(stage: Stage, case: Case) -> object:
    """Return the unit that answers for the case now."""
    part = case_facts(case, case, stage.at).answerable
    return part and part.unit_id


def ids(stage: Stage, *keys: str) -> list[object]:
    return [stage.units[key].pk for key in keys]


@pytest.mark.mission(5, 142)
def test_a_case_goes_to_one_lead_and_any_joint_units_each_with_clocks_of_its_own(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case, "water", joint=("west", "bureau"))
    assert sorted(s.role for s in case.assignments.all()) == ["joint", "joint", "lead"]
    kinds = Clock.objects.running().filter(case_id=case.pk, subject_kind="assignment")
    assert kinds.filter(kind="unit_sign").count() == 3
    assert case.lead_unit_id == stage.units["water"].pk


def test_every_reason_against_a_dispatch_is_told_at_once(stage: Stage) -> None:
    case = stage.approve(stage.register().case)
    stage.units["east"].accepts_cases = False
    stage.units["east"].save(update_fields=["accepts_cases"])
    said = {"lead": stage.units["east"].pk, "joint": ids(stage, "east"), "limit": "三天"}
    no = stage.refusal(case, "dispatch", "dispatcher", **said)
    assert set(no.fields) == {"lead", "joint", "limit"}


def test_no_more_joint_units_than_the_city_allows(stage: Stage) -> None:
    case = stage.approve(stage.register().case)
    many = ids(stage, "west", "east", "bureau", "office", "street", "community")
    no = stage.refusal(case, "dispatch", "dispatcher", lead=stage.units["water"].pk, joint=many)
    assert f"协办单位最多{stage.book.dispatch.co_units}个" in no.fields["joint"]


def test_a_dispatch_is_taken_back_before_anybody_signed(kaifeng: Stage) -> None:
    case = kaifeng.dispatch(kaifeng.register().case, "water", joint=("west",))
    case = kaifeng.move(case, "recall", "dispatcher", reason="派错单位")
    assert (case.state, case.lead_unit_id, case.first_unit_id) == ("approved", None, None)
    assert {s.state for s in case.assignments.all()} == {"recalled"}
    case = kaifeng.move(case, "dispatch", "dispatcher", lead=kaifeng.units["bureau"].pk, joint=[])
    kaifeng.sign(case, "bureau")
    no = kaifeng.refusal(case, "recall", "dispatcher", reason="派错单位")
    assert "已有单位签收或提出申请" in no.reasons[0]


def test_not_every_city_takes_a_dispatch_back(haiyan: Stage) -> None:
    case = haiyan.dispatch(haiyan.register().case)
    assert "本市规定转办后不收回，请由单位退单" in haiyan.refusal(case, "recall", "dispatcher", reason="派错").reasons


@pytest.mark.mission(81, 142)
def test_the_unit_that_first_got_the_case_is_named_and_answers_until_another_has_signed(stage: Stage) -> None:
    water, west = ids(stage, "water", "west")
    case = stage.dispatch(stage.register().case)
    assert case.first_unit_id == water == answerable(stage, case)
    stage.later(minutes=10)
    said = {"reason": "非本单位", "basis": "职责分工", "leader": "某领导"}
    stage.move_share(stage.share(case), "ask_return", "water.handler", **said)
    asked = Application.objects.get(case=case)
    stage.decide(asked, "reassign", "dispatcher", decision="改派", lead=west)
    case = stage.reload(case)
    assert (case.first_unit_id, case.lead_unit_id) == (water, west)
    assert answerable(stage, case) == water
    stage.sign(case, "west")
    assert answerable(stage, stage.reload(case)) == west


def test_a_unit_that_signed_answers_until_the_next_one_signs(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.later(minutes=10)
    stage.sign(case)
    assert answerable(stage, stage.reload(case)) == stage.units["water"].pk


def test_the_journal_names_the_post_in_which_somebody_acted_also_for_what_followed(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    posts = dict(Event.objects.filter(chain_id=case.pk).values_list("verb", "post"))
    assert (posts["case.dispatch"], posts["assignment.assign"]) == ("dispatcher", "dispatcher")


@pytest.mark.parametrize("role", ["lead", "joint"])
def test_a_case_waits_for_joint_units_only_where_the_city_says_so(stage: Stage, role: str) -> None:
    case = stage.dispatch(stage.register().case, "water", joint=("west",))
    stage.later(minutes=5)
    for unit in ("water", "west"):
        stage.sign(case, unit)
    stage.reply(case, "water" if role == "lead" else "west")
    waits = role == "joint" or stage.book.dispatch.closes_with == "all"
    assert stage.reload(case).state == ("in_handling" if waits else "in_audit")
