"""Changing keys: every place that holds sealed data says how to seal it anew, and one call goes through them all."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from huiyin.privacy.keys import KeyRing

Reseal = Callable[[KeyRing], Iterable[bool]]
"""Goes through one place in steps: yields True for each value sealed anew, False for each that was current."""

_places: dict[str, Reseal] = {}


def holds_sealed_data(name: str, reseal: Reseal) -> None:
    """Enter a place, by a Chinese name that the command shows. Raises ValueError for a second one of that name."""
    if _places.get(name, reseal) is not reseal:
        raise ValueError(f"two places that hold sealed data are called {name}")
    _places[name] = reseal


def places() -> Mapping[str, Reseal]:
    """Return all places entered so far."""
    return dict(_places)


def reseal_everything(ring: KeyRing) -> Iterator[tuple[str, bool]]:
    """Yield (place, whether it was sealed anew) for each sealed value. Can be broken off and begun again."""
    for name, reseal in places().items():
        for anew in reseal(ring):
            yield name, anew
