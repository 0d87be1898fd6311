"""One rulebook from its files: the TOML, the edition that it is based on, and the categories beside it."""

import csv
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.categories import Category
from huiyin.rulebook.errors import Problem, RulebookError, said_in_chinese
from huiyin.rulebook.soundness import unsound

CATEGORY_COLUMNS = ("code", "name", "parent", "since", "until", "becomes", "aliases", "source")
LISTED = {"becomes", "aliases"}
OWN_KEYS = {"base", "since"}


def read_book(shelf: Path, book_id: str) -> Rulebook:
    """Return the rulebook `city/date` of a shelf directory. Raises RulebookError with everything that is wrong."""
    raw, origin = _with_base(shelf, book_id, ())
    categories = raw.get("categories")
    raw["categories"] = _categories_of(shelf, book_id, categories)
    raw |= _papers_of(shelf, book_id, raw.get("papers"))
    book = _checked(raw, book_id, origin)
    problems = [Problem(_file_of(path, book_id, origin), path, message) for path, message in unsound(book)]
    if problems:
        raise RulebookError(sorted(problems))
    return book


def _with_base(shelf: Path, book_id: str, seen: tuple[str, ...]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the top-level keys and, for each, the file that it stands in; a key written here hides the base's."""
    file = f"{book_id}.toml"
    own = _toml(shelf / file, file)
    base = own.get("base")
    if base is None:
        return own, dict.fromkeys(own, file)
    _require_earlier_edition(file, book_id, base, seen)
    raw, origin = _with_base(shelf, base, (*seen, book_id))
    inherited = {key: value for key, value in raw.items() if key not in OWN_KEYS}
    return {**inherited, **own}, {**origin, **dict.fromkeys(own, file)}


def _toml(path: Path, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RulebookError([Problem(file, "", "没有这个文件")]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulebookError([Problem(file, "", f"不是正确的 TOML：{error}")]) from None


def _require_earlier_edition(file: str, book_id: str, base: Any, seen: tuple[str, ...]) -> None:
    city, _, day = book_id.partition("/")
    fits = isinstance(base, str) and base.partition("/")[0] == city and base.partition("/")[2] < day
    if not fits or base in seen:
        raise RulebookError([Problem(file, "base", "底本须是同一城市较早的一版，如 kaifeng/2018-01-01")])


def _checked(raw: dict[str, Any], book_id: str, origin: dict[str, str]) -> Rulebook:
    problems = []
    if "id" in raw:
        problems.append(Problem(origin["id"], "id", "没有这个键"))
    try:
        book = Rulebook.model_validate({**raw, "id": book_id})
    except ValidationError as error:
        found = said_in_chinese(error)
        problems += [Problem(_file_of(path, book_id, origin), path, message) for path, message in found]
        raise RulebookError(sorted(problems)) from None
    if book.since.isoformat() != book_id.partition("/")[2]:
        problems.append(Problem(f"{book_id}.toml", "since", f"与文件名不符：{book.since}"))
    if problems:
        raise RulebookError(problems)
    return book


def _file_of(path: str, book_id: str, origin: dict[str, str]) -> str:
    key = path.partition(".")[0].partition("[")[0]
    return origin.get(key, f"{book_id}.toml")


def _categories_of(shelf: Path, book_id: str, name: Any) -> dict[str, Category]:
    city = book_id.partition("/")[0]
    if not isinstance(name, str) or "/" in name or not name.endswith(".csv"):
        raise RulebookError([Problem(f"{book_id}.toml", "categories", "应是同目录下 CSV 文件的名称")])
    file = f"{city}/{name}"
    try:
        with (shelf / file).open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, restkey="", restval="")
            return _read_categories(reader, file)
    except FileNotFoundError:
        raise RulebookError([Problem(file, "", "没有这个文件")]) from None


def _papers_of(shelf: Path, book_id: str, papers: Any) -> dict[str, Any]:
    """Return the section with the text of each template in the place of its file's name; what is no section is told later."""
    kinds = papers.get("kinds") if isinstance(papers, dict) else None
    if not isinstance(kinds, list):
        return {}
    city = book_id.partition("/")[0]
    read = [{**kind, "template": _template(shelf, city, kind)} if isinstance(kind, dict) else kind for kind in kinds]
    return {"papers": {**papers, "kinds": read}}


def _template(shelf: Path, city: str, kind: dict[str, Any]) -> Any:
    name = kind.get("template")
    if not isinstance(name, str) or "/" in name or not name.endswith(".txt"):
        return name
    try:
        return (shelf / city / "papers" / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise RulebookError([Problem(f"{city}/papers/{name}", "", "没有这个文件")]) from None


def _read_categories(reader: "csv.DictReader[str]", file: str) -> dict[str, Category]:
    if tuple(reader.fieldnames or ()) != CATEGORY_COLUMNS:
        raise RulebookError([Problem(file, "第1行", f"表头应是 {','.join(CATEGORY_COLUMNS)}")])
    categories: dict[str, Category] = {}
    problems = []
    for row in reader:
        place = f"第{reader.line_num}行"
        try:
            category = Category.model_validate(_cells(row))
        except ValidationError as error:
            problems += [Problem(file, f"{place}.{path}", message) for path, message in said_in_chinese(error)]
            continue
        if category.code in categories:
            problems.append(Problem(file, place, f"类别代码重复：{category.code}"))
        categories[category.code] = category
    if problems:
        raise RulebookError(problems)
    return categories


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in a row: empty cells are absent, lists are parted by "|", a cell too many has no name."""
    filled = {column: cell for column, cell in row.items() if cell}
    return {column: tuple(cell.split("|")) if column in LISTED else cell for column, cell in filled.items()}


def edition_day(stem: str) -> date | None:
    """Return the day that a file name says, None where it is no day."""
    try:
        return date.fromisoformat(stem)
    except ValueError:
        return None
