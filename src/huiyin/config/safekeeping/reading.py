"""Reading a backup: is it whole, may it be restored here, and do the keys at hand open it?"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.db import connection

from huiyin.config.migrated import compared
from huiyin.config.safekeeping.fingerprints import what_does_not_fit
from huiyin.config.safekeeping.making import (
    ATTACHMENTS,
    DATABASE,
    DIGESTS,
    MANIFEST,
    RULEBOOKS,
    rulebook_files,
)
from huiyin.config.safekeeping.manifest import Manifest, manifest_from
from huiyin.config.safekeeping.problems import SafekeepingProblem
from huiyin.config.safekeeping.progress import step
from huiyin.privacy.installed import ring
from huiyin.privacy.problems import PrivacyProblem

PIECE = 1 << 20


@dataclass(frozen=True)
class Backup:
    """An opened backup."""

    archive: ZipFile
    manifest: Manifest

    def attachments(self) -> Iterator[tuple[str, str, int]]:
        """Give (stored name, digest, size) of each attachment."""
        with self.archive.open(DIGESTS) as stream:
            for line in stream:
                one = json.loads(line)
                yield one["name"], one["sha256"], one["size"]

    def content_of(self, stored_name: str, digest: str) -> bytes:
        """Return the sealed bytes of an attachment. Raises SafekeepingProblem where they are not those put in."""
        sealed = self.archive.read(ATTACHMENTS + stored_name)
        if hashlib.sha256(sealed).hexdigest() != digest:
            raise SafekeepingProblem(f"备份中的附件 {stored_name} 与记载的摘要不符，文件可能已损坏")
        return sealed

    def unpack_database(self, target: Path, *, quiet: bool = False) -> None:
        """Write the snapshot into a file. Raises SafekeepingProblem where it is not the one put in."""
        digest, done = hashlib.sha256(), 0
        with (
            step("解开数据库", self.manifest.database_size, quiet=quiet) as seen,
            self.archive.open(DATABASE) as source,
            target.open("wb") as stream,
        ):
            while piece := source.read(PIECE):
                digest.update(piece)
                stream.write(piece)
                seen.to(done := done + len(piece))
        if digest.hexdigest() != self.manifest.database_sha256:
            raise SafekeepingProblem("备份中的数据库与记载的摘要不符，文件可能已损坏")


@contextmanager
def opened(source: Path) -> Iterator[Backup]:
    """Open a backup. Raises SafekeepingProblem for what is none, or is damaged."""
    try:
        with ZipFile(source) as archive:
            yield Backup(archive, manifest_from(archive.read(MANIFEST).decode()))
    except FileNotFoundError:
        raise SafekeepingProblem(f"没有这个文件：{source}") from None
    except (BadZipFile, KeyError, EOFError, UnicodeDecodeError) as error:
        raise SafekeepingProblem(f"不是完整的备份文件：{source}") from error


def check_whole(backup: Backup, folder: Path, *, quiet: bool = False) -> None:
    """Read everything once. Raises SafekeepingProblem at the first thing that is not as it was put in."""
    draft = folder / "database"
    backup.unpack_database(draft, quiet=quiet)
    draft.unlink()
    with step("核对附件", backup.manifest.attachments, quiet=quiet) as seen:
        for number, (name, digest, _) in enumerate(backup.attachments(), 1):
            backup.content_of(name, digest)
            seen.to(number)


def why_not_here(manifest: Manifest) -> list[str]:
    """Return why this backup cannot be restored into this installation."""
    reasons = []
    if manifest.city != settings.CITY:
        reasons.append(f"备份属于 {manifest.city}，本系统是 {settings.CITY}")
    if manifest.vendor != connection.vendor:
        reasons.append(f"备份来自 {manifest.vendor} 数据库，本系统使用 {connection.vendor}：只能恢复到同一种数据库")
    if unknown := compared(frozenset(manifest.migrations)).unknown:
        names = "、".join(f"{app}.{name}" for app, name in sorted(unknown)[:3])
        reasons.append(f"备份由更新的版本（{manifest.program}）制作，含有本版本不认识的迁移 {names}：请先升级程序")
    return reasons


def what_keys_lack(manifest: Manifest) -> list[str]:
    """Return why the keys at hand cannot open this backup; an empty list where they can."""
    if manifest.keys is None:
        return ["备份时没有可用的密钥，无法判断现有密钥是否相符"]
    try:
        return what_does_not_fit(ring(), manifest.keys)
    except PrivacyProblem as problem:
        return [str(problem)]


def rulebooks_that_differ(manifest: Manifest) -> list[str]:
    """Return the rulebooks that were in force when the backup was made, and are not the same here."""
    here = {place: hashlib.sha256(text).hexdigest() for place, text in rulebook_files()}
    return sorted(place for place, digest in manifest.rulebooks.items() if here.get(place) != digest)


def unpack_rulebooks(backup: Backup, folder: Path, places: list[str]) -> None:
    """Write rulebooks of the backup below a folder, to be compared with those at hand."""
    for place in places:
        target = folder / place
        if not target.resolve().is_relative_to(folder.resolve()):
            raise SafekeepingProblem(f"备份中规则簿的位置不对：{place}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(backup.archive.read(RULEBOOKS + place))
