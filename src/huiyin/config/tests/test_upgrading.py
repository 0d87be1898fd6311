"""An upgrade sets up what is new, saves what is there before it changes it, and does nothing the second time."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from huiyin.config.running import serving
from huiyin.config.tests.installations import Installation

NOTHING = {"backup": None, "migrations": [], "page_files": False, "schedules": []}


@pytest.fixture
def new(tmp_path, monkeypatch) -> Installation:
    """An installation that was just unpacked: no keys, no database, as production has it."""
    monkeypatch.delenv("HUIYIN_KEYS")
    return Installation(
        tmp_path / "var", f"sqlite:///{tmp_path / 'var' / 'huiyin.sqlite3'}", {"HUIYIN_PRODUCTION": "1"}
    )


def wound_back(one: Installation) -> None:
    """Take the tables of an app back to before its last migration, as an older program would have left them."""
    ran = one.run("migrate", "axes", "0008", "--verbosity", "0")
    assert ran.returncode == 0, ran.stderr


def test_a_new_installation_is_set_up_and_a_second_run_does_nothing(new):
    assert "make_keys" in new.refuses("upgrade")
    assert new.does("make_keys")["made"]
    assert not new.does("make_keys")["made"]
    first = new.does("upgrade")
    assert first["backup"] is None
    assert first["page_files"]
    assert "journal.0001_initial" in first["migrations"]
    assert (new.var / "static" / "staticfiles.json").is_file()
    assert new.does("upgrade") == NOTHING


def test_an_older_database_is_saved_before_it_is_changed(new):
    new.does("make_keys")
    new.does("upgrade")
    new.does("first_admin", "a0001", "王管理")
    wound_back(new)
    assert new.refuses("upgrade", "--backup", str(new.var / "nowhere" / "b.zip")).startswith(
        "CommandError: 升级前的备份"
    )
    done = new.does("upgrade")
    assert done["migrations"]
    assert all(name.startswith("axes.") for name in done["migrations"])
    with ZipFile(done["backup"]) as archive:
        told = json.loads(archive.read("manifest.json"))
    assert Path(done["backup"]).parent == new.var / "backups"
    assert told["rows"]["people_user"] == 2
    assert ["axes", done["migrations"][0].partition(".")[2]] not in told["migrations"]
    assert new.does("upgrade") == NOTHING
    # The backup of the older tables comes back and is brought up to date in the same move.
    restored = new.does("restore", done["backup"], "--replace")
    assert (restored["ok"], restored["migrated"]) == (True, len(done["migrations"]))
    assert new.does("upgrade") == NOTHING


def test_tables_do_not_change_under_a_running_platform(new):
    new.does("make_keys")
    new.does("upgrade")
    with serving(new.var):
        assert new.does("upgrade") == NOTHING
        wound_back(new)
        assert "请先停止 ./huiyin serve" in new.refuses("upgrade")


def test_an_older_program_leaves_a_newer_database_alone(new):
    new.does("make_keys")
    new.does("upgrade")
    with closing(sqlite3.connect(new.var / "huiyin.sqlite3")) as connection, connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0099_x', '2030-01-01')"
        )
    assert "数据库比程序新（journal.0099_x）" in new.refuses("upgrade")


def test_keys_are_not_made_beside_data_whose_keys_are_lost(new):
    new.does("make_keys")
    new.does("upgrade")
    new.does("first_admin", "a0001", "王管理")
    (new.var / "keys.json").unlink()
    assert "切勿重新生成" in new.refuses("make_keys")
    assert not (new.var / "keys.json").exists()
