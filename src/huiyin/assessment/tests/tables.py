"""Schemes and tables made up for the tests."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from huiyin.assessment.scoring import Given
from huiyin.rulebook.scheme import Scheme


def scheme(*indicators: dict[str, Any], **other: Any) -> Scheme:
    """Return a scheme of these indicators: 100 minus what they take, printed to two digits."""
    return Scheme.model_validate(
        {
            "name": "made-up", "since": "2018-01-01", "label": "试用方案", "source": "测试", "total": "from_full", "decimals": 2,
            "rounding": "half_up", "ranked": "by_group", "indicators": indicators, **other,
        }
    )  # fmt: skip


def linear(code: str, points: int, **other: Any) -> dict[str, Any]:
    return {"code": code, "label": code, "kind": "linear", "measures": [code], "points": points, **other}


def threshold(code: str, points: int, **other: Any) -> dict[str, Any]:
    return {"code": code, "label": code, "kind": "threshold", "measures": [code], "points": points, **other}


def deduction(code: str, each: str, **other: Any) -> dict[str, Any]:
    return {"code": code, "label": code, "kind": "deduction", "measures": [code], "each": Decimal(each), **other}


def bonus(code: str, each: str, **other: Any) -> dict[str, Any]:
    return {"code": code, "label": code, "kind": "bonus", "measures": [code], "each": Decimal(each), **other}


def veto(code: str, **other: Any) -> dict[str, Any]:
    return {"code": code, "label": code, "kind": "veto", "measures": [code], **other}


def floor(code: str, **other: Any) -> dict[str, Any]:
    return {"code": code, "label": code, "kind": "floor", "measures": [code], "alarm": "限期整改", **other}


def given(name: str = "甲", group: str = "", **values: Any) -> Given:
    return Given(name, {k: None if v is None else Fraction(str(v)) for k, v in values.items()}, group)
