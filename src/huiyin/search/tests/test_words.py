"""A part of a text folds into a part of the folded text, and every token that is asked for it stands in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.search.words import MOST_TOKENS_ASKED, beginning_with, fold, terms_of, tokens_asked, tokens_of

TEXTS = st.text(alphabet=st.one_of(st.sampled_from("路灯不亮柳巷 aB1２ｚ\n-，。ﬁé㎡𠮷"), st.characters()), max_size=60)


@given(TEXTS, TEXTS)
def test_texts_fold_character_by_character(one, other):
    assert fold(one + other) == fold(one) + fold(other)
    assert fold(fold(one)) == fold(one)


@given(TEXTS, st.integers(0, 60), st.integers(1, 60))
def test_what_is_asked_of_any_part_stands_among_the_tokens_of_the_whole(text, begin, length):
    tokens = tokens_of(fold(text))
    for term in terms_of(text[begin : begin + length]):
        asked = tokens_asked(term)
        assert set(asked) <= tokens
        assert len(asked) <= MOST_TOKENS_ASKED
        if len(term) == 1:
            assert not asked
            assert any(token.startswith(beginning_with(term)) for token in tokens)
        else:
            assert asked


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＷｉＦｉ２０１８", "wifi2018"),
        ("第①号", "第1号"),
        ("Ärger", "arger"),
        ("路\u200b灯", "路灯"),
        ("a\u3000b", "a b"),
    ],
    ids=["width", "circled", "accent", "invisible", "blank"],
)
def test_one_spelling(typed, folded):
    assert fold(typed) == folded


def test_digits_are_asked_for_by_fours():
    assert tokens_asked("20180601") == ["q2018", "q0180", "q1806", "q8060", "q0601"]
    assert tokens_asked("12") == ["00310032"]
    assert tokens_asked("号2018") == ["q2018", "53f70032"]


def test_tokens_are_plain_letters_and_digits():
    assert all(token.isascii() and token.isalnum() for token in tokens_of(fold("'\"\\|&!:*()路灯𠮷 a")))
