"""An installation is served as a whole: refused in clear words, kept running when a process dies, ended in good order."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.config.tests.test_demonstrate import are_gone, descendants, free_port
from huiyin.privacy.keys import make_key_file

PATIENCE = 90


class Served:
    """A running `./huiyin serve`, its log, and what its health page says."""

    def __init__(self, var: Path, url: str, **more: str) -> None:
        self.port = free_port()
        environment = installation(var, url) | more
        command = [sys.executable, "-m", "huiyin.config.serve", "--port", str(self.port), "--web-workers", "1"]
        self.process = subprocess.Popen(
            command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def says(self, words: str) -> str:
        """Read the log up to the line with these words and return that line."""
        while words not in (line := self.process.stdout.readline()):
            assert line, self.process.stderr.read()
        return line

    def health(self) -> dict:
        """Ask until the web server answers."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=30) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as answer:
                return json.load(answer)
            except OSError:
                assert time.monotonic() < deadline
                assert self.process.poll() is None, self.process.stderr.read()
                time.sleep(0.1)


def installation(var: Path, url: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")},
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        "HUIYIN_VAR": str(var), "HUIYIN_CITY": "kaifeng", "HUIYIN_DATABASE_URL": url,
        "HUIYIN_HOSTS": "12345.example", "HUIYIN_PRODUCTION": "0",
    }  # fmt: skip


@pytest.fixture
def served(tmp_path, sqlite_url) -> Iterator[Served]:
    make_key_file(tmp_path / "keys.json")
    served = Served(tmp_path, sqlite_url)
    try:
        yield served
    finally:
        served.process.terminate()
        served.process.communicate(timeout=PATIENCE)


def test_it_serves_restarts_what_dies_and_ends_in_good_order(served):
    served.says("网页服务")
    worker = int(served.says("后台任务已启动").partition("进程 ")[2].rstrip("）\n"))
    findings = served.health()["findings"]
    assert findings["database"]["ok"]
    assert findings["migrations"]["ok"]
    os.kill(worker, signal.SIGKILL)
    assert "信号 SIGKILL" in served.says("后台任务自行退出")
    another = int(served.says("后台任务已启动").partition("进程 ")[2].rstrip("）\n"))
    assert another != worker
    started = descendants(served.process.pid)
    assert another in started
    assert worker not in started
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(timeout=PATIENCE) == 0
    assert are_gone(started)
    assert "已全部结束" in served.process.stdout.read()


def refused(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "huiyin.config.serve", "--port", str(free_port()), *arguments]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr
    return ran.stderr


def test_without_an_environment_every_want_is_told_at_once(tmp_path):
    environment = {name: value for name, value in installation(tmp_path, "").items() if "HUIYIN" not in name}
    said = refused(environment)
    for name in ("HUIYIN_CITY", "HUIYIN_DATABASE_URL", "HUIYIN_HOSTS", "HUIYIN_PRODUCTION"):
        assert f"没有设置 {name}" in said


def test_without_keys_and_without_a_database_both_are_told_and_neither_is_made(tmp_path):
    said = refused(installation(tmp_path, f"sqlite:///{tmp_path / 'absent.sqlite3'}"))
    assert "make_keys" in said
    assert "没有数据库文件" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret_key"]


def test_an_address_of_no_known_database_is_told_without_a_trace(tmp_path):
    assert "HUIYIN_DATABASE_URL" in refused(installation(tmp_path, "mysql://somewhere/else"))


def test_a_city_without_rulebooks_is_not_served(tmp_path, sqlite_url):
    assert "没有城市 atlantis 的规则簿" in refused(installation(tmp_path, sqlite_url), "--city", "atlantis")


def test_a_port_that_is_taken_is_told(served, tmp_path, sqlite_url):
    served.health()
    said = refused(installation(tmp_path, sqlite_url), "--port", str(served.port))
    assert f"127.0.0.1:{served.port} 已被占用" in said
