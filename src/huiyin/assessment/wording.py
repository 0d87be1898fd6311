"""How a score is told: numbers as people write them, and each indicator as a sum that can be checked by hand."""

from decimal import Decimal
from fractions import Fraction

from huiyin.measures.figures import rounded
from huiyin.rulebook.scheme import Bonus, Deduction, Floor, Indicator, Linear, Threshold, Veto

MOST_DIGITS = 6
NOTHING = "—"


def plain(number: Fraction | Decimal | int) -> str:
    """Return a number without zeros at its end: exact where it ends within six digits, else rounded to four."""
    exact = Fraction(number)
    whole = exact * 10**MOST_DIGITS
    digits = MOST_DIGITS if whole.denominator == 1 else 4
    text = f"{rounded(exact, digits, 'half_up'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_text(value: Fraction | None, *, is_rate: bool) -> str:
    """Return a value as it is printed: "98.06%", "3", or a dash."""
    if value is None:
        return NOTHING
    return f"{plain(value)}%" if is_rate else plain(value)


def signed(points: Fraction) -> str:
    """Return points with their sign: "+19.612", "-0.5", "0"."""
    return f"+{plain(points)}" if points > 0 else plain(points)


def formula_of(one: Indicator) -> str:
    """Return the rule of an indicator as one sentence."""
    match one:
        case Linear():
            return f"分值 {plain(one.points)} × 率"
        case Threshold():
            parts = {"exact": "按比例", "whole": "不足一份不计", "started": "不足一份按一份计"}[one.parts]
            return f"{_bound(one)}得 {plain(one.points)} 分，每差 {plain(one.per)} 个百分点扣 {plain(one.minus)} 分（{parts}）"
        case Deduction():
            free = f"，前 {one.free} 件不扣" if one.free else ""
            return f"每件扣 {plain(one.each)} 分{free}{_cap('扣', one.cap)}"
        case Bonus():
            return f"每件加 {plain(one.each)} 分{_cap('加', one.cap)}"
        case Veto():
            return f"达到 {one.at} 件一票否决，总分最多 {plain(one.leaves)} 分"
        case Floor():
            return f"{_bound(one)}，不计分，达不到的整改"


def told_of(one: Indicator, value: Fraction | None, points: Fraction) -> str:
    """Return the sum of one indicator in words and figures."""
    if value is None:
        return "没有可计算的工单"
    match one:
        case Linear():
            return f"{plain(value)}% × {plain(one.points)} = {plain(Fraction(one.points) * value / 100)}"
        case Threshold():
            return f"{plain(value)}%，{_bound(one)}：{signed(points)}"
        case Floor():
            return f"{plain(value)}%，{_bound(one)}"
        case Veto():
            return f"{plain(value)} 件"
    return f"{plain(value)} 件 × {plain(one.each)}：{signed(points)}"


def _bound(one: Threshold | Floor) -> str:
    if one.at_least is not None:
        return f"不低于 {plain(one.at_least)}%"
    return f"不高于 {plain(one.at_most or 0)}%"


def _cap(verb: str, cap: Decimal | None) -> str:
    return "" if cap is None else f"，最多{verb} {plain(cap)} 分"
