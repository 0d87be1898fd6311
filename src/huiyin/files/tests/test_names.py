"""The name that is shown and handed out: visible, without a path, with one true ending."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.files.limits import JPEG, MAX_NAME_SIGNS, PDF, TXT
from huiyin.files.names import clean_name


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("答复.pdf", "答复.pdf"),
        ("答复", "答复.pdf"),
        ("答复.PDF", "答复.pdf"),
        ("答复.exe", "答复.pdf"),
        ("答复.php.jpg", "答复_php.pdf"),
        ("答\u200b复\u200d\ufeff.pdf", "答复.pdf"),
        ("答复\u202efdp.exe", "答复fdp.pdf"),
        ("\u2066答复\u2069.pdf", "答复.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\某人\\Desktop\\答复.pdf", "答复.pdf"),
        ("答复\x00.php", "答复.pdf"),
        ("答复\r\nSet-Cookie: a=b.pdf", "答复Set-Cookie_ a=b.pdf"),
        (".htaccess", "附件.pdf"),
        (".h\u200bt\u200baccess", "附件.pdf"),
        ("....", "附件.pdf"),
        ("", "附件.pdf"),
        ("   ", "附件.pdf"),
        ("\u200b\u202e", "附件.pdf"),
        ("..／..／答复", "答复.pdf"),
        ('<img src="x">', "img src=_x.pdf"),
        ("2019.10.1现场  照片.jpg", "2019.10.1现场 照片.pdf"),
        ("con.txt", "_con.pdf"),
        ("LPT1", "_LPT1.pdf"),
        ("contract.pdf", "contract.pdf"),
    ],
)
def test_a_name_is_cleaned(raw, clean):
    assert clean_name(raw, PDF) == clean


def test_the_ending_is_that_of_the_content():
    assert clean_name("photo.pdf", JPEG) == "photo.jpg"
    assert clean_name("run.sh", TXT) == "run.txt"


def test_a_long_name_is_cut_and_keeps_its_ending():
    assert clean_name("长" * 500 + ".pdf", PDF) == "长" * MAX_NAME_SIGNS + ".pdf"


@given(st.text(max_size=200))
def test_no_name_is_dangerous(raw):
    name = clean_name(raw, PDF)
    stem = name.removesuffix(".pdf")
    assert name.endswith(".pdf")
    assert 1 <= len(stem) <= MAX_NAME_SIGNS + 1
    assert not set(stem) & set('<>:"|?*/\\')
    assert ".." not in name
    assert not name.startswith((".", " "))
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in name)
