"""File names as they are shown and handed out: nothing invisible, no path, one ending, and that one true."""

import re
import unicodedata

from huiyin.files.limits import MAX_NAME_SIGNS, FileType

UNNAMED = "附件"

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_FORBIDDEN = re.compile(r'[<>:"|?*/\\∕⁄／＼]')
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_DOTS = re.compile(r"(?<![0-9])[.．。｡․]+|[.．。｡․]+(?![0-9])|[.．。｡․]{2,}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?![0-9a-z])", re.IGNORECASE)


def clean_name(raw: str, file_type: FileType) -> str:
    """Return the name to show, with the ending of what the file really is.

    "../发票.pdf\\u202egnp.exe" that holds a PDF becomes "发票_pdfgnp.pdf": dots stay only between digits (2019.10.1).
    """
    visible = "".join(c for c in unicodedata.normalize("NFC", raw) if unicodedata.category(c) not in _INVISIBLE)
    base = re.split(r"[/\\]", visible)[-1]
    stem = _DOTS.sub("_", _FORBIDDEN.sub("_", _ENDING.sub("", base.strip())))
    stem = " ".join(stem.split())[:MAX_NAME_SIGNS].strip(" _.")
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    return f"{stem or UNNAMED}.{file_type.ending}"
