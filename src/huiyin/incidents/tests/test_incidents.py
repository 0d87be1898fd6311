"""An incident is declared, started, said anew, stood down, closed with a summary; who may, is the rulebook's."""

from datetime import timedelta

import pytest

from huiyin.flow.table import NotNow, NotYours, Refused
from huiyin.incidents.models import Wording
from huiyin.journal.models import Event, Remark
from huiyin.rulebook.shelf import all_books

pytestmark = pytest.mark.django_db


def test_an_incident_goes_its_way_in_every_city(any_command):
    command = any_command
    incident = command.declare()
    assert incident.state == "declared"
    assert incident.name == "SJ1"
    incident = command.move(incident, "begin")
    assert (incident.state, incident.in_force_at) == ("in_force", command.stage.at)
    command.stage.later(hours=5)
    incident = command.move(incident, "stand_down", note="水已退")
    incident = command.move(incident, "begin")
    assert incident.stood_down_at is None
    command.stage.later(hours=1)
    incident = command.move(command.move(incident, "stand_down"), "close", summary="抽排两处，转移三户。")
    assert (incident.state, incident.closed_at) == ("closed", command.stage.at)
    verbs = list(Event.objects.filter(subject_id=incident.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == [
        f"incident.{one}" for one in ("declare", "begin", "stand_down", "begin", "stand_down", "close")
    ]  # fmt: skip


def test_only_those_whom_the_book_names_command_and_start(any_command):
    command = any_command
    incident = command.declare()
    for who in ("agent", "water.handler", "water.head", "evaluator"):
        with pytest.raises(NotYours):
            command.move(incident, "begin", who)
        with pytest.raises(NotYours):
            command.move(incident, "word", who, wording="别的说法")
    others = set(command.law.commands) - set(command.law.starts)
    for post in others:
        with pytest.raises(NotYours):
            command.move(incident, "begin", str(post))


def test_what_is_said_has_editions_and_the_journal_keeps_no_text(command):
    incident = command.running()
    command.stage.later(minutes=30)
    incident = command.move(incident, "word", wording="水已退，柳巷恢复通行。")
    assert (incident.edition, incident.wording) == (2, "水已退，柳巷恢复通行。")
    assert list(Wording.objects.order_by("number").values_list("number", "text")) == [
        (1, command.said()["wording"]), (2, "水已退，柳巷恢复通行。"),
    ]  # fmt: skip
    told = str(list(Event.objects.filter(subject_id=incident.pk).values_list("said", flat=True)))
    assert "柳巷" not in told
    assert not Remark.objects.filter(text__contains="柳巷").exists()
    with pytest.raises(Refused, match="没有变化"):
        command.move(incident, "word", wording="水已退，柳巷恢复通行。")


def test_an_incident_does_not_begin_in_the_future_and_names_topics_that_there_are(command):
    with pytest.raises(Refused) as refused:
        command.declare(began_at=command.stage.at + timedelta(minutes=1), categories=("没有的",))
    assert set(refused.value.fields) == {"began_at", "categories"}


@pytest.mark.parametrize("word", ["供水", "A07"])
def test_topics_are_named_by_name_or_code(command, word):
    assert command.declare(categories=(word,)).categories == ["A07"]


def test_it_cannot_end_while_a_unit_has_something_to_do(command):
    incident = command.running()
    [task] = command.task(incident)
    incident = command.move(incident, "stand_down")
    with pytest.raises(Refused, match="还有 1 项任务"):
        command.move(incident, "close", summary="完")
    command.move_task(task, "call_off", "dispatcher", reason="不再需要")
    assert command.move(incident, "close", summary="完").state == "closed"


def test_what_was_declared_by_mistake_is_dropped_and_never_seen_by_agents(command):
    incident = command.move(command.declare(), "drop", reason="重复登记")
    assert incident.state == "dropped"
    with pytest.raises(NotNow):
        command.move(incident, "begin")


def test_the_same_form_sent_twice_declares_one(command):
    from huiyin.incidents.act import declare

    actor, at = command.stage.who("director"), command.stage.at
    first = declare(command.said(), actor=actor, at=at, key="k1")
    assert declare(command.said(), actor=actor, at=at, key="k1").pk == first.pk


def test_every_book_names_kinds_resources_and_commanders():
    for book in all_books():
        assert book.incidents.kinds, book.id
        assert all(one.measure for one in book.incidents.resources), book.id
        for kind in book.incidents.kinds:
            valid = [code for code in kind.categories if book.categories[code].is_valid(book.since)]
            assert valid == list(kind.categories), (book.id, kind.code)
