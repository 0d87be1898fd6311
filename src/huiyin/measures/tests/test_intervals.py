"""Within what a rate of few cases may lie."""

import pytest

from huiyin.measures.intervals import interval_text, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe 1998, table I: Wilson without continuity correction, in per cent.
    [
        (81, 263, "25.5", "36.6"),
        (15, 148, "6.2", "16.0"),
        (0, 20, "0.0", "16.1"),
        (1, 29, "0.6", "17.2"),
        (29, 29, "88.3", "100.0"),
    ],
)
def test_the_interval_is_wilsons(part, whole, low, high):
    assert [str(edge) for edge in wilson(part, whole)] == [low, high]


def test_it_is_shown_where_there_are_few():
    assert interval_text(1, 29, few=30) == "0.6%～17.2%"
    assert interval_text(1, 30, few=30) == interval_text(0, 0, few=30) == interval_text(3, None, few=30) == ""
