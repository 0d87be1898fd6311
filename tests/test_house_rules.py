"""The rules of the house, read off its files: what the architecture forbids is found here, wherever it is written."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import NOT_PROVIDED
from django.urls import reverse

from huiyin.config import generated, house
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.reference import keys_of
from huiyin.ui import navigation

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "src" / "huiyin"


def storeys() -> dict[str, int]:
    """Return the height of each room, read from the contract of import-linter."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    layers = contract["layers"]
    return {room.strip(): len(layers) - place for place, layer in enumerate(layers) for room in layer.split("|")}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Give (path, parsed file) for every module of the product, tests and migrations left out."""
    for file in sorted(HOUSE.rglob("*.py")):
        path = file.relative_to(HOUSE).as_posix()
        if "/tests/" not in path and "/migrations/" not in path and "fixtures/" not in path:
            yield path, ast.parse(file.read_text(encoding="utf-8"))


def templates() -> Iterator[tuple[str, str]]:
    for file in sorted(HOUSE.rglob("templates/**/*.html")):
        yield file.relative_to(HOUSE).as_posix(), file.read_text(encoding="utf-8")


def dotted(node: ast.AST) -> str:
    """Return "a.b.c" of a chain of names, "b.c" behind anything else."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def calls(path: str, tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Give (place, what is called) for every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield f"{path}:{node.lineno}", dotted(node.func)


def outside_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """Give every node that runs when the module is imported."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, *node.args.defaults]
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def room_of(model: type) -> str | None:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "huiyin" else None


def test_every_room_has_its_storey_and_every_app_is_a_room():
    rooms = {folder.name for folder in HOUSE.iterdir() if (folder / "__init__.py").exists()}
    assert rooms == set(storeys())
    assert set(settings.ROOMS) <= rooms


def test_no_room_imports_from_its_own_storey_or_above():
    linter = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([linter, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]


def test_no_foreign_key_points_to_its_own_storey_or_above():
    height, wrong = storeys(), []
    for model in apps.get_models():
        mine = room_of(model)
        for field in model._meta.get_fields() if mine else []:
            theirs = room_of(field.related_model) if field.is_relation and not field.auto_created else None
            if theirs and theirs != mine and height[theirs] >= height[mine]:
                wrong.append(f"{model.__name__}.{field.name} -> {theirs}")
    assert not wrong


CLOCKS = re.compile(
    r"(?:^|\.)(?:timezone\.(?:now|localtime|localdate)|datetime\.(?:now|utcnow|today)|date\.today)$|^time\.time$"
)


def test_only_one_function_reads_the_clock():
    read = [
        place
        for path, tree in modules()
        if path != "flow/times.py"
        for place, name in calls(path, tree)
        if CLOCKS.search(name)
    ]
    assert not read


def test_no_row_dates_itself():
    itself = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in (model._meta.local_concrete_fields if room_of(model) else [])
        if getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
        or getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED
    ]
    assert not itself
    functions = {"Now", "TransactionNow", "CurrentTimestamp"}
    assert not [
        place for path, tree in modules() for place, name in calls(path, tree) if name.rpartition(".")[2] in functions
    ]


def test_no_transaction_is_as_long_as_its_request():
    assert not any(database.get("ATOMIC_REQUESTS") for database in settings.DATABASES.values())
    assert not [path for path, _ in modules() if "ATOMIC_REQUESTS" in (HOUSE / path).read_text(encoding="utf-8")]


SHELF = {
    "book",
    "book_for",
    "books_of",
    "all_books",
    "shelf.book",
    "shelf.book_for",
    "shelf.books_of",
    "shelf.all_books",
}


def test_no_rulebook_is_read_while_a_module_is_imported():
    read = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        for node in outside_functions(tree)
        if isinstance(node, ast.Call) and dotted(node.func) in SHELF
    ]
    assert not read


def test_nothing_is_decided_by_the_name_of_a_city():
    cities = {folder.name for folder in (HOUSE / "rulebook").iterdir() if any(folder.glob("*.toml"))}
    assert {"kaifeng", "dandong"} <= cities
    decided = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare | ast.MatchValue)
        and any(isinstance(part, ast.Constant) and part.value in cities for part in ast.walk(node))
    ]
    assert not decided


FORBIDDEN_IN_TEMPLATES = {
    "a script within the page": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "a style within the page": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "a handler within the page": re.compile(r"\son[a-z]+\s*=|\bhx-on|javascript:", re.IGNORECASE),
    "something from another host": re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE),
    "text that is not escaped": re.compile(r"\|\s*safe\b|autoescape off"),
    "a list that a role makes something else": re.compile(r"<(?:ul|ol|li|dl|table)\b[^>]*\srole\s*=", re.IGNORECASE),
}


@pytest.mark.parametrize("name", FORBIDDEN_IN_TEMPLATES)
def test_no_template_holds(name):
    assert not [path for path, text in templates() if FORBIDDEN_IN_TEMPLATES[name].search(text)]


def test_every_form_that_writes_carries_its_token():
    forms = re.compile(r"""<form\b[^>]*method\s*=\s*["']?post.*?</form>""", re.IGNORECASE | re.DOTALL)
    parts = {path.partition("/templates/")[2]: text for path, text in templates()}
    include = re.compile(r"""{% include ["']([^"']+)["'][^%]*%}""")

    def carries(form: str) -> bool:
        return "csrf_token" in form or any(carries(parts[name]) for name in include.findall(form))

    assert not [path for path, text in templates() for form in forms.findall(text) if not carries(form)]


def test_no_text_is_declared_safe_by_hand():
    assert not [place for path, tree in modules() for place, name in calls(path, tree) if name.endswith("mark_safe")]


def test_every_entry_of_the_navigation_leads_somewhere():
    for entry in navigation._entries.values():
        assert reverse(entry.url_name)


def test_no_lock_names_an_address_no_file_a_real_person_a_machine_or_unfinished_work():
    assert house.problems() == []


def test_the_generated_pages_are_those_that_would_be_generated_now():
    assert generated.outdated() == []


def test_every_lifecycle_of_the_house_has_its_page():
    drawn = {page.name for page in generated.own_pages() if page.name.startswith("lifecycle-")}
    assert {f"lifecycle-{kind}.md" for kind in ("case", "assignment", "application", "callback")} <= drawn
    assert {page.name for page in (ROOT / "docs" / "rules").glob("lifecycle-*.md")} == drawn


def test_a_real_name_would_be_found():
    assert house.names_somebody(f"副市长{chr(39532)}{chr(29854)}批示")
    assert not house.names_somebody("副市长批示：请城管局办理")


def test_every_key_of_a_rulebook_is_read_by_somebody():
    # A key that nobody reads is a law that a city writes down and nobody keeps.
    read = {n.attr for _, tree in modules() for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    keys = {key.path.replace("[]", "").rpartition(".")[2] for key in keys_of(Rulebook)}
    assert len(keys) > 100
    # The shelf itself looks for the base, before a book is made.
    assert {key for key in keys if key.isidentifier()} - read == {"base"}
