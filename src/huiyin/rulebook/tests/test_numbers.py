"""Case numbers by each city's format, and that two cases can never get the same."""

from datetime import date

import pytest

from huiyin.rulebook import shelf
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.tests.shelves import DANDONG, HAIYAN, KAIFENG, every_edition, name_of, three_books

three_books()
FIRST_OF_JUNE, SECOND_OF_JUNE, NEXT_YEAR = date(2018, 6, 1), date(2018, 6, 2), date(2019, 6, 1)


@pytest.mark.parametrize(
    ("book_id", "family", "number"),
    [
        (KAIFENG, "platform", "K20180601-0012"),
        (KAIFENG, "online", "W20180601-0012"),
        (KAIFENG, "enterprise", "Q20180601-0012"),
        (DANDONG, "platform", "D2018-00012"),
        (HAIYAN, "platform", "HY20180601012"),
    ],
)
def test_a_number_is_written_as_the_city_writes_it(book_id: str, family: str, number: str) -> None:
    assert shelf.book(book_id).number_format(family).write(FIRST_OF_JUNE, 12) == number


def test_a_busy_day_gets_longer_numbers_and_no_second_ones() -> None:
    assert shelf.book(KAIFENG).number_format("platform").write(FIRST_OF_JUNE, 12345) == "K20180601-12345"


def test_the_running_number_begins_again_with_its_period() -> None:
    daily, yearly = shelf.book(KAIFENG).number_format("platform"), shelf.book(DANDONG).number_format("platform")
    assert daily.series(FIRST_OF_JUNE) != daily.series(SECOND_OF_JUNE)
    assert yearly.series(FIRST_OF_JUNE) == yearly.series(SECOND_OF_JUNE) != yearly.series(NEXT_YEAR)


def test_families_with_one_pattern_share_one_counter() -> None:
    book = shelf.book(HAIYAN)
    assert book.number_format("platform").series(FIRST_OF_JUNE) == book.number_format("online").series(FIRST_OF_JUNE)


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_different_series_never_give_the_same_number(book: Rulebook) -> None:
    numbers: dict[str, str] = {}
    for family in book.numbers.case:
        pattern = book.number_format(family)
        for day in (FIRST_OF_JUNE, SECOND_OF_JUNE, NEXT_YEAR):
            for sequence in (1, 2, 999, 10000):
                number = pattern.write(day, sequence)
                assert numbers.setdefault(number, pattern.series(day)) == pattern.series(day)
