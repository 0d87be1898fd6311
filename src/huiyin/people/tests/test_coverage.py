"""In which hours nobody is on duty: told exactly, whatever shifts overlap."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.flow.times import UTC
from huiyin.people.coverage import uncovered

moments = st.integers(0, 100).map(lambda n: datetime(2018, 6, 1, tzinfo=UTC) + timedelta(hours=n))
spans = st.tuples(moments, st.integers(1, 30)).map(lambda pair: (pair[0], pair[0] + timedelta(hours=pair[1])))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wanted=spans, shifts=st.lists(spans, max_size=8))
def test_an_hour_is_uncovered_exactly_when_no_shift_runs(wanted, shifts):
    left = uncovered(wanted, shifts)
    hour = wanted[0]
    while hour < wanted[1]:
        runs = any(since <= hour < until for since, until in shifts)
        assert runs != any(since <= hour < until for since, until in left)
        hour += timedelta(hours=1)
