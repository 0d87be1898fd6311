"""Ids sort as they were made, and a simulation that is repeated makes the same ones."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random

from huiyin.flow.ids import drawn_from, uuid7

SINCE = datetime(2018, 6, 1, tzinfo=UTC)


def test_an_id_is_of_version_7_and_no_two_are_alike():
    made = [uuid7() for _ in range(1000)]
    assert {one.version for one in made} == {7}
    assert {one.variant for one in made} == {"specified in RFC 4122"}
    assert len(set(made)) == 1000


def test_ids_sort_as_they_were_made_also_within_a_millisecond_and_when_the_clock_is_set_back(monkeypatch):
    made = [uuid7() for _ in range(2000)]
    monkeypatch.setattr("huiyin.flow.ids.time.time_ns", lambda: 0)
    made += [uuid7() for _ in range(2000)]
    assert made == sorted(made)


def test_threads_never_make_the_same_id():
    with ThreadPoolExecutor(4) as several:
        made = list(several.map(lambda _: uuid7(), range(4000)))
    assert len({one.int >> 64 for one in made}) == 4000


def test_the_same_generator_draws_the_same_ids_in_their_order():
    drawn = []
    for _ in range(2):
        with drawn_from(Random(7), SINCE):
            drawn.append([uuid7() for _ in range(50)])
    assert drawn[0] == drawn[1] == sorted(drawn[0])
    assert drawn[0][0].version == 7
    assert drawn[0][0].int >> 80 == int(SINCE.timestamp() * 1000)


def test_outside_the_block_ids_are_random_again():
    with drawn_from(Random(7), SINCE):
        inside = uuid7()
    assert uuid7() not in {inside, uuid7()}
