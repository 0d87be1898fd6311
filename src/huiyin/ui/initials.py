"""The first letters of the pinyin of a name, so that "路灯照明" is found by "ldzm"."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """Return each way in which the name may be typed by first letters, with blanks between: "朝阳路" -> "zyl cyl".

    The first is how the words are read, the second how each character is read by itself. Letters and digits stand for
    themselves, other signs without sound are left out.
    """
    as_words = _read(name)
    one_by_one = "".join(letter_of(sign) for sign in name)
    return " ".join(dict.fromkeys(way for way in (as_words, one_by_one) if way))


@lru_cache(maxsize=8192)
def letter_of(sign: str) -> str:
    """Return the letter with which a character's pinyin begins when it stands alone, "" for what has no sound."""
    return _read(sign)


def _read(words: str) -> str:
    from pypinyin import Style, lazy_pinyin  # loads a dictionary that many processes never need

    letters = lazy_pinyin(words, style=Style.FIRST_LETTER)
    return "".join(sign for letter in letters for sign in letter.lower() if sign.isascii() and sign.isalnum())
