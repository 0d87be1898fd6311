"""The yearly reports of the two cities: their own figures, checked as before signing."""

from pathlib import Path

import pytest

from huiyin.crossfoot.checking import check
from huiyin.crossfoot.reading import read_file

PAPERS = Path(__file__).parent / "papers"


def report_of(name):
    return check(read_file(PAPERS / f"{name}.toml"))


def found(report):
    return [(one.rule.value, one.grade.value, set(one.figures)) for one in report.findings]


def held(report, *figures):
    return any(set(one.figures) == set(figures) for one in report.passed)


def test_kaifeng_2018_asks_for_two_explanations_and_has_no_error():
    report = report_of("kaifeng-2018")

    assert found(report) == [
        ("rate", "explain", {"enterprise_closed"}),
        ("history", "explain", {"answered_rate"}),
    ]
    assert "作为比率不可能，作为平均分可能" in report.findings[0].says
    assert "47 ÷ 49 ≈ 95.92%，48 ÷ 49 ≈ 97.96%" in report.findings[0].says
    assert held(report, "online", "message_board", "mayor_mailbox")
    assert held(report, "briefs", "weekly_reports", "operation_briefs")
    assert held(report, "closed_on_time", "accepted")
    assert held(report, "enterprise_closed", "enterprise_accepted")
    assert held(report, "accepted_by_phone", "answered")


def test_dandong_2010_has_one_error_and_asks_for_one_explanation():
    report = report_of("dandong-2010")

    assert [(rule, grade) for rule, grade, _ in found(report)] == [("rate", "error"), ("identity", "explain")]
    assert report.findings[0].figures == ("housing",)
    assert "在 housing 91 上不可能是 99.7%" in report.findings[0].says
    assert report.findings[1].figures[0] == "dispatched"
    assert "= 725，dispatched 934，其余 209 未列出" in report.findings[1].says
    assert held(report, "closed", "dispatched")
    assert held(report, "line_12369")


@pytest.mark.parametrize("name", ["kaifeng-2018", "dandong-2010"])
def test_every_relation_is_answered_once(name):
    text = (PAPERS / f"{name}.toml").read_text()
    report = report_of(name)

    places = [one.place for one in (*report.findings, *report.passed)]
    assert len(places) == len(set(places)) == text.count("\n[[")


def test_february_2017_sums_over_its_classes_and_january_2025_has_another_base():
    report = report_of("kaifeng-months")

    assert found(report) == [("rate", "error", {"closed_on_time_2025", "accepted_2025"})]
    assert "分母约为 10478" in report.findings[0].says
    assert any("+ 29 = 860，" in one.says for one in report.passed)
