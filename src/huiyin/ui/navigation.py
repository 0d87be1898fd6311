"""The navigation on the left: rooms register their entries and the search, a page shows what the viewer's posts may open."""

from collections.abc import Callable
from dataclasses import dataclass, field

from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation.

    `icon` is a name of Bootstrap Icons ("inbox"); empty `posts` means everybody who is signed in; a smaller `order`
    stands higher; `count` answers how many things wait behind the entry for this actor; a `personal` entry (sign out,
    change the password) stands below the viewer's name; `on_own_line` shows it to those who do this work on a unit's line.
    """

    label: str
    url_name: str
    icon: str
    posts: frozenset[Post] = field(default_factory=frozenset)
    order: int = 100
    count: Callable[[Actor], int] | None = None
    personal: bool = False
    on_own_line: bool = False

    @property
    def key(self) -> str:
        """The name of the entry within a page, fit for an id."""
        return self.url_name.replace(":", "-").replace(".", "-")

    @property
    def is_counted(self) -> bool:
        """Whether a number stands beside the entry. (A template would call `count` itself.)"""
        return self.count is not None

    def is_for(self, actor: Actor) -> bool:
        """Whether the actor holds a post that may open the entry."""
        on_line = self.on_own_line and actor.holds_on_own_line(*self.posts)
        return not self.posts or on_line or actor.holds(*self.posts)


_entries: dict[str, Entry] = {}


def register(*entries: Entry) -> None:
    """Add entries, called from a room's AppConfig.ready; the same address registered again replaces the first."""
    for entry in entries:
        _entries[entry.url_name] = entry


def entries_for(actor: Actor) -> list[Entry]:
    """Return the entries for the actor, in the order of the page."""
    found = [entry for entry in _entries.values() if entry.is_for(actor)]
    return sorted(found, key=lambda entry: (entry.order, entry.label))


def opens(actor: Actor, url_name: str) -> bool:
    """Whether the actor has this entry: a page of another room leads there only then."""
    entry = _entries.get(url_name)
    return entry is not None and entry.is_for(actor)


def counts_for(actor: Actor) -> dict[str, int]:
    """Return how many things wait behind each entry that counts, by the key of the entry."""
    return {entry.key: entry.count(actor) for entry in entries_for(actor) if entry.count}


@dataclass(frozen=True, slots=True)
class SearchBox:
    """The box above the entries: where what is typed goes to as `q`, and who has the box."""

    url_name: str
    posts: frozenset[Post]


_search_boxes: list[SearchBox] = []


def put_search_box(box: SearchBox) -> None:
    """Put the box into the base page; called from a room's AppConfig.ready, a second one takes the place of the first."""
    _search_boxes[:] = [box]


def search_box_for(actor: Actor) -> SearchBox | None:
    """Return the box, or None where there is none for the actor."""
    return next((box for box in _search_boxes if actor.holds(*box.posts)), None)
