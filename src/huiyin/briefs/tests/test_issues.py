"""Issue after issue: the next one begins with the last, numbers without gaps, what was issued and read is counted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiyin.briefs.composing.document import document_of
from huiyin.briefs.due import due_at
from huiyin.briefs.models import Brief
from huiyin.briefs.periods import Period
from huiyin.briefs.source import read_back
from huiyin.documents.words import plain_text
from huiyin.escalation.act import write_circular
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.statistics.collecting import registry_for


@pytest.fixture
def checked(monkeypatch):
    """The check has tests of its own; here it finds nothing."""
    monkeypatch.setattr("huiyin.briefs.checked.findings_of", lambda brief: ())


def counted(office, name):
    book = office.stage.book
    day = office.stage.at.date()
    scope = Scope(since=day - timedelta(days=60), until=day + timedelta(days=60), book=book)
    return figure(registry_for(book), name, scope)


@pytest.mark.mission(110, 111, 112, 123)
def test_weekly_reports_and_operation_briefs(kaifeng, checked):
    first = kaifeng.until(kaifeng.revised(kaifeng.drawn("weekly")), "distribute")
    kaifeng.stage.later(days=7)
    owed = {one.rule.code for one in due_at(kaifeng.stage.book.papers.kinds, kaifeng.stage.at) if one.is_owed}
    assert "weekly" in owed
    second = kaifeng.drawn("weekly")
    assert (second.begun_from, second.since) == (first, first.until)
    entries = read_back(second.source)
    # What the template says stands as it is with new figures; what the editor wrote is marked.
    assert entries[1] == read_back(first.source)[1]
    assert "2018年6月28日16时至2018年7月5日16时" in plain_text(document_of(second))
    assert [one.revise for one in entries if getattr(one, "text", "").startswith("针对本周")] == [True]
    with pytest.raises(Refused, match="已经有了"):
        kaifeng.drawn("weekly")
    second = kaifeng.until(kaifeng.revised(second), "sign")
    brief = kaifeng.until(kaifeng.revised(kaifeng.drawn("operation")), "sign")
    assert [second.sign, brief.sign] == ["第2期（总第2期）", "第1期（总第1期）"]
    # A paper withdrawn keeps its number, and is not counted.
    lost = kaifeng.move(
        kaifeng.until(kaifeng.revised(kaifeng.drawn("quarterly")), "sign"), "withdraw", reason="数字有误"
    )
    assert lost.sign == "汴专线报〔2018〕1号"
    again = kaifeng.until(kaifeng.revised(kaifeng.drawn("quarterly")), "sign")
    assert again.sign == "汴专线报〔2018〕2号"
    values = {
        name: counted(kaifeng, name).value
        for name in ("briefs", "briefs.weekly", "briefs.operation", "briefs.quarterly")
    }
    assert values == {"briefs": 3, "briefs.weekly": 2, "briefs.operation": 1, "briefs.quarterly": 1}

    kaifeng.move(first, "read", "city_leader")
    readers = first.readers.count()
    rate = counted(kaifeng, "papers_read_rate")
    assert (rate.numerator.value, rate.denominator.value) == (1, readers)
    with times.travelling(kaifeng.stage.at):
        page = kaifeng.client("editor").get(reverse("briefs:papers"), {"kind": "weekly"}).content.decode()
        assert f"1/{readers}" in page
        assert brief.title not in page.rpartition("<h2>已签发</h2>")[2]
        assert kaifeng.client("editor").get(reverse("briefs:papers_file")).status_code == 200
        mine = kaifeng.client("vice_mayor").get(reverse("briefs:papers")).content.decode()
        assert "待阅" in mine
        assert first.title in mine
        assert second.title not in mine


@pytest.mark.mission(87)
def test_the_monthly_bulletin(dandong, checked):
    bulletin = dandong.until(dandong.revised(dandong.drawn("monthly")), "distribute")
    assert (bulletin.title, bulletin.sign) == ("2018年6月投诉工作情况", "第1期（总第1期）")
    assert counted(dandong, "briefs.monthly").value == 1
    # Every template of the book can be composed, whatever its rhythm.
    for rule in dandong.stage.book.papers.kinds[1:]:
        assert "{{" not in plain_text(document_of(dandong.drawn(rule.code)))
    assert Brief.objects.count() == len(dandong.stage.book.papers.kinds)


@pytest.mark.mission(128)
def test_a_paper_on_the_days_of_a_holiday(kaifeng, checked):
    with times.travelling(kaifeng.stage.at):
        editor = kaifeng.client("editor")
        said = {"kind": "holiday", "since": "2018-06-16", "last": "2018-06-18", "move_key": "h"}
        assert editor.post(reverse("briefs:new"), {**said, "since": "2018-06-19"}).status_code == 422
        assert editor.post(reverse("briefs:new"), said).status_code == 302
        brief = Brief.objects.get(kind="holiday")
        assert brief.title == "节假日受理情况专报（2018年6月16日至18日）"
        assert brief.figures.get(key="accepted").scope["since"] == "2018-06-16"
    # The other kinds without a test of their own can be composed as well.
    for code in ("yearly", "special", "info_item"):
        assert "{{" not in plain_text(document_of(kaifeng.drawn(code)))


def test_a_circular_of_the_ladder_is_printed_like_an_official_paper(kaifeng):
    said = {
        "kind": "praise", "title": "关于表扬清源供水的通报", "named": [str(kaifeng.stage.units["water"].pk)], "causes": [],
        "cases": "", "text": "清源供水按期办结。\n望各单位学习。", "to_all": True,
    }  # fmt: skip
    row = write_circular(said, actor=kaifeng.who("supervisor"), at=kaifeng.stage.at, city="kaifeng")
    page = kaifeng.client("supervisor").get(reverse("escalation:circular", args=[row.number])).content.decode()
    address = reverse("briefs:circular_pdf", args=[row.number])
    assert address in page
    assert kaifeng.client("supervisor").get(address).content.startswith(b"%PDF")
    assert kaifeng.client("agent").get(address).status_code == 404
    # A unit reads it once it is issued.
    assert kaifeng.client("water.head").get(address).status_code == 404


def test_a_paper_over_days_that_still_run_is_not_signed(kaifeng, checked):
    today = kaifeng.stage.at.date()
    brief = kaifeng.revised(
        kaifeng.drawn("holiday", period=Period(today - timedelta(days=2), today + timedelta(days=1)))
    )
    brief = kaifeng.until(brief, "approve")
    with pytest.raises(Refused, match="还没有截止"):
        kaifeng.move(brief, "sign")
    kaifeng.stage.later(days=1)
    with pytest.raises(Refused, match="截止以前统计"):
        kaifeng.move(brief, "sign")
    brief = kaifeng.move(kaifeng.move(brief, "send_back", "director", reason="更新数字"), "recount", "editor")
    assert kaifeng.until(brief, "sign").sign == "〔2018〕第1期"
