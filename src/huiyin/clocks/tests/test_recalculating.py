"""A new notice moves open due times, each with an event, and never into the past."""

import json
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from huiyin.calendars.act import import_notice
from huiyin.calendars.current import almanac
from huiyin.calendars.notices import HolidayNotice
from huiyin.clocks import act, ports
from huiyin.clocks.models import Clock
from huiyin.clocks.recalculating import RECALCULATED, recalculate_all
from huiyin.clocks.tests.conftest import CASE, ORDER, OTHER_ORDER, at
from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import travelling
from huiyin.journal.models import Event
from huiyin.rulebook.limits import Limit

pytestmark = pytest.mark.django_db
DECEMBER = at("2026-12-10T10:00")
SPRING = HolidayNotice(
    year=2027, title="国务院办公厅关于2027年部分节假日安排的通知",
    off=["2027-01-01..2027-01-03 元旦", "2027-02-05..2027-02-11 春节"], work=["2027-01-30", "2027-02-13"],
)  # fmt: skip


@pytest.fixture
def open_clock(reply):
    """Started on Thursday 2027-02-04 before any notice for 2027: due on Thursday the 11th."""
    (clock,) = act.bulk_start([reply(at=at("2027-02-04T10:00"))])
    assert (clock.due_at, clock.provisional) == (at("2027-02-11T10:00"), True)
    return clock


def bring_notice(notice=SPRING):
    return import_notice(notice, actor=PLATFORM, at=DECEMBER)


def test_a_new_notice_moves_the_due_time_and_the_event_tells_both(open_clock):
    bring_notice()
    (change,) = recalculate_all(at("2027-02-04T12:00"))
    open_clock.refresh_from_db()
    assert open_clock.due_at == at("2027-02-17T10:00")
    assert (open_clock.provisional, open_clock.calendar_version) == (False, almanac().version)
    event = Event.objects.get(verb=RECALCULATED)
    assert event.subject_id == open_clock.pk
    assert event.said["old"] == "2027-02-11T02:00:00+00:00"
    assert event.said["new"] == "2027-02-17T02:00:00+00:00"
    assert event.said["calendar_version"] == almanac().version
    assert change.reason == "calendar"


def test_a_second_time_nothing_is_left_to_do(open_clock):
    bring_notice()
    recalculate_all(at("2027-02-04T12:00"))
    assert recalculate_all(at("2027-02-04T13:00")) == []
    assert Event.objects.filter(verb=RECALCULATED).count() == 1


def test_a_due_time_never_moves_into_the_past(reply):
    # By weekends alone five working days from Wednesday the 3rd end on the 10th; Saturday worked makes it the 9th.
    (clock,) = act.bulk_start([reply(at=at("2027-03-03T10:00"))])
    bring_notice(SPRING.model_copy(update={"work": (at("2027-03-06T00:00").date(),)}))
    assert recalculate_all(at("2027-03-09T15:00")) == []
    clock.refresh_from_db()
    assert clock.due_at == at("2027-03-10T10:00")
    assert not Event.objects.filter(verb=RECALCULATED).exists()


def test_before_that_moment_it_does_move_earlier(reply):
    (clock,) = act.bulk_start([reply(at=at("2027-03-03T10:00"))])
    bring_notice(SPRING.model_copy(update={"work": (at("2027-03-06T00:00").date(),)}))
    recalculate_all(at("2027-03-09T09:00"))
    clock.refresh_from_db()
    assert clock.due_at == at("2027-03-09T10:00")


def test_what_was_met_stays_as_it_was(open_clock):
    act.meet(ORDER, "unit_reply", at("2027-02-05T10:00"))
    bring_notice()
    assert recalculate_all(at("2027-02-06T12:00")) == []
    open_clock.refresh_from_db()
    assert open_clock.due_at == at("2027-02-11T10:00")


