"""Files that are no papers, or that somebody made to do harm: each is refused in words, and nothing of it is opened."""

import io
import struct
import zipfile

import docx
import pytest

from huiyin.documents import read_docx, to_docx
from huiyin.documents.docx_safe import LARGEST
from huiyin.documents.readback import Unreadable
from huiyin.documents.tests.samples import circular, paragraph

TYPES = "[Content_Types].xml"
MAIN = "word/document.xml"


@pytest.fixture(scope="module")
def good() -> bytes:
    return to_docx(circular())


def with_part(data: bytes, name: str, change) -> bytes:
    """Return the file with one part changed, or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return stream.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as reason:
        read_docx(data)
    return str(reason.value)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "这不是 DOCX 文件"),
        ("一段文字".encode(), "这不是 DOCX 文件"),
        (b"%PDF-1.7 ...", "这是 PDF 文件，请上传 .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "这是旧版 .doc、.wps 或加了密码的文件，请去掉密码并另存为 .docx"),
        (b"PK\x05\x06" + b"\0" * 18, "这不是 DOCX 文件"),
        (b"x" * (LARGEST + 1), "文件超过 20 MB，请压缩图片后再上传"),
    ],
    ids=["empty", "text", "pdf", "doc", "empty-zip", "large"],
)
def test_what_is_no_docx_is_refused_with_what_to_do(data, reason):
    assert refused(data) == reason


def test_a_file_with_macros_is_refused_by_its_part_and_by_its_type(good):
    assert "宏" in refused(with_part(good, "word/vbaProject.bin", lambda _: b"x"))
    assert "宏" in refused(
        with_part(
            good,
            TYPES,
            lambda text: text.replace(
                b"openxmlformats-officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
            ),
        )
    )


def test_a_workbook_is_refused(good):
    assert (
        refused(
            with_part(
                good, TYPES, lambda text: text.replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")
            )
        )
        == "这不是文字文档，请上传 .docx"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_anything_is_parsed(good, encoding):
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'
    assert "DTD" in refused(with_part(good, MAIN, lambda _: xml.encode(encoding)))
    assert "DTD" in refused(with_part(good, "docProps/custom.xml", lambda _: xml.encode(encoding)))


def test_a_bomb_is_refused_by_what_it_would_become(good):
    bomb = with_part(good, "word/media/big.bin", lambda _: b"\0" * (90 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    assert refused(bomb) == "文件解压后过大，不予打开"


def test_a_bomb_that_lies_about_its_size_is_refused(good):
    data = bytearray(with_part(good, "word/large.xml", lambda _: b"<x>" + b" " * 5_000_000 + b"</x>"))
    at = data.rindex(b"word/large.xml") - 46
    struct.pack_into("<I", data, at + 24, 10)
    assert "损坏" in refused(bytes(data))


def test_many_parts_are_refused(good):
    stream = io.BytesIO(good)
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"word/part{number}.xml", "<x/>")
    assert refused(stream.getvalue()) == "文件解压后过大，不予打开"


PARTS = {
    "main": MAIN,
    "styles": "word/styles.xml",
    "properties": "docProps/custom.xml",
    "relations": "word/_rels/document.xml.rels",
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_a_broken_part_never_brings_down_the_server(good, part):
    for broken in (b"", b"<", b"<x/>", b"\xff\xfe\x00"):
        try:
            read_docx(with_part(good, part, lambda _, broken=broken: broken))
        except Unreadable as reason:
            assert str(reason).startswith("文件")


def test_a_torn_file_is_refused(good):
    assert "DOCX" in refused(good[: len(good) // 2])
    assert "损坏" in refused(good[:2000] + b"\0" * 500 + good[2500:])


def test_endless_paragraphs_are_refused():
    file = docx.Document()
    body = file.element.body
    model = file.add_paragraph("一")._p
    for _ in range(5_100):
        body.insert(0, model.__deepcopy__({}))
    stream = io.BytesIO()
    file.save(stream)
    assert "不像一份公文" in refused(stream.getvalue())


def test_deep_nesting_is_refused(good):
    deep = b"<w:sdt><w:sdtContent>" * 3_000 + b"</w:sdtContent></w:sdt>" * 3_000
    assert refused(with_part(good, MAIN, lambda text: text.replace(b"<w:body>", b"<w:body>" + deep))).startswith("文件")


def test_a_good_file_is_not_refused(good):
    assert read_docx(good).blocks == circular().blocks
    assert paragraph("x") not in read_docx(good).blocks
