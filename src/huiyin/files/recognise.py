"""What a file is, by what it contains. Its name is asked only whether a text is a table."""

import filetype

from huiyin.files.containers import OLE_START, ZIP_START, has_a_zip_behind_it, recognise_ole, recognise_zip
from huiyin.files.limits import ALLOWED, CSV, PDF, PNG, TXT, Family, FileType
from huiyin.files.problems import NotAllowed, UploadRefused

_BY_CONTENT_TYPE = {t.content_type: t for t in ALLOWED} | {"image/apng": PNG}
_BOMS = ("\ufeff", "\ufffe")
_CONTROLS = frozenset(chr(c) for c in range(32)) - set("\t\r\n\f") | {"\x7f"}
_HEAD_BYTES = 8192


def recognise(data: bytes, name: str) -> FileType:
    """Return the type of the content. Raises UploadRefused, naming what is allowed, for every other one."""
    if not data:
        raise UploadRefused("文件是空的")
    if data.startswith(ZIP_START):
        return recognise_zip(data)
    if data.startswith(OLE_START):
        return recognise_ole(data)
    if not data.startswith(b"%PDF-") and (text := _as_text(data)) is not None:
        return _recognise_text(text, name)
    return _recognise_binary(data)


def _recognise_text(text: str, name: str) -> FileType:
    # Markup could run a script where it is opened; no beginning of a letter looks like it.
    if text.lstrip("".join(_BOMS) + " \t\r\n\f").startswith("<"):
        raise NotAllowed("网页、SVG 和 XML 文件不能上传")
    return CSV if name.lower().rstrip().endswith(".csv") else TXT


def _recognise_binary(data: bytes) -> FileType:
    guess = filetype.guess(data[:_HEAD_BYTES])
    found = _BY_CONTENT_TYPE.get(guess.mime) if guess else None
    if found is None or found.content_type.startswith("text/"):
        raise NotAllowed
    if found == PDF and (not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]):
        raise NotAllowed("PDF 文件不完整，打不开")
    if found.family != Family.IMAGE and has_a_zip_behind_it(data):
        raise NotAllowed("文件后面夹带了压缩包")
    return found


def _as_text(data: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if any(c in text for c in _CONTROLS) else text
    return None
