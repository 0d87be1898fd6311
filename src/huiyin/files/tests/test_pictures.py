"""A picture is painted anew: upright, and with nothing of what the camera wrote into it."""

import io

import pytest
from PIL import Image

from huiyin.files import images, limits
from huiyin.files.act import prepare
from huiyin.files.problems import UploadRefused
from huiyin.files.tests.makers import SECRET, image, jpeg_from_a_phone, moving, png_that_claims, png_with_text, upload


def opened(prepared):
    return Image.open(io.BytesIO(prepared.content))


def test_the_place_where_a_photo_was_taken_is_gone():
    before = jpeg_from_a_phone()
    assert Image.open(io.BytesIO(before)).getexif().get_ifd(0x8825)
    assert SECRET in before
    kept = prepare(upload(before, "现场.jpg"))
    assert not opened(kept).getexif()
    assert "exif" not in opened(kept).info
    for trace in (b"Exif", b"PhoneMaker", SECRET):
        assert trace not in kept.content


def test_a_photo_lying_on_its_side_is_put_upright():
    kept = prepare(upload(jpeg_from_a_phone(), "现场.jpg"))
    assert (kept.width, kept.height) == (20, 40)
    assert opened(kept).size == (20, 40)


def test_text_within_a_png_is_gone():
    before = png_with_text()
    assert SECRET in before
    assert SECRET not in prepare(upload(before, "x.png")).content


@pytest.mark.parametrize("fmt", ["WEBP", "PNG"])
def test_position_is_gone_from_other_formats_too(fmt):
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    before = image(fmt, exif=exif)
    assert SECRET in before
    assert SECRET not in prepare(upload(before, "x")).content


@pytest.mark.parametrize(
    ("fmt", "content_type", "name"),
    [
        ("JPEG", "image/jpeg", "图.jpg"),
        ("PNG", "image/png", "图.png"),
        ("WEBP", "image/webp", "图.webp"),
        ("GIF", "image/png", "图.png"),
        ("BMP", "image/png", "图.png"),
    ],
)
def test_what_is_kept_is_one_of_three_formats(fmt, content_type, name):
    kept = prepare(upload(image(fmt), "图"))
    assert (kept.file_type.content_type, kept.name) == (content_type, name)
    assert Image.MIME[opened(kept).format] == content_type
    assert content_type in limits.INLINE


def test_holes_in_a_picture_stay_holes():
    page = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(page, "PNG")
    assert opened(prepare(upload(page.getvalue()))).getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("mode", ["L", "CMYK", "1", "P", "I;16"])
def test_grey_print_and_palette_pictures_are_taken(mode):
    fmt = "JPEG" if mode in {"L", "CMYK"} else "PNG"
    page = io.BytesIO()
    Image.new(mode, (6, 4)).save(page, fmt)
    assert opened(prepare(upload(page.getvalue()))).size == (6, 4)


@pytest.mark.parametrize("fmt", ["GIF", "WEBP", "PNG"])
def test_moving_pictures_are_refused(fmt):
    with pytest.raises(UploadRefused, match="动图"):
        prepare(upload(moving(fmt)))


def test_the_double_picture_of_a_phone_keeps_its_first():
    page = io.BytesIO()
    first, second = (Image.new("RGB", (8, 6), c) for c in ((250, 0, 0), (0, 0, 250)))
    first.save(page, "MPO", save_all=True, append_images=[second])
    kept = prepare(upload(page.getvalue(), "现场.jpg"))
    assert opened(kept).format == "JPEG"
    assert opened(kept).getpixel((3, 3))[0] > 200


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(60_000, 60_000), (12_001, 10), (10, 12_001), (11_000, 11_000)])
def test_a_few_bytes_that_claim_a_huge_picture_are_not_unpacked(size, monkeypatch):
    monkeypatch.setattr(images, "_only_the_pixels", _never)
    with pytest.raises(UploadRefused, match="图片过大：不能超过5000万像素"):
        prepare(upload(png_that_claims(*size), "x.png"))


@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("part", [0.3, 0.6])
def test_half_a_picture_is_refused(fmt, part):
    whole = image(fmt, size=(200, 200))
    with pytest.raises(UploadRefused):
        prepare(upload(whole[: int(len(whole) * part)], "x"))


def test_a_picture_for_another_decoder_is_refused():
    page = io.BytesIO()
    Image.new("RGB", (4, 4)).save(page, "TIFF")
    with pytest.raises(UploadRefused, match="可以上传"):
        prepare(upload(page.getvalue(), "x.jpg"))


def _never(*args, **kwargs):
    raise AssertionError("the picture was unpacked")
