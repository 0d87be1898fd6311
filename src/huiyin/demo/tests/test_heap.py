"""One matter that many bring within a week: the demo has something that the platform's own watch finds."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from huiyin.demo.cities import sketch_of
from huiyin.demo.matters import words_of_heap
from huiyin.demo.recent import DAYS, heap_of
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.insight.expecting.growth import growth_of
from huiyin.insight.rules import growth_rule
from huiyin.rulebook.shelf import book_for

MOMENTS = (datetime(2026, 3, 2, 0, 20, tzinfo=CITY_TZ), datetime(2026, 3, 4, 16, 0, tzinfo=CITY_TZ))
"""A Monday soon after midnight, and a Wednesday afternoon."""


@pytest.mark.parametrize("now", MOMENTS, ids=["night", "afternoon"])
@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_the_heap_is_a_warning_of_the_second_kind_in_every_demo_city(city, now):
    fates = heap_of(sketch_of(city), now)
    today, book = local_day(now), book_for(city, local_day(now))
    assert all(fate.accept_at < now for fate in fates), "nobody has called who will only call"
    assert len({(fate.topic, fate.territory) for fate in fates}) == 1
    assert "水" in book.category(fates[0].topic).name
    by_day = Counter(local_day(fate.accept_at) for fate in fates)
    counts = [by_day[today - timedelta(days=ago)] for ago in range(DAYS, -1, -1)]
    warnings = book.insight.warnings
    told = [kind.label for kind in warnings.kinds if growth_of(counts, growth_rule(kind, warnings))]
    assert told == ["苗头性"]


def test_each_tells_it_in_words_of_the_own():
    told = [words_of_heap(number) for number in range(6)]
    assert len({one.title for one in told}) == len({one.text for one in told}) == len(told)
    assert all(one.place in one.text for one in told)
