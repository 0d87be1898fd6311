"""Parts that are made smaller still sum to the whole, and nobody gets more than one too many or too few."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.demo.sharing import apportioned, rounded, scaled, spread

COUNTS = st.dictionaries(st.text(min_size=1, max_size=5), st.integers(0, 20000), min_size=1, max_size=12)
SCALES = st.fractions(min_value=Fraction(1, 1000), max_value=2)


@given(COUNTS, SCALES)
def test_the_parts_sum_to_the_scaled_whole_and_each_is_next_to_its_share(parts, scale):
    small = scaled(parts, scale)
    assert sum(small.values()) == rounded(sum(parts.values()) * scale)
    whole, total = sum(parts.values()), sum(small.values())
    for name, count in parts.items():
        exact = Fraction(count * total, whole) if whole else 0
        assert exact - 1 < small[name] < exact + 1


@given(COUNTS)
def test_at_full_size_nothing_changes(parts):
    assert scaled(parts, Fraction(1)) == parts


def test_of_equal_remainders_the_earlier_part_gains():
    assert apportioned({"a": 1, "b": 1, "c": 1}, 2) == {"a": 1, "b": 1, "c": 0}


def test_nothing_can_be_given_to_nobody():
    with pytest.raises(ValueError, match="nobody"):
        apportioned({"a": 0}, 3)


@given(st.integers(0, 60), st.integers(1, 60))
def test_yes_is_spread_evenly(count, of):
    count = min(count, of)
    answers = spread(count, of)
    assert sum(answers) == count
    assert all(sum(answers[:n]) in {n * count // of} for n in range(of + 1))


def test_a_half_is_rounded_upwards():
    assert [rounded(Fraction(n, 2)) for n in (1, 2, 3, 5)] == [1, 1, 2, 3]
