"""The ladder climbs by itself: cards are shown, the rest is proposed, nothing twice and nothing to who answered."""

from datetime import timedelta

import pytest

from huiyin.escalation.act import STEP_DOOR
from huiyin.escalation.climbing import climb
from huiyin.escalation.models import StepTaken
from huiyin.flow.table import NotYours, Refused
from huiyin.journal.models import Event
from huiyin.rulebook.escalation import Rung
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.tests.shelves import every_edition, name_of
from huiyin.statistics.collecting import registry_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_every_edition_says_who_decides_and_names_measures_that_exist(book):
    ladder, registry = book.escalation, registry_for(book)
    for problem in ladder.problems:
        for name in (problem.measure, problem.of):
            registry.measure(name)
    for rung in Rung:
        assert bool(ladder.orderers(rung)) is (rung not in {Rung.YELLOW, Rung.RED})
    assert all(not step.comes_by_itself for step in ladder.steps if step.rung.weight > Rung.ORDER.weight)


def test_nothing_is_done_before_the_first_step_and_a_card_is_shown_at_it(city):
    case = city.handed_out()
    first = city.rules.family("overdue", "unit_reply")[0]
    due = city.clock(case).due_at
    from huiyin.calendars.current import almanac
    from huiyin.escalation.ladder import moment_of

    moment = moment_of(first, due, case.book, almanac())
    city.stage.at = moment - timedelta(minutes=1)
    assert climb(city.stage.at).shown == 0
    city.stage.at = moment
    assert climb(city.stage.at).shown == 1
    assert climb(city.stage.at).shown == 0, "once is enough"
    row = StepTaken.objects.get()
    assert (row.rung, row.state, row.unit.short_name) == ("yellow", "shown", "清源供水")


@pytest.mark.mission(180)
def test_a_late_unit_gets_yellow_then_red_then_supervision_and_a_talk_is_only_proposed(kaifeng):
    case = kaifeng.handed_out()
    seen = []
    for days in range(1, 31):
        kaifeng.goes_to(case, days=days)
        kaifeng.climbs()
        seen.append([step for step, _ in kaifeng.taken(about=kaifeng.clock(case).pk)])
    assert seen[-1] == ["reply_yellow", "reply_red", "reply_order", "reply_talk", "reply_accountability"]
    states = dict(kaifeng.taken())
    assert states == {"reply_yellow": "shown", "reply_red": "shown", "reply_order": "ordered", "reply_talk": "proposed",
                      "reply_accountability": "proposed"}  # fmt: skip


def test_after_a_standstill_only_the_sternest_step_is_taken(kaifeng):
    case = kaifeng.handed_out()
    kaifeng.goes_to(case, days=8)
    kaifeng.climbs()
    assert kaifeng.taken() == [("reply_order", "ordered")]
    kaifeng.climbs()
    assert len(kaifeng.taken()) == 1


def test_who_has_answered_gets_no_card(kaifeng):
    case = kaifeng.handed_out()
    kaifeng.goes_to(case, hours=-1)
    kaifeng.stage.reply(case)
    kaifeng.stage.later(days=30)
    assert kaifeng.climbs().shown == 0
    assert kaifeng.taken(rung="yellow") == []


def test_who_waits_for_a_late_centre_gets_no_card(kaifeng):
    case = kaifeng.handed_out()
    share = kaifeng.stage.share(case)
    due = kaifeng.clock(case).due_at
    kaifeng.stage.move_share(share, "ask_return", "water.handler", reason="不归我们管", basis="三定方案")
    kaifeng.stage.at = due + timedelta(days=30)
    kaifeng.climbs()
    assert kaifeng.taken(step__startswith="reply") == []


@pytest.mark.mission(180)
def test_urged_often_without_an_answer_brings_a_red_card(dandong):
    case = dandong.handed_out()
    for hours in (25, 49, 73):
        dandong.goes_to(case, hours=hours)
        dandong.stage.move(case, "urge", "supervisor", urge_way="phone")
    dandong.climbs()
    assert ("urged_often", "shown") in dandong.taken()


@pytest.mark.mission(180)
def test_dissatisfied_again_and_again_means_supervision_then_a_circular(kaifeng):
    case = kaifeng.stage.handled()
    case = kaifeng.stage.hear(case, False, reasonable=True)
    kaifeng.climbs()
    assert kaifeng.taken(step__startswith="dissatisfied") == []
    for expected in (["dissatisfied_order"], ["dissatisfied_order", "dissatisfied_circular"]):
        kaifeng.stage.later(minutes=30)
        if kaifeng.stage.reload(case).state == "in_handling":
            kaifeng.stage.sign(case) if kaifeng.stage.share(case).state == "pending_signature" else None
            kaifeng.stage.later(hours=2)
            kaifeng.stage.reply(case)
            kaifeng.stage.later(hours=1)
            case = kaifeng.stage.finish(kaifeng.stage.pass_audit(case))
        case = kaifeng.stage.hear(case, False, reasonable=True)
        kaifeng.climbs()
        assert [step for step, _ in kaifeng.taken(step__startswith="dissatisfied")] == expected


