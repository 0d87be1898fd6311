"""Clocks of a case: started, met, paused, extended, annulled, and what the database refuses."""

import pytest
from django.db import IntegrityError, transaction

from huiyin.calendars.current import almanac
from huiyin.clocks import act, changes, queries
from huiyin.clocks.models import Clock
from huiyin.clocks.tests.conftest import CASE, ORDER, OTHER_ORDER, OTHER_UNIT, UNIT, at
from huiyin.rulebook.limits import Limit

pytestmark = pytest.mark.django_db


@pytest.fixture
def clocks(reply):
    """The clocks of the case: the unit's reply runs, due on 2026-03-09 10:00."""
    act.bulk_start([reply()])
    return act.clocks_of(CASE)


def due_of(clocks):
    return clocks.find(ORDER, "unit_reply").due_at


def test_a_clock_knows_when_it_is_due_and_by_which_law_and_calendar(reply, book):
    (clock,) = act.bulk_start([reply()])
    clock.refresh_from_db()
    assert (clock.due_at, clock.original_due_at) == (at("2026-03-09T10:00"),) * 2
    assert (clock.limit, clock.book, clock.calendar_version) == ("5wd", book.id, almanac().version)
    assert clock.next_point_at == at("2026-03-06T10:00")


def test_clocks_of_a_new_case_take_one_statement(reply, django_assert_num_queries):
    almanac()
    starts = [reply(), reply(kind="unit_sign"), reply(kind="citizen", subject_id=CASE)]
    with django_assert_num_queries(1):
        act.bulk_start(starts)
    assert queries.running(CASE).count() == 3


def test_whatever_happens_to_the_clocks_of_a_case_takes_two_statements(reply, clocks, django_assert_num_queries):
    with django_assert_num_queries(2):
        again = act.clocks_of(CASE)
        again.meet(ORDER, "unit_reply", at("2026-03-03T10:00"))
        again.start(reply(at=at("2026-03-03T10:00")))
        again.start(reply(kind="centre_audit", at=at("2026-03-03T10:00")))
        again.save()
    assert {clock.kind for clock in queries.running(CASE)} == {"unit_reply", "centre_audit"}
    assert queries.history(CASE).count() == 3


