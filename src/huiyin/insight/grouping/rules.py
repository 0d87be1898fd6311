"""What the rulebook says about hot topics, as the grouping takes it; apart from it, since the grouping loads slowly."""

from dataclasses import dataclass

from huiyin.insight.grouping.heat import HeatWeights


@dataclass(frozen=True)
class Nearness:
    """From which likeness on two groups are one: on the average of their letters, then by their middles."""

    average: float
    middle: float
    pair: float


@dataclass(frozen=True)
class Weights:
    """How the three parts of likeness are added; the rulebook says them."""

    words: float
    title: float
    place: float


@dataclass(frozen=True)
class Meaning:
    """How groups of one spot are joined by what they mean: what share meaning has, from which likeness on they are one.

    Meaning is seen along so many strands, and only where there are so many letters to learn it from.
    """

    share: float
    alike: float
    strands: int
    letters: int


@dataclass(frozen=True)
class Rules:
    """Everything that the rulebook says about hot topics, as the grouping takes it."""

    first: Weights
    second: Weights
    near: Nearness
    meaning: Meaning
    heat: HeatWeights
    at_least_letters: int
    at_least_people: int
    same_letter: float
