"""A list as one wants to find it again stands under one's own name for it, and nobody else sees it."""

import re

import pytest

from huiyin.desk.act import MOST_VIEWS, keep_view
from huiyin.desk.models import SavedView
from huiyin.desk.tests.signed_in import text_of
from huiyin.flow.table import Refused
from huiyin.journal.models import Event

URGENT = "urgency=urgent&sort=due"


def keep(browser, name="急件", query=URGENT, address="/cases/"):
    return browser.post("/views/keep/", {"list": address, "name": name, "query": query})


def shown(browser, address="/cases/"):
    page = text_of(browser.get(f"/views/?list={address}"))
    return re.findall(r'<span class="view"><a href="([^"]+)"[^>]*>([^<]+)</a>', page.replace("&amp;", "&"))


def test_a_kept_view_opens_the_list_as_it_was(stage, sign_in):
    urgent = stage.register(urgency="urgent").case
    other = stage.register(phone="13900000001").case
    browser = sign_in(stage, "supervisor")
    assert keep(browser)["Location"] == "/cases/?urgency=urgent&sort=due"
    ((link, name),) = shown(browser)
    assert name == "急件"
    page = text_of(browser.get(link))
    assert urgent.number in page
    assert other.number not in page


def test_the_page_one_was_on_and_what_no_filter_is_called_are_not_kept(stage, sign_in):
    browser = sign_in(stage, "supervisor")
    keep(browser, query=f"{URGENT}&after=abc&format=csv&petitioner__name=x&state=")
    assert SavedView.objects.get().query == URGENT


def test_the_same_name_is_written_over_and_an_empty_or_long_one_is_refused(stage, sign_in):
    browser = sign_in(stage, "supervisor")
    for _ in range(2):
        keep(browser)
    keep(browser, query="late=1")
    assert [view.query for view in SavedView.objects.all()] == ["late=1"]
    for name, words in (("  ", "请填写视图名称"), ("长" * 21, "最多20字")):
        assert keep(browser, name=name).status_code == 302
        assert words in text_of(browser.get("/cases/"))
    assert SavedView.objects.count() == 1


def test_there_are_not_endlessly_many(stage):
    actor = stage.who("supervisor")
    for number in range(MOST_VIEWS):
        keep_view("/cases/", f"第{number}个", "", actor=actor, at=stage.at)
    with pytest.raises(Refused, match="最多保存"):
        keep_view("/cases/", "再一个", "", actor=actor, at=stage.at)
    keep_view("/cases/", "第0个", "late=1", actor=actor, at=stage.at)
    keep_view("/shares/", "另一清单", "", actor=actor, at=stage.at)
    assert SavedView.objects.count() == MOST_VIEWS + 1


def test_views_are_ones_own_by_list_and_can_be_dropped(stage, sign_in):
    mine, other = sign_in(stage, "supervisor"), sign_in(stage, "auditor")
    keep(mine)
    keep(mine, name="待办", query="tab=sign", address="/shares/")
    assert shown(other) == []
    assert [name for _, name in shown(mine, "/shares/")] == ["待办"]
    view = SavedView.objects.get(name="急件")
    assert other.post(f"/views/{view.pk}/drop/").status_code == 404
    assert mine.post(f"/views/{view.pk}/drop/")["Location"] == "/cases/"
    assert shown(mine) == []


def test_one_is_sent_to_a_list_of_the_desk_and_nowhere_else(stage, sign_in):
    browser = sign_in(stage, "supervisor")
    for address in ("https://example.org/", "//example.org/cases/", "/people/", "/nothing/", "", "/cases/x/"):
        assert keep(browser, address=address).status_code == 404, address
        assert browser.get(f"/views/?list={address}").status_code == 404, address
    assert not SavedView.objects.exists()


def test_the_journal_tells_that_a_view_was_kept_and_neither_its_name_nor_its_filters(stage, sign_in):
    keep(sign_in(stage, "supervisor"), name="赵小明的", query="number=K2018")
    event = Event.objects.get(verb="view.keep")
    assert event.said == {"list": "/cases/"}


def test_the_list_itself_fetches_them_afterwards(stage, sign_in):
    browser = sign_in(stage, "supervisor")
    browser.get("/cases/")
    for number in range(5):
        keep(browser, name=f"第{number}个")
    before = browser.statements
    page = text_of(browser.get(f"/cases/?{URGENT}"))
    assert 'hx-get="/views/?list=/cases/&amp;query=urgency%3Durgent%26sort%3Ddue"' in page
    assert browser.statements <= 6 < before


def test_a_table_of_figures_is_kept_with_all_its_measures(stage, sign_in):
    browser = sign_in(stage, "supervisor")
    asked = "since=2018-06-01&last=2018-06-30&m=accepted&m=closed&rows=kind&sort=value&format=csv&moon=1"
    kept = keep(browser, "六月", asked, "/statistics/crossing/")["Location"]
    assert kept == "/statistics/crossing/?sort=value&last=2018-06-30&m=accepted&m=closed&rows=kind&since=2018-06-01"
    page = text_of(browser.get(kept))
    assert "受理、办结" in page and "诉求性质" in page
