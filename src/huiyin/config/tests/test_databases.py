"""Tests can ask for databases that other processes reach, and for tests that run on PostgreSQL."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import connection


def count_groups(add: int) -> list[int | str]:
    """Called in other processes: add rows, answer how many there are and where."""
    for _ in range(add):
        Group.objects.create(name=uuid4().hex)
    return [Group.objects.count(), connection.vendor]


HERE = "huiyin.config.tests.test_databases:count_groups"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_marked_test_runs_on_postgresql():
    assert connection.vendor == "postgresql"
    assert count_groups(2) == [2, "postgresql"]


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("word", ["一", "[2]"])
def test_a_marked_test_can_have_parameters(word):
    assert connection.vendor == "postgresql"
    assert count_groups(1) == [1, "postgresql"]


@pytest.mark.postgresql
def test_processes_share_a_postgresql_database(postgresql_url, in_process):
    in_process(postgresql_url, HERE, 2)
    assert in_process(postgresql_url, HERE, 1) == [3, "postgresql"]


def test_processes_share_an_sqlite_file(sqlite_url, in_process):
    in_process(sqlite_url, HERE, 2)
    assert in_process(sqlite_url, HERE, 1) == [3, "sqlite"]


def test_a_failing_process_fails_the_test_with_its_words(sqlite_url, in_process):
    with pytest.raises(AssertionError, match="no_such_function"):
        in_process(sqlite_url, "huiyin.config.tests.test_databases:no_such_function")
