"""The keys of the pages: declared once by the room, read by the page's script, by the hint on the page and by the map of keys."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post

EVERYWHERE = "everywhere"
"""The sheet of the base page."""

SPELLED: Mapping[str, str] = {"Enter": "回车", "Escape": "Esc", "ArrowUp": "↑", "ArrowDown": "↓", " ": "空格"}


@dataclass(frozen=True, slots=True)
class Key:
    """One key as the browser names it, what it does in the user's words, and `does`: what the script of the page calls it.

    Without `does` the key is one that a component answers by itself, such as the arrows in a list; it is only told. `keys` may name
    several ("ArrowUp ArrowDown", "1 … 3"); `on_hint` puts it into the line that stands on the page.
    """

    keys: str
    says: str
    does: str = ""
    on_hint: bool = True

    @property
    def spelled(self) -> list[str]:
        """How the keys are written on the keyboard."""
        return [SPELLED.get(one, one) for one in self.keys.split()] or [SPELLED[" "]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The keys of one page; empty `posts` means everybody who is signed in."""

    page: str
    label: str
    keys: tuple[Key, ...]
    posts: frozenset[Post] = field(default_factory=frozenset)


_sheets: dict[str, Sheet] = {}


def declare(*sheets: Sheet) -> None:
    """Add sheets, called from a room's AppConfig.ready; the same page declared again replaces the first."""
    for sheet in sheets:
        _sheets[sheet.page] = sheet


def sheet_of(page: str) -> Sheet:
    """Return the keys of a page. Raises KeyError where none are declared."""
    return _sheets[page]


def sheets_for(actor: Actor) -> list[Sheet]:
    """Return the keys of every page that the actor may open, those of all pages first."""
    mine = [sheet for sheet in _sheets.values() if not sheet.posts or actor.holds(*sheet.posts)]
    return sorted(mine, key=lambda sheet: sheet.page != EVERYWHERE)


def for_script(page: str) -> str:
    """Return what the script of a page reads: what each key does, by the key."""
    return json.dumps({key.keys: key.does for key in sheet_of(page).keys if key.does}, ensure_ascii=False)
