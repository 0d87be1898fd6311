"""What a file is, its content says; its name is believed in nothing."""

import struct

import pytest

from huiyin.files import containers, limits
from huiyin.files.act import prepare
from huiyin.files.problems import UploadRefused
from huiyin.files.recognise import recognise
from huiyin.files.tests.makers import archive, docx, image, ofd, ole, pdf, upload, xlsx

WAVE = b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 40
MP4 = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2" + b"\0" * 40
AMR = b"#!AMR\n" + b"\x3c\x91" * 30


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (image("JPEG"), "jpg"),
        (image("PNG"), "png"),
        (image("WEBP"), "webp"),
        (image("GIF"), "gif"),
        (image("BMP"), "bmp"),
        (pdf(), "pdf"),
        (docx(), "docx"),
        (xlsx(), "xlsx"),
        (ofd(), "ofd"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (ole("Root Entry", "WordDocument"), "doc"),
        (ole("Root Entry", "Workbook"), "xls"),
        ("关于停水问题的答复".encode(), "txt"),
        ("关于停水问题的答复".encode("gb18030"), "txt"),
        ("\ufeff编号,时间\n1,2018\n".encode(), "txt"),
        (b"ID3\x04\0\0\0\0\0\x00" + b"\xff\xfb\x90\0" * 20, "mp3"),
        (WAVE, "wav"),
        (AMR, "amr"),
        (MP4, "mp4"),
    ],
)
@pytest.mark.parametrize("name", ["材料", "材料.exe", "材料.html", "材料.jpg"])
def test_a_file_is_what_it_contains(data, ending, name):
    assert recognise(data, name).ending == ending


def test_a_table_of_text_is_told_by_its_name_only():
    assert recognise("编号,时间\n".encode(), "来件.CSV").ending == "csv"
    assert recognise("编号,时间\n".encode(), "来件.txt").ending == "txt"
    assert recognise(pdf(), "来件.csv").ending == "pdf"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "文件是空的"),
        (b"MZ\x90\0\x03\0\0\0" + b"\0" * 100, "可以上传"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 100, "可以上传"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "网页、SVG 和 XML"),
        (b"\xef\xbb\xbf \n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "网页、SVG 和 XML"),
        (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", "网页、SVG 和 XML"),
        (archive("readme.txt", "run.exe"), "压缩包不能上传"),
        (b"Rar!\x1a\x07\0" + b"\0" * 50, "可以上传"),
        (b"7z\xbc\xaf\x27\x1c\0\x04" + b"\0" * 50, "可以上传"),
        (docx("word/vbaProject.bin"), "含有宏"),
        (xlsx("xl/VBAPROJECT.BIN"), "含有宏"),
        (ole("Root Entry", "WordDocument", "_VBA_PROJECT"), "含有宏"),
        (ole("Root Entry", "EncryptedPackage"), "打开密码"),
        (ole("Root Entry"), "可以上传"),
        (b"\x1f\x8b\x08\0" + b"\0" * 50, "可以上传"),
        (bytes(range(256)), "可以上传"),
        ("停水\0了".encode(), "可以上传"),
    ],
)
def test_everything_else_is_refused_in_chinese(data, why):
    with pytest.raises(UploadRefused, match=why):
        recognise(data, "材料.pdf")


def test_the_refusal_names_all_that_is_allowed():
    with pytest.raises(UploadRefused) as refused:
        recognise(b"MZ\x90\0", "x.exe")
    words = str(refused.value)
    assert all(t.ending.upper() in words for t in limits.ALLOWED)
    assert "图片" in words
    assert "不超过20MB" in words


class TestFilesThatAreTwo:
    """A file that is one thing for our check and another for whoever opens it."""

    def test_a_script_behind_a_picture_head_is_no_picture(self):
        head_only = b"GIF89a\x01\0\x01\0" + b"\0<script>alert(1)</script>"
        with pytest.raises(UploadRefused):
            prepare(upload(head_only, "x.gif"))

    def test_an_archive_behind_a_picture_does_not_survive(self):
        two = image("JPEG") + archive("evil.class")
        kept = prepare(upload(two, "x.jpg"))
        assert kept.file_type.content_type == "image/jpeg"
        assert not containers.has_a_zip_behind_it(kept.content)
        assert b"evil.class" not in kept.content

    def test_a_script_within_a_picture_does_not_survive(self):
        kept = prepare(upload(image("JPEG", comment=b"<script>alert(1)</script>"), "x.html"))
        assert b"<script" not in kept.content
        assert kept.name == "x.jpg"

    def test_an_archive_behind_a_pdf_is_refused(self):
        with pytest.raises(UploadRefused, match="夹带了压缩包"):
            recognise(pdf() + archive("evil.class") + b"%%EOF", "x.pdf")

    def test_a_pdf_behind_something_else_is_no_pdf(self):
        with pytest.raises(UploadRefused):
            recognise(b"\0" * 20 + pdf(), "x.pdf")

    def test_half_a_pdf_is_refused(self):
        with pytest.raises(UploadRefused, match="不完整"):
            recognise(pdf()[:-8], "x.pdf")

    def test_a_web_page_before_a_document_is_refused(self):
        with pytest.raises(UploadRefused):
            recognise(b"<script>alert(1)</script>" + docx(), "x.docx")

    def test_a_document_of_two_kinds_is_refused(self):
        with pytest.raises(UploadRefused, match="损坏"):
            recognise(docx("xl/workbook.xml"), "x.docx")


class TestBombs:
    """Small on the way in, huge where it is opened."""

    def test_a_document_that_unpacks_to_a_gigabyte(self):
        with pytest.raises(UploadRefused, match="解压后过大"):
            recognise(docx(content=b"\0" * (110 * limits.MEGABYTE)), "x.docx")

    def test_an_honest_document_with_a_large_but_dense_part_passes(self):
        assert recognise(docx(content=b"<p>text</p>" * 20_000), "x.docx") == limits.DOCX

    def test_too_many_parts(self):
        with pytest.raises(UploadRefused, match="解压后过大"):
            recognise(docx(*[f"word/media/{n}" for n in range(limits.MAX_ZIP_ENTRIES)]), "x.docx")

    def test_a_directory_that_claims_to_be_huge_is_not_read(self, monkeypatch):
        data = bytearray(docx())
        monkeypatch.setattr(containers.zipfile, "ZipFile", _never)
        struct.pack_into("<I", data, len(data) - 22 + 12, 0x7FFFFFFF)
        with pytest.raises(UploadRefused, match="解压后过大"):
            recognise(bytes(data), "x.docx")

    def test_parts_that_share_their_bytes(self):
        data = docx(content=bytes(range(256)) * 8)
        begin = data.index(b"PK\x01\x02")
        twins = bytearray(data)
        at = begin
        while (at := data.find(b"PK\x01\x02", at)) >= 0:
            struct.pack_into("<I", twins, at + 20, len(data) - 100)
            at += 4
        with pytest.raises(UploadRefused, match="解压后过大"):
            recognise(bytes(twins), "x.docx")

    @pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "word\\..\\..\\x", "\\x"])
    def test_parts_that_leave_the_archive(self, name):
        with pytest.raises(UploadRefused, match="损坏"):
            recognise(docx(name), "x.docx")

    @pytest.mark.parametrize("cut", [4, 30, 100, -1, -10, -22])
    def test_a_cut_document(self, cut):
        with pytest.raises(UploadRefused):
            recognise(docx()[:cut], "x.docx")


def _never(*args, **kwargs):
    raise AssertionError("the directory was read")
