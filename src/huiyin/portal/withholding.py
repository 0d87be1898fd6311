"""Which cells of a crossing are withheld, so that a small count cannot be computed back from the sums beside it. Plain Python.

The sums of rows and columns are always published. Whoever adds up knows of a withheld cell all that they leave open: cells are
withheld in rings, along which one can be larger by what its neighbour is smaller, so that no small count has only one value.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

Cell = tuple[int, int]
Counts = Sequence[Sequence[int]]

Node = tuple[str, int]
"""A row or a column: a ring of cells goes from row to column to row."""


def withheld(counts: Counts, few: int, before: Iterable[Cell] = ()) -> frozenset[Cell] | None:
    """Return the cells that are withheld: all counts below `few`, and others so that none of those can be computed.

    None means that nothing helps: then the whole crossing stays unpublished. What was withheld `before`, in an earlier
    edition of the same period, stays so: the two would tell it together.
    """
    small = {(i, j) for i, row in enumerate(counts) for j, n in enumerate(row) if n < few}
    hidden = small | set(before)
    for cell in sorted(one for one in small if _at(counts, one)):
        if is_told(counts, hidden, cell):
            ring = _cheapest_ring(counts, hidden, cell)
            if ring is None:
                return None
            hidden |= ring
    return frozenset(hidden)


def is_told(counts: Counts, hidden: set[Cell] | frozenset[Cell], cell: Cell) -> bool:
    """Whether the sums and the published cells leave the cell only one value that is not negative.

    Some other table with the same sums has another value there exactly if one can go on from the cell, adding and taking away
    one by turns, and come back to it.
    """
    return not (_can_grow(counts, hidden, cell) or _can_shrink(counts, hidden, cell))


def _can_grow(counts: Counts, hidden: Iterable[Cell], cell: Cell) -> bool:
    i, j = cell
    return _leads(counts, hidden, cell, ("column", j), ("row", i))


def _can_shrink(counts: Counts, hidden: Iterable[Cell], cell: Cell) -> bool:
    i, j = cell
    return _at(counts, cell) > 0 and _leads(counts, hidden, cell, ("row", i), ("column", j))


def _leads(counts: Counts, hidden: Iterable[Cell], without: Cell, since: Node, to: Node) -> bool:
    """Whether one comes from a sum to another: a row is balanced by a cell that grows, a column by one that shrinks."""
    ways: dict[Node, list[Node]] = {}
    for i, j in (one for one in hidden if one != without):
        ways.setdefault(("row", i), []).append(("column", j))
        if _at(counts, (i, j)) > 0:
            ways.setdefault(("column", j), []).append(("row", i))
    seen, waiting = {since}, deque([since])
    while waiting:
        for node in ways.get(waiting.popleft(), ()):
            if node == to:
                return True
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return False


def _cheapest_ring(counts: Counts, hidden: set[Cell], cell: Cell) -> set[Cell] | None:
    """Return the other cells of the ring through the cell that costs the fewest counts, None where there is no ring.

    Best is a ring of cells that all hold something: it can be gone along both ways. Else one way must do.
    """
    row, column = ("row", cell[0]), ("column", cell[1])
    ring = _path(counts, hidden, cell, row, column, zeros=False)
    if ring is None:
        ring = _path(counts, hidden, cell, column, row, zeros=True)
    if ring is None:
        ring = _path(counts, hidden, cell, row, column, zeros=True)
    return ring


def _path(
    counts: Counts, hidden: set[Cell], without: Cell, since: Node, to: Node, *, zeros: bool
) -> set[Cell] | None:  # fmt: skip
    """Return the cells of the cheapest way between two sums; with `zeros` also over cells that hold nothing and grow."""
    best: dict[Node, int] = {since: 0}
    came: dict[Node, tuple[Node, Cell]] = {}
    waiting: list[tuple[int, Node]] = [(0, since)]
    while waiting:
        cost, node = heappop(waiting)
        if node == to:
            return _along(came, node)
        for other, by in _neighbours(counts, node, zeros):
            step = cost + (0 if by in hidden else _at(counts, by))
            if by != without and step < best.get(other, step + 1):
                best[other], came[other] = step, (node, by)
                heappush(waiting, (step, other))
    return None


def _neighbours(counts: Counts, node: Node, zeros: bool) -> list[tuple[Node, Cell]]:
    kind, at = node
    if kind == "row":
        return [(("column", j), (at, j)) for j, n in enumerate(counts[at]) if n > 0 or zeros]
    return [(("row", i), (i, at)) for i, row in enumerate(counts) if row[at] > 0]


def _along(came: dict[Node, tuple[Node, Cell]], end: Node) -> set[Cell]:
    found: set[Cell] = set()
    while end in came:
        end, by = came[end]
        found.add(by)
    return found


def _at(counts: Counts, cell: Cell) -> int:
    return counts[cell[0]][cell[1]]