def test_a_case_without_a_unit_is_for_the_centre_alone(dandong):
    case = dandong.stage.register().case
    dandong.stage.later(days=6)
    dandong.climbs()
    row = StepTaken.objects.get(case=case)
    assert (row.step, row.unit, row.state) == ("no_lead_order", None, "proposed")


def test_a_case_that_drags_on_is_proposed_and_one_on_the_ledger_is_not(kaifeng):
    case, other = kaifeng.handed_out(), kaifeng.handed_out("west")
    type(other).objects.filter(pk=other.pk).update(suspended=True)
    kaifeng.stage.later(days=61)
    kaifeng.climbs()
    assert ("long_order", "proposed") in kaifeng.taken(case=case)
    assert kaifeng.taken(case=other, step__startswith="long") == []


def test_each_step_stands_in_the_journal_of_the_case_and_in_that_of_the_room(kaifeng):
    case = kaifeng.handed_out()
    kaifeng.goes_to(case, days=4)
    kaifeng.climbs()
    told = Event.objects.get(chain_id=case.pk, verb="case.escalated")
    row = StepTaken.objects.get()
    assert told.said == {"rung": "red", "unit": str(row.unit_id), "became": "shown", "escalation": row.number}
    shown = Event.objects.get(verb="escalation.show")
    assert (shown.said["cases"], shown.said["unit"]) == ([str(case.pk)], str(row.unit_id))


def test_an_order_names_rung_cases_and_unit_for_other_rooms(kaifeng):
    case = kaifeng.handed_out()
    kaifeng.goes_to(case, days=8)
    kaifeng.climbs()
    said = Event.objects.get(verb="escalation.order").said
    assert (said["rung"], said["cases"]) == ("order", [str(case.pk)])
    assert said["unit"] == str(kaifeng.stage.units["water"].pk)


# -- deciding --------------------------------------------------------------------------------------------------------


def proposed_talk(city):
    case = city.handed_out()
    city.goes_to(case, days=16)
    city.climbs()
    return StepTaken.objects.get(step="reply_talk")


@pytest.mark.parametrize("who", ["supervisor", "water.head", "stranger", "agent"])
def test_a_talk_is_ordered_by_the_post_of_the_rulebook_alone(kaifeng, who):
    row = proposed_talk(kaifeng)
    with pytest.raises(NotYours):
        STEP_DOOR.move(row.pk, "order", {}, actor=kaifeng.stage.who(who), at=kaifeng.stage.at)
    STEP_DOOR.move(row.pk, "order", {}, actor=kaifeng.stage.who("director"), at=kaifeng.stage.at)
    assert StepTaken.objects.get(pk=row.pk).state == "ordered"


def test_the_software_itself_cannot_order_a_talk(kaifeng):
    from huiyin.flow.actor import PLATFORM

    row = proposed_talk(kaifeng)
    with pytest.raises(NotYours):
        STEP_DOOR.move(row.pk, "order", {}, actor=PLATFORM, at=kaifeng.stage.at)


def test_what_is_set_aside_says_why_and_does_not_come_again(kaifeng):
    row = proposed_talk(kaifeng)
    with pytest.raises(Refused) as refused:
        STEP_DOOR.move(row.pk, "set_aside", {}, actor=kaifeng.stage.who("director"), at=kaifeng.stage.at)
    assert "decision" in refused.value.fields
    said = {"decision": "单位当日已到场办结"}
    STEP_DOOR.move(row.pk, "set_aside", said, actor=kaifeng.stage.who("director"), at=kaifeng.stage.at)
    kaifeng.stage.later(hours=1)
    kaifeng.climbs()
    assert kaifeng.taken(step="reply_talk") == [("reply_talk", "set_aside")]


def test_ordered_carried_out_and_closed(kaifeng):
    row, at = proposed_talk(kaifeng), kaifeng.stage.at
    day = at.date()
    for who, action, said in (
        ("director", "order", {"decision": "本周内约谈", "carry_out_by": day + timedelta(days=3)}),
        ("supervisor", "carry_out", {"day": day, "outcome": "已约谈分管领导，承诺三日内办结"}),
        ("supervisor", "close", {}),
    ):
        STEP_DOOR.move(row.pk, action, said, actor=kaifeng.stage.who(who), at=at)
    row.refresh_from_db()
    assert (row.state, row.carry_out_by, row.outcome) == (
        "closed",
        day + timedelta(days=3),
        "已约谈分管领导，承诺三日内办结",
    )


def test_a_card_is_taken_back_by_the_director_with_a_reason(kaifeng):
    case = kaifeng.handed_out()
    kaifeng.goes_to(case, days=1, hours=1)
    while not kaifeng.climbs().shown:
        kaifeng.stage.later(days=1)
    row = StepTaken.objects.get()
    said = {"reason": "系统停机期间无法反馈"}
    with pytest.raises(NotYours):
        STEP_DOOR.move(row.pk, "revoke", said, actor=kaifeng.stage.who("supervisor"), at=kaifeng.stage.at)
    STEP_DOOR.move(row.pk, "revoke", said, actor=kaifeng.stage.who("director"), at=kaifeng.stage.at)
    assert StepTaken.objects.get().state == "revoked"
    assert book_named(case.book).escalation.step(row.step) is not None
