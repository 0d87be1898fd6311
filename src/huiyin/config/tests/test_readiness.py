"""What lacks before an installation can be served is said in words that tell what to do."""

from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError

from huiyin.config import readiness, running
from huiyin.flow import times

WHOLE = {
    "HUIYIN_CITY": "kaifeng", "HUIYIN_DATABASE_URL": "postgresql://a@b/c", "HUIYIN_HOSTS": "12345.example",
    "HUIYIN_PRODUCTION": "1",
}  # fmt: skip


def test_a_whole_environment_wants_nothing():
    assert readiness.wants_of_environment(WHOLE) == []


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_what_the_environment_does_not_say_is_named(name):
    for lacking in ({**WHOLE, name: " "}, {key: value for key, value in WHOLE.items() if key != name}):
        (want,) = readiness.wants_of_environment(lacking)
        assert want.startswith(f"没有设置 {name}：")


def test_missing_keys_are_told_with_the_command_that_makes_them(monkeypatch, tmp_path):
    monkeypatch.delenv("HUIYIN_KEYS")
    monkeypatch.setenv("HUIYIN_KEY_FILE", str(tmp_path / "keys.json"))
    (want,) = readiness.wants_of_keys()
    assert "找不到密钥" in want
    assert "make_keys" in want


@pytest.mark.django_db
def test_an_installation_that_is_ready_wants_nothing():
    assert readiness.wants_of_installation() == []


@pytest.mark.django_db
def test_a_pending_migration_is_told():
    MigrationRecorder.Migration.objects.get(app="journal", name="0001_initial").delete()
    assert readiness.wants_of_installation() == ["有 1 个数据库迁移没有执行：请运行 ./huiyin manage upgrade"]


@pytest.mark.django_db
def test_a_database_of_a_newer_program_is_not_served():
    MigrationRecorder.Migration.objects.create(app="journal", name="0099_of_next_year", applied=times.now())
    (want,) = readiness.wants_of_installation()
    assert "数据库比程序新（journal.0099_of_next_year）" in want


def test_a_database_that_does_not_answer_is_told_and_nothing_more_is_asked(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("connection refused\nsecond line")

    with monkeypatch.context() as without_database:
        without_database.setattr(connection, "cursor", refuse)
        (want,) = readiness.wants_of_installation()
    assert want.endswith("：connection refused")


def test_a_database_file_that_is_absent_is_not_made(monkeypatch, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has files")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "absent.sqlite3"))
    (want,) = list(readiness.wants_of_database())
    assert "没有数据库文件" in want
    assert not (tmp_path / "absent.sqlite3").exists()


def test_page_files_that_were_not_collected_are_told(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    assert readiness.wants_of_page_files() == ["页面文件没有收集：请运行 ./huiyin manage upgrade"]
    Path(tmp_path / "staticfiles.json").write_text("{}")
    assert readiness.wants_of_page_files() == []


def test_serving_is_shared_and_a_restore_wants_to_be_alone(tmp_path):
    with running.serving(tmp_path) as first, running.serving(tmp_path) as second:
        assert first
        assert second
        with running.alone(tmp_path) as ours:
            assert not ours
    with running.alone(tmp_path) as ours, running.serving(tmp_path) as served:
        assert ours
        assert not served
