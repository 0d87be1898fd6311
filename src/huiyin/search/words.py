"""How a text is cut to be found again: every pair of neighbouring characters is a token, in one spelling.

A piece of text is found by any part of it: whoever types a part types some of its pairs. Plain Python, for both databases.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

MOST_TOKENS_ASKED = 12
"""So many tokens of one term are asked for; what they let through is compared with the whole term anyway."""

_NOT_SPELLED = {"Mn", "Cf", "Cs", "Co", "Cn"}
_RUN = re.compile(r"[a-z0-9]{4,}")
_END = f"{ord(' '):04x}"


def fold(text: str) -> str:
    """Return the text in one spelling: one width, one case, no accents, nothing invisible, blanks for every white space.

    It goes character by character, so that a part of a text folds into a part of the folded text.
    """
    return "".join(map(_folded, text))


@lru_cache(maxsize=65_536)
def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = (" " if c.isspace() else c for c in plain)
    return "".join(c for c in kept if unicodedata.category(c) not in _NOT_SPELLED and (c >= " ") and c != "\x7f")


def terms_of(typed: str) -> list[str]:
    """Return what has to be found, each once: the folded pieces between blanks."""
    return list(dict.fromkeys(fold(typed).split()))


def tokens_of(folded: str) -> set[str]:
    """Return every token by which a folded text can be found."""
    return {token for piece in folded.split() for token in (*_pairs(piece), *_fours(piece), _code(piece[-1]) + _END)}


def tokens_asked(term: str) -> list[str]:
    """Return tokens of which each stands in any text that holds the term: some of them, in their order.

    Digits and Latin letters are asked for by fours where there are as many: their pairs stand nearly everywhere.
    A term of one character has none: see `beginning_with`.
    """
    within = {place for run in _RUN.finditer(term) for place in range(run.start(), run.end() - 1)}
    pairs = [pair for place, pair in enumerate(_pairs(term)) if place not in within]
    asked = list(dict.fromkeys([*_fours(term), *pairs]))
    step = -(-len(asked) // MOST_TOKENS_ASKED) or 1
    return asked[::step]


def beginning_with(character: str) -> str:
    """Return how every token of a character begins, whatever follows it."""
    return _code(character)


def _pairs(piece: str) -> Iterator[str]:
    codes = [_code(character) for character in piece]
    return (first + second for first, second in pairwise(codes))


def _fours(piece: str) -> Iterator[str]:
    for run in _RUN.findall(piece):
        yield from (f"q{run[place : place + 4]}" for place in range(len(run) - 3))


@lru_cache(maxsize=65_536)
def _code(character: str) -> str:
    # Four digits each, so that no token begins in the middle of a character; those beyond the first plane have a sign.
    number = ord(character)
    return f"{number:04x}" if number < 0x10000 else f"g{number:05x}"


def joined(fields: Iterable[str]) -> str:
    """Return folded fields as one text, in which nothing that is searched for reaches from one field into the next."""
    return "\n".join(fold(field) for field in fields)
