"""What a crossing keeps back cannot be computed back from it: every table that would fit is counted out."""

import random
from itertools import product

import pytest

from huiyin.portal.withholding import is_told, withheld

FEW = 5


def fitting(counts, hidden):
    """Count out every table that agrees with all that is published: the cells that stand there, and the sums."""
    rows, columns = len(counts), len(counts[0])
    free = [sorted(j for i, j in hidden if i == row) for row in range(rows)]
    lacking = [sum(counts[i][j] for i, j in hidden if j == column) for column in range(columns)]
    choices = [[*shares(len(free[i]), sum(counts[i][j] for j in free[i]))] for i in range(rows)]
    for chosen in product(*choices):
        sums = [0] * columns
        for row, values in enumerate(chosen):
            for j, value in zip(free[row], values, strict=True):
                sums[j] += value
        if sums == lacking:
            yield {(row, j): v for row, values in enumerate(chosen) for j, v in zip(free[row], values, strict=True)}


def shares(parts, whole):
    """Give every way to share a number among so many cells."""
    if parts == 0:
        if whole == 0:
            yield ()
        return
    if parts == 1:
        yield (whole,)
        return
    for first in range(whole + 1):
        yield from ((first, *rest) for rest in shares(parts - 1, whole - first))


def possible(counts, hidden):
    values = {}
    for table in fitting(counts, hidden):
        for cell, value in table.items():
            values.setdefault(cell, set()).add(value)
    return values


def small_ones(counts):
    return [(i, j) for i, row in enumerate(counts) for j, n in enumerate(row) if 0 < n < FEW]


def test_one_small_count_alone_is_told_by_the_sums_and_others_go_with_it():
    counts = [[2, 9, 30], [7, 8, 20], [40, 6, 11]]
    assert is_told(counts, {(0, 0)}, (0, 0))
    hidden = withheld(counts, FEW)
    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert possible(counts, hidden)[(0, 0)] == set(range(10))


@pytest.mark.parametrize("seed", range(20))
def test_no_small_count_has_only_one_value_that_fits(seed):
    dice = random.Random(seed)
    counts = [[dice.choice((0, 0, 1, 2, 4, 6, 7)) for _ in range(3)] for _ in range(3)]
    hidden = withheld(counts, FEW)
    every = {(i, j) for i in range(3) for j in range(3)}
    values = possible(counts, hidden if hidden is not None else every)
    told = [cell for cell in small_ones(counts) if len(values[cell]) == 1]
    if hidden is None:
        # Nothing helped: even the sums alone tell one of them, so that no crossing is published.
        assert told
    else:
        assert set(small_ones(counts)) <= hidden
        assert not told, (counts, sorted(hidden))


def test_the_quick_question_answers_as_counting_out_does():
    dice = random.Random(7)
    for _ in range(60):
        counts = [[dice.randrange(4) for _ in range(3)] for _ in range(3)]
        hidden = {(i, j) for i in range(3) for j in range(3) if dice.random() < 0.6}
        values = possible(counts, hidden)
        assert {cell for cell in hidden if is_told(counts, hidden, cell)} == {
            c for c, v in values.items() if len(v) == 1
        }


def test_the_crossing_of_a_single_row_is_not_published():
    assert withheld([[3, 40]], FEW) is None


def test_nothing_small_withholds_nothing():
    assert withheld([[5, 6], [7, 8]], FEW) == frozenset()


def test_what_an_earlier_edition_withheld_stays_withheld():
    counts = [[2, 9, 30], [7, 8, 20], [40, 6, 11]]
    earlier = withheld(counts, FEW)
    later = withheld([[6, 9, 30], [7, 8, 20], [40, 6, 11]], FEW, before=earlier)
    assert later == earlier
