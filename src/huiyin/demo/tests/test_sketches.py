"""The demo cities as they are written down fit the rulebooks of their cities."""

import pytest

from huiyin.demo.cities import FOLDER, NoSuchCity, sketch_of
from huiyin.demo.matters import words_for
from huiyin.rulebook.shelf import books_of

CITIES = sorted(path.stem for path in FOLDER.glob("*.toml"))


def test_kaifeng_has_60_units_of_the_first_level_and_units_below_each():
    kaifeng = sketch_of("kaifeng")
    assert len(kaifeng.units) == 60
    assert all(unit.below for unit in kaifeng.units)


def test_the_zone_of_dandong_reaches_37_units_below_it():
    zone = next(unit for unit in sketch_of("dandong").units if unit.territory == "210671")
    assert len(zone.below) == len(set(zone.below)) == 37


@pytest.mark.parametrize("city", CITIES)
def test_no_unit_stands_twice_and_somebody_governs_each_territory(city):
    sketch = sketch_of(city)
    for names in ([unit.name for unit in sketch.units], [unit.short for unit in sketch.units]):
        assert len(names) == len(set(names))
    governed = {unit.territory for unit in sketch.units if unit.territory}
    assert governed == {one.code for book in books_of(city) for one in book.territories}


@pytest.mark.parametrize("city", CITIES)
def test_topics_and_groups_of_units_are_known_to_the_rulebooks(city):
    books = books_of(city)
    topics = [topic for unit in sketch_of(city).units for topic in unit.topics]
    assert len(topics) == len(set(topics))
    assert set(topics) <= {code for book in books for code in book.categories}
    groups = {kind.code for book in books for kind in book.unit_kinds}
    assert {unit.group for unit in sketch_of(city).units} <= groups


@pytest.mark.parametrize("city", CITIES)
def test_the_people_who_sign_in_work_in_units_of_the_city(city):
    sketch = sketch_of(city)
    unit = next(unit for unit in sketch.units if unit.name == sketch.sign_in_unit)
    assert sketch.sign_in_below in unit.below


@pytest.mark.parametrize("city", CITIES)
def test_every_topic_can_be_put_into_words(city):
    from random import Random

    for book in books_of(city):
        for category in book.categories.values():
            words = words_for(category.name, Random(1))
            assert words.title and words.text and words.done
            assert "{" not in words.title + words.text + words.wish + words.done


def test_an_unknown_city_is_said_with_those_that_there_are():
    with pytest.raises(NoSuchCity, match="dandong、kaifeng"):
        sketch_of("atlantis")
