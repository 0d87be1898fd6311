"""A throw-away installation to be measured: its database, its folder, the environment and the processes in it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from huiyin.privacy.keys import new_ring
from huiyin.scratch.cluster import postgresql_cluster

Kind = Literal["postgresql", "sqlite"]

CITY = "dandong"
"""Dandong approves nothing before dispatch: the fewest moves from a call to its closing."""

THROWAWAY = "huiyin_bench"
"""How a cluster or a database file is called that was made to be measured and thrown away."""

WORKERS = 2
START_SECONDS, END_SECONDS = 60, 15
LASTING = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "maintenance_work_mem": "256MB",
}
"""Every commit reaches the disk before it is answered; memory as one would give it on a small machine."""


class Broken(RuntimeError):
    """A process of the house failed; the message is the end of what it wrote."""


@dataclass(frozen=True)
class House:
    """The installation: where it keeps its files, and the environment in which its processes run."""

    folder: Path
    kind: Kind
    env: Mapping[str, str]

    @property
    def address(self) -> str:
        """The address of the database."""
        return self.env["HUIYIN_DATABASE_URL"]

    def manage(self, *arguments: str) -> None:
        """Run a management command. Raises Broken."""
        self._run("huiyin.config.manage", *arguments)

    def call(self, target: str, *arguments: Any) -> Any:
        """Call "module:function" in a process of the house and return its value; what it shows goes to the screen."""
        return json.loads(self._run("huiyin.config.call", target, json.dumps(arguments)).splitlines()[-1])

    def _run(self, module: str, *arguments: str) -> str:
        command = [sys.executable, "-m", module, *arguments]
        ran = subprocess.run(command, env=dict(self.env), stdout=subprocess.PIPE, text=True, check=False)
        if ran.returncode:
            raise Broken(f"{' '.join(arguments[:2])}: {ran.stdout[-2000:]}")
        return ran.stdout


@contextmanager
def throwaway_house(kind: Kind) -> Iterator[House]:
    """Give an installation with an empty, migrated database; afterwards nothing of it is left.

    Raises NoPostgreSQL where the programs are absent.
    """
    # Directly below the system's folder for such things, so that it lies on a disk whose commits count.
    folder = Path(tempfile.mkdtemp(prefix="huiyin-bench-"))
    try:
        if kind == "sqlite":
            yield _moved_in(folder, kind, f"sqlite:///{folder / THROWAWAY}.sqlite3")
        else:
            with postgresql_cluster({**LASTING, "cluster_name": THROWAWAY}) as cluster:
                yield _moved_in(folder, kind, cluster.create("huiyin"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _moved_in(folder: Path, kind: Kind, address: str) -> House:
    own = {
        "HUIYIN_API_REQUESTS_A_MINUTE": "1000000000",
        "HUIYIN_BENCH": "1",
        "HUIYIN_CITY": CITY,
        "HUIYIN_DATABASE_URL": address,
        "HUIYIN_KEYS": new_ring().to_json(),
        "HUIYIN_VAR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    left_out = {"HUIYIN_DEBUG", "HUIYIN_PRODUCTION", "HUIYIN_KEY_FILE", "HUIYIN_SECRET_KEY"}
    house = House(folder, kind, {**{k: v for k, v in os.environ.items() if k not in left_out}, **own})
    house.manage("migrate", "--verbosity", "0", "--skip-checks")
    return house


@contextmanager
def served(house: House) -> Iterator[int]:
    """Serve the house by two workers for the block and give the port. Raises Broken where it does not answer."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(WORKERS), "--blocking-threads", "8", "--backpressure", "128", "--log-level", "warning"),
        "huiyin.config.wsgi:application",
    ]
    with (house.folder / "web.log").open("wb") as log:
        # A session of its own: Ctrl-C of the terminal reaches only us, and we end it in good order.
        web = subprocess.Popen(command, env=dict(house.env), stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_until_it_answers(web, port)
        yield port
    except Broken as broken:
        raise Broken(f"{broken}\n{(house.folder / 'web.log').read_text(errors='replace')[-4000:]}") from None
    finally:
        _end(web)


def free_port() -> int:
    """Return a port of the loopback interface that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(web: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while web.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/bench/floor/list/", timeout=10).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Broken("网页服务没有启动")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
