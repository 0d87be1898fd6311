"""Units are moved and merged while their cases are open: the cases go along, closed ones stay as they were."""

import pytest

from huiyin.cases.models import Case
from huiyin.cases.tests.stage import Stage
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.journal.chain import verify_chain
from huiyin.units import endings


def merge(stage: Stage, units: list[str], into: str) -> None:
    ids = [stage.units[u].pk for u in units]
    endings.merge(
        ids, into_id=stage.units[into].pk, day=local_day(stage.at), levels=3, actor=stage.who("admin"), at=stage.at
    )


def test_open_cases_go_to_the_unit_that_takes_over(stage: Stage) -> None:
    closed = stage.handled()
    case = stage.dispatch(stage.register(phone="13900001111").case)
    due = stage.share(case).due_at
    merge(stage, ["water"], "bureau")
    case = stage.reload(case)
    assert case.lead_unit_id == stage.units["bureau"].pk
    assert stage.share(case, "bureau").due_at == due
    assert stage.reload(closed).lead_unit_id == stage.units["water"].pk
    assert verify_chain(case.pk, Case) == []


def test_two_shares_that_meet_become_the_weightier_one(stage: Stage) -> None:
    case = stage.dispatch(stage.register().case, "water", joint=("bureau",))
    merge(stage, ["water"], "bureau")
    states = {(s.role, s.state) for s in case.assignments.all()}
    assert states == {("lead", "pending_signature"), ("joint", "released")}


def test_a_report_hides_from_the_heir_of_the_accused(stage: Stage) -> None:
    case = stage.register(kind="report", accused_unit=stage.units["water"].pk).case
    merge(stage, ["water"], "bureau")
    case = stage.reload(case)
    assert case.accused_unit_id == stage.units["bureau"].pk
    case = stage.approve(case)
    no = stage.refusal(case, "dispatch", "dispatcher", lead=stage.units["office"].pk, joint=[])
    assert "lead" in no.fields


def test_a_unit_with_open_cases_does_not_close_without_heir(stage: Stage) -> None:
    stage.dispatch(stage.register().case)
    with pytest.raises(Refused, match="在办工单"):
        endings.close(stage.units["water"].pk, day=local_day(stage.at), actor=stage.who("admin"), at=stage.at)
