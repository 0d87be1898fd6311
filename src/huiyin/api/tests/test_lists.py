"""Lists are read page by page, each row once, in a number of statements that does not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.api.lists import CASES
from huiyin.api.tests.callers import Callers


def make(callers: Callers, count: int) -> list[str]:
    return [callers.stage.register(title=f"第{n}件").case.number for n in range(count)]


def statements(callers: Callers, who: str, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert callers.get(who, path).status_code == 200
    return len(asked)


def test_every_case_stands_on_one_page(kaifeng: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    made = set(make(kaifeng, 7))
    object.__setattr__(CASES, "page_size", 3)
    try:
        seen, after = [], ""
        for _ in range(4):
            page = kaifeng.get("agent", f"/case?sort=oldest&after={after}").json()
            seen += [row["number"] for row in page["rows"]]
            after = page["next"]
            if not after:
                break
    finally:
        object.__setattr__(CASES, "page_size", 50)
    assert sorted(seen) == sorted(made)


def test_a_list_is_narrowed_by_what_stands_on_the_case(callers: Callers) -> None:
    stage = callers.stage
    stage.register()
    case = stage.dispatch(stage.register(phone="13800005599").case)
    water = stage.units["water"].pk

    def numbers(query: str) -> list[str]:
        return [row["number"] for row in callers.get("dispatcher", f"/case?{query}").json()["rows"]]

    for query in ("state=in_handling", f"unit={water}", f"number={case.number}"):
        assert numbers(query) == [case.number]
    assert len(numbers("kind=complaint&channel=phone&received_from=2018-06-04&received_to=2018-06-04")) == 2
    assert numbers("received_from=2018-06-05") == numbers("late=1") == numbers("unit=water") == []
    stage.later(days=60)
    assert len(numbers("late=1&sort=due")) == 2


def test_shares_and_applications_have_lists_of_their_own(callers: Callers) -> None:
    stage = callers.stage
    case = stage.dispatch(stage.register().case)
    rows = callers.get("water.handler", "/assignment?state=pending_signature").json()["rows"]
    assert [(row["case"], row["unit"]["name"]) for row in rows] == [(case.number, "市清源供水公司")]
    stage.sign(case)
    stage.move_share(stage.share(case), "ask_return", "water.handler", reason="不属本单位", basis="三定方案")
    rows = callers.get("dispatcher", "/application?kind=return&state=asked").json()["rows"]
    assert [(row["case"], row["reason"]) for row in rows] == [(case.number, "不属本单位")]


@pytest.mark.parametrize(
    "path", ["/case", "/case?sort=due&state=in_handling", "/assignment", "/application", "/case?late=1"]
)
def test_a_list_costs_as_much_with_many_rows_as_with_few(kaifeng: Callers, path: str) -> None:
    stage = kaifeng.stage

    def more(count: int) -> None:
        for n in range(count):
            case = stage.dispatch(stage.register(phone=f"1380000{n:04}").case)
            stage.sign(case)
            stage.move_share(stage.share(case), "ask_return", "water.handler", reason="不属本单位", basis="三定方案")

    more(2)
    kaifeng.token("dispatcher")
    kaifeng.token("water.handler")
    few = statements(kaifeng, "dispatcher", path)
    more(8)
    assert few == statements(kaifeng, "dispatcher", path) <= 6
    assert statements(kaifeng, "water.handler", path) <= 6


def test_reading_one_case_costs_as_much_with_much_as_with_little(callers: Callers) -> None:
    stage = callers.stage
    case = stage.dispatch(stage.register().case, "water")
    callers.get("dispatcher", "/me")
    few = [statements(callers, "dispatcher", f"/case/{case.number}{part}") for part in ("", "/events", "/moves")]
    stage.sign(case)
    stage.move(case, "follow_up", "agent", contact_kind="progress", way="phone", reached=True, words="说明情况")
    stage.move(case, "supplement", "agent", supplement="又坏一盏")
    much = [statements(callers, "dispatcher", f"/case/{case.number}{part}") for part in ("", "/events", "/moves")]
    assert few == much
    assert max(much) <= 12
