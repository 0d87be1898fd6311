"""Equality search: the same phone number is found however it is spelt, and two different ones never meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.privacy import installed
from huiyin.privacy.keys import new_ring, rotated
from huiyin.privacy.lookup import (
    NothingToLookUp,
    can_look_up,
    lookup_hash,
    normalise_id,
    normalise_name,
    normalise_phone,
)

RING = new_ring()

MOBILE = [
    "13800005521", "138 0000 5521", "138-0000-5521", "138.0000.5521", "013800005521", "8613800005521",
    "+86 13800005521", "+86-138-0000-5521", "+86 013800005521", "(+86)13800005521", "0086 13800005521",
    "１３８００００５５２１", "＋８６１３８００００５５２１",
    "电话：13800005521", "13800005521（女士）", "138\u200b0000\u200b5521", " 138\u30000000\u30005521 ", "138–0000–5521",
]  # fmt: skip
LANDLINE = [
    "0371-23456789", "037123456789", "(0371)23456789", "（0371）2345 6789", "0371-2345-6789", "0371—23456789",
    "+86 371 23456789", "+86-371-2345-6789", "+86 (0)371 2345 6789", "0086-371-23456789", "86 371 23456789",
    "０３７１－２３４５６７８９",
]  # fmt: skip
EXTENSION = [
    "0371-23456789-801", "0371-23456789转801", "0371-23456789 转 801", "037123456789转分机801", "0371-23456789#801",
    "(0371)23456789 ext. 801", "0371-2345-6789x801", "+86 371 23456789 分机801", "0371－23456789－801",
]  # fmt: skip


@pytest.mark.parametrize(
    ("spellings", "normal"),
    [(MOBILE, "13800005521"), (LANDLINE, "037123456789"), (EXTENSION, "037123456789转801")],
    ids=["mobile", "landline", "extension"],
)
def test_one_phone_in_all_spellings_is_one_phone(spellings, normal):
    assert {spelling: normalise_phone(spelling) for spelling in spellings} == dict.fromkeys(spellings, normal)
    assert len({lookup_hash(RING, "phone", spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("spelling", "normal"),
    [
        ("010-88886666", "01088886666"),
        ("+86 10 88886666", "01088886666"),
        ("0415-2345678", "04152345678"),
        ("23456789", "23456789"),
        ("23456789-801", "23456789转801"),
        ("400-123-4567", "4001234567"),
        ("+86 400 123 4567", "4001234567"),
        ("400-123-4567转8", "4001234567转8"),
        ("12345", "12345"),
        ("95598", "95598"),
        ("+852 2345 6789", "+85223456789"),
        ("00852-23456789", "+85223456789"),
        ("+1 (302) 555-0100", "+13025550100"),
        ("无", ""),
        ("", ""),
        ("+", ""),
    ],
)
def test_other_numbers_have_one_spelling_too(spelling, normal):
    assert normalise_phone(spelling) == normal
    assert normalise_phone(normal) == normal


@given(st.from_regex(r"1[3-9][0-9]{9}|0(10|2[0-9]|[3-9][0-9]{2})-[2-9][0-9]{7}(转[1-9][0-9]{0,3})?", fullmatch=True))
def test_a_normal_number_is_its_own_normal(number):
    normal = normalise_phone(number)
    assert normalise_phone(normal) == normal
    assert normalise_phone(f"+86 {normal}") == normal


def test_an_extension_makes_another_phone():
    assert lookup_hash(RING, "phone", "0371-23456789") != lookup_hash(RING, "phone", "0371-23456789转801")


def test_a_foreign_number_is_not_a_mobile_number_here():
    assert lookup_hash(RING, "phone", "+1 380 000 5521") != lookup_hash(RING, "phone", "1380000 5521")


@pytest.mark.parametrize("spelling", ["张 三", "张三 ", "张\u200b三", "\u202e张三", "张　三"])
def test_names_ignore_blanks_and_invisible_signs(spelling):
    assert lookup_hash(RING, "name", spelling) == lookup_hash(RING, "name", "张三")


def test_names_with_a_middle_dot_and_latin_names():
    assert len({normalise_name(f"阿依古丽{dot}买买提") for dot in "·•・‧．"}) == 1
    assert normalise_name("Ｊｏｈｎ Smith") == normalise_name("JOHN SMITH")


def test_documents_ignore_case_and_blanks():
    assert normalise_id("410203 19900101 123x") == normalise_id("41020319900101123Ｘ") == "41020319900101123X"


def test_a_hash_has_32_bytes_and_says_nothing(ring):
    found = lookup_hash(ring, "phone", "13800005521")
    assert len(found) == 32
    assert found != lookup_hash(new_ring(), "phone", "13800005521")


def test_kinds_hash_apart(ring):
    assert lookup_hash(ring, "phone", "13800005521") != lookup_hash(ring, "id", "13800005521")


def test_hashes_stay_when_the_sealing_key_changes(ring):
    assert lookup_hash(rotated(ring), "phone", "13800005521") == lookup_hash(ring, "phone", "13800005521")


@pytest.mark.parametrize("value", ["", "-", "无", "不详"])
def test_nothing_is_not_looked_up(ring, value):
    assert not can_look_up("phone", value)
    with pytest.raises(NothingToLookUp):
        lookup_hash(ring, "phone", value)


def test_an_unknown_kind_is_a_mistake(ring):
    with pytest.raises(ValueError, match="phon"):
        lookup_hash(ring, "phon", "13800005521")


def test_a_remark_is_hashed_as_it_is(ring):
    assert lookup_hash(ring, "remark", "水 停了") != lookup_hash(ring, "remark", "水停了")


def test_the_installation_looks_up_with_its_own_ring(ring):
    with installed.using(ring):
        assert installed.lookup_for("phone", "138-0000-5521") == lookup_hash(ring, "phone", "13800005521")
