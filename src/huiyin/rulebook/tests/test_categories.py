"""The topics of each city: complete, found again under their old codes, and named as the cities printed them."""

import tomllib
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from huiyin.rulebook import shelf
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.tests.shelves import DANDONG, HAIYAN, KAIFENG, every_edition, name_of, three_books

three_books()
IN_2018, IN_2025 = date(2018, 6, 1), date(2025, 6, 1)
FIXTURES = settings.ROOT.parent / "shared" / "fixtures"


def printed(name: str) -> dict[str, Any]:
    """Return a bulletin that the city published; it is not part of the project."""
    if not FIXTURES.exists():
        pytest.skip("没有 ../shared/fixtures：公布的通报不随项目分发")
    return tomllib.loads((FIXTURES / name).read_text(encoding="utf-8"))


def test_kaifeng_chose_from_26_flat_classes_in_2018() -> None:
    leaves = shelf.book(KAIFENG).category_leaves(IN_2018)
    assert len(leaves) == 26
    assert all(leaf.parent is None for leaf in leaves)


def test_they_are_the_classes_of_the_bulletin_of_2017() -> None:
    leaves = shelf.book(KAIFENG).category_leaves(date(2017, 2, 28))
    assert [leaf.name for leaf in leaves] == list(printed("bulletin-2017-02.toml")["classes"])


def test_the_classes_printed_in_2025_are_the_second_level_of_the_tree() -> None:
    book = shelf.book_for("kaifeng", IN_2025)
    second = {c.name for c in book.categories.values() if len(c.code) == 4 and c.is_valid(IN_2025)}
    assert set(printed("bulletin-2025-01.toml")["classes_top"]) <= second


def test_the_tree_of_2025_has_73_printed_classes_and_one_kept_from_before() -> None:
    book = shelf.book_for("kaifeng", IN_2025)
    second = [c for c in book.categories.values() if len(c.code) == 4]
    assert len([c for c in second if c.source == "本市2025年1月通报"]) == 73
    assert [c.name for c in second if c.source != "本市2025年1月通报"] == ["房产物业"]


def test_in_2025_a_clerk_chooses_on_the_third_level_and_every_branch_has_an_other() -> None:
    book = shelf.book_for("kaifeng", IN_2025)
    leaves = book.category_leaves(IN_2025)
    assert all(len(leaf.code) == 6 for leaf in leaves)
    branches = {leaf.parent for leaf in leaves}
    assert branches == {leaf.parent for leaf in leaves if leaf.code.endswith("99")}


def test_kaifengs_old_classes_are_found_in_the_new_tree() -> None:
    tree = shelf.book_for("kaifeng", IN_2025).tree
    for code in (f"A{number:02}" for number in range(1, 27)):
        assert tree.heirs(code, IN_2018) == {code}
        assert all(tree.category(heir).is_valid(IN_2025) for heir in tree.heirs(code, IN_2025))
        assert tree.heirs(code, IN_2025)


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_every_topic_that_ended_leads_to_topics_that_are_in_use(book: Rulebook) -> None:
    last_day = max(category.since for category in book.categories.values())
    for category in book.categories.values():
        heirs = book.tree.heirs(category.code, last_day)
        assert heirs
        assert all(book.category(heir).is_valid(last_day) for heir in heirs)


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_a_topic_lies_below_each_topic_of_its_path(book: Rulebook) -> None:
    for leaf in book.category_leaves(book.since):
        lineage = book.tree.lineage(leaf.code)
        assert lineage[-1] == leaf.code
        assert all(leaf.code in book.below(code) for code in lineage)
        assert book.category_path(leaf.code)[-1] == leaf.name


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_the_names_of_one_branch_differ(book: Rulebook) -> None:
    places = [(c.parent, c.name) for c in book.categories.values() if c.is_valid(book.since)]
    assert len(places) == len(set(places))


def test_dandong_counts_by_the_topics_of_its_report() -> None:
    book = shelf.book(DANDONG)
    first = [category.name for category in book.categories.values() if category.parent is None]
    assert first[:7] == [
        "城市建设管理", "公用事业", "环境保护", "公安消防", "工商物价质监", "文教卫生", "人力资源和社会保障",
    ]  # fmt: skip
    assert first[-1] == "其他"


def test_dandong_keeps_territories_apart_from_topics() -> None:
    book = shelf.book(DANDONG)
    territories = {territory.label for territory in book.territories}
    assert {"元宝区", "振兴区", "振安区"} <= territories
    assert territories.isdisjoint(category.name for category in book.categories.values())
    assert book.territory("210602").label == "元宝区"


def test_what_ended_in_the_middle_of_a_book_is_no_longer_chosen() -> None:
    book = shelf.book(HAIYAN)
    assert [leaf.code for leaf in book.category_leaves(date(2021, 12, 31))] == ["0101", "0102", "0201", "0202", "99"]
    assert [leaf.code for leaf in book.category_leaves(date(2022, 1, 1))] == ["0101", "0102", "0203", "99"]
    assert book.tree.heirs("0201", date(2022, 1, 1)) == {"0203"}
    assert book.tree.heirs("0203", date(2021, 1, 1)) == frozenset()


def test_a_word_of_another_system_finds_the_deepest_topic() -> None:
    tree = shelf.book_for("kaifeng", IN_2025).tree
    found = {word: tree.called(word, IN_2025) for word in ("城市管理", "欠薪", "010101", "天气")}
    assert {word: topic.code if topic else None for word, topic in found.items()} == {
        "城市管理": "0101", "欠薪": "070101", "010101": "010101", "天气": None,
    }  # fmt: skip


@pytest.mark.parametrize("book", every_edition(), ids=name_of)
def test_an_unknown_code_is_refused_in_chinese(book: Rulebook) -> None:
    for question in (book.category, book.category_path, book.below, book.territory):
        with pytest.raises(Unknown, match="规则簿里没有这个"):
            question("XX99")
