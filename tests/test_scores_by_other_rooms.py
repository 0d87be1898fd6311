"""A scheme may score by what other rooms keep: orders, cards, circulars. What means one unit of a case costs the others nothing."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.assessment.counting import tallies
from huiyin.flow.times import travelling
from huiyin.measures.scope import Scope
from huiyin.rulebook.scheme import Scheme
from huiyin.statistics.collecting import registry_for
from huiyin.supervision.tests.conftest import Office, office_of

BY_EVENT = ("supervised", "supervision_orders", "escalated.yellow", "circulars.criticism", "duty_reached")


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Any) -> Office:
    return office_of("kaifeng", settings, tmp_path)


def test_an_order_to_the_joint_unit_costs_the_lead_unit_nothing(office: Office) -> None:
    stage = office.stage
    case = stage.dispatch(stage.register().case, "water", ("west",))
    stage.later(minutes=5)
    stage.sign(case, "west")
    office.order(stage.reload(case), unit="west")
    today = stage.at.date()
    scope = Scope(today, today + timedelta(days=1), book=stage.book)
    paths = {name: stage.units[name].path for name in ("water", "west")}
    with travelling(stage.at):
        found = tallies(scheme(), registry_for(stage.book), scope, list(paths.values()))
    said = {name: {one: found[path][one].value for one in BY_EVENT} for name, path in paths.items()}
    assert said["west"] == {**dict.fromkeys(BY_EVENT, 0), "supervised": 1, "supervision_orders": 1}
    assert said["water"] == dict.fromkeys(BY_EVENT, 0)
    assert {name: found[path]["supervised"].lost for name, path in paths.items()} == {"water": [], "west": [case.pk]}


def scheme() -> Scheme:
    each = [
        {"code": f"event{n}", "label": name, "kind": "deduction", "measures": [name], "each": 1}
        for n, name in enumerate(BY_EVENT)
    ]
    return Scheme.model_validate({
        "name": "events", "since": date(2018, 1, 1), "label": "按事扣分", "source": "测试", "total": "from_full",
        "decimals": 2, "rounding": "half_up", "ranked": "together", "indicators": each,
    })  # fmt: skip
