"""What a backup says of itself: when and where it was made, how many rows each table had, with which keys it is sealed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from huiyin.config.safekeeping.problems import SafekeepingProblem

FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """The first page of a backup."""

    city: str
    made_at: str
    program: str
    vendor: str
    server: str
    database_size: int
    database_sha256: str
    rows: Mapping[str, int]
    migrations: tuple[tuple[str, str], ...]
    attachments: int
    attachment_bytes: int
    lost: tuple[str, ...] = ()
    """Stored names of attachments whose content was not on the disk when the backup was made."""
    erased_meanwhile: tuple[str, ...] = ()
    """Stored names of attachments that were erased, by right, while the backup was being made."""
    keys: Mapping[str, Any] | None = None
    rulebooks: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> str:
        """Return the text from which `manifest_from` makes this again."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def manifest_from(text: str) -> Manifest:
    """Read a manifest. Raises SafekeepingProblem for one that this program does not understand."""
    try:
        told = json.loads(text)
        if told.get("format") != FORMAT:
            raise SafekeepingProblem(f"不认识的备份格式 {told.get('format')}：请使用制作备份时或更新的版本恢复")
        told["migrations"] = tuple((app, name) for app, name in told["migrations"])
        return Manifest(**{**told, "lost": tuple(told["lost"]), "erased_meanwhile": tuple(told["erased_meanwhile"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SafekeepingProblem("备份的清单无法读取，文件可能已损坏") from error
