"""Tests can ask for databases that other processes reach, and for tests that run on PostgreSQL."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction

from huiyin.briefs.models import Brief, BriefFigure, SignedBrief
from huiyin.journal.models import Ledger
from huiyin.people.models import User
from huiyin.portal.models import Publication


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
@pytest.mark.django_db
def test_what_was_signed_or_published_stands_fast_in_postgresql():
    day, now = date(2018, 6, 4), datetime(2018, 6, 4, 9, tzinfo=UTC)
    by, head = User.objects.create_user("editor", "编辑甲"), Ledger.objects.create(name="papers")
    said = {
        "ledger": head, "book": "kaifeng/2018-01-01", "kind": "special", "title": "专报", "period": "一日", "rhythm": "none",
        "since": day, "until": day + timedelta(days=1), "written_at": now, "written_by": by,
    }  # fmt: skip
    signing = {
        "state": "signed",
        "year": 2018,
        "issue": 1,
        "total": 1,
        "sign": "第1期",
        "signed_at": now,
        "signed_by": by,
    }
    brief = Brief.objects.create(number=1, **said, **signing)
    draft = Brief.objects.create(number=2, state="draft", **said)
    for paper, frozen in ((brief, True), (draft, False)):
        BriefFigure.objects.create(
            brief=paper, key="accepted", measure="accepted", text="11", counted_at=now, frozen=frozen
        )
    SignedBrief.objects.create(brief=brief, document={}, figures=[], hash="1", at=now, by=by)
    shown = Publication.objects.create(
        ledger=head, book="kaifeng/2018-01-01", state="published", number=1, period="2018-06", since=day,
        until=day + timedelta(days=1), kept={"name": "6月"}, counted_at=now, signed_on=day, published_at=now,
    )  # fmt: skip
    of_brief, of_shown = Brief.objects.filter(pk=brief.pk), Publication.objects.filter(pk=shown.pk)
    figures, signed = BriefFigure.objects.filter(brief=brief), SignedBrief.objects.filter(brief=brief)
    for change in (
        lambda: of_brief.update(title="另一个标题"),
        lambda: of_brief.update(source=[{"type": "paragraph", "text": ""}]),
        lambda: figures.update(text="12"),
        figures.delete,
        lambda: signed.update(hash="2"),
        signed.delete,
        lambda: of_shown.update(kept={"name": "7月"}),
        of_shown.delete,
    ):
        with pytest.raises(IntegrityError, match=r"what was (signed|published) never changes"), transaction.atomic():
            change()
    # What has still to move moves, and a draft is nobody's word yet.
    assert of_brief.update(state="distributed", distributed_at=now) == 1
    assert of_shown.update(state="withdrawn", withdrawal="有误") == 1
    assert draft.figures.update(text="12") == 1
    assert draft.figures.all().delete()[0] == 1
    assert Brief.objects.filter(pk=draft.pk).update(title="另一个标题") == 1


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
