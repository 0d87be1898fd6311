"""The clock urges at the rulebook's points, reminds of reviews and archives, for every book on the shelf."""

from datetime import datetime, timedelta

import pytest

from huiyin.cases.clockwork import REVIEW_DUE, URGED, archive_ended, remind_of_reviews, tick
from huiyin.cases.models import Application, Case
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.clocks.models import Clock
from huiyin.flow.table import Refused
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["kaifeng", "dandong", "haiyan"])
def stage(request: pytest.FixtureRequest, db: None) -> Stage:
    return set_stage(request.param)


@pytest.fixture
def handled_by_water(stage: Stage) -> Case:
    case = stage.dispatch(stage.register().case)
    stage.later(minutes=5)
    stage.sign(case)
    return case


def points(stage: Stage, clock: str = "unit_reply") -> list[str]:
    return [p.code for p in stage.book.urging if p.clock == clock]


def urges(case: Case) -> list[Event]:
    return list(Event.objects.filter(chain_id=case.pk, verb=URGED).order_by("seq"))


def reply_clock(case: Case) -> Clock:
    return Clock.objects.get(case_id=case.pk, kind="unit_reply")


def pass_all_points(case: Case) -> datetime:
    """Tick at each point of the reply clock and return the last moment."""
    moment = reply_clock(case).next_point_at
    while (ahead := reply_clock(case).next_point_at) is not None:
        moment = ahead
        tick(moment)
    return moment


def test_the_clock_urges_at_every_point_of_the_book_before_and_after_the_due_time(
    stage: Stage, handled_by_water: Case
) -> None:
    pass_all_points(handled_by_water)
    told = [event.said for event in urges(handled_by_water) if event.said["kind"] == "unit_reply"]
    assert [one["point"] for one in told] == points(stage)
    assert [one["is_late"] for one in told] == [
        p.after is not None for p in stage.book.urging if p.clock == "unit_reply"
    ]
    first = next(p for p in stage.book.urging if p.clock == "unit_reply")
    assert told[0]["to"] == list(first.to)
    assert told[0]["unit"] == str(stage.units["water"].pk)
    assert verify_chain(handled_by_water.pk, Case) == []


def test_automatic_urging_is_counted_apart_from_urging_by_hand(stage: Stage, handled_by_water: Case) -> None:
    pass_all_points(handled_by_water)
    assert reply_clock(handled_by_water).urges == len(points(stage))
    assert stage.reload(handled_by_water).urges == 0
    case = stage.move(handled_by_water, "urge", "supervisor", urge_way="phone")
    assert case.urges == 1
    assert reply_clock(case).urges == len(points(stage))


def test_a_second_tick_at_the_same_moment_urges_nobody(stage: Stage, handled_by_water: Case) -> None:
    moment = reply_clock(handled_by_water).next_point_at
    assert tick(moment).urged == 1
    assert tick(moment).urged == 0
    assert len(urges(handled_by_water)) == 1


def test_after_a_standstill_each_clock_urges_once_for_its_latest_point(stage: Stage, handled_by_water: Case) -> None:
    assert tick(handled_by_water.accepted_at + timedelta(days=60)).urged == 1
    (only,) = urges(handled_by_water)
    assert only.said["point"] == points(stage)[-1]
    assert only.said["skipped"] == len(points(stage)) - 1


def test_who_has_replied_is_not_urged_whether_or_not_the_audit_stops_the_clock(
    stage: Stage, handled_by_water: Case
) -> None:
    stage.later(minutes=30)
    stage.reply(handled_by_water)
    tick(stage.at + timedelta(days=60))
    assert [event for event in urges(handled_by_water) if event.said.get("assignment")] == []


def test_a_unit_that_asks_to_return_is_not_urged_while_the_centre_thinks(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case)
    stage.move_share(
        stage.share(case), "ask_return", "water.handler", reason="不归我们管", basis="三定方案第五条", leader="赵某"
    )
    tick(stage.at + timedelta(days=60))
    assert [event for event in urges(case) if event.said.get("assignment")] == []


