"""What the others see while somebody works: whose case it is, how long there is, how the way is told."""

import re
from typing import Any

from django.test.html import Element
from mission.city import City
from mission.pages import Page, attributes, elements, text_of

from huiyin.cases.models import Case
from huiyin.flow.times import travelling

ONLOOKERS = ("agent", "reviewer", "dispatcher", "auditor", "water.handler", "bureau.handler", "office.handler")
"""Who is asked at each step whether the case lies before him, beside those before whom it should."""

TRAY = re.compile(
    r'<section class="sheet tray" id="tray-\d+">.*?<h2>([^<]+?) <span class="count">(\d+)</span></h2>(.*?)</section>',
    re.S,
)
LINKED = re.compile(r'href="/cases/([^/"]+)/')


def trays_of(city: City, who: str) -> dict[str, list[str]]:
    """Return what waits on somebody's home: the numbers of the cases by the heading of their tray."""
    with travelling(city.stage.at):
        home = city.who(who).client.get("/").content.decode()
    found = {label: (int(count), sorted(set(LINKED.findall(part)))) for label, count, part in TRAY.findall(home)}
    assert all(count == len(numbers) for count, numbers in found.values()), found
    return {label: numbers for label, (_, numbers) in found.items()}


def in_hand_of(city: City, case: Case, **expected: str) -> None:
    """The case waits for these people, in these trays, and for nobody else of those who look on."""
    wanted = {who.replace("_of_", "."): labels.split("、") for who, labels in expected.items()}
    found = {who: [label for label, numbers in trays_of(city, who).items() if case.number in numbers]
             for who in dict.fromkeys([*ONLOOKERS, *wanted])}  # fmt: skip
    waits = {who: trays for who, trays in found.items() if trays}
    assert waits == wanted, f"{waits} instead of {wanted}"


def facts_in(page: Page, heading: str) -> dict[str, str]:
    """Return the facts of a card, label by label: such as 期限."""
    for part in elements(page.dom, "section"):
        if next((text_of(one) for one in elements(part, "h2")), "") == heading:
            labels = [text_of(one) for one in elements(part, "dt")]
            return dict(zip(labels, [text_of(one) for one in elements(part, "dd")], strict=True))
    return {}


def account_in(page: Page) -> dict[str, str]:
    """Return the account of time: who had the case for how long."""
    tables = [one for one in elements(page.dom, "table") if attributes(one).get("class") == "account"]
    rows = [one for table in tables for one in elements(table, "tr")]
    cells = [[text_of(cell) for cell in elements(row, "td")] for row in rows]
    return {line[0]: line[1] for line in cells}


def way_in(page: Page) -> list[str]:
    """Return the lines of the time line, the latest first, without their moments."""
    (part,) = [one for one in elements(page.dom, "section") if attributes(one).get("id") == "timeline"]
    lines = [text_of(one) for one in elements(part, "li")]
    return [re.sub(r"^(\d{4}-)?\d\d-\d\d \d\d:\d\d ", "", line) for line in lines]


def listed_for(city: City, who: str, address: str = "/cases/", **asked: Any) -> list[str]:
    """Return the numbers of the cases in somebody's list."""
    page = city.who(who).opens(address, asked)
    return sorted({number for line in elements(page.dom, "tr") for number in cases_in(line)})


def cases_in(part: Element) -> set[str]:
    """Return the numbers of the cases to which a part of a page leads."""
    links = [attributes(a).get("href", "") for a in elements(part, "a")]
    return {href.split("/")[2] for href in links if href.startswith("/cases/") and href != "/cases/"}
