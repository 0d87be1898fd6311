"""An import that is killed, or that two people start at once, loses nothing and doubles nothing."""

import json
import signal

import pytest

from huiyin.intake.tests.files import SMALL_BATCH as BATCH
from huiyin.intake.tests.files import messages

HANDS = "huiyin.intake.tests.dying"
ROWS = 2 * BATCH + 15


def whole(count):
    return {
        "cases": count, "numbers": count, "sources": count, "imported": count, "events": count, "clocks": count,
        "wrong": [],
    }  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request):
    return request.getfixturevalue(f"{request.param}_url")


def test_a_kill_in_the_middle_loses_nothing_and_doubles_nothing(tmp_path, url, in_process, start_process):
    file = str(messages(tmp_path / "a.csv", range(ROWS)))
    killed = start_process(url, f"{HANDS}:import_and_die", file, BATCH + 7)
    killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL
    again = in_process(url, f"{HANDS}:import_all", file)
    assert again["before"] == whole(BATCH), "whole transactions only"
    assert again["counts"] == {"read": ROWS, "accepted": ROWS - BATCH, "repeated": BATCH, "rejected": 0}
    assert again["after"] == whole(ROWS)


def test_two_who_import_the_same_file_at_once_share_it(tmp_path, url, start_process):
    file = str(messages(tmp_path / "a.csv", range(ROWS)))
    both = [start_process(url, f"{HANDS}:import_all", file) for _ in range(2)]
    told = [process.communicate(timeout=240) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    answers = [json.loads(output.splitlines()[-1]) for output, _ in told]
    counts = [answer["counts"] for answer in answers]
    assert sum(one["accepted"] for one in counts) == ROWS
    assert [one["accepted"] + one["repeated"] for one in counts] == [ROWS, ROWS]
    assert whole(ROWS) in [answer["after"] for answer in answers]
