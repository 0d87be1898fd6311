"""The petitioner's query code: random digits, of which only a keyed hash is kept."""

import pytest

from huiyin.privacy.codes import hash_query_code, new_query_code, query_code_matches
from huiyin.privacy.keys import new_ring


@pytest.mark.parametrize("digits", [8, 10, 16])
def test_a_code_has_as_many_digits_as_the_city_wants_and_no_order(digits):
    codes = [new_query_code(digits) for _ in range(500)]
    assert all(len(code) == digits and code.isdecimal() for code in codes)
    assert len(set(codes)) == 500
    assert codes != sorted(codes)
    assert {code[0] for code in codes} == set("0123456789")


def test_only_the_right_code_matches(ring):
    code = "0012345678"
    stored = hash_query_code(ring, code)
    assert query_code_matches(ring, code, stored)
    assert query_code_matches(ring, code, memoryview(stored))
    assert not query_code_matches(ring, "0012345679", stored)
    assert not query_code_matches(ring, "12345678", stored)


def test_typing_it_in_groups_is_fine(ring):
    assert query_code_matches(ring, " 00-1234 ５６７８", hash_query_code(ring, "0012345678"))


def test_nothing_matches_nothing(ring):
    assert not query_code_matches(ring, "", b"")
    assert not query_code_matches(ring, "0012345678", b"")


def test_a_stolen_table_of_hashes_is_no_use_without_the_key(ring):
    assert not query_code_matches(new_ring(), "0012345678", hash_query_code(ring, "0012345678"))
