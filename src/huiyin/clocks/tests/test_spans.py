"""A case is handed from holder to holder."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.clocks import spans
from huiyin.clocks.models import Holder, Span
from huiyin.clocks.tests.conftest import CASE, OTHER_UNIT, UNIT, at

pytestmark = pytest.mark.django_db
MORNING = at("2026-03-02T09:00")


def hours_later(n):
    return MORNING + timedelta(hours=n)


def test_the_account_of_a_case_that_went_its_way():
    spans.open_account(CASE, Holder.CENTRE, MORNING)
    spans.hand_over(CASE, Holder.APPROVAL, hours_later(1))
    spans.hand_over(CASE, Holder.UNIT, hours_later(3), unit_id=UNIT, level=1)
    spans.hand_over(CASE, Holder.UNIT, hours_later(10), unit_id=OTHER_UNIT, level=2)
    spans.hand_over(CASE, Holder.CENTRE, hours_later(24))
    spans.finish(CASE, hours_later(25))
    account = spans.account(CASE, hours_later(99))
    assert account.whole == 25 * 60
    assert [(p.holder, p.unit_id, p.level, p.minutes) for p in account.parts] == [
        ("centre", None, None, 120), ("approval", None, None, 120), ("unit", UNIT, 1, 420),
        ("unit", OTHER_UNIT, 2, 840),
    ]  # fmt: skip


def test_a_case_still_open_is_accounted_for_until_now():
    spans.open_account(CASE, Holder.CENTRE, MORNING)
    assert spans.account(CASE, hours_later(2)).whole == 120
    assert spans.holder_of(CASE).holder == Holder.CENTRE


def test_handing_over_to_the_same_holder_changes_nothing():
    spans.open_account(CASE, Holder.UNIT, MORNING, unit_id=UNIT)
    spans.hand_over(CASE, Holder.UNIT, hours_later(1), unit_id=UNIT)
    assert list(Span.objects.values_list("since", "until")) == [(MORNING, None)]


@pytest.mark.parametrize("handed", [{"unit_id": OTHER_UNIT}, {"unit_id": UNIT, "level": 2}, {}])
def test_another_unit_or_another_level_is_another_holder(handed):
    spans.open_account(CASE, Holder.UNIT, MORNING, unit_id=UNIT, level=1)
    spans.hand_over(CASE, Holder.UNIT, hours_later(1), **handed)
    assert Span.objects.count() == 2


def test_handing_over_takes_three_statements_opening_and_ending_one_and_going_on_one(django_assert_num_queries):
    with django_assert_num_queries(1):
        spans.open_account(CASE, Holder.CENTRE, MORNING)
    with django_assert_num_queries(3):
        spans.hand_over(CASE, Holder.UNIT, hours_later(1), unit_id=UNIT)
    with django_assert_num_queries(1):
        spans.hand_over(CASE, Holder.UNIT, hours_later(2), unit_id=UNIT)
    with django_assert_num_queries(1):
        assert spans.finish(CASE, hours_later(2))
    assert not spans.finish(CASE, hours_later(3))


def test_a_reopened_case_rested_in_between():
    spans.open_account(CASE, Holder.CENTRE, MORNING)
    spans.finish(CASE, hours_later(1))
    spans.hand_over(CASE, Holder.UNIT, hours_later(5), unit_id=UNIT)
    account = spans.account(CASE, hours_later(6))
    assert (account.whole, account.at_rest) == (120, 240)


def test_the_database_refuses_a_second_open_span_and_one_that_runs_backwards():
    spans.open_account(CASE, Holder.CENTRE, MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        spans.open_account(CASE, Holder.UNIT, MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        spans.finish(CASE, hours_later(-1))


def test_an_unknown_holder_is_refused_on_every_database():
    with pytest.raises(ValueError, match="nobody"):
        spans.hand_over(CASE, "somebody", MORNING)
