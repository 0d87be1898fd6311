"""What runs by itself is planned once, however often it is registered."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string
from django_q.models import Schedule as Planned

from huiyin.flow.times import local
from huiyin.journal.schedules import PREFIX, Schedule, register_schedules
from huiyin.journal.tests.hands import AT

pytestmark = pytest.mark.django_db


def test_a_migrated_database_has_every_schedule_planned():
    names = set(Planned.objects.values_list("name", flat=True))
    assert names == {PREFIX + one.name for one in settings.SCHEDULES}


def test_registering_again_changes_nothing():
    before = list(Planned.objects.order_by("id").values())
    assert register_schedules(AT) == []
    assert list(Planned.objects.order_by("id").values()) == before


def test_what_is_planned_otherwise_or_no_more_is_mended_and_what_is_not_ours_stays():
    Planned.objects.create(name="somebody's", func="a.b", schedule_type=Planned.DAILY)
    other = (Schedule("deliver", "huiyin.journal.tasks.deliver_owed", "别的间隔", minutes=5),)
    changed = register_schedules(AT, other)
    assert "deliver" in changed
    assert Planned.objects.get(name=PREFIX + "deliver").minutes == 5
    assert set(Planned.objects.values_list("name", flat=True)) == {PREFIX + "deliver", "somebody's"}


def test_the_minutely_tasks_begin_at_once_and_the_nightly_ones_at_night():
    Planned.objects.all().delete()
    register_schedules(AT)
    for one in settings.SCHEDULES:
        first = Planned.objects.get(name=PREFIX + one.name).next_run
        if one.nightly_at:
            assert AT < first <= AT + timedelta(days=1)
            assert local(first).time() == one.nightly_at
        else:
            assert first == AT


@pytest.mark.parametrize("one", settings.SCHEDULES, ids=lambda one: one.name)
def test_every_task_can_be_run(one):
    assert isinstance(import_string(one.task)(), str)


def test_the_command_lists_what_runs_when():
    out = StringIO()
    call_command("schedules", stdout=out)
    assert out.getvalue().splitlines()[0] == "每1分钟  处理事件之后的后续工作"
    assert "（已更新）" not in out.getvalue()
