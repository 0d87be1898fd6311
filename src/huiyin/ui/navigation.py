"""The navigation on the left: rooms register their entries and the search, a page shows what the viewer's posts may open."""

from collections.abc import Callable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that stand together below a heading, by the names of their addresses; closed until somebody wants one of them."""

    key: str
    label: str
    entries: tuple[str, ...]


REST = Group("more", "更多", ())
"""Where an entry stands that nobody has given a place."""

FEW = 9
"""So many entries are seen at a glance: they are not put into groups."""

_groups: list[Group] = []
_daily: dict[Post | None, frozenset[str]] = {}


def arrange(groups: Sequence[Group], daily: Mapping[Post, Sequence[str]], for_all: Sequence[str]) -> None:
    """Say which entries stand first, for everybody and for each post, and in which groups all others stand."""
    _groups[:] = groups
    _daily.clear()
    _daily[None] = frozenset(for_all)
    _daily.update({post: frozenset(names) for post, names in daily.items()})


def arranged_for(actor: Actor) -> tuple[list[Entry], list[tuple[Group, list[Entry]]]]:
    """Return what stands first for the actor, and the groups with everything else; all of it first where it is little."""
    entries = [entry for entry in entries_for(actor) if not entry.personal]
    if len(entries) <= FEW or not _groups:
        return entries, []
    names = _daily.get(None, frozenset()).union(*(_daily.get(seat.post, ()) for seat in actor.seats))
    first = [entry for entry in entries if entry.url_name in names]
    rest: dict[str, list[Entry]] = {group.key: [] for group in (*_groups, REST)}
    for entry in entries:
        if entry.url_name not in names:
            rest[_group_of(entry).key].append(entry)
    return first, [(group, rest[group.key]) for group in (*_groups, REST) if rest[group.key]]


def _group_of(entry: Entry) -> Group:
    return next((group for group in _groups if entry.url_name in group.entries), REST)


def opens(actor: Actor, url_name: str) -> bool:
    """Whether the actor has this entry: a page of another room leads there only then."""
    entry = _entries.get(url_name)
    return entry is not None and entry.is_for(actor)


def counts_for(actor: Actor) -> dict[str, int]:
    """Return how many things wait behind each entry that counts, by the key of the entry."""
    return {entry.key: entry.count(actor) for entry in entries_for(actor) if entry.count}


def group_counts(actor: Actor, waiting: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return how many things wait behind the entries of each group, so that a closed one hides nothing."""
    return [(group.key, sum(waiting.get(one.key, 0) for one in entries)) for group, entries in arranged_for(actor)[1]]


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
