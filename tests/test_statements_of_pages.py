"""No page asks the database more often because there is more to show: with 10 and with 50 of everything.

The walk is that of `test_every_page`: it begins at the first page of a person and follows all links, so that a new list cannot be
forgotten. The addresses that it found with 10 of everything are asked once more for counting (the first time puts questions
together and fills what a process keeps), then again after 40 more were added to each list and to one case.
"""

import re
from collections import Counter

import pytest
from django.core.cache import cache
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext
from walk.crawl import ask, walk
from walk.plenty import Plenty
from walk.town import Town, standing_still

from huiyin.calendars import current as calendars
from huiyin.cases.models import Case
from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.people.models import User

FEW, MANY = 10, 50
LOOKERS = (
    "director", "dispatcher", "agent", "auditor", "opinion_clerk", "callback_agent", "editor", "admin", "water.handler",
    "water.leader",
)  # fmt: skip

HANDED_OUT = "format="
"""A file has no pages: whoever asks for all rows gets them in one answer, read piece by piece."""


@pytest.mark.long
@pytest.mark.django_db
def test_no_page_needs_more_statements_with_50_rows_than_with_10(tmp_path, django_db_blocker):
    with standing_still(django_db_blocker, "kaifeng", tmp_path) as town:
        stage = set_stage("kaifeng")
        seat_everybody(stage)
        town.at = stage.at
        town.people = {who: User.objects.get(pk=stage.who(who).user_id) for who in LOOKERS}
        plenty = Plenty(stage)
        plenty.add(FEW)
        found = [visit for who in LOOKERS for visit in walk(town, who, beginnings(plenty.whole))]
        pages = [
            (visit.who, visit.address) for visit in found if visit.status == 200 and HANDED_OUT not in visit.address
        ]
        few = [statements(town, *page) for page in pages]
        plenty.add(MANY - FEW)
        more = [
            f"{who} {address}: {len(before)} -> {len(after)}\n" + "\n".join(added(before, after))
            for (who, address), before in zip(pages, few, strict=True)
            if len(after := statements(town, who, address)) > len(before)
        ]
    assert len(pages) > 200
    assert not more, "\n".join(more)


def beginnings(whole: Case) -> list[str]:
    """The first page, the search, and the case to which most happens."""
    return ["/", "/search/?q=%E8%B7%AF%E7%81%AF", f"/cases/{whole.number}/"]


def statements(town: Town, who: str, address: str) -> list[str]:
    """What is asked with nothing put by: what is kept for a while would be asked for by the clock of the machine.

    The connection's own list is emptied first: it holds so many and then lets the oldest go, which would count as none.
    """
    cache.clear()
    calendars.forget()
    reset_queries()
    with CaptureQueriesContext(connection) as said:
        ask(town, who, address)
    return [one["sql"] for one in said]


def added(before: list[str], after: list[str]) -> list[str]:
    """What is asked more often than before, told by its beginning and its values left out."""
    more = Counter(map(form, after)) - Counter(map(form, before))
    return [f"  {times}x {statement[:600]}" for statement, times in more.items()]


def form(statement: str) -> str:
    return re.sub(r"'[^']*'|\b\d+\b", "?", statement)
