"""Opens a DOCX that came from outside, or says in Chinese why it does not: nothing of it is parsed before it was looked at."""

import io
import zipfile
import zlib

import docx
from docx.document import Document as WordFile

from huiyin.documents.readback import Unreadable

LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 80 * 1024 * 1024
MOST_PARTS = 2_000
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def opened(data: bytes) -> WordFile:
    """Return the file. Raises Unreadable."""
    _look_at_the_beginning(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _look_at_the_parts(archive)
    except _BROKEN as error:
        raise Unreadable("文件已损坏或不是 DOCX，请在 WPS 中重新保存后再上传") from error
    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:  # whatever a file from outside can break in the library: it cannot be read
        raise broken() from error


def broken() -> Unreadable:
    """Return the reason for a file whose parts do not fit together."""
    return Unreadable("文件结构不完整，请在 WPS 中另存为“Word 文档（*.docx）”后再上传")


def _look_at_the_beginning(data: bytes) -> None:
    if len(data) > LARGEST:
        raise Unreadable(f"文件超过 {LARGEST // 1024 // 1024} MB，请压缩图片后再上传")
    if data.startswith(OLD_OFFICE):
        raise Unreadable("这是旧版 .doc、.wps 或加了密码的文件，请去掉密码并另存为 .docx")
    if data.startswith(b"%PDF"):
        raise Unreadable("这是 PDF 文件，请上传 .docx")
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise Unreadable("这不是 DOCX 文件")


def _look_at_the_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if "[content_types].xml" not in names:
        raise Unreadable("这不是 DOCX 文件")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Unreadable("文件解压后过大，不予打开")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("文件加了密码，请去掉密码后再上传")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable("文件含有宏，请另存为不含宏的 .docx")
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            _look_at_xml(part.filename, archive.read(part).replace(b"\0", b""))


def _look_at_xml(name: str, text: bytes) -> None:
    """Refuse what only attackers write: a document type, with which entities and other files could be drawn in."""
    if b"<!DOCTYPE" in text.upper() or b"<!ENTITY" in text.upper():
        raise Unreadable("文件含有不允许的内容（DTD），不予打开")
    if name.lower() == "[content_types].xml":
        if b"macroenabled" in text.lower():
            raise Unreadable("文件含有宏，请另存为不含宏的 .docx")
        if DOCX.encode() not in text:
            raise Unreadable("这不是文字文档，请上传 .docx")
