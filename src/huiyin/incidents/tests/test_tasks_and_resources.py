"""Units have tasks with due times, go there, report; what is put in is logged with its unit of measure and summed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases.tests.browser import text_of
from huiyin.files.models import Attachment
from huiyin.flow.table import NotYours, Refused
from huiyin.incidents.act import tell_of_late_tasks
from huiyin.incidents.amounts import scaled, shown
from huiyin.incidents.models import Resource, Task
from huiyin.incidents.sheet import sums_of
from huiyin.journal.models import Event

pytestmark = pytest.mark.django_db
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


def test_a_task_goes_its_way_in_every_city(any_command):
    command = any_command
    [task] = command.task(command.running(), "water")
    assert task.state == "given"
    task = command.move_task(task, "take")
    task = command.move_task(task, "progress", words="泵车已出发")
    task = command.move_task(task, "report", done="已抽干", people=12)
    assert (task.state, task.reported_at, task.people) == ("reported", command.stage.at, 12)
    task = command.move_task(task, "send_back", command.chief, reason="北口还有水")
    assert (task.state, task.reported_at) == ("working", None)
    task = command.move_task(task, "report", done="北口也抽干了")
    assert command.move_task(task, "confirm", command.chief).state == "done"


def test_one_order_makes_a_task_for_each_unit_and_units_see_their_own(command):
    incident = command.running()
    tasks = command.task(incident, "water", "bureau")
    assert {task.unit_id for task in tasks} == {command.stage.units["water"].pk, command.stage.units["bureau"].pk}
    page = text_of(command.browser("water.handler").get(f"/incidents/{incident.number}/"))
    assert "清源供水" in page
    assert "市城管局" not in page
    assert command.browser("west.handler").get(f"/incidents/{incident.number}/").status_code == 404


def test_only_the_unit_reports_and_only_who_commands_confirms(command):
    [task] = command.task(command.running())
    for who in ("west.handler", "agent", "director"):
        with pytest.raises(NotYours):
            command.move_task(task, "report", who, done="做完了")
    task = command.move_task(task, "report", done="做完了")
    with pytest.raises(NotYours):
        command.move_task(task, "confirm", "water.head")


def test_tasks_are_given_while_it_runs_and_for_a_time_ahead(command):
    incident = command.declare()
    with pytest.raises(Refused, match="还没有启动"):
        command.task(incident)
    incident = command.move(incident, "begin")
    for due in (command.stage.at, command.stage.at + timedelta(days=61)):
        with pytest.raises(Refused) as refused:
            command.task(incident, due_at=due)
        assert list(refused.value.fields) == ["due_at"]
    assert not Task.objects.exists()


def test_who_must_go_there_says_where_and_who_led(command):
    [task] = command.task(command.running(), on_site=True)
    with pytest.raises(Refused) as refused:
        command.move_task(task, "report", done="抽干")
    assert list(refused.value.fields) == ["place"]
    task = command.move_task(
        task, "report", done="抽干", place="柳巷北口", leader="李某", people=8, arrived_at=command.stage.at
    )
    assert (task.place, task.leader) == ("柳巷北口", "李某")


def test_photos_come_with_the_report_and_strangers_do_not_see_them(command):
    [task] = command.task(command.running())
    photo = SimpleUploadedFile("现场.png", PNG, "image/png")
    browser = command.browser("water.handler")
    answer = browser.post(f"/moves/incident_task/{task.pk}/report/", {"done": "抽干", "move_files": photo})
    assert answer.status_code == 302, text_of(answer)[:2000]
    kept = Attachment.objects.get(subject_id=task.pk)
    assert "现场.png" in text_of(browser.get(f"/incidents/{task.incident.number}/"))
    assert command.browser("water.leader").get(f"/files/{kept.pk}/").status_code == 200
    assert command.browser("west.handler").get(f"/files/{kept.pk}/").status_code == 404


def test_a_late_task_is_told_once(command):
    [task] = command.task(command.running())
    assert tell_of_late_tasks(task.due_at) == 0
    late = task.due_at + timedelta(minutes=1)
    assert tell_of_late_tasks(late) == 1
    assert tell_of_late_tasks(late + timedelta(hours=5)) == 0
    assert Event.objects.get(verb="incident_task.late").said["unit"] == str(task.unit_id)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("210", "210"), ("3,000", "3,000"), ("1.5", "1.5"), ("２１０", "210"), ("0", None), ("-3", None), ("1.2345", None),
     ("1e999", None), ("约百", None), ("", None), ("nan", None), ("inf", None), ("1" * 19, None)],
)  # fmt: skip
def test_amounts_as_people_type_them(typed, amount):
    found = scaled(typed)
    assert (None if found is None else shown(found)) == amount


def test_the_log_adds_up_by_kind_with_its_measure_and_a_withdrawn_line_does_not_count(command):
    incident = command.running()
    command.log(incident, "water_trips", "200")
    command.log(incident, "water_trips", "10")
    wrong = command.log(incident, "water_tonnes", "30000")
    command.log(incident, "water_tonnes", "2,999.5")
    from huiyin.incidents.act import RESOURCE_DOOR

    RESOURCE_DOOR.move(
        wrong.pk, "withdraw", {"reason": "多写一个零"}, actor=command.stage.who("director"), at=command.stage.at
    )
    sums = {one.label: (one.amount, one.measure, one.entries) for one in sums_of(incident, command.stage.at, {})}
    assert sums == {"送水车次": ("210", "车次", 2), "送水量": ("2,999.5", "吨", 1)}
    assert Resource.objects.get(scaled=2_999_500).amount == Decimal("2999.5")


def test_a_unit_with_a_task_logs_its_own_and_no_others(command):
    incident = command.running()
    with pytest.raises(NotYours):
        command.log(incident, "water_trips", "1", "water", "water.handler")
    command.task(incident)
    assert command.log(incident, "water_trips", "1", "water", "water.handler").unit == command.stage.units["water"]
    for unit, who in (("bureau", "water.handler"), ("", "water.handler"), ("water", "bureau.handler")):
        with pytest.raises(NotYours):
            command.log(incident, "water_trips", "1", unit, who)


def test_what_lies_ahead_or_long_before_is_not_logged_and_nothing_after_the_end(command):
    incident = command.running()
    for on in (command.stage.at + timedelta(minutes=1), command.stage.at - timedelta(days=3)):
        with pytest.raises(Refused) as refused:
            command.log(incident, "water_trips", "1", on=on)
        assert list(refused.value.fields) == ["on"]
    incident = command.move(command.move(incident, "stand_down"), "close", summary="完")
    with pytest.raises(Refused, match="事件已结束"):
        command.log(incident, "water_trips", "1")
