"""The first letters of the pinyin of a name, so that "路灯照明" is found by "ldzm".

GB 2312 puts its 3,755 common characters in the order of their pinyin: where each letter begins is all that is needed to
know it. What stands elsewhere in the standard, and characters that are read in two ways, are listed by hand.
"""

from bisect import bisect_right
from functools import lru_cache
from itertools import islice, product

_BEGINS = {
    "a": 0xB0A1, "b": 0xB0C5, "c": 0xB2C1, "d": 0xB4EE, "e": 0xB6EA, "f": 0xB7A2, "g": 0xB8C1, "h": 0xB9FE,
    "j": 0xBBF7, "k": 0xBFA6, "l": 0xC0AC, "m": 0xC2E8, "n": 0xC4C3, "o": 0xC5B6, "p": 0xC5BE, "q": 0xC6DA,
    "r": 0xC8BB, "s": 0xC8F6, "t": 0xCBFA, "w": 0xCDDA, "x": 0xCEF4, "y": 0xD1B9, "z": 0xD4D1,
}  # fmt: skip
_LETTERS, _PLACES = tuple(_BEGINS), tuple(_BEGINS.values())
_LAST = 0xD7F9

_BY_HAND = {
    # Beyond the ordered part: words of the topics and names of places.
    "诿": "w", "殡": "b", "诋": "d", "丐": "g", "祛": "q", "渑": "m", "亳": "b", "杞": "q", "浉": "s", "鄢": "y",
    "闫": "y", "莘": "xs", "婺": "w", "衢": "q", "碚": "b", "黟": "y", "圳": "z", "垅": "l", "埝": "n", "嵩": "s",
    "洧": "w", "堌": "g",
    # Read in two ways: either letter finds them.
    "长": "cz", "重": "zc", "行": "xh", "调": "td", "乐": "ly", "参": "cs", "朝": "cz", "传": "cz", "单": "ds",
    "会": "hk", "给": "gj", "校": "xj", "降": "jx", "解": "jx", "系": "xj", "率": "ls", "曾": "cz", "盛": "sc",
    "宿": "sx", "厦": "xs", "弹": "td", "屏": "pb", "藏": "cz", "车": "cj", "称": "cz", "区": "qo", "查": "cz",
    "种": "zc", "贾": "jg", "畜": "cx", "泊": "bp", "巷": "xh", "便": "bp", "番": "fp",
}  # fmt: skip

MOST_READINGS = 8


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """Return each way in which the name may be typed by first letters, with blanks between: "校车" -> "xc xj jc jj".

    Letters and digits stand for themselves; a sign without sound is left out, an unknown character ends no reading.
    """
    sounds = [letters for sign in name if (letters := letters_of(sign))]
    return " ".join(dict.fromkeys("".join(one) for one in islice(product(*sounds), MOST_READINGS)))


def letters_of(sign: str) -> str:
    """Return the letters with which a character's pinyin may begin, "" for what has no sound or is not known."""
    if by_hand := _BY_HAND.get(sign):
        return by_hand
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    try:
        code = int.from_bytes(sign.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    if not _PLACES[0] <= code <= _LAST:
        return ""
    return _LETTERS[bisect_right(_PLACES, code) - 1]
