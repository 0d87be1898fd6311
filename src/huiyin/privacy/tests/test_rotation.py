"""Changing keys goes through every place that holds sealed data, and may be broken off."""

import pytest

from huiyin.privacy import rotation
from huiyin.privacy.cipher import is_current, open_, reseal, seal
from huiyin.privacy.keys import rotated, without


@pytest.fixture
def no_places(monkeypatch):
    monkeypatch.setattr(rotation, "_places", {})


def _place(rows):
    def reseal_rows(ring):
        for row_id, sealed in rows.items():
            anew = not is_current(ring, sealed)
            rows[row_id] = reseal(ring, sealed, "notes", "text", row_id)
            yield anew

    return reseal_rows


def test_all_places_are_sealed_anew_and_the_old_key_can_go(ring, no_places):
    notes = {"1": seal(ring, "甲", "notes", "text", "1"), "2": seal(ring, "乙", "notes", "text", "2")}
    rotation.holds_sealed_data("便条", _place(notes))
    newer = rotated(ring)
    assert list(rotation.reseal_everything(newer)) == [("便条", True), ("便条", True)]
    assert list(rotation.reseal_everything(newer)) == [("便条", False), ("便条", False)]
    assert open_(without(newer, ring.current), notes["2"], "notes", "text", "2") == "乙"


def test_broken_off_it_goes_on_where_it_stood(ring, no_places):
    notes = {n: seal(ring, "甲", "notes", "text", n) for n in "123"}
    rotation.holds_sealed_data("便条", _place(notes))
    newer = rotated(ring)
    next(rotation.reseal_everything(newer))
    assert [anew for _, anew in rotation.reseal_everything(newer)] == [False, True, True]


def test_two_places_cannot_share_a_name(no_places):
    rotation.holds_sealed_data("便条", _place({}))
    with pytest.raises(ValueError, match="便条"):
        rotation.holds_sealed_data("便条", _place({}))
