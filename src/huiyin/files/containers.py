"""Documents that are containers: what a ZIP or an OLE file really is, found without unpacking any of it."""

import io
import struct
import zipfile

from huiyin.files.limits import (
    DOC,
    DOCX,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    MAX_ZIP_DIRECTORY_BYTES,
    MAX_ZIP_ENTRIES,
    MEGABYTE,
    OFD,
    PPTX,
    XLS,
    XLSX,
    FileType,
)
from huiyin.files.problems import NotAllowed, UploadRefused

ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAIN_PARTS = {
    "word/document.xml": DOCX,
    "xl/workbook.xml": XLSX,
    "ppt/presentation.xml": PPTX,
    "OFD.xml": OFD,
}
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "activex1.bin")
_MACROS = "文件含有宏，不能上传。请另存为不含宏的文件"
_DAMAGED = "文件已损坏，打不开"
_BOMB = "文件解压后过大，不能上传"


def recognise_zip(data: bytes) -> FileType:
    """Return the type of an office document or OFD. Raises UploadRefused for bombs, macros, other archives."""
    parts = _parts_of(data)
    _refuse_bomb(parts, len(data))
    names = {part.filename for part in parts}
    if any(name.lower().endswith(_MACRO_PARTS) for name in names):
        raise UploadRefused(_MACROS)
    found = [file_type for name, file_type in _MAIN_PARTS.items() if name in names]
    if len(found) != 1 or (found != [OFD] and "[Content_Types].xml" not in names):
        raise NotAllowed("压缩包不能上传，请解压后逐个上传" if not found else _DAMAGED)
    return found[0]


def recognise_ole(data: bytes) -> FileType:
    """Return the type of an office document of the old kind. Raises UploadRefused for macros and for all else."""
    if _stream("_VBA_PROJECT") in data:
        raise UploadRefused(_MACROS)
    if _stream("EncryptedPackage") in data:
        raise UploadRefused("文件设有打开密码，请取消密码后再上传")
    if _stream("WordDocument") in data:
        return DOC
    if _stream("Workbook") in data:
        return XLS
    raise NotAllowed


def has_a_zip_behind_it(data: bytes) -> bool:
    """Whether an archive hangs on the end of a file of another type: one file that is two, to get past a check."""
    return zipfile.is_zipfile(io.BytesIO(data))


def _parts_of(data: bytes) -> list[zipfile.ZipInfo]:
    _refuse_large_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, OverflowError, NotImplementedError):
        raise NotAllowed(_DAMAGED) from None
    if any(part.flag_bits & 1 for part in parts):
        raise UploadRefused("文件设有打开密码，请取消密码后再上传")
    if min((part.header_offset for part in parts), default=1) != 0 or any(_leaves(part.filename) for part in parts):
        raise NotAllowed(_DAMAGED)
    return parts


def _refuse_large_directory(data: bytes) -> None:
    # The library reads the whole directory into memory, half a million entries if somebody writes them: look first.
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or len(data) < end + 22:
        raise NotAllowed(_DAMAGED)
    (directory_bytes,) = struct.unpack_from("<I", data, end + 12)
    is_zip64 = data[max(0, end - 20) : end].startswith(b"PK\x06\x07")
    if directory_bytes > MAX_ZIP_DIRECTORY_BYTES or is_zip64:
        raise UploadRefused(_BOMB)


def _refuse_bomb(parts: list[zipfile.ZipInfo], size: int) -> None:
    # Parts that together claim more packed bytes than the file has share them: a bomb that unpacks to petabytes.
    overlap = sum(part.compress_size for part in parts) > size
    unpacked = sum(part.file_size for part in parts)
    dense = any(part.file_size > MEGABYTE + MAX_RATIO * part.compress_size for part in parts)
    if overlap or dense or unpacked > MAX_UNPACKED_BYTES or len(parts) > MAX_ZIP_ENTRIES:
        raise UploadRefused(_BOMB)


def _leaves(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")
