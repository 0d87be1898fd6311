"""How many statements the door takes: few, and the same however much there is."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.act import move_case, register
from huiyin.cases.lifecycle import CASE
from huiyin.cases.models import Case
from huiyin.cases.queries import facts_of
from huiyin.cases.tests.stage import Stage
from huiyin.flow.table import Table

CREATE, KEY, BARE, DISPATCH, SIGN = 10, 1, 6, 14, 12
"""With begin and commit and what is owed to followers; a key against sending twice costs one more. A dispatch with one
unit, its clocks and holder."""


def statements(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def call(stage: Stage, **how: Any) -> Any:
    return register(stage.said(), actor=stage.who("agent"), at=stage.at, city=stage.city, **how)


def test_a_case_with_petitioner_wishes_clocks_and_event_is_made_in_ten(stage: Stage) -> None:
    call(stage)
    assert statements(lambda: call(stage)) <= CREATE
    assert statements(lambda: call(stage, key="k")) <= CREATE + KEY


def test_many_wishes_take_no_more_than_one(stage: Stage) -> None:
    call(stage)
    many = [{"text": f"第{n}个诉求"} for n in range(9)]
    said = stage.said(wishes=many)
    assert statements(lambda: register(said, actor=stage.who("agent"), at=stage.at, city=stage.city)) <= CREATE


def test_a_bare_change_takes_six(stage: Stage) -> None:
    case = call(stage).case
    how: dict[str, Any] = {"actor": stage.who("agent"), "at": stage.at}
    said = {"sponsor": "某领导"}
    move_case(case.pk, "sponsor", said, **how)
    assert statements(lambda: move_case(case.pk, "sponsor", said, **how)) <= BARE
    assert statements(lambda: move_case(case.pk, "sponsor", said, **how, key="k")) <= BARE + KEY


def test_a_dispatch_with_assignment_and_clocks_takes_fourteen(stage: Stage) -> None:
    case = stage.approve(call(stage).case)
    said = {"lead": stage.units["water"].pk, "joint": []}
    how: dict[str, Any] = {"actor": stage.who("dispatcher"), "at": stage.at}
    assert statements(lambda: move_case(case.pk, "dispatch", said, **how)) <= DISPATCH


def test_signing_takes_twelve(stage: Stage) -> None:
    case = stage.dispatch(call(stage).case)
    stage.later(minutes=5)
    share = stage.share(case)
    taken = statements(lambda: stage.move_share(share, "sign", "water.handler"))
    # One more reads the share again for the test.
    assert taken - 1 <= SIGN + 1


def buttons_of(stage: Stage, table: Table, rows: list[Case]) -> None:
    for facts in facts_of(rows, stage.at).values():
        table.offered(facts, stage.who("auditor"), stage.book)


def test_the_buttons_of_twenty_cases_take_as_many_statements_as_those_of_two(stage: Stage) -> None:
    for _ in range(20):
        case = stage.dispatch(call(stage).case)
        stage.later(minutes=5)
        stage.sign(case)
        stage.reply(case)
    waiting = list(Case.objects.filter(state="in_audit"))
    assert len(waiting) == 20
    few = statements(lambda: buttons_of(stage, CASE, waiting[:2]))
    assert statements(lambda: buttons_of(stage, CASE, waiting)) == few
