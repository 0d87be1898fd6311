"""Addresses as codes (QR) that a phone reads from paper."""

import io
from dataclasses import dataclass
from functools import lru_cache

import qrcode
from PIL import Image

BORDER = 2
DOTS = 8
"""So many dots of a picture is a square of the code wide."""


@dataclass(frozen=True)
class Code:
    """A code to be drawn: how many squares it is wide, and the path of the dark ones."""

    size: int
    path: str


def code_to_scan(address: str) -> Code:
    """Return an address as a code to be drawn."""
    rows = _squares(address)
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return Code(len(rows), "".join(dark))


def svg_of_code(address: str) -> str:
    """Return the code as SVG."""
    code = code_to_scan(address)
    box = f"0 0 {code.size} {code.size}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{code.path}"/></svg>'


def png_of_code(address: str) -> bytes:
    """Return the code as PNG, for files that hold no SVG."""
    rows = _squares(address)
    picture = Image.new("1", (len(rows), len(rows)))
    picture.putdata([not is_dark for row in rows for is_dark in row])
    kept = io.BytesIO()
    picture.resize((len(rows) * DOTS, len(rows) * DOTS), Image.Resampling.NEAREST).save(kept, "PNG")
    return kept.getvalue()


@lru_cache(maxsize=64)
def _squares(address: str) -> tuple[tuple[bool, ...], ...]:
    drawn = qrcode.QRCode(border=BORDER)
    drawn.add_data(address)
    drawn.make(fit=True)
    return tuple(tuple(bool(is_dark) for is_dark in row) for row in drawn.get_matrix())
