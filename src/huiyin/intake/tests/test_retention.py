"""Refused rows hold personal data: their files go after the days that the settings say, and nothing else goes."""

from datetime import datetime, timedelta

import pytest

from huiyin.flow import times
from huiyin.flow.times import CITY_TZ, travelling
from huiyin.intake.importing.retention import remove_old_rejects
from huiyin.intake.tasks import rejects
from huiyin.intake.tests.files import csv_file, import_cases, message
from huiyin.journal.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(tmp_path, var, settings):
    """A file of refused rows, and when it was made."""
    settings.REJECTS_KEPT_DAYS = 30
    file = import_cases(csv_file(tmp_path / "a.csv", [message(1, 留言时间="上周")])).rejects_file
    return file, datetime.strptime(file.name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=CITY_TZ)


def test_a_file_is_kept_as_long_as_the_settings_say_and_then_goes(refused):
    file, made_at = refused
    assert remove_old_rejects(made_at + timedelta(days=30)) == 0
    assert file.exists()
    assert not Event.objects.filter(verb="import.rejects_removed").exists()
    assert remove_old_rejects(made_at + timedelta(days=30, seconds=1)) == 1
    assert not file.exists()
    assert Event.objects.get(verb="import.rejects_removed").said == {"files": 1, "days": 30}


def test_what_is_not_such_a_file_stays(refused):
    file, made_at = refused
    others = [file.with_name(name) for name in ("mended.csv", "20100101-000000-mine-rejects.csv", "list-rejects.csv")]
    for other in others:
        other.write_text("x")
    assert remove_old_rejects(made_at + timedelta(days=400)) == 1
    assert all(other.exists() for other in others)


def test_without_any_import_there_is_nothing_to_do(var):
    assert not var.exists()
    assert remove_old_rejects(times.now()) == 0


def test_the_schedule_does_it_every_night(refused, settings):
    file, made_at = refused
    assert [one.nightly_at is not None for one in settings.SCHEDULES if one.task == "huiyin.intake.tasks.rejects"] == [
        True
    ]
    with travelling(made_at + timedelta(days=31)):
        assert rejects() == "删除退回行文件1个"
    assert not file.exists()
