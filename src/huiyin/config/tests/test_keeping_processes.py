"""A process that dies is started again, ever more slowly, and not for ever; what it started itself goes with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from huiyin.config import processes
from huiyin.config.processes import DEATHS_ALLOWED, LONGEST_PAUSE, WINDOW_SECONDS, Keeper, Kept, pause_after


class Pretended:
    """A process that lives until the test says otherwise."""

    def __init__(self, pid: int) -> None:
        self.pid, self.returncode = pid, None

    def poll(self) -> int | None:
        return self.returncode


class Scene:
    """A keeper of one pretended process, with a clock that the test turns and the words that were said."""

    def __init__(self) -> None:
        self.now, self.started, self.said = 1000.0, [], []
        self.kept = Kept("后台任务", ["-m", "worker"])
        self.keeper = Keeper([self.kept], self.said.append, start=self._start, clock=lambda: self.now)

    def _start(self, command: Sequence[str]) -> Pretended:
        self.started.append(Pretended(len(self.started) + 1))
        return self.started[-1]

    def dies(self, code: int = 1) -> bool:
        self.started[-1].returncode = code
        return self.keeper.look()


@pytest.fixture
def scene(monkeypatch) -> Scene:
    scene = Scene()
    scene.killed = []
    monkeypatch.setattr(processes, "kill_group", scene.killed.append)
    assert scene.keeper.look()
    return scene


def test_what_runs_is_left_alone(scene):
    assert scene.keeper.look()
    assert len(scene.started) == 1


def test_what_died_is_started_again_after_a_pause_and_the_log_says_why(scene):
    assert scene.dies(-signal.SIGKILL)
    assert scene.keeper.look()
    assert len(scene.started) == 1
    assert "信号 SIGKILL" in scene.said[-1]
    scene.now += 1
    assert scene.keeper.look()
    assert [one.pid for one in scene.keeper.running()] == [2]


def test_what_it_had_started_is_ended_before_it_is_started_again(scene):
    scene.dies()
    assert scene.killed == [1]


def test_who_dies_too_often_is_given_up(scene):
    for _ in range(DEATHS_ALLOWED):
        assert scene.dies()
        scene.now += LONGEST_PAUSE
        assert scene.keeper.look()
    assert not scene.dies()
    assert "不再重新启动" in scene.said[-1]
    assert len(scene.started) == DEATHS_ALLOWED + 1


def test_deaths_of_long_ago_are_forgiven(scene):
    for _ in range(DEATHS_ALLOWED + 3):
        assert scene.dies()
        scene.now += WINDOW_SECONDS + 1
        assert scene.keeper.look()
    assert len(scene.started) == DEATHS_ALLOWED + 4


def test_the_pauses_grow_up_to_a_bound():
    assert [pause_after([0.0] * n, 1.0) for n in range(1, DEATHS_ALLOWED + 2)] == [1.0, 2.0, 4.0, 8.0, 16.0, None]
    assert pause_after([0.0], WINDOW_SECONDS) == 1.0


def test_a_process_that_does_not_end_by_itself_is_ended_with_its_children():
    deaf = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    before = {number: signal.getsignal(number) for number in processes.END_SIGNALS}
    process = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE, start_new_session=True)
    try:
        child = int(process.stdout.readline())
        processes.end_all([process], 0.1)
        assert process.returncode == -signal.SIGKILL
        deadline = time.monotonic() + 10
        while not _is_dead(child) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert _is_dead(child)
    finally:
        process.stdout.close()
        for number, handler in before.items():
            signal.signal(number, handler)


def _is_dead(pid: int) -> bool:
    # Nobody may have taken note of its end yet.
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def test_a_signal_is_remembered_not_thrown():
    before = {number: signal.getsignal(number) for number in processes.END_SIGNALS}
    try:
        came = processes.remember_signals()
        assert not came()
        os.kill(os.getpid(), signal.SIGTERM)
        assert came()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
