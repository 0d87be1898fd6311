"""举报: a report is never dispatched to the accused nor to anything below it, and they do not see it anywhere."""

from datetime import timedelta

import pytest

from huiyin.cases.act import carry_over
from huiyin.cases.models import Application, Case
from huiyin.cases.queries import applications_visible_to, may_read_share, shares_visible_to, visible_to
from huiyin.cases.sight import may_read_papers
from huiyin.cases.tests.stage import Stage
from huiyin.flow.actor import PLATFORM, Actor, Seat
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.units import endings
from huiyin.units.act import move as move_unit

BELOW_ACCUSED = ("bureau.handler", "bureau.leader", "bureau.head", "office.handler")


@pytest.fixture
def report(stage: Stage) -> Case:
    """A report against the bureau, registered and approved where that is needed."""
    return stage.approve(stage.register(kind="report", accused_unit=stage.units["bureau"].pk).case)


def offices(stage: Stage, *keys: str) -> list[object]:
    return [stage.units[key].pk for key in keys]


@pytest.mark.parametrize("unit", ["bureau", "office"])
def test_a_report_goes_neither_to_the_accused_nor_below(stage: Stage, report: Case, unit: str) -> None:
    lead = stage.refusal(report, "dispatch", "dispatcher", lead=stage.units[unit].pk, joint=[])
    joint = stage.refusal(report, "dispatch", "dispatcher", lead=stage.units["west"].pk, joint=offices(stage, unit))
    assert "不能转给被举报单位或其下级" in lead.fields["lead"]
    assert "不能转给被举报单位或其下级" in joint.fields["joint"]


def test_nor_by_handing_it_down_suggesting_or_reassigning(stage: Stage) -> None:
    report = stage.approve(stage.register(kind="report", accused_unit=stage.units["office"].pk).case)
    report = stage.move(report, "dispatch", "dispatcher", lead=stage.units["bureau"].pk, joint=[])
    share = stage.sign(report, "bureau")
    down = stage.refused_share(share, "sub_dispatch", "bureau.handler", unit=stage.units["office"].pk)
    assert "不能转给被举报单位或其下级" in down.fields["unit"]
    said = {"reason": "非本单位", "basis": "职责分工", "leader": "某领导"}
    no = stage.refused_share(share, "ask_return", "bureau.handler", **said, suggested=stage.units["office"].pk)
    assert "不能转给被举报单位或其下级" in no.fields["suggested"]
    stage.move_share(share, "ask_return", "bureau.handler", **said)
    asked = Application.objects.get(case=report)
    for action, who in (("reassign", "dispatcher"), ("arbitrate_to", "arbiter")):
        no = stage.refused_application(asked, action, who, decision="改派", lead=stage.units["office"].pk)
        assert "不能转给被举报单位或其下级" in no.fields["lead"]


def test_the_accused_finds_it_in_no_list_count_or_file(stage: Stage, report: Case) -> None:
    report = stage.move(report, "dispatch", "dispatcher", lead=stage.units["west"].pk, joint=[])
    share = stage.share(report, "west")
    assert visible_to(stage.who("west.handler")).count() == 1
    for who in BELOW_ACCUSED:
        actor = stage.who(who)
        assert (
            visible_to(actor).count() == shares_visible_to(actor).count() == applications_visible_to(actor).count() == 0
        )
        assert not may_read_papers(actor, report.pk)
        assert not may_read_share(actor, share.pk)


def test_who_is_lent_to_the_centre_by_the_accused_does_not_see_it_there_either(stage: Stage, report: Case) -> None:
    lent = stage.who("bureau.handler")
    both = Actor(lent.user_id, lent.name, frozenset({*lent.seats, Seat(Post.AGENT)}))
    other = stage.register().case
    assert list(visible_to(both)) == [other]


def test_against_whom_a_report_is_can_come_out_later(stage: Stage) -> None:
    named = {"accused_unit": stage.units["bureau"].pk, "reason": "来件人补充说明"}
    case = stage.dispatch(stage.register(kind="report").case)
    promised = case.due_at
    case = stage.move(case, "amend", "reviewer", **named)
    assert (case.accused_path, case.due_at) == (stage.units["bureau"].path, promised)
    stage.sign(case)
    said = {"reason": "非本单位", "basis": "职责分工", "leader": "某领导"}
    no = stage.refused_share(stage.share(case), "ask_return", "water.handler", **said, suggested=named["accused_unit"])
    assert "不能转给被举报单位或其下级" in no.fields["suggested"]
    no = stage.refusal(case, "amend", "reviewer", **named, urgency="urgent")
    assert "呈批、转办之后只能补填被举报单位" in no.reasons


@pytest.mark.parametrize("holder", ["bureau", "office"])
def test_who_has_a_case_in_hand_gives_it_up_before_it_is_hidden_from_him(stage: Stage, holder: str) -> None:
    case = stage.dispatch(stage.register(kind="report").case, holder)
    named = {"accused_unit": stage.units["bureau"].pk, "reason": "来件人补充说明"}
    assert "正在承办本件" in stage.refusal(case, "amend", "reviewer", **named).fields["accused_unit"]
    said = {"reason": "涉及本单位", "basis": "回避", "leader": "某领导"}
    stage.move_share(stage.share(case, holder), "ask_return", f"{holder}.handler", **said)
    stage.decide(Application.objects.get(case=case), "accept_return", "dispatcher", decision="应当回避")
    assert stage.move(stage.reload(case), "amend", "reviewer", **named).state == "approved"
    assert not visible_to(stage.who(f"{holder}.handler")).exists()


