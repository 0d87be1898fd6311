"""A long case is proposed, accepted by a second person, looked at in the rhythm of the rulebook, and comes off."""

import pytest

from huiyin.cases.models import Tag
from huiyin.flow.table import NotYours, Refused
from huiyin.hardcases.models import HardCase, Review
from huiyin.journal.models import Event, Owed


def test_a_case_comes_on_the_ledger_by_two_people_with_owner_and_review(ledger):
    row = ledger.proposed()
    assert (row.state, row.owner) == ("proposed", None)
    row = ledger.accepted(row)
    assert (row.state, row.leader, row.review_on) == ("listed", "分管副镇长", ledger.day(5))
    assert row.owner == ledger.stage.units["water"]
    assert Tag.objects.filter(case=row.case, name="旧账").exists(), "row 189: the tag of its kind"


def test_who_proposes_does_not_accept(ledger):
    row = ledger.proposed(who="supervisor")
    said = {"owner": ledger.stage.units["water"].pk, "leader": "镇长", "review_on": ledger.day(5)}
    assert "您的岗位不能" in str(ledger.refused(row, "accept", "supervisor", **said))
    assert ledger.accepted(row, "director").state == "listed"


@pytest.mark.parametrize(
    ("who", "may"), [("water.handler", True), ("auditor", True), ("west.handler", False), ("agent", False)]
)
def test_the_unit_at_work_and_the_centre_propose(ledger, who, may):
    case = ledger.open_case()
    if may:
        assert ledger.proposed(case, who).proposed_by_id == ledger.stage.who(who).user_id
    else:
        with pytest.raises(NotYours):
            ledger.proposed(case, who)


def test_a_case_stands_there_once_and_only_while_it_is_open(ledger):
    row = ledger.proposed()
    with pytest.raises(Refused, match="已在疑难台账"):
        ledger.proposed(row.case)
    closed = ledger.stage.handled()
    with pytest.raises(Refused, match="已经结束"):
        ledger.proposed(closed)


def test_the_owner_has_a_share_and_the_review_is_no_later_than_the_rulebook_says(ledger):
    row = ledger.proposed()
    west = ledger.stage.units["west"].pk
    said = {"owner": ledger.stage.units["water"].pk, "leader": "镇长"}
    assert (
        "须是本件的承办单位"
        in ledger.refused(row, "accept", "supervisor", **{**said, "owner": west, "review_on": ledger.day(5)}).fields[
            "owner"
        ]
    )
    assert (
        "至少7天复查一次"
        in ledger.refused(row, "accept", "supervisor", **said, review_on=ledger.day(8)).fields["review_on"]
    )
    assert "今天以后" in ledger.refused(row, "accept", "supervisor", **said, review_on=ledger.today).fields["review_on"]


def test_a_review_keeps_what_was_seen_and_sets_the_next(ledger):
    row = ledger.accepted()
    ledger.stage.later(days=6)
    row = ledger.take(row, "review", "water.handler", words="产权已在确认", ripe=True, review_on=ledger.day(7))
    assert (row.reviews, row.review_on, row.state) == (1, ledger.day(7), "listed")
    look = Review.objects.get()
    assert (look.words, look.ripe, look.due_on) == ("产权已在确认", True, ledger.day(-1))
    event = Event.objects.get(verb="hardcase.review")
    assert event.said["late"] is True
    assert "产权" not in str(event.said)


@pytest.mark.parametrize(("action", "state"), [("solve", "solved"), ("take_off", "taken_off")])
def test_it_comes_off_with_a_reason(ledger, action, state):
    row = ledger.accepted()
    assert "words" in ledger.refused(row, action, "supervisor", words="").fields
    row = ledger.take(row, action, "supervisor", words="三家已分清")
    assert (row.state, row.ending) == (state, "三家已分清")
    assert ledger.proposed(row.case).state == "proposed", "it can come back"


def test_what_a_unit_suspends_stands_on_the_ledger_once_and_comes_off_when_it_is_taken_up(ledger):
    row = ledger.suspended()
    assert (row.state, row.kind, row.review_on, row.condition) == ("listed", "shelved", ledger.day(10), "列入下年计划")
    for event in Event.objects.filter(verb="application.grant_suspension"):
        Owed.objects.create(event_id=event.id, recorded_at=event.recorded_at, verb=event.verb)
    ledger.follow()
    assert HardCase.objects.count() == 1
    ledger.stage.later(hours=1)
    ledger.stage.move_share(ledger.stage.share(row.case), "resume", "water.handler", note="已立项")
    ledger.follow()
    row.refresh_from_db()
    assert row.state == "taken_off"


def test_a_case_that_stands_there_already_is_not_doubled_by_its_suspension(ledger):
    row = ledger.accepted()
    assert ledger.suspended(row.case).pk == row.pk


def test_what_is_closed_comes_off_by_itself(ledger):
    row = ledger.accepted()
    ledger.stage.later(hours=1)
    ledger.stage.reply(row.case)
    ledger.stage.later(minutes=10)
    ledger.stage.finish(ledger.stage.pass_audit(row.case))
    ledger.follow()
    row.refresh_from_db()
    assert (row.state, Event.objects.filter(verb="hardcase.close").count()) == ("solved", 1)


def test_what_is_withdrawn_comes_off_unsolved(ledger):
    row = ledger.accepted()
    ledger.stage.move(row.case, "withdraw", "agent", heard_how="诉求人来电撤回")
    ledger.follow()
    row.refresh_from_db()
    assert row.state == "taken_off"
