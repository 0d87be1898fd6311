"""Which rulebook holds where and when, and that nothing is read before it is asked for."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from huiyin.rulebook import shelf
from huiyin.rulebook.errors import RulebookError
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.tests.shelves import TEST_SHELF, three_books

three_books()


@pytest.mark.parametrize(
    ("city", "day", "book_id"),
    [
        ("kaifeng", date(2018, 1, 1), "kaifeng/2018-01-01"),
        ("kaifeng", date(2024, 12, 31), "kaifeng/2018-01-01"),
        ("kaifeng", date(2025, 1, 1), "kaifeng/2025-01-01"),
        ("dandong", date(2026, 11, 22), "dandong/2010-01-01"),
        ("haiyan", date(2020, 1, 1), "haiyan/2020-01-01"),
    ],
)
def test_the_latest_edition_that_has_begun_holds(city: str, day: date, book_id: str) -> None:
    assert shelf.book_for(city, day).id == book_id


def test_before_the_first_edition_the_first_one_holds() -> None:
    assert shelf.book_for("kaifeng", date(2017, 2, 1)).id == "kaifeng/2018-01-01"


def test_a_book_is_one_object_in_a_process() -> None:
    assert shelf.book("kaifeng/2018-01-01") is shelf.book_for("kaifeng", date(2018, 6, 1))


def test_editions_stand_in_the_order_of_their_days() -> None:
    assert [book.id for book in shelf.books_of("kaifeng")] == ["kaifeng/2018-01-01", "kaifeng/2025-01-01"]
    assert shelf.books_of("nowhere") == ()


def test_an_unknown_city_or_book_is_refused_in_chinese() -> None:
    with pytest.raises(Unknown, match="没有这个城市的规则簿：nowhere"):
        shelf.book_for("nowhere", date(2018, 1, 1))
    with pytest.raises(Unknown, match="没有这个规则簿：kaifeng/2019-01-01"):
        shelf.book("kaifeng/2019-01-01")


def test_adding_a_shelf_twice_is_no_harm() -> None:
    before = shelf.all_books()
    shelf.register_shelf(TEST_SHELF)
    assert shelf.all_books() == before


def test_two_shelves_may_not_hold_the_same_book(tmp_path: Path) -> None:
    shutil.copytree(TEST_SHELF, tmp_path / "shelf")
    with pytest.raises(RulebookError, match=r"haiyan/2020-01-01\.toml: 另一个书架上已有这个规则簿"):
        shelf.register_shelf(tmp_path / "shelf")
    assert shelf.book("haiyan/2020-01-01") is three_books()[2]


def test_a_book_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        shelf.book("kaifeng/2018-01-01").extension.max_times = 9  # type: ignore[misc]


def test_importing_the_shelf_reads_nothing() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from huiyin.rulebook import shelf; print(len(shelf._books))"],
        cwd=settings.ROOT / "src", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == "0"
