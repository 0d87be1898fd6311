"""What a check found, written as JSON for programs and as lines for people."""

from collections.abc import Iterator
from typing import Any

from huiyin.crossfoot.findings import Grade, Outcome, Report
from huiyin.crossfoot.reading import Unreadable


def as_json(report: Report) -> dict[str, Any]:
    """Return findings, what held, and the figures that nothing was asked of."""
    return {
        "findings": [
            {"rule": one.rule.value, "grade": one.grade.value, **_common(one)} for one in report.findings if one.grade
        ],
        "passed": [{"rule": one.rule.value, **_common(one)} for one in report.passed],
        "unchecked": list(report.unchecked),
    }


def unreadable_as_json(error: Unreadable) -> dict[str, Any]:
    """Return what is wrong with a file that cannot be used."""
    return {"error": "文件不能用", "problems": [problem._asdict() for problem in error.problems]}


def lines(report: Report) -> Iterator[str]:
    """Yield a table to read: what was found, the gravest first, then what held, then how much of each."""
    for one in report.findings:
        yield f"【{one.grade.label if one.grade else ''}】{one.rule.label}：{one.says}（{one.place}）"
    for one in report.passed:
        yield f"【相符】{one.rule.label}：{one.says}（{one.place}）"
    if report.unchecked:
        yield f"没有参加核对的数字：{'、'.join(report.unchecked)}"
    counted = "，".join(f"{grade.label} {len(report.of(grade))} 处" for grade in Grade)
    yield f"{counted}，相符 {len(report.passed)} 处"


def _common(one: Outcome) -> dict[str, Any]:
    return {"figures": list(one.figures), "says": one.says, "place": one.place}
