"""Images are painted anew: what is kept are the pixels, upright, and nothing else that came with them."""

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageOps

from huiyin.files.limits import BMP, GIF, JPEG, MAX_PIXELS, MAX_SIDE, PNG, WEBP, FileType
from huiyin.files.problems import NotAllowed, UploadRefused

DECODERS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
"""All decoders that strangers' bytes may reach, of the many that Pillow brings."""

_KEPT_AS = {JPEG: JPEG, WEBP: WEBP, PNG: PNG, GIF: PNG, BMP: PNG}
_PENS: Mapping[FileType, dict[str, Any]] = {
    JPEG: {"format": "JPEG", "quality": 90, "optimize": True},
    PNG: {"format": "PNG", "optimize": False},
    WEBP: {"format": "WEBP", "quality": 88},
}


def paint_anew(data: bytes, file_type: FileType) -> tuple[bytes, FileType, tuple[int, int]]:
    """Return the new bytes, their type and (width, height) in pixels.

    Orientation is applied; EXIF, GPS, comments, thumbnails and whatever hangs on the end are gone. Raises UploadRefused
    for huge, moving and damaged images.
    """
    picture = _decode(data)
    kept_as = _KEPT_AS[file_type]
    page = io.BytesIO()
    picture.save(page, **_PENS[kept_as])
    return page.getvalue(), kept_as, picture.size


def _decode(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=DECODERS) as image:
            _refuse_huge_or_moving(image)
            return _only_the_pixels(image)
    except UploadRefused:
        raise
    except Image.DecompressionBombError:
        raise UploadRefused(_TOO_MANY_PIXELS) from None
    except Exception:
        # A decoder fails on hostile bytes in more ways than can be listed; to the user all of them are one.
        raise NotAllowed("图片已损坏，打不开") from None


_TOO_MANY_PIXELS = f"图片过大：不能超过{MAX_PIXELS // 10_000}万像素，任一边不能超过{MAX_SIDE}像素"


def _refuse_huge_or_moving(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise UploadRefused(_TOO_MANY_PIXELS)
    # Many phones write a JPEG of two pictures (MPO), the second one small: that is no moving picture.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise UploadRefused("不能上传动图，请截取其中一幅")


def _only_the_pixels(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image)
    has_holes = "A" in upright.getbands() or "transparency" in upright.info
    mode = ("RGBA" if has_holes else "RGB") if image.format not in {"JPEG", "MPO"} else "RGB"
    pixels = upright.convert(mode)
    # A format may write back what it finds here: comments, profiles, text.
    pixels.info.clear()
    return pixels
