"""Files as people bring them, and as they had better not."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SECRET = b"secret-in-the-picture"


def image(fmt="JPEG", size=(40, 20), **save):
    page = io.BytesIO()
    mode = "RGBA" if fmt in {"PNG", "WEBP"} else "RGB"
    Image.new(mode, size, (200, 30, 30)).save(page, fmt, **save)
    return page.getvalue()


def jpeg_from_a_phone():
    """A picture lying on its side, with position, maker, comment and thumbnail."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (34.0, 47.0, 50.5)
    exif.get_ifd(0x8769)[0x9286] = SECRET
    return image(exif=exif, comment=SECRET)


def png_with_text():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", SECRET.decode())
    return image("PNG", pnginfo=info)


def moving(fmt):
    page = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), (n * 60, 0, 0)) for n in range(3)]
    frames[0].save(page, fmt, save_all=True, append_images=frames[1:])
    return page.getvalue()


def png_that_claims(width, height):
    """A few bytes that unpack to a picture of this size."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def archive(*names, content=b"<x/>", **contents):
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, content)
        for name, data in contents.items():
            packed.writestr(name, data)
    return page.getvalue()


def docx(*more, **contents):
    return archive("[Content_Types].xml", "_rels/.rels", "word/document.xml", *more, **contents)


def xlsx(*more):
    return archive("[Content_Types].xml", "xl/workbook.xml", *more)


def ofd():
    return archive("OFD.xml", "Doc_0/Document.xml")


def ole(*streams):
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    return start + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


def pdf(body=b"1 0 obj << >> endobj"):
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + body + b"\ntrailer\n%%EOF\n"


def upload(data, name="文件"):
    return SimpleUploadedFile(name, data)
