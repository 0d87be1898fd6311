"""A prepared question gives what the ordinary one gives, in one statement, and notices what it cannot prepare."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.journal.models import Event, Ledger, Remark
from huiyin.journal.prepared import Prepared

AT = datetime(2018, 6, 4, 9, 30, tzinfo=UTC)

by_id = Prepared(lambda pk: Ledger.objects.select_for_update().filter(pk=pk))
by_name = Prepared(lambda name: Ledger.objects.filter(name=name).values_list("id", "event_count"))
since = Prepared(
    lambda chain, at: Event.objects.filter(chain_id=chain, at__gte=at).order_by("seq").values("verb", "said")
)
by_head = Prepared(lambda head: Ledger.objects.filter(chain_head=head).order_by("name"))
texts = Prepared(lambda case: Remark.objects.filter(case_id=case).values_list("text", flat=True))

pytestmark = pytest.mark.django_db


def ledger(name, **more):
    return Ledger.objects.create(name=name, **more)


def event(chain, seq, at):
    return Event.objects.create(
        recorded_at=at, at=at, actor_id=uuid4(), verb="unit.open", subject_kind="unit", subject_id=uuid4(),
        chain_id=chain.pk, seq=seq, said={"n": seq}, previous_hash=b"", hash=b"x",
    )  # fmt: skip


def test_it_gives_whole_rows_each_time_of_other_values():
    units, people = ledger("units", event_count=3, chain_head=b"\x01\x02"), ledger("people")
    for one in (units, people, units):
        (row,) = by_id(one.pk)
        ordinary = Ledger.objects.get(pk=one.pk)
        assert (row.pk, row.name, row.event_count, bytes(row.chain_head)) == (
            ordinary.pk, ordinary.name, ordinary.event_count, bytes(ordinary.chain_head),
        )  # fmt: skip


def test_a_row_that_came_so_can_be_saved_again():
    (row,) = by_id(ledger("units").pk)
    row.event_count = 7
    row.save()
    assert Ledger.objects.get(pk=row.pk).event_count == 7
    assert Ledger.objects.count() == 1


def test_it_gives_columns_dicts_and_single_values_as_they_were_asked_for():
    units = ledger("units", event_count=3)
    first, second = event(units, 1, AT), event(units, 2, AT + timedelta(hours=1))
    Remark.objects.create(event_id=first.id, case_id=units.pk, field="why", text="改名")
    assert by_name("units") == [(units.pk, 3)]
    assert since(units.pk, AT) == [{"verb": "unit.open", "said": {"n": 1}}, {"verb": "unit.open", "said": {"n": 2}}]
    assert since(units.pk, second.at) == [{"verb": "unit.open", "said": {"n": 2}}]
    assert texts(units.pk) == ["改名"]


def test_bytes_are_values_too():
    one, _ = ledger("units", chain_head=b"\x01"), ledger("people", chain_head=b"\x02")
    assert [row.pk for row in by_head(b"\x01")] == [one.pk]


def test_nothing_found_is_an_empty_list_and_no_first_one():
    assert by_id(uuid4()) == []
    assert by_id.first(uuid4()) is None


def test_it_takes_one_statement_the_first_time_and_every_time(django_assert_num_queries):
    question, pk = Prepared(lambda pk: Ledger.objects.filter(pk=pk)), ledger("units").pk
    for _ in range(2):
        with django_assert_num_queries(1):
            assert [row.pk for row in question(pk)] == [pk]


def test_it_sends_the_statement_that_django_would_send():
    pk = ledger("units").pk
    by_id(pk)
    with CaptureQueriesContext(connection) as said:
        by_id(pk)
        list(Ledger.objects.select_for_update().filter(pk=pk))
    assert said[0]["sql"] == said[1]["sql"]


def test_a_value_that_does_not_stand_in_the_statement_is_refused():
    careless = Prepared(lambda name: Ledger.objects.filter(name__startswith=name))
    with pytest.raises(ValueError, match="as it is"):
        careless("uni")


def test_an_id_as_text_is_refused_and_not_looked_for_in_vain():
    pk = ledger("units").pk
    by_id(pk)
    with pytest.raises(TypeError, match="UUID"):
        by_id(str(pk))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_it_locks_the_row_as_asked():
    from django.db import transaction

    pk = ledger("units", chain_head=b"\x01").pk
    with transaction.atomic(), CaptureQueriesContext(connection) as said:
        assert by_id(pk)[0].pk == pk
        assert by_head(b"\x01")[0].pk == pk
    assert "FOR UPDATE" in said[0]["sql"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_threads_ask_over_their_own_connections():
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    def ask(pk):
        try:
            return by_name("units")[0][0] == pk
        finally:
            connections.close_all()

    pk = ledger("units").pk
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, [pk] * 20))
