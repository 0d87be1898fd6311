"""Every verb that some code of the house can write into the journal, read from the code itself."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import huiyin
from huiyin.journal import door

ROOT = Path(huiyin.__file__).parent
Function = ast.FunctionDef | ast.AsyncFunctionDef
Room = tuple[ast.Module, ...]


class Unresolved(AssertionError):
    """A verb is made in a way that this reader does not understand: teach it, or write the verb plainly."""


@cache
def verbs_written() -> frozenset[str]:
    """Return the verbs of all moves and of all notes."""
    moves = {f"{kind}.{move.action}" for kind, one in door._doors.items() for move in one.table}
    return frozenset(moves | {verb for room in _rooms() for tree in room for verb in _noted_in(tree, room)})


def _rooms() -> Iterator[Room]:
    for folder in sorted(path for path in ROOT.iterdir() if path.is_dir()):
        files = [path for path in sorted(folder.rglob("*.py")) if "tests" not in path.relative_to(ROOT).parts]
        yield tuple(ast.parse(path.read_text()) for path in files)


def _noted_in(tree: ast.Module, room: Room) -> Iterator[str]:
    for function in (one for one in ast.walk(tree) if isinstance(one, Function)):
        for call in _calls(function, "note"):
            yield from _texts(call.args[0], function, tree, room)


def _calls(scope: ast.AST, name: str) -> list[ast.Call]:
    calls = [one for one in ast.walk(scope) if isinstance(one, ast.Call)]
    return [one for one in calls if getattr(one.func, "id", "") == name]


def _texts(said: ast.expr, function: Function, tree: ast.Module, room: Room) -> set[str]:
    """Return the texts that an expression can stand for: itself, what its name was given, or what callers say."""
    if isinstance(said, ast.Constant):
        return {str(said.value)}
    if isinstance(said, ast.IfExp):
        return _texts(said.body, function, tree, room) | _texts(said.orelse, function, tree, room)
    if isinstance(said, ast.JoinedStr) and isinstance(said.values[-1], ast.FormattedValue):
        start = "".join(str(part.value) for part in said.values[:-1] if isinstance(part, ast.Constant))
        return {start + end for end in _texts(said.values[-1].value, function, tree, room)}
    if isinstance(said, ast.Attribute):
        return _texts(said.value, function, tree, room) if said.attr == "value" else _member(said, room)
    if isinstance(said, ast.Subscript) and isinstance(said.value, ast.Name):
        # One verb of a table of verbs: any of them may be written.
        tables = [one for one in _assigned(tree, said.value.id) if isinstance(one, ast.Dict)]
        return {text for table in tables for value in table.values for text in _texts(value, function, tree, room)}
    if isinstance(said, ast.Name):
        parameters = [argument.arg for argument in function.args.args]
        if said.id in parameters:
            return _said_by_callers(function, parameters.index(said.id), room)
        if found := [*_assigned(function, said.id), *_assigned(tree, said.id)]:
            return _texts(found[0], function, tree, room)
    raise Unresolved(ast.unparse(said))


def _assigned(scope: ast.AST, name: str) -> Iterator[ast.expr]:
    for one in ast.walk(scope):
        if isinstance(one, ast.Assign) and any(getattr(target, "id", "") == name for target in one.targets):
            yield one.value


def _member(said: ast.Attribute, room: Room) -> set[str]:
    """Return the value of a member of an enumeration of the room, written with its label behind it."""
    classes = [one for tree in room for one in ast.walk(tree) if isinstance(one, ast.ClassDef)]
    for written in (
        one for found in classes if found.name == ast.unparse(said.value) for one in _assigned(found, said.attr)
    ):
        if isinstance(written, ast.Tuple) and isinstance(written.elts[0], ast.Constant):
            return {str(written.elts[0].value)}
    raise Unresolved(ast.unparse(said))


def _said_by_callers(called: Function, place: int, room: Room) -> set[str]:
    found: set[str] = set()
    for tree in room:
        for function in (one for one in ast.walk(tree) if isinstance(one, Function)):
            for call in _calls(function, called.name):
                found |= _texts(call.args[place], function, tree, room)
    if not found:
        raise Unresolved(called.name)
    return found
