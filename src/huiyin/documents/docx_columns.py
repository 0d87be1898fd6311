"""How wide the columns of a table in a DOCX are: as wide as what stands in them, and together no wider than the text."""

from collections.abc import Iterable, Sequence

from huiyin.documents import docx_styles as looks
from huiyin.documents.content import Inline
from huiyin.documents.titles import width
from huiyin.documents.words import said

Rows = Sequence[Sequence[Iterable[Inline]]]

BESIDE = 360
"""Twentieths of a point that stand beside the words of a cell: its margins, and some air."""
NARROWEST = 3
"""A column of a crowded table holds at least so many characters in a line."""


def widths_of(rows: Rows) -> tuple[list[int], float]:
    """Return the width of each column in twentieths of a point, and the size of its characters: small where columns are many."""
    count = max([1, *(len(row) for row in rows)])
    size = 12 if count <= 6 else 10.5 if count <= 9 else 9
    wished = [max([NARROWEST, *(width(said(row[nth])) for row in rows if nth < len(row))]) for nth in range(count)]
    return _fitted([round(chars * size * 20) + BESIDE for chars in wished], round(NARROWEST * size * 20) + BESIDE), size


def _fitted(wished: list[int], least: int) -> list[int]:
    """Return the widths, the widest made narrower until all of them fit: short columns keep theirs."""
    room = looks.TEXT_WIDTH
    if sum(wished) <= room:
        return wished
    if least * len(wished) >= room:
        return [room // len(wished)] * len(wished)
    fitted = [least] * len(wished)
    left, open_ones = room - sum(fitted), sorted(range(len(wished)), key=lambda nth: wished[nth])
    for place, nth in enumerate(open_ones):
        more = min(wished[nth] - least, left // (len(open_ones) - place))
        fitted[nth] += more
        left -= more
    return fitted
