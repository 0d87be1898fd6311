"""Whatever a clock goes through, no office minute is lost and none is given twice."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiyin.calendars.arithmetic import Almanac
from huiyin.calendars.notices import shipped_notices
from huiyin.clocks import reckoning
from huiyin.clocks.tests.conftest import at
from huiyin.rulebook.limits import Limit, OfficeHours

ALMANAC = Almanac.of(shipped_notices(), version=1)
OFFICE = OfficeHours(spans=[("08:30", "12:00"), ("14:30", "18:00")])
START = at("2025-09-15T10:00")
LIMITS = st.sampled_from(
    [Limit.parse(text) for text in ("5wd", "5wd+midnight", "20h", "3wd+office_close", "9d", "90h+at_once")]
)
PAUSES = st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 4_000)), max_size=6)


def steps_of(pauses):
    moment, steps = START, []
    for ran, stood in pauses:
        since = moment + timedelta(minutes=ran)
        moment = since + timedelta(minutes=stood)
        steps.append(reckoning.pause_step(since, moment))
    return steps


@given(LIMITS, PAUSES)
def test_the_due_time_moves_by_all_pauses_together(limit, pauses):
    steps = steps_of(pauses)
    reckoned = reckoning.reckon(START, limit, steps, ALMANAC, OFFICE)
    stood = timedelta(0)
    for step in steps:
        since, until = map(datetime.fromisoformat, step["pause"])
        stood += ALMANAC.time_between(since, until, limit, OFFICE)
    assert ALMANAC.time_between(reckoned.original_due_at, reckoned.due_at, limit, OFFICE) == stood


@given(LIMITS, PAUSES)
def test_reckoning_anew_by_the_same_calendar_gives_the_same(limit, pauses):
    due = ALMANAC.due(START, limit, OFFICE).at
    steps = steps_of(pauses)
    for step in steps:
        due = reckoning.take(step, due, limit, ALMANAC, OFFICE)
    assert reckoning.reckon(START, limit, steps, ALMANAC, OFFICE).due_at == due
