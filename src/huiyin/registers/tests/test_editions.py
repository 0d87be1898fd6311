"""A later rulebook changes or drops a register: what was entered before keeps the book by which it was entered."""

from datetime import date

import pytest

from huiyin.cases.tests.browser import text_of
from huiyin.flow.table import NotNow
from huiyin.registers import queries
from huiyin.registers.act import write_entry
from huiyin.registers.models import Entry


@pytest.fixture
def later(stage, monkeypatch):
    """From 10 June 2020 on a book is in force that keeps monthly reports alone."""
    old = stage.book
    since = date(2020, 6, 10)
    kept = tuple(one for one in old.registers if one.code == "month_reports")
    new = old.model_copy(update={"id": "haiyan/2020-06-10", "since": since, "registers": kept})
    monkeypatch.setattr(queries, "book_for", lambda city, day: new if day >= since else old)
    monkeypatch.setattr(queries, "books_of", lambda city: (old, new))
    return new


def test_a_register_that_was_dropped_is_read_and_put_right_and_takes_nothing_new(stage, clerk, later):
    stage.later(days=-1)
    entry = clerk.enter(cost="100")
    stage.later(days=1)
    browser = clerk.browser()
    assert "已停用，不再登记" in text_of(browser.get("/registers/patrols/"))
    assert "已停用" in text_of(browser.get("/registers/"))
    assert browser.get("/registers/patrols/new/").status_code == 404
    assert browser.get("/registers/patrols/sheet/").status_code == 404
    with pytest.raises(NotNow, match="已停用"):
        write_entry(clerk.register(), clerk.said(), actor=stage.who("water.handler"), at=stage.at)
    entry = clerk.amend(entry, cost="200")
    assert (entry.book, entry.content["cost"], Entry.objects.count()) == ("haiyan/2020-01-01", "200", 1)
    assert "200" in text_of(browser.get("/registers/entry/1/"))
