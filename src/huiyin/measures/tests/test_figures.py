"""A figure is the count of the rows that its list shows, and a rate is exact until it is printed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.measures.figures import NOTHING, figure, rounded
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.names import LABELS
from huiyin.measures.registry import Registry, UnknownMeasure
from huiyin.measures.scope import Scope

YEAR = Scope(since=date(2018, 1, 1), until=date(2019, 1, 1))


class Cases:
    """As a queryset: filtered by the scope, counted when asked, listed when looped over."""

    def __init__(self, numbers):
        self.numbers = list(numbers)

    def count(self):
        return len(self.numbers)

    def __iter__(self):
        return iter(self.numbers)


def counting(name, how_many, **more):
    return Measure(
        name,
        LABELS.get(name, name),
        "期间内的工单数。",
        "件",
        "accepted_in_period",
        lambda _: Cases(range(how_many)),
        **more,
    )


def share(numerator, denominator, **more):
    return Rate(
        "on_time_rate.of_accepted", "按期办结率（占受理）", "按期办结占受理的比例。", numerator, denominator, **more
    )


def rate_of(above, below):
    registry = Registry(
        [counting("closed_on_time", above), counting("accepted", below), share("closed_on_time", "accepted")]
    )
    return figure(registry, "on_time_rate.of_accepted", YEAR)


def test_the_number_on_the_page_is_the_length_of_the_list_behind_it():
    found = figure(Registry([counting("accepted", 12167)]), "accepted", YEAR)
    assert found.value == len(list(found.rows)) == 12167
    assert found.text() == "12,167"
    assert found.definition == "期间内的工单数。"
    assert found.counts == "accepted_in_period"


def test_the_query_is_asked_once_and_gets_the_scope():
    asked = []

    def rows(scope):
        asked.append(scope)
        return Cases([1])

    figure(
        Registry([Measure("closed", "办结", "期间内办结的工单数。", "件", "happened_in_period", rows)]), "closed", YEAR
    )
    assert asked == [YEAR]


def test_a_figure_may_be_worked_out_from_its_rows():
    calls_by_day = Measure(
        "calls",
        "呼入",
        "期间内呼入的电话数。",
        "次",
        "happened_in_period",
        lambda _: Cases([100, 124]),
        value=sum,
    )
    assert figure(Registry([calls_by_day]), "calls", YEAR).value == 224


def test_a_graded_mean_is_a_measure_and_no_rate():
    score = Measure(
        "satisfaction_score", "满意度", "已评价工单各档得分的平均数。", "分", "happened_in_period",
        lambda _: Cases([100, 100, 90]), value=lambda rows: Fraction(sum(rows), rows.count()),
    )  # fmt: skip
    assert figure(Registry([score]), "satisfaction_score", YEAR).text(digits=1) == "96.7"


@pytest.mark.parametrize(
    ("above", "below", "digits", "rounding", "printed"),
    [
        (11557, 12167, 2, "half_up", "94.99%"),
        (11557, 12167, 2, "truncate", "94.98%"),
        (11557, 12167, 0, "half_up", "95%"),
        (11557, 12167, 0, "truncate", "94%"),
        (906, 934, 2, "half_up", "97.00%"),
        (49, 58, 2, "half_up", "84.48%"),
        (1221, 1240, 1, "half_up", "98.5%"),
        (1, 8, 2, "half_up", "12.50%"),
        (1, 800, 2, "half_up", "0.13%"),
        (1, 800, 2, "truncate", "0.12%"),
        (0, 5, 2, "half_up", "0.00%"),
        (5, 5, 2, "half_up", "100.00%"),
    ],
)
def test_a_rate_is_printed_as_asked(above, below, digits, rounding, printed):
    assert rate_of(above, below).text(digits, rounding) == printed


def test_a_rate_shows_both_its_parts_and_is_exact():
    found = rate_of(11557, 12167)
    assert found.value == Fraction(11557, 12167)
    assert (found.numerator.value, found.denominator.value) == (11557, 12167)
    assert len(list(found.denominator.rows)) == 12167
    assert found.rows is found.numerator.rows


def test_nothing_divided_by_nothing_is_neither_0_nor_100_percent():
    found = rate_of(0, 0)
    assert found.value is None
    assert found.number() is None
    assert found.text() == NOTHING


def test_a_plain_ratio_has_no_percent_sign():
    registry = Registry([counting("closed", 3), counting("accepted", 2), share("closed", "accepted", percent=False)])
    assert figure(registry, "on_time_rate.of_accepted", YEAR).text(digits=1) == "1.5"


@given(st.fractions(min_value=0, max_value=100, max_denominator=10**6), st.integers(0, 4))
def test_rounding_moves_by_less_than_a_digit(value, digits):
    step = Fraction(1, 10**digits)
    assert 0 <= value - Fraction(rounded(value, digits, "truncate")) < step
    assert -step / 2 <= value - Fraction(rounded(value, digits, "half_up")) < step / 2


def test_rounding_is_the_same_on_both_sides_of_zero():
    assert rounded(Fraction(-5, 1000), 2, "half_up") == Decimal("-0.01")
    assert rounded(Fraction(-5, 1000), 2, "truncate") == 0


def test_a_name_stands_once():
    with pytest.raises(ValueError, match="closed"):
        Registry([counting("closed", 1), counting("closed", 2)])


def test_an_unknown_name_is_told_with_those_like_it():
    with pytest.raises(UnknownMeasure, match="没有指标 close，是否为 closed"):
        figure(Registry([counting("closed", 1)]), "close", YEAR)


def test_a_rate_without_its_parts_is_found_at_start_up():
    registry = Registry([share("closed_on_time", "accepted"), counting("closed_on_time", 1)])
    with pytest.raises(UnknownMeasure, match="accepted"):
        registry.check()
    registry.add(counting("accepted", 1))
    registry.check()


def test_a_rate_cannot_be_divided_by_a_rate():
    registry = Registry([share("closing_rate", "accepted"), counting("accepted", 1), counting("closed", 1)])
    registry.add(Rate("closing_rate", "办结率", "办结占受理的比例。", "closed", "accepted"))
    with pytest.raises(UnknownMeasure, match="closing_rate 是比率"):
        registry.check()


@pytest.mark.parametrize(
    ("name", "label", "definition", "why"),
    [
        ("Closed", "办结", "期间内办结的工单数。", "named like"),
        ("closed", "结案", "期间内办结的工单数。", "its label is 办结"),
        ("closed", "办结", "期间内办结的工单数", "one Chinese sentence"),
        ("closed", "办结", "办结数。不含退单。", "one Chinese sentence"),
    ],
)
def test_a_measure_is_named_labelled_and_defined_as_agreed(name, label, definition, why):
    with pytest.raises(ValueError, match=why):
        Measure(name, label, definition, "件", "happened_in_period", lambda _: Cases([]))


def test_a_rate_of_a_thing_by_itself_is_refused():
    with pytest.raises(ValueError, match="says nothing"):
        share("accepted", "accepted")


def test_the_names_of_the_house_are_there():
    counted = {
        "calls", "answered", "accepted", "direct_answers", "direct_handled", "dispatched", "signed_late", "extended",
        "returned", "closed", "closed_on_time", "unit_replied_on_time", "open", "carried_over", "overdue", "redone",
        "satisfied", "platform", "online", "message_board", "mayor_mailbox", "instructions", "urged", "supervised",
    }  # fmt: skip
    rates = {f"on_time_rate.of_{base}" for base in ("accepted", "dispatched", "due", "all")}
    assert set(LABELS) == counted | rates | {"closing_rate", "satisfaction_rate", "satisfaction_score"}
    assert len(set(LABELS.values())) == len(LABELS)


def test_a_scope_becomes_an_address_and_comes_back():
    scope = YEAR.narrowed(unit_path="0001.0004.", channel="message_board", at=datetime(2018, 6, 1, tzinfo=UTC))
    assert scope.to_query() == {
        "since": "2018-01-01", "until": "2019-01-01", "unit_path": "0001.0004.", "channel": "message_board",
        "at": "2018-06-01T00:00:00+00:00",
    }  # fmt: skip
    assert Scope.from_query(scope.to_query()) == scope
    assert Scope.from_query({}) == Scope()


def test_a_scope_passes_by_what_is_no_part_of_it():
    assert Scope.from_query({"page": "2", "book": "kaifeng", "kind": " complaint "}) == Scope(kind="complaint")


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({"since": "去年"}, "日期应写成"),
        ({"since": "2018-06-01", "until": "2018-06-01"}, "起始日期应早于截止日期"),
        ({"at": "2018-06-01"}, "时刻应写成"),
        ({"at": "昨天"}, "时刻应写成"),
    ],
)
def test_a_scope_that_cannot_be_understood_is_refused_in_chinese(query, why):
    with pytest.raises(ValueError, match=why):
        Scope.from_query(query)


def test_a_scope_can_be_a_key_even_where_the_book_cannot():
    assert len({Scope(book={"a": 1}), Scope(book={"a": 1}), Scope(kind="help")}) == 2
