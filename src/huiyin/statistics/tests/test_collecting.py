"""All rooms' measures stand in one registry, completed by the rulebook of the period."""

from decimal import Decimal
from fractions import Fraction

import pytest

from huiyin.measures.figures import Figure, figure
from huiyin.measures.kinds import Rate
from huiyin.measures.names import LABELS
from huiyin.measures.scope import Scope
from huiyin.rulebook.shelf import all_books, book
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.printing import as_json, printed

SETTLED_LATER = {"calls", "answered", "supervised"}
"""Names that are settled, whose rooms are yet to come."""


@pytest.mark.parametrize("book_id", [one.id for one in all_books()])
def test_every_rulebook_gets_every_settled_name_and_each_rate_that_it_prints(book_id):
    registry = registry_for(book(book_id))
    not_printed = {name for name in LABELS if "_rate" in name} - {rate.measure for rate in book(book_id).rates}
    assert {name for name in LABELS if name not in registry} <= SETTLED_LATER | not_printed
    for rate in book(book_id).rates:
        assert rate.measure in registry
    assert book(book_id).headline_rate in registry


def test_the_same_rate_is_divided_by_what_the_city_of_the_period_divides_by():
    assert registry_for(book("dandong/2010-01-01")).get("closing_rate").denominator == "dispatched"
    assert registry_for(book("kaifeng/2018-01-01")).get("closing_rate").denominator == "accepted"


def test_no_name_stands_twice_and_every_rate_has_its_parts():
    for one in all_books():
        registry = registry_for(one)
        names = [measure.name for measure in registry]
        assert len(names) == len(set(names))
        assert all(m.numerator in registry and m.denominator in registry for m in registry if isinstance(m, Rate))


def test_a_rate_is_printed_with_the_digits_of_the_rulebook_and_counted_exactly():
    kaifeng = book("kaifeng/2018-01-01")
    rate = Figure("on_time_rate.of_accepted", "按期办结率（占受理）", "。", "%", Scope(), Fraction(11557, 12167), [])
    assert printed(rate, kaifeng) == "95%"
    assert as_json(rate) == 94.99
    assert rate.number(2) == Decimal("94.99")


def test_what_cannot_be_divided_is_no_figure_rather_than_nought(db):
    scope = Scope(book=book("kaifeng/2018-01-01"))
    nothing = figure(registry_for(scope.book), "on_time_rate.of_accepted", scope)
    assert printed(nothing, scope.book) == "—"
    assert as_json(nothing) is None
