"""The shape of a page: of which elements within which it is made, whatever words stand in them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
TELLING = {
    "role",
    "type",
    "scope",
    "for",
    "href",
    "name",
    "autocomplete",
    "alt",
    "disabled",
    "open",
    "placeholder",
    "lang",
}
LINKS = ("href", "hx-get")
DIGITS = re.compile(r"\d+")


@dataclass
class Shape(HTMLParser):
    """Reads a page: its elements with those that hold them, its ids, the addresses to which it leads."""

    elements: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    is_document: bool = False
    title: str = ""
    _within: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.is_document |= tag == "html"
        # What hinders people hangs on an element, on what it is called by and on the ground on which it stands.
        classes = ".".join(sorted((given.get("class") or "").split()))
        told = ",".join(sorted(n for n in given if n in TELLING or n.startswith("aria-")))
        here = f"{tag}.{classes}[{told}]"
        self.elements.add("/".join((*self._within[-2:], here)))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        self.links |= {str(given[name]) for name in LINKS if given.get(name)}
        if tag == "form" and given.get("method") == "get" and given.get("action"):
            self.links.add(str(given["action"]))
        if tag not in VOID:
            self._within.append(here)

    def handle_endtag(self, tag: str) -> None:
        places = [place for place, open_one in enumerate(self._within) if open_one.startswith((f"{tag}.", f"{tag}["))]
        if places:
            del self._within[places[-1] :]

    @property
    def twice(self) -> list[str]:
        """The ids that stand more than once."""
        return sorted({one for one in self.ids if self.ids.count(one) > 1})


def shape_of(text: str) -> Shape:
    """Read a page."""
    shape = Shape()
    shape.feed(text)
    return shape
