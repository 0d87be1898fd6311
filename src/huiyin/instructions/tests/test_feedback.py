"""Units owe feedback by a day of their own; the leader's office accepts or sends back; what is late is told once."""

from datetime import date, datetime, timedelta

import pytest

from huiyin.clocks.changes import DueChange
from huiyin.clocks.models import Clock
from huiyin.clocks.ports import on_due_changed
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import CITY_TZ, local
from huiyin.instructions.act import mark_late, remind
from huiyin.instructions.models import Instruction, Task
from huiyin.instructions.queries import owed_by, to_accept, visible_to, waits_for
from huiyin.instructions.succession import hand_over_open_tasks, why_it_cannot_close
from huiyin.journal.models import Event
from huiyin.units.models import SuccessionKind
from huiyin.units.ports import Handover


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2018, 6, day, hour, tzinfo=CITY_TZ)


def test_without_a_day_the_citys_rule_holds_and_with_one_the_close_of_that_day(office):
    row = office.instruct(office.present(office.case()))
    assert local(office.task(row).due_at).date() == date(2018, 6, 11)
    other = office.instruct(office.present(office.case()), due="2018-06-06")
    assert office.task(other).due_at == at(6, 18)
    assert Clock.objects.get(subject_id=office.task(other).pk).due_at == office.task(other).due_at


def test_nobody_is_asked_for_feedback_yesterday(office):
    with pytest.raises(Refused) as refused:
        office.instruct(office.present(office.case()), due="2018-06-03")
    assert "due" in refused.value.fields


def test_it_closes_when_the_office_has_accepted_the_feedback_of_every_unit(office):
    row = office.instruct(office.present(office.case()), units=[office.unit("water"), office.unit("bureau")])
    for unit in ("water", "bureau"):
        task = office.move_task(office.task(row, unit), "feed_back", f"{unit}.handler", account="已办")
        assert task.state == "reported"
        assert list(to_accept(office.stage.who("vice_mayor"))) == [task]
        assert Instruction.objects.get(pk=row.pk).state == "in_hand"
        office.move_task(task, "accept", "vice_mayor" if unit == "water" else "leader_secretary")
    row.refresh_from_db()
    assert row.state == "closed" and row.ended_at == office.stage.at
    assert set(row.tasks.values_list("on_time", flat=True)) == {True}


def test_only_the_unit_feeds_back_and_only_the_leaders_office_accepts(office):
    task = office.task(office.instruct(office.present(office.case())))
    with pytest.raises(NotYours):
        office.move_task(task, "feed_back", "bureau.handler", account="已办")
    task = office.move_task(task, "feed_back", "water.leader", account="已办")
    for who in ("city_leader", "supervisor", "water.handler"):
        with pytest.raises(NotYours):
            office.move_task(task, "accept", who)


def test_what_is_sent_back_has_to_be_told_anew_within_its_own_time(office):
    task = office.task(office.instruct(office.present(office.case())))
    office.stage.at = at(7)
    task = office.move_task(task, "feed_back", "water.handler", account="正在办")
    task = office.move_task(task, "send_back", "leader_secretary", reason="没有结果")
    assert (task.state, task.rejections) == ("owed", 1)
    assert local(task.due_at).date() == date(2018, 6, 11)
    office.stage.at = at(8)
    task = office.move_task(task, "feed_back", "water.handler", account="办好了")
    assert office.move_task(task, "accept", "leader_secretary").on_time is True
    assert Clock.objects.filter(subject_id=task.pk, met_at__isnull=False).count() == 2


def test_late_feedback_is_told_once_with_all_that_a_ladder_needs_and_stays_late(office):
    case = office.case()
    row = office.instruct(office.present(case), due="2018-06-06")
    task = office.task(row)
    assert mark_late(at(6, 17)) == 0
    assert mark_late(at(6, 19)) == 1
    assert mark_late(at(7)) == 0
    event = Event.objects.get(verb="instruction.late")
    assert event.actor_id and event.subject_kind == "instruction_task" and event.subject_id == task.pk
    assert event.said == {
        "instruction": str(row.pk), "number": row.number, "task": str(task.pk), "unit": office.unit("water"),
        "due": task.due_at.isoformat(), "leader_post": "vice_mayor", "centre": None, "cases": [str(case.pk)],
    }  # fmt: skip
    office.stage.at = at(8)
    office.move_task(task, "change_due", "leader_secretary", due="2018-06-12", reason="雨天不能施工")
    task = office.move_task(Task.objects.get(), "feed_back", "water.handler", account="已办")
    assert office.move_task(task, "accept", "leader_secretary").on_time is False


