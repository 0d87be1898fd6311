"""A leader reads, writes, takes back; what is on paper is entered by one and compared by another; a circle is no instruction."""

from datetime import timedelta

import pytest

from huiyin.flow.table import NotNow, NotYours, Refused
from huiyin.instructions.act import INSTRUCTION_DOOR, NewMatter, enter_new, present
from huiyin.instructions.models import Instruction
from huiyin.instructions.queries import of_case, waiting_for_leader
from huiyin.journal.models import Event, Remark

CITIES = ("kaifeng", "dandong", "haiyan")


def test_what_is_laid_before_a_leader_waits_for_him_alone(office):
    row = office.present(office.case())
    assert list(waiting_for_leader(office.stage.who("vice_mayor"))) == [row]
    assert not waiting_for_leader(office.stage.who("city_leader")).exists()
    with pytest.raises(NotYours):
        office.move(row, "instruct", "city_leader", words="我来批")
    with pytest.raises(NotYours):
        office.move(row, "instruct", "director", words="我来批")


def test_words_make_the_open_cases_leaders_cases_and_their_lead_units_answer_for_it(office):
    case = office.case()
    row = office.instruct(office.present(case))
    assert (row.state, row.mark, row.kind) == ("in_hand", "instructed", "demand")
    case = office.stage.reload(case)
    assert case.leader_signed and case.instructor_post == "vice_mayor"
    assert [task.unit.pk for task in row.tasks.all()] == [office.stage.units["water"].pk]


def test_without_a_unit_it_waits_for_the_centre_to_name_one(office):
    row = office.instruct(office.present(kind="report"))
    assert row.state == "to_assign"
    row = office.move(row, "give", "supervisor", units=[office.unit("water"), office.unit("bureau")])
    assert row.state == "in_hand" and row.tasks.count() == 2


@pytest.mark.parametrize("city", CITIES)
def test_the_first_kind_of_a_book_is_the_usual_one_and_kinds_without_feedback_end_at_once(office_of, city):
    office = office_of(city)
    leader = str(office.stage.book.instructions.leaders[-1])
    kinds = office.stage.book.instructions.kinds
    demand = office.instruct(office.present(kind="x", leader=leader))
    praise = next(kind for kind in kinds if not kind.feedback)
    done = office.instruct(office.present(kind="x", leader=leader), kind=praise.code)
    assert demand.kind == kinds[0].code
    assert (demand.state, done.state) == ("to_assign", "closed")


def test_a_circle_is_read_and_nothing_more(office):
    case = office.case()
    row = office.move(office.present(case), "read", "vice_mayor")
    assert (row.state, row.mark, row.words) == ("read", "read", "")
    assert not office.stage.reload(case).leader_signed
    assert not row.tasks.exists()


def test_a_paper_passed_on_lies_before_the_other_leader(office):
    case = office.case()
    mayor = office.stage.who("city_leader")
    row = office.move(office.present(case), "pass_on", "vice_mayor", words="请市长阅示", onward=mayor.user_id)
    assert row.state == "passed_on"
    [following] = waiting_for_leader(mayor)
    assert following.matter_id == row.matter_id
    assert following.abouts.get().case_id == case.pk
    office.instruct(following)
    assert {one.leader_post for one in of_case(mayor, case)} == {"vice_mayor", "city_leader"}


def test_nobody_passes_a_paper_to_himself_or_to_who_is_no_leader(office):
    row = office.present(office.case())
    for who in ("vice_mayor", "agent"):
        with pytest.raises(Refused) as refused:
            office.move(row, "pass_on", "vice_mayor", onward=office.stage.who(who).user_id)
        assert "onward" in refused.value.fields


def test_a_leader_takes_back_within_ten_minutes_and_everything_is_as_before(office):
    case = office.case()
    row = office.instruct(office.present(case))
    office.stage.later(minutes=10)
    row = office.move(row, "recall", "vice_mayor")
    assert (row.state, row.words, row.mark) == ("presented", "", "")
    assert not office.stage.reload(case).leader_signed
    assert [task.state for task in row.tasks.all()] == ["cancelled"]
    assert list(waiting_for_leader(office.stage.who("vice_mayor"))) == [row]
    # What he had written stays to be read in the journal.
    written = Event.objects.get(subject_id=row.pk, verb="instruction.instruct")
    assert Remark.objects.get(event_id=written.id, field="words").text == "请抓紧办理，结果报我。"


def test_a_minute_later_he_does_not_nor_does_anybody_else_ever(office):
    row = office.instruct(office.present(office.case()))
    with pytest.raises(NotYours):
        office.move(row, "recall", "city_leader")
    office.stage.later(minutes=11)
    with pytest.raises(Refused) as refused:
        office.move(row, "recall", "vice_mayor")
    assert "10分钟内可以撤回" in str(refused.value)


def test_the_minutes_are_the_citys(office_of):
    office = office_of("haiyan")
    row = office.instruct(office.present(kind="notice", leader="city_leader"))
    office.stage.later(minutes=6)
    with pytest.raises(Refused):
        office.move(row, "recall", "city_leader")


