"""Figures in the editor's box: `【受理 12,167】` stands there for `{{accepted}}`, so that nobody types a figure.

Words and figures keep their place by name alone: whatever is typed over the number in the brackets does nothing.
"""

import re
from collections.abc import Iterable, Mapping

from huiyin.briefs.composing.words import WORDS
from huiyin.briefs.source import TOKEN

_BRACKETS = re.compile(r"【([^【】\s]+)(?:[ 　]([^【】]*))?】")


class Names:
    """What the figures of one paper are called in the box, each by a name of its own."""

    def __init__(self, figures: Iterable[tuple[str, str, str]], words: Mapping[str, str]) -> None:
        """Take (key, label, text) of each figure, and the texts of the words of the period."""
        self.texts = dict(words)
        self.by_key = {name: label for name, (label, _) in WORDS.items()}
        taken = set(self.by_key.values())
        for key, label, text in figures:
            name = _free(_plain(label), taken)
            taken.add(name)
            self.by_key[key], self.texts[key] = name, text
        self.by_name = {name: key for key, name in self.by_key.items()}

    def to_box(self, text: str) -> str:
        """Return a text of the source as the editor sees it; a key that is not known stays as it is."""
        return TOKEN.sub(lambda found: self._shown(found[1].strip(), found[0]), text)

    def from_box(self, text: str) -> str:
        """Return what stands in the box as a text of the source; brackets with no name of a figure are words."""
        return _BRACKETS.sub(lambda found: self._meant(found[1], found[0]), _one_line(text))

    def _shown(self, key: str, as_written: str) -> str:
        name = self.by_key.get(key)
        return f"【{name} {self.texts.get(key, '')}】" if name else as_written

    def _meant(self, name: str, as_written: str) -> str:
        key = self.by_name.get(name)
        return f"{{{{{key}}}}}" if key else as_written


def _plain(label: str) -> str:
    return re.sub(r"[【】\s]", "", label) or "数字"


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(f"{name}·{n}" for n in range(2, len(taken) + 3) if f"{name}·{n}" not in taken)


def _one_line(text: str) -> str:
    # An entry is one paragraph; what was pasted with line breaks is one all the same.
    return " ".join(text.split("\n")).replace("\r", "").strip()
