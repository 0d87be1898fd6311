"""Workers that act at the same moment: nobody urges twice, and a notice is imported once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections

from huiyin.calendars.act import import_notice
from huiyin.calendars.models import Notice
from huiyin.calendars.notices import HolidayNotice
from huiyin.clocks import act, urging
from huiyin.clocks.tests.conftest import at
from huiyin.flow.actor import PLATFORM

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
WORKERS = 4


def all_at_once(work):
    """Return what each of the workers answered, who begin together."""
    together = Barrier(WORKERS)

    def one(_):
        together.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, range(WORKERS)))


def test_every_point_is_taken_by_exactly_one_of_four_workers(reply):
    act.bulk_start([reply(subject_id=UUID(int=1000 + i)) for i in range(40)])

    def work():
        return [point.clock.pk for _ in range(5) for point in urging.due_points(at("2026-03-06T10:00"), batch=3)]

    taken = [pk for mine in all_at_once(work) for pk in mine]
    assert len(taken) == len(set(taken)) == 40


def test_of_four_who_import_the_same_notice_one_brings_it(book):
    facts = HolidayNotice(year=2027, title="2027年节假日安排", off=["2027-01-29 春节"])
    brought = all_at_once(lambda: import_notice(facts, actor=PLATFORM, at=at("2026-11-10T09:00")).new)
    assert sorted(brought) == [False, False, False, True]
    assert Notice.objects.filter(year=2027).count() == 1
