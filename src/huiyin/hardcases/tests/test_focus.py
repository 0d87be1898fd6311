"""One or two hard matters a month: chosen, owned, noted on, reported at the month's end."""

from datetime import timedelta

import pytest

from huiyin.flow.table import NotYours, Refused
from huiyin.hardcases.models import Focus
from huiyin.hardcases.queries import accepted_in_month


def test_a_month_has_no_more_matters_than_the_rulebook_lets_it(ledger):
    row = ledger.chosen()
    assert (row.month, row.state) == (ledger.today.replace(day=1), "running")
    with pytest.raises(Refused, match="每月至多1个"):
        ledger.chosen(title="西渡道路")
    ledger.take_focus(row, "drop", "director", words="已提前解决")
    assert ledger.chosen(title="西渡道路").state == "running"
    assert ledger.chosen(month=ledger.today + timedelta(days=30)).month.month == 7, "the next month has room"


def test_only_this_month_and_the_next_one_can_be_chosen_for(ledger):
    for days in (-20, 80):
        with pytest.raises(Refused, match="本月或下月"):
            ledger.chosen(month=ledger.today + timedelta(days=days))


@pytest.mark.parametrize("who", ["dispatcher", "water.head", "agent"])
def test_the_matters_are_chosen_by_the_centre(ledger, who):
    with pytest.raises(NotYours):
        ledger.chosen(who)
    assert not Focus.objects.exists()


def test_the_owner_notes_progress_and_the_centre_reports(ledger):
    row = ledger.chosen()
    ledger.take_focus(row, "note", "water.handler", words="抢修队已进场")
    with pytest.raises(NotYours):
        ledger.take_focus(row, "note", "west.handler", words="与我无关")
    case = ledger.open_case()
    ledger.take_focus(row, "join", "supervisor", case=case.pk)
    with pytest.raises(Refused, match="已经列入"):
        ledger.take_focus(row, "join", "supervisor", case=case.pk)
    row = ledger.take_focus(row, "report", "editor", result="progress", report="修复八成")
    assert (row.state, row.result) == ("reported", "progress")
    page = ledger.browser("director").get(f"/hardcases/focus/paper/{row.month:%Y-%m}/").content.decode()
    assert all(
        words in page for words in ("东滩停水", "抢修队已进场", "有进展，继续推进。修复八成", "列入工单</dt><dd>1 件")
    )


def test_the_report_says_how_much_was_heard_of_the_topic(ledger):
    topic = ledger.stage.leaf()
    for _ in range(2):
        ledger.open_case()
    assert accepted_in_month(topic, ledger.today.replace(day=1)) == 2
    row = ledger.chosen(category=topic)
    page = ledger.browser("director").get(f"/hardcases/focus/{row.pk}/").content.decode()
    assert "本月受理 2 件，上月 0 件" in page
