"""`./huiyin demo`: a simulated city on this machine: its database, the web server, the worker with its clock."""

import argparse
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

from huiyin.config.plain_words import speak_plainly
from huiyin.config.processes import Ended, end_all, end_on_signals, is_free, started, web, worker

HOST = "127.0.0.1"
START_SECONDS = 60
END_SECONDS = 15
CITIES = ("kaifeng", "dandong")


def main(argv: Sequence[str]) -> int:
    """Serve until somebody ends us (0) or one of the processes ends by itself (1)."""
    asked = _arguments(argv)
    os.environ["HUIYIN_CITY"] = asked.city
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
    if not is_free(HOST, asked.port):
        print(f"端口 {asked.port} 已被占用，请用 --port 另选一个", file=sys.stderr)
        return 1
    end_on_signals()
    running: list[subprocess.Popen[bytes]] = []
    try:
        build(asked.city)
        address = f"http://{HOST}:{asked.port}/"
        running.append(started(web(HOST, asked.port, 2)))
        if _answers(address, running):
            # The worker comes second: on two cores it would only delay the first page.
            running.append(started(worker()))
            announce(asked.city, address)
        return _wait_for_the_first_to_end(running)
    except Ended:
        return 0
    finally:
        end_all(running, END_SECONDS)


def build(city: str) -> None:
    """Bring the database up to date, and fill it with the demo city if nobody works in it yet."""
    import django
    from django.core.management import call_command

    django.setup()
    from huiyin.config.tables import make_tables
    from huiyin.flow.actor import PLATFORM_ID
    from huiyin.people.models import User

    make_tables()
    if not User.objects.exclude(pk=PLATFORM_ID).exists():
        call_command("demo_city", city=city)


def announce(city: str, address: str) -> None:
    """Print the address and one sign-in per post."""
    from django.core.management import call_command

    print(f"\n回音已启动：{address}\n")
    call_command("demo_city", city=city, print_signins=True)
    print("\n按 Ctrl-C 结束。", flush=True)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    speak_plainly()
    parser = argparse.ArgumentParser(prog="./huiyin demo", description="建立演示城市并启动")
    parser.add_argument("--city", choices=CITIES, default=os.environ.get("HUIYIN_CITY", CITIES[0]), help="演示哪个城市")
    parser.add_argument("--port", type=int, default=8000, help="网页端口，默认 8000")
    return parser.parse_args(argv)


def _answers(address: str, running: Sequence["subprocess.Popen[bytes]"]) -> bool:
    """Wait until the address answers, whatever it says; False when a process ended instead or the time is over."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(process.poll() is None for process in running):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def _wait_for_the_first_to_end(running: Sequence["subprocess.Popen[bytes]"]) -> int:
    while all(process.poll() is None for process in running):
        time.sleep(0.5)
    print("有一个进程自行退出，全部结束。", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
