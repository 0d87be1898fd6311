"""The index follows the acts, however often it hears of them, and is the same when it is made from nothing."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.act import collect
from huiyin.cases.models import Case
from huiyin.cases.tests.stage import set_stage
from huiyin.flow.times import local_day
from huiyin.journal.models import Event, Owed
from huiyin.search.followers import CHANGING, keep_case
from huiyin.search.keeping import keep_all
from huiyin.search.models import Line
from huiyin.search.tests.conftest import City
from huiyin.units.endings import merge


def lines() -> list[tuple[Any, ...]]:
    """Every line as it stands in the table, tokens and all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, case_id, words, keepers, CAST(tokens AS text) FROM search_line ORDER BY place")
        return cursor.fetchall()


def play(city: City) -> None:
    """Let everything happen after which other words are found, or others find them."""
    stage, units = city.stage, city.stage.units
    case = stage.dispatch(stage.register().case, "bureau", joint=("water",))
    stage.move_share(stage.sign(case, "bureau"), "sub_dispatch", "bureau.handler", unit=units["office"].pk)
    report = stage.dispatch(stage.register(kind="report").case, "west")
    stage.move(report, "amend", "reviewer", accused_unit=units["bureau"].pk, reason="来件人补充说明")
    stage.move(stage.register(title="井盖").case, "withdraw", "agent", heard_how="本人来电")
    stage.register(confidential=True, text="我叫王某，路灯不亮")
    stage.later(days=8)
    stage.dispatch(stage.register(phone="13900001111").case, "water")


def check_rebuilt_equals_kept(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    play(city)
    city.follow()
    kept = lines()
    assert len(kept) == Case.objects.count() == 5
    Line.objects.all().delete()
    assert city.numbers("director", "路灯") == []
    capsys.readouterr()
    call_command("search_rebuild", json=True)
    assert json.loads(capsys.readouterr().out) == {"lines": 5}
    assert lines() == kept
    call_command("search_rebuild", json=True)
    assert lines() == kept
    assert len(city.finds("director", "路灯").cases) == 4


def test_rebuilt_from_nothing_equals_kept(city, capsys):
    check_rebuilt_equals_kept(city, capsys)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_rebuilt_from_nothing_equals_kept_on_postgresql(capsys):
    check_rebuilt_equals_kept(City(set_stage("kaifeng")), capsys)


def test_batches_of_a_rebuild_leave_no_case_out(city, monkeypatch):
    monkeypatch.setattr("huiyin.search.keeping.BATCH", 2)
    play(city)
    told: list[int] = []
    assert keep_all(told.append) == Line.objects.count() == 5
    assert told == [2, 4, 5]


def test_events_delivered_twice_and_in_any_order_change_nothing(city):
    play(city)
    city.follow()
    kept = lines()
    events = list(Event.objects.filter(verb__in=CHANGING).order_by("-recorded_at", "-seq"))
    assert {"case.register", "case.withdraw", "assignment.assign"} <= {event.verb for event in events}
    for event in [*events, *events]:
        keep_case(event, city.stage.at)
    assert lines() == kept


def test_a_line_that_is_right_is_not_written_again(city):
    case = city.heard()
    event = Event.objects.get(chain_id=case.pk, verb="case.register")
    with CaptureQueriesContext(connection) as said:
        keep_case(event, city.stage.at)
    assert not [one["sql"] for one in said if one["sql"].startswith(("INSERT", "DELETE", "UPDATE"))]


def test_the_work_is_owed_for_each_act_that_is_followed(city):
    play(city)
    followed = Event.objects.filter(verb__in=CHANGING)
    assert followed.count() == Owed.objects.filter(event_id__in=followed.values("id")).count() > 10


def test_what_is_amended_and_screened_is_found_by_its_new_words(city):
    stage = city.stage
    said = {"channel": "message_board", "text": "路灯不亮", "title": "路灯", "received_at": stage.at}
    case = collect(said, actor=stage.who("opinion_clerk"), at=stage.at, city=stage.city).case
    city.follow()
    assert city.numbers("director", "路灯") == [case.number]
    told = {k: v for k, v in stage.said().items() if k not in {"channel", "name", "phone"}}
    stage.move(case, "screen", "opinion_clerk", **{**told, "title": "井盖缺失", "text": "井盖不见了", "object": "井盖"})
    city.follow()
    assert city.numbers("director", "路灯") == []
    assert city.numbers("director", "井盖缺失") == [case.number]


def test_what_was_taken_back_is_found_by_its_number_alone(city):
    stage = city.stage
    case = stage.move(city.heard(), "withdraw", "agent", heard_how="本人来电")
    city.follow()
    assert city.numbers("director", "路灯") == city.numbers("director", "柳巷") == []
    assert city.numbers("director", case.number) == city.numbers("director", case.number[2:9]) == [case.number]
    assert Line.objects.get(case=case).words == case.number.casefold()


def test_a_text_that_was_erased_leaves_the_index(city):
    case = city.heard(title="柳巷路灯", text="三盏路灯不亮，晚上看不清路")
    Case.objects.filter(pk=case.pk).update(text="", title="（已清除）")
    keep_case(Event.objects.get(chain_id=case.pk, verb="case.register"), city.stage.at)
    assert city.numbers("director", "看不清") == []
    assert "看不清" not in "".join(str(line) for line in lines())


def test_who_inherits_an_open_share_finds_it_and_who_gave_it_up_does_not(city):
    stage = city.stage
    case = stage.dispatch(stage.register().case, "water")
    city.follow()
    assert city.numbers("bureau.handler", "路灯") == []
    water, bureau = stage.units["water"].pk, stage.units["bureau"].pk
    merge([water], into_id=bureau, day=local_day(stage.at), levels=3, actor=stage.who("admin"), at=stage.at)
    city.follow()
    assert city.numbers("bureau.handler", "路灯") == [case.number]
    assert city.numbers("water.handler", "路灯") == []


def test_cases_of_one_second_with_one_number_get_places_of_their_own(city, monkeypatch):
    monkeypatch.setattr("huiyin.search.lines.SECOND", 1)
    cases = [city.heard(), city.heard()]
    assert len(set(Line.objects.values_list("place", flat=True))) == len(cases)
    assert len(city.finds("director", "路灯").cases) == 2
