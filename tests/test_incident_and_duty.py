"""While an incident is in force the units that have a task in it must be reached day and night, until it is stood down."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from huiyin.cases.tests.browser import seat_everybody, signed_in, text_of
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.duty.act import tell_of_gaps
from huiyin.duty.models import Demand
from huiyin.duty.queries import coming_gaps
from huiyin.flow.times import travelling
from huiyin.incidents.act import tell_of_late_tasks
from huiyin.incidents.tests.conftest import Command
from huiyin.journal.models import Event, Owed
from huiyin.journal.work import deliver_all
from huiyin.notices.models import Notice
from huiyin.notices.numbers import number_of_person
from huiyin.people.models import User
from huiyin.people.reach import set_mobile
from huiyin.people.standing_in import put_on_duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(db: None, settings: Any) -> Stage:
    settings.CITY = "kaifeng"
    cache.clear()
    stage = set_stage("kaifeng")
    seat_everybody(stage)
    return stage


def follow(stage: Stage) -> None:
    with travelling(stage.at):
        deliver_all(lambda: stage.at)


def days_wanted(stage: Stage, unit: str) -> list[tuple[int, str]]:
    with travelling(stage.at):
        found = coming_gaps(stage.who("shift_lead"), stage.at, 2)
    return [(gap.day.day, gap.why) for gap in found if gap.unit == stage.units[unit]]


def test_a_unit_with_a_task_is_wanted_day_and_night_and_no_longer_when_it_is_over(stage: Stage) -> None:
    command = Command(stage)
    incident = command.running(whole_day_duty=True)
    assert days_wanted(stage, "bureau") == []
    command.task(incident, "bureau")
    follow(stage)
    assert days_wanted(stage, "bureau") == [(4, incident.name), (5, incident.name), (6, incident.name)]
    assert days_wanted(stage, "west") == []
    page = text_of(signed_in(stage, "bureau.head").get("/duty/gaps/"))
    assert f"突发事件 {incident.name}" in page
    command.move(incident, "stand_down")
    follow(stage)
    assert days_wanted(stage, "bureau") == []
    stage.later(hours=1)
    command.move(incident, "begin")
    follow(stage)
    assert [why for _, why in days_wanted(stage, "bureau")] == [incident.name] * 3


def test_where_it_is_not_wished_nobody_is_wanted_by_night(stage: Stage) -> None:
    command = Command(stage)
    command.task(command.running(whole_day_duty=False), "bureau")
    follow(stage)
    assert not Demand.objects.exists()


def test_told_twice_or_late_it_is_the_same(stage: Stage) -> None:
    command = Command(stage)
    incident = command.running()
    command.task(incident, "bureau")
    stage.later(minutes=5)
    command.move(incident, "stand_down")
    # The workers come late, and each event twice.
    for _ in range(2):
        follow(stage)
        for event in Event.objects.filter(verb__in=["incident.begin", "incident_task.give", "incident.stand_down"]):
            Owed.objects.get_or_create(event_id=event.id, recorded_at=event.recorded_at, verb=event.verb)
    follow(stage)
    assert not Demand.objects.filter(until__isnull=True).exists()


def test_a_shift_through_the_night_fills_it(stage: Stage) -> None:
    command = Command(stage)
    incident = command.running()
    command.task(incident, "bureau")
    follow(stage)
    user = User.objects.get(pk=stage.who("bureau.handler").user_id)
    put_on_duty(
        user.pk, stage.units["bureau"].pk, since=stage.at, until=stage.at + timedelta(days=4),
        actor=stage.who("bureau.head"), at=stage.at,
    )  # fmt: skip
    assert days_wanted(stage, "bureau") == []


def test_units_and_centre_are_told_without_a_word_of_what_was_written(stage: Stage) -> None:
    command = Command(stage)
    incident = command.running()
    [task] = command.task(incident)
    follow(stage)
    told = set(Notice.objects.filter(kind="incident").values_list("post", "text"))
    assert ("agent", f"突发事件{incident.name}已启动，请照口径答复来电人") in told
    assert ("unit_handler", "突发事件下达任务，请立即接收") in told
    assert not [text for _, text in told if "暴雨" in text or "柳巷" in text]
    stage.at = task.due_at + timedelta(minutes=1)
    assert tell_of_late_tasks(stage.at) == 1
    follow(stage)
    assert Notice.objects.filter(text__contains="已超期", unit=stage.units["water"]).exists()


def test_a_gap_is_told_to_the_unit_and_to_the_centre(stage: Stage) -> None:
    stage.later(days=3)
    tell_of_gaps(stage.at)
    follow(stage)
    notices = set(Notice.objects.filter(kind="duty").values_list("post", "unit__short_name", "text"))
    assert ("unit_leader", "市城管局", "本单位2018-06-09有空班，请安排值班") in notices
    lead = [text for post, _, text in notices if post == "shift_lead"]
    assert len(lead) == 1, "one notice for all units"
    assert lead[0].startswith("今后3天有")


def test_an_urgent_message_goes_to_the_own_mobile_of_who_is_on_duty(stage: Stage) -> None:
    user = User.objects.get(pk=stage.who("water.handler").user_id)
    set_mobile(user.pk, "13900001234", actor=stage.who("water.handler"), at=stage.at)
    assert number_of_person(User.objects.get(pk=user.pk), None) == "13900001234"
