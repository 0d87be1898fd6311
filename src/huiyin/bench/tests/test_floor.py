"""The floor is bare, but does its work: a row and an audit row, a signed-in list of fifty."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.bench import floor
from huiyin.bench.multiply import multiply
from huiyin.people.models import User
from huiyin.people.tests.pages import signed_in_as

pytestmark = [pytest.mark.django_db, pytest.mark.urls("huiyin.bench.floor")]


def test_it_writes_a_row_and_an_audit_row():
    floor.make_tables()
    assert Client().post(f"/{floor.CREATE}").status_code == 201
    with connection.cursor() as cursor:
        cursor.execute("SELECT a.what FROM bench_floor f JOIN bench_floor_audit a ON a.floor_id = f.id")
        assert cursor.fetchall() == [("create",)]


def test_it_lists_fifty_rows_to_who_is_signed_in(town):
    multiply(60)
    page = signed_in_as(User.objects.get(username="agent")).get(f"/{floor.LISTING}")
    assert page.content.count(b"<tr>") == floor.ROWS
    assert Client().get(f"/{floor.LISTING}").status_code == 401


def test_its_list_takes_session_user_posts_and_rows(town):
    client = signed_in_as(User.objects.get(username="agent"))
    client.get(f"/{floor.LISTING}")
    with CaptureQueriesContext(connection) as said:
        client.get(f"/{floor.LISTING}")
    assert len(said) == 4
