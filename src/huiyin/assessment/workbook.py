"""A score sheet as a workbook that calculates: figures are typed in, every rate, point and the total are formulas."""

import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse

from huiyin.assessment.models import Sheet
from huiyin.rulebook.scheme import OF_RATES, Bonus, Deduction, Floor, Indicator, Linear, Scheme, Threshold, Veto
from huiyin.ui.sheets import XLSX_TYPE, disposition, guarded

FIGURES = ("指标项", "所用指标", "分子或件数", "分母", "值", "口径")
POINTS = ("指标项", "计分办法", "分值", "值", "得（扣）分", "说明")
CASES = ("指标项", "所用指标", "工单编号")


def sheet_workbook(stream: IO[bytes], sheet: Sheet, scheme: Scheme, cases: Iterable[Sequence[str]]) -> None:
    """Write the workbook of one sheet: the sums on the first page, the cases behind lost points on the second."""
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    page = book.add_worksheet("考核单")
    page.write_string(0, 0, guarded(f"{sheet.unit_name} {sheet.round.name}"), bold)
    page.write_string(1, 0, guarded(f"方案：{scheme.label}（{sheet.round.scheme_id}）；{scheme.source}"))
    values = _figures(page, sheet.lines, scheme, bold)
    _points(page, sheet, scheme, values, bold)
    _cases(book.add_worksheet("扣分工单"), cases, bold)
    book.close()


