"""Every night what no attachment needs goes from the disk."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as house

from huiyin.files.tasks import sweep_files
from huiyin.flow import times
from huiyin.flow.times import travelling

pytestmark = pytest.mark.django_db


def test_the_schedule_sweeps_what_belongs_to_nothing(tmp_path, settings):
    assert [one.nightly_at is not None for one in house.SCHEDULES if one.task == "huiyin.files.tasks.sweep_files"] == [
        True
    ]
    settings.MEDIA_ROOT = tmp_path
    now = times.now()
    lost = Path(tmp_path) / "ab" / ("ab" + "0" * 30)
    lost.parent.mkdir()
    lost.write_bytes(b"x")
    os.utime(lost, ((now - timedelta(days=3)).timestamp(),) * 2)
    with travelling(now):
        assert sweep_files() == "清理无主文件1个"
    assert not lost.exists()
