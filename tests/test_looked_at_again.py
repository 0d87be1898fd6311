"""What the rooms of rechecks, long cases and test calls give to others: notices to units, figures to the assessment."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.assessment.counting import as_figure, tallies
from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import CITY_TZ, travelling
from huiyin.hardcases.act import choose_focus, move_hard, propose
from huiyin.hardcases.reminding import remind_of_seasons
from huiyin.journal.models import OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.linetests.act import move_test, plan_round
from huiyin.linetests.models import LineTest
from huiyin.measures.scope import Scope
from huiyin.notices.queries import visible_to as notices_of
from huiyin.rechecks.act import draw_cases, move_recheck
from huiyin.rechecks.models import Recheck
from huiyin.rulebook.scheme import Scheme
from huiyin.statistics.collecting import registry_for
from huiyin.units.models import Unit


@pytest.fixture
def stage(db: None, settings: Any, tmp_path: Any) -> Stage:
    settings.CITY, settings.MEDIA_ROOT, settings.VAR = "haiyan", tmp_path / "files", tmp_path
    cache.clear()
    stage = set_stage("haiyan")
    stage.at = datetime(2020, 6, 22, 10, tzinfo=CITY_TZ)
    seat_everybody(stage)
    Unit.objects.update(duty_phone="0100-1111", peer_group="department")
    return stage


def told(stage, who, kind):
    deliver_all(lambda: stage.at)
    assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))
    return list(notices_of(stage.who(who)).filter(kind=kind).values_list("text", flat=True))


def called(stage):
    plan_round(stage.at.date(), actor=PLATFORM, at=stage.at, seed="s")
    return list(LineTest.objects.order_by("unit_path"))


def test_a_unit_is_told_of_a_missed_call_and_of_no_answered_one(stage):
    missed, answered, *_ = called(stage)
    names = {unit.pk: key for key, unit in stage.units.items()}
    clerk = stage.who("shift_lead")
    move_test(missed.pk, "missed", {"heard": "no_answer"}, actor=clerk, at=stage.at)
    move_test(answered.pk, "answered", {"heard": "slow"}, actor=clerk, at=stage.at)
    text = told(stage, f"{names[missed.unit_id]}.handler", "line_test")
    assert len(text) == 1
    assert "0100-1111" in text[0] and "无人接听" in text[0]
    assert told(stage, f"{names[answered.unit_id]}.handler", "line_test") == []


def test_an_owner_is_told_of_its_long_case_and_urged(stage):
    case = stage.dispatch(stage.register().case)
    said = {"kind": "old", "reason": "产权不清", "condition": "产权确认"}
    row = propose(case, said, actor=stage.who("dispatcher"), at=stage.at)
    said = {"owner": stage.units["water"].pk, "leader": "镇长", "review_on": stage.at.date() + timedelta(days=5)}
    move_hard(row.pk, "accept", said, actor=stage.who("supervisor"), at=stage.at)
    move_hard(row.pk, "urge", {"note": "请抓紧"}, actor=stage.who("supervisor"), at=stage.at)
    texts = told(stage, "water.handler", "hard_case")
    assert [case.number in text and "2020-06-27" in text for text in texts] == [True, True]
    assert not any("产权" in text for text in texts)
    assert told(stage, "west.handler", "hard_case") == []


def test_units_are_told_of_the_matter_of_the_month_and_of_the_season(stage):
    said = {
        "month": stage.at.date(),
        "title": "东滩停水",
        "why": "多",
        "aim": "好",
        "owner": stage.units["water"].pk,
        "leader": "镇长",
    }
    choose_focus(said, actor=stage.who("director"), at=stage.at)
    assert len(told(stage, "water.head", "focus")) == 1
    assert told(stage, "west.head", "focus") == []
    remind_of_seasons(stage.at)
    assert "海堤" in told(stage, "west.handler", "season")[0]


def test_a_scheme_scores_units_by_test_calls_and_by_rechecks_named_as_measures(stage):
    """All units at once is what the page of figures says of each one: also of rows that belong to no case."""
    calls = called(stage)
    clerk = stage.who("shift_lead")
    for place, row in enumerate(calls):
        heard = ("answered", {"heard": "in_time"}) if place % 2 else ("missed", {"heard": "no_answer"})
        move_test(row.pk, heard[0], heard[1], actor=clerk, at=stage.at)
    for lead in ("water", "west", "water"):
        stage.hear(stage.handled(lead), True)
    draw_cases(date(2020, 6, 1), stage.at.date(), actor=PLATFORM, at=stage.later(days=1), seed="s")
    for row in Recheck.objects.order_by("lot"):
        move_recheck(row.pk, "assign", {"checker": clerk.user_id}, actor=stage.who("supervisor"), at=stage.at)
        verdict = {"verdict": "not_solved", "way": "phone", "words": "没有修"}
        move_recheck(row.pk, "check", verdict, actor=clerk, at=stage.at)
    scheme = Scheme.model_validate(SCHEME)
    registry, paths = registry_for(stage.book), list(Unit.objects.filter(depth=1).values_list("path", flat=True))
    with travelling(stage.at):
        scope = Scope(date(2020, 6, 1), date(2020, 7, 1), book=stage.book)
        found = tallies(scheme, registry, scope, paths)
        for name in scheme.measures:
            alone = {path: as_figure(registry, name, scope.narrowed(unit_path=path)) for path in paths}
            assert {path: found[path][name].value for path in paths} == alone, name
    assert {found[path]["line_answer_rate"].value for path in paths} >= {0, None} or len(calls) > len(paths)
    assert {found[path]["verified_rate"].value for path in paths} == {0, None}
    lost = [case for path in paths for case in found[path]["verified_rate"].lost]
    assert sorted(lost) == sorted(Recheck.objects.values_list("case_id", flat=True))


SCHEME = {
    "name": "again", "since": date(2020, 1, 1), "label": "再看一眼", "source": "测试", "total": "from_zero", "decimals": 2,
    "rounding": "half_up", "ranked": "together",
    "indicators": [
        {"code": "calls", "label": "拨测接通率", "kind": "linear", "measures": ["line_answer_rate"], "points": 40},
        {"code": "truth", "label": "核实解决率", "kind": "linear", "measures": ["verified_rate"], "points": 60},
        {"code": "missed", "label": "拨测未接通", "kind": "deduction", "measures": ["line_tests.missed"], "each": 1},
    ],
}  # fmt: skip
