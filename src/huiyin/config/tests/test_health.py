"""The health page: 200 while all is well, 503 with the reason for each thing that is not, nothing of anybody."""

import json
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_q.models import Task

from huiyin.config import health
from huiyin.flow import times
from huiyin.flow.ids import uuid7
from huiyin.journal.models import Owed

NOW = datetime(2019, 3, 4, 2, 0, tzinfo=UTC)
CLOCK = "huiyin.cases.tasks.clock"


@pytest.fixture(autouse=True)
def now(db):
    with times.travelling(NOW):
        yield


def ran(func: str, ago: timedelta, *, success: bool = True) -> None:
    end = NOW - ago
    Task.objects.create(id=secrets.token_hex(16), name="x", func=func, started=end, stopped=end, success=success)


def owe(ago: timedelta) -> None:
    Owed.objects.create(event_id=uuid7(), recorded_at=NOW - ago, verb="case.register")


def asked(**headers: str) -> tuple[int, dict]:
    answer = Client().get("/health/", headers=headers)
    return answer.status_code, json.loads(answer.content)


@pytest.fixture
def at_work():
    ran(CLOCK, timedelta(seconds=30))
    ran("huiyin.journal.tasks.deliver_owed", timedelta(seconds=20))


def test_all_is_well(at_work):
    owe(timedelta(seconds=5))
    status, told = asked()
    assert status == 200
    assert told["ok"]
    assert {name: one["ok"] for name, one in told["findings"].items()} == dict.fromkeys(
        ("database", "migrations", "worker", "clock", "owed"), True
    )
    assert told["findings"]["worker"]["figures"]["seconds"] == 20
    assert told["findings"]["clock"]["figures"] == {"last": "2019-03-04T09:59:30+08:00", "seconds": 30}
    assert told["findings"]["owed"]["figures"]["seconds"] == 5


def fails(name: str) -> str:
    status, told = asked()
    assert status == 503
    assert [key for key, one in told["findings"].items() if not one["ok"]] == [name]
    return told["findings"][name]["told"]


def test_a_worker_that_never_ran_is_missed():
    status, told = asked()
    assert status == 503
    assert told["findings"]["worker"]["told"] == told["findings"]["clock"]["told"] == "还没有运行过"


def test_a_worker_that_fell_silent_is_missed():
    ran(CLOCK, health.SILENT + timedelta(seconds=1))
    status, told = asked()
    assert status == 503
    assert told["findings"]["worker"] == {
        "label": "后台任务", "ok": False, "told": "最近一次完成任务在12分钟前",
        "figures": {"last": "2019-03-04T09:47:59+08:00", "seconds": 721},
    }  # fmt: skip


def test_a_clock_that_stands_is_found_while_other_tasks_run():
    ran(CLOCK, health.CLOCK_LATE + timedelta(minutes=1))
    ran("huiyin.journal.tasks.deliver_owed", timedelta(seconds=20))
    assert fails("clock") == "最近一次催办检查在13分钟前"


def test_a_clock_that_fails_each_time_counts_as_standing():
    ran(CLOCK, timedelta(hours=1))
    ran(CLOCK, timedelta(seconds=20), success=False)
    assert fails("clock") == "最近一次催办检查在60分钟前"


def test_work_that_stays_undone_is_told_with_its_age(at_work):
    owe(health.OWED_LATE + timedelta(minutes=1))
    owe(timedelta(seconds=1))
    assert fails("owed") == "最早一件等了16分钟"


def test_a_migration_that_is_missing_is_told(at_work):
    MigrationRecorder.Migration.objects.get(app="journal", name="0001_initial").delete()
    assert fails("migrations") == "缺 1 个迁移，多 0 个未知迁移"


def test_a_database_of_a_newer_program_is_told(at_work):
    MigrationRecorder.Migration.objects.create(app="journal", name="0099_of_next_year", applied=NOW)
    assert fails("migrations") == "缺 0 个迁移，多 1 个未知迁移"


def test_a_migration_of_an_app_that_left_the_house_is_nobodys_business(at_work):
    MigrationRecorder.Migration.objects.create(app="long_gone", name="0001_initial", applied=NOW)
    assert asked()[0] == 200


def test_a_database_that_does_not_answer_is_told_without_its_words(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("password authentication failed for user chen at 10.1.2.3")

    with monkeypatch.context() as without_database:
        without_database.setattr(connection, "cursor", refuse)
        status, told = asked()
    assert status == 503
    assert told["findings"] == {
        "database": {"label": "数据库", "ok": False, "told": "没有应答（OperationalError）", "figures": {}}
    }


def test_tables_that_are_missing_are_told_not_thrown(monkeypatch, at_work):
    monkeypatch.setattr(health, "_last_runs", _no_such_table)
    assert fails("worker") == "无法查询（OperationalError）"


def _no_such_table():
    raise OperationalError("no such table")


def test_it_is_plain_text_for_whoever_asks_for_text(at_work):
    for answer in (Client().get("/health/?plain"), Client().get("/health/", headers={"accept": "text/html"})):
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        lines = answer.content.decode().splitlines()
        assert lines[0] == "正常  2019-03-04 10:00:00"
        assert lines[1:3] == ["正常  数据库：有应答", "正常  数据库结构：与程序一致"]


def test_a_monitor_behind_no_proxy_is_not_sent_to_https(at_work, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/health/", headers={"host": "127.0.0.1"}).status_code == 200
    assert Client().get("/portal/", headers={"host": "127.0.0.1"}).status_code == 301


def test_it_costs_the_same_however_much_there_is(at_work):
    asked()
    with CaptureQueriesContext(connection) as few:
        asked()
    for n in range(20):
        ran(CLOCK, timedelta(seconds=n))
        owe(timedelta(seconds=n))
    with CaptureQueriesContext(connection) as many:
        asked()
    assert len(few) == len(many) == 4


def test_it_makes_no_session_and_is_never_kept(at_work):
    answer = Client().get("/health/")
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert Client().post("/health/").status_code == 405
