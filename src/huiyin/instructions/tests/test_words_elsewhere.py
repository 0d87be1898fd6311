"""What a leader writes on a case's page or approval becomes one instruction, once; mere consent becomes none."""

import pytest

from huiyin.instructions.followers import hand_on, keep_words
from huiyin.instructions.models import Instruction
from huiyin.instructions.tests.conftest import Office
from huiyin.journal.models import Event
from huiyin.journal.work import deliver_all


def follow(office: Office) -> None:
    deliver_all(lambda: office.stage.at)


@pytest.fixture
def important(office):
    """A case that goes up to the vice mayor."""
    stage = office.stage
    case = stage.register(important=True).case
    return stage.move(case, "submit_for_approval", "reviewer")


def up_to_leader(office, case):
    for post in ("section_chief", "director", "secretary_general"):
        case = office.stage.move(case, "approve", post, words="同意")
    return case


def test_words_on_the_cases_page_become_an_instruction_with_the_lead_unit(office):
    case = office.case()
    office.stage.move(case, "instruct", "vice_mayor", words="限三日办结")
    follow(office)
    row = Instruction.objects.get()
    assert (row.state, row.words, row.leader.pk) == ("in_hand", "限三日办结", office.stage.who("vice_mayor").user_id)
    assert row.tasks.get().unit == office.stage.units["water"]
    assert not Event.objects.filter(verb="case.receive_instruction").exists()


def test_told_twice_of_the_same_words_there_is_one_instruction(office):
    office.stage.move(office.case(), "instruct", "vice_mayor", words="限三日办结")
    event = Event.objects.get(verb="case.instruct")
    keep_words(event, office.stage.at)
    keep_words(event, office.stage.at)
    assert Instruction.objects.count() == 1


def test_consent_on_an_approval_is_no_instruction_and_words_are_one(office, important):
    case = up_to_leader(office, important)
    follow(office)
    assert Instruction.objects.count() == 0
    office.stage.move(case, "approve", "vice_mayor", words="同意。请城管局十日内办结并报我。")
    follow(office)
    row = Instruction.objects.get()
    assert (row.leader_post, row.state) == ("vice_mayor", "to_assign")


def test_words_of_who_is_no_leader_are_none(office, important):
    office.stage.move(important, "approve", "section_chief", words="请尽快办理并报我")
    follow(office)
    assert not Instruction.objects.exists()


def test_paper_words_brought_in_by_the_secretary_wait_for_a_second_person(office):
    said = {"words": "请核实", "leader": "某某", "leader_post": "city_leader"}
    office.stage.move(office.case(), "instruct", "leader_secretary", **said)
    follow(office)
    row = Instruction.objects.get()
    assert row.state == "to_check" and row.on_paper
    assert row.entered_by_id == office.stage.who("leader_secretary").user_id
    assert office.move(row, "check", "supervisor").state == "in_hand"


def test_words_written_before_there_was_a_unit_go_to_the_one_that_leads_the_case(office, important):
    case = up_to_leader(office, important)
    case = office.stage.move(case, "approve", "vice_mayor", words="十日内办结并报我。")
    while case.state == "in_approval":
        case = office.stage.move(case, "approve", case.approval_role.replace("mayor", "city_leader"), words="同意")
    follow(office)
    assert Instruction.objects.get().state == "to_assign"
    office.stage.move(case, "dispatch", "dispatcher", lead=office.stage.units["water"].pk)
    follow(office)
    row = Instruction.objects.get()
    assert row.state == "in_hand" and row.tasks.get().unit == office.stage.units["water"]
    hand_on(Event.objects.get(verb="case.dispatch"), office.stage.at)
    assert row.tasks.count() == 1


def test_where_the_leader_named_other_units_the_dispatch_adds_none(office):
    case = office.stage.register().case
    row = office.instruct(office.present(case), units=[office.unit("bureau")])
    office.stage.dispatch(case, "water")
    follow(office)
    assert [task.unit for task in row.tasks.all()] == [office.stage.units["bureau"]]
