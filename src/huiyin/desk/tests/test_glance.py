"""Above everything on the first page stands what is late, then what comes next, then the rest."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from huiyin.cases.states import AssignmentState, CaseState
from huiyin.desk.glance import LOOKED_AT, Pressing, glance_at, owed, pressing

NOW = datetime(2025, 3, 3, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Tray:
    label: str
    count: int
    pressing: Pressing


def case(state=CaseState.IN_AUDIT, **said):
    return {"state": state, "due_at": NOW + 90 * HOUR, "answered_at": None, "suspended": False, **said}


def test_a_case_is_owed_by_the_first_of_its_step_and_its_promise():
    assert owed("case", case(step_due_at=NOW - HOUR)) == NOW - HOUR
    assert owed("case", case()) == NOW + 90 * HOUR
    for over in ({"answered_at": NOW}, {"suspended": True}, {"state": CaseState.CLOSED}):
        assert owed("case", case(**over)) is None, "nothing is promised any more"


def test_a_share_is_owed_by_its_signature_while_it_is_not_signed_and_not_at_all_while_its_clock_stands():
    share = {"due_at": NOW + 9 * HOUR, "sign_due_at": NOW + HOUR, "contact_due_at": None, "stands": False}
    assert owed("share", {**share, "state": AssignmentState.PENDING_SIGNATURE}) == NOW + HOUR
    assert owed("share", {**share, "state": AssignmentState.HANDLING}) == NOW + 9 * HOUR
    assert owed("share", {**share, "state": AssignmentState.HANDLING, "stands": True}) is None


def test_the_lines_say_what_is_late_what_comes_next_and_the_rest():
    waiting = pressing([NOW - HOUR, NOW + HOUR, NOW + 25 * HOUR, None], NOW)
    lines = glance_at([Tray("待转办", 4, waiting), Tray("待审核", 1, pressing([NOW + HOUR], NOW))])
    told = {line.label: [(part.label, part.anchor, part.counted) for part in line.parts] for line in lines}
    assert told == {
        "已超期": [("待转办", "tray-1", "1")],
        "24 小时内到期": [("待转办", "tray-1", "1"), ("待审核", "tray-2", "1")],
        "其余": [("待转办", "tray-1", "2")],
    }


def test_of_a_tray_too_long_to_be_looked_through_it_says_how_many_are_late_at_least():
    late, rest = glance_at([Tray("待转办", LOOKED_AT + 1, Pressing(late=7, soon=0))])
    assert (late.parts[0].counted, rest.parts[0].counted) == ("至少 7", "")
