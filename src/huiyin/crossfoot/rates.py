"""Percentages: whether they are what their parts give, or can be anything at all on their base."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from huiyin.crossfoot.findings import Grade, Outcome, Rule
from huiyin.crossfoot.numbers import Percent, cut, decimals, equals, first_whole, half_unit, half_up, is_whole, plain
from huiyin.crossfoot.stated import Rate

Figures = Mapping[str, Decimal]
ROUNDED, CUT_OFF = "四舍五入", "舍去尾数"


def rate(asked: Rate, figures: Figures) -> Outcome:
    """Whether this percentage can stand on its base."""
    base = figures[asked.denominator]
    if base <= 0:
        why = "为零，没有比率可言" if base == 0 else f"为 {plain(base)}，不能作分母"
        return _found(asked, f"{asked.printed} 的分母 {asked.denominator} {why}")
    if not 0 <= asked.printed.value <= 100:
        return _found(asked, f"{asked.printed} 超出 0 至 100%，{_what(asked)}不可能")
    if asked.mean:
        return _graded_mean(asked, base)
    if asked.numerator is None:
        return _on_its_base(asked, base)
    return _of_its_parts(asked, figures[asked.numerator], base)


def possible_numerator(printed: Percent, base: int, *, cut_off: bool = False) -> int | None:
    """Return the whole number whose share of the base is printed so, None where there is none."""
    value = Fraction(printed.value)
    low = value if cut_off else value - printed.unit / 2
    high = value + (printed.unit if cut_off else printed.unit / 2)
    near = max(first_whole(low * base / 100), 0)
    # The one that comes nearest is the one to show, if several would do.
    best = max(near, round(value * base / 100)) if not cut_off else near
    for numerator in (best, near):
        if numerator <= base and low <= Fraction(100 * numerator, base) < high:
            return numerator
    return None


def _graded_mean(asked: Rate, base: Decimal) -> Outcome:
    told = f"{asked.printed} 是 {asked.denominator} {plain(base)} 的平均分"
    # Whoever computes a mean does not cut it off: only what is usual counts as possible.
    if not is_whole(base) or possible_numerator(asked.printed, int(base)) is not None:
        return Outcome(Rule.RATE, asked.names, f"{told}，可能")
    told = f"{_neighbours(asked.printed, int(base))}：{asked.printed} 作为比率不可能，作为平均分可能"
    told += "，请说明是怎样评分的、基数是多少"
    return _found(asked, told, Grade.EXPLAIN)


def _on_its_base(asked: Rate, base: Decimal) -> Outcome:
    """Without a numerator: is there a whole one?"""
    printed = asked.printed
    if not is_whole(base):
        return Outcome(
            Rule.RATE, asked.names, f"{printed}，分母 {asked.denominator} {plain(base)} 不是整数，任何比例都可能"
        )
    whole = int(base)
    for cut_off in _readings(asked):
        found = possible_numerator(printed, whole, cut_off=cut_off)
        if found is not None:
            exact = Fraction(100 * found, whole)
            told = (
                f"{found} ÷ {whole} {equals(exact, printed.digits + 3)}，{_read_as(exact, printed, cut_off)} {printed}"
            )
            return _as_read(asked, told, cut_off)
    return _found(asked, f"{_neighbours(printed, whole)}：在 {asked.denominator} {whole} 上不可能是 {printed}")


def _of_its_parts(asked: Rate, numerator: Decimal, base: Decimal) -> Outcome:
    printed, exact = asked.printed, 100 * Fraction(numerator) / Fraction(base)
    told = f"{plain(numerator)} ÷ {plain(base)} {equals(exact, printed.digits + 3)}"
    if numerator < 0:
        return _found(asked, f"{told}，分子 {asked.numerator} 不能为负")
    if numerator > base:
        return _found(asked, f"{told}，分子 {asked.numerator} 大于分母 {asked.denominator}，{_what(asked)}不可能")
    for cut_off in _readings(asked):
        if (cut if cut_off else half_up)(exact, printed.digits) == Fraction(printed.value):
            return _as_read(asked, f"{told}，{_read_as(exact, printed, cut_off)} {printed}", cut_off)
    if _rounded_parts_may_give_it(asked, numerator, base):
        told += f"，印的是 {printed}；分子分母是四舍五入后的数，可以有此差别，请注明"
        return _found(asked, told, Grade.EXPLAIN)
    should = half_up(exact, printed.digits) if asked.rounding != "truncate" else cut(exact, printed.digits)
    how = CUT_OFF if asked.rounding == "truncate" else ROUNDED
    return _found(
        asked,
        f"{told}，{how}应为 {plain(should, printed.digits)}%，印的是 {printed}{_other_base(asked, numerator, base)}",
    )


def _other_base(asked: Rate, numerator: Decimal, base: Decimal) -> str:
    """Say which base would give the printed figure: often the paper means another one than it names."""
    value = Fraction(asked.printed.value)
    if not value or not numerator:
        return ""
    meant = round(100 * Fraction(numerator) / value)
    return f"；分子若不错，分母约为 {meant}" if meant != base else ""


def _rounded_parts_may_give_it(asked: Rate, numerator: Decimal, base: Decimal) -> bool:
    """Whether parts that are printed with decimals (万元) may hide a ratio that is printed so."""
    if not decimals(numerator) and not decimals(base):
        return False
    top, bottom, value = Fraction(numerator), Fraction(base), Fraction(asked.printed.value)
    above, below = half_unit(numerator), half_unit(base)
    lowest, highest = 100 * (top - above) / (bottom + below), 100 * (top + above) / (bottom - below)
    return lowest < value + asked.printed.unit / 2 and highest >= value - asked.printed.unit / 2


def _readings(asked: Rate) -> tuple[bool, ...]:
    """Return the ways of making the last digit that may be meant: cut off or not, the usual one first."""
    return {None: (False, True), "half_up": (False,), "truncate": (True,)}[asked.rounding]


def _as_read(asked: Rate, told: str, cut_off: bool) -> Outcome:
    """Held, if that reading is the usual one or laid down."""
    if not cut_off or asked.rounding:
        return Outcome(Rule.RATE, asked.names, told)
    return _found(asked, f"{told}；四舍五入则不是，请说明取舍办法", Grade.EXPLAIN)


def _neighbours(printed: Percent, base: int) -> str:
    """Show the two nearest shares that the base allows."""
    below = int(Fraction(printed.value) * base / 100)
    shown = [one for one in (below, below + 1) if 0 <= one <= base]
    return "，".join(f"{one} ÷ {base} {equals(Fraction(100 * one, base), max(2, printed.digits + 1))}" for one in shown)


def _read_as(exact: Fraction, printed: Percent, cut_off: bool) -> str:
    if exact == Fraction(printed.value):
        return "即"
    return f"{CUT_OFF if cut_off else ROUNDED}为"


def _what(asked: Rate) -> str:
    return "百分制的平均分" if asked.mean else "占比"


def _found(asked: Rate, told: str, grade: Grade = Grade.ERROR) -> Outcome:
    return Outcome(Rule.RATE, asked.names, told, grade)
