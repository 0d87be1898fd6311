"""The rulebook's section on insight, as the plain Python parts of this room take it."""

from datetime import date

from django.conf import settings

from huiyin.insight.expecting.growth import Rule
from huiyin.insight.grouping.heat import HeatWeights
from huiyin.insight.grouping.rules import Meaning, Nearness, Rules, Weights
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.insight import HotTopics, WarningKind, Warnings
from huiyin.rulebook.shelf import book_for


def book_on(day: date) -> Rulebook:
    """Return the rulebook of this installation on a day."""
    return book_for(settings.CITY, day)


def topic_rules(said: HotTopics) -> Rules:
    """Return how letters are put together and how hot they are."""
    heat = HeatWeights(
        said.people, said.letters, said.urgent, said.days, said.likes, said.growth_most, said.stretches, said.one_matter,
        said.half_life,
    )  # fmt: skip
    first, second = (Weights(one.words, one.title, one.place) for one in (said.first, said.second))
    near = Nearness(said.average, said.middle, said.pair)
    meaning = Meaning(said.meaning.share, said.meaning.alike, said.meaning.strands, said.meaning.letters)
    return Rules(first, second, near, meaning, heat, said.at_least_letters, said.at_least_people, said.same_letter)


def growth_rule(kind: WarningKind, said: Warnings) -> Rule:
    """Return from which counts on a growth is a warning of this kind."""
    return Rule(kind.days, kind.at_least, kind.times, kind.chance, kind.rising, said.weeks, said.years)
