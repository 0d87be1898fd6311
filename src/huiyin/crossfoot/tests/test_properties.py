"""What holds of any figures: the truth passes however it is printed, and one changed figure is found."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.crossfoot.checking import check
from huiyin.crossfoot.findings import Grade
from huiyin.crossfoot.numbers import percent
from huiyin.crossfoot.rates import possible_numerator
from huiyin.crossfoot.stated import Identity, Rate, Stated

COUNTS = st.integers(0, 50_000_000)
TABLES = st.lists(COUNTS, min_size=1, max_size=40)
DIGITS = st.integers(0, 4)


def rounded(value, digits, rounding):
    """Round in whole numbers only, apart from what is tested."""
    top, bottom = value.numerator * 10**digits, value.denominator
    whole = (2 * top + bottom) // (2 * bottom) if rounding == "half_up" else top // bottom
    return Decimal(whole).scaleb(-digits)


@st.composite
def shares(draw):
    base = draw(st.integers(1, 50_000_000))
    return draw(st.integers(0, base)), base


def table_of(whole, parts):
    figures = {"whole": Decimal(whole)} | {f"part{n}": Decimal(part) for n, part in enumerate(parts)}
    return Stated(figures, identities=(Identity("whole", tuple(figures)[1:]),))


def of_rate(printed, base, numerator=None, rounding=None):
    figures = {"base": Decimal(base)} | ({} if numerator is None else {"numerator": Decimal(numerator)})
    name = None if numerator is None else "numerator"
    return check(Stated(figures, rates=(Rate(percent(printed), "base", name, rounding=rounding),)))


@given(TABLES)
def test_any_true_table_passes(parts):
    assert not check(table_of(sum(parts), parts)).findings


@given(TABLES, st.data())
def test_any_single_changed_figure_of_a_complete_sum_is_found(parts, data):
    whole = sum(parts)
    place = data.draw(st.integers(-1, len(parts) - 1))
    change = data.draw(st.integers(-1000, 1000).filter(bool))
    if place < 0:
        whole += change
    else:
        parts[place] += change

    assert [one.grade for one in check(table_of(whole, parts)).findings] == [Grade.ERROR]


@given(st.lists(st.decimals(0, 10_000, places=1), min_size=1, max_size=20), st.integers(0, 2))
def test_a_sum_of_rounded_figures_is_never_an_error(parts, digits):
    """The parts are true to one digit; the paper prints each with fewer or as many."""

    def printed(exact):
        return rounded(Fraction(exact), min(digits, 1), "half_up")

    report = check(table_of(printed(sum(parts)), [printed(one) for one in parts]))
    grades = {one.grade for one in report.findings}
    assert grades <= ({Grade.EXPLAIN} if digits else {Grade.ERROR})


@given(shares(), DIGITS)
def test_any_true_rate_passes_as_it_is_rounded(share, digits):
    numerator, base = share
    printed = str(rounded(Fraction(100 * numerator, base), digits, "half_up"))

    assert not of_rate(printed, base, numerator).findings
    assert not of_rate(printed, base).findings


@given(shares(), DIGITS)
def test_any_true_rate_passes_as_it_is_cut_off_if_that_is_laid_down(share, digits):
    numerator, base = share
    printed = str(rounded(Fraction(100 * numerator, base), digits, "truncate"))

    assert not of_rate(printed, base, numerator, "truncate").findings
    assert not of_rate(printed, base, rounding="truncate").findings
    assert all(one.grade == Grade.EXPLAIN for one in of_rate(printed, base, numerator).findings)


@given(shares(), DIGITS, st.integers(2, 500))
def test_a_rate_that_is_two_digits_off_is_an_error(share, digits, off):
    numerator, base = share
    wrong = rounded(Fraction(100 * numerator, base), digits, "half_up") + Decimal(off).scaleb(-digits)

    assert [one.grade for one in of_rate(str(wrong), base, numerator).findings] == [Grade.ERROR]


@given(st.integers(1, 300), st.integers(0, 1000))
@settings(max_examples=150)
def test_what_is_possible_on_a_base_is_what_trying_all_finds(base, tenths):
    printed = percent(str(Decimal(tenths) / 10))
    for cut_off, rounding in ((False, "half_up"), (True, "truncate")):
        tried = any(
            rounded(Fraction(100 * one, base), printed.digits, rounding) == printed.value for one in range(base + 1)
        )
        found = possible_numerator(printed, base, cut_off=cut_off)
        assert (found is not None) == tried
        if found is not None:
            assert rounded(Fraction(100 * found, base), printed.digits, rounding) == printed.value
