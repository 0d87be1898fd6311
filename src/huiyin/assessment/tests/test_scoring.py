"""What each kind of indicator adds or takes, and how totals are made, graded and ranked."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given as supposing
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import ValidationError

from huiyin.assessment.scoring import Given, score_of, scored
from huiyin.assessment.tests.tables import bonus, deduction, floor, given, linear, scheme, threshold, veto
from huiyin.rulebook.scheme import OF_RATES, Scheme
from huiyin.rulebook.scheme_shelf import all_schemes


def total(made: Scheme, **values) -> Decimal:
    return score_of(made, given(**values)).total


def test_a_rate_weighs_its_points():
    made = scheme(linear("closed", 40), linear("satisfied", 60), total="from_zero")
    assert total(made, closed=95, satisfied=90) == Decimal("92.00")


def test_the_same_rates_taken_off_a_hundred_give_the_same():
    taken = scheme(linear("closed", 40), linear("satisfied", 60))
    one = score_of(taken, given(closed=95, satisfied=90))
    assert one.total == Decimal("92.00")
    assert [line.points for line in one.lines] == [-2, -6]


@pytest.mark.parametrize(
    ("parts", "rate", "left"), [("exact", "87.5", "17.50"), ("whole", "87.5", "18.00"), ("started", "87.5", "17.00")]
)
def test_below_a_threshold_every_per_cent_costs(parts, rate, left):
    made = scheme(threshold("closed", 20, at_least=90, minus=1, parts=parts), total="from_zero", full=20)
    assert total(made, closed=rate) == Decimal(left)
    assert total(made, closed=90) == total(made, closed=100) == Decimal(20)
    assert total(made, closed=0) == 0


def test_above_a_threshold_what_should_be_low_costs():
    made = scheme(threshold("redone", 10, at_most=2, minus=3))
    assert [total(made, redone=rate) for rate in (0, 2, 3, 50)] == [100, 100, 97, 90]


def test_events_cost_up_to_a_cap_and_the_first_ones_may_be_free():
    made = scheme(deduction("late", "0.5", cap=3, free=2))
    assert [total(made, late=count) for count in (0, 2, 3, 8, 80)] == [100, 100, Decimal("99.5"), 97, 97]


def test_a_bonus_has_a_cap_and_so_has_the_total():
    made = scheme(bonus("praised", "2", cap=5), highest=104)
    assert [total(made, praised=count) for count in (0, 1, 2, 9)] == [100, 102, 104, 104]


def test_one_veto_ends_it_whatever_else_was_earned():
    made = scheme(deduction("late", "1"), bonus("praised", "5"), veto("untrue", leaves=50))
    one = score_of(made, given(late=0, praised=9, untrue=1))
    assert (one.total, one.vetoed) == (50, True)
    assert one.alarms == ("一票否决：untrue",)
    assert score_of(made, given(late=80, praised=0, untrue=1)).total == 20


def test_below_a_floor_the_unit_is_named_and_loses_nothing():
    made = scheme(floor("satisfied", at_least=85))
    assert score_of(made, given(satisfied="84.99")).alarms == ("限期整改",)
    assert score_of(made, given(satisfied=85)).alarms == score_of(made, given(satisfied=None)).alarms == ()
    assert total(made, satisfied=10) == 100


@pytest.mark.parametrize(("without", "left"), [("full", "95.00"), ("zero", "45.00"), ("left_out", "90.00")])
def test_what_cannot_be_divided_counts_as_the_scheme_says(without, left):
    made = scheme(linear("closed", 50), linear("satisfied", 50, without=without), total="from_zero")
    assert total(made, closed=90, satisfied=None) == Decimal(left)


def test_several_rates_are_averaged_those_without_a_base_left_out():
    made = scheme({**linear("both", 100), "measures": ["a", "b"]}, total="from_zero")
    assert total(made, a=100, b=99) == Decimal("99.50")
    assert total(made, a=None, b=99) == Decimal("99.00")


def test_much_work_weighs_more_and_too_little_is_not_ranked():
    steps = [{"at_least": 0, "factor": Decimal("0.9")}, {"at_least": 100, "factor": 1}]
    made = scheme(linear("closed", 100), volume="sent", volume_steps=steps, minimum_volume=10)
    few, some, many = scored(made, [given(n, closed=100, sent=s) for n, s in (("甲", 9), ("乙", 99), ("丙", 100))])
    assert [one.total for one in (few, some, many)] == [90, 90, 100]
    assert [one.rank for one in (few, some, many)] == [None, 2, 1]
    assert some.among == 2


def test_what_is_printed_alike_shares_a_rank_within_its_group():
    made = scheme(linear("closed", 100), decimals=1)
    rates = [("甲", "县区", "98.04"), ("乙", "县区", "98.01"), ("丙", "县区", "97"), ("丁", "部门", "50")]
    assert [one.rank for one in scored(made, [given(n, g, closed=r) for n, g, r in rates])] == [1, 1, 3, 1]
    together = scheme(linear("closed", 100), decimals=1, ranked="together")
    assert [one.rank for one in scored(together, [given(n, g, closed=r) for n, g, r in rates])] == [1, 1, 3, 4]


def test_the_last_digit_is_made_as_the_scheme_says():
    assert total(scheme(linear("closed", 100), decimals=1), closed="99.25") == Decimal("99.3")
    assert total(scheme(linear("closed", 100), decimals=1, rounding="truncate"), closed="99.29") == Decimal("99.2")
    assert total(scheme(linear("closed", 100), decimals=3, rate_decimals=1), closed="99.25") == Decimal("99.300")


def test_the_grade_goes_by_the_printed_score():
    bands = [{"code": "good", "label": "良好", "at_least": 80}, {"code": "poor", "label": "不合格", "at_least": 0}]
    made = scheme(linear("closed", 100), decimals=0, bands=bands)
    assert [score_of(made, given(closed=rate)).band for rate in ("79.5", "79.4")] == ["良好", "不合格"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"indicators": [linear("a", 90)], "total": "from_zero"}, "应等于满分"),
        ({"indicators": [linear("a", 90), linear("a", 10)]}, "重复：a"),
        ({"indicators": [threshold("a", 9, minus=1)]}, "须写一个"),
        ({"indicators": [threshold("a", 9, minus=1, at_least=1, at_most=2)]}, "须写一个"),
        ({"indicators": [{**linear("a", 9), "weight": 1}]}, "extra_forbidden"),
        ({"indicators": [linear("a", 9)], "minimum_volume": 3}, "须写明 volume"),
        ({"indicators": [{**linear("a", 9), "points": Decimal("NaN")}]}, "应是 0 到"),
        ({"indicators": [{**linear("a", 9), "points": 0.5}]}, "应是数字"),
        ({"indicators": [{**linear("a", 9), "points": "5"}]}, "应是数字"),
    ],
)
def test_a_scheme_that_does_not_fit_together_is_refused(wrong, why):
    with pytest.raises(ValidationError, match=why):
        scheme(**{"indicators": (), **wrong})


@pytest.mark.parametrize("made", all_schemes(), ids=lambda made: made.id)
def test_a_scheme_is_read_back_as_it_was_kept(made):
    assert Scheme.read_back(made.kept()) == made


# -- for every scheme of the product and any cases --------------------------------------------------------------------

CASE = st.tuples(st.booleans(), st.booleans(), st.booleans())
"""One case: on time or not, satisfied or not, sent back or not."""


def as_given(made: Scheme, cases) -> Given:
    """Count the measures of a scheme over the cases: what should be high by those on time, what should be low by the rest."""
    counts, values = Counter(cases), {}
    for one in made.indicators:
        for name in one.measures:
            on_time = sum(n for (in_time, _, _), n in counts.items() if in_time)
            if isinstance(one, OF_RATES):
                good = len(cases) - on_time if getattr(one, "at_most", None) is not None else on_time
                values[name] = Fraction(good * 100, len(cases)) if cases else None
            else:
                values[name] = Fraction(0 if one.kind == "bonus" else len(cases) - on_time)
    return Given("甲", {**values, **({made.volume: Fraction(len(cases))} if made.volume else {})})


@pytest.mark.parametrize("made", all_schemes(), ids=lambda made: made.id)
@supposing(cases=st.lists(CASE, min_size=1, max_size=40), which=st.integers(min_value=0))
@settings(max_examples=60, deadline=None)
def test_a_case_that_turns_late_never_raises_a_score(made, cases, which):
    turned = which % len(cases)
    worse = [(False, *case[1:]) if n == turned else case for n, case in enumerate(cases)]
    before, after = score_of(made, as_given(made, cases)), score_of(made, as_given(made, worse))
    assert after.exact <= before.exact
    assert after.total <= before.total


@pytest.mark.parametrize("made", all_schemes(), ids=lambda made: made.id)
@supposing(data=st.data(), cases=st.lists(CASE, max_size=40))
@settings(max_examples=30, deadline=None)
def test_the_order_of_cases_and_of_units_never_matters(made, data, cases):
    shuffled = data.draw(st.permutations(cases))
    assert score_of(made, as_given(made, cases)) == score_of(made, as_given(made, shuffled))
    units = [Given(f"单位{n}", as_given(made, cases[:n]).values) for n in range(5)]
    ranks = {one.name: one.rank for one in scored(made, units)}
    assert {one.name: one.rank for one in scored(made, units[::-1])} == ranks
