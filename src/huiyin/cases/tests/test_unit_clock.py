"""The unit's clock: from dispatch, after hours from the next opening, fair where the centre takes its time."""

from datetime import datetime, timedelta

import pytest

from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import case_facts
from huiyin.cases.tests.stage import Stage
from huiyin.clocks.models import Clock
from huiyin.flow.times import CITY_TZ, local

FRIDAY_EVENING = datetime(2018, 6, 8, 20, 0, tzinfo=CITY_TZ)
UNTRUE, DELAY = "untrue_feedback", "delay"


def full_limit(stage: Stage, case: Case, start: datetime) -> datetime:
    """Return when the city's own limit ends that begins at `start`."""
    limit = stage.book.limit("unit_reply", kind=case.kind, family=case.family, channel=case.channel,
                             category=case.category, urgency=case.urgency, level=1)  # fmt: skip
    assert limit is not None
    return case_facts(case, case, stage.at).due(start, limit)


def rejected(stage: Stage, case: Case, cause: str = DELAY) -> Assignment:
    stage.move(stage.reload(case), "reject_reply", "auditor", cause=cause, reason="请说明处理结果")
    return stage.share(case)


def replied(stage: Stage) -> Case:
    case = stage.dispatch(stage.register().case)
    stage.later(minutes=10)
    stage.sign(case)
    stage.later(minutes=30)
    stage.reply(case)
    return stage.reload(case)


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_the_clock_runs_from_dispatch_and_signing_does_not_begin_it_anew(
    request: pytest.FixtureRequest, city: str
) -> None:
    stage: Stage = request.getfixturevalue(city)
    case = stage.dispatch(stage.register().case)
    due = stage.share(case).due_at
    assert due == full_limit(stage, case, stage.at)
    stage.later(hours=3)
    assert stage.sign(case).due_at == due


def test_a_city_may_count_from_signing(haiyan: Stage) -> None:
    case = haiyan.dispatch(haiyan.register().case)
    assert haiyan.share(case).due_at is None
    haiyan.later(minutes=30)
    share = haiyan.sign(case)
    assert share.signed_late
    assert share.due_at == full_limit(haiyan, case, haiyan.at) == haiyan.reload(case).unit_due_at
    contact = Clock.objects.get(subject_id=share.pk, kind="first_contact")
    assert contact.started_at == haiyan.at


def test_after_hours_it_runs_from_the_next_opening_and_the_first_day_is_not_counted(kaifeng: Stage) -> None:
    case = kaifeng.register().case
    kaifeng.at = FRIDAY_EVENING
    case = kaifeng.dispatch(case)
    # Monday 08:30 is the beginning, Tuesday the first day; the next Monday, the 18th, is a public holiday.
    assert local(kaifeng.share(case).due_at) == datetime(2018, 6, 19, 8, 30, tzinfo=CITY_TZ)


def test_an_urgent_case_runs_day_and_night(kaifeng: Stage) -> None:
    case = kaifeng.register(urgency="critical").case
    kaifeng.at = FRIDAY_EVENING
    case = kaifeng.dispatch(case)
    assert kaifeng.share(case).due_at == FRIDAY_EVENING + timedelta(hours=24)


def test_it_stops_at_the_reply_that_later_passes(stage: Stage) -> None:
    case = replied(stage)
    came_at = stage.at
    stage.later(days=30)
    stage.pass_audit(case)
    share = stage.share(case)
    assert share.on_time is True
    assert Clock.objects.get(subject_id=share.pk, kind="unit_reply").met_at == came_at


def test_a_rejected_reply_gets_back_the_time_of_the_audit(kaifeng: Stage) -> None:
    case = replied(kaifeng)
    due = kaifeng.share(case).due_at
    kaifeng.later(hours=1)
    assert rejected(kaifeng, case).due_at == due + timedelta(hours=1)
    assert kaifeng.reload(case).unit_due_at == due + timedelta(hours=1)


