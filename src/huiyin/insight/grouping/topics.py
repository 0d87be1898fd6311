"""From letters to hot topics: grouped, counted, titled, the hottest first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.insight.grouping.clusters import Nearness, cohesion_of, groups_of
from huiyin.insight.grouping.heat import Heat, HeatWeights, Span, heat_of
from huiyin.insight.grouping.letters import Letter
from huiyin.insight.grouping.likeness import WORDS_ALONE, Told, Weights, told
from huiyin.insight.grouping.places import is_particular


@dataclass(frozen=True)
class Rules:
    """Everything that the rulebook says about hot topics, as the grouping takes it."""

    first: Weights
    second: Weights
    near: Nearness
    heat: HeatWeights
    at_least_letters: int
    at_least_people: int
    same_letter: float


@dataclass(frozen=True)
class Found:
    """One topic. `letters` are those of the period by time, `earlier` those of the period before."""

    title: str
    place: str
    heat: Heat
    letters: Sequence[Letter]
    earlier: Sequence[Letter]


def topics_of(letters: Sequence[Letter], span: Span, rules: Rules, known: Sequence[str] = ()) -> list[Found]:
    """Return the topics of a period, the hottest first. Letters from before it only say what a topic had then."""
    if len(letters) < 2:
        return []
    rows = told(letters, known)
    by_words = rows.rows(WORDS_ALONE)
    groups = groups_of(rows.rows(rules.first), rows.rows(rules.second), rules.near)
    found = [_found(letters, group, rows, by_words, span, rules) for group in groups]
    kept = [topic for topic in found if topic is not None]
    return sorted(kept, key=lambda topic: (-topic.heat.value, topic.letters[0].id))


def _found(
    letters: Sequence[Letter], group: list[int], rows: Told, by_words: Any, span: Span, rules: Rules
) -> Found | None:
    now = [row for row in group if letters[row].at >= span.since]
    here = [letters[row] for row in now]
    if len(now) < rules.at_least_letters or len({letter.who for letter in here}) < rules.at_least_people:
        return None
    earlier = [letters[row] for row in group if letters[row].at < span.since]
    heat = heat_of(
        here,
        counted(letters, now, by_words, rules.same_letter),
        len(earlier),
        cohesion_of(by_words, now),
        span,
        rules.heat,
    )
    inner = _innermost(by_words, now)
    by_time = sorted(here, key=lambda letter: (letter.at, letter.id))
    return Found(letters[inner].title.strip(), place_of([rows.places[row] for row in now]), heat, by_time, earlier)


def counted(letters: Sequence[Letter], group: Sequence[int], rows: Any, same: float) -> int:
    """Return how many letters a group has, where near-identical ones of one person count once."""
    by_person: dict[str, list[int]] = {}
    for row in group:
        known = by_person.setdefault(letters[row].who, [])
        if not any((rows[row] @ rows[other].T).sum() >= same for other in known):
            known.append(row)
    return sum(len(known) for known in by_person.values())


def place_of(places: Sequence[Sequence[str]]) -> str:
    """Return the place that most letters of a group name: one spot before a road, a road before a district."""
    counts = Counter(place for named in places for place in set(named))
    common = [place for place, count in counts.items() if count * 2 >= len(places)]
    return min(common, key=lambda place: (not is_particular(place), -counts[place], place), default="")


def _innermost(rows: Any, group: list[int]) -> int:
    """Return the letter that is most like all others: it lends its title."""
    here = rows[group]
    near = here @ here.sum(axis=0).T
    return group[int(near.argmax())]
