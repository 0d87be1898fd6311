"""Any period is whole months and single days, each day once; a case stands in each cube where it belongs."""

from collections import Counter
from datetime import date, timedelta

from huiyin.rollups.cubes import (
    CATEGORY,
    CUBES,
    PLACE,
    UNIT,
    Features,
    Vector,
    cube_on,
    days_between,
    in_months,
    month_after,
)
from huiyin.rollups.paths import counts_for_case, entered

FEATURES = Features("", "A01", "east", "complaint", "phone", "phone")


def test_a_period_is_its_months_and_days():
    for shift in range(0, 800, 7):
        since = date(2015, 12, 20) + timedelta(days=shift)
        for length in (1, 11, 28, 31, 62, 365, 400):
            until = since + timedelta(days=length)
            found = in_months(since, until)
            days = [*found.days, *(day for first in found.months for day in days_between(first, month_after(first)))]
            assert sorted(days) == list(days_between(since, until))
            assert len(found.days) < 62


def test_every_axis_stands_by_day_and_two_by_month_and_no_cube_has_both_ways_of_meaning_a_unit():
    assert cube_on([CATEGORY], by_day=True)
    assert cube_on([CATEGORY, UNIT], by_day=False).axes == (UNIT, CATEGORY)
    assert cube_on([CATEGORY, UNIT], by_day=True) is None
    assert cube_on([PLACE, UNIT], by_day=False) is None
    assert cube_on([PLACE, UNIT, CATEGORY], by_day=False) is None
    assert len({cube.number for cube in CUBES}) == len(CUBES)


def test_what_is_added_and_taken_away_again_is_nothing():
    vector = Vector(FEATURES, {(date(2018, 6, 5), ("", "0001.", "0001.0004."), "0001.0004."): [1, 1, 7]})
    counts = {}
    vector.add_to(counts, +1)
    day = cube_on([PLACE], by_day=True).number
    assert counts[day, "", date(2018, 6, 5), "0001.", ""] == Counter({1: 2, 7: 1})
    assert counts[cube_on([UNIT, CATEGORY], by_day=False).number, "", date(2018, 6, 1), "0001.0004.", "A01"][1] == 2
    vector.add_to(counts, -1)
    assert not any(n for counter in counts.values() for n in counter.values())


def test_a_share_that_was_handed_down_counts_for_the_units_below_and_not_for_the_city_again():
    handed_down = Vector(FEATURES, {(date(2018, 6, 5), ("0001.0004.",), "0001.0004."): [1]})
    counts = {}
    handed_down.add_to(counts, +1)
    assert {CUBES[0].axes} == {()}
    assert all(key[3] == "0001.0004." for key in counts)


def test_a_share_comes_into_each_place_from_outside():
    assert entered("0001.0004.", None) == ("", "0001.", "0001.0004.")
    assert entered("0001.0004.", "0001.") == ("0001.0004.",)
    assert entered("0002.", "0001.") == ("0002.",)


def test_by_a_joint_share_or_one_taken_back_the_case_does_not_count_for_the_unit():
    assert counts_for_case("lead", "handling")
    assert counts_for_case("sub", "replied")
    assert not counts_for_case("joint", "handling")
    assert not counts_for_case("lead", "recalled")
