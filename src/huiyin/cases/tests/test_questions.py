"""A unit asks the centre and the centre asks a unit: one question at a time, answered by the other side."""

import pytest

from huiyin.cases.models import Assignment
from huiyin.journal.models import Event, Remark

ASKED = {"question": "灯杆归谁管护"}


@pytest.fixture
def share(stage):
    return stage.sign(stage.dispatch(stage.register().case))


def test_the_centre_answers_what_the_unit_asked_and_the_units_clock_runs_on(stage, share):
    due = share.due_at
    share = stage.move_share(share, "ask_centre", "water.handler", **ASKED)
    assert (share.question_to, share.state, share.due_at) == ("centre", "handling", due)
    share = stage.move_share(share, "answer_unit", "dispatcher", reply="归城管局管护")
    assert (share.question_to, share.state) == ("", "handling")
    texts = dict(Remark.objects.filter(case_id=share.case_id).values_list("field", "text"))
    assert (texts["question"], texts["reply"]) == ("灯杆归谁管护", "归城管局管护")


def test_the_unit_answers_what_the_centre_asked_also_after_its_reply(stage, share):
    stage.move_share(share, "ask_unit", "supervisor", **ASKED)
    share = stage.reply(share.case)
    assert share.question_to == "unit"
    assert stage.move_share(share, "answer_centre", "water.leader", reply="明天完工").question_to == ""


def test_a_second_question_waits_for_the_first_answer_and_no_answer_comes_without_a_question(stage, share):
    for action, who in (("answer_unit", "dispatcher"), ("answer_centre", "water.handler")):
        assert "没有待答复的询问" in str(stage.refused_share(share, action, who, reply="好"))
    share = stage.move_share(share, "ask_centre", "water.handler", **ASKED)
    assert "还没有答复" in str(stage.refused_share(share, "ask_unit", "supervisor", **ASKED))
    assert "没有待答复" in str(stage.refused_share(share, "answer_centre", "water.handler", reply="好"))


def test_a_question_without_words_is_refused(stage, share):
    assert "question" in stage.refused_share(share, "ask_centre", "water.handler", question=" ").fields


def test_another_unit_neither_asks_nor_answers(stage, share):
    stage.refused_share(share, "ask_centre", "bureau.handler", **ASKED)
    share = stage.move_share(share, "ask_unit", "supervisor", **ASKED)
    stage.refused_share(share, "answer_centre", "bureau.handler", reply="好")


def test_the_words_are_not_in_the_event(stage, share):
    stage.move_share(share, "ask_centre", "water.handler", **ASKED)
    event = Event.objects.get(verb="assignment.ask_centre")
    assert set(event.said) == {"question"}
    assert "灯杆" not in str(event.said)


def test_a_remark_changes_nothing_but_the_journal(stage, share):
    before = Assignment.objects.filter(pk=share.pk).values().get()
    stage.move(share.case, "remark", "agent", remark="诉求人情绪激动")
    stage.move_share(share, "remark", "water.handler", remark="已约施工队")
    assert Assignment.objects.filter(pk=share.pk).values().get() == before
    assert set(Remark.objects.filter(field="remark").values_list("text", flat=True)) == {"诉求人情绪激动", "已约施工队"}
