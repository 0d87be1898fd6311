"""The page docs/lifecycles.md: each lifecycle as a diagram and a table, read from the tables themselves."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings

from huiyin.flow.table import BIRTH, Move, Table

HEAD = """# 办理流程

由 `./huiyin docs` 从各处的 `lifecycle.py` 生成，请勿手改。斜体的动作由平台自动进行。
"""


def tables() -> Iterator[tuple[str, Table]]:
    """Give (room, table) for every lifecycle of the house."""
    for room in sorted(settings.ROOMS):
        if find_spec(f"huiyin.{room}.lifecycle"):
            module = import_module(f"huiyin.{room}.lifecycle")
            found = {id(table): table for table in vars(module).values() if isinstance(table, Table)}
            yield from ((room, table) for table in sorted(found.values(), key=lambda table: table.kind))


def as_markdown() -> str:
    """Return the text of the page."""
    return "\n".join([HEAD, *(_section(room, table) for room, table in tables())])


def _section(room: str, table: Table) -> str:
    rows = [_row(table, move) for move in table]
    head = ["| 动作 | 从 | 到 | 谁 | 条件 | 随后 |", "|---|---|---|---|---|---|"]
    title = f"## {table.label}（{room}：{table.kind}）\n"
    return "\n".join([title, "```mermaid", "stateDiagram-v2", *_arrows(table), "```", "", *head, *rows, ""])


def _arrows(table: Table) -> list[str]:
    arrows = {
        f"    {_node(source)} --> {_node(target)}: {move.button}"
        for move in table
        for source in move.source
        for target in (move.targets() or (source,))
        if target != source or move.targets()
    }
    names = [f"    {state.value}: {_label(table, state)}" for state in table.states]
    return [*names, *sorted(arrows), *(f"    {state} --> [*]" for state in sorted(table.ends))]


def _row(table: Table, move: Move) -> str:
    button = f"*{move.button}*" if move.automatic else move.button
    sources = "、".join(_label(table, source) for source in _in_order(table, move.source))
    targets = "、".join(_label(table, target) for target in move.targets()) or "不变"
    conditions, effects = _names([*move.only_when, *move.provided]), _names(move.effects)
    cells = [f"{button} `{move.action}`", sources, targets, _names([move.who]), conditions, effects]
    return f"| {' | '.join(cells)} |"


def _in_order(table: Table, sources: frozenset[str]) -> list[str]:
    order = [BIRTH, *table.states]
    return sorted(sources, key=order.index)


def _label(table: Table, state: str) -> str:
    return "（新建）" if state == BIRTH else str(getattr(table.states(state), "label", state))


def _node(state: str) -> str:
    return "[*]" if state == BIRTH else str(state)


def _names(functions: Sequence[Callable[..., Any]]) -> str:
    return "、".join(f"`{getattr(function, '__name__', type(function).__name__)}`" for function in functions)
