"""A growth is told when it is far beyond the season and the last weeks, and ordinary noise is not."""

import random
from math import exp

import pytest

from huiyin.insight.expecting.growth import growth_of, tail
from huiyin.insight.rules import growth_rule
from huiyin.rulebook.shelf import book

WARNINGS = book("kaifeng/2018-01-01").insight.warnings
SUDDEN, SPROUTING, TENDENCY = RULES = tuple(growth_rule(kind, WARNINGS) for kind in WARNINGS.kinds)
CELLS, DAYS, HISTORY = 60, 200, 120
STATED_FALSE_ALARMS = 5
"""So many in 60 cells watched every day for 80 days, 14,400 looks by three rules each."""


def poisson(chance: random.Random, mean: float) -> int:
    """Draw a count."""
    least, count, product = exp(-mean), 0, chance.random()
    while product > least:
        count, product = count + 1, product * chance.random()
    return count


def noise(seed: int, mean: float, days: int) -> list[int]:
    chance = random.Random(seed)
    return [poisson(chance, mean) for _ in range(days)]


def test_a_planted_burst_is_found_with_its_formula():
    quiet = noise(1, 0.3, 200)
    growth = growth_of([*quiet, 0, 12], SUDDEN)
    assert growth is not None
    assert growth.found == 12
    assert growth.chance < 0.0001
    assert "近2天12件" in growth.said and "往年同期无数据" in growth.said
    assert growth_of([*quiet, 0, 0], SUDDEN) is None


def test_what_came_last_year_at_this_time_is_expected():
    """Heating: fifteen a day in one week of every winter, and nearly nothing else."""
    year = [15 if 180 <= day < 187 else 0 for day in range(365)]
    expected = [*year, *year[:187]]
    assert growth_of(expected, SPROUTING) is None, "the same week of the year before had as many"
    unexpected = [*([0] * 365), *year[:187]]
    growth = growth_of(unexpected, SPROUTING)
    assert growth is not None
    assert growth.seasonal == 0
    twice = [*year, *year[:180], *([60] * 7)]
    assert growth_of(twice, SPROUTING) is not None, "four times what the season brings is news"


def test_a_slow_rise_of_four_weeks_is_a_tendency_and_one_bad_day_is_not():
    quiet = noise(2, 0.3, 300)
    assert growth_of([*quiet, *([1, 2] * 14)], TENDENCY) is not None
    assert growth_of([*quiet, *([0] * 27), 40], TENDENCY) is None, "it has to rise in every week"


def test_what_comes_in_heaps_by_nature_must_come_in_a_larger_heap():
    heaps = [12 if day % 14 == 0 else 0 for day in range(196)]
    assert growth_of([*heaps, 14, 0, 0, 0, 0, 0, 0], SPROUTING) is None
    even = [1 if day % 7 < 6 else 0 for day in range(196)]
    assert growth_of([*even, 20, 0, 0, 0, 0, 0, 0], SPROUTING) is not None, "the same mean, evenly spread"


def test_ordinary_noise_gives_less_than_the_stated_false_alarms():
    alarms = 0
    for cell in range(CELLS):
        row = noise(100 + cell, (0.2, 0.5, 1.0, 3.0)[cell % 4], DAYS)
        alarms += sum(growth_of(row[:day], rule) is not None for day in range(HISTORY, DAYS) for rule in RULES)
    assert alarms <= STATED_FALSE_ALARMS, f"{alarms} in {CELLS} cells and {DAYS - HISTORY} days"


@pytest.mark.parametrize(("found", "mean", "variance", "least", "most"), [
    (1, 1.0, 1.0, 0.63212, 0.63213), (3, 1.0, 1.0, 0.08030, 0.08031), (0, 2.0, 2.0, 1.0, 1.0), (10, 1.0, 1.0, 1e-7, 1.2e-7),
    (3, 1.0, 2.0, 0.1249, 0.1251),
])  # fmt: skip
def test_the_tail_is_that_of_the_tables(found, mean, variance, least, most):
    assert least <= tail(found, mean, variance) <= most
