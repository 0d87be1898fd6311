"""The demo serves a page, prints who may sign in, and leaves nothing running behind it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(var: Path, port: int) -> "subprocess.Popen[str]":
    env = {
        **{name: value for name, value in os.environ.items() if name != "HUIYIN_DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "huiyin.config.tests.stand_in.settings",
        "HUIYIN_VAR": str(var),
    }
    command = [sys.executable, "-m", "huiyin.config.demonstrate", "--city", "kaifeng", "--port", str(port)]
    return subprocess.Popen(command, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def descendants(pid: int) -> set[int]:
    """Return the processes that a process started, and those that they started."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(after_name[1])
    found = {child for child, parent in parents.items() if parent == pid}
    return found.union(*(descendants(child) for child in found))


def are_gone(pids: set[int]) -> bool:
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_serves_until_it_is_told_to_end(tmp_path, ending):
    port = free_port()
    process = serve(tmp_path, port)
    try:
        words = ""
        while "Ctrl-C" not in words:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            words += line
        assert f"http://127.0.0.1:{port}/" in words
        assert "人数 1" in words
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/no/such/page/", timeout=20)
        started = descendants(process.pid)
        assert len(started) >= 4
        process.send_signal(ending)
        assert process.wait(timeout=40) == 0
        assert are_gone(started)
    finally:
        process.kill()
        process.communicate()


def test_a_port_that_is_taken_is_told_before_anything_is_built(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = serve(tmp_path, taken.getsockname()[1])
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "已被占用" in errors
    assert not (tmp_path / "huiyin.sqlite3").exists()
