"""How a title is broken into lines: at words, evenly, as GB/T 9704 wants it (词意完整、排列对称、长短适宜)."""

from functools import lru_cache
from itertools import accumulate, combinations, pairwise

CHARACTERS_PER_LINE = 19
"""156 mm hold twenty characters of 22 pt; nineteen leave the title some air."""

MOST_LINES = 4
MOST_BREAKS_TRIED = 30
HANGS_ON_THE_WORD_BEFORE = frozenset("的了等、，。；：）》”’%％年月日号期季度份次件个")
HANGS_ON_THE_WORD_AFTER = frozenset("（《“‘〔")


def lines_of_title(title: str) -> tuple[str, ...]:
    """Return the lines of a title; line breaks of its author are kept, lines that are too long are broken at words."""
    return tuple(line for written in title.splitlines() for line in _broken(written.strip()) if line) or ("",)


def width(text: str) -> float:
    """Return how many characters wide a text is; figures and Latin letters are half as wide."""
    return sum(0.5 if character.isascii() else 1 for character in text)


@lru_cache(maxsize=256)
def _broken(title: str) -> tuple[str, ...]:
    if width(title) <= CHARACTERS_PER_LINE:
        return (title,)
    places = _places_to_break(title)
    for lines in range(2, MOST_LINES + 1):
        ways = [_cut(title, breaks) for breaks in combinations(places, lines - 1)]
        fitting = [way for way in ways if max(map(width, way)) <= CHARACTERS_PER_LINE]
        if fitting:
            return min(fitting, key=_unevenness)
    return _by_count(title)


def _places_to_break(title: str) -> list[int]:
    """Return where a line may end: between words, and never before a word that hangs on the one before it."""
    import rjieba  # loads its dictionary, and only long titles need it

    words = rjieba.cut(title)
    ends = list(accumulate(map(len, words)))[:-1]
    allowed = [
        end for end in ends
        if title[end] not in HANGS_ON_THE_WORD_BEFORE
        and title[end - 1] not in HANGS_ON_THE_WORD_AFTER
        and not (title[end - 1].isascii() and title[end].isascii())
        and not title[end - 1].isdigit()
        and not (title[end - 1] in "年月" and title[end].isdigit())
    ]  # fmt: skip
    return allowed[:MOST_BREAKS_TRIED]


def _cut(title: str, breaks: tuple[int, ...]) -> tuple[str, ...]:
    edges = (0, *breaks, len(title))
    return tuple(title[start:end] for start, end in pairwise(edges))


def _unevenness(lines: tuple[str, ...]) -> float:
    """Return how far the lines are from each other in length; a short last line is the better of two equals."""
    widths = [width(line) for line in lines]
    mean = sum(widths) / len(widths)
    return sum((one - mean) ** 2 for one in widths) + (0.5 if widths[-1] > widths[0] else 0)


def _by_count(title: str) -> tuple[str, ...]:
    """Break a title in which no way at words fits."""
    lines, line = [], ""
    for character in title:
        if width(line + character) > CHARACTERS_PER_LINE:
            lines.append(line)
            line = ""
        line += character
    return (*lines, line)
