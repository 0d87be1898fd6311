"""When a clock urges by itself."""

import pytest

from huiyin.calendars.arithmetic import Almanac
from huiyin.calendars.notices import shipped_notices
from huiyin.clocks import points
from huiyin.clocks.tests.conftest import at, point
from huiyin.rulebook.limits import OfficeHours

ALMANAC = Almanac.of(shipped_notices(), version=1)
OFFICE = OfficeHours(spans=[("08:30", "12:00"), ("14:30", "18:00")])
DUE = at("2026-03-09T10:00")


def when(**told):
    ((moment, _),) = points.moments(DUE, [point("only", **told)], ALMANAC, OFFICE)
    return moment


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ({"before": "1wd"}, "2026-03-06T10:00"),
        ({"before": "2h"}, "2026-03-06T17:30"),
        ({"before": "2h+at_once"}, "2026-03-09T08:00"),
        ({"after": "30m"}, "2026-03-09T10:30"),
        ({"after": "1d"}, "2026-03-10T10:00"),
        ({"after": "5wd"}, "2026-03-16T10:00"),
    ],
)
def test_points_lie_before_and_after_the_due_time(told, moment):
    assert when(**told) == at(moment)


def test_points_come_in_order_and_each_once():
    ahead = points.moments(DUE, [point("late", after="1d"), point("soon", before="1wd")], ALMANAC, OFFICE)
    assert points.next_moment(ahead, ()) == at("2026-03-06T10:00")
    assert points.reached(at("2026-03-06T09:59"), ahead) == []
    assert points.reached(at("2026-03-20T10:00"), ahead) == ["soon", "late"]
    assert points.reached(at("2026-03-20T10:00"), ahead, passed=["soon"]) == ["late"]
    assert points.next_moment(ahead, ["soon", "late"]) is None