def test_a_unit_is_reminded_once_before_its_day(office):
    office.instruct(office.present(office.case()), due="2018-06-06")
    assert remind(at(5, 17)) == 0
    assert remind(at(5, 19)) == 1
    assert remind(at(6, 9)) == 0
    assert Event.objects.filter(verb="instruction.remind").count() == 1


def test_one_instruction_several_dates_and_places_each_with_its_own_day(office):
    row = office.instruct(office.present(office.case()), words="四个村的灌溉用电、机井问题分批解决")
    for place, day in (("东村机井", "2018-06-08"), ("西村用电", "2018-06-20"), ("南村机井", "2018-06-20")):
        office.move(row, "give", "supervisor", units=[office.unit("bureau")], what=place, due=day)
    days = row.tasks.filter(unit=office.stage.units["bureau"]).order_by("number")
    assert [local(task.due_at).day for task in days] == [8, 20, 20]
    with pytest.raises(Refused) as refused:
        office.move(row, "give", "supervisor", units=[office.unit("bureau")], what="东村机井")
    assert "已经有这一项" in refused.value.fields["units"]


def test_a_task_given_by_mistake_falls_away_and_the_instruction_waits_for_another_unit(office):
    row = office.instruct(office.present(office.case()))
    office.move_task(office.task(row), "cancel", "leader_secretary", reason="应由城管局办")
    row.refresh_from_db()
    assert row.state == "to_assign"
    assert not Clock.objects.running().filter(subject_kind="instruction_task").exists()


def test_what_was_fed_back_is_not_taken_back(office):
    row = office.instruct(office.present(office.case()))
    office.move_task(office.task(row), "feed_back", "water.handler", account="已办")
    with pytest.raises(Refused) as refused:
        office.move(row, "recall", "vice_mayor")
    assert "已有单位反馈" in str(refused.value)


def test_each_sees_what_waits_for_him_and_a_stranger_nothing(office):
    stage, row = office.stage, office.present(office.case())
    counts = {who: waits_for(stage.who(who)) for who in ("vice_mayor", "supervisor", "water.handler", "stranger")}
    assert counts == {"vice_mayor": 1, "supervisor": 0, "water.handler": 0, "stranger": 0}
    row = office.instruct(row)
    assert waits_for(stage.who("water.handler")) == 1 and waits_for(stage.who("vice_mayor")) == 0
    assert owed_by(stage.who("bureau.handler")).count() == 0
    for who, sees in (("water.handler", True), ("bureau.handler", False), ("stranger", False), ("agent", True)):
        assert visible_to(stage.who(who)).filter(pk=row.pk).exists() is sees, who


def test_no_unit_accused_in_a_report_gets_the_instruction_on_it(office):
    case = office.stage.register(kind="report", accused_unit=office.unit("east")).case
    row = office.instruct(office.present(case))
    with pytest.raises(Refused) as refused:
        office.move(row, "give", "supervisor", units=[office.unit("east")])
    assert "被举报单位" in refused.value.fields["units"]


def test_a_new_calendar_moves_the_due_time_of_a_task(office):
    task = office.task(office.instruct(office.present(office.case())))
    change = DueChange(
        Clock.objects.get(subject_id=task.pk).pk, None, "instruction_task", task.pk, "instruction", task.due_at,
        task.due_at + timedelta(days=3), "calendar",
    )  # fmt: skip
    for follow in on_due_changed:
        follow(change, office.stage.at)
    assert Task.objects.get().due_at == task.due_at + timedelta(days=3)


def test_what_a_unit_owes_goes_to_its_successor(office):
    task = office.task(office.instruct(office.present(office.case())))
    water, bureau = (office.stage.units[key].pk for key in ("water", "bureau"))
    assert "1项领导批示待反馈" in why_it_cannot_close(water)
    stage = office.stage
    handover = Handover(
        SuccessionKind.MERGE, water, bureau, (bureau,), True, stage.at.date(), stage.at, stage.who("admin"), task.pk
    )  # fmt: skip
    hand_over_open_tasks(handover)
    assert why_it_cannot_close(water) is None
    task = office.move_task(Task.objects.get(), "feed_back", "bureau.handler", account="已办")
    assert task.unit_id == bureau and task.due_at
