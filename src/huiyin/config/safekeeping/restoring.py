"""Restoring a backup: into an empty place or in the place of what is there, and proved before the old is given up."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from huiyin.config.migrated import migrated
from huiyin.config.running import alone
from huiyin.config.safekeeping.making import sha256_of
from huiyin.config.safekeeping.manifest import Manifest
from huiyin.config.safekeeping.problems import SafekeepingProblem
from huiyin.config.safekeeping.progress import step
from huiyin.config.safekeeping.reading import (
    Backup,
    check_whole,
    opened,
    rulebooks_that_differ,
    unpack_rulebooks,
    what_keys_lack,
    why_not_here,
)
from huiyin.config.safekeeping.replacing import counts_here, holds_work, let_go, replaced_by
from huiyin.files import storage
from huiyin.files.act import content_of
from huiyin.files.models import Attachment
from huiyin.files.problems import ContentMissing
from huiyin.journal.chain import verify_all
from huiyin.journal.digest import verify_digest
from huiyin.journal.models import Digest
from huiyin.privacy.problems import PrivacyProblem


@dataclass(frozen=True)
class Restored:
    """What a restore found and proved."""

    made_at: str
    program: str
    tables: int
    rows: int
    migrated: int
    attachments: int
    attachments_opened: int
    lost: tuple[str, ...]
    chains: int
    events: int
    problems: tuple[str, ...]
    keys: tuple[str, ...]
    rulebooks: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as an object; `ok` is whether everything that came is what was put in."""
        return {"ok": not self.problems, **asdict(self)}


def check_backup(source: Path, *, quiet: bool = False) -> tuple[Manifest, list[str]]:
    """Read a backup from end to end without writing anything here; return what it says and why it would not fit.

    Raises SafekeepingProblem where it is not whole.
    """
    with opened(source) as backup, _workshop(Path(tempfile.gettempdir())) as folder:
        check_whole(backup, folder, quiet=quiet)
        return backup.manifest, [*why_not_here(backup.manifest), *what_keys_lack(backup.manifest)]


def restore(source: Path, *, replace: bool = False, without_keys: bool = False, quiet: bool = False) -> Restored:
    """Restore a backup. Raises SafekeepingProblem; then database and tables are as they were before."""
    with alone(Path(settings.VAR)) as ours, opened(source) as backup:
        if not ours:
            raise SafekeepingProblem("系统正在运行：请先停止 ./huiyin serve")
        _refuse(backup.manifest, replace=replace, without_keys=without_keys)
        with _workshop(_where_databases_lie()) as folder:
            draft = folder / "database"
            backup.unpack_database(draft, quiet=quiet)
            _put_attachments(backup, quiet=quiet)
            with replaced_by(draft):
                return _prove(backup, quiet=quiet)


def _refuse(manifest: Manifest, *, replace: bool, without_keys: bool) -> None:
    reasons = why_not_here(manifest)
    lacking = what_keys_lack(manifest)
    if lacking and not without_keys:
        words = "；".join(lacking)
        reasons.append(f"现有密钥打不开这份备份（{words}）。请先放好原来的密钥文件；确知后果时可加 --without-keys")
    if not reasons and not replace and holds_work():
        reasons.append("数据库中已有用户或工单，不会覆盖。确要以备份替换，请加 --replace")
    if reasons:
        raise SafekeepingProblem("；".join(reasons))


def _put_attachments(backup: Backup, *, quiet: bool) -> None:
    """Write the attachments to the disk. Those of a restore that fails belong to no row, and the nightly sweep ends them."""
    with step("恢复附件", backup.manifest.attachments, quiet=quiet) as seen:
        for number, (name, digest, size) in enumerate(backup.attachments(), 1):
            seen.to(number)
            place = storage.path_of(name)
            if not (place.is_file() and place.stat().st_size == size and sha256_of(place) == digest):
                storage.write(name, backup.content_of(name, digest))


def _prove(backup: Backup, *, quiet: bool) -> Restored:
    manifest = backup.manifest
    _refuse_other_counts(manifest)
    pending = _bring_up_to_date()
    problems: list[str] = []
    opened_ones = _open_attachments(manifest, problems, quiet=quiet)
    with step("核对事件链", manifest.rows.get("cases_case", 0), quiet=quiet) as seen:
        found = verify_all(seen.to)
    # A chain that was broken before the backup is no fault of the restore: it is told, and what came stays.
    problems += [f"事件链 {one.name or one.head_id}：{'；'.join(one.problems)}" for one in found.broken]
    problems += _problems_of_digest()
    differing = rulebooks_that_differ(manifest)
    if differing:
        unpack_rulebooks(backup, Path(settings.VAR) / "rulebooks-of-backup", differing)
    return Restored(
        manifest.made_at, manifest.program, len(manifest.rows), sum(manifest.rows.values()), pending,
        manifest.attachments, opened_ones, manifest.lost, found.chains, found.events, tuple(problems),
        tuple(what_keys_lack(manifest)), tuple(differing),
    )  # fmt: skip


def _refuse_other_counts(manifest: Manifest) -> None:
    here = counts_here()
    wrong = [
        f"{table} 应有 {count} 行，现有 {here.get(table, '没有此表')}"
        for table, count in manifest.rows.items()
        if here.get(table) != count
    ]
    if wrong:
        raise SafekeepingProblem("恢复后的行数与备份时不符，已还原：" + "；".join(wrong[:5]))


def _bring_up_to_date() -> int:
    """Bring the tables of an older program up to this one; return by how many migrations."""
    pending = len(migrated().pending)
    if pending:
        call_command("migrate", verbosity=0, interactive=False)
    return pending


def _open_attachments(manifest: Manifest, problems: list[str], *, quiet: bool) -> int:
    """Open every attachment and compare its content with the digest in its row; return how many could be opened."""
    rows = Attachment.objects.filter(erased_at__isnull=True)
    known = {*manifest.lost, *manifest.erased_meanwhile}
    count = 0
    with step("打开附件", manifest.attachments, quiet=quiet) as seen:
        for row in rows.iterator(chunk_size=500):
            try:
                if hashlib.sha256(content_of(row)).hexdigest() != row.sha256:
                    problems.append(f"附件 {row.pk} 的内容与登记的摘要不符")
                count += 1
            except ContentMissing:
                problems += [] if row.stored_name in known else [f"附件 {row.pk} 的内容没有恢复"]
            except PrivacyProblem as problem:
                problems.append(f"附件 {row.pk} 打不开：{problem}")
            seen.to(count)
    return count


def _problems_of_digest() -> list[str]:
    latest = Digest.objects.order_by("-at").first()
    try:
        return verify_digest(latest) if latest else []
    except PrivacyProblem as problem:
        return [f"签名摘要无法核对：{problem}"]


def _where_databases_lie() -> Path:
    """Return a folder on the disk of the database, so that a file can be put in place by one rename."""
    in_file = connection.vendor == "sqlite"
    place = Path(str(connection.settings_dict["NAME"])).parent if in_file else Path(settings.VAR)
    place.mkdir(parents=True, exist_ok=True)
    return place


@contextmanager
def _workshop(place: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=".huiyin-restore-", dir=place))
    try:
        yield folder
    except OSError as error:
        raise SafekeepingProblem(f"恢复时出错：{error.strerror or error}") from error
    finally:
        let_go()
        shutil.rmtree(folder, ignore_errors=True)
