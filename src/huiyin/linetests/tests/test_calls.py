"""A month's calls are drawn up once; each has a result; a unit hears of a missed one and explains it."""

from datetime import date

import pytest

from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import travelling
from huiyin.journal.models import Event
from huiyin.linetests.act import plan_if_due
from huiyin.linetests.measures import MEASURES
from huiyin.linetests.models import LineTest, Round
from huiyin.linetests.queries import next_to_ring, units_to_test, visible_to
from huiyin.measures.figures import figures
from huiyin.measures.registry import Registry
from huiyin.measures.scope import Scope
from huiyin.units.models import Unit


def test_a_share_of_the_units_is_drawn_up_once_a_month(board):
    row = board.plan()
    units = units_to_test(board.stage.at.date()).count()
    assert (row.frame, row.drawn) == (units, (units + 1) // 2), "Haiyan rings half of them"
    assert LineTest.objects.count() == row.drawn
    assert Event.objects.get(verb="linetests.plan").said["seed"] == "六月"
    with pytest.raises(Refused, match="已经列出"):
        board.plan("director")


@pytest.mark.parametrize("who", ["shift_lead", "assessor", "water.head"])
def test_only_the_supervisor_and_the_director_draw_up(board, who):
    with pytest.raises(NotYours):
        board.plan(who)


def test_the_platform_draws_up_on_its_day_and_once(board):
    assert plan_if_due(board.stage.at.replace(day=1)) is None
    assert plan_if_due(board.stage.at).by is None
    assert plan_if_due(board.stage.at.replace(day=3)) is None
    assert plan_if_due(board.stage.at.replace(month=7)).month == date(2020, 7, 1)
    assert Round.objects.count() == 2


def test_a_phone_without_duty_is_that_of_the_handler_or_none(board):
    Unit.objects.update(duty_phone="")
    board.plan()
    assert {row.number for row in board.rows()} == {""}


def test_an_answered_call_is_kept(board):
    board.plan()
    row = board.take(board.rows()[0], "answered", heard="in_time", discourteous=False, words="")
    assert (row.state, row.heard, row.attempts, row.tester_id) == (
        "answered",
        "in_time",
        1,
        board.stage.who("shift_lead").user_id,
    )


def test_a_unit_explains_a_missed_call_once(board):
    board.plan()
    row = next(one for one in board.rows() if one.unit in (board.stage.units["water"], board.stage.units["west"]))
    key = next(name for name, unit in board.stage.units.items() if unit == row.unit)
    row = board.take(row, "missed", heard="no_answer", words="")
    said = Event.objects.get(verb="linetest.missed").said
    assert (said["unit"], said["result"], said["number"]) == (str(row.unit_id), "无人接听", row.number)
    other = "west" if key == "water" else "water"
    assert "您的岗位不能" in str(board.refused(row, "explain", f"{other}.handler", explanation="不是我们"))
    row = board.take(row, "explain", f"{key}.handler", explanation="值班员在接另一个电话")
    assert row.explanation == "值班员在接另一个电话"
    assert "已经说明过" in str(board.refused(row, "explain", f"{key}.handler", explanation="再说一次"))


def test_a_busy_line_is_rung_again_and_then_counts_as_missed(board):
    board.plan()
    row = board.take(board.rows()[0], "engaged", words="")
    assert (row.state, row.attempts) == ("waiting", 1)
    assert "unit" not in Event.objects.get(verb="linetest.engaged").said, "nobody is told yet"
    row = board.take(row, "engaged", words="")
    assert (row.state, row.attempts, row.heard) == ("missed", 2, "engaged")
    assert Event.objects.filter(verb="linetest.engaged").latest("seq").said["unit"] == str(row.unit_id)


def test_a_busy_line_is_not_offered_again_at_once(board):
    board.plan()
    actor = board.stage.who("shift_lead")
    for row in board.rows()[1:]:
        board.take(row, "answered", heard="slow", discourteous=False, words="")
    last = board.rows()[0]
    assert next_to_ring(actor, board.stage.at) == last
    board.take(last, "engaged", words="")
    assert next_to_ring(actor, board.stage.at) is None
    board.stage.later(minutes=20)
    assert next_to_ring(actor, board.stage.at) == last


@pytest.mark.parametrize("who", ["agent", "assessor", "water.handler"])
def test_who_rings_the_rulebook_says(board, who):
    board.plan()
    assert "您的岗位不能" in str(
        board.refused(board.rows()[0], "answered", who, heard="in_time", discourteous=False, words="")
    )


def test_a_unit_never_sees_that_it_will_be_rung(board):
    board.plan()
    handlers = [board.stage.who(f"{key}.handler") for key in ("water", "west", "east", "bureau")]
    assert not any(visible_to(one).exists() for one in handlers)
    for row in board.rows():
        board.take(row, "answered", heard="in_time", discourteous=False, words="")
    assert any(visible_to(one).exists() for one in handlers)
    for one in handlers:
        assert all(any(row.unit_path.startswith(p) for p in one.unit_paths) for row in visible_to(one))


def test_a_result_is_taken_back_by_a_second_person_and_does_not_count(board):
    board.plan()
    row = board.take(board.rows()[0], "missed", "director", heard="wrong_number", words="")
    assert "您的岗位不能" in str(board.refused(row, "void", "director", reason="录错了"))
    row = board.take(row, "void", "supervisor", reason="号码录错了")
    assert row.state == "voided"
    with travelling(board.stage.at):
        assert figures(Registry(MEASURES), Scope(book=board.stage.book))["line_tests"].value == 0


def test_the_figures_are_those_that_one_counts_by_hand(board):
    board.plan()
    rows = board.rows()
    assert len(rows) == 3
    board.take(rows[0], "answered", heard="in_time", discourteous=True, words="")
    board.take(rows[1], "answered", heard="slow", discourteous=False, words="")
    board.take(rows[2], "missed", heard="no_answer", words="")
    scope = Scope(date(2020, 6, 1), date(2020, 7, 1), book=board.stage.book)
    with travelling(board.stage.at):
        found = {name: one.value for name, one in figures(Registry(MEASURES), scope).items()}
        of_one = figures(Registry(MEASURES), scope.narrowed(unit_path=rows[2].unit_path))
        before = figures(Registry(MEASURES), scope.narrowed(since=date(2020, 5, 1), until=date(2020, 6, 1)))
    assert (found["line_tests"], found["line_tests.answered"], found["line_tests.in_time"]) == (3, 2, 1)
    assert (found["line_tests.missed"], found["line_tests.discourteous"]) == (1, 1)
    assert found["line_answer_rate"] * 3 == 2 and found["line_in_time_rate"] * 3 == 1
    assert of_one["line_tests.missed"].value >= 1
    assert before["line_tests"].value == 0