def test_at_least_the_citys_minimum_is_left_after_a_rejection(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    share = stage.sign(case)
    stage.at = share.due_at - timedelta(minutes=5)
    stage.reply(case)
    stage.later(minutes=1)
    due = rejected(stage, case).due_at
    assert due == case_facts(case, case, stage.at).due(stage.at, stage.book.audit.minimum_left)


def test_who_was_late_before_the_reply_wins_no_day_by_a_rejection(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    share = stage.sign(case)
    stage.at = share.due_at + timedelta(minutes=5)
    stage.reply(case)
    stage.later(minutes=1)
    assert rejected(stage, case).due_at < stage.at


def test_where_the_audit_gives_no_time_back_the_time_by_which_it_is_late_is_given_back(haiyan: Stage) -> None:
    case = replied(haiyan)
    due = haiyan.share(case).due_at
    haiyan.later(minutes=90)
    assert rejected(haiyan, case).due_at == due + timedelta(minutes=30)


@pytest.mark.mission(96)
@pytest.mark.parametrize(("cause", "on_time"), [(DELAY, True), (UNTRUE, False)])
def test_an_untrue_reply_is_never_on_time_again(stage: Stage, cause: str, on_time: bool) -> None:
    case = replied(stage)
    rejected(stage, case, cause)
    stage.reply(case)
    stage.pass_audit(stage.reload(case))
    share = stage.share(case)
    assert share.on_time is on_time
    assert Clock.objects.get(subject_id=share.pk, kind="unit_reply").forfeited is not on_time


def test_a_reply_that_proves_untrue_after_it_passed_loses_on_time_with_the_redo(stage: Stage) -> None:
    case = stage.handled()
    assert stage.share(case).on_time
    stage.move(case, "redo", "supervisor", reasonable=True, reason="现场并未修复", cause=UNTRUE)
    assert stage.share(case).on_time is False
    assert Clock.objects.filter(subject_id=stage.share(case).pk, kind="unit_reply", forfeited=True).count() == 1


def test_a_redo_never_makes_a_unit_late_that_was_on_time(stage: Stage) -> None:
    case = stage.hear(stage.handled(), satisfied=False, reasonable=True)
    stage.later(days=40)
    stage.reply(case)
    stage.pass_audit(stage.reload(case))
    assert stage.share(case).on_time is True


# -- handing down ---------------------------------------------------------------------------------------------------------


def handed_down(stage: Stage, **said: object) -> tuple[Assignment, Assignment]:
    case = stage.dispatch(stage.register().case, "bureau")
    stage.later(minutes=10)
    above = stage.sign(case, "bureau")
    stage.move_share(above, "sub_dispatch", "bureau.handler", unit=stage.units["office"].pk, **said)
    if stage.share(case, "office").due_at is None:
        stage.sign(case, "office")
    return above, stage.share(case, "office")


@pytest.mark.mission(30, 62, 131)
def test_a_lower_unit_ends_before_the_unit_above_so_that_this_one_can_still_answer(stage: Stage) -> None:
    above, below = handed_down(stage)
    assert below.due_at < above.due_at


def test_a_limit_given_to_a_lower_unit_by_hand_stays_inside_the_one_above(stage: Stage) -> None:
    above, below = handed_down(stage, limit="60wd")
    assert below.due_at < above.due_at


def test_where_no_reserve_is_left_the_lower_unit_has_until_the_unit_above_is_due(kaifeng: Stage) -> None:
    case = kaifeng.dispatch(kaifeng.register().case, "bureau")
    above = kaifeng.sign(case, "bureau")
    kaifeng.at = above.due_at - timedelta(hours=1)
    kaifeng.move_share(above, "sub_dispatch", "bureau.handler", unit=kaifeng.units["office"].pk)
    assert kaifeng.share(case, "office").due_at == above.due_at


def test_work_is_handed_down_only_within_the_own_tree_and_once(stage: Stage) -> None:
    above, _ = handed_down(stage)
    elsewhere = stage.refused_share(above, "sub_dispatch", "bureau.handler", unit=stage.units["street"].pk)
    twice = stage.refused_share(above, "sub_dispatch", "bureau.handler", unit=stage.units["office"].pk)
    assert "不是本单位的下级" in elsewhere.fields["unit"]
    assert twice.fields["unit"] == "该单位已在承办本件"


def test_the_unit_above_answers_when_those_below_have_and_checks_what_they_say(stage: Stage) -> None:
    above, below = handed_down(stage)
    case = below.case
    assert "下级单位仍在办理" in stage.refused_share(
        above, "reply", "bureau.handler", **stage.reply_said(case)
    ).reasons[0]  # fmt: skip
    if below.signed_at is None:
        stage.sign(case, "office")
    stage.move_share(stage.share(case, "office"), "reply", "office.handler", **stage.reply_said(case))
    stage.refused_share(stage.share(case, "office"), "accept_below", "office.handler")
    stage.move_share(stage.share(case, "office"), "reject_below", "bureau.handler", cause=DELAY, reason="补照片")
    stage.move_share(stage.share(case, "office"), "reply", "office.handler", **stage.reply_said(case))
    stage.move_share(stage.share(case, "office"), "accept_below", "bureau.handler")
    assert stage.share(case, "office").on_time is True
    assert stage.reply(case, "bureau").state == "replied"


# -- limits by hand -------------------------------------------------------------------------------------------------------


def test_a_dispatcher_may_shorten_a_limit_but_not_lengthen_it(kaifeng: Stage) -> None:
    case = kaifeng.approve(kaifeng.register().case)
    said = {"lead": kaifeng.units["water"].pk, "joint": []}
    assert "不能长于规定时限" in kaifeng.refusal(case, "dispatch", "dispatcher", **said, limit="6wd").fields["limit"]
    assert "看不懂" in kaifeng.refusal(case, "dispatch", "dispatcher", **said, limit="三天").fields["limit"]
    case = kaifeng.move(case, "dispatch", "dispatcher", **said, limit="2wd")
    assert local(kaifeng.share(case).due_at).date().isoformat() == "2018-06-06"


def test_hours_given_by_hand_to_an_urgent_case_run_day_and_night(kaifeng: Stage) -> None:
    case = kaifeng.register(urgency="critical").case
    kaifeng.at = FRIDAY_EVENING
    case = kaifeng.dispatch(case, limit="6h")
    assert kaifeng.share(case).due_at == FRIDAY_EVENING + timedelta(hours=6)


def test_who_answers_that_the_petitioner_was_spoken_with_does_not_grow_later_with_it(kaifeng: Stage) -> None:
    case = replied(kaifeng)
    contact = Clock.objects.get(subject_id=kaifeng.share(case).pk, kind="first_contact")
    assert contact.met_at == kaifeng.at


def test_who_was_not_spoken_with_is_still_owed_the_call(kaifeng: Stage) -> None:
    case = kaifeng.dispatch(kaifeng.register().case)
    kaifeng.sign(case)
    kaifeng.reply(case, contacted=False, contacted_how="电话停机，上门无人")
    assert Clock.objects.get(subject_id=kaifeng.share(case).pk, kind="first_contact").met_at is None


def test_one_conversation_serves_the_unit_above_as_well_and_not_the_one_beside(kaifeng: Stage) -> None:
    case = kaifeng.dispatch(kaifeng.register().case, "bureau", joint=("water",))
    above = kaifeng.sign(case, "bureau")
    kaifeng.move_share(above, "sub_dispatch", "bureau.handler", unit=kaifeng.units["office"].pk)
    below = kaifeng.sign(case, "office")
    kaifeng.later(minutes=10)
    said = {"way": "phone", "reached": True, "words": "已问清"}
    kaifeng.move_share(below, "first_contact", "office.handler", **said)
    met = dict(Clock.objects.filter(kind="first_contact").values_list("subject_id", "met_at"))
    assert met[above.pk] == met[below.pk] == kaifeng.at
    assert set(met.values()) <= {kaifeng.at, None}
