"""The registry: all measures by name, each once."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from huiyin.measures.kinds import Measure, Rate


class UnknownMeasure(LookupError):
    """No measure has this name; the message says which names are like it."""


class Registry:
    """Measures and rates by name, in the order in which they were added."""

    def __init__(self, measures: Iterable[Measure | Rate] = ()) -> None:
        """Add all of these. Raises ValueError for a name that stands twice."""
        self._by_name: dict[str, Measure | Rate] = {}
        for measure in measures:
            self.add(measure)

    def add(self, measure: Measure | Rate) -> None:
        """Add one. A rate may come before its parts; `check` finds those that never come."""
        if measure.name in self._by_name:
            raise ValueError(f"two measures are called {measure.name}")
        self._by_name[measure.name] = measure

    def get(self, name: str) -> Measure | Rate:
        """Return the measure or rate of this name. Raises UnknownMeasure."""
        try:
            return self._by_name[name]
        except KeyError:
            like = get_close_matches(name, self._by_name)
            hint = f"，是否为 {'、'.join(like)}" if like else ""
            raise UnknownMeasure(f"没有指标 {name}{hint}") from None

    def measure(self, name: str) -> Measure:
        """Return a measure that counts rows. Raises UnknownMeasure, also for a rate."""
        found = self.get(name)
        if isinstance(found, Rate):
            raise UnknownMeasure(f"{name} 是比率，没有自己的件数")
        return found

    def check(self) -> None:
        """Raise UnknownMeasure where a rate has a part that is missing or is a rate itself: asked once at start-up."""
        for rate in self:
            if isinstance(rate, Rate):
                self.measure(rate.numerator)
                self.measure(rate.denominator)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[Measure | Rate]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)
