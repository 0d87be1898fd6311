"""The shelf of rulebooks: every edition of every city, read once a process and never at import."""

from datetime import date
from pathlib import Path
from threading import Lock

from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.errors import Problem, RulebookError
from huiyin.rulebook.reading import edition_day, read_book
from huiyin.rulebook.section import Unknown

OWN_SHELF = Path(__file__).parent
"""The directory whose sub-directories with dated TOML files are the cities of the product."""

_shelves: list[Path] = [OWN_SHELF]
_books: dict[str, Rulebook] = {}
_lock = Lock()


def book(book_id: str) -> Rulebook:
    """Return the rulebook with this id, such as "kaifeng/2018-01-01". Raises Unknown, or RulebookError."""
    books = _read_once()
    try:
        return books[book_id]
    except KeyError:
        raise Unknown(f"没有这个规则簿：{book_id}") from None


def book_for(city: str, day: date) -> Rulebook:
    """Return the rulebook in force in a city on a day. Raises Unknown for a city without any.

    Before the first edition the first one holds: a city that brings its old cases along had rules then too.
    """
    editions = books_of(city)
    if not editions:
        raise Unknown(f"没有这个城市的规则簿：{city}")
    in_force = [edition for edition in editions if edition.since <= day]
    return in_force[-1] if in_force else editions[0]


def books_of(city: str) -> tuple[Rulebook, ...]:
    """Return the editions of a city, oldest first; empty for an unknown city."""
    return tuple(one for one in all_books() if one.city_code == city)


def all_books() -> tuple[Rulebook, ...]:
    """Return every edition of every city on the shelf, by city and day. Raises RulebookError."""
    books = _read_once()
    return tuple(books[book_id] for book_id in sorted(books))


def register_shelf(directory: Path) -> None:
    """Add another directory of cities: a test's, or a city's own beside the product. The same one twice is no harm.

    Raises RulebookError with everything that is wrong in it; then nothing was added.
    """
    books = _read_once()
    with _lock:
        if directory in _shelves:
            return
        added = read_shelf(directory)
        if twice := sorted(set(added) & set(books)):
            raise RulebookError([Problem(f"{book_id}.toml", "", "另一个书架上已有这个规则簿") for book_id in twice])
        _shelves.append(directory)
        _books.update(added)


def read_shelf(directory: Path) -> dict[str, Rulebook]:
    """Return the rulebooks below a directory by id. Raises RulebookError with the problems of all of them."""
    found: dict[str, Rulebook] = {}
    problems: list[Problem] = []
    for book_id in _ids_below(directory):
        try:
            found[book_id] = read_book(directory, book_id)
        except RulebookError as error:
            problems += error.problems
    if problems:
        # An edition complains of its base's mistakes too: each is told once.
        raise RulebookError(list(dict.fromkeys(problems)))
    return found


def _read_once() -> dict[str, Rulebook]:
    with _lock:
        if not _books:
            for directory in _shelves:
                _books.update(read_shelf(directory))
    return _books


def _ids_below(directory: Path) -> list[str]:
    """Return `city/day` of each TOML file one directory down; a file that is not named after a day is a mistake."""
    files = sorted(directory.glob("*/*.toml"))
    wrong = [f"{file.parent.name}/{file.name}" for file in files if edition_day(file.stem) is None]
    if wrong:
        raise RulebookError([Problem(name, "", "文件名应是生效日期，如 2018-01-01.toml") for name in wrong])
    return [f"{file.parent.name}/{file.stem}" for file in files]
