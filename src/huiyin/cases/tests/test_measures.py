"""Every figure of a month, counted by hand: for each measure the very cases that it must count, by name."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from huiyin.cases.clockwork import urge_by_clock
from huiyin.cases.measures import MEASURES, measures_of
from huiyin.cases.tests.june import on, play_june
from huiyin.cases.tests.stage import set_stage
from huiyin.flow.times import travelling
from huiyin.measures.figures import figure
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope

JUNE = Scope(since=date(2018, 6, 1), until=date(2018, 7, 1))
LATER = on(1, month=9)

BY_UNIT = {"plain", "late", "extended", "returned", "rejected", "redone", "joined_by_another", "joined", "board"}
ON_TIME = BY_UNIT - {"late"}
DIRECT = {"answered_directly", "handled_directly"}
WAITING = {"suspended", "forgotten", "kept_by_centre"}
ACCEPTED = BY_UNIT | DIRECT | WAITING | {"handed_on", "withdrawn"}
DISPATCHED = (BY_UNIT - {"joined"}) | {"suspended", "forgotten"}
SHARES = DISPATCHED
IN_TIME_SHARES = BY_UNIT - {"joined", "late"}

BY_HAND = {
    "accepted": ACCEPTED,
    "platform": ACCEPTED - {"board", "kept_by_centre"},
    "online": {"board", "kept_by_centre"},
    "message_board": {"board"},
    "mayor_mailbox": {"kept_by_centre"},
    "matters": ACCEPTED - {"joined"},
    "merged": {"joined"},
    "merged_matters": {"joined_by_another"},
    "tagged": {"plain"},
    "sponsored": {"plain"},
    "immediate": {"plain"},
    "direct_answers": {"answered_directly"},
    "direct_handled": {"handled_directly"},
    "direct": DIRECT,
    "closed": BY_UNIT,
    "closed_on_time": ON_TIME,
    "closed_late": {"late"},
    "closed_extended": {"extended"},
    "settled": BY_UNIT | DIRECT,
    "settled_on_time": ON_TIME | DIRECT,
    "answered_without_result": {"board"},
    "terminated": set(),
    "hard_cases": set(),
    "suggestions_adopted": set(),
    "dispatched": DISPATCHED,
    "signed_late": {"late"},
    "extended": {"extended"},
    "returned": {"returned"},
    "newly_suspended": {"suspended"},
    "rejected": {"rejected"},
    "redone": {"redone"},
    "reopened": set(),
    "urged": {"forgotten"},
    "urged_by_clock": set(),
    "urged_by_hand": {"forgotten"},
    "charged": {"plain"},
    "instructed_inside": {"plain"},
    "tracked": {"plain"},
    "seen_on_site": {"plain"},
    "papers_signed": set(),
    "papers_drawn": set(),
    "papers_checked": set(),
    "papers_untrue": set(),
    "revealed": set(),
    "hurried": {"forgotten"},
    "closed_in_period": BY_UNIT | DIRECT | {"carried_in"},
    "refused": {"refused"},
    "transferred_out": {"handed_on"},
    "voided": {"voided"},
    "withdrawn": {"withdrawn"},
    "unit_dispatched": SHARES,
    "unit_dispatched_on_time": IN_TIME_SHARES,
    "sent": [*SHARES, "returned"],
    "sent_wrongly": {"returned"},
    "unit_replied": (BY_UNIT - {"joined"}) | {"carried_in"},
    "unit_replied_on_time": IN_TIME_SHARES | {"carried_in"},
    "unit_due": (SHARES - {"suspended"}) | {"carried_in"},
    "unit_due_on_time": IN_TIME_SHARES | {"carried_in"},
    "open": WAITING,
    "carried_in": {"carried_in"},
    "carried_over": WAITING,
    "overdue": {"forgotten", "kept_by_centre"},
    "suspended": {"suspended"},
    "due": BY_UNIT | DIRECT | {"carried_in", "forgotten", "kept_by_centre"},
    "due_on_time": ON_TIME | DIRECT | {"carried_in"},
    "dispatched_closed": BY_UNIT - {"joined"},
    "dispatched_on_time": ON_TIME - {"joined"},
    "accepted_ever": ACCEPTED | {"carried_in"},
    "settled_on_time_ever": ON_TIME | DIRECT | {"carried_in"},
    "not_accepted": {"never_screened"},
    "not_handled": {"kept_by_centre"},
    "not_answered": set(),
    "without_reply": {"forgotten", "kept_by_centre"},
    # No unit of this town has a line of its own: counted by hand where one has.
    "handed_up": (),
    "raised": (),
}

RATES = {
    "on_time_rate.of_accepted": Fraction(10, 16),
    "on_time_rate.of_dispatched": Fraction(7, 10),
    "on_time_rate.of_due": Fraction(11, 14),
    "on_time_rate.of_all": Fraction(11, 17),
    "closing_rate.of_accepted": Fraction(11, 16),
    "closing_rate.of_dispatched": Fraction(8, 10),
    "unit_on_time_rate.of_due": Fraction(8, 10),
    "unit_on_time_rate.of_dispatched": Fraction(7, 10),
    "wrong_rate.of_sent": Fraction(1, 11),
    "direct_rate.of_accepted": Fraction(2, 16),
}


@pytest.fixture(params=["kaifeng", "dandong"])
def june(request, db):
    return play_june(request.param)


def counted(name, cases, **narrowed):
    """Return the names of the cases that a figure of June counts, narrowed to a part of the city."""
    names = {case.pk: key for key, case in cases.items()}
    with travelling(LATER):
        rows = figure(Registry(MEASURES), name, JUNE.narrowed(**narrowed)).rows
        return {names[getattr(row, "case_id", None) or row.pk] for row in rows}


def test_every_figure_of_the_month_counts_the_cases_that_a_clerk_counts(june):
    _, cases = june
    names = {case.pk: name for name, case in cases.items()}
    with travelling(LATER):
        found = {
            measure.name: Counter(names[getattr(row, "case_id", None) or row.pk] for row in measure.rows(JUNE))
            for measure in MEASURES
            if isinstance(measure, Measure) and measure.value is None
        }
    assert found == {name: Counter(expected) for name, expected in BY_HAND.items()}


def test_every_rate_divides_what_its_definition_says(june):
    with travelling(LATER):
        registry = Registry(MEASURES)
        found = {one.name: figure(registry, one.name, JUNE).value for one in registry if isinstance(one, Rate)}
    assert found == RATES


def test_what_was_accepted_is_all_accounted_for(june):
    with travelling(LATER):
        registry = Registry(MEASURES)
        n = {name: figure(registry, name, JUNE).value for name in BY_HAND}
    assert n["accepted"] == n["platform"] + n["online"] == n["matters"] + n["merged"]
    assert n["accepted"] == n["closed"] + n["direct"] + n["transferred_out"] + n["withdrawn"] + n["open"]
    assert n["closed"] == n["closed_on_time"] + n["closed_late"]
    # What came in from May and was accepted in June has left or is handed on; who joined stands in the other's place.
    gone = n["closed_in_period"] + n["transferred_out"] + n["withdrawn"]
    assert n["carried_in"] + n["accepted"] == gone + n["carried_over"]


def test_urging_by_the_clock_and_by_hand_are_counted_apart_and_together(june):
    _, cases = june
    urge_by_clock(on(29))
    assert counted("urged_by_clock", cases) == {"forgotten"}
    assert counted("urged_by_hand", cases) == {"forgotten"}
    with travelling(LATER):
        n = {m: figure(Registry(MEASURES), m, JUNE).value for m in ("urged", "urged_by_clock", "urged_by_hand")}
    assert n["urged"] == n["urged_by_clock"] + n["urged_by_hand"] > n["urged_by_clock"] > 0


def test_a_unit_counts_what_was_handed_to_it(june):
    stage, cases = june
    assert counted("dispatched", cases, unit_path=stage.units["water"].path) == DISPATCHED
    assert counted("unit_dispatched", cases, unit_path=stage.units["water"].path) == SHARES
    # The west had one case and returned it: for the west it never was.
    assert counted("dispatched", cases, unit_path=stage.units["west"].path) == set()
    assert counted("returned", cases, unit_path=stage.units["west"].path) == {"returned"}
    # That it was sent there at all, and wrongly, is counted of whoever sent it.
    assert counted("sent_wrongly", cases, unit_path=stage.units["west"].path) == {"returned"}
    assert counted("sent_wrongly", cases, unit_path=stage.units["water"].path) == set()
    assert counted("accepted", cases, unit_path=stage.units["water"].path) == DISPATCHED


def test_a_figure_can_be_narrowed_by_tag_channel_family_and_kind(june):
    _, cases = june
    assert counted("closed", cases, tag="八需八难") == {"plain"}
    assert counted("accepted", cases, channel="mayor_mailbox") == {"kept_by_centre"}
    assert counted("accepted", cases, family="online") == {"board", "kept_by_centre"}
    assert counted("direct", cases, kind="consult") == {"answered_directly"}
    assert counted("urged", cases, kind="consult") == set()
    assert counted("urged", cases, kind="complaint") == {"forgotten"}


def test_each_result_and_each_cause_of_sending_back_is_counted_apart(june):
    stage, cases = june
    names = {case.pk: key for key, case in cases.items()}
    registry = Registry(measures_of(stage.book))

    def rows(name):
        with travelling(LATER):
            return {names[getattr(row, "case_id", None) or row.pk] for row in figure(registry, name, JUNE).rows}

    assert rows("result.explained") == {"board"}
    assert rows("result.answered") == {"answered_directly"}
    assert rows("result.solved") == (BY_UNIT | {"handled_directly"}) - {"board"}
    assert rows("sent_back.unclear_inquiry") == {"rejected"}
    assert rows("sent_back.delay") == set()
    assert len([one for one in registry if one.name.startswith("sent_back.")]) == 7


def test_what_was_done_again_as_often_as_the_book_says_is_a_hard_case(stage):
    case = stage.handled()
    names = {"lamp": case}
    for n in range(1, stage.book.redo.problem_after + 1):
        with travelling(stage.at):
            assert counted("hard_cases", names, since=None, until=None) == set()
        stage.move(stage.reload(case), "reopen", "supervisor", reason=f"第{n}次反复")
        stage.reply(case)
        stage.finish(stage.pass_audit(stage.reload(case)))
        stage.later(minutes=5)
    assert counted("hard_cases", names, since=None, until=None) == {"lamp"}


def test_a_topic_counts_everything_below_it(db):
    stage = set_stage("dandong")
    lamp = stage.register(category="0113").case
    heat = stage.register(category="0203", territory="210602", phone="13800000001").case
    names = {"lamp": lamp, "heat": heat}
    book = stage.book
    assert counted("accepted", names, category="01", book=book) == {"lamp"}
    assert counted("accepted", names, category="0203", book=book) == {"heat"}
    assert counted("accepted", names, category="02") == {"heat"}
    assert counted("accepted", names, territory="210602") == {"heat"}
    assert counted("accepted", names, category="0113", territory="210602") == set()


def test_a_matter_handed_down_counts_once_for_the_district_and_once_for_its_street(db):
    stage = set_stage("dandong")
    case = stage.dispatch(stage.register().case, "east")
    share = stage.sign(case, "east")
    stage.move_share(share, "sub_dispatch", "east.handler", unit=stage.units["street"].pk)
    for place in ("", stage.units["east"].path, stage.units["street"].path):
        with travelling(LATER):
            rows = figure(Registry(MEASURES), "unit_dispatched", JUNE.narrowed(unit_path=place)).rows
            assert [row.unit_id for row in rows] == [stage.units["street" if place.count(".") == 2 else "east"].pk]
        assert counted("dispatched", {"lamp": case}, unit_path=place) == {"lamp"}


def test_a_figure_looks_at_the_moment_that_is_asked_for(june):
    _, cases = june
    assert "plain" in counted("open", cases, at=on(4, 18))
    assert "plain" not in counted("open", cases, at=on(6))
    assert "redone" not in counted("open", cases, at=on(7))
    assert "redone" in counted("open", cases, at=on(9))
    assert counted("suspended", cases, at=on(4, 18)) == set()
    assert counted("carried_over", cases, at=on(6)) == WAITING
