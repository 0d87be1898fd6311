"""The dispatcher keeps the city's catalogue, a unit its own; nobody else sees either."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.dispatch.models import CatalogueRow
from huiyin.flow.times import travelling
from huiyin.journal.models import Event
from huiyin.people.models import User
from huiyin.people.tests.cast import make_cast
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Unit
from huiyin.units.tests.trees import AT, make_units

CATALOGUE = reverse("dispatch:catalogue")


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    return make_units()


@pytest.fixture
def cast(units: dict[str, Unit]) -> dict[str, User]:
    return make_cast(units=units)


def page(client: Client, user: User, address: str, **said: str) -> object:
    client.force_login(user)
    with travelling(AT):
        return client.post(address, said) if said else client.get(address)


def said(unit: Unit) -> dict[str, str]:
    topic = book_for("kaifeng", AT.date()).category_leaves(AT.date())[0].code
    return {"category": topic, "unit": str(unit.pk), "since": "2018-06-01", "note": "职责清单"}


def test_the_dispatcher_adds_a_line_and_the_journal_knows(client: Client, cast: dict, units: dict) -> None:
    assert page(client, cast["dispatcher"], CATALOGUE, **said(units["water"])).status_code == 302
    assert CatalogueRow.objects.get().unit == units["water"]
    assert Event.objects.filter(verb="catalogue.add").count() == 1
    assert "职责清单" in page(client, cast["dispatcher"], CATALOGUE).content.decode()


def test_the_same_line_twice_is_refused_in_words(client: Client, cast: dict, units: dict) -> None:
    page(client, cast["dispatcher"], CATALOGUE, **said(units["water"]))
    again = page(client, cast["dispatcher"], CATALOGUE, **said(units["water"]))
    assert again.status_code == 422
    assert "目录中已有这一条" in again.content.decode()
    assert CatalogueRow.objects.count() == 1


def test_an_ended_line_stays_as_history(client: Client, cast: dict, units: dict) -> None:
    page(client, cast["dispatcher"], CATALOGUE, **said(units["water"]))
    row = CatalogueRow.objects.get()
    page(client, cast["dispatcher"], reverse("dispatch:end", args=[row.pk]), yes="1")
    row.refresh_from_db()
    assert str(row.until) == "2018-06-02"


@pytest.mark.parametrize("who", ["agent", "auditor", "evaluator", "admin", "stranger"])
def test_others_find_no_catalogue(client: Client, cast: dict, who: str) -> None:
    assert page(client, cast[who], CATALOGUE).status_code == 404


def test_a_unit_keeps_its_own_and_not_anothers(client: Client, cast: dict, units: dict) -> None:
    own = reverse("dispatch:unit_catalogue", args=[units["bureau"].pk])
    assert page(client, cast["unit_handler"], own).status_code == 200
    assert page(client, cast["other_handler"], own).status_code == 404
    assert page(client, cast["unit_handler"], CATALOGUE).headers["Location"] == own
    assert page(client, cast["unit_handler"], own, **said(units["water"])).status_code == 422


def test_nobody_signed_in_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get(CATALOGUE).status_code == 302
    assert client.get(reverse("dispatch:suggestions", args=[uuid4()])).status_code == 302


def test_suggestions_for_a_case_that_one_may_not_see_are_not_found(client: Client, cast: dict) -> None:
    hidden = reverse("dispatch:suggestions", args=[uuid4()])
    for who in ("dispatcher", "unit_handler", "stranger"):
        assert page(client, cast[who], hidden).status_code == 404