def test_a_unit_that_asks_for_more_time_is_protected_until_it_is_decided(kaifeng: Stage) -> None:
    case = kaifeng.dispatch(kaifeng.register().case)
    kaifeng.sign(case)
    share = kaifeng.share(case)
    kaifeng.move_share(
        share, "ask_extension", "water.handler", until=share.due_at + timedelta(days=2), reason="管线须停水施工",
        plan="十五日前换好阀门",
    )  # fmt: skip
    tick(share.due_at + timedelta(days=3))
    assert [event for event in urges(case) if event.said["kind"] == "unit_reply"] == []


def test_the_centre_is_urged_too(kaifeng: Stage) -> None:
    case = kaifeng.register().case
    case = kaifeng.move(case, "submit_for_approval", "reviewer")
    clock = Clock.objects.running().get(case_id=case.pk, kind="centre_approval")
    assert tick(clock.next_point_at).urged == 1
    (only,) = urges(case)
    assert (only.said["kind"], only.said["to"], only.said["case"]) == (
        "centre_approval", ["leader_secretary"], str(case.pk)
    )  # fmt: skip


def test_of_two_workers_that_tick_at_once_one_urges(stage: Stage, handled_by_water: Case) -> None:
    from huiyin.cases import clockwork
    from huiyin.clocks.urging import LEASE, due_points

    moment = reply_clock(handled_by_water).next_point_at
    (mine,) = due_points(moment)
    (yours,) = due_points(moment + LEASE * 2)
    assert [clockwork._urge(mine, moment), clockwork._urge(yours, moment)] == [True, False]


# -- suspended cases ---------------------------------------------------------------------------------------------


@pytest.fixture
def suspended(stage: Stage, handled_by_water: Case) -> Case:
    review_on = stage.at.date() + timedelta(days=10)
    stage.move_share(
        stage.share(handled_by_water), "ask_suspension", "water.handler", reason="旧管网年内改造", plan="列入改造计划",
        review_on=review_on,
    )  # fmt: skip
    stage.decide(Application.objects.get(case=handled_by_water), "grant_suspension", "dispatcher", decision="属实")
    return stage.reload(handled_by_water)


def test_a_suspended_case_stands_still_and_is_looked_at_again_on_its_day(stage: Stage, suspended: Case) -> None:
    assert suspended.suspended
    day_before, on_the_day = stage.at + timedelta(days=9), stage.at + timedelta(days=10)
    assert tick(day_before).reminded == 0
    did = tick(on_the_day)
    assert (did.urged, did.reminded) == (0, 1)
    assert remind_of_reviews(on_the_day + timedelta(days=3)) == 0
    reminder = Event.objects.get(chain_id=suspended.pk, verb=REVIEW_DUE)
    assert reminder.said == {"review_on": str(suspended.review_on)}


# -- archiving -----------------------------------------------------------------------------------------------------


def test_what_is_over_is_archived_after_the_days_of_its_book_and_not_before(stage: Stage) -> None:
    case = stage.handled()
    over = case.ended_at + timedelta(days=stage.book.archive_after_days)
    assert archive_ended(over - timedelta(seconds=1)) == 0
    assert archive_ended(over) == 1
    assert archive_ended(over) == 0
    assert stage.reload(case).state == "archived"
    assert verify_chain(case.pk, Case) == []


def test_nothing_open_is_archived_however_old(stage: Stage, handled_by_water: Case) -> None:
    assert archive_ended(stage.at + timedelta(days=4000)) == 0


def test_a_case_that_the_door_refuses_does_not_hold_up_the_others(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huiyin.cases import clockwork

    ids = []
    for number in range(3):
        case = stage.register(title=f"第{number}件").case
        stage.move(case, "submit_for_review", "agent")
        stage.move(case, "void", "reviewer", void_reason=stage.book.void_reasons[0].code)
        ids.append(case.pk)
    real = clockwork.move_case

    def refuse_one(case_id, *rest, **how):
        if case_id == sorted(ids)[1]:
            raise Refused(["依法保全"])
        return real(case_id, *rest, **how)

    monkeypatch.setattr(clockwork, "move_case", refuse_one)
    assert archive_ended(stage.at + timedelta(days=400)) == 2
