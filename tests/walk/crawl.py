"""The walk: from the first page of a person along every link, each kind of page once, until nothing new is found.

A page that is narrowed, sorted or handed out as a file has the parts of the whole one: these are asked for by a few people only.
"""

import inspect
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from walk.shapes import Shape, shape_of
from walk.town import Town

NOT_ASKED = {"after", "before"}
NARROWED_BY = 2
"""So many people of the centre, and as many of the units, ask for the same narrowing of a page."""

TELLING_WORDS = {"kind", "action", "key", "channel"}
"""Parts of an address that make another page of it, as its name does."""


@dataclass(frozen=True)
class Visit:
    """One answer: who asked, for which address and view, and what the page is made of."""

    who: str
    address: str
    view: str
    status: int
    shape: Shape
    text: str


def views(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Give the name of every address of the house that can be opened, the API left out: its answers are read by machines."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if not str(entry.pattern).startswith("api/"):
                yield from views(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and _can_be_opened(entry.callback):
            yield f"{space}{entry.name}"


def _can_be_opened(view: Any) -> bool:
    """Say whether a view answers GET: of several decorators the one that names methods keeps them in its closure."""
    while view is not None:
        kept = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        if "request_method_list" in kept:
            return "GET" in kept["request_method_list"]
        view = getattr(view, "__wrapped__", None)
    return True


def walk(town: Town, who: str, begins: Iterable[str]) -> list[Visit]:
    """Return what a person meets on the way along all links."""
    waiting, known, found = deque((one, "/") for one in begins), set(), []
    while waiting:
        address, page = waiting.popleft()
        address = _within_the_house(urljoin(page, address))
        kind = _kind(address) if address else None
        if kind is None or kind in known or _is_narrowed_enough(town, who, kind):
            continue
        known.add(kind)
        visit = ask(town, who, address)
        found.append(visit)
        waiting += [(link, address) for link in sorted(visit.shape.links)]
    return found


def _is_narrowed_enough(town: Town, who: str, kind: tuple[Any, ...]) -> bool:
    """Count who asks for a narrowed page, and say whether enough have."""
    *_, asked = kind
    if not asked:
        return False
    alike = (kind, "-" in who or "." in who)
    town.narrowed[alike] += 1
    return town.narrowed[alike] > NARROWED_BY


def ask(town: Town, who: str, address: str) -> Visit:
    """Open one address."""
    response: Any = town.browser_of(who).get(address, follow=True)
    for place, _ in response.redirect_chain[-1:]:
        address = place
    # A file that is handed out row by row is read to its end: until then its question to the database stands open.
    said = response.getvalue() if response.streaming else response.content
    text = said.decode() if "html" in response.headers.get("Content-Type", "") else ""
    return Visit(who, address, view_of(address), response.status_code, shape_of(text), text)


def view_of(address: str) -> str:
    """Return the name of the view behind an address, "" where there is none."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def _within_the_house(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query and not parts.netloc else "" if parts.netloc else parts.path


def _kind(address: str) -> tuple[Any, ...] | None:
    """Return what makes two addresses the same sort of page for one person; None for what is not a page to walk."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    if found.view_name.startswith("api"):
        return None
    words = tuple(sorted((k, str(v)) for k, v in found.kwargs.items() if k in TELLING_WORDS))
    asked = tuple(sorted({(k, v if k in {"tab", "format", "mine"} else "") for k, v in parse_qsl(parts.query)}))
    return None if any(k in NOT_ASKED for k, _ in asked) else (found.view_name, words, asked)
