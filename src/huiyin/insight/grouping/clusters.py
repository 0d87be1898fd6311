"""Groups of alike rows: first those that are alike on the average, then groups whose middles are alike, then groups of one spot.

Only pairs that are alike enough are ever held, so that memory grows with the pairs and not with the square of the letters.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from huiyin.insight.grouping.rules import Nearness

_ROWS_AT_ONCE = 1000

Groups = list[list[int]]
Pairs = Sequence[tuple[int, int]]
Products = Iterable[tuple[int, int, float]]
ProductsOf = Callable[[Any, Any], Products]
"""Gives the products of the sums of groups, pair by pair, from the sums and the sizes."""


@dataclass(frozen=True)
class Last:
    """The last pass: rows by which groups are compared, from which average on they are one, and which may be one at all."""

    rows: Any
    enough: float
    may_be_one: Callable[[Groups], Pairs]


def groups_of(first_rows: Any, second_rows: Any, near: Nearness, last: Last | None = None) -> Groups:
    """Return the rows as groups of two and more, the largest first; rows alone are left out.

    The rows of the first pass weigh what is said, those of the second where it is: small sure groups are made first, and then
    those of one place joined, whose middles are steadier than single letters.
    """
    groups: Groups = [[row] for row in range(first_rows.shape[0])]
    groups = _merged(first_rows, groups, _all_pairs(near.pair), near.average, by_middle=False)
    groups = _merged(second_rows, groups, _all_pairs(near.pair), near.middle, by_middle=True)
    if last is not None:
        pairs = last.may_be_one(groups)
        groups = _merged(last.rows, groups, lambda sums, _: _of_pairs(sums, pairs), last.enough, by_middle=False)
    return sorted((group for group in groups if len(group) > 1), key=lambda group: (-len(group), group[0]))


def belonging(alike: Any, least: float) -> list[int]:
    """Return which letters of a group are at least so much like the middle of the others: who is not leaves, until all are.

    `alike` says how alike the letters are, each to each.
    """
    stay = np.arange(len(alike))
    while len(stay) > 1:
        here = alike[np.ix_(stay, stay)]
        own, sums = here.diagonal(), here.sum(axis=1)
        middle = np.sqrt((here.sum() - 2 * sums + own).clip(1e-9))
        near = (sums - own) / middle >= least
        if near.all():
            return [int(row) for row in stay]
        stay = stay[near]
    return []


def cohesion_of(alike: Any) -> float:
    """Return the average likeness of all pairs of a group."""
    pairs = len(alike) * (len(alike) - 1)
    return float((alike.sum() - alike.trace()) / pairs) if pairs else 1.0


def _merged(rows: Any, groups: Groups, products_of: ProductsOf, enough: float, *, by_middle: bool) -> Groups:
    """Merge the two nearest groups until none are near enough. What `products_of` does not give is nothing alike.

    Nearness of groups is the product of their sums, over their sizes (the average of all pairs) or over the lengths of the sums
    (the angle of their middles): both are kept by adding rows when groups become one.
    """
    sums = _sums(rows, groups)
    size = _lengths(sums) if by_middle else np.array([len(group) for group in groups], dtype=float)
    products = _neighbours(len(groups), products_of(sums, size))
    own = np.asarray(sums.multiply(sums).sum(axis=1)).ravel()
    heap = [(-p / (size[a] * size[b]), a, b) for a, near in products.items() for b, p in near.items() if a < b]
    heapq.heapify(heap)
    alive = {number: list(group) for number, group in enumerate(groups)}
    sizes, owns = dict(enumerate(size.tolist())), dict(enumerate(own.tolist()))
    following = len(groups)
    while heap:
        likeness, a, b = heapq.heappop(heap)
        if -likeness < enough:
            break
        if a not in alive or b not in alive:
            continue
        alive[following] = alive.pop(a) + alive.pop(b)
        owns[following] = owns[a] + owns[b] + 2 * products[a].get(b, 0.0)
        sizes[following] = owns[following] ** 0.5 if by_middle else sizes[a] + sizes[b]
        products[following] = _added(products, a, b)
        for other, product in products[following].items():
            products[other][following] = product
            heapq.heappush(heap, (-product / (sizes[following] * sizes[other]), other, following))
        following += 1
    return [sorted(group) for group in alive.values()]


def _added(products: dict[int, dict[int, float]], a: int, b: int) -> dict[int, float]:
    """Return the products of two groups that become one with all others, and forget both."""
    added: dict[int, float] = {}
    for gone in (a, b):
        for other, product in products.pop(gone).items():
            if other in products:
                products[other].pop(gone, None)
            if other not in {a, b}:
                added[other] = added.get(other, 0.0) + product
    return added


def _sums(rows: Any, groups: list[list[int]]) -> Any:
    which = [(number, row) for number, group in enumerate(groups) for row in group]
    numbers, members = zip(*which, strict=True)
    return csr_matrix((np.ones(len(which)), (numbers, members)), shape=(len(groups), rows.shape[0])) @ rows


def _lengths(sums: Any) -> Any:
    return np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel()).clip(1e-9)


def _neighbours(count: int, products: Products) -> dict[int, dict[int, float]]:
    found: dict[int, dict[int, float]] = {number: {} for number in range(count)}
    for a, b, product in products:
        found[a][b] = product
        found[b][a] = product
    return found


def _all_pairs(least: float) -> ProductsOf:
    """Return what gives the products of all pairs that are at least so near."""
    return lambda sums, size: _near_pairs(sums, size, least)


def _near_pairs(sums: Any, size: Any, least: float) -> Iterator[tuple[int, int, float]]:
    across = sums.T.tocsc()
    for start in range(0, sums.shape[0], _ROWS_AT_ONCE):
        block = (sums[start : start + _ROWS_AT_ONCE] @ across).tocoo()
        rows = block.row + start
        keep = (rows < block.col) & (block.data >= least * size[rows] * size[block.col])
        yield from zip(rows[keep].tolist(), block.col[keep].tolist(), block.data[keep].tolist(), strict=True)


def _of_pairs(sums: Any, pairs: Pairs) -> Iterator[tuple[int, int, float]]:
    """Give the products of these pairs alone."""
    for start in range(0, len(pairs), _ROWS_AT_ONCE):
        these = pairs[start : start + _ROWS_AT_ONCE]
        left, right = zip(*these, strict=True)
        products = np.asarray(sums[list(left)].multiply(sums[list(right)]).sum(axis=1)).ravel()
        yield from zip(left, right, products.tolist(), strict=True)
