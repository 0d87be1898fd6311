"""The software names up to three units and says why; it never names the accused."""

import pytest

from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.dispatch.act import add_line
from huiyin.dispatch.models import CatalogueRow
from huiyin.dispatch.suggesting import suggest
from huiyin.flow.times import local_day


@pytest.fixture(params=["kaifeng", "dandong"])
def stage(request: pytest.FixtureRequest, db: None) -> Stage:
    return set_stage(request.param)


def line(stage: Stage, unit: str, owner: str | None = None, who: str = "dispatcher", **fields: str) -> CatalogueRow:
    row = CatalogueRow(
        owner=stage.units[owner] if owner else None, unit=stage.units[unit], since=local_day(stage.at), **fields
    )
    return add_line(row, actor=stage.who(who), at=stage.at)


def names(stage: Stage, case: object, owner: str | None = None) -> list[str]:
    found = suggest(case, stage.at, stage.units[owner] if owner else None)  # type: ignore[arg-type]
    return [s.unit.short_name for s in found]


def test_the_more_precise_line_comes_first(stage: Stage) -> None:
    place = stage.book.territories[0].code
    line(stage, "bureau", category=stage.leaf())
    line(stage, "water", category=stage.leaf(), territory=place)
    case = stage.register(territory=place).case
    assert names(stage, case)[:2] == ["清源供水", "市城管局"]


def test_the_reason_is_told_in_words(stage: Stage) -> None:
    line(stage, "bureau", category=stage.leaf(), note="职责清单第三条")
    case = stage.register().case
    assert "职责清单第三条" in suggest(case, stage.at)[0].why


def test_a_ruling_comes_before_the_catalogue(stage: Stage) -> None:
    line(stage, "bureau", category=stage.leaf())
    case = stage.dispatch(stage.register().case, "west")
    stage.later(hours=1)
    stage.move_share(stage.share(case, "west"), "ask_return", "west.handler", reason="不在本区", basis="区划")
    application = case.applications.get()
    lead = stage.units["water"].pk
    stage.decide(application, "reassign", "dispatcher", decision="由供水公司负责", lead=lead)
    like = stage.register(phone="13911112222").case
    assert names(stage, like)[0] == "清源供水"


def test_who_handed_it_back_comes_last_and_is_marked(stage: Stage) -> None:
    line(stage, "west", category=stage.leaf())
    territory = stage.book.territories[0].code
    line(stage, "bureau", territory=territory)
    case = stage.dispatch(stage.register(territory=territory).case, "west")
    stage.later(hours=1)
    stage.move_share(stage.share(case, "west"), "ask_return", "west.handler", reason="不在本区", basis="区划")
    stage.decide(case.applications.get(), "accept_return", "dispatcher", decision="退回")
    last = suggest(stage.reload(case), stage.at)[-1]
    assert (last.unit.pk, last.handed_back) == (stage.units["west"].pk, 1)


def test_the_accused_and_what_lies_below_are_never_named(stage: Stage) -> None:
    line(stage, "bureau", category=stage.leaf())
    line(stage, "office", category=stage.leaf())
    line(stage, "water", category=stage.leaf())
    case = stage.register(kind="report", accused_unit=stage.units["bureau"].pk).case
    assert names(stage, case) == ["清源供水"]


def test_a_unit_keeps_its_own_catalogue_for_those_below(stage: Stage) -> None:
    line(stage, "office", owner="bureau", who="bureau.handler", category=stage.leaf())
    case = stage.dispatch(stage.register().case, "bureau")
    assert names(stage, case, "bureau") == ["市容科"]
