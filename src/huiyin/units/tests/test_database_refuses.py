from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.units.models import Contact, Succession, Unit, UnitName, UnitPlace
from huiyin.units.tests.trees import AT


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_a_unit_has_one_current_name(units):
    refused(lambda: UnitName.objects.create(unit=units["water"], name="甲", short_name="甲", since=date(2018, 1, 1)))


def test_a_unit_has_one_current_place(units):
    refused(lambda: UnitPlace.objects.create(unit=units["water"], path="000Z.", depth=1, since=date(2018, 1, 1)))


def test_names_of_a_unit_do_not_overlap(units):
    UnitName.objects.filter(unit=units["water"]).update(until=date(2018, 1, 1))
    day = date(2017, 12, 31)
    refused(lambda: UnitName.objects.create(unit=units["water"], name="甲", short_name="甲", since=day))
    refused(
        lambda: UnitName.objects.create(
            unit=units["water"], name="甲", short_name="甲", since=date(2014, 1, 1), until=date(2015, 1, 2)
        )
    )
    UnitName.objects.create(unit=units["water"], name="甲", short_name="甲", since=date(2018, 1, 1))


def test_a_name_cannot_be_stretched_over_the_next_one(units):
    UnitName.objects.filter(unit=units["water"]).update(until=date(2018, 1, 1))
    UnitName.objects.create(unit=units["water"], name="甲", short_name="甲", since=date(2018, 1, 1))
    refused(lambda: UnitName.objects.filter(unit=units["water"], until=date(2018, 1, 1)).update(until=date(2018, 2, 1)))


def test_dates_run_forward(units):
    refused(lambda: UnitName.objects.filter(unit=units["water"]).update(until=date(2014, 1, 1)))
    refused(lambda: Unit.objects.filter(pk=units["water"].pk).update(closed_on=date(2014, 1, 1)))


def test_a_unit_is_not_its_own_parent(units):
    refused(lambda: Unit.objects.filter(pk=units["street"].pk).update(parent=units["street"]))


def test_a_role_has_one_current_contact_and_no_overlap(units):
    Contact.objects.create(unit=units["water"], role="head", name="甲", since=AT)
    refused(lambda: Contact.objects.create(unit=units["water"], role="head", name="乙", since=AT + timedelta(days=1)))
    late = AT + timedelta(days=1)
    refused(
        lambda: Contact.objects.create(
            unit=units["water"], role="head", name="乙", since=late, until=late + timedelta(days=1)
        )
    )
    Contact.objects.create(unit=units["water"], role="leader", name="乙", since=late)


def test_a_unit_has_one_heir_on_a_day_and_none_is_its_own(units):
    on = date(2018, 1, 1)
    Succession.objects.create(kind="split", from_unit=units["east"], to_unit=units["west"], on=on, heir=True)
    refused(
        lambda: Succession.objects.create(
            kind="split", from_unit=units["east"], to_unit=units["water"], on=on, heir=True
        )
    )
    refused(lambda: Succession.objects.create(kind="merge", from_unit=units["east"], to_unit=units["east"], on=on))
