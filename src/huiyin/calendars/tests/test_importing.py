"""Notices in the database: seeded, imported as versions, seen by every process."""

import json
from datetime import date, datetime

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import OperationalError

from huiyin.calendars import current, queries
from huiyin.calendars.act import IMPORTED, import_notice
from huiyin.calendars.current import almanac
from huiyin.calendars.management.commands import due
from huiyin.calendars.models import Notice, Stamp
from huiyin.calendars.notices import HolidayNotice, shipped_notices
from huiyin.calendars.seeding import seed_missing_years
from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import CITY_TZ
from huiyin.journal.models import Event

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 9, 0, tzinfo=CITY_TZ)
NEW_YEAR = date(2027, 1, 29)


def notice(**other):
    told = {"year": 2027, "title": "2027年节假日安排", "off": ["2027-01-29 春节"], "work": []}
    return HolidayNotice.model_validate({**told, **other})


def bring(facts):
    return import_notice(facts, actor=PLATFORM, at=NOW)


def test_the_table_begins_with_every_notice_that_comes_with_the_product():
    assert [row.facts for row in Notice.objects.order_by("year")] == list(shipped_notices())


def test_seeding_again_adds_only_years_that_are_missing():
    version = almanac(fresh=True).version
    seed_missing_years(apps=apps)
    assert almanac(fresh=True).version == version
    Notice.objects.filter(year=2025).delete()
    seed_missing_years(apps=apps)
    assert almanac(fresh=True).version == version + 1
    assert queries.of_year(2025).facts == shipped_notices()[2025 - 2004]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_emptied_has_the_notices_again():
    call_command("flush", interactive=False, verbosity=0)
    assert Notice.objects.count() == len(shipped_notices())
    assert not almanac(fresh=True).is_provisional(date(2026, 2, 8))


def test_an_imported_notice_is_in_force_at_once_and_has_an_event():
    assert almanac().is_workday(NEW_YEAR)
    imported = bring(notice())
    assert not almanac().is_workday(NEW_YEAR)
    assert not almanac().is_provisional(NEW_YEAR)
    event = Event.objects.get(verb=IMPORTED)
    assert (event.subject_id, event.said) == (
        imported.notice.pk,
        {"year": 2027, "version": 1, "calendar_version": almanac().version},
    )


def test_a_corrected_notice_is_the_next_version_and_the_first_one_is_kept():
    bring(notice())
    second = bring(notice(off=["2027-01-28 春节"])).notice
    assert second.version == 2
    assert almanac().is_workday(NEW_YEAR)
    assert Notice.objects.filter(year=2027).count() == 2
    assert queries.in_force().values_list("year", "version").first() == (2027, 2)
    assert queries.in_force().count() == len(shipped_notices()) + 1


def test_the_same_notice_again_changes_nothing():
    version = almanac(fresh=True).version
    assert bring(notice()).new
    assert not bring(notice()).new
    assert almanac(fresh=True).version == version + 1
    assert Event.objects.filter(verb=IMPORTED).count() == 1


def test_another_process_sees_the_change_by_the_stamp(django_assert_num_queries):
    before = almanac(fresh=True)
    with django_assert_num_queries(1):
        assert almanac(fresh=True) is before
    with django_assert_num_queries(0):
        assert almanac() is before
    Notice.of(notice(), version=1, at=NOW).save()
    Stamp.objects.update(version=before.version + 1, token="018f0000-0000-7000-8000-000000000000")
    assert almanac(fresh=True).version == before.version + 1
    assert not almanac().is_workday(NEW_YEAR)


def test_an_import_that_is_undone_leaves_no_trace_in_the_process():
    bring(notice())
    assert not almanac().is_workday(NEW_YEAR)
    Notice.objects.filter(year=2027).delete()
    Stamp.objects.update(token="018f0000-0000-7000-8000-000000000001")
    assert almanac().is_workday(NEW_YEAR)


def test_a_process_that_never_looked_reads_the_table_in_two_statements(django_assert_num_queries):
    current.forget()
    with django_assert_num_queries(2):
        almanac()


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_the_command_answers_with_one_json_object(city, capsys):
    call_command("due", "2025-09-30T10:00", "--limit", "5wd", "--city", city, "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["due"] == "2025-10-14T10:00:00+08:00"
    assert "满5个工作日" in answer["how"]
    assert (answer["provisional"], answer["calendar_version"]) == (False, almanac().version)


def test_the_command_answers_before_the_set_up_has_made_any_table(monkeypatch, capsys):
    def no_table():
        raise OperationalError("no such table: calendars_stamp")

    monkeypatch.setattr(due, "almanac", no_table)
    call_command("due", "2026-09-29T10:00", "--limit", "5wd", "--city", "kaifeng", "--json")
    assert json.loads(capsys.readouterr().out)["due"] == "2026-10-12T10:00:00+08:00"


def test_the_command_says_it_in_words(capsys):
    call_command("due", "2026-12-30T10:00", "--limit", "5wd", "--city", "kaifeng")
    said = capsys.readouterr().out
    assert said.startswith("到期：2027-01-07T10:00:00+08:00\n算法：自2026-12-30 10:00起")
    assert "2027年放假安排尚未发布" in said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("昨天", "--limit", "5wd"), "看不懂的时刻“昨天”"),
        (("2025-09-30T10:00", "--limit", "五天"), "看不懂的时限“五天”"),
        (("2025-09-30T10:00", "--limit", "5wd", "--city", "nowhere"), "nowhere"),
        (("2085-09-30T10:00", "--limit", "5wd"), "超出工作日历的范围"),
    ],
)
def test_the_command_refuses_in_words_that_help(arguments, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("due", *arguments)
