"""Whose matter it is: the unit that a simulated dispatcher chooses for a topic and a place."""

from collections import defaultdict
from collections.abc import Iterable
from random import Random

from huiyin.demo.cast import Cast
from huiyin.demo.cities import CitySketch
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.section import Unknown
from huiyin.units.models import Unit


class Directory:
    """The units of the city with the topics and territories that its sketch gives to them."""

    def __init__(self, sketch: CitySketch, cast: Cast) -> None:
        units = Unit.objects.filter(closed_on__isnull=True, accepts_cases=True).order_by("path")
        self.units = [unit for unit in units if cast.works(unit.pk)]
        self.top = [unit for unit in self.units if unit.depth == 1]
        self.below: dict[object, list[Unit]] = defaultdict(list)
        for unit in self.units:
            self.below[unit.parent_id].append(unit)
        by_name = {unit.name: unit for unit in self.top}
        known = [(one, by_name[one.name]) for one in sketch.units if one.name in by_name]
        self.by_topic = {topic: unit for one, unit in known for topic in one.topics}
        self.by_territory = {one.territory: unit for one, unit in known if one.territory}

    def for_matter(self, topic: str, territory: str, book: Rulebook, rng: Random, *, hidden_from: str = "") -> Unit:
        """Return the unit for a topic and a place, never one from which the matter is to be hidden."""
        fitting = [self._of_topic(topic, book), self.by_territory.get(territory)]
        others = rng.sample(self.top, min(len(self.top), 3))
        return next(unit for unit in (*fitting, *others) if unit and not _is_hidden(unit, hidden_from))

    def another(self, than: Iterable[object], rng: Random, *, hidden_from: str = "") -> Unit:
        """Return a unit of the first level other than these."""
        keys = set(than)
        return rng.choice([u for u in self.top if u.pk not in keys and not _is_hidden(u, hidden_from)])

    def _of_topic(self, topic: str, book: Rulebook) -> Unit | None:
        try:
            lineage = book.tree.lineage(topic)
        except Unknown:
            lineage = (topic,)
        return next((self.by_topic[code] for code in reversed(lineage) if code in self.by_topic), None)


def _is_hidden(unit: Unit, hidden_from: str) -> bool:
    return bool(hidden_from) and unit.path.startswith(hidden_from)
