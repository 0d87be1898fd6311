"""Bringing an installation up to the program that lies here: backup, tables, page files, checks, plans. Twice is once."""

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError
from django.db import connection
from django.db.utils import Error

from huiyin.config.migrated import Migrated, migrated
from huiyin.config.readiness import wants_of_keys
from huiyin.config.running import alone
from huiyin.config.safekeeping.making import make_backup
from huiyin.config.safekeeping.problems import SafekeepingProblem
from huiyin.config.safekeeping.replacing import holds_work
from huiyin.flow import times
from huiyin.journal.schedules import register_schedules

BACKUPS = "backups"

Say = Callable[[str], None]


class NotUpgraded(Exception):
    """Why an upgrade stopped; what it had done by then is whole and will not be done again."""


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade did; nothing of it the second time."""

    backup: str | None
    migrations: tuple[str, ...]
    page_files: bool
    schedules: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as an object."""
        return asdict(self)


def upgrade(say: Say, *, backup_to: Path | None = None, without_backup: bool = False, quiet: bool = False) -> Upgraded:
    """Do each step that is still to be done. Raises NotUpgraded."""
    with alone(Path(settings.VAR)) as ours:
        found = _found()
        if found.pending and not ours:
            raise NotUpgraded("系统正在运行，而有数据库迁移要执行：请先停止 ./huiyin serve")
        backup = None if without_backup else _save(say, found, backup_to, quiet=quiet)
        _migrate(say, found)
        files = _collect(say)
        _check(say)
        schedules = register_schedules(times.now())
        say(
            f"自动任务：{len(settings.SCHEDULES)} 项{'，已更新 ' + '、'.join(schedules) if schedules else '，没有变化'}"
        )
        migrations = tuple(f"{app}.{name}" for app, name in sorted(found.pending))
        return Upgraded(str(backup) if backup else None, migrations, files, tuple(schedules))


def _found() -> Migrated:
    if wants := wants_of_keys():
        raise NotUpgraded(wants[0])
    _make_room_for_sqlite()
    try:
        found = migrated()
    except Error as error:
        raise NotUpgraded(f"数据库没有应答：{str(error).strip().splitlines()[0]}") from error
    if found.unknown:
        names = "、".join(f"{app}.{name}" for app, name in sorted(found.unknown)[:3])
        raise NotUpgraded(f"数据库比程序新（{names}）：这里放的是较旧的程序，没有改动任何东西")
    return found


def _make_room_for_sqlite() -> None:
    if connection.vendor == "sqlite":
        Path(str(connection.settings_dict["NAME"])).parent.mkdir(parents=True, exist_ok=True)


def _save(say: Say, found: Migrated, target: Path | None, *, quiet: bool) -> Path | None:
    """Make a backup before tables change; where none will, only if somebody asked for it."""
    if target is None and not (found.pending and holds_work()):
        say("备份：不需要（没有要执行的迁移，或数据库还是空的）")
        return None
    target = target or _default_place()
    try:
        manifest = make_backup(target, quiet=quiet)
    except SafekeepingProblem as problem:
        raise NotUpgraded(f"升级前的备份没有做成，没有改动任何东西：{problem}") from problem
    say(f"备份：{target}（{sum(manifest.rows.values())} 行，附件 {manifest.attachments} 个；不含密钥）")
    return target


def _default_place() -> Path:
    folder = Path(settings.VAR) / BACKUPS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"before-upgrade-{times.local(times.now()):%Y%m%d-%H%M%S}.zip"


def _migrate(say: Say, found: Migrated) -> None:
    if not found.pending:
        say("数据库：已是最新")
        return
    call_command("migrate", verbosity=0, interactive=False)
    say(f"数据库：执行了 {len(found.pending)} 个迁移")


def _collect(say: Say) -> bool:
    """Collect the page files where production serves them under collected names; return whether any is new."""
    if not settings.STATIC_ROOT:
        say("页面文件：不需要收集（HUIYIN_PRODUCTION 不是 1）")
        return False
    before = dict(_page_files())
    call_command("collectstatic", verbosity=0, interactive=False, stdout=StringIO())
    changed = dict(_page_files()) != before
    say(f"页面文件：{'已收集' if changed else '没有变化'}")
    return changed


def _page_files() -> Iterator[tuple[str, int]]:
    # Names carry a fingerprint of the content, so that name and size tell a change.
    root = Path(str(settings.STATIC_ROOT))
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder) / name
            yield str(path.relative_to(root)), path.stat().st_size


def _check(say: Say) -> None:
    words = StringIO()
    try:
        call_command("check", fail_level="ERROR", stdout=words, stderr=words)
    except (SystemCheckError, CommandError) as error:
        raise NotUpgraded(f"检查没有通过：{error}") from error
    say("检查：通过")
