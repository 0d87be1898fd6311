"""Scores for a program: numbers as they are printed, and per indicator what it added or took."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from huiyin.assessment.scoring import Line, Score, Value
from huiyin.assessment.wording import MOST_DIGITS
from huiyin.measures.figures import rounded


class _Printed(json.JSONEncoder):
    """Writes a decimal as the number that it is, with every digit that is printed."""

    def default(self, o: Any) -> Any:
        return float(o) if isinstance(o, Decimal) else super().default(o)


def dumped(scores: list[Score]) -> str:
    """Return the scores as one JSON list."""
    return json.dumps([of_score(one) for one in scores], ensure_ascii=False, cls=_Printed)


def of_score(score: Score) -> dict[str, Any]:
    """Return one unit's score; `printed` is the score with every digit behind the point."""
    return {
        "name": score.name, "score": score.total, "printed": f"{score.total:f}", "rank": score.rank, "group": score.group,
        "band": score.band, "vetoed": score.vetoed, "alarms": list(score.alarms),
        "indicators": [_of_line(line) for line in score.lines],
    }  # fmt: skip


def _of_line(line: Line) -> dict[str, Any]:
    return {
        "code": line.code, "label": line.label, "value": _number(line.value), "points": _number(line.points),
        "told": line.told,
    }  # fmt: skip


def _number(value: Value) -> Decimal | None:
    return None if value is None else rounded(Fraction(value), MOST_DIGITS, "half_up")
