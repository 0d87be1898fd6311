"""An upgrade sets up what is new, saves what is there before it changes it, and does nothing the second time."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from huiyin.config.running import serving
from huiyin.config.tests.installations import Installation

NOT_MIGRATED = ("search_found", "django_q_schedule")
"""The parts of an index; what an upgrade plans besides."""

NOTHING = {"backup": None, "migrations": [], "page_files": False, "schedules": []}


@dataclass
class Begun:
    """A new installation of production and what was said when it was set up."""

    one: Installation
    without_keys: str
    keys: list[bool]
    upgraded: dict[str, Any]

    def copied(self, folder: Path) -> Installation:
        """Return an installation of its own that stands where this one stood."""
        shutil.copytree(self.one.var, folder / "var")
        return installation_in(folder)


def installation_in(folder: Path) -> Installation:
    url = f"sqlite:///{folder / 'var' / 'huiyin.sqlite3'}"
    return Installation(folder / "var", url, {"HUIYIN_PRODUCTION": "1"})


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begun]:
    """What was just unpacked, without keys and database, is set up once; the tests go on with a copy of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("HUIYIN_KEYS")
        one = installation_in(tmp_path_factory.mktemp("new"))
        without_keys = one.refuses("upgrade")
        keys = [one.does("make_keys")["made"] for _ in range(2)]
        yield Begun(one, without_keys, keys, one.does("upgrade"))


@pytest.fixture
def new(begun: Begun, tmp_path: Path) -> Installation:
    """An installation that was set up and in which nobody worked yet."""
    return begun.copied(tmp_path)


def wound_back(one: Installation) -> None:
    """Take the tables of an app back to before its last migration, as an older program would have left them."""
    ran = one.run("migrate", "axes", "0008", "--verbosity", "0")
    assert ran.returncode == 0, ran.stderr


def test_a_new_installation_is_set_up_and_a_second_run_does_nothing(begun, new):
    assert "make_keys" in begun.without_keys
    assert begun.keys == [True, False]
    assert begun.upgraded["backup"] is None
    assert begun.upgraded["page_files"]
    assert "journal.0001_initial" in begun.upgraded["migrations"]
    assert (new.var / "static" / "staticfiles.json").is_file()
    assert new.does("upgrade") == NOTHING


def test_the_tables_with_which_tests_begin_are_those_of_an_installation(begun, sqlite_template):
    installed, ours = (tables(file) for file in (begun.one.var / "huiyin.sqlite3", sqlite_template))
    assert len(installed["sql"]) > 600
    assert ours == installed


def tables(file: Path) -> dict[str, Any]:
    """Return how everything in a database is defined, and how many rows it begins with."""
    with closing(sqlite3.connect(file)) as connection:
        sql = sorted(connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master"))
        rows = {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for kind, name, _ in sql
            if kind == "table" and not name.startswith(NOT_MIGRATED)
        }
    return {"sql": sql, "rows": rows}


def test_an_older_database_is_saved_before_it_is_changed(new):
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
    with serving(new.var):
        assert new.does("upgrade") == NOTHING
        wound_back(new)
        assert "请先停止 ./huiyin serve" in new.refuses("upgrade")


def test_an_older_program_leaves_a_newer_database_alone(new):
    with closing(sqlite3.connect(new.var / "huiyin.sqlite3")) as connection, connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0099_x', '2030-01-01')"
        )
    assert "数据库比程序新（journal.0099_x）" in new.refuses("upgrade")


def test_keys_are_not_made_beside_data_whose_keys_are_lost(new):
    new.does("first_admin", "a0001", "王管理")
    (new.var / "keys.json").unlink()
    assert "切勿重新生成" in new.refuses("make_keys")
    assert not (new.var / "keys.json").exists()
