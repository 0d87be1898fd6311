"""Lots can be repeated by anybody, every case has the same chance, and the interval covers what was planted."""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest

from huiyin.measures.intervals import wilson
from huiyin.measures.lots import draw, lot_of, wanted

HUNDRED = [f"T{n:03}" for n in range(100)]


@pytest.mark.parametrize(
    ("frame", "share", "at_least", "many"),
    [(100, 0.02, 0, 2), (100, 0.02, 30, 30), (20, 0.02, 30, 20), (0, 0.02, 30, 0), (75, 0.02, 0, 2), (74, 0.02, 0, 1),
     (10_000, 0.02, 30, 200), (4, 0.25, 2, 2)],
)  # fmt: skip
def test_the_share_is_drawn_and_at_least_so_many(frame, share, at_least, many):
    assert wanted(frame, share, at_least) == many


def test_the_same_seed_draws_the_same_in_whatever_order_the_cases_come():
    there, back = draw("s", HUNDRED, 0.1, 0), draw("s", reversed(HUNDRED), 0.1, 0)
    assert there == back
    assert len(set(there.drawn)) == 10
    assert draw("other", HUNDRED, 0.1, 0).drawn != there.drawn


def test_whether_a_case_is_drawn_can_be_told_from_its_lot_alone():
    found = draw("s", HUNDRED, 0.1, 0)
    assert {one for one in HUNDRED if lot_of("s", one) <= found.last} == set(found.drawn)


def test_every_case_has_the_same_chance():
    seeds = 2000
    times = Counter(one for seed in range(seeds) for one in draw(str(seed), HUNDRED, 0.1, 0).drawn)
    assert set(times) == set(HUNDRED)
    # 2000 draws with a chance of 0.1: 200 expected, standard deviation 13.4; five of them is beyond all doubt.
    assert all(abs(times[one] - 200) < 67 for one in HUNDRED), times.most_common(3)
    assert sum(times.values()) == seeds * 10


@pytest.mark.parametrize("planted", ["0.03", "0.12", "0.30"])
def test_the_interval_covers_the_planted_share_of_false_closings_nearly_as_often_as_it_says(planted):
    """1,500 closings of which a share is false, 600 seeds, 60 checks each by somebody who sees what is so."""
    cases = [f"C{n:04}" for n in range(1500)]
    false = set(Random(7).sample(cases, int(Fraction(planted) * len(cases))))
    share, seeds = 100 * len(false) / len(cases), 600
    covered = 0
    for seed in range(seeds):
        drawn = draw(f"seed {seed}", cases, 0.04, 0).drawn
        low, high = wilson(sum(one in false for one in drawn), len(drawn))
        covered += float(low) <= share <= float(high)
    assert 0.92 <= covered / seeds <= 0.99, covered / seeds
