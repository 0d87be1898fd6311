"""What is said with a move: field specs from which forms, API schemas and the cleaning of input are made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from huiyin.flow.times import CITY_TZ

Kind = Literal["text", "lines", "choice", "choices", "flag", "number", "unit", "units", "case", "when", "day", "rows"]
Choices = Callable[[Any], Sequence[tuple[str, str]]]

Keep = Literal["remark", "hash", "nothing"]
"""Where the words of a free text stay: in a row beside the event, in the row of the thing itself (the event keeps a
keyed hash), or only sealed with the petitioner (the event keeps nothing)."""

FREE_TEXT: frozenset[str] = frozenset({"text", "lines"})
"""Kinds whose content may have to be erased one day, so that the journal keeps only a reference and a hash."""


@dataclass(frozen=True)
class Ask:
    """One thing that a move asks for. `choices` answers (code, label) pairs from the rulebook of the case."""

    name: str
    label: str
    kind: Kind = "text"
    required: bool = True
    choices: Choices | None = None
    help: str = ""
    longest: int = 2000
    columns: tuple["Ask", ...] = field(default=())
    keep: Keep = "remark"


LARGEST = 2_000_000_000
YEARS = range(1900, 2200)
MOST = 200
"""What a number, the year of a moment and the length of a list may be: beyond that, something below fails."""


class Unclear(ValueError):
    """One value cannot be understood; the message says why in the user's words."""


def clean(asks: Sequence[Ask], raw: Mapping[str, Any], book: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """Return (said, errors): every asked value in its Python type, and a Chinese reason for each bad one.

    A name that was not asked for is an error too: nothing unknown slips into a row.
    """
    said: dict[str, Any] = {}
    errors = {name: f"不认识的项目：{name}" for name in raw if name not in {a.name for a in asks}}
    for ask in asks:
        try:
            said[ask.name] = _clean_one(ask, raw.get(ask.name), book)
        except Unclear as unclear:
            errors[ask.name] = str(unclear)
    return said, errors


def _clean_one(ask: Ask, value: Any, book: Any) -> Any:
    if _is_blank(value):
        if ask.required and ask.kind != "flag":
            raise Unclear(f"请填写{ask.label}")
        return _EMPTY.get(ask.kind)
    return _CLEANERS[ask.kind](ask, value, book)


_EMPTY: dict[str, Any] = {"flag": False, "units": (), "choices": (), "rows": (), "text": "", "lines": "", "choice": ""}


def _is_blank(value: Any) -> bool:
    empty_list = isinstance(value, list | tuple) and not value
    return value is None or empty_list or (isinstance(value, str) and not value.strip())


def _text(ask: Ask, value: Any, book: Any) -> str:
    if not isinstance(value, str):
        raise Unclear(f"{ask.label}应是文字")
    # Half of a sign that takes two cannot be stored; it comes only from JSON that was cut.
    text = value.replace("\x00", "").encode(errors="replace").decode().strip()
    if len(text) > ask.longest:
        raise Unclear(f"{ask.label}最多{ask.longest}字，现有{len(text)}字")
    return text


def _choice(ask: Ask, value: Any, book: Any) -> str:
    if ask.choices is None:
        return _text(ask, value, book)
    if not isinstance(value, str) or value not in dict(ask.choices(book)):
        raise Unclear(f"{ask.label}没有这个选项：{str(value)[:40]}")
    return value


def _choices(ask: Ask, value: Any, book: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_choice(ask, one, book) for one in _as_list(ask, value)))


def _flag(ask: Ask, value: Any, book: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value) in {"on", "true", "1", "yes"}:
        return True
    if str(value) in {"off", "false", "0", "no"}:
        return False
    raise Unclear(f"{ask.label}只能选是或否")


def _number(ask: Ask, value: Any, book: Any) -> int:
    try:
        if isinstance(value, bool):
            raise ValueError
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        raise Unclear(f"{ask.label}应是整数") from None
    if abs(number) > LARGEST:
        raise Unclear(f"{ask.label}过大")
    return number


def _id(ask: Ask, value: Any, book: Any) -> UUID:
    if isinstance(value, UUID):
        return value
    try:
        return UUID(str(value))
    except ValueError:
        raise Unclear(f"{ask.label}没有选对") from None


def _ids(ask: Ask, value: Any, book: Any) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(_id(ask, one, book) for one in _as_list(ask, value)))


def _when(ask: Ask, value: Any, book: Any) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        raise Unclear(f"{ask.label}应是日期和时间，如 2018-06-01 09:30") from None
    if moment.year not in YEARS:
        raise Unclear(f"{ask.label}的年份不对")
    return moment if moment.tzinfo else moment.replace(tzinfo=CITY_TZ)


def _day(ask: Ask, value: Any, book: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return day_of(str(value))
    except ValueError:
        raise Unclear(f"{ask.label}应是日期，如 2018-06-01") from None


def day_of(text: str) -> date:
    """Return the day that somebody wrote as 2018-06-01.

    Raises ValueError, for the years 1 and 9999 too: a day is added to what was typed, or taken from it, and there is none.
    """
    day = date.fromisoformat(text)
    if day.year not in YEARS:
        raise ValueError(text)
    return day


def _rows(ask: Ask, value: Any, book: Any) -> tuple[dict[str, Any], ...]:
    rows = []
    for number, one in enumerate(_as_list(ask, value), start=1):
        if not isinstance(one, Mapping):
            raise Unclear(f"{ask.label}第{number}行看不懂")
        said, errors = clean(ask.columns, one, book)
        if errors:
            raise Unclear(f"{ask.label}第{number}行：{'；'.join(errors.values())}")
        rows.append(said)
    return tuple(rows)


def _as_list(ask: Ask, value: Any) -> list[Any]:
    found = list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
    if len(found) > MOST:
        raise Unclear(f"{ask.label}最多{MOST}项，现有{len(found)}项")
    return found


_CLEANERS: dict[str, Callable[[Ask, Any, Any], Any]] = {
    "text": _text,
    "lines": _text,
    "choice": _choice,
    "choices": _choices,
    "flag": _flag,
    "number": _number,
    "unit": _id,
    "case": _id,
    "units": _ids,
    "when": _when,
    "day": _day,
    "rows": _rows,
}
