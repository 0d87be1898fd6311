"""Two workers at once urge, tell and send everything once."""

import pytest

TARGET = "huiyin.notices.tests.hands:"
CASES = 12


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIYIN_VAR", str(tmp_path))


def test_two_workers_urge_tell_and_send_each_thing_once(postgresql_url, own_folder, start_process, in_process):
    in_process(postgresql_url, TARGET + "prepare", CASES)
    workers = [start_process(postgresql_url, TARGET + "work") for _ in range(2)]
    for worker in workers:
        _, errors = worker.communicate(timeout=120)
        assert worker.returncode == 0, errors
    in_process(postgresql_url, TARGET + "work")
    done = in_process(postgresql_url, TARGET + "found")
    assert (done["owed"], done["again"]) == (0, 0)
    # One clock to sign and one to reply in each case: each urges once for its latest point.
    assert done["urged"] == 2 * CASES
    assert done["clocks"] == CASES
    assert done["dispatched"] == CASES
    assert done["written"] == done["sent"] == done["references"] == 2 * CASES
