"""The bulletin of January 2025 has a rate with a denominator of its own: what fell due, cases carried over included.

Its cases are copies of one matter with days of their own: so many that playing them would take an hour.
"""

import tomllib
from copy import copy
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from django.conf import settings

from huiyin.cases.models import Case
from huiyin.cases.models.case import Outcome
from huiyin.cases.states import CaseState
from huiyin.cases.tests.stage import set_stage
from huiyin.clocks.models import Holder, Span
from huiyin.flow.ids import uuid7
from huiyin.flow.times import CITY_TZ
from huiyin.journal.rows import insert
from huiyin.measures.figures import figure
from huiyin.rulebook.shelf import book_for
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.period import of_period
from huiyin.statistics.printing import printed

BULLETIN = settings.ROOT.parent / "shared" / "fixtures" / "bulletin-2025-01.toml"
FIRST, LAST = date(2025, 1, 1), date(2025, 1, 31)
CARRIED_IN, CLOSED_LATE = 1600, 21
"""Of these the bulletin does not tell; any will do that leave its own figures as they are."""

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not BULLETIN.exists(), reason="没有 ../shared/fixtures：公布的通报不随项目分发"),
]


def classes(book):
    """Return one topic that a clerk could choose in each class of the bulletin, by the name of the class."""
    named = {book.category(code).name: code for code in book.categories if len(book.tree.lineage(code)) == 2}
    leaves = [leaf.code for leaf in book.category_leaves(FIRST)]
    return {name: (code, next(leaf for leaf in leaves if leaf in book.below(code))) for name, code in named.items()}


class Month:
    """The cases of the month, made from one that was registered at the counter."""

    def __init__(self, template, bulletin, topics, leaf_of_the_rest):
        self.template, self.numbers, self.rows, self.spans = template, count(1), [], []
        wanted = [topics[name][1] for name, many in bulletin["classes_top"].items() for _ in range(many)]
        self.topics = iter(wanted + [leaf_of_the_rest] * (bulletin["accepted"] - len(wanted)))
        self.online = bulletin["online"]

    def add(self, many, accepted, due, closed=None, late=False):
        """Add cases that were accepted on a day, fell due on another, and were closed on a third or are open."""
        for _ in range(many):
            self.rows.append(self._row(accepted, due, closed, late))
            if closed is None or accepted < FIRST:
                row = self.rows[-1]
                self.spans.append(
                    Span(id=uuid7(), case_id=row.pk, holder=Holder.UNIT, since=row.accepted_at, until=row.closed_at)
                )

    def _row(self, accepted, due, closed, late):
        row, number = copy(self.template), next(self.numbers)
        row.pk, row.number, row.source_hash, row.query_hash = uuid7(), f"M{number}", None, None
        row.accepted_at, row.accepted_day, row.due_at = at(accepted), accepted, at(due)
        row.received_at, row.state, row.outcome = at(accepted), CaseState.IN_HANDLING, ""
        row.channel, row.family = "phone", "platform"
        if accepted >= FIRST:
            row.category = next(self.topics)
            if self.online:
                self.online -= 1
                row.channel, row.family = "message_board", "online"
        if closed:
            row.state, row.outcome, row.closed_on_time = CaseState.CLOSED, Outcome.BY_UNIT, not late
            row.closed_at = row.answered_at = row.ended_at = row.first_closed_at = at(closed)
            row.closed_day = closed
        return row


def at(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=CITY_TZ)


def test_the_rate_of_the_bulletin_is_that_of_what_fell_due(settings, tmp_path):
    settings.CITY, settings.VAR = "kaifeng", tmp_path
    bulletin, book = tomllib.loads(BULLETIN.read_text(encoding="utf-8")), book_for("kaifeng", FIRST)
    topics = classes(book)
    rest = next(leaf for name, (_, leaf) in topics.items() if name not in bulletin["classes_top"])
    month = Month(set_stage("kaifeng").register().case, bulletin, topics, rest)
    Case.objects.update(accepted_day=None)
    Span.objects.all().delete()
    on_time, day = bulletin["closed_on_time"], timedelta(days=1)
    # The printed rate leaves room for a few cases: the whole number of due ones that gives it.
    due = round(on_time * 100 / bulletin["on_time_rate"])
    left = due - on_time - CLOSED_LATE
    month.add(CARRIED_IN, FIRST - 3 * day, FIRST + 4 * day, FIRST + 3 * day)
    month.add(on_time - CARRIED_IN, FIRST + 5 * day, FIRST + 14 * day, FIRST + 10 * day)
    month.add(CLOSED_LATE, FIRST + 5 * day, FIRST + 14 * day, FIRST + 20 * day, late=True)
    month.add(left, FIRST + 6 * day, FIRST + 15 * day)
    month.add(bulletin["accepted"] - (due - CARRIED_IN), LAST - 2 * day, LAST + 7 * day)
    insert(month.rows)
    insert(month.spans)
    scope, registry = of_period(FIRST, LAST, "kaifeng"), registry_for(book)
    told = {name: figure(registry, name, scope) for name in (
        "accepted", "platform", "online", "due", "due_on_time", "carried_in", "carried_over", book.headline_rate)}  # fmt: skip
    assert {name: told[name].value for name in ("accepted", "platform", "online", "carried_over")} == {
        name: bulletin[name] for name in ("accepted", "platform", "online", "carried_over")
    }
    assert (told["due_on_time"].value, told["due"].value, told["carried_in"].value) == (on_time, due, CARRIED_IN)
    assert book.headline_rate == "on_time_rate.of_due"
    assert printed(told[book.headline_rate], book) == f"{bulletin['on_time_rate']}%"
    of_accepted = figure(registry, "on_time_rate.of_accepted", scope)
    assert printed(of_accepted, book) != printed(told[book.headline_rate], book)
    counted = {
        name: figure(registry, "accepted", scope.narrowed(category=topics[name][0])).value
        for name in bulletin["classes_top"]
    }
    assert counted == bulletin["classes_top"]
