"""Several people at the same moment, on both databases: one wins, the other is told what changed, nothing is lost."""

import json
from collections.abc import Callable
from typing import Any

import pytest

HANDS = "huiyin.cases.tests.hands"
Play = Callable[..., Any]


@pytest.fixture(params=["postgresql_url", "sqlite_url"])
def url(request: pytest.FixtureRequest) -> str:
    """A new database of each kind, that threads and other processes reach."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def play(url: str, in_process: Callable[..., Any]) -> Play:
    """Play one race in a process of its own and return how it ended."""
    return lambda name, *arguments: in_process(url, f"{HANDS}:{name}", *arguments)


def test_of_two_who_press_the_same_button_one_wins_and_the_other_is_told_what_changed(play: Play) -> None:
    with_page, without = play("two_sign_at_once")
    assert with_page["results"] == ["done", "stale: assignment.sign"]
    assert without["results"] == ["done", "refused: 承办现在是“办理中”，不能签收"]
    for told in (with_page, without):
        assert told["verbs"].count("assignment.sign") == 1
        assert told["wrong"] == []


def test_a_registration_sent_four_times_at_once_is_one_case(play: Play) -> None:
    told = play("the_same_call_is_sent_twice")
    assert told == {"results": ["done"] * 4, "cases": 1}


def test_who_had_to_wait_acts_after_the_one_who_held_the_case(play: Play) -> None:
    told = play("who_waits_acts_later", 5)
    assert set(told["results"]) <= {"done", "refused"}
    assert told["results"].count("done") >= 5
    assert told["wrong"] == []


def test_clerks_who_join_cases_crosswise_do_not_wait_for_each_other(play: Play) -> None:
    for done, *states, whole in play("merges_cross", 8)["ends"]:
        assert whole
        assert (done, *states) in {
            (1, "merged", "registered"),
            (1, "closed", "registered"),
            (2, "closed", "closed"),
        }


def test_a_case_joined_while_its_parent_closes_is_closed_with_it_or_stands_alone(play: Play) -> None:
    told = play("joined_while_it_closes", 6)
    assert {tuple(end) for end in told["ends"]} <= {("closed", "closed"), ("closed", "registered")}
    assert told["open_clocks_of_closed"] == 0


def test_eight_writers_in_two_processes_lose_nothing_and_double_nothing(
    url: str, play: Play, start_process: Callable[..., Any]
) -> None:
    case_id = play("make_a_case")
    processes = [start_process(url, f"{HANDS}:hurry_often", case_id, 4, 5) for _ in range(2)]
    for process in processes:
        output, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        assert json.loads(output.splitlines()[-1]) == ["done"] * 4
    told = play("after_the_writers", case_id)
    assert (told["hurries"], told["events"], told["wrong"]) == (40, 41, [])
    assert told["cases"] == told["numbers"] == 41
