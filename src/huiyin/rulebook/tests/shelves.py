"""The rulebooks that tests of rules run over: the two cities' and a made-up third one."""

from pathlib import Path

from huiyin.rulebook import shelf
from huiyin.rulebook.book import Rulebook

TEST_SHELF = Path(__file__).parent / "shelf"
KAIFENG, DANDONG, HAIYAN = "kaifeng/2018-01-01", "dandong/2010-01-01", "haiyan/2020-01-01"


def three_books() -> tuple[Rulebook, Rulebook, Rulebook]:
    """Return Kaifeng's, Dandong's and the made-up Haiyan's rulebook, for `@pytest.mark.parametrize("book", ...)`.

    Haiyan's stands on a shelf of the tests, which is added to this process's shelf.
    """
    shelf.register_shelf(TEST_SHELF)
    return shelf.book(KAIFENG), shelf.book(DANDONG), shelf.book(HAIYAN)


def every_edition() -> tuple[Rulebook, ...]:
    """Return every edition on the shelf, Haiyan's included."""
    shelf.register_shelf(TEST_SHELF)
    return shelf.all_books()


def name_of(book: Rulebook) -> str:
    """Return the name of a case of a parametrised test: `ids=name_of`."""
    return book.id
