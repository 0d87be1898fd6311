"""Making a backup: first the database of one moment, then the attachments that it names, then what describes it all."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.db import connection

from huiyin.config.safekeeping.fingerprints import fingerprints_of
from huiyin.config.safekeeping.manifest import Manifest
from huiyin.config.safekeeping.problems import SafekeepingProblem
from huiyin.config.safekeeping.progress import step
from huiyin.config.safekeeping.snapshots import Snapshot, snapshot
from huiyin.files import storage
from huiyin.files.problems import ContentMissing
from huiyin.files.queries import stored_names_in_use
from huiyin.flow import times
from huiyin.privacy.installed import ring
from huiyin.privacy.problems import PrivacyProblem
from huiyin.rulebook import shelf

DATABASE, MANIFEST, DIGESTS = "database", "manifest.json", "attachments.jsonl"
ATTACHMENTS, RULEBOOKS = "attachments/", "rulebooks/"
TOLD_OF_ENVIRONMENT = (
    "HUIYIN_CITY", "HUIYIN_HOSTS", "HUIYIN_ORIGINS", "HUIYIN_PRODUCTION", "HUIYIN_PROXIES", "HUIYIN_WORKERS",
    "HUIYIN_REJECTS_DAYS", "HUIYIN_MAX_UPLOAD_MB", "HUIYIN_API_REQUESTS_A_MINUTE",
)  # fmt: skip
"""What an installation was told that is no secret: neither keys nor the address of the database with its password."""

BATCH = 500


@dataclass
class _Attachments:
    """What became of the attachments while they were copied."""

    count: int = 0
    bytes: int = 0
    lost: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)


def make_backup(target: Path, *, quiet: bool = False) -> Manifest:
    """Make a backup into `target`, which appears only when it is whole. Others may go on working.

    Raises SafekeepingProblem; then there is no file.
    """
    if target.exists():
        raise SafekeepingProblem(f"文件已存在，不会覆盖：{target}")
    with _workshop(target) as folder:
        draft = folder / "backup"
        with ExitStack() as open_ones:
            with step("数据库", 100, quiet=quiet) as seen:
                one = open_ones.enter_context(snapshot(folder, seen))
            manifest = _fill(open_ones.enter_context(_private_zip(draft)), one, quiet=quiet)
        _flush(draft)
        draft.rename(target)
    _flush(target.parent)
    return manifest


def sha256_of(path: Path) -> str:
    """Return the digest of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def program_version() -> str:
    """Return the version of this program."""
    try:
        return version("huiyin")
    except PackageNotFoundError:
        import tomllib

        return str(tomllib.loads((Path(settings.ROOT) / "pyproject.toml").read_text())["project"]["version"])


def _fill(archive: ZipFile, one: Snapshot, *, quiet: bool) -> Manifest:
    # A custom dump is packed already.
    archive.write(one.file, DATABASE, ZIP_STORED if connection.vendor == "postgresql" else ZIP_DEFLATED, 1)
    told = _copy_attachments(archive, one, quiet=quiet)
    manifest = Manifest(
        city=settings.CITY, made_at=times.local(times.now()).isoformat(timespec="seconds"), program=program_version(),
        vendor=connection.vendor, server=one.server, database_size=one.file.stat().st_size,
        database_sha256=sha256_of(one.file), rows=one.rows, migrations=one.migrations, attachments=told.count,
        attachment_bytes=told.bytes, lost=tuple(told.lost), erased_meanwhile=tuple(told.erased), keys=_fingerprints(),
        rulebooks=_copy_rulebooks(archive),
        environment={name: os.environ[name] for name in TOLD_OF_ENVIRONMENT if name in os.environ},
    )  # fmt: skip
    archive.writestr(_entry(MANIFEST), manifest.to_json(), ZIP_DEFLATED)
    return manifest


def _copy_attachments(archive: ZipFile, one: Snapshot, *, quiet: bool) -> _Attachments:
    told = _Attachments()
    with (
        tempfile.TemporaryFile("w+", dir=one.file.parent, encoding="utf-8") as digests,
        step("附件", len(one.stored_names), quiet=quiet) as seen,
    ):
        for number, name in enumerate(one.stored_names, 1):
            seen.to(number)
            try:
                sealed = storage.read(name)
            except ContentMissing:
                told.lost.append(name)
                continue
            archive.writestr(_entry(ATTACHMENTS + name), sealed, ZIP_STORED)
            line = {"name": name, "size": len(sealed), "sha256": hashlib.sha256(sealed).hexdigest()}
            digests.write(json.dumps(line) + "\n")
            told.count, told.bytes = told.count + 1, told.bytes + len(sealed)
        digests.seek(0)
        with archive.open(_entry(DIGESTS), "w", force_zip64=True) as stream:
            for text in digests:
                stream.write(text.encode())
    _tell_the_erased_from_the_lost(told)
    return told


def _tell_the_erased_from_the_lost(told: _Attachments) -> None:
    """An attachment may be erased between the moment of the database and the copying: that is no loss."""
    missing, told.lost = told.lost, []
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        wanted = stored_names_in_use(batch)
        told.lost += [name for name in batch if name in wanted]
        told.erased += [name for name in batch if name not in wanted]


def _copy_rulebooks(archive: ZipFile) -> Mapping[str, str]:
    digests: dict[str, str] = {}
    for place, text in rulebook_files():
        archive.writestr(_entry(RULEBOOKS + place), text, ZIP_DEFLATED)
        digests[place] = hashlib.sha256(text).hexdigest()
    return digests


def rulebook_files() -> Iterator[tuple[str, bytes]]:
    """Give the files of the city's rulebooks: those of the product, and those that the city keeps beside it."""
    shelves = [shelf.OWN_SHELF, *(Path(one) for one in getattr(settings, "RULEBOOK_SHELVES", ()))]
    for directory in shelves:
        for file in sorted((directory / settings.CITY).rglob("*")):
            if file.is_file() and file.suffix in {".toml", ".csv"}:
                yield f"{file.relative_to(directory)}", file.read_bytes()


def _fingerprints() -> Mapping[str, object] | None:
    try:
        return fingerprints_of(ring())
    except PrivacyProblem:
        # Without keys nothing can be read, but what is sealed can still be saved.
        return None


@contextmanager
def _workshop(target: Path) -> Iterator[Path]:
    """Give a folder on the disk of the target that only we can read, and that is gone afterwards."""
    if not target.parent.is_dir():
        raise SafekeepingProblem(f"没有这个目录：{target.parent}")
    try:
        folder = Path(tempfile.mkdtemp(prefix=".huiyin-backup-", dir=target.parent))
    except OSError as error:
        raise SafekeepingProblem(f"无法写入 {target.parent}：{error.strerror}") from None
    try:
        yield folder
    except OSError as error:
        raise SafekeepingProblem(f"写备份时出错：{error.strerror}（{target.parent}）") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _private_zip(path: Path) -> Iterator[ZipFile]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as stream, ZipFile(stream, "w", ZIP_STORED, allowZip64=True) as archive:
        yield archive


def _entry(name: str) -> ZipInfo:
    # The time of an entry is of no use, and reading the machine's clock is one function's business.
    return ZipInfo(name, (1980, 1, 1, 0, 0, 0))


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