def workbook_response(filename: str, sheet: Sheet, scheme: Scheme, cases: Iterable[Sequence[str]]) -> FileResponse:
    """Answer with the workbook of one sheet."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it when it has been sent)
    sheet_workbook(file, sheet, scheme, cases)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX_TYPE)
    response.headers["Content-Disposition"] = disposition(filename)
    return response


def _figures(page: Any, lines: Sequence[dict[str, Any]], scheme: Scheme, bold: Any) -> list[list[str]]:
    """Write what was counted and return for each indicator the cells of its values."""
    row = _header(page, 3, FIGURES, bold)
    cells: list[list[str]] = []
    for line in lines:
        cells.append([])
        for figure in line["measures"]:
            page.write_string(row, 0, guarded(line["label"]))
            page.write_string(row, 1, guarded(figure["label"]))
            page.write_number(row, 2, figure["numerator"])
            page.write_string(row, 5, guarded(figure["definition"]))
            if figure["denominator"] is None:
                page.write_formula(row, 4, f"=C{row + 1}", None, figure["numerator"])
            else:
                page.write_number(row, 3, figure["denominator"])
                rate = _rounded(f"C{row + 1}/D{row + 1}*100", scheme.rate_decimals, scheme)
                page.write_formula(row, 4, f'=IF(D{row + 1}=0,"",{rate})', None, _cached(figure["value"]))
            cells[-1].append(f"E{row + 1}")
            row += 1
    return cells


def _points(page: Any, sheet: Sheet, scheme: Scheme, values: Sequence[Sequence[str]], bold: Any) -> None:
    first = _header(page, 5 + sum(len(cells) for cells in values), POINTS, bold)
    row_of = {one.code: first + number for number, one in enumerate(scheme.indicators)}
    grown = _grown(scheme, row_of)
    for one, line, cells in zip(scheme.indicators, sheet.lines, values, strict=True):
        row = row_of[one.code]
        page.write_string(row, 0, guarded(one.label))
        page.write_string(row, 1, guarded(line["formula"]))
        if isinstance(one, Linear | Threshold):
            page.write_number(row, 2, one.points)
        page.write_formula(row, 3, f"={_value(one, cells)}", None, _cached(line["value"]))
        page.write_formula(row, 4, f"={_formula(one, scheme, row + 1, grown)}", None, float(Decimal(line["points"])))
        page.write_string(row, 5, guarded(line["alarm"] or line["told"]))
    last = first + len(scheme.indicators)
    page.write_string(last, 0, "总分", bold)
    page.write_formula(last, 4, f"={_total(scheme, sheet, row_of)}", bold, float(sheet.score))


def _value(one: Indicator, cells: Sequence[str]) -> str:
    listed = ",".join(cells)
    if isinstance(one, OF_RATES):
        return f'IF(COUNT({listed})=0,"",AVERAGE({listed}))'
    return f"SUM({listed})"


def _formula(one: Indicator, scheme: Scheme, row: int, grown: str) -> str:
    value, taken = f"D{row}", "" if scheme.total == "from_zero" else f"-C{row}"
    if isinstance(one, Veto | Floor):
        return "0"
    if isinstance(one, Deduction):
        cost = f"{_n(one.each)}*MAX({value}-{one.free},0)"
        return f"0-{cost}" if one.cap is None else f"0-MIN({cost},{_n(one.cap)})"
    if isinstance(one, Bonus):
        gain = f"{_n(one.each)}*{value}"
        return gain if one.cap is None else f"MIN({gain},{_n(one.cap)})"
    earned = f"C{row}*{value}/100" if isinstance(one, Linear) else _above_threshold(one, row)
    without = {"full": f"C{row}{taken}", "zero": f"0{taken}", "left_out": "0"}[one.without]
    return f'(IF({value}="",{without},{earned}{taken})){grown}'


def _above_threshold(one: Threshold, row: int) -> str:
    missing = f"MAX({_n(one.at_least)}-D{row},0)" if one.at_least is not None else f"MAX(D{row}-{_n(one.at_most)},0)"
    shares = f"{missing}/{_n(one.per)}"
    shares = {"exact": shares, "whole": f"ROUNDDOWN({shares},0)", "started": f"ROUNDUP({shares},0)"}[one.parts]
    return f"MAX(C{row}-{shares}*{_n(one.minus)},0)"


def _grown(scheme: Scheme, row_of: dict[str, int]) -> str:
    """Return by what points grow where an indicator is left out: all weights over those that could be looked at."""
    weighed = [one for one in scheme.indicators if isinstance(one, Linear | Threshold)]
    if not any(one.without == "left_out" for one in weighed):
        return ""
    rows = [(one, row_of[one.code] + 1) for one in weighed]
    whole = "+".join(f"C{row}" for _, row in rows)
    there = "+".join(f'IF(D{row}="",0,C{row})' if one.without == "left_out" else f"C{row}" for one, row in rows)
    return f"*IF(({there})=0,1,({whole})/MAX({there},0.000001))"


def _total(scheme: Scheme, sheet: Sheet, row_of: dict[str, int]) -> str:
    points = ",".join(f"E{row + 1}" for row in row_of.values())
    base = "0" if scheme.total == "from_zero" else _n(scheme.full)
    total = f"{base}+SUM({points})"
    total = total if scheme.highest is None else f"MIN({total},{_n(scheme.highest)})"
    total = f"MAX({total},{_n(scheme.lowest)})*{_n(sheet.factor)}"
    for one in scheme.indicators:
        if isinstance(one, Veto):
            total = f"IF(D{row_of[one.code] + 1}>={one.at},MIN({total},{_n(one.leaves)}),{total})"
    return _rounded(total, scheme.decimals, scheme)


def _rounded(formula: str, decimals: int | None, scheme: Scheme) -> str:
    if decimals is None:
        return formula
    return f"{'ROUND' if scheme.rounding == 'half_up' else 'ROUNDDOWN'}({formula},{decimals})"


def _cases(page: Any, cases: Iterable[Sequence[str]], bold: Any) -> None:
    _header(page, 0, CASES, bold)
    for row, cells in enumerate(cases, 1):
        for column, text in enumerate(cells):
            page.write_string(row, column, guarded(text))


def _header(page: Any, row: int, words: Sequence[str], bold: Any) -> int:
    for column, word in enumerate(words):
        page.write_string(row, column, word, bold)
    return row + 1


def _n(number: Decimal | int | None) -> str:
    text = f"{Decimal(number or 0):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _cached(text: str) -> Any:
    """Return what a reader shows that does not calculate."""
    return "" if text == "—" else float(Decimal(text.removesuffix("%")))
