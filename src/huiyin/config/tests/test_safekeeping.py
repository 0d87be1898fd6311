"""A backup is one moment of a working installation, is restored whole and proved, and gives nothing away without keys."""

import json
import os
import re
import shutil
import signal
import stat
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import psycopg
import pytest

from huiyin.config.fixtures.databases import new_name
from huiyin.config.fixtures.shared import TEMPLATE
from huiyin.config.tests.installations import Installation
from huiyin.privacy.keys import new_ring

LIFE = "huiyin.config.tests.life"
KEPT = "kept_template"
BOTH = pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])


class Places:
    """Installations for a test, and one in which three cases were registered: made once, copied for each test."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path, settled: dict[str, Path]) -> None:
        self.request, self.folder, self.settled = request, folder, settled

    def __call__(self, vendor: str, name: str, *, empty: bool = False) -> Installation:
        """Return an installation with a database that is migrated, or empty."""
        var = self.folder / name
        var.mkdir()
        if vendor == "postgresql":
            return Installation(var, self.database("template0" if empty else TEMPLATE))
        if not empty:
            shutil.copy(self.request.getfixturevalue("sqlite_template"), var / "huiyin.sqlite3")
        return Installation(var, f"sqlite:///{var / 'huiyin.sqlite3'}")

    def kept(self, vendor: str, name: str = "one") -> tuple[Installation, Path]:
        """Return an installation in which three cases were registered, and a backup of it."""
        if vendor not in self.settled:
            self.settled[vendor] = self._settle(vendor)
        var, backup = self.folder / name, self.folder / f"{name}.zip"
        shutil.copytree(self.settled[vendor] / "var", var)
        shutil.copy(self.settled[vendor] / "backup.zip", backup)
        url = f"sqlite:///{var / 'huiyin.sqlite3'}" if vendor == "sqlite" else self.database(KEPT)
        return Installation(var, url), backup

    def _settle(self, vendor: str) -> Path:
        folder = self.request.getfixturevalue("tmp_path_factory").mktemp(vendor)
        one = Places(self.request, folder, {})(vendor, "var")
        assert one.calls(f"{LIFE}:settle") == 3
        one.does("backup", str(folder / "backup.zip"))
        assert stat.S_IMODE((folder / "backup.zip").stat().st_mode) == 0o600
        if vendor == "postgresql":
            self.database(one.url.rpartition("/")[2], KEPT)
        return folder

    def database(self, template: str, name: str = "") -> str:
        cluster = self.request.getfixturevalue("postgresql")
        return cluster.create(name or new_name(), template=template)


@pytest.fixture(scope="module")
def settled() -> dict[str, Path]:
    return {}


@pytest.fixture
def places(request, tmp_path, settled) -> Places:
    return Places(request, tmp_path, settled)


@BOTH
def test_what_is_restored_into_an_empty_place_is_what_was_saved(places, vendor):
    one, backup = places.kept(vendor)
    before = one.calls(f"{LIFE}:state")
    assert before["whole"] == before["cases"] == 3
    other = places(vendor, "other", empty=True)
    done = other.does("restore", str(backup))
    assert done["ok"]
    assert (done["attachments"], done["attachments_opened"], done["lost"], done["migrated"]) == (3, 3, [], 0)
    assert (done["chains"], done["events"]) == (before["chains"], before["events"])
    assert other.calls(f"{LIFE}:state") == before
    assert other.calls(f"{LIFE}:write_on", 1) == 4


@BOTH
def test_a_backup_while_others_write_is_one_moment_of_it(places, vendor):
    one, _ = places.kept(vendor)
    writer = one.starts(f"{LIFE}:write_until_killed")
    try:
        assert "written 0" in writer.stdout.readline()
        made = one.does("backup", str(one.var / "while-writing.zip"))
        # The writer was not held up for good: it goes on afterwards.
        assert "written" in writer.stdout.readline()
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    assert made["rows"]["cases_case"] > 3
    assert made["lost"] == []
    other = places(vendor, "other", empty=True)
    done = other.does("restore", str(one.var / "while-writing.zip"))
    assert done["ok"]
    state = other.calls(f"{LIFE}:state")
    # A case and its photograph are two transactions, so the last case may be without.
    assert state["cases"] == made["rows"]["cases_case"]
    assert state["whole"] == state["attachments"] == made["attachments"] >= state["cases"] - 1
    assert state["events"] == made["rows"]["journal_event"]
    assert state["broken"] == 0


@BOTH
def test_where_somebody_works_nothing_is_replaced_without_the_word(places, vendor):
    one, backup = places.kept(vendor)
    other, _ = places.kept(vendor, "other")
    other.calls(f"{LIFE}:write_on", 1)
    before = other.calls(f"{LIFE}:state")
    assert "--replace" in other.refuses("restore", str(backup))
    assert other.calls(f"{LIFE}:state") == before
    assert other.does("restore", str(backup), "--replace")["ok"]
    assert other.calls(f"{LIFE}:state") == one.calls(f"{LIFE}:state") != before


@BOTH
def test_a_restore_that_fails_leaves_what_was_there(places, vendor, tmp_path):
    _, backup = places.kept(vendor)
    other, _ = places.kept(vendor, "other")
    other.calls(f"{LIFE}:write_on", 1)
    before = other.calls(f"{LIFE}:state")
    # The file says that there was one case more than there is.
    lying = changed(backup, tmp_path / "lying.zip", rows={"cases_case": 4})
    assert "cases_case 应有 4 行，现有 3" in other.refuses("restore", str(lying), "--replace")
    assert other.calls(f"{LIFE}:state") == before
    assert other.calls(f"{LIFE}:write_on", 1) == before["cases"] + 1


def changed(backup: Path, target: Path, content: Callable[[str, bytes], bytes] | None = None, **told: object) -> Path:
    """Copy a backup with other words in its manifest or another content of an entry."""
    with ZipFile(backup) as source, ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            if name == "manifest.json":
                whole = json.loads(data)
                data = json.dumps({**whole, **told, "rows": {**whole["rows"], **told.get("rows", {})}}).encode()
            copy.writestr(name, content(name, data) if content else data)
    return target


def other_last_byte(beginning: str) -> Callable[[str, bytes], bytes]:
    return lambda name, data: data[:-1] + bytes([data[-1] ^ 1]) if name.startswith(beginning) else data


def test_a_damaged_backup_is_found_out_before_anything_is_touched(places, tmp_path):
    one, backup = places.kept("sqlite")
    before = one.calls(f"{LIFE}:state")
    cut = tmp_path / "cut.zip"
    cut.write_bytes(backup.read_bytes()[:-500])
    assert "不是完整的备份文件" in one.refuses("restore", str(cut), "--replace")
    photo = changed(backup, tmp_path / "photo.zip", other_last_byte("attachments/"))
    assert "附件" in one.refuses("restore", str(photo), "--check")
    database = changed(backup, tmp_path / "database.zip", other_last_byte("database"))
    for how in ("--check", "--replace"):
        assert "数据库与记载的摘要不符" in one.refuses("restore", str(database), how)
    assert "没有这个文件" in one.refuses("restore", str(tmp_path / "absent.zip"))
    assert one.calls(f"{LIFE}:state") == before


def test_a_backup_goes_only_where_it_belongs(places, tmp_path):
    one, backup = places.kept("sqlite")
    assert one.does("restore", str(backup), "--check")["ok"]
    for told, words in (
        ({"city": "dandong"}, "备份属于 dandong，本系统是 kaifeng"),
        ({"vendor": "postgresql"}, "只能恢复到同一种数据库"),
        ({"migrations": [["journal", "0099_of_next_year"]]}, "请先升级程序"),
        ({"format": 2}, "不认识的备份格式 2"),
    ):
        elsewhere = changed(backup, tmp_path / f"{next(iter(told))}.zip", **told)
        assert words in one.refuses("restore", str(elsewhere), "--replace")


def test_it_never_holds_keys_and_says_so(places):
    one, backup = places.kept("sqlite")
    ring = json.loads(os.environ["HUIYIN_KEYS"])
    with ZipFile(backup) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    for secret in (*ring["keys"].values(), ring["hash_key"]):
        assert secret.encode() not in whole
    assert "王小民".encode() not in whole
    said = one.run("backup", str(one.var / "again.zip")).stdout
    assert "！！！ 备份不含密钥" in said
    assert ring["current"] in said


def test_other_keys_are_told_and_stop_the_restore(places):
    one, backup = places.kept("sqlite")
    other = places("sqlite", "other", empty=True)
    other.more = {"HUIYIN_KEYS": new_ring().to_json()}
    words = other.refuses("restore", str(backup))
    assert f"密钥 {json.loads(os.environ['HUIYIN_KEYS'])['current']} 不在密钥文件中" in words
    assert "检索密钥与备份时的不同" in words
    ran = other.run("restore", str(backup), "--without-keys", "--json")
    done = json.loads(ran.stdout)
    assert (ran.returncode, done["ok"], done["attachments_opened"]) == (1, False, 0)
    assert done["events"] == one.calls(f"{LIFE}:state")["events"]


def test_a_rotated_ring_opens_an_older_backup(places):
    from huiyin.privacy.keys import ring_from_json, rotated

    _, backup = places.kept("sqlite")
    other = places("sqlite", "other", empty=True)
    other.more = {"HUIYIN_KEYS": rotated(ring_from_json(os.environ["HUIYIN_KEYS"])).to_json()}
    assert other.does("restore", str(backup))["attachments_opened"] == 3


def test_what_was_erased_and_what_was_lost_are_two_things(places):
    one, _ = places.kept("sqlite")
    erased = one.calls(f"{LIFE}:erase_one")
    assert not (one.var / "files" / erased[:2] / erased).exists()
    lost = next(path for path in (one.var / "files").rglob("*") if path.is_file())
    lost.unlink()
    made = one.does("backup", str(one.var / "another.zip"))
    assert (made["attachments"], made["lost"], made["erased_meanwhile"]) == (1, [lost.name], [])
    other = places("sqlite", "other", empty=True)
    done = other.does("restore", str(one.var / "another.zip"))
    assert (done["ok"], done["attachments_opened"], done["lost"]) == (True, 1, [lost.name])


def test_a_journal_that_was_changed_before_is_told_and_comes_all_the_same(places):
    one, _ = places.kept("sqlite")
    one.calls(f"{LIFE}:tamper")
    one.does("backup", str(one.var / "another.zip"))
    other = places("sqlite", "other", empty=True)
    ran = other.run("restore", str(one.var / "another.zip"), "--json")
    done = json.loads(ran.stdout)
    assert (ran.returncode, done["ok"]) == (1, False)
    assert "事件被改动" in done["problems"][0]
    assert other.calls(f"{LIFE}:state")["cases"] == 3


def test_nothing_is_written_over_and_nothing_is_left_behind(places):
    one, backup = places.kept("sqlite")
    before = backup.read_bytes()
    assert "不会覆盖" in one.refuses("backup", str(backup))
    assert backup.read_bytes() == before
    assert "没有这个目录" in one.refuses("backup", str(one.var / "nowhere" / "backup.zip"))
    assert not list(one.var.parent.rglob(".huiyin-*"))


def test_rulebooks_of_the_time_can_be_compared_afterwards(places, tmp_path):
    one, backup = places.kept("sqlite")
    with ZipFile(backup) as archive:
        assert "rulebooks/kaifeng/2018-01-01.toml" in archive.namelist()
        told = json.loads(archive.read("manifest.json"))
    old = changed(backup, tmp_path / "old.zip", rulebooks={**told["rulebooks"], "kaifeng/2018-01-01.toml": "0"})
    done = one.does("restore", str(old), "--replace")
    assert done["rulebooks"] == ["kaifeng/2018-01-01.toml"]
    assert (one.var / "rulebooks-of-backup" / "kaifeng" / "2018-01-01.toml").is_file()


@BOTH
def test_a_database_in_use_is_not_replaced(places, vendor):
    one, backup = places.kept(vendor)
    holder = one.starts(f"{LIFE}:hold_open")
    try:
        assert "open" in holder.stdout.readline()
        words = one.refuses("restore", str(backup), "--replace")
        assert re.search(r"还有 \d+ 个连接在使用数据库|数据库正在使用", words)
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.communicate()


def test_a_restore_waits_for_nobody_who_serves(places):
    from huiyin.config.running import serving

    one, backup = places.kept("sqlite")
    with serving(one.var):
        assert "请先停止 ./huiyin serve" in one.refuses("restore", str(backup), "--replace")


def test_extensions_and_what_is_built_on_them_survive_a_restore_and_a_failed_one(places, tmp_path):
    one, _ = places.kept("postgresql")

    def asked(url: str, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(url, autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    asked(one.url, "CREATE EXTENSION pg_trgm")
    asked(one.url, "CREATE INDEX by_trigrams ON cases_case USING gin (title gin_trgm_ops)")
    one.does("backup", str(one.var / "another.zip"))
    lying = changed(one.var / "another.zip", tmp_path / "lying.zip", rows={"cases_case": 4})
    one.refuses("restore", str(lying), "--replace")
    here = "SELECT schemaname FROM pg_indexes WHERE indexname = 'by_trigrams'"
    schemas = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information' ORDER BY 1"
    assert asked(one.url, here) == [("public",)]
    other = places("postgresql", "other", empty=True)
    for target in (one, other):
        assert target.does("restore", str(one.var / "another.zip"), "--replace")["ok"]
        assert asked(target.url, here) == asked(target.url, schemas) == [("public",)]
