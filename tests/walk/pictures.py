"""Pictures of pages for people who have not seen the system: small files, and the same again as long as the page looks the same."""

import io
import os
from pathlib import Path

from PIL import Image, ImageChops

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
REWRITE = os.environ.get("HUIYIN_SCREENS") == "write"
"""Whether pictures that are absent, or of pages that have changed visibly, are written; otherwise the test fails there."""

HEAVIEST = 150_000
COLOURS = 96
FIELDS = (64, 40)
VISIBLE, SHARE = 18, 0.06
"""A field of the picture differs by so much brightness (of 255); a page has changed when so large a share of fields differs."""


def small(png: bytes) -> bytes:
    """Return the picture with few colours, a quarter of its weight."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def look_alike(one: bytes, other: bytes) -> bool:
    """Say whether two pictures show the same page: of one size, and alike field by field, whatever fonts drew the letters."""
    first, second = (Image.open(io.BytesIO(png)) for png in (one, other))
    if first.size != second.size:
        return False
    grey = [picture.convert("L").resize(FIELDS, Image.Resampling.BOX) for picture in (first, second)]
    differing = sum(value > VISIBLE for value in ImageChops.difference(*grey).tobytes())
    return differing <= SHARE * FIELDS[0] * FIELDS[1]


def keep(name: str, made: bytes) -> str:
    """Keep a picture where it is wanted, and return what is wrong with the one that lies there, "" for nothing."""
    place = FOLDER / f"{name}.png"
    is_there = place.is_file()
    if is_there and look_alike(place.read_bytes(), made):
        return ""
    if REWRITE:
        FOLDER.mkdir(parents=True, exist_ok=True)
        place.write_bytes(made)
        return ""
    return f"{name}: {'the page has changed visibly' if is_there else 'no picture'}; HUIYIN_SCREENS=write renews it"