def test_meeting_one_clock_takes_one_statement(clocks, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert act.meet(ORDER, "unit_reply", at("2026-03-03T10:00"))
    assert not act.meet(ORDER, "unit_reply", at("2026-03-04T10:00"))


@pytest.mark.parametrize(("moment", "late"), [("2026-03-09T10:00", False), ("2026-03-09T10:01", True)])
def test_on_time_is_until_the_due_time_and_open_past_due_is_late(clocks, moment, late):
    clock = clocks.find(ORDER, "unit_reply")
    assert changes.is_late(clock, at(moment)) == late
    assert queries.overdue(at(moment)).exists() == late
    clocks.meet(ORDER, "unit_reply", at(moment))
    assert changes.is_late(clock, at("2027-01-01T00:00")) == late


def test_a_second_clock_of_the_same_kind_cannot_run_for_the_same_subject(reply, clocks):
    with pytest.raises(ValueError, match="is running"):
        clocks.start(reply())
    with pytest.raises(IntegrityError), transaction.atomic():
        act.bulk_start([reply()])


def test_an_annulled_clock_is_not_late_and_the_next_one_has_the_full_limit(reply, clocks):
    clocks.restart(reply(at=at("2026-03-10T10:00"), unit_id=OTHER_UNIT))
    clocks.save()
    old, new = queries.history(CASE)
    assert old.stopped_at == at("2026-03-10T10:00")
    assert not changes.is_late(old, at("2026-04-01T00:00"))
    assert (new.due_at, new.unit_id) == (at("2026-03-17T10:00"), OTHER_UNIT)


def test_when_a_case_is_over_nothing_runs_on(reply, clocks):
    clocks.start(reply(kind="citizen", subject_id=CASE))
    clocks.stop_all(at("2026-03-04T10:00"))
    clocks.save()
    assert not queries.running(CASE).exists()


def test_only_the_clocks_of_one_subject_are_annulled(reply, clocks):
    clocks.start(reply(subject_id=OTHER_ORDER))
    clocks.stop_all(at("2026-03-04T10:00"), subject_id=OTHER_ORDER)
    clocks.save()
    assert [clock.subject_id for clock in queries.running(CASE)] == [ORDER]


def test_a_pause_gives_back_the_office_time_it_took(clocks):
    clocks.pause(ORDER, "unit_reply", at("2026-03-05T17:00"), "audit")
    clocks.resume(ORDER, "unit_reply", at("2026-03-06T09:00"), "audit")
    (change,) = clocks.save()
    assert due_of(clocks) == at("2026-03-09T11:30")
    assert (change.old, change.new, change.reason) == (at("2026-03-09T10:00"), at("2026-03-09T11:30"), "pause")


def test_a_clock_that_stands_is_neither_late_nor_urged(clocks):
    clocks.pause(ORDER, "unit_reply", at("2026-03-09T09:00"), "audit")
    clocks.save()
    clock = Clock.objects.get()
    assert clock.next_point_at is None
    assert not changes.is_late(clock, at("2026-04-01T10:00"))
    assert not queries.overdue(at("2026-04-01T10:00")).exists()


def test_standing_does_not_heal_what_was_late_before(clocks):
    clocks.pause(ORDER, "unit_reply", at("2026-03-10T09:00"), "audit")
    clocks.save()
    assert queries.overdue(at("2026-03-10T10:00")).exists()
    clocks.resume(ORDER, "unit_reply", at("2026-03-10T10:00"), "audit", least=Limit.parse("1wd"))
    assert changes.is_late(clocks.find(ORDER, "unit_reply"), at("2026-03-10T10:01"))


def test_after_a_rejected_reply_at_least_one_working_day_is_left(clocks):
    clocks.pause(ORDER, "unit_reply", at("2026-03-09T09:55"), "audit")
    clocks.resume(ORDER, "unit_reply", at("2026-03-11T15:00"), "audit", least=Limit.parse("1wd"))
    assert due_of(clocks) == at("2026-03-12T15:00")


def test_a_city_may_give_nothing_back_but_the_least(clocks):
    clocks.pause(ORDER, "unit_reply", at("2026-03-09T09:55"), "audit")
    clocks.resume(ORDER, "unit_reply", at("2026-03-10T15:00"), "audit", least=Limit.parse("1h"), gives_back=False)
    assert due_of(clocks) == at("2026-03-10T16:00")


def test_two_reasons_to_stand_must_both_go(clocks):
    clocks.pause(ORDER, "unit_reply", at("2026-03-05T09:00"), "return_review")
    clocks.pause(ORDER, "unit_reply", at("2026-03-05T10:00"), "suspension")
    clocks.resume(ORDER, "unit_reply", at("2026-03-05T11:00"), "return_review")
    assert clocks.find(ORDER, "unit_reply").paused_for == ["suspension"]
    clocks.resume(ORDER, "unit_reply", at("2026-03-05T12:00"), "suspension")
    assert due_of(clocks) == at("2026-03-09T15:30")
    assert clocks.find(ORDER, "unit_reply").paused_minutes == 180


def test_on_time_is_judged_by_the_reply_that_later_passed(clocks):
    clocks.pause(ORDER, "unit_reply", at("2026-03-09T09:00"), "audit")
    clock = clocks.meet(ORDER, "unit_reply", at("2026-03-09T09:00"))
    assert clocks.save() == []
    assert (clock.met_at, clock.due_at) == (at("2026-03-09T09:00"), at("2026-03-09T10:00"))
    assert not changes.is_late(clock, at("2026-06-01T09:00"))


def test_an_untrue_reply_loses_on_time(clocks):
    clocks.meet(ORDER, "unit_reply", at("2026-03-03T10:00"))
    clocks.save()
    assert act.forfeit(ORDER, "unit_reply")
    assert changes.is_late(Clock.objects.get(), at("2026-03-03T10:00"))


def test_an_extension_counts_from_the_due_time_and_is_marked(clocks):
    clocks.extend(ORDER, "unit_reply", at("2026-03-06T10:00"), "approved", by=Limit.parse("5wd"))
    (change,) = clocks.save()
    clock = Clock.objects.get()
    assert (clock.due_at, clock.original_due_at) == (at("2026-03-16T10:00"), at("2026-03-09T10:00"))
    assert (clock.extended, change.reason) == (True, "approved")


def test_an_extension_may_name_the_moment(clocks):
    clocks.extend(ORDER, "unit_reply", at("2026-03-06T10:00"), "instructed", to=at("2026-03-20T18:00"))
    assert due_of(clocks) == at("2026-03-20T18:00")


def test_merged_cases_take_the_earliest_due_time_which_is_no_extension(clocks):
    clocks.set_due(ORDER, "unit_reply", at("2026-03-03T10:00"), "merged", to=at("2026-03-05T10:00"))
    clocks.save()
    assert (Clock.objects.get().due_at, Clock.objects.get().extended) == (at("2026-03-05T10:00"), False)


def test_a_due_time_before_the_beginning_is_the_beginning(clocks):
    clocks.set_due(ORDER, "unit_reply", at("2026-03-03T10:00"), "merged", to=at("2026-02-01T10:00"))
    assert due_of(clocks) == at("2026-03-02T10:00")


def late_review(clocks, reply, unit_id=UNIT):
    """The unit sends the case back on Thursday at 9; the centre has two hours and takes until 16:30."""
    clocks.start(
        reply(kind="centre_return_review", subject_id=OTHER_ORDER, limit=Limit.parse("2h"), unit_id=unit_id,
              at=at("2026-03-05T09:00"))
    )  # fmt: skip
    clocks.save()


def test_while_the_centre_is_late_the_units_clock_stands(clocks, reply):
    late_review(clocks, reply)
    clocks.meet(OTHER_ORDER, "centre_return_review", at("2026-03-05T16:30"))
    (change,) = clocks.save()
    assert change.reason == "centre_late"
    assert due_of(clocks) == at("2026-03-09T15:30")  # three office hours more: from 11:00 to 16:30


def test_a_centre_in_time_gives_nothing_back(clocks, reply):
    late_review(clocks, reply)
    clocks.meet(OTHER_ORDER, "centre_return_review", at("2026-03-05T10:30"))
    assert clocks.save() == []


def test_another_units_clock_runs_on(clocks, reply):
    late_review(clocks, reply, unit_id=OTHER_UNIT)
    clocks.meet(OTHER_ORDER, "centre_return_review", at("2026-03-05T16:30"))
    assert clocks.save() == []


def test_no_minute_is_given_back_twice(clocks, reply):
    late_review(clocks, reply)
    clocks.start(
        reply(kind="centre_extension", subject_id=OTHER_ORDER, limit=Limit.parse("2h"), at=at("2026-03-05T09:00"))
    )
    clocks.meet(OTHER_ORDER, "centre_return_review", at("2026-03-05T16:30"))
    clocks.meet(OTHER_ORDER, "centre_extension", at("2026-03-05T16:30"))
    assert due_of(clocks) == at("2026-03-09T15:30")


def test_a_unit_is_not_overdue_while_it_waits_for_a_late_centre(clocks, reply):
    late_review(clocks, reply)
    assert [clock.kind for clock in queries.overdue(at("2026-03-10T10:00"))] == ["centre_return_review"]
    assert {clock.kind for clock in queries.moving(at("2026-03-05T10:00"))} == {"centre_return_review", "unit_reply"}
    assert {clock.kind for clock in queries.moving(at("2026-03-05T12:00"))} == {"centre_return_review"}


def test_the_centres_own_clock_cannot_be_met_past_the_unit_that_waits():
    with pytest.raises(ValueError, match="waits"):
        act.meet(OTHER_ORDER, "centre_audit", at("2026-03-05T12:00"))


def test_due_between_lists_the_earliest_first(clocks, reply):
    clocks.start(reply(subject_id=OTHER_ORDER, limit=Limit.parse("4wd")))
    clocks.save()
    found = queries.due_between(at("2026-03-06T00:00"), at("2026-03-10T00:00"))
    assert [clock.subject_id for clock in found] == [OTHER_ORDER, ORDER]
    assert not queries.due_between(at("2026-03-09T10:01"), at("2026-03-10T00:00")).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_at": "2026-03-01T10:00"},
        {"met_at": "2026-03-01T10:00"},
        {"stopped_at": "2026-03-01T10:00"},
        {"met_at": "2026-03-03T10:00", "stopped_at": "2026-03-03T10:00", "next_point_at": None},
        {"met_at": "2026-03-03T10:00"},
        {"paused_at": "2026-03-01T10:00"},
    ],
)
def test_the_database_refuses_what_cannot_be(clocks, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.update(**{name: value and at(value) for name, value in wrong.items()})
