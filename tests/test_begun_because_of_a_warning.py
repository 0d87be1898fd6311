"""From a warning one click leads to an order, a paper, a task of units; the warning knows what was begun, and that knows why."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.briefs.models import Brief
from huiyin.cases.tests.browser import Browser, seat_everybody, signed_in, text_of
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import local_day
from huiyin.insight.act import ALERT_DOOR, ALERTS, ledger
from huiyin.insight.models import Alert, AlertTask
from huiyin.insight.states import AlertState
from huiyin.journal.models import OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.notices.models import Notice
from huiyin.supervision.models import Order


@pytest.fixture
def stage(db: None, settings: Any, tmp_path: Any) -> Stage:
    settings.CITY, settings.MEDIA_ROOT, settings.VAR = "kaifeng", tmp_path / "files", tmp_path
    cache.clear()
    stage = set_stage("kaifeng")
    seat_everybody(stage)
    return stage


@pytest.fixture
def warning(stage: Stage) -> Alert:
    """A warning about one case, which a unit has in hand."""
    case = stage.dispatch(stage.register(title="柳巷路灯不亮").case)
    day = local_day(stage.at)
    row = Alert(
        ledger=ledger(ALERTS), book=stage.book.id, kind="sudden", category=stage.book.tree.lineage(case.category)[:2][-1],
        territory=case.territory, since=day - timedelta(days=1), until=day, found=6, people=5, expected=1,
        said="近2天6件，预期1.0件", found_at=stage.at,
    )  # fmt: skip
    ALERT_DOOR.begin(row, "find", {}, actor=PLATFORM, at=stage.at)
    stage.later(minutes=5)
    return row


def way(browser: Browser, row: Alert, label: str) -> str:
    """Return the address behind a button of the warning's page."""
    page = text_of(browser.get(f"/insight/alerts/{row.pk}/"))
    return unescape(re.findall(rf'href="([^"]+)">{label}<', page)[0])


def sent_back(browser: Browser, address: str, **typed: Any) -> Any:
    """Send the form of an address as it stands there, with what somebody typed."""
    page = text_of(browser.get(address))
    hidden = dict(re.findall(r'type="hidden" name="(because|chosen|kind|move_key)" value="([^"]*)"', page))
    return browser.post(address.partition("?")[0], {**hidden, **typed})


def test_an_order_is_issued_and_both_know_of_each_other(stage, warning):
    supervisor = signed_in(stage, "supervisor")
    address = way(supervisor, warning, "下达督办")
    form = text_of(supervisor.get(address))
    assert "近2天" in form and "6件，涉及5人" in form and "柳巷路灯不亮" in form, "filled in, and its case is ticked"
    target = re.findall(r'name="targets" value="([^"]+)" id="target-1" checked', form)
    kind = stage.book.supervision.kinds[0].code
    sent_back(supervisor, address, targets=target, kind=kind, asked="查明原因")
    order = Order.objects.get()
    warning.refresh_from_db()
    assert (warning.state, warning.deed, warning.paper) == (AlertState.ACTED, "supervision", order.paper)
    assert f'href="/supervision/order/{order.number}/"' in text_of(supervisor.get(f"/insight/alerts/{warning.pk}/"))
    assert f'href="/insight/alerts/{warning.pk}/"' in text_of(supervisor.get(f"/supervision/order/{order.number}/"))
    assert str(warning.pk) not in text_of(signed_in(stage, "water.handler").get(f"/supervision/order/{order.number}/"))


def test_a_paper_begins_with_the_warning_and_is_a_deed_only_when_somebody_says_so(stage, warning):
    editor = signed_in(stage, "editor")
    stage.register(title="公交末班太早", category=stage.book.category_leaves(stage.at.date())[-1].code)
    address = way(editor, warning, "起草专报")
    assert sent_back(editor, address, since=f"{warning.since}", last=f"{warning.until}").status_code == 302
    brief = Brief.objects.get()
    assert "突发性预警专报" in brief.title and any("近2天6件，预期1.0件" in str(block) for block in brief.blocks)
    assert [one["title"] for one in brief.source if one["type"] == "case"] == ["柳巷路灯不亮"], (
        "it tells of its own cases"
    )
    assert brief.figures.filter(measure="accepted", text="1", scope__category=warning.category).exists()
    warning.refresh_from_db()
    assert warning.state == AlertState.ACKNOWLEDGED, "a draft is no deed"
    assert f'href="/insight/alerts/{warning.pk}/"' in text_of(editor.get(f"/briefs/{brief.number}/"))
    form = text_of(editor.get(f"/moves/alert/{warning.pk}/act/"))
    assert 'value="brief" selected' in form or 'value="brief" checked' in form
    assert f"专报{brief.name}" in form


def test_units_are_told_answer_and_see_no_other_warning(stage, warning):
    supervisor, unit = signed_in(stage, "supervisor"), signed_in(stage, "water.handler")
    address = f"/insight/alerts/{warning.pk}/"
    assert unit.get(address).status_code == 404, "a warning of the city is not the unit's"
    form = text_of(supervisor.get(f"/moves/alert/{warning.pk}/task/"))
    assert re.search(rf'value="{stage.units["water"].pk}"[^>]*(selected|checked)', form), (
        "the unit of the case is chosen"
    )
    told = {"units": [stage.units["water"].pk], "asked": "三天内修复"}
    assert supervisor.post(f"/moves/alert/{warning.pk}/task/", told).status_code == 302
    assert supervisor.post(f"/moves/alert/{warning.pk}/task/", told).status_code == 422, "a unit is told once"
    page = text_of(unit.get(address))
    assert "三天内修复" in page and "待反馈" in page
    assert signed_in(stage, "west.handler").get(address).status_code == 404
    assert unit.post(f"/moves/alert/{warning.pk}/answer/", {"answer": "换了三盏灯"}).status_code == 302
    assert unit.get(f"/moves/alert/{warning.pk}/answer/").status_code == 404, "it owes nothing any more"
    assert AlertTask.objects.get().answer == "换了三盏灯"
    assert "换了三盏灯" in text_of(supervisor.get(address))
    deliver_all(lambda: stage.at)
    assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("error"))
    texts = set(Notice.objects.filter(kind="warning").values_list("unit__short_name", "text"))
    assert (stage.units["water"].short_name, "中心责成本单位处置一条预警，要求见“预警”，办后请反馈处置情况") in texts
    assert any("已反馈预警处置情况" in text for _, text in texts)
