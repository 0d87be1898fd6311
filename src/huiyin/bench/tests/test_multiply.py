"""Copied cases are whole cases: everything that belongs to them is there, under their own ids, and can be worked on."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection

from huiyin.bench import multiply as multiplying
from huiyin.bench.multiply import TABLES, Bounds, NotThrowaway, days_before, multiply, require_throwaway
from huiyin.bench.tests.conftest import BEGIN, ORIGINALS
from huiyin.cases.act import ASSIGNMENT_DOOR, move_case
from huiyin.cases.models import Assignment, Case, Petitioner
from huiyin.cases.petitioners import called_from, contact_of, hash_or_none
from huiyin.clocks.models import Clock
from huiyin.journal.models import Event, Remark
from huiyin.search.index import newest
from huiyin.search.keeping import keep_all
from huiyin.search.lines import words_of
from huiyin.search.matching import Rights, Wanted
from huiyin.search.models import SECOND, Line

COPIES = 3
WANTED = ORIGINALS * (COPIES + 1)


def of_copies(model):
    """The rows with an id that only copies have."""
    return [row for row in model.objects.all() if str(row.id)[14] == "8"]


def check_that_copies_are_whole(town):
    keep_all()
    before = {model: model.objects.count() for model in TABLES}
    assert multiply(WANTED) == WANTED
    for model in TABLES:
        assert model.objects.count() == before[model] * (COPIES + 1), model
    check_references()
    check_texts()
    check_times()
    check_petitioners()
    check_search()
    check_moves(town)


def check_search():
    for line in Line.objects.select_related("case__petitioner"):
        assert line.words == words_of(line.case)
        assert line.place // SECOND == int(line.case.received_at.timestamp())
    lamps = [case for case in Case.objects.order_by("-received_at", "-id") if "路灯" in case.title]
    assert 0 < len(lamps) < WANTED
    found = newest([Wanted("路灯")], Rights(), WANTED)
    assert set(found) == {case.pk for case in lamps}
    assert [Case.objects.get(pk=pk).received_at for pk in found] == [case.received_at for case in lamps]


def check_references():
    cases = set(Case.objects.values_list("pk", flat=True))
    shares = set(Assignment.objects.values_list("pk", flat=True))
    assert {e.chain_id for e in Event.objects.all()} <= cases | {e.chain_id for e in Event.objects.filter(case_id=None)}
    assert {c.case_id for c in Clock.objects.all()} == cases
    assert {c.subject_id for c in Clock.objects.filter(subject_kind="assignment")} <= shares
    for model in apps.get_app_config("cases").get_models():
        for field in (f for f in model._meta.concrete_fields if f.is_relation):
            missing = model.objects.filter(**{f"{field.name}__isnull": False, f"{field.name}__pk__isnull": True})
            assert not missing.exists(), (model, field)


def check_texts():
    if connection.vendor == "sqlite":
        return  # Only PostgreSQL can mend ids within JSON; SQLite's copies go without the words.
    for event in of_copies(Event):
        for value in event.said.values():
            if isinstance(value, dict) and "remark" in value:
                assert Remark.objects.get(pk=value["remark"]).event_id == event.id


def check_times():
    days = {days_before(n) for n in range(COPIES + 1)}
    first = min(Case.objects.all(), key=lambda case: case.received_at)
    assert first.received_at == BEGIN - timedelta(days=max(days))
    assert first.accepted_day == first.received_at.date()


def check_petitioners():
    assert len({bytes(p.phone_hash) for p in Petitioner.objects.all()}) == Petitioner.objects.count()
    for one in of_copies(Petitioner):
        assert contact_of(one).name.startswith("李")
        assert bytes(one.name_hash) == hash_or_none("name", contact_of(one).name)
        assert called_from(contact_of(one).phone).get() == one


def check_moves(town):
    now = BEGIN + timedelta(days=30)
    case = next(c for c in of_copies(Case) if c.state == "registered")
    lead = {"lead": town.units[5].pk, "joint": []}
    move_case(case.pk, "dispatch", lead, actor=town.actors["dispatcher"], at=now)
    share = Assignment.objects.get(case=case)
    ASSIGNMENT_DOOR.move(share.pk, "sign", {}, actor=town.actors["handler5"], at=now)
    assert Case.objects.get(pk=case.pk).state == "in_handling"


def test_copies_are_whole_on_sqlite(town):
    check_that_copies_are_whole(town)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_copies_are_whole_on_postgresql(thrown_away, town):
    check_that_copies_are_whole(town)


def test_a_second_call_goes_on_behind_the_last_copy(town):
    assert multiply(ORIGINALS * 2) == ORIGINALS * 2
    assert multiply(ORIGINALS * 4) == ORIGINALS * 4
    assert multiply(ORIGINALS * 4) == ORIGINALS * 4


def test_it_stops_where_the_time_or_the_disk_is_used_up(town, monkeypatch):
    monkeypatch.setattr(multiplying, "CASES_A_STEP", ORIGINALS)
    assert multiply(WANTED, Bounds(seconds=-1)) == ORIGINALS
    assert multiply(WANTED, Bounds(free_bytes=10**18)) == ORIGINALS


@pytest.mark.django_db
def test_no_other_database_is_ever_filled_so(monkeypatch):
    monkeypatch.setenv("HUIYIN_BENCH", "1")
    with pytest.raises(NotThrowaway):
        require_throwaway()
    with pytest.raises(NotThrowaway):
        multiply(100)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_no_other_cluster_is_ever_filled_so(monkeypatch):
    monkeypatch.setenv("HUIYIN_BENCH", "1")
    with pytest.raises(NotThrowaway):
        multiply(100)
