"""What supervision adds to the figures, counted by hand; the list behind a figure has as many lines; returns by cause."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from huiyin.cases.measures import MEASURES as OF_CASES
from huiyin.cases.tests.browser import text_of
from huiyin.measures.figures import figure
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.supervision.measures import MEASURES, measures_of
from huiyin.supervision.returns import named_returns

pytestmark = pytest.mark.django_db


def scope(office, **parts):
    day = office.stage.at.date()
    return Scope(since=day - timedelta(days=3), until=day + timedelta(days=1), book=office.stage.book, **parts)


def count(office, name, **parts):
    registry = Registry([*OF_CASES, *MEASURES, *measures_of(office.stage.book)])
    return figure(registry, name, scope(office, **parts))


def played(office):
    """Two orders by telephone (one about two cases, one late), one on the spot, one recalled."""
    a, b, c = (office.case(phone=f"1380000300{n}") for n in range(3))
    west = office.case("west", phone="13800003009")
    first, second = office.order(a, b), office.order(west, unit="west")
    office.order(c, kind="on_site")
    office.move(office.order(c), "recall", "supervisor", reason="误下")
    office.move(office.move(first, "report", "water.handler", report="已办"), "accept", "supervisor", outcome="done")
    office.stage.at = second.due_at + timedelta(minutes=5)
    second = office.move(second, "report", "west.handler", report="已办")
    office.move(second, "accept", "supervisor", outcome="partly")


def test_supervised_is_counted_by_case_and_by_way(kaifeng):
    played(kaifeng)
    assert count(kaifeng, "supervised").value == 4
    assert {k.code: count(kaifeng, f"supervised.{k.code}").value for k in kaifeng.rules.kinds} == {
        "phone": 3, "on_site": 1, "forum": 0, "research": 0, "media": 0, "urgent": 0,
    }  # fmt: skip
    west = kaifeng.stage.units["west"].path
    assert count(kaifeng, "supervised", unit_path=west).value == 1
    assert count(kaifeng, "supervised", kind="complaint").value == 4
    assert count(kaifeng, "supervised", kind="consult").value == 0
    got = {
        name: count(kaifeng, name).value for name in ("supervision_orders", "supervision_closed", "supervision_on_time")
    }
    assert got == {"supervision_orders": 3, "supervision_closed": 2, "supervision_on_time": 1}
    assert count(kaifeng, "supervision_on_time_rate").text() == "50.00%"


def test_the_list_behind_a_figure_has_as_many_lines(kaifeng):
    played(kaifeng)
    kaifeng.meet(kaifeng.call(planned_at=kaifeng.stage.at), "write_minutes", **kaifeng.minutes())
    kaifeng.call()
    registry, browser = {m.name: m for m in (*MEASURES, *measures_of(kaifeng.stage.book))}, kaifeng.browser()
    seen = 0
    for parts in ({}, {"unit_path": kaifeng.stage.units["west"].path}):
        asked = scope(kaifeng, **parts)
        for measure in registry.values():
            if getattr(measure, "listed_at", None):
                page = browser.get(measure.listed_at(asked))
                assert page.status_code == 200
                lines = text_of(page).count('<td class="title-cell">')
                assert lines == measure.rows(asked).count(), measure.name
                seen += lines
    assert seen > 5


def test_what_a_unit_supervises_stays_out_of_the_citys_figures(dandong):
    dandong.order(dandong.case("office"), unit="office", who="bureau.leader")
    assert count(dandong, "supervised").value == 0
    assert count(dandong, "supervision_orders").value == 0


def test_verified_and_met_are_counted(kaifeng):
    a, b = kaifeng.case(), kaifeng.case("west", phone="13800004001")
    kaifeng.find(kaifeng.send(a))
    kaifeng.find(kaifeng.send(b), verdict="true")
    kaifeng.send(b)
    got = {
        name: count(kaifeng, name).value for name in ("verified", "verified.true", "verified.partly", "verified.untrue")
    }
    assert got == {"verified": 2, "verified.true": 1, "verified.partly": 0, "verified.untrue": 1}
    assert count(kaifeng, "verified", unit_path=kaifeng.stage.units["west"].path).value == 1
    meeting = kaifeng.call(a)
    assert count(kaifeng, "meetings").value == 0
    kaifeng.stage.later(hours=3)
    kaifeng.meet(meeting, "write_minutes", **kaifeng.minutes())
    assert (count(kaifeng, "meetings").value, count(kaifeng, "meetings.on_site").value) == (1, 1)
    assert count(kaifeng, "meetings.summons").value == 0


def test_the_figures_address_has_the_room(kaifeng):
    asked = {m.name: m for m in MEASURES}["supervision_orders"].listed_at(scope(kaifeng))
    assert urlsplit(asked).path == "/supervision/"


def test_what_was_sent_back_is_named_by_unit_and_cause(kaifeng):
    stage = kaifeng.stage
    for n, (unit, cause) in enumerate([("water", "delay"), ("water", "delay"), ("west", "evasion")]):
        case = kaifeng.case(unit, phone=f"1380000500{n}")
        stage.reply(case, unit)
        stage.move(case, "reject_reply", "auditor", cause=cause, reason="照片不清")
    named = [(one.unit, one.label, one.count, len(one.numbers)) for one in named_returns(scope(kaifeng))]
    water, west = stage.units["water"].name, stage.units["west"].name
    assert named == [(water, "拖延不办", 2, 2), (west, "推诿塞责", 1, 1)]
    of_west = named_returns(scope(kaifeng, unit_path=stage.units["west"].path))
    assert [one.unit for one in of_west] == [west]
    later = Scope(since=stage.at.date() + timedelta(days=1), until=stage.at.date() + timedelta(days=9))
    assert named_returns(later) == []


def test_a_redo_counts_with_its_cause(kaifeng):
    case = kaifeng.case()
    kaifeng.stage.reply(case)
    case = kaifeng.stage.finish(kaifeng.stage.pass_audit(case))
    kaifeng.stage.move(case, "reopen", "supervisor", cause="untrue_feedback", reason="现场未修")
    assert [(one.cause, one.count) for one in named_returns(scope(kaifeng))] == [("untrue_feedback", 1)]