def test_a_report_joins_only_a_report_against_the_same_unit(stage: Stage) -> None:
    report = stage.register(kind="report", accused_unit=stage.units["bureau"].pk).case
    other = stage.register(phone="13900002222").case
    no = stage.refusal(report, "merge", "agent", parent=other.pk)
    assert no.fields == {"parent": "举报件只能并入举报同一单位的工单"}


def test_a_reorganisation_opens_no_report_to_the_accused(stage: Stage) -> None:
    report = stage.register(kind="report", accused_unit=stage.units["street"].pk).case
    street, west = stage.units["street"], stage.units["west"]
    how = {"day": local_day(stage.at), "levels": 3, "actor": stage.who("admin"), "at": stage.at}
    move_unit(street.pk, parent_id=west.pk, **how)
    street.refresh_from_db()
    report = stage.reload(report)
    assert report.accused_path == street.path
    report = stage.move(stage.approve(report), "dispatch", "dispatcher", lead=stage.units["water"].pk, joint=[])
    moved = Actor(street.pk, "某", frozenset([Seat(Post.UNIT_HANDLER, street.pk, street.path)]))
    assert not visible_to(moved).exists()


def test_what_moves_along_with_its_parent_keeps_its_cases_and_its_secrets(stage: Stage) -> None:
    report = stage.register(kind="report", accused_unit=stage.units["community"].pk).case
    case = stage.dispatch(stage.register(phone="13900002222").case, "community")
    how = {"day": local_day(stage.at), "levels": 3, "actor": stage.who("admin"), "at": stage.at}
    move_unit(stage.units["street"].pk, parent_id=stage.units["west"].pk, **how)
    community = stage.units["community"]
    community.refresh_from_db()
    assert stage.reload(report).accused_path == community.path
    assert stage.share(case, "community").unit_path == stage.reload(case).lead_path == community.path


def test_the_heir_of_the_accused_loses_the_report_that_it_was_handling(stage: Stage, report: Case) -> None:
    report = stage.move(report, "dispatch", "dispatcher", lead=stage.units["west"].pk, joint=[])
    endings.merge(
        [stage.units["bureau"].pk], into_id=stage.units["west"].pk, day=local_day(stage.at), levels=3,
        actor=stage.who("admin"), at=stage.at,
    )  # fmt: skip
    report = stage.reload(report)
    assert (report.state, report.accused_unit_id) == ("approved", stage.units["west"].pk)
    assert stage.share(report, "west").state == "released"
    assert not visible_to(stage.who("west.handler")).exists()
    no = stage.refusal(report, "dispatch", "dispatcher", lead=stage.units["west"].pk, joint=[])
    assert "不能转给被举报单位或其下级" in no.fields["lead"]


def move_below(stage: Stage, unit: str, parent: str) -> None:
    """Let a reorganisation put a unit with all that is below it under another one."""
    how = {"day": local_day(stage.at), "levels": 3, "actor": stage.who("admin"), "at": stage.at}
    move_unit(stage.units[unit].pk, parent_id=stage.units[parent].pk, **how)
    for one in stage.units.values():
        one.refresh_from_db()


@pytest.mark.parametrize("handles", ["street", "community"])
def test_who_is_moved_below_the_accused_loses_the_report_with_all_below_it(stage: Stage, handles: str) -> None:
    report = stage.register(kind="report", accused_unit=stage.units["west"].pk).case
    report = stage.move(stage.approve(report), "dispatch", "dispatcher", lead=stage.units[handles].pk, joint=[])
    move_below(stage, "street", "west")
    assert stage.share(report, handles).state == "released"
    assert stage.reload(report).state == "approved"


@pytest.mark.parametrize("handles", ["street", "community"])
def test_what_was_handled_before_is_not_done_again_below_the_accused(stage: Stage, handles: str) -> None:
    report = stage.handled(handles, kind="report", accused_unit=stage.units["west"].pk)
    move_below(stage, "street", "west")
    stage.later(minutes=5)
    for action, said in (("redo", {"reasonable": True}), ("reopen", {})):
        no = stage.refusal(report, action, "supervisor", reason="未处理", **said)
        assert any("已归入被举报单位" in reason for reason in no.reasons)
    assert stage.move(report, "take_up", "supervisor", reason="另行转办").state == "registered"


def test_nor_is_it_done_again_by_the_accused_as_heir_of_who_handled_it(stage: Stage) -> None:
    report = stage.handled("water", kind="report", accused_unit=stage.units["bureau"].pk)
    endings.merge(
        [stage.units["water"].pk], into_id=stage.units["bureau"].pk, day=local_day(stage.at), levels=3,
        actor=stage.who("admin"), at=stage.at,
    )  # fmt: skip
    stage.later(minutes=5)
    no = stage.refusal(report, "redo", "supervisor", reasonable=True, reason="未处理")
    assert any("已归入被举报单位" in reason for reason in no.reasons)


@pytest.mark.parametrize("lead", ["bureau", "office"])
def test_a_report_that_another_system_left_with_the_accused_is_not_carried_over_to_them(
    stage: Stage, lead: str
) -> None:
    said = stage.said(
        kind="report", stands="in_handling", accepted_at=stage.at - timedelta(days=1),
        due_at=stage.at + timedelta(days=3), accused_unit=stage.units["bureau"].pk, lead=stage.units[lead].pk,
    )  # fmt: skip
    with pytest.raises(Refused) as no:
        carry_over(said, actor=PLATFORM, at=stage.at, city=stage.city)
    assert "不能转给被举报单位或其下级" in no.value.fields["lead"]
    assert Case.objects.count() == 0
    said |= {"lead": stage.units["water"].pk}
    assert carry_over(said, actor=PLATFORM, at=stage.at, city=stage.city).case.lead_unit_id == stage.units["water"].pk
