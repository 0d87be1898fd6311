"""The clock urges at the points of the rulebook, once each, whoever takes them."""

from datetime import timedelta

import pytest

from huiyin.clocks import act, urging
from huiyin.clocks.models import Clock
from huiyin.clocks.tests.conftest import CASE, ORDER, OTHER_ORDER, at
from huiyin.rulebook.limits import Limit

pytestmark = pytest.mark.django_db
SOON, LATE, VERY_LATE = at("2026-03-06T10:00"), at("2026-03-09T12:00"), at("2026-03-12T10:00")


@pytest.fixture
def clock(reply):
    """A reply due on 2026-03-09 10:00, to be urged a working day before, two hours and three days after."""
    (started,) = act.bulk_start([reply()])
    return started


def take(moment):
    return [(point.clock.subject_id, point.codes) for point in urging.due_points(moment)]


def test_nobody_is_urged_before_the_point(clock):
    assert take(SOON - timedelta(minutes=1)) == []


def test_each_point_is_passed_once(clock):
    for moment, code in [(SOON, "soon"), (LATE, "late"), (VERY_LATE, "very_late")]:
        (point,) = urging.due_points(moment)
        assert point.codes == (code,)
        assert urging.pass_point(point)
        assert take(moment + timedelta(hours=1)) == []
    assert Clock.objects.get().next_point_at is None


def test_after_a_standstill_all_points_come_together_the_latest_last(clock):
    (point,) = urging.due_points(LATE)
    assert point.codes == ("soon", "late")


def test_a_point_that_one_worker_took_is_not_given_to_another_until_the_lease_ends(clock):
    assert len(take(SOON)) == 1
    assert take(SOON + urging.LEASE) == []
    assert len(take(SOON + urging.LEASE + timedelta(seconds=1))) == 1


def test_of_two_who_hold_the_same_point_one_urges(clock):
    (mine,) = urging.due_points(SOON)
    (yours,) = urging.due_points(SOON + urging.LEASE * 2)
    assert urging.pass_point(mine)
    assert not urging.pass_point(yours)


def test_who_replied_meanwhile_is_not_urged(clock):
    (point,) = urging.due_points(SOON)
    act.meet(ORDER, "unit_reply", SOON)
    assert not urging.pass_point(point)


def test_the_most_pressing_comes_first_and_a_batch_is_a_batch(clock, reply):
    act.bulk_start([reply(subject_id=OTHER_ORDER, limit=Limit.parse("4wd"))])
    assert [point.clock.subject_id for point in urging.due_points(LATE, batch=1)] == [OTHER_ORDER]
    assert [point.clock.subject_id for point in urging.due_points(LATE, batch=1)] == [ORDER]


def test_a_clock_that_stands_is_not_urged(clock):
    clocks = act.clocks_of(CASE)
    clocks.pause(ORDER, "unit_reply", at("2026-03-05T10:00"), "audit")
    clocks.save()
    assert take(VERY_LATE) == []


def test_after_an_extension_the_reminder_before_the_new_due_time_comes_again(clock):
    (point,) = urging.due_points(SOON)
    urging.pass_point(point)
    clocks = act.clocks_of(CASE)
    clocks.extend(ORDER, "unit_reply", SOON, "approved", by=Limit.parse("5wd"))
    clocks.save()
    assert Clock.objects.get().next_point_at == at("2026-03-13T10:00")


def test_a_point_before_the_beginning_does_not_come(reply):
    act.bulk_start([reply(limit=Limit.parse("30m"))])
    assert Clock.objects.get().next_point_at == at("2026-03-02T15:00")


def test_taking_a_batch_takes_the_same_statements_however_many_clocks(reply, django_assert_num_queries):
    act.bulk_start([reply(subject_id=CASE), reply(), reply(subject_id=OTHER_ORDER)])
    for batch in (1, 2):  # begin, select, update, commit
        with django_assert_num_queries(4):
            assert len(urging.due_points(SOON, batch=batch)) == batch


def test_urging_by_hand_is_counted_for_all_late_cases_in_one_statement(clock, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert act.count_urge([clock.pk], LATE) == 1
    clock.refresh_from_db()
    assert (clock.urges, clock.last_urged_at) == (1, LATE)
