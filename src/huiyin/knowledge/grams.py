"""How words are compared: by two signs that stand side by side. Plain Python."""

import re
import unicodedata

_RUN = re.compile(r"[^\W_]+")
MOST_TYPED = 120
"""So many pairs of what is typed are compared; a long account says in its beginning what it is about."""


def grams_of(text: str) -> set[str]:
    """Return every pair of signs in the words of a text, a single sign for a word of one."""
    words = _RUN.findall(unicodedata.normalize("NFKC", text).lower())
    return {pair for word in words for pair in _pairs(word)}


def first_grams_of(text: str) -> list[str]:
    """Return the pairs of what is typed, in their order, each once."""
    words = _RUN.findall(unicodedata.normalize("NFKC", text).lower())
    return list(dict.fromkeys(pair for word in words for pair in _pairs(word)))[:MOST_TYPED]


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word) - 1)] or [word]
