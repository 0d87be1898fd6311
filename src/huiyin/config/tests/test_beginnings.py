"""A beginning is found in an index on SQLite, letter by letter, and means the same on both databases."""

import pytest
from django.db import connection

from huiyin.cases.models import Assignment, Case
from huiyin.config.beginnings import glob_of
from huiyin.units.models import Unit
from huiyin.units.tests.trees import make_unit


def plan_of(rows):
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return " ".join(row[3] for row in cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (Case.objects.filter(lead_path__startswith="0001."), "case_lead"),
        (Assignment.objects.filter(unit_path__startswith="0001."), "assignment_work"),
        (Assignment.objects.filter(question_to__gt="", question_to="centre"), "assignment_question"),
    ],
)
def test_sqlite_finds_its_index(rows, index):
    if connection.vendor != "sqlite":
        pytest.skip("this is about SQLite")
    assert f"SEARCH cases_{rows.model._meta.model_name} USING INDEX {index}" in plan_of(rows)


@pytest.mark.django_db
def test_signs_of_patterns_and_capitals_are_letters_like_others():
    names = ["a*b", "a*c", "axb", "A*b", "a[1]", "a1", "a?"]
    for name in names:
        make_unit(name)
    for beginning in ("a*", "a", "A", "a[", "a?", "x"):
        found = set(Unit.objects.filter(name__startswith=beginning).values_list("name", flat=True))
        assert found == {name for name in names if name.startswith(beginning)}, beginning
    assert glob_of("a*[?") == "a[*][[][?]*"
