"""Two workers at once, and a worker that is killed, lose nothing and double nothing."""

import json

import pytest

TARGET = "huiyin.journal.tests.hands:"


@pytest.fixture(params=["postgresql_url", "sqlite_url"])
def url(request):
    return request.getfixturevalue(request.param)


def told_by(worker):
    return json.loads(worker.communicate(timeout=120)[0].splitlines()[-1])


def test_two_workers_share_the_work_and_do_each_thing_once(url, start_process, in_process):
    in_process(url, TARGET + "ring_often", 120)
    done = [told_by(worker)["done"] for worker in [start_process(url, TARGET + "work_off") for _ in range(2)]]
    assert sum(done) == 120
    assert in_process(url, TARGET + "counts") == {"told": 120, "booked": 120, "never": 0, "owed": 0, "again": 0}


def test_a_worker_killed_in_the_middle_leaves_its_events_to_the_others(url, start_process, in_process):
    in_process(url, TARGET + "ring_often", 10, "bell.kills")
    killed = start_process(url, TARGET + "work_and_die", 4)
    killed.communicate(timeout=60)
    assert killed.returncode == -9
    # Its follower had committed, the event was not yet struck off: it is told a second time and booked once.
    left = in_process(url, TARGET + "work_off", 0.5)
    assert left == {"done": 0, "told": 5, "booked": 5, "never": 0, "owed": 6, "again": 0}
    left = in_process(url, TARGET + "work_off", 1.5)
    assert left == {"done": 6, "told": 11, "booked": 10, "never": 0, "owed": 0, "again": 0}


def test_an_event_in_hand_is_not_doubled_however_long_it_takes(postgresql_url, start_process, in_process):
    in_process(postgresql_url, TARGET + "ring_often", 1, "bell.slow")
    told = [
        told_by(worker) for worker in [start_process(postgresql_url, TARGET + "work_slowly", 1.0) for _ in range(2)]
    ]
    assert sorted(one["done"] for one in told) == [0, 1]
    assert max(one["slept"] for one in told) == 1
