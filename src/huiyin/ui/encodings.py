"""In which of the encodings that are met in Chinese offices a text is written: UTF-8, GB 18030, or UTF-16."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.ui.unreadable import Unreadable

SURELY_UTF8 = 50
"""So many characters beyond ASCII do not decode as UTF-8 by chance: a bad byte after them is a bad byte."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Encoding:
    """The name of an encoding, and what to do with a byte that does not belong to it."""

    name: str
    errors: str = "strict"


def encoding_of(pieces: Iterator[bytes]) -> Encoding:
    """Return the encoding of a text, after one pass over all of it. Raises Unreadable when it is in none of them."""
    utf8, gb18030 = _Trial("utf-8-sig", "utf-8"), _Trial("gb18030", "gb18030")
    first = True
    for piece in pieces:
        if first and piece.startswith(_UTF16):
            return Encoding("utf-16", "replace")
        if b"\0" in piece:
            raise Unreadable("不是文本文件，请用 CSV 或 xlsx")
        first = False
        utf8.take(piece)
        gb18030.take(piece)
    if utf8.finished():
        return Encoding("utf-8-sig")
    if utf8.beyond_ascii >= SURELY_UTF8:
        return Encoding("utf-8-sig", "replace")
    if gb18030.finished():
        return Encoding("gb18030")
    raise Unreadable("文件编码既不是 UTF-8 也不是 GB 18030，请另存为 UTF-8 的 CSV")


def decoded(pieces: Iterator[bytes], encoding: Encoding) -> Iterator[str]:
    """Give the text of the pieces; a character may begin in one and end in the next."""
    decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
    for piece in pieces:
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


class _Trial:
    """One encoding, tried piece by piece until it fails."""

    def __init__(self, name: str, plain_name: str) -> None:
        self.plain_name = plain_name
        self.decoder = codecs.getincrementaldecoder(name)()
        self.failed = False
        self.beyond_ascii = 0

    def take(self, piece: bytes, *, final: bool = False) -> None:
        if self.failed:
            return
        try:
            text = self.decoder.decode(piece, final)
        except UnicodeDecodeError as error:
            self.failed = True
            text = error.object[: error.start].decode(self.plain_name, "ignore")
        self.beyond_ascii += len(text) - len(text.encode("ascii", "ignore"))

    def finished(self) -> bool:
        """Whether everything that was taken belongs to the encoding."""
        self.take(b"", final=True)
        return not self.failed
