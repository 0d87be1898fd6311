"""Which measures are kept is found out from their queries: sums of days of what acts on the case write, and no others."""

import pytest

from huiyin.cases.models import Assignment
from huiyin.cases.scoped import cases_in, on_days, within
from huiyin.measures.kinds import Measure
from huiyin.rollups.eligible import _fingerprint, eligible
from huiyin.rollups.known import all_kept, kept_of
from huiyin.rulebook.shelf import all_books

BOOKS = [one.id for one in all_books()]


def measure(rows, counts="happened_in_period", value=None):
    return Measure("example", "示例", "期间内的示例件数。", "件", counts, rows, value)


@pytest.mark.parametrize("book", all_books(), ids=BOOKS)
def test_what_cases_shares_and_acts_count_by_day_is_kept(book):
    kept = kept_of(book)
    assert {
        "accepted",
        "closed_on_time",
        "dispatched",
        "urged",
        "unit_replied_on_time",
        "returned",
        "satisfied",
    } <= set(kept)
    assert {name for name, one in kept.items() if one.waits} == {
        "due", "due_on_time", "unit_due", "unit_due_on_time", "unit_due_late",
    }  # fmt: skip
    assert kept["accepted"].day == "accepted_day"
    assert not kept["accepted"].by_moment
    assert kept["urged"].by_moment


@pytest.mark.parametrize("book", all_books(), ids=BOOKS)
def test_what_stands_at_a_moment_is_a_mean_or_only_asks_whether_is_not_kept(book):
    # "extended" asks whether there was one within the period: a case extended in two months counts once in both together.
    left_out = {
        "open",
        "overdue",
        "accepted_ever",
        "satisfaction_score",
        "extended",
        "called_back",
        "held",
        "supervised",
    }
    assert not left_out & set(kept_of(book))


def test_a_query_that_reads_what_other_acts_write_is_not_kept():
    book = all_books()[0]
    whole = measure(lambda scope: on_days(scope, "accepted_day", cases_in(scope)))
    by_unit = measure(lambda scope: on_days(scope, "accepted_day", cases_in(scope)).filter(lead_unit__depth=1))
    assert eligible(whole, book)
    assert eligible(by_unit, book) is None


def test_bounds_that_are_not_a_condition_of_the_row_itself_are_no_days():
    book = all_books()[0]
    either = measure(
        lambda scope: on_days(scope, "closed_day", cases_in(scope)) | on_days(scope, "accepted_day", cases_in(scope))
    )
    until = measure(lambda scope: on_days(scope.narrowed(since=None), "closed_day", cases_in(scope)))
    shares = measure(lambda scope: within(scope, "signed_at", Assignment.objects.all()))
    assert [eligible(one, book) for one in (either, until, shares)] == [None, None, None]


def test_another_definition_is_another_measure_and_the_order_of_a_list_is_not(settings):
    book = all_books()[0]

    def of(*outcomes):
        return eligible(
            measure(lambda scope: on_days(scope, "closed_day", cases_in(scope)).filter(outcome__in=outcomes)), book
        )

    assert of("by_unit", "judged").fingerprint == of("judged", "by_unit").fingerprint
    assert of("by_unit", "judged").fingerprint != of("by_unit").fingerprint
    # As Django writes it for a value in JSON on SQLite, in another order in every process.
    assert _fingerprint("x IN ('true','false')") == _fingerprint("x IN ('false','true')")
    settings.CITY = "kaifeng"
    names = [one.name for one in all_kept()]
    assert len(names) < sum(len(kept_of(one)) for one in all_books() if one.city_code == "kaifeng")
