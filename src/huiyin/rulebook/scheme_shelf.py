"""The shelf of schemes: every edition of every scheme of assessment, read once a process and never at import."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from huiyin.rulebook.errors import Problem, RulebookError, said_in_chinese
from huiyin.rulebook.scheme import Scheme
from huiyin.rulebook.section import Unknown

OWN_SCHEMES = Path(__file__).parent / "schemes"
"""One directory for each scheme, in it one file for each edition, named after its first day."""


def scheme_for(name: str, day: date) -> Scheme:
    """Return the edition of a scheme in force on a day; before its first edition that one. Raises Unknown."""
    editions = editions_of(name)
    in_force = [one for one in editions if one.since <= day]
    return in_force[-1] if in_force else editions[0]


def scheme(edition: str) -> Scheme:
    """Return the edition with this id, such as "rates-20-30-50/2023-01-01". Raises Unknown."""
    for one in all_schemes():
        if one.id == edition:
            return one
    raise Unknown(f"没有这个考核方案：{edition}")


def editions_of(name: str) -> tuple[Scheme, ...]:
    """Return the editions of a scheme, oldest first. Raises Unknown where there is none."""
    found = tuple(one for one in all_schemes() if one.name == name)
    if not found:
        known = "、".join(dict.fromkeys(one.name for one in all_schemes()))
        raise Unknown(f"没有考核方案“{name}”；有：{known}")
    return found


@lru_cache(maxsize=1)
def all_schemes() -> tuple[Scheme, ...]:
    """Return every edition of every scheme, by name and day. Raises RulebookError."""
    return read_schemes(OWN_SCHEMES)


def read_schemes(folder: Path) -> tuple[Scheme, ...]:
    """Return the schemes below a folder. Raises RulebookError with the problems of all of them."""
    found: list[Scheme] = []
    problems: list[Problem] = []
    for file in sorted(folder.glob("*/*.toml")):
        name = f"{folder.name}/{file.parent.name}/{file.name}"
        try:
            one = parsed(file.read_text(encoding="utf-8"), name)
        except RulebookError as error:
            problems += error.problems
            continue
        problems += [Problem(name, "", why) for why in _misplaced(one, file)]
        found.append(one)
    if problems:
        raise RulebookError(problems)
    return tuple(found)


def parsed(text: str, file: str) -> Scheme:
    """Return the scheme that a TOML text says; its numbers stay decimal. Raises RulebookError."""
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
        return Scheme.model_validate(raw)
    except tomllib.TOMLDecodeError as error:
        raise RulebookError([Problem(file, "", f"不是正确的 TOML：{error}")]) from None
    except ValidationError as error:
        raise RulebookError([Problem(file, path, message) for path, message in said_in_chinese(error)]) from None


def _misplaced(one: Scheme, file: Path) -> list[str]:
    wrong = [] if one.name == file.parent.name else [f"name 与目录名不符：{one.name}"]
    return wrong + ([] if one.since.isoformat() == file.stem else [f"since 与文件名不符：{one.since}"])
