"""Looking at pages in Chromium, each at the width of a laptop and at that of a phone."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from walk.crawl import Visit
from walk.town import Town

if TYPE_CHECKING:
    from playwright.sync_api import Page

ASKS_LATER = ('hx-trigger="load', 'hx-trigger="revealed')
"""Stand on pages that ask for a part of themselves; to wait for quiet on all others costs half a second each."""

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
    """Give the pages on which there is something that no page before had."""
    known: set[str] = set()
    for visit in visits:
        made_of = {visit.view, *visit.shape.elements}
        if visit.shape.is_document and not made_of <= known:
            known |= made_of
            yield visit


def open_as(page: "Page", town: Town, who: str, address: str, *, whole: bool = True) -> None:
    """Open an address as a person of the town, and wait, where the `whole` is wanted, for what the page asks for later."""
    page.context.clear_cookies()
    page.context.add_cookies(town.cookies_of(who))
    page.goto(address, wait_until="networkidle" if whole else "load")


def troubles_of(
    page: "Page", town: Town, visit: Visit, url: str, hindrances: "Callable[[Page], list[str]]"
) -> list[str]:
    """Return what hinders people on a page, at both widths; the page is loaded once."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_as(page, town, visit.who, f"{url}{visit.address}", whole=any(one in visit.text for one in ASKS_LATER))
    width = page.evaluate("document.documentElement.scrollWidth")
    page.evaluate(LEAVE_TWO_OF_A_SORT)
    found = [f"at 375: {one}" for one in hindrances(page)]
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    found += hindrances(page)
    found += [f"{width} wide on a phone"] if width > PHONE["width"] else []
    return [f"{visit.who} {visit.address}: {one}" for one in found]
