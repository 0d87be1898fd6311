"""A sealed value opens only where it was sealed, unchanged, and with its key."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.privacy.cipher import OVERHEAD, is_current, open_, open_bytes, reseal, seal, seal_bytes, sealed_with
from huiyin.privacy.keys import new_ring, rotated, without
from huiyin.privacy.problems import KeyLost, PrivacyProblem, SealBroken, UnknownVersion

ROW, OTHER_ROW = uuid4(), uuid4()
TABLE = "cases_petitioner"
RINGS = {suite: new_ring(suite) for suite in ("aes-256-gcm", "sm4-gcm")}


@given(text=st.text(), suite=st.sampled_from(sorted(RINGS)))
def test_every_text_comes_back(text, suite):
    ring = RINGS[suite]
    assert open_(ring, seal(ring, text, TABLE, "phone", ROW), TABLE, "phone", ROW) == text


def test_the_sealed_value_shows_nothing_and_differs_each_time(any_ring):
    first, second = (seal(any_ring, "13800005521", TABLE, "phone", ROW) for _ in range(2))
    assert b"13800005521" not in first
    assert first != second
    assert len(first) == len("13800005521") + OVERHEAD


def test_the_suite_stands_in_the_first_byte():
    assert seal(RINGS["aes-256-gcm"], "张三", TABLE, "name", ROW)[0] == 1
    assert seal(RINGS["sm4-gcm"], "张三", TABLE, "name", ROW)[0] == 2


@pytest.mark.parametrize(
    "place",
    [(TABLE, "phone", OTHER_ROW), (TABLE, "name", ROW), ("people_user", "phone", ROW)],
    ids=["other row", "other column", "other table"],
)
def test_a_value_moved_elsewhere_does_not_open(any_ring, place):
    sealed = seal(any_ring, "13800005521", TABLE, "phone", ROW)
    with pytest.raises(SealBroken, match="已拒绝读取"):
        open_(any_ring, sealed, *place)


def test_no_bit_can_be_changed(any_ring):
    sealed = seal(any_ring, "张三", TABLE, "name", ROW)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 0x80
        with pytest.raises(PrivacyProblem):
            open_(any_ring, bytes(changed), TABLE, "name", ROW)


@pytest.mark.parametrize("length", [0, 1, 5, 16, OVERHEAD - 1, OVERHEAD])
def test_a_stump_does_not_open(ring, length):
    with pytest.raises(SealBroken):
        open_(ring, seal(ring, "张三", TABLE, "name", ROW)[:length], TABLE, "name", ROW)


def test_an_unknown_version_is_named(ring):
    sealed = b"\x09" + seal(ring, "张三", TABLE, "name", ROW)[1:]
    with pytest.raises(UnknownVersion, match="9"):
        open_(ring, sealed, TABLE, "name", ROW)


def test_without_its_key_a_value_is_lost_and_the_message_says_which(ring):
    sealed = seal(ring, "张三", TABLE, "name", ROW)
    with pytest.raises(KeyLost, match=f"密钥 {ring.current} 已丢失"):
        open_(new_ring(), sealed, TABLE, "name", ROW)


def test_a_key_of_the_same_name_but_other_bytes_does_not_open(ring):
    impostor = type(ring)(ring.current, {ring.current: b"x" * 32}, ring.hash_key)
    with pytest.raises(SealBroken):
        open_(impostor, seal(ring, "张三", TABLE, "name", ROW), TABLE, "name", ROW)


def test_a_place_cannot_be_spelt_in_two_ways(ring):
    with pytest.raises(ValueError, match="a row"):
        seal(ring, "张三", "cases|petitioner", "name", ROW)
    with pytest.raises(ValueError, match="a row"):
        seal(ring, "张三", TABLE, "name", "")


def test_what_postgresql_hands_over_opens_too(ring):
    sealed = memoryview(seal(ring, "张三", TABLE, "name", ROW))
    assert open_(ring, sealed, TABLE, "name", ROW) == "张三"
    assert open_(ring, sealed, TABLE, "name", str(ROW)) == "张三"


def test_files_are_sealed_as_bytes(any_ring):
    content = bytes(range(256)) * 1000
    sealed = seal_bytes(any_ring, content, "files", "content", ROW)
    assert open_bytes(any_ring, sealed, "files", "content", ROW) == content


def test_after_rotation_the_old_opens_and_the_new_is_sealed_with_the_new_key(ring):
    sealed = seal(ring, "张三", TABLE, "name", ROW)
    newer = rotated(ring)
    assert open_(newer, sealed, TABLE, "name", ROW) == "张三"
    assert not is_current(newer, sealed)
    again = reseal(newer, sealed, TABLE, "name", ROW)
    assert sealed_with(again) == newer.current
    assert open_(without(newer, ring.current), again, TABLE, "name", ROW) == "张三"


def test_what_is_current_is_not_sealed_again(any_ring):
    sealed = seal(any_ring, "张三", TABLE, "name", ROW)
    assert reseal(any_ring, sealed, TABLE, "name", ROW) == sealed


def test_rotation_can_change_the_suite(ring):
    newer = rotated(ring, "sm4-gcm")
    again = reseal(newer, seal(ring, "张三", TABLE, "name", ROW), TABLE, "name", ROW)
    assert again[0] == 2
    assert open_(newer, again, TABLE, "name", ROW) == "张三"


def test_resealing_refuses_what_was_moved_here(ring):
    sealed = seal(ring, "张三", TABLE, "name", ROW)
    with pytest.raises(SealBroken):
        reseal(rotated(ring), sealed, TABLE, "name", OTHER_ROW)