def test_due_times_that_stay_are_stamped_without_an_event(reply):
    act.bulk_start([reply(), reply(subject_id=OTHER_ORDER, limit=Limit.parse("5d"))])
    bring_notice()
    assert recalculate_all(DECEMBER) == []
    assert set(Clock.objects.values_list("calendar_version", flat=True)) == {almanac().version}
    assert not Event.objects.filter(verb=RECALCULATED).exists()


def test_pauses_and_extensions_are_reckoned_anew_with_the_limit(open_clock):
    clocks = act.clocks_of(CASE)
    clocks.pause(ORDER, "unit_reply", at("2027-02-04T14:30"), "audit")
    clocks.resume(ORDER, "unit_reply", at("2027-02-04T16:30"), "audit")
    clocks.extend(ORDER, "unit_reply", at("2027-02-04T17:00"), "approved", by=Limit.parse("1wd"))
    clocks.save()
    open_clock.refresh_from_db()
    assert open_clock.due_at == at("2027-02-12T12:00")
    bring_notice()
    recalculate_all(at("2027-02-04T18:00"))
    open_clock.refresh_from_db()
    assert open_clock.due_at == at("2027-02-18T12:00")
    assert open_clock.original_due_at == at("2027-02-17T10:00")


def test_an_extension_to_a_named_moment_stays_there(open_clock):
    clocks = act.clocks_of(CASE)
    clocks.extend(ORDER, "unit_reply", at("2027-02-04T17:00"), "instructed", to=at("2027-03-01T18:00"))
    clocks.save()
    bring_notice()
    assert recalculate_all(at("2027-02-04T18:00")) == []


def test_the_urging_points_move_with_the_due_time(open_clock):
    bring_notice()
    recalculate_all(at("2027-02-04T12:00"))
    open_clock.refresh_from_db()
    assert open_clock.next_point_at == at("2027-02-16T10:00")


def test_who_keeps_a_copy_of_the_due_time_is_told_in_the_same_transaction(open_clock, monkeypatch):
    told = []
    monkeypatch.setattr(ports, "on_due_changed", [lambda change, moment: told.append((change.clock_id, moment))])
    bring_notice()
    recalculate_all(at("2027-02-04T12:00"))
    assert told == [(open_clock.pk, at("2027-02-04T12:00"))]


def test_many_clocks_are_done_in_batches(reply):
    starts = [reply(at=at("2027-02-04T10:00"), subject_id=UUID(int=100 + i), case_id=None) for i in range(7)]
    act.bulk_start(starts)
    bring_notice()
    assert len(recalculate_all(at("2027-02-04T12:00"), batch=3)) == 7


@pytest.fixture
def notice_file(tmp_path):
    file = tmp_path / "2027.toml"
    file.write_text(
        '[[notice]]\nyear = 2027\ntitle = "国务院办公厅关于2027年部分节假日安排的通知"\n'
        'off = ["2027-01-01..2027-01-03 元旦", "2027-02-05..2027-02-11 春节"]\nwork = ["2027-01-30", "2027-02-13"]\n',
        encoding="utf-8",
    )
    return file


def test_the_command_imports_and_moves_and_says_how_many(open_clock, notice_file, capsys):
    with travelling(at("2027-02-04T12:00")):
        call_command("import_notice", str(notice_file), "--json")
        first = json.loads(capsys.readouterr().out)
        call_command("import_notice", str(notice_file), "--json")
        second = json.loads(capsys.readouterr().out)
    assert first["notices"] == [{"year": 2027, "version": 1, "new": True}]
    assert first["due_times_moved"] == 1
    assert second["notices"] == [{"year": 2027, "version": 1, "new": False}]
    assert second == {**second, "due_times_moved": 0, "calendar_version": first["calendar_version"]}


def test_a_bad_file_is_refused_whole_with_the_reason(notice_file):
    notice_file.write_text(
        notice_file.read_text(encoding="utf-8").replace("2027-02-13", "2027-02-15"), encoding="utf-8"
    )
    with pytest.raises(CommandError, match="调休上班日应为周末：2027-02-15"):
        call_command("import_notice", str(notice_file))
    assert almanac().is_provisional(at("2027-02-04T12:00").date())
