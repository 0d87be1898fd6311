"""Whatever JSON is said with whatever move, each item is understood or refused in words: nothing breaks."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.flow.says import Ask, clean
from huiyin.moves.place import all_places
from huiyin.rulebook.shelf import all_books

ODD = st.sampled_from(
    ["\ud800", "\x00", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-12:00", "1e999", "-1", "on", " ", "𠮷",
     "x" * 30000, float("inf"), float("nan"), 10**40, -(10**40), {"on": 1}, [[]], "0" * 32]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | ODD,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=6,
)
ASKS: dict[str, tuple[Ask, ...]] = {
    f"{place.kind}.{move.action}": move.asks for place in all_places() for move in place.table if move.asks
}


def storable(value: Any) -> bool:
    """Whether a database can hold it: no half of a sign, no zero byte, no number beyond all columns."""
    if isinstance(value, str):
        value.encode()
        return "\x00" not in value
    if isinstance(value, list | tuple):
        return all(storable(one) for one in value)
    if isinstance(value, dict):
        return all(storable(one) for one in value.values())
    return not isinstance(value, int) or abs(value) < 2**31


@pytest.mark.parametrize("verb", ASKS)
def test_each_item_is_understood_or_refused_in_words(verb: str) -> None:
    asks = ASKS[verb]

    @given(st.fixed_dictionaries({}, optional={ask.name: JSON for ask in asks}))
    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    def say(raw: dict[str, Any]) -> None:
        said, errors = clean(asks, raw, all_books()[0])
        assert set(said) | set(errors) == {ask.name for ask in asks}
        assert all(reason and isinstance(reason, str) for reason in errors.values())
        assert storable(said)

    say()
