"""The centre gives a share to another unit without waiting for a return; whose error it was decides what counts."""

from datetime import timedelta

import pytest

from huiyin.cases.models import Assignment, Case, Precedent
from huiyin.cases.populations import shares_due, shares_sent_wrongly, shares_signed_late
from huiyin.cases.queries import case_facts, visible_to
from huiyin.cases.tests.stage import set_stage
from huiyin.clocks.models import Clock
from huiyin.clocks.queries import overdue
from huiyin.journal.models import Event
from huiyin.measures.scope import Scope

CITIES = ["kaifeng", "dandong", "haiyan"]


@pytest.fixture(params=CITIES)
def stage(db, request, settings):
    settings.CITY = request.param
    return set_stage(request.param)


def in_hand(stage, unit="water", **more):
    case = stage.dispatch(stage.register(**more).case, unit)
    stage.later(minutes=5)
    stage.sign(case, unit)
    return stage.reload(case)


def give(stage, case, to="west", of="water", who="dispatcher", cause="misdirected", **more):
    said = {"lead": stage.units[to].pk, "cause": cause, "reason": "该路段由西岸区管护", **more}
    return stage.move_share(stage.share(case, of), "reassign", who, **said)


def refused(stage, case, to="west", of="water", who="dispatcher", cause="misdirected", **more):
    said = {"lead": stage.units[to].pk, "cause": cause, "reason": "该路段由西岸区管护", **more}
    return stage.refused_share(stage.share(case, of), "reassign", who, **said)


def late(stage, case):
    """Let time pass until the unit is late with its reply."""
    stage.at = stage.share(case).due_at
    return stage.later(hours=1)


def scope(stage):
    return Scope(book=stage.book, since=None, until=None, at=stage.later(days=60))


def test_the_next_unit_leads_with_a_full_limit_and_the_case_is_never_without_one(stage):
    case = in_hand(stage)
    promised = case.due_at
    stage.later(days=1)
    old = give(stage, case)
    case = stage.reload(case)
    new = stage.share(case, "west")
    assert (old.state, new.state, new.role) == ("recalled", "pending_signature", "lead")
    assert (case.state, case.lead_unit, case.unit_due_at) == ("in_handling", stage.units["west"], new.due_at)
    assert case.due_at == promised
    # A small town counts from the signature.
    new = stage.sign(case, "west")
    assert new.due_at > old.due_at
    assert not Clock.objects.running().filter(subject_id=old.pk).exists()
    moved = Event.objects.filter(chain_id=case.pk, verb="case.await_dispatch")
    assert not moved.exists()


def test_where_the_centre_erred_the_first_units_time_is_nobodys_lateness(stage):
    case = in_hand(stage)
    late(stage, case)
    assert overdue(stage.at).filter(unit_id=stage.units["water"].pk).exists()
    old = give(stage, case)
    assert (old.state, old.on_time) == ("recalled", None)
    assert not overdue(stage.at).filter(unit_id=stage.units["water"].pk).exists()
    figures = scope(stage)
    assert old not in shares_due(figures)
    assert old not in shares_signed_late(figures)
    assert list(shares_sent_wrongly(figures)) == [old]
    precedent = Precedent.objects.get(case=case)
    assert (precedent.unit, precedent.not_unit) == (stage.units["west"], stage.units["water"])
    assert stage.reload(case).first_unit == stage.units["west"]


def test_where_the_unit_failed_what_was_late_stays_late(stage):
    case = in_hand(stage)
    late(stage, case)
    old = give(stage, case, cause="not_handled")
    assert (old.state, old.on_time) == ("taken_away", False)
    figures = scope(stage)
    assert old in shares_due(figures)
    assert not shares_sent_wrongly(figures).exists()
    assert not Precedent.objects.exists()
    assert Event.objects.get(verb="assignment.reassign").said["late"] is True
    assert stage.reload(case).first_unit == stage.units["water"]
    facts = case_facts(stage.reload(case), stage.reload(case), stage.at)
    assert facts.answerable.unit_id == stage.units["west"].pk


def test_what_was_taken_away_before_it_was_due_is_not_judged(stage):
    case = in_hand(stage)
    old = give(stage, case, cause="not_handled")
    assert (old.state, old.on_time) == ("taken_away", None)
    assert old not in shares_due(scope(stage))


