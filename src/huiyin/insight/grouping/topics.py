"""From letters to hot topics: grouped, counted, titled, the hottest first."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.insight.grouping.clusters import belonging, cohesion_of, groups_of
from huiyin.insight.grouping.heat import Heat, Span, heat_of
from huiyin.insight.grouping.letters import Letter
from huiyin.insight.grouping.likeness import WORDS_ALONE, Told, told
from huiyin.insight.grouping.meaning import by_meaning
from huiyin.insight.grouping.rules import Rules


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
    groups = _groups(letters, rows, rules)
    found = [_found(letters, group, rows, by_words, span, rules) for group in groups]
    kept = [topic for topic in found if topic is not None]
    return sorted(kept, key=lambda topic: (-topic.heat.value, topic.letters[0].id))


def _groups(letters: Sequence[Letter], rows: Told, rules: Rules) -> list[list[int]]:
    """Return the groups, without whoever only names the same place as the others."""
    last = by_meaning(letters, rows, rules.meaning)
    groups = groups_of(rows.rows(rules.first), rows.rows(rules.second), rules.near, last)
    return [own for group in groups if len(own := _of_one_matter(letters, group, rows, rules)) > 1]


def _of_one_matter(letters: Sequence[Letter], group: list[int], rows: Told, rules: Rules) -> list[int]:
    place = _place_of(letters, group, rows)
    return [group[row] for row in belonging(rows.alike_in(group, place), rules.near.pair)]


def _place_of(letters: Sequence[Letter], group: Sequence[int], rows: Told) -> str:
    titles = [letters[row].title for row in group]
    return place_of([rows.places[row] for row in group], titles, rows.gazetteer.weight_of)


def _found(
    letters: Sequence[Letter], group: list[int], rows: Told, by_words: Any, span: Span, rules: Rules
) -> Found | None:
    now = [row for row in group if letters[row].at >= span.since]
    here = [letters[row] for row in now]
    if len(now) < rules.at_least_letters or len({letter.who for letter in here}) < rules.at_least_people:
        return None
    earlier = [letters[row] for row in group if letters[row].at < span.since]
    place = _place_of(letters, now, rows)
    cohesion = cohesion_of(rows.alike_in(now, place))
    heat = heat_of(here, counted(letters, now, by_words, rules.same_letter), len(earlier), cohesion, span, rules.heat)
    by_time = sorted(here, key=lambda letter: (letter.at, letter.id))
    return Found(letters[_innermost(by_words, now)].title.strip(), place, heat, by_time, earlier)


def counted(letters: Sequence[Letter], group: Sequence[int], rows: Any, same: float) -> int:
    """Return how many letters a group has, where near-identical ones of one person count once."""
    by_person: dict[str, list[int]] = {}
    for row in group:
        known = by_person.setdefault(letters[row].who, [])
        if not any((rows[row] @ rows[other].T).sum() >= same for other in known):
            known.append(row)
    return sum(len(known) for known in by_person.values())


def place_of(places: Sequence[Sequence[str]], titles: Sequence[str], weight_of: Callable[[str], float]) -> str:
    """Return the place that most letters of a group name: one spot before a road, a road before a district.

    What stands in the titles counts twice: there people write where it is, in the text also what else is near.
    """
    named = Counter(place for found in places for place in set(found))
    common = [place for place, count in named.items() if count * 2 >= len(places)]
    counts = {place: named[place] + sum(place in title for title in titles) for place in common}
    return min(common, key=lambda place: (-counts[place] * weight_of(place), place), default="")


def _innermost(rows: Any, group: list[int]) -> int:
    """Return the letter that is most like all others: it lends its title."""
    here = rows[group]
    near = here @ here.sum(axis=0).T
    return group[int(near.argmax())]
