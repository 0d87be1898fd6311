"""Sums, repeats and bounds: what can be seen without dividing."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from huiyin.crossfoot.findings import Grade, Outcome, Rule
from huiyin.crossfoot.numbers import half_unit, plain
from huiyin.crossfoot.stated import Bound, Identity, Same

Figures = Mapping[str, Decimal]
SHOWN_AT_MOST = 30
"""A sum of more parts is told by their number: nobody reads 73 summands."""


def identity(asked: Identity, figures: Figures) -> Outcome:
    """Whether the parts make the whole; that nobody said they do is to be explained before anything else."""
    whole, parts = figures[asked.whole], [figures[name] for name in asked.parts]
    rest = Fraction(whole) - sum(map(Fraction, parts))
    told = f"{_sum_in_words(asked, figures)}，{asked.whole} {plain(whole)}，{_rest_in_words(rest, asked)}"
    if not asked.stated:
        told += f"；文中没有说明这些数是 {asked.whole} 的组成部分" + ("，也不可能都是" if rest < 0 else "")
        told += "，请说明统计口径"
        return Outcome(asked.rule, asked.names, told, Grade.EXPLAIN)
    if rest == 0 or (rest > 0 and not asked.complete):
        return Outcome(asked.rule, asked.names, told)
    if _rounding_may_do_it(rest, whole, parts):
        told += "；各数分别四舍五入可以有此差额，请注明"
        return Outcome(asked.rule, asked.names, told, Grade.EXPLAIN)
    return Outcome(asked.rule, asked.names, told, Grade.ERROR)


def same(asked: Same, figures: Figures) -> Outcome:
    """Whether one figure has one value."""
    values = {figures[name] for name in asked.figures}
    shown = "、".join(f"{name} {plain(figures[name])}" for name in asked.figures)
    if len(values) == 1:
        return Outcome(Rule.SAME, asked.names, f"{shown}：一致")
    spread = plain(Fraction(max(values)) - Fraction(min(values)))
    return Outcome(Rule.SAME, asked.names, f"{shown}：同一个数前后不一，相差 {spread}", Grade.ERROR)


def bound(asked: Bound, figures: Figures) -> Outcome:
    """Whether the smaller is not above the larger; equal will do."""
    smaller, larger = figures[asked.smaller], figures[asked.larger]
    names = f"{asked.smaller} {plain(smaller)}", f"{asked.larger} {plain(larger)}"
    if smaller <= larger:
        return Outcome(Rule.BOUND, asked.names, f"{names[0]} ≤ {names[1]}")
    over = plain(Fraction(smaller) - Fraction(larger))
    return Outcome(Rule.BOUND, asked.names, f"{names[0]} 不应大于 {names[1]}，多出 {over}", Grade.ERROR)


def _sum_in_words(asked: Identity, figures: Figures) -> str:
    parts = [figures[name] for name in asked.parts]
    total = plain(sum(map(Fraction, parts)))
    if len(parts) > SHOWN_AT_MOST:
        return (
            f"{len(parts)} 项（{asked.parts[0]} {plain(parts[0])} 至 {asked.parts[-1]} {plain(parts[-1])}）合计 {total}"
        )
    summands = " + ".join(f"({plain(part)})" if part < 0 else plain(part) for part in parts)
    return f"{summands} = {total}"


def _rest_in_words(rest: Fraction, asked: Identity) -> str:
    if rest == 0:
        return "相符"
    if rest < 0:
        return f"各项合计多出 {plain(-rest)}"
    return f"各项合计少 {plain(rest)}" if asked.complete else f"其余 {plain(rest)} 未列出"


def _rounding_may_do_it(rest: Fraction, whole: Decimal, parts: list[Decimal]) -> bool:
    """Whether figures with decimals, each rounded by itself, can miss one another by so much."""
    return abs(rest) <= sum((half_unit(one) for one in (whole, *parts)), Fraction(0))
