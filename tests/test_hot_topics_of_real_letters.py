"""The hot topics of a year of letters that citizens really wrote: those that people found are among the first ten."""

import csv
import json
from collections import defaultdict
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

DATA = settings.ROOT.parent / "shared" / "data"
MESSAGES, EVENTS = DATA / "messages.csv.gz", DATA / "hot" / "events.csv"
FIRST = 10
pytestmark = pytest.mark.skipif(not MESSAGES.exists(), reason="没有 ../shared/data：真实留言不随项目分发")


def matters():
    """Return the messages of each matter that people found."""
    found = defaultdict(set)
    with EVENTS.open(encoding="utf-8-sig") as stream:
        for row in csv.DictReader(stream):
            found[row["event"]].add(row["message_id"])
    return list(found.values())


def test_what_people_found_hottest_in_a_year_is_among_the_first_ten(settings):
    settings.CITY = "kaifeng"
    out = StringIO()
    call_command("hot_topics", file=MESSAGES, top=FIRST, json=True, stdout=out)
    topics = [set(one["ids"]) for one in json.loads(out.getvalue())]
    assert len(topics) == FIRST
    hit = []
    for wanted in matters():
        best = max(topics, key=lambda ids: len(ids & wanted))
        common = len(best & wanted)
        # A topic is this matter when most of its letters are, and it has a good part of them.
        if common * 2 > len(best) and common * 5 >= len(wanted) * 2:
            hit.append(wanted)
    assert len(hit) == len(matters()) == 5, f"{len(hit)} of {len(matters())}"
    assert max(map(len, matters())) * 9 // 10 <= len(topics[0]), "the hottest is found nearly whole, and stands first"
