"""A table of rates from outside, as TOML or a spreadsheet: read strictly, every mistake told by unit and column."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from huiyin.assessment.scoring import Given, Value
from huiyin.rulebook.scheme import OF_RATES, Scheme
from huiyin.ui.sheets_in import SheetLimits, Unreadable, opened

NAMES = ("name", "名称", "单位", "单位名称", "承办单位")
GROUPS = ("group", "分组", "考评组", "类别")
KNOWN_RESULTS = ("score", "评分", "得分", "rank", "排名", "名次", "序号")
"""Columns that a published table has beside what it was computed from."""

EMPTY = frozenset({"", "—", "-", "－", "/", "无"})
LIMITS = SheetLimits(file_bytes=20 * 1024 * 1024, rows=5_000, columns=100)
MOST_PROBLEMS = 20


class BadTable(ValueError):
    """The table cannot be used; `problems` says everything that is wrong with it, in the user's words."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        shown = list(self.problems[:MOST_PROBLEMS])
        more = len(self.problems) - len(shown)
        super().__init__("\n".join([*shown, f"另有 {more} 处错误"] if more else shown))


@dataclass(frozen=True)
class Table:
    """What was read: the units as the scheme looks at them, and what of the table was not used."""

    given: tuple[Given, ...]
    notes: tuple[str, ...] = ()


Cells = Mapping[str, Any]


def read_table(path: Path, scheme: Scheme, *, shares: bool = False) -> Table:
    """Read a table for a scheme; `shares` says that rates are written as 0.98. Raises BadTable."""
    rows = _toml_rows(path) if path.suffix.lower() == ".toml" else _sheet_rows(path)
    if not rows:
        raise BadTable(["表里没有单位"])
    columns = list(dict.fromkeys(name for _, cells in rows for name in cells))
    used, problems, notes = _columns_for(scheme, columns)
    if problems:
        raise BadTable(problems)
    given: list[Given] = []
    for place, cells in rows:
        name = _word(cells, NAMES)
        where = f"{place}（{name}）" if name else place
        problems += [] if name else [f"{place}没有单位名称（列名 name 或“单位”）"]
        values, wrong = _values(scheme, cells, used, where, shares)
        problems += wrong
        given.append(Given(name, values, _word(cells, GROUPS)))
    problems += [*_named_twice(given), *([] if shares else _looks_like_shares(scheme, given))]
    if problems:
        raise BadTable(problems)
    return Table(tuple(given), tuple(notes))


def _toml_rows(path: Path) -> list[tuple[str, Cells]]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise BadTable(["文件不是 UTF-8 编码的文字"]) from None
    except tomllib.TOMLDecodeError as error:
        raise BadTable([f"不是正确的 TOML：{error}"]) from None
    units = raw.get("unit")
    if not isinstance(units, list) or not all(isinstance(one, dict) for one in units):
        raise BadTable(["没有 [[unit]] 段：每个单位写一段 [[unit]]，其中写 name 和各项的率"])
    return [(f"第{number}个单位", one) for number, one in enumerate(units, 1)]


def _sheet_rows(path: Path) -> list[tuple[str, Cells]]:
    try:
        with opened(path, LIMITS) as sheet:
            rows = [(number, row) for number, row in sheet.rows]
    except Unreadable as error:
        raise BadTable([str(error)]) from None
    if wrong := [f"第{number}行：{row.problem}" for number, row in rows if row.problem]:
        raise BadTable(wrong)
    return [(f"第{number}行", row) for number, row in rows]


