"""The mission says of each row where in the product it is done: in the words that stand there, or nobody would find it."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

import huiyin
from huiyin.config.mission import TABLE, rows
from huiyin.rulebook.shelf import books_of
from huiyin.statistics.collecting import registry_for

CITIES = ("kaifeng", "dandong")
QUOTED = re.compile(r"“([^”]+)”")
FIGURES = "办理情况统计"


def places():
    """Every place of a row that a test proves, taken apart at its semicolons."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    proven = {row.row for row in rows() if row.tests}
    return [(int(row), part) for row, told in table.items() if int(row) in proven for part in told["place"].split("；")]


@pytest.fixture(scope="module")
def labels_of_figures():
    """What the figures of both cities are called."""
    return {measure.label for city in CITIES for book in books_of(city) for measure in registry_for(book)}


@pytest.fixture(scope="module")
def words():
    """Every text that a page can print: of the templates, of the code without its explanations, of the rulebooks."""
    house = Path(huiyin.__file__).parent
    files = [file for file in sorted(house.rglob("*")) if "tests" not in file.relative_to(house).parts]
    code = [ast.parse(file.read_text()) for file in files if file.suffix == ".py"]
    texts = {text for tree in code for text in texts_in(tree)}
    return texts, "\n".join(file.read_text() for file in files if file.suffix in {".html", ".toml"})


def texts_in(tree):
    explained = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    constants = [one for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return {one.value for one in constants if id(one) not in explained}


def test_a_figure_is_called_on_the_page_as_the_mission_calls_it(labels_of_figures):
    named = [(row, word) for row, part in places() if part.startswith(FIGURES) for word in QUOTED.findall(part)]
    whole = [(row, word) for row, word in named if not word.endswith("……")]
    assert len(whole) > 30
    assert [pair for pair in whole if pair[1] not in labels_of_figures] == []
    begun = [(row, word.rstrip("…")) for row, word in named if word.endswith("……")]
    assert [pair for pair in begun if not any(label.startswith(pair[1]) for label in labels_of_figures)] == []


def test_a_button_or_a_page_is_called_as_the_mission_calls_it(words):
    texts, pages = words
    named = [(row, word) for row, part in places() if not part.startswith(FIGURES) for word in QUOTED.findall(part)]
    assert len(named) > 30
    assert [pair for pair in named if pair[1] not in texts and pair[1] not in pages] == []
