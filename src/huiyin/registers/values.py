"""What an entry says: each value read from what was typed, refused in the user's words, and printed again. Plain Python."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from huiyin.flow.says import Unclear
from huiyin.registers.periods import read_period
from huiyin.rulebook.registers import NUMBERS, Register, RegisterField

LONGEST = {"text": 200, "lines": 4000}
LARGEST = Decimal(10) ** 10
"""A number beyond this is a slip of the finger, and sums of such would not fit their column."""

DIGITS = {"count": 0, "amount": 4, "money": 2, "share": 2}
SCALE = 10_000
"""Sums are made of whole ten-thousandths, so that they are exact in every database."""

YES = frozenset({"是", "有", "√", "✓", "on", "true", "1", "yes", "y"})
NO = frozenset({"", "否", "无", "没有", "×", "off", "false", "0", "no", "n"})
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(万|亿)?")
_TIMES = {"万": 10_000, "亿": 100_000_000}

FindUnit = Callable[[str], str | None]
"""Answers the id of the unit that somebody named by id or by name, None for none."""

FindEntry = Callable[[str, str], bool]
"""Answers whether a register has an entry with this number that is not withdrawn; of `CASES`, whether there is such a case."""

CASES = "工单"
"""What no register can be called: the cases."""


def no_entry(where: str, number: str) -> bool:
    """Stand in where no entries are known."""
    return False


def understood(
    register: Register, raw: Mapping[str, Any], find_unit: FindUnit, find_entry: FindEntry = no_entry
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return (content, errors): every value as it is stored, empty ones absent, and a reason for each bad one."""
    content: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in register.fields:
        try:
            value = clean(field, raw.get(field.code), find_unit, find_entry)
        except Unclear as unclear:
            errors[field.code] = str(unclear)
            continue
        if value is not None:
            content[field.code] = value
    return content, errors or disagreeing(register, content)


def disagreeing(register: Register, content: Mapping[str, Any]) -> dict[str, str]:
    """Return by field why a whole is not the sum of its parts, with the arithmetic. Nothing said is nothing to sum."""
    found: dict[str, str] = {}
    for one in register.sums:
        whole, parts = register.field(one.whole), [register.field(code) for code in one.parts]
        if not any(field.code in content for field in (whole, *parts)):
            continue
        said = {field.code: Decimal(str(content.get(field.code, 0))) for field in (whole, *parts)}
        total = sum((said[field.code] for field in parts), Decimal(0))
        if said[whole.code] != total:
            added = " + ".join(f"{field.label} {number_text(said[field.code])}" for field in parts)
            found[whole.code] = f"{whole.label} {number_text(said[whole.code])} 与 {added} = {number_text(total)} 不符"
    return found


def clean(field: RegisterField, raw: Any, find_unit: FindUnit, find_entry: FindEntry = no_entry) -> Any:
    """Return one value as it is stored, None for nothing. Raises Unclear."""
    if field.kind == "flag":
        return _flag(field, raw)
    text = "" if raw is None else str(raw).replace("\x00", "").encode(errors="replace").decode().strip()
    if not text:
        if field.required:
            raise Unclear(f"请填写{field.label}")
        return None
    if field.kind in NUMBERS:
        return _number(field, text)
    if field.kind in {"unit", "entry", "case"}:
        return _named(field, text, find_unit, find_entry)
    return {"day": _day, "choice": _choice}.get(field.kind, _words)(field, text)


def shown(field: RegisterField, value: Any, units: Mapping[str, str] | None = None) -> str:
    """Return a stored value as people read it; `units` are names by id."""
    if value is None:
        return ""
    if field.kind in NUMBERS:
        return number_text(Decimal(str(value)))
    if field.kind == "flag":
        return "是" if value else "否"
    if field.kind == "choice":
        option = field.option(value)
        return option.label if option else str(value)
    return (units or {}).get(value, "") if field.kind == "unit" else str(value)


def cell(field: RegisterField, value: Any, units: Mapping[str, str]) -> Any:
    """Return a stored value as a cell of a sheet: a number as a number, a day as a day."""
    if value is None or field.kind not in {*NUMBERS, "day"}:
        return shown(field, value, units)
    if field.kind == "day":
        return date.fromisoformat(value)
    number = Decimal(str(value))
    return int(number) if number == number.to_integral_value() else number


def number_text(number: Decimal) -> str:
    """Return "386,800", "98.5": grouped, without zeros that say nothing."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figures_of(register: Register, content: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Return what an entry adds to the figures of its register: (field, option, ten-thousandths)."""
    found: list[tuple[str, str, int]] = []
    for field in register.fields:
        value = content.get(field.code)
        if not field.counted or value is None or value is False:
            continue
        if field.kind == "choice":
            found.append((field.code, value, SCALE))
        else:
            found.append((field.code, "", SCALE if field.kind == "flag" else int(Decimal(str(value)) * SCALE)))
    return found


def _number(field: RegisterField, text: str) -> Any:
    plain = normalize("NFKC", text).replace(",", "").replace(" ", "").removesuffix(field.measured_in)
    found = _NUMBER.fullmatch(plain)
    if not found:
        raise Unclear(f"{field.label}应是数字（{field.measured_in}），不能是“{text[:20]}”")
    number = Decimal(found[1]) * _TIMES.get(found[2] or "", 1)
    if number > LARGEST:
        raise Unclear(f"{field.label}过大")
    if field.kind == "share" and number > 100:
        raise Unclear(f"{field.label}是百分比，不能超过100")
    digits = DIGITS[field.kind]
    if number != round(number, digits):
        raise Unclear(f"{field.label}应是整数" if digits == 0 else f"{field.label}最多{digits}位小数")
    return int(number) if digits == 0 else number_text(number).replace(",", "")


def _flag(field: RegisterField, raw: Any) -> bool:
    word = str(raw if raw is not None else "").strip().lower()
    if word in YES or word in NO:
        return word in YES
    raise Unclear(f"{field.label}请填是或否，不能是“{word[:20]}”")


def _day(field: RegisterField, text: str) -> str:
    found = read_period("day", text)
    return found.first.isoformat() if found else _no(f"{field.label}应是日期，如 2018-06-01")


def _named(field: RegisterField, text: str, find_unit: FindUnit, find_entry: FindEntry) -> str:
    """Return what the field names, if there is such a thing."""
    if field.kind == "unit":
        return find_unit(text) or str(_no(f"{field.label}没有这个单位：{text[:40]}"))
    if field.kind == "case":
        return text if find_entry(CASES, text) else str(_no(f"{field.label}没有这个工单：{text[:24]}"))
    # A list suggests "T12 what it is about": the number is what counts.
    found = re.match(r"[Tt]?(\d{1,9})(?!\d)", normalize("NFKC", text))
    if found and field.of and find_entry(field.of, found[1]):
        return f"T{int(found[1])}"
    return str(_no(f"{field.label}没有编号是“{text[:20]}”的记录，请写编号，如 T12"))


def _choice(field: RegisterField, text: str) -> str:
    found = next((option for option in field.options if text in {option.code, option.label}), None)
    offered = "、".join(option.label for option in field.options)
    return found.code if found else _no(f"{field.label}没有“{text[:20]}”这个选项，可填：{offered}")


def _words(field: RegisterField, text: str) -> str:
    longest = LONGEST[field.kind]
    if len(text) > longest:
        raise Unclear(f"{field.label}最多{longest}字，现有{len(text)}字")
    return text.replace("\r\n", "\n")


def _no(why: str) -> Any:
    raise Unclear(why)
