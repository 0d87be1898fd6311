"""Sealed files on the disk, under random names below var/files; no name and no byte of them can be read there."""

import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from huiyin.files.problems import ContentMissing

STORED_NAME = re.compile(r"[0-9a-f]{32}")
GRACE = timedelta(days=1)
"""A file without a row may belong to an upload under way; after a day it does not."""


def new_stored_name() -> str:
    """Return a name that nobody can guess and that says nothing."""
    return secrets.token_hex(16)


def path_of(stored_name: str) -> Path:
    """Return where the file lies. Raises ValueError for what is no stored name: no path is ever made of input."""
    if not STORED_NAME.fullmatch(stored_name):
        raise ValueError(f"not a stored name: {stored_name!r}")
    return Path(settings.MEDIA_ROOT) / stored_name[:2] / stored_name


def write(stored_name: str, sealed: bytes) -> None:
    """Write a file in one step, readable by its owner only; when this returns, it survives a power cut."""
    path = path_of(stored_name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{stored_name}.draft-{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(sealed)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _flush_directory(path.parent)


def read(stored_name: str, length: int = -1) -> bytes:
    """Return the sealed bytes, or the first `length` of them. Raises ContentMissing."""
    try:
        with path_of(stored_name).open("rb") as stream:
            return stream.read(length)
    except FileNotFoundError:
        raise ContentMissing(f"附件内容不在磁盘上：{stored_name}。请从备份中恢复 var/files 目录") from None


def remove(stored_name: str) -> None:
    """Take a file off the disk, if it is still there."""
    path_of(stored_name).unlink(missing_ok=True)


def sweep(at: datetime, still_wanted: Callable[[Iterable[str]], set[str]]) -> Iterator[str]:
    """Remove and yield files to which no row belongs: uploads that were broken off, erasures cut short by a crash.

    `still_wanted` answers which of some stored names have a row whose content was not erased.
    """
    root = Path(settings.MEDIA_ROOT)
    for directory in sorted(root.iterdir()) if root.exists() else []:
        old = {path.name: path for path in directory.iterdir() if _age(path, at) > GRACE} if directory.is_dir() else {}
        for name in sorted(old.keys() - still_wanted(old.keys())):
            old[name].unlink(missing_ok=True)
            yield name


def _age(path: Path, at: datetime) -> timedelta:
    return timedelta(seconds=at.timestamp() - path.stat().st_mtime)


def _flush_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