def _columns_for(scheme: Scheme, columns: Sequence[str]) -> tuple[dict[str, str], list[str], list[str]]:
    """Return for each measure the column that brings it, what is missing, and what was not used."""
    used: dict[str, str] = {}
    problems: list[str] = []
    notes: list[str] = []
    for one in scheme.indicators:
        wanted = dict(zip(one.measures, one.called, strict=True))
        found = {measure: column for measure, names in wanted.items() for column in _first(columns, names)}
        missing = ["”或“".join(names) for measure, names in wanted.items() if measure not in found]
        # What is the mean of several rates can be made of those that the city has.
        if missing and not (isinstance(one, OF_RATES) and found):
            problems += [f"缺少列“{names}”（用于“{one.label}”）" for names in missing]
        else:
            notes += [f"没有列“{names}”，“{one.label}”按其余各列计算" for names in missing]
        used |= found
    if scheme.volume and scheme.volume not in used:
        volume = _first(columns, (*scheme.volume_columns, scheme.volume))
        used.update(zip([scheme.volume], volume, strict=False))
    if not _first(columns, NAMES):
        problems.append("缺少单位名称一列：name 或“单位”")
    spare = [one for one in columns if one not in {*used.values(), *NAMES, *GROUPS, *KNOWN_RESULTS}]
    notes += [f"没有用到的列：{'、'.join(spare)}"] if spare else []
    return used, list(dict.fromkeys(problems)), list(dict.fromkeys(notes))


def _first(columns: Sequence[str], names: Iterable[str]) -> list[str]:
    return [name for name in names if name in columns][:1]


def _word(cells: Cells, names: Sequence[str]) -> str:
    return next((str(cells[name]).strip() for name in names if str(cells.get(name) or "").strip()), "")


def _values(
    scheme: Scheme, cells: Cells, used: Mapping[str, str], where: str, shares: bool
) -> tuple[dict[str, Value], list[str]]:
    rates = {name for one in scheme.indicators if isinstance(one, OF_RATES) for name in one.measures}
    values: dict[str, Value] = dict.fromkeys(scheme.measures)
    problems: list[str] = []
    for measure, column in used.items():
        if column not in cells:
            problems.append(f"{where}缺少“{column}”；没有数的请写空文字")
            continue
        try:
            values[measure] = _rate(cells[column], shares) if measure in rates else _count(cells[column])
        except ValueError as error:
            problems.append(f"{where}的“{column}”{error}")
    return values, problems


def _rate(cell: Any, shares: bool) -> Value:
    number, is_percent = _number(cell)
    if number is None:
        return None
    rate = Fraction(number) * (100 if shares and not is_percent else 1)
    if not 0 <= rate <= 100:
        raise ValueError(f"应在 0 到 100 之间，不能是 {_shown(cell)}")
    return rate


def _count(cell: Any) -> Value:
    number, is_percent = _number(cell)
    if number is None:
        return Fraction(0)
    if is_percent or number < 0 or number != number.to_integral_value():
        raise ValueError(f"应是件数，不能是 {_shown(cell)}")
    return Fraction(number)


def _number(cell: Any) -> tuple[Decimal | None, bool]:
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal | str):
        raise ValueError(f"应是数字，不能是 {_shown(cell)}")
    text = str(cell).strip().replace("％", "%").replace(",", "")
    if text in EMPTY:
        return None, False
    try:
        number = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        raise ValueError(f"应是数字，不能是 {_shown(cell)}") from None
    if not number.is_finite() or abs(number) > 10**9:
        raise ValueError(f"应是数字，不能是 {_shown(cell)}")
    return number, text.endswith("%")


def _shown(cell: Any) -> str:
    return f"“{str(cell)[:20]}”"


def _named_twice(given: Sequence[Given]) -> list[str]:
    seen: set[str] = set()
    twice = [one.name for one in given if one.name and (one.name in seen or seen.add(one.name))]  # type: ignore[func-returns-value]
    return [f"单位“{name}”出现了两次" for name in dict.fromkeys(twice)]


def _looks_like_shares(scheme: Scheme, given: Sequence[Given]) -> list[str]:
    """Tell of a table whose rates are all shares of one: a spreadsheet keeps 98 % as 0.98."""
    rates = {name for one in scheme.indicators if isinstance(one, OF_RATES) for name in one.measures}
    found = [value for one in given for name, value in one.values.items() if name in rates and value is not None]
    if found and max(found) <= 1 and any(0 < value < 1 for value in found):
        return ["各项率都不大于 1：应写成百分数（如 98.06）；表中按 0.9806 写的，请加 --shares"]
    return []
