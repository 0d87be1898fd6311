"""A PostgreSQL cluster that lives as long as a block: made in a folder of its own, on a port of its own, then gone."""

import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

OWNER = "huiyin"
START_SECONDS = 60
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Settings for tests: nobody mourns the data of a test when the power fails."""


class NoPostgreSQL(RuntimeError):
    """There are no PostgreSQL server programs on this machine, or none that would start."""


@dataclass(frozen=True)
class Server:
    """A running cluster as anybody reaches it: where it keeps its files and where it listens."""

    folder: Path
    port: int

    def url(self, database: str) -> str:
        """Return the address of a database of the cluster, fit for HUIYIN_DATABASE_URL."""
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template0") -> str:
        """Create a database, empty or as a copy of another, and return its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            # Names come from this house's own code; PostgreSQL takes no parameter in their place.
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)


@dataclass(frozen=True)
class Cluster(Server):
    """A running cluster in the hands of who started it."""

    process: "subprocess.Popen[Any]"


@contextmanager
def postgresql_cluster(settings: Mapping[str, str] = QUICK) -> Iterator[Cluster]:
    """Run a cluster for the block. Measurements hand in their own `settings`, so that commits really reach the disk.

    Raises NoPostgreSQL when the programs are absent or the server does not start.
    """
    programs = server_programs()
    if programs is None:
        raise NoPostgreSQL("没有找到 PostgreSQL 服务器程序（initdb、postgres）")
    folder = Path(tempfile.mkdtemp(prefix="huiyin-postgresql-", dir=_place_open_to_all()))
    try:
        runner = _unprivileged(folder)
        _initialise(programs, folder, runner)
        with _served(programs, folder, settings, runner) as cluster:
            yield cluster
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def server_programs() -> Path | None:
    """Return the folder that holds initdb and postgres: the one on PATH, else the newest of Debian's."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("postgres", path=str(Path(on_path).parent)):
        return Path(on_path).parent
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda folder: int(folder.parent.name.partition(".")[0]), default=None)


def _place_open_to_all() -> str | None:
    """Return a folder for passing things that any user can enter: the server runs as another user than root."""
    places = [Path(tempfile.gettempdir()), Path("/var/tmp")]
    return next((str(place) for place in places if place.is_dir() and _anybody_may_enter(place)), None)


def _anybody_may_enter(place: Path) -> bool:
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in (place, *place.parents))


def _unprivileged(folder: Path) -> dict[str, Any]:
    """Return how to start a program as somebody who is not root: the server refuses root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _initialise(programs: Path, folder: Path, runner: dict[str, Any]) -> None:
    command = [
        str(programs / "initdb"),
        "--pgdata",
        str(folder / "data"),
        "--username",
        OWNER,
        "--auth",
        "trust",
        "--no-sync",
    ]
    command += ["--encoding", "UTF8", "--locale", "C"]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **runner)
    if made.returncode:
        raise NoPostgreSQL(f"initdb 失败：{made.stderr.strip()[-500:]}")


@contextmanager
def _served(programs: Path, folder: Path, settings: Mapping[str, str], runner: dict[str, Any]) -> Iterator[Cluster]:
    port = _free_port()
    all_settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(folder),
        "max_connections": "100",
        "timezone": "UTC",
        **settings,
    }
    options = [part for name, value in all_settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True, **runner)
    try:
        cluster = Cluster(folder, port, process)
        _wait_until_it_answers(cluster, folder / "log")
        yield cluster
    finally:
        _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(cluster: Cluster, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while cluster.process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(cluster.url("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise NoPostgreSQL(f"PostgreSQL 没有启动：{log.read_text(errors='replace')[-500:]}")


def _stop(process: "subprocess.Popen[Any]") -> None:
    # SIGINT is PostgreSQL's "fast" end: it closes the connections that are left.
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
