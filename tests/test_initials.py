"""A name is found by the first letters of its pinyin; of all topics and territories every character is known."""

import pytest

from huiyin.rulebook.shelf import all_books
from huiyin.ui.initials import initials, letter_of


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("路灯照明", "ldzm"), ("噪音扰民", "zyrm"), ("占道经营", "zdjy"), ("公积金提取", "gjjtq"), ("5G信号", "5gxh"),
        ("校车", "xc"), ("重庆路", "cql zql"), ("供水、供热", "gsgr"), ("", ""),
    ],
    ids=["lamps", "noise", "stalls", "fund", "letters", "as-words", "two-ways", "sign", "empty"],
)  # fmt: skip
def test_the_first_letters(name, letters):
    assert initials(name) == letters


def test_every_character_of_every_topic_and_territory_has_its_letter():
    names = [c.name for book in all_books() for c in book.categories.values()]
    names += [t.label for book in all_books() for t in book.territories]
    assert len(names) > 100
    assert {sign for name in names for sign in name if sign.isalpha() and not letter_of(sign)} == set()
