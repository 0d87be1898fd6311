"""A paper's figures from a TOML file: strict, and whatever cannot be used is told with its place, all at once."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Set
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from huiyin.crossfoot.checking import place_of
from huiyin.crossfoot.numbers import Percent, percent, usable
from huiyin.crossfoot.stated import Bound, History, Identity, Rate, Same, Stated

KEYS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "identity": (frozenset({"whole", "parts"}), frozenset({"complete", "stated"})),
    "rate": (frozenset({"printed", "denominator"}), frozenset({"numerator", "kind", "rounding"})),
    "same": (frozenset({"figures"}), frozenset()),
    "bound": (frozenset({"smaller", "larger"}), frozenset()),
    "history": (frozenset({"figure", "earlier"}), frozenset()),
}
"""The keys of each section: those that it must have, and those that it may have."""

LARGEST = 1_000_000
"""Bytes of a file of figures; a longer one is something else."""
A_NUMBER = "应是数字，如 12167 或 34.7，不加引号、逗号、百分号和单位"
A_RATE = '应是加引号的百分数，照印的写，如 "95"、"98.5"、"99.7%"'


class Problem(NamedTuple):
    """One thing that is wrong, and where."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}：{self.message}" if self.place else self.message


class Unreadable(Exception):
    """The file cannot be used; `problems` says everything that is wrong with it."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class _Wrong(Exception):
    """A key of a section has no usable value."""

    def __init__(self, key: str, message: str) -> None:
        self.key, self.message = key, message
        super().__init__(message)


def read_file(path: Path) -> Stated:
    """Read the figures of a file. Raises Unreadable."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise Unreadable(Problem("", f"没有这个文件：{path}")) from None
    except OSError:
        raise Unreadable(Problem("", f"打不开文件：{path}")) from None
    if len(raw) > LARGEST:
        raise Unreadable(Problem("", "文件超过 1 MB，不是一份数字清单"))
    try:
        return read(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable(Problem("", "文件不是 UTF-8 编码，请另存为 UTF-8")) from None


def read(text: str) -> Stated:
    """Read the figures of a paper. Raises Unreadable with everything that is wrong."""
    raw = _toml(text)
    sections = {"figures", *KEYS}
    problems = [Problem(name, f"没有这一节{_or_like(name, sections)}") for name in raw if name not in sections]
    figures = _Figures(raw.get("figures"), problems)
    makers: dict[str, Callable[[dict[str, Any], _Figures], Any]] = {
        "identity": _identity, "rate": _rate, "same": _same, "bound": _bound, "history": _history,
    }  # fmt: skip
    made = {name: tuple(_each(name, raw.get(name, []), maker, figures, problems)) for name, maker in makers.items()}
    if problems:
        raise Unreadable(*problems)
    return Stated(figures.numbers, made["identity"], made["rate"], made["same"], made["bound"], made["history"])


class _Figures:
    """The names that a file has given to figures."""

    def __init__(self, raw: Any, problems: list[Problem]) -> None:
        self.known: set[str] = set()
        self.numbers: dict[str, Decimal] = {}
        if not isinstance(raw, dict) or not raw:
            problems.append(Problem("[figures]", "须有这一节，每行写一个数字：名称 = 数字"))
            return
        for name, value in raw.items():
            self.known.add(name)
            number = _number(value)
            if number is None:
                hint = "；名称里有点的要加引号" if isinstance(value, dict) else ""
                problems.append(Problem(f"[figures] {name}", f"{A_NUMBER}{hint}"))
            else:
                self.numbers[name] = number

    def named(self, key: str, value: Any) -> str:
        """Return the name, if it is one of a figure. Raises _Wrong."""
        if not isinstance(value, str):
            raise _Wrong(key, '应是加引号的数字名称，如 "accepted"')
        if value not in self.known:
            raise _Wrong(key, f"[figures] 里没有“{value[:40]}”{_or_like(value, self.known)}")
        return value

    def listed(self, key: str, value: Any, at_least: int) -> tuple[str, ...]:
        """Return the names of a list, each once. Raises _Wrong."""
        if not isinstance(value, list) or len(value) < at_least:
            raise _Wrong(key, f"应是列表，至少写{'一' if at_least == 1 else '两'}个数字名称")
        names = tuple(self.named(f"{key} 第{place}个", one) for place, one in enumerate(value, start=1))
        if twice := [name for place, name in enumerate(names) if name in names[:place]]:
            raise _Wrong(key, f"重复：{twice[0]}")
        return names


Made = TypeVar("Made")


def _each(
    name: str, raw: Any, maker: Callable[[dict[str, Any], _Figures], Made], figures: _Figures, problems: list[Problem]
) -> Iterator[Made]:
    """Yield what the sections of one name say; what is wrong with one does not hide what is wrong with the next."""
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        problems.append(Problem(name, f"应写成一段或几段 [[{name}]]"))
        return
    for number, section in enumerate(raw, start=1):
        place = place_of(name, number)
        wrong = list(_wrong_keys(name, section))
        problems += [Problem(f"{place} {key}", message) for key, message in wrong]
        if wrong:
            continue
        try:
            yield maker(section, figures)
        except _Wrong as told:
            problems.append(Problem(f"{place} {told.key}", told.message))


def _wrong_keys(name: str, section: dict[str, Any]) -> Iterator[tuple[str, str]]:
    must, may = KEYS[name]
    for key in section:
        if key not in must | may:
            yield key, f"没有这个键{_or_like(key, must | may)}"
    for key in sorted(must - set(section)):
        yield key, "缺少这个键"


def _identity(section: dict[str, Any], figures: _Figures) -> Identity:
    whole, parts = figures.named("whole", section["whole"]), figures.listed("parts", section["parts"], at_least=1)
    if whole in parts:
        raise _Wrong("parts", f"总数 {whole} 不能又是自己的一部分")
    return Identity(whole, parts, _flag(section, "complete"), _flag(section, "stated"))


def _rate(section: dict[str, Any], figures: _Figures) -> Rate:
    kind = _choice(section, "kind", ("rate", "mean"))
    rounding = _choice(section, "rounding", ("half_up", "truncate"))
    numerator = figures.named("numerator", section["numerator"]) if "numerator" in section else None
    if kind == "mean" and (numerator or rounding):
        raise _Wrong("numerator" if numerator else "rounding", '平均分（kind = "mean"）没有这一项')
    denominator = figures.named("denominator", section["denominator"])
    return Rate(_printed(section["printed"]), denominator, numerator, kind == "mean", rounding)  # type: ignore[arg-type]


def _same(section: dict[str, Any], figures: _Figures) -> Same:
    return Same(figures.listed("figures", section["figures"], at_least=2))


def _bound(section: dict[str, Any], figures: _Figures) -> Bound:
    smaller, larger = figures.named("smaller", section["smaller"]), figures.named("larger", section["larger"])
    if smaller == larger:
        raise _Wrong("larger", f"与 smaller 相同：{larger}")
    return Bound(smaller, larger)


def _history(section: dict[str, Any], figures: _Figures) -> History:
    figure, earlier = figures.named("figure", section["figure"]), section["earlier"]
    if not isinstance(earlier, list) or not earlier:
        raise _Wrong("earlier", "应是列表，至少写一个以前的数字，如 [34.7]")
    numbers = [_number(one) for one in earlier]
    if None in numbers:
        raise _Wrong(f"earlier 第{numbers.index(None) + 1}个", A_NUMBER)
    return History(figure, tuple(one for one in numbers if one is not None))


def _number(value: Any) -> Decimal | None:
    """Return a number as it is printed, None for what is none; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if usable(number) else None


def _printed(value: Any) -> Percent:
    read = percent(value) if isinstance(value, str) else None
    if read is None:
        raise _Wrong("printed", A_RATE)
    return read


def _flag(section: dict[str, Any], key: str) -> bool:
    value = section.get(key, True)
    if not isinstance(value, bool):
        raise _Wrong(key, "应是 true 或 false，不加引号")
    return value


def _choice(section: dict[str, Any], key: str, words: tuple[str, ...]) -> str | None:
    value = section.get(key)
    if value is not None and value not in words:
        raise _Wrong(key, f"只能是 {'、'.join(words)}")
    return value


def _or_like(word: str, words: Set[str]) -> str:
    like = get_close_matches(word, sorted(words), n=1)
    return f"，是否为 {like[0]}" if like else ""


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        where = f"第{place[1]}行第{place[2]}列" if place else "文件末尾"
        told = "不是正确的 TOML：中文名称要加引号，数字里不写逗号和单位，同一个名称只写一次"
        raise Unreadable(Problem(where, told)) from None
    except (ValueError, ArithmeticError, RecursionError):
        raise Unreadable(Problem("", "不能用：数字太长或括号套得太深")) from None
