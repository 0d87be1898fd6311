"""The workbook of a sheet calculates what the sheet says, formula by formula."""

import io
import re
import zipfile
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from hypothesis import given as supposing
from hypothesis import settings
from hypothesis import strategies as st

from huiyin.assessment.counting import Tally
from huiyin.assessment.scoring import Given, score_of
from huiyin.assessment.wording import formula_of, plain, value_text
from huiyin.assessment.workbook import sheet_workbook
from huiyin.rulebook.scheme import OF_RATES
from huiyin.rulebook.scheme_shelf import all_schemes

CELL = re.compile(r"\b([A-F]\d+)\b")
NAMESPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


class Calculator:
    """Reads the first page of a workbook and works out its formulas in fractions, as a spreadsheet would in floats."""

    def __init__(self, workbook: bytes) -> None:
        page = zipfile.ZipFile(io.BytesIO(workbook)).read("xl/worksheets/sheet1.xml")
        cells = list(ElementTree.fromstring(page).iterfind(".//m:c", NAMESPACE))
        self.formulas = {c.get("r"): f.text or "" for c in cells if (f := c.find("m:f", NAMESPACE)) is not None}
        numbers = [(c.get("r"), c.find("m:v", NAMESPACE)) for c in cells if c.get("t") is None]
        self.numbers = {name: Fraction(v.text) for name, v in numbers if v is not None and name not in self.formulas}

    def cell(self, name: str):
        if name in self.formulas:
            return self.worked_out(self.formulas[name])
        return self.numbers.get(name, "")

    def worked_out(self, formula: str):
        text = re.sub(r"(?<![<>=])=(?!=)", "==", formula)
        text = re.sub(r'("[^"]*")|\b(\d+(?:\.\d+)?)\b', lambda m: m[1] or f'F("{m[2]}")', CELL.sub(r'at("\1")', text))
        text = re.sub(r'at\("([A-F])F\("(\d+)"\)"\)', r'at("\1\2")', text)
        text = re.sub(r"\bIF\(", "IF(lambda: ", text)
        return eval(lazily(text), {"F": Fraction, "at": self.cell, **FUNCTIONS})


def lazily(text: str) -> str:
    """Let each argument of IF be worked out when it is asked for."""
    out, stack = [], []
    for n, sign in enumerate(text):
        if sign == "(":
            stack.append(text[:n].endswith("IF"))
        elif sign == ")":
            stack.pop()
        out.append(", lambda: " if sign == "," and stack and stack[-1] else sign)
    return "".join(out)


def numbers(found):
    return [one for one in found if one != ""]


def rounding(how):
    return lambda value, digits: Fraction(
        (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(1).scaleb(-int(digits)), rounding=how)
    )


def upwards(value, digits):
    return Fraction(-((-value.numerator) // value.denominator)) if digits == 0 else None


FUNCTIONS = {
    "IF": lambda asked, yes, no: yes() if asked() else no(),
    "COUNT": lambda *found: len(numbers(found)),
    "AVERAGE": lambda *found: sum(numbers(found), Fraction(0)) / len(numbers(found)),
    "SUM": lambda *found: sum(numbers(found), Fraction(0)),
    "MAX": max,
    "MIN": min,
    "ROUND": rounding(ROUND_HALF_UP),
    "ROUNDDOWN": rounding(ROUND_DOWN),
    "ROUNDUP": upwards,
}


def sheet_of(made, found):
    """Make a sheet as the house keeps it, from what was counted."""
    score = score_of(made, Given("甲", {name: tally.value for name, tally in found.items()}))
    lines = []
    for one, line in zip(made.indicators, score.lines, strict=True):
        is_rate = isinstance(one, OF_RATES)
        figures = [
            {"label": name, "definition": "定义。", "numerator": found[name].numerator, "denominator": found[name].denominator,
             "value": value_text(found[name].value, is_rate=is_rate)}
            for name in one.measures
        ]  # fmt: skip
        lines.append({
            "code": one.code, "label": one.label, "formula": formula_of(one), "told": line.told, "alarm": line.alarm,
            "value": value_text(line.value, is_rate=is_rate), "points": plain(line.points), "measures": figures,
        })  # fmt: skip
    about = SimpleNamespace(name="2018 年 6 月考核", scheme_id=made.id)
    return SimpleNamespace(unit_name="甲", round=about, lines=lines, score=score.total, factor=score.factor), score


@pytest.mark.parametrize("made", all_schemes(), ids=lambda made: made.name)
@supposing(data=st.data())
@settings(max_examples=25, deadline=None)
def test_the_formulas_give_the_score(made, data):
    rates = {name for one in made.indicators if isinstance(one, OF_RATES) for name in one.measures}
    found = {}
    for name in made.measures:
        whole = data.draw(st.integers(0, 60))
        part = data.draw(st.integers(0, whole))
        found[name] = Tally(part, whole) if name in rates else Tally(data.draw(st.integers(0, 12)))
    sheet, score = sheet_of(made, found)
    stream = io.BytesIO()
    sheet_workbook(stream, sheet, made, [("办结率", "办结", "K20180601-0001")])
    read = Calculator(stream.getvalue())
    total = max(read.formulas, key=lambda name: int(name[1:]))
    assert read.cell(total) == Fraction(score.total)


def test_what_a_case_is_called_never_calculates():
    made = all_schemes()[0]
    found = {name: Tally(0) for name in made.measures}
    sheet, _ = sheet_of(made, found)
    sheet.unit_name = "=1+1"
    stream = io.BytesIO()
    sheet_workbook(stream, sheet, made, [("=2+2", "", "")])
    texts = zipfile.ZipFile(io.BytesIO(stream.getvalue())).read("xl/sharedStrings.xml").decode()
    assert "'=1+1" in texts and "'=2+2" in texts