def test_the_old_unit_still_sees_the_case_and_why(stage):
    case = in_hand(stage)
    give(stage, case)
    assert case in visible_to(stage.who("water.handler"))
    event = Event.objects.get(verb="assignment.reassign")
    assert (event.subject_id, event.said["cause"]) == (stage.share(case).pk, "misdirected")
    stage.refused_share(stage.share(case), "first_contact", "water.handler", way="phone", reached=True, words="x")


def test_before_the_signature_it_is_given_away_too(stage):
    case = stage.dispatch(stage.register().case)
    assert give(stage, case).state == "recalled"
    assert not shares_sent_wrongly(scope(stage)).exists()


def test_a_joint_unit_is_replaced_and_the_lead_stays(stage):
    case = stage.dispatch(stage.register().case, "water", joint=("bureau",))
    give(stage, case, of="bureau")
    assert stage.share(case, "west").role == "joint"
    assert stage.reload(case).lead_unit == stage.units["water"]
    assert refused(stage, case, to="west", of="west").fields == {"lead": "不能改派给原承办单位"}
    assert refused(stage, case, to="water", of="west").fields == {"lead": "该单位已在承办本件"}


def test_a_joint_unit_can_take_the_lead(stage):
    case = stage.dispatch(stage.register().case, "water", joint=("bureau",))
    give(stage, case, to="bureau")
    shares = Assignment.objects.filter(case=case).order_by("id").values_list("unit__short_name", "role", "state")
    assert list(shares) == [
        ("清源供水", "lead", "recalled"), ("市城管局", "joint", "released"), ("市城管局", "lead", "pending_signature"),
    ]  # fmt: skip


def test_what_was_handed_down_ends_with_it_and_one_below_can_take_it(stage):
    case = in_hand(stage, "bureau")
    below = stage.units["office"].pk
    stage.move_share(stage.share(case, "bureau"), "sub_dispatch", "bureau.handler", unit=below)
    handed_down = stage.share(case, "office")
    assert stage.refused_share(handed_down, "reassign", "dispatcher", lead=stage.units["west"].pk, cause="misdirected",
                               reason="派错").reasons == ("本件由上级单位转派，请由其另行转派",)  # fmt: skip
    stage.later(minutes=1)
    give(stage, case, to="office", of="bureau")
    assert Assignment.objects.get(pk=handed_down.pk).state == "released"
    assert stage.reload(case).lead_unit_id == below


def test_what_the_unit_had_asked_for_is_not_decided_any_more(stage):
    case = in_hand(stage)
    share = stage.share(case)
    if stage.book.suspension.allowed:
        said = {"review_on": stage.at.date() + timedelta(days=5), "plan": "列入计划", "reason": "条件不具备"}
        stage.move_share(share, "ask_suspension", "water.handler", **said)
    give(stage, case)
    assert not case.applications.filter(state="asked").exists()
    assert not Case.objects.get(pk=case.pk).suspended


def test_a_return_that_waits_is_decided_and_an_arbitrated_duty_is_kept(stage):
    case = in_hand(stage)
    share = stage.share(case)
    stage.move_share(share, "ask_return", "water.handler", reason="非我单位", basis="三定", leader="某领导")
    assert refused(stage, case).reasons == ("承办现在是“退单审核中”，不能改派",)
    application = case.applications.get()
    stage.decide(application, "arbitrate_for", "arbiter", decision="属供水职责")
    assert refused(stage, case).reasons == ("职责已经裁定，不能改派",)


def test_an_answer_that_is_in_is_audited_and_not_taken_away(stage):
    case = in_hand(stage)
    stage.reply(case)
    assert "不能改派" in str(refused(stage, case))


def test_neither_the_accused_nor_a_longer_limit_nor_a_stranger_to_the_desk(stage):
    case = in_hand(stage, kind="report", accused_unit=stage.units["east"].pk)
    assert "被举报单位" in refused(stage, case, to="street").fields["lead"]
    assert "不能长于规定时限" in refused(stage, case, limit="300wd").fields["limit"]
    assert set(refused(stage, case, reason="", cause="").fields) == {"cause", "reason"}
    for who in ("water.handler", "auditor", "supervisor", "agent", "stranger"):
        assert "您的岗位不能改派" in str(refused(stage, case, who=who))
