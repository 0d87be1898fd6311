"""June 2018 with everything that can happen to a case, spread over districts and topics: built once for a module's tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.test import Client

from huiyin.cases.models import Case
from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.june import on, play_june
from huiyin.cases.tests.stage import Stage
from huiyin.flow.times import travelling
from huiyin.measures.scope import Scope
from huiyin.people.models import User
from huiyin.rulebook.shelf import book

LATER = on(1, month=9)
BOOK = book("kaifeng/2018-01-01")
JUNE = Scope(since=date(2018, 6, 1), until=date(2018, 7, 1), book=BOOK)
SUMMER = Scope(since=date(2018, 5, 1), until=date(2018, 9, 1), book=BOOK)

DISTRICTS = ("410202", "410203", "")
TOPICS = ("010201", "A03", "0102", "")
"""Of a third level, of a first with nothing below it, of the second level above the first of these, and none at all."""


@dataclass
class Summer:
    """The stage, and the cases by the names of their stories."""

    stage: Stage
    cases: dict[str, Case]

    def ask(self, who: str, address: str, data: Any = None, **more: Any) -> Any:
        """Open a page as a person of the stage, in September."""
        client = Client()
        client.force_login(User.objects.get(pk=self.stage.who(who).user_id), backend="huiyin.people.backends.ByNumber")
        return client.get(address, data or {}, **more)


@contextmanager
def played_once(blocker: Any) -> Iterator[Summer]:
    """Play the summer, and undo it after the block."""
    whole = transaction.atomic()
    # A door is to be the outermost transaction but for that of a test: this one is of all tests of a module.
    whole._from_testcase = True  # type: ignore[attr-defined]
    with blocker.unblock(), whole, travelling(LATER):
        stage, cases = play_june("kaifeng")
        seat_everybody(stage)
        for number, case in enumerate(cases.values()):
            Case.objects.filter(pk=case.pk).update(territory=DISTRICTS[number % 3], category=TOPICS[number % 4])
        yield Summer(stage, {name: stage.reload(case) for name, case in cases.items()})
        transaction.set_rollback(True)
