"""There is one door: nothing else in the house gives a thing another state."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from huiyin.journal.models import Subject

HOUSE = Path(__file__).resolve().parents[2]
DOOR = HOUSE / "journal" / "door.py"
OWN_DATABASE = HOUSE / "bench"
"""The bench copies rows in bulk, but only into a throw-away database of its own."""

NO_LIFECYCLE = frozenset({HOUSE / "notices" / "sending.py"})
"""Whether a text message went out is called a state, too; nobody decides on it, and it is no thing that moves."""

WRITES = frozenset({"update", "create", "get_or_create", "update_or_create", "bulk_update"})
RAW = re.compile(r"\bupdate\b.+\bset\b.*\bstate\b|\binsert\b.+\bstate\b", re.IGNORECASE | re.DOTALL)


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted(HOUSE.rglob("*.py")):
        is_code = not {"tests", "migrations"} & set(file.relative_to(HOUSE).parts)
        if is_code and file not in {DOOR, *NO_LIFECYCLE} and OWN_DATABASE not in file.parents:
            yield file, ast.parse(file.read_text(encoding="utf-8"))


def second_doors(tree: ast.AST) -> Iterator[int]:
    """Give the line of each place that assigns a state or writes the column of one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and any(map(_is_state, _targets(node))):
            yield node.lineno
        if isinstance(node, ast.Call) and _writes_state(node):
            yield node.lineno
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and RAW.search(node.value):
            yield node.lineno


def _targets(node: ast.AST) -> list[ast.expr]:
    found = node.targets if isinstance(node, ast.Assign) else [node.target]  # type: ignore[attr-defined]
    return [part for target in found for part in (target.elts if isinstance(target, ast.Tuple) else [target])]


def _is_state(target: ast.expr) -> bool:
    # A picture of a thing may have a state of its own: `self.state` in a class that is no row.
    is_own = isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self"
    return isinstance(target, ast.Attribute) and target.attr == "state" and not is_own


def _writes_state(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    names_state = any(keyword.arg == "state" for keyword in call.keywords)
    texts = [c.value for c in ast.walk(call) if isinstance(c, ast.Constant)]
    if name in {"setattr", "bulk_update", "save"} and "state" in texts:
        return True
    return names_state and (name in WRITES or name in SUBJECTS)


SUBJECTS = frozenset(model.__name__ for model in apps.get_models() if issubclass(model, Subject))


def test_no_other_place_assigns_a_state() -> None:
    found = [f"{file.relative_to(HOUSE)}:{line}" for file, tree in sources() for line in second_doors(tree)]
    assert found == []


def test_the_search_would_find_one() -> None:
    broken = """
case.state = "closed"
row.a, row.state = 1, "closed"
Case.objects.filter(pk=1).update(state="closed")
Case(state="closed")
setattr(case, "state", "closed")
case.save(update_fields=["state"])
cursor.execute("UPDATE cases_case SET number = 1, state = 'closed'")
"""
    assert len(set(second_doors(ast.parse(broken)))) == 7
    harmless = """
Case.objects.filter(state="closed")
facts = CaseFacts(state=row.state)
self.state = "open"
print(row.state)
"""
    assert list(second_doors(ast.parse(harmless))) == []