def test_two_instructions_on_one_case_stand_apart_and_one_taken_back_leaves_the_other(office):
    case = office.case()
    first = office.instruct(office.present(case), words="限三日办结")
    second = office.instruct(office.present(case, leader="city_leader"), words="请举一反三")
    actor = office.stage.who("supervisor")
    assert [one.words for one in of_case(actor, case)] == ["请举一反三", "限三日办结"]
    office.move(first, "recall", "vice_mayor")
    assert office.stage.reload(case).leader_signed
    office.move(second, "recall", "city_leader")
    assert not office.stage.reload(case).leader_signed


def test_there_is_no_move_by_which_words_are_amended(office):
    row = office.instruct(office.present(office.case()))
    for action in ("instruct", "enter", "read", "pass_on"):
        with pytest.raises((NotNow, NotYours)):
            office.move(row, action, "vice_mayor", words="改一改")


def test_an_entry_from_paper_counts_when_another_person_has_compared_it(office):
    case = office.case()
    row = office.enter(office.present(case))
    assert row.state == "to_check" and not office.stage.reload(case).leader_signed and not row.tasks.exists()
    with pytest.raises(NotYours):
        office.move(row, "check", "leader_secretary")
    row = office.move(row, "check", "supervisor")
    assert row.state == "in_hand" and row.on_paper and row.stood_at == office.stage.at
    assert office.stage.reload(case).leader_signed and row.tasks.count() == 1


def test_in_a_city_without_a_second_check_it_counts_at_once(office_of):
    office = office_of("haiyan")
    row = office.enter(office.present(office.case(), leader="city_leader"))
    assert row.state == "in_hand"


def test_a_wrong_entry_is_entered_anew(office):
    row = office.enter(office.present(office.case()), words="请核实办里")
    row = office.move(row, "reject_entry", "supervisor", reason="错字")
    assert (row.state, row.words, row.entered_by_id) == ("presented", "", None)
    row = office.move(office.enter(row, words="请核实办理"), "check", "supervisor")
    assert row.words == "请核实办理"


@pytest.mark.parametrize(("mark", "state"), [("read", "read"), ("instructed", "in_hand")])
def test_the_mark_on_the_paper_decides_what_it_is(office, mark, state):
    words = "" if mark == "read" else "请办"
    assert office.move(office.enter(office.present(office.case()), mark, words), "check", "director").state == state


def test_an_instruction_on_paper_has_words_and_no_day_of_tomorrow(office):
    row = office.present(office.case())
    with pytest.raises(Refused) as refused:
        office.enter(row, words="", written_on=office.stage.at.date() + timedelta(days=1))
    assert {"words", "written_on"} == set(refused.value.fields)


def test_a_paper_that_was_never_presented_is_entered_with_its_matter(office):
    new = NewMatter(title="关于电力公司服务的报道", kind="media", text="报纸报道全文")
    said = {
        "mark": "instructed",
        "words": "服务到位，应予表扬。",
        "written_on": office.stage.at.date(),
        "kind": "praise",
    }
    stage = office.stage
    leader, actor = stage.who("city_leader").user_id, stage.who("leader_secretary")
    row = enter_new(new, leader, said, actor=actor, at=stage.at, city="kaifeng", key="k1")
    again = enter_new(new, leader, said, actor=actor, at=stage.at, city="kaifeng", key="k1")
    assert again == row and Instruction.objects.count() == 1
    assert office.move(row, "check", "supervisor").state == "closed"
    with pytest.raises(Refused):
        enter_new(new, stage.who("agent").user_id, said, actor=actor, at=stage.at, city="kaifeng")


def test_an_entry_that_belongs_to_no_presented_paper_is_void_when_it_is_wrong(office):
    stage = office.stage
    said = {"mark": "read", "written_on": stage.at.date()}
    new = NewMatter(title="简报第3期", kind="brief")
    row = enter_new(
        new, stage.who("city_leader").user_id, said, actor=stage.who("leader_secretary"), at=stage.at, city="kaifeng"
    )
    assert office.move(row, "reject_entry", "supervisor", reason="不是本市领导").state == "void"


def test_several_leaders_get_the_same_paper_and_the_same_form_sent_twice_is_one(office):
    stage = office.stage
    leaders = [stage.who(post).user_id for post in ("city_leader", "vice_mayor", "secretary_general")]
    new = NewMatter(title="上半年和7月工作报告", kind="report", about="2018年上半年和7月", text="正文")
    made = [present(new, leaders, actor=stage.who("editor"), at=stage.at, city="kaifeng", key="one") for _ in range(2)]
    assert made[0] == made[1] and len(made[0]) == 3
    assert len({row.matter_id for row in Instruction.objects.all()}) == 1


def test_who_stands_in_for_a_leader_writes_in_his_place(office):
    from dataclasses import replace

    row = office.present(office.case())
    deputy = replace(office.stage.who("vice_mayor"), user_id=office.stage.who("director").user_id)
    deputy = replace(deputy, acting_for=row.leader_id)
    assert list(waiting_for_leader(deputy)) == [row]
    INSTRUCTION_DOOR.move(row.pk, "instruct", {"words": "代批：请办理"}, actor=deputy, at=office.stage.at)
    event = Event.objects.get(subject_id=row.pk, verb="instruction.instruct")
    assert (event.actor_id, event.acting_for) == (deputy.user_id, row.leader_id)
