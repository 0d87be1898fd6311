"""Processes that one command keeps: started in sessions of their own, started again when they die, ended together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

DEATHS_ALLOWED = 5
WINDOW_SECONDS = 600.0
LONGEST_PAUSE = 30.0
"""A process that dies more often than that within ten minutes will die again: the whole ends, and says so."""

END_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Say = Callable[[str], None]


class Ended(Exception):
    """Somebody asked us to end: Ctrl-C, or a signal."""


@dataclass
class Kept:
    """One process that is to be running: how it is started, and when it died so far."""

    name: str
    command: Sequence[str]
    process: "subprocess.Popen[bytes] | None" = None
    deaths: list[float] = field(default_factory=list)
    start_at: float = 0.0


class Keeper:
    """Looks after processes. Start and clock can be given, so that a test neither starts anything nor waits."""

    def __init__(
        self,
        kept: Sequence[Kept],
        say: Say,
        *,
        start: "Callable[[Sequence[str]], subprocess.Popen[bytes]] | None" = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.kept, self.say, self.clock = kept, say, clock
        self._start = start or started_on_one_stream

    def look(self) -> bool:
        """Start what is to be running and is not. False where one died too often: then all is to be ended."""
        hopeless = [one for one in self.kept if not self._look_at(one)]
        return not hopeless

    def running(self) -> "list[subprocess.Popen[bytes]]":
        """Return the processes in the order in which they were named."""
        return [one.process for one in self.kept if one.process is not None]

    def _look_at(self, one: Kept) -> bool:
        now = self.clock()
        if one.process is not None and one.process.poll() is not None:
            return self._died(one, one.process, now)
        if one.process is None and now >= one.start_at:
            one.process = self._start(one.command)
            self.say(f"{one.name}已启动（进程 {one.process.pid}）")
        return True

    def _died(self, one: Kept, process: "subprocess.Popen[bytes]", now: float) -> bool:
        # What it had started itself may outlive it, and would work beside the new one.
        kill_group(process.pid)
        one.process = None
        one.deaths.append(now)
        pause = pause_after(one.deaths, now)
        if pause is None:
            self.say(f"{one.name}在{WINDOW_SECONDS / 60:.0f}分钟内退出了{DEATHS_ALLOWED + 1}次，不再重新启动，全部结束")
            return False
        self.say(f"{one.name}自行退出（{how_it_ended(process.returncode)}），{pause:.0f} 秒后重新启动")
        one.start_at = now + pause
        return True


def pause_after(deaths: Sequence[float], now: float) -> float | None:
    """Return how long to wait before the next start: 1, 2, 4 ... seconds. None after too many recent deaths."""
    recent = [death for death in deaths if now - death < WINDOW_SECONDS]
    return None if len(recent) > DEATHS_ALLOWED else min(2.0 ** max(len(recent) - 1, 0), LONGEST_PAUSE)


def how_it_ended(code: int) -> str:
    """Return an exit code in words."""
    return f"信号 {signal.Signals(-code).name}" if code < 0 else f"退出码 {code}"


def started(command: Sequence[str], stderr: int | None = None) -> "subprocess.Popen[bytes]":
    """Start Python with these arguments, in a session of its own.

    Ctrl-C of the terminal then reaches only us, and we end each process in good order.
    """
    return subprocess.Popen([sys.executable, *command], start_new_session=True, stdin=subprocess.DEVNULL, stderr=stderr)


def started_on_one_stream(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start Python with these arguments; what it logs goes to standard output."""
    return started(command, subprocess.STDOUT)


def end_on_signals() -> None:
    """Let Ctrl-C and the signals that ask a program to end raise Ended."""
    for number in END_SIGNALS:
        signal.signal(number, _end)


def remember_signals() -> Callable[[], bool]:
    """Let the same signals be remembered only; the answer says whether one came.

    Raised in the middle of a start, an exception would lose the process that is just being started.
    """
    came: list[int] = []
    for number in END_SIGNALS:
        signal.signal(number, lambda signal_number, frame: came.append(signal_number))
    return lambda: bool(came)


def end_all(processes: "Sequence[subprocess.Popen[bytes]]", seconds: float) -> None:
    """Ask processes to end; after a while make them, each with what it started itself."""
    for number in END_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + seconds
    for process in processes:
        try:
            process.wait(timeout=max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            kill_group(process.pid)
            process.wait()


def kill_group(pid: int) -> None:
    """End a process that we started, and all that it started, at once."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens there yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def web(host: str, port: int, workers: int, log_level: str = "error") -> list[str]:
    """Return the arguments of the web server."""
    return [
        *("-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "8", "--backpressure", "128", "--respawn-failed-workers", "--log-level", log_level),
        "huiyin.config.wsgi:application",
    ]


def worker() -> list[str]:
    """Return the arguments of the worker, which runs the clock too."""
    return ["-m", "huiyin.config.manage", "qcluster"]


def _end(number: int, frame: object) -> None:
    raise Ended
