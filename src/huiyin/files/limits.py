"""How large, how many, how long: the limits on attachments, and what may be brought at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1024 * 1024

MAX_FILES_PER_SUBJECT = 20
MAX_BYTES_PER_SUBJECT = 200 * MEGABYTE

MAX_PIXELS = 50_000_000
MAX_SIDE = 12_000
"""An image of 50 million pixels needs 150 MB while it is re-encoded: more no phone makes by default."""

MAX_NAME_SIGNS = 80
MAX_ZIP_ENTRIES = 5_000
MAX_ZIP_DIRECTORY_BYTES = MEGABYTE
MAX_UNPACKED_BYTES = 300 * MEGABYTE
MAX_RATIO = 100
"""No part of an honest document shrinks to less than a hundredth, but for small ones, which do no harm."""


class Family(StrEnum):
    """What sort of file it is, for the limit and for the reader."""

    IMAGE = "image"
    DOCUMENT = "document"
    RECORDING = "recording"
    VIDEO = "video"


FAMILY_LABELS: Mapping[Family, str] = {
    Family.IMAGE: "图片",
    Family.DOCUMENT: "文档",
    Family.RECORDING: "录音",
    Family.VIDEO: "录像",
}

MAX_BYTES: Mapping[Family, int] = {
    Family.IMAGE: 20 * MEGABYTE,
    Family.DOCUMENT: 20 * MEGABYTE,
    Family.RECORDING: 40 * MEGABYTE,
    Family.VIDEO: 48 * MEGABYTE,
}
MAX_BYTES_OF_ANY = max(MAX_BYTES.values())


@dataclass(frozen=True)
class FileType:
    """A type that may be brought: what the browser is told, and the ending that the shown name gets."""

    content_type: str
    ending: str
    family: Family


JPEG = FileType("image/jpeg", "jpg", Family.IMAGE)
PNG = FileType("image/png", "png", Family.IMAGE)
WEBP = FileType("image/webp", "webp", Family.IMAGE)
GIF = FileType("image/gif", "gif", Family.IMAGE)
BMP = FileType("image/bmp", "bmp", Family.IMAGE)
PDF = FileType("application/pdf", "pdf", Family.DOCUMENT)
OFD = FileType("application/ofd", "ofd", Family.DOCUMENT)
DOC = FileType("application/msword", "doc", Family.DOCUMENT)
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", Family.DOCUMENT)
XLS = FileType("application/vnd.ms-excel", "xls", Family.DOCUMENT)
XLSX = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", Family.DOCUMENT)
PPTX = FileType("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", Family.DOCUMENT)
TXT = FileType("text/plain", "txt", Family.DOCUMENT)
CSV = FileType("text/csv", "csv", Family.DOCUMENT)
MP3 = FileType("audio/mpeg", "mp3", Family.RECORDING)
WAV = FileType("audio/x-wav", "wav", Family.RECORDING)
M4A = FileType("audio/mp4", "m4a", Family.RECORDING)
AMR = FileType("audio/amr", "amr", Family.RECORDING)
MP4 = FileType("video/mp4", "mp4", Family.VIDEO)
MOV = FileType("video/quicktime", "mov", Family.VIDEO)

ALLOWED: tuple[FileType, ...] = (
    JPEG, PNG, WEBP, GIF, BMP, PDF, OFD, DOC, DOCX, XLS, XLSX, PPTX, TXT, CSV, MP3, WAV, M4A, AMR, MP4, MOV,
)  # fmt: skip

INLINE: frozenset[str] = frozenset({JPEG.content_type, PNG.content_type, WEBP.content_type})
"""All that may be shown inside a page of ours: images which we encoded ourselves."""


def allowed_in_words() -> str:
    """Return what may be brought, for help texts and refusals: "图片（JPG、PNG……，不超过20MB）、文档（……"."""
    parts = []
    for family, label in FAMILY_LABELS.items():
        endings = "、".join(t.ending.upper() for t in ALLOWED if t.family == family)
        parts.append(f"{label}（{endings}，不超过{MAX_BYTES[family] // MEGABYTE}MB）")
    return "、".join(parts)
