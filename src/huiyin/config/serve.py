"""`./huiyin demo`: a simulated city on this machine: its database, the web server, the worker with its clock."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

START_SECONDS = 60
END_SECONDS = 15
CITIES = ("kaifeng", "dandong")


class Ended(Exception):
    """Somebody asked us to end: Ctrl-C, or a signal."""


def main(argv: Sequence[str]) -> int:
    """Serve until somebody ends us (0) or one of the processes ends by itself (1)."""
    asked = _arguments(argv)
    os.environ["HUIYIN_CITY"] = asked.city
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    if not _is_free(asked.port):
        print(f"端口 {asked.port} 已被占用，请用 --port 另选一个", file=sys.stderr)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    started: list[subprocess.Popen[bytes]] = []
    try:
        build(asked.city)
        address = f"http://127.0.0.1:{asked.port}/"
        started.append(_start(_web(asked.port)))
        if _answers(address, started):
            # The worker comes second: on two cores it would only delay the first page.
            started.append(_start(_worker()))
            announce(asked.city, address)
        return _wait_for_the_first_to_end(started)
    except Ended:
        return 0
    finally:
        _stop(started)


def build(city: str) -> None:
    """Bring the database up to date, and fill it with the demo city if nobody works in it yet."""
    import django
    from django.core.management import call_command

    django.setup()
    from huiyin.flow.actor import PLATFORM_ID
    from huiyin.people.models import User

    call_command("migrate", verbosity=0, interactive=False)
    if not User.objects.exclude(pk=PLATFORM_ID).exists():
        call_command("demo_city", city=city)


def announce(city: str, address: str) -> None:
    """Print the address and one sign-in per post."""
    from django.core.management import call_command

    print(f"\n回音已启动：{address}\n")
    call_command("demo_city", city=city, print_signins=True)
    print("\n按 Ctrl-C 结束。", flush=True)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./huiyin demo", description="建立演示城市并启动")
    parser.add_argument("--city", choices=CITIES, default=os.environ.get("HUIYIN_CITY", CITIES[0]), help="演示哪个城市")
    parser.add_argument("--port", type=int, default=8000, help="网页端口，默认 8000")
    return parser.parse_args(argv)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _web(port: int) -> list[str]:
    return [
        *("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2"),
        *("--blocking-threads", "8", "--backpressure", "128", "--respawn-failed-workers", "--log-level", "error"),
        "huiyin.config.wsgi:application",
    ]


def _worker() -> list[str]:
    return ["-m", "huiyin.config.manage", "qcluster"]


def _start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    # A session of its own: Ctrl-C of the terminal reaches only us, and we end each process in good order.
    return subprocess.Popen([sys.executable, *command], start_new_session=True, stdin=subprocess.DEVNULL)


def _answers(address: str, started: Sequence["subprocess.Popen[bytes]"]) -> bool:
    """Wait until the address answers, whatever it says; False when a process ended instead or the time is over."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(process.poll() is None for process in started):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def _wait_for_the_first_to_end(started: Sequence["subprocess.Popen[bytes]"]) -> int:
    while all(process.poll() is None for process in started):
        time.sleep(0.5)
    print("有一个进程自行退出，全部结束。", file=sys.stderr)
    return 1


def _end(number: int, frame: object) -> None:
    raise Ended


def _stop(started: Sequence["subprocess.Popen[bytes]"]) -> None:
    """Ask our own processes to end; after a while make them, each with what it started itself."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for process in started:
        process.terminate()
    deadline = time.monotonic() + END_SECONDS
    for process in started:
        try:
            process.wait(timeout=max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
