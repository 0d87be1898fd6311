"""The list behind a figure, as a person finds it: how many rows it says that it has, or shows."""

import re
from typing import Any

from huiyin.measures.kinds import Measure
from huiyin.measures.scope import Scope
from huiyin.statistics.page import address_of
from walk.town import Town

TOTAL = re.compile(r"共 ([\d,]+) 条")
LINE = re.compile(r"<tr\b")


def address_behind(measure: Measure, scope: Scope) -> str:
    """Return where the rows of a figure are listed: on a page of their own room, or as cases."""
    return measure.listed_at(scope) if measure.listed_at else address_of(measure.name, scope)


def length_of_list(town: Town, who: str, address: str) -> int:
    """Return how long the list is: what it tells of itself, of a short one the lines of its last table."""
    response: Any = town.browser_of(who).get(address)
    assert response.status_code == 200, address
    page = response.content.decode()
    if told := TOTAL.search(page):
        return int(told[1].replace(",", ""))
    return len(LINE.findall(page.rpartition("<tbody")[2])) if "<tbody" in page else 0
