"""The check finds what is wrong, puts a case right, takes a measure out whose counters are wrong, and tells who must know."""

import json

import pytest
from django.core.management import call_command

from huiyin.cases.models import Case
from huiyin.cases.tests.stage import set_stage
from huiyin.flow.times import travelling
from huiyin.journal.work import deliver_all
from huiyin.measures.scope import Scope
from huiyin.notices.models import Notice
from huiyin.people.models import Holding, User
from huiyin.people.tests.pages import signed_in_as
from huiyin.rollups import asking, keeping, tasks
from huiyin.rollups.asking import kept, kept_all
from huiyin.rollups.checking import check
from huiyin.rollups.keeping import complete, work_off
from huiyin.rollups.models import Cell, Contribution, Counted, Mark, Recount

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(db, settings):
    settings.CITY = "kaifeng"
    stage = set_stage("kaifeng")
    complete()
    stage.dispatch(stage.register().case)
    stage.register()
    deliver_all(lambda: stage.at)
    work_off()
    with travelling(stage.at):
        yield stage


def accepted(stage, **narrow):
    return kept("accepted", Scope(book=stage.book, **narrow))


def answer(capsys, *arguments):
    capsys.readouterr()
    code = 0
    try:
        call_command(*arguments, "--json")
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(capsys.readouterr().out)


def test_all_is_well(stage, capsys):
    code, said = answer(capsys, "rollups_check", "--full")
    assert (code, said["differences"], said["cases"], said["complete"]) == (0, 0, 2, True)
    assert said["cells"] > 3
    assert not Notice.objects.exists() or not Notice.objects.filter(kind="figures_differ").exists()


def test_a_case_that_was_counted_wrongly_is_named_put_right_and_told_of(stage, capsys):
    first = Case.objects.order_by("number")[0]
    row = Contribution.objects.get(case_id=first.pk)
    true = accepted(stage)
    keeping.add(_negative(row))
    Contribution.objects.filter(pk=row.pk).delete()
    assert accepted(stage) == {(): 1}
    code, said = answer(capsys, "rollups_check")
    assert (code, said["differences"]) == (1, 1)
    assert said["found"][0]["case"] == first.number
    assert accepted(stage) == true == {(): 2}
    deliver_all(lambda: stage.at)
    told = Notice.objects.filter(kind="figures_differ")
    assert {notice.post for notice in told} == {"director", "admin"}
    assert "差异1处" in told[0].text
    assert answer(capsys, "rollups_check")[1]["differences"] == 0


def _negative(row):
    counts = {}
    keeping.read(row.vector).add_to(counts, -1)
    return counts


def test_a_measure_whose_counters_are_wrong_is_live_until_it_is_made_anew(stage, capsys):
    number = Counted.objects.get(name="accepted").pk
    Cell.objects.filter(measure=number).update(n=7)
    code, said = answer(capsys, "rollups_check")
    assert (code, said["complete"]) == (1, False)
    assert (said["found"][0]["measure"], said["found"][0]["kept"], said["found"][0]["counted"]) == ("accepted", 7, 2)
    assert accepted(stage) is None
    assert kept("dispatched", Scope(book=stage.book)) == {(): 1}
    code, said = answer(capsys, "rollups_rebuild")
    assert (code, said["cases"]) == (0, 2)
    assert accepted(stage) == {(): 2}


def test_what_cannot_be_told_exactly_is_not_told(stage, monkeypatch):
    book = stage.book
    assert kept("open", Scope(book=book)) is None
    assert kept("accepted", Scope()) is None
    assert accepted(stage, tag="专项") is None
    assert accepted(stage, at=stage.at) is None
    assert kept("accepted", Scope(book=book), ("unit", "category", "kind")) is None
    assert kept("due", Scope(book=book)) is None
    assert kept_all(["accepted", "open"], Scope(book=book)) is None
    with pytest.raises(ValueError, match="colour"):
        kept("accepted", Scope(book=book), ("colour",))
    monkeypatch.setattr(asking, "PENDING", 1)
    assert accepted(stage) == {(): 2}
    stage.register()
    stage.register()
    assert accepted(stage) is None


def test_counters_that_change_while_they_are_read_are_read_again(stage, monkeypatch):
    versions = iter([1, 2, 3, 3])
    monkeypatch.setattr(asking, "_state", lambda: (next(versions), False))
    assert accepted(stage) == {(): 2}
    versions = iter(range(20))
    assert accepted(stage) is None


def test_a_new_measure_is_counted_over_all_cases_by_night_and_only_then_answers(stage):
    Counted.objects.filter(name="accepted").delete()
    stage.register()
    deliver_all(lambda: stage.at)
    assert tasks.keep() == "更新1件"
    assert Mark.objects.count() == 0
    assert accepted(stage) is None
    assert tasks.nightly().endswith("差异0处")
    assert accepted(stage) == {(): 3}


def test_the_page_shows_checks_to_those_who_answer_for_figures(stage):
    for key, post in (("director", "director"), ("agent", "agent")):
        user = User.objects.get(pk=stage.who(key).user_id)
        Holding.objects.create(user=user, post=post, since=stage.at.replace(year=2000))
    Cell.objects.filter(measure=Counted.objects.get(name="accepted").pk).update(n=7)
    check(stage.at, full=True)
    page = signed_in_as(User.objects.get(pk=stage.who("director").user_id)).get("/rollups/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "1 项已停用" in text
    assert "受理 2018-" in text
    assert "累计 7，实际 2" in text
    assert signed_in_as(User.objects.get(pk=stage.who("agent").user_id)).get("/rollups/").status_code == 404
    assert Recount.objects.get().full


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_counters_are_kept_and_asked_on_postgresql(settings):
    settings.CITY = "kaifeng"
    stage = set_stage("kaifeng")
    complete()
    case = stage.dispatch(stage.register().case)
    scope = Scope(book=stage.book)
    with travelling(stage.at):
        assert kept("accepted", scope, ("month", "unit")) == {(case.accepted_day.replace(day=1), case.lead_path): 1}
        deliver_all(lambda: stage.at)
        assert work_off() == 1
        for by in ((), ("unit",), ("day", "category"), ("month", "unit"), ("kind", "channel")):
            assert list(kept("accepted", scope, by).values()) == [1]
        assert kept("accepted", scope.narrowed(unit_path=case.lead_path), ("category",)) == {(case.category,): 1}
        assert check(stage.at, full=True).differences == 0
