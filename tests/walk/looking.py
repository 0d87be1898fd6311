"""Looking at pages in Chromium, each at the width of a laptop and at that of a phone."""

from collections.abc import Callable, Iterable, Iterator
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from huiyin.config.fixtures.browser import wait_for_everything
from walk.crawl import Visit
from walk.town import Town

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEAVE_TWO_OF_A_SORT = """() => {
    const sort = one => one.tagName + "." + one.className + "[" + one.getAttributeNames() + "]" + [...one.children].map(sort);
    for (const parent of document.querySelectorAll("tbody, ul, ol, select")) {
        const counts = {};
        for (const child of [...parent.children]) {
            const known = sort(child);
            counts[known] = (counts[known] || 0) + 1;
            if (counts[known] > 2) child.remove();
        }
    }
}"""
"""Takes out of each list the lines that are made like two before them: axe looks at every element, and finds the same there."""

LAPTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 812}


def unlike(visits: Iterable[Visit]) -> Iterator[Visit]:
    """Give few pages on which stands everything that stands on any: always next the one with most that none before had."""
    pages = [visit for visit in visits if visit.shape.is_document]
    left = [{visit.view, *visit.shape.elements} for visit in pages]
    by_most_left = [(-len(made_of), place) for place, made_of in enumerate(left)]
    heapify(by_most_left)
    known: set[str] = set()
    while by_most_left:
        most, place = heappop(by_most_left)
        left[place] -= known
        if len(left[place]) == -most:
            known |= left[place]
            yield pages[place]
        elif left[place]:
            heappush(by_most_left, (-len(left[place]), place))


def open_as(page: "Page", town: Town, who: str, address: str) -> None:
    """Open an address as a person of the town, and wait for what the page asks for later."""
    page.context.clear_cookies()
    page.context.add_cookies(town.cookies_of(who))
    page.goto(address)
    wait_for_everything(page)


def troubles_of(
    page: "Page", town: Town, visit: Visit, url: str, hindrances: "Callable[[Page], list[str]]"
) -> list[str]:
    """Return what hinders people on a page, at both widths; the page is loaded once."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_as(page, town, visit.who, f"{url}{visit.address}")
    width = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate(LEAVE_TWO_OF_A_SORT)
    found = [f"at 375: {one}" for one in hindrances(page)]
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    found += hindrances(page)
    found += [f"{width} wide on a phone"] if width > PHONE["width"] else []
    return [f"{visit.who} {visit.address}: {one}" for one in found]
