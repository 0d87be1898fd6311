"""The demo cities as they are written down: units with what lies below them, whose matter a topic is."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from huiyin.flow.times import CITY_TZ

FOLDER = Path(__file__).parent / "cities"


class NoSuchCity(LookupError):
    """No demo city of this name is written down."""


@dataclass(frozen=True)
class UnitSketch:
    """One unit of the first level. `territory` is the place that it governs, `topics` the matters that are its own."""

    name: str
    short: str
    group: str
    territory: str = ""
    topics: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class CitySketch:
    """A demo city. People of the unit posts sign in at `sign_in_unit` and at one unit below it."""

    code: str
    founded: date
    units: tuple[UnitSketch, ...]
    sign_in_unit: str
    sign_in_below: str
    tags: tuple[str, ...] = field(default=())

    @property
    def since(self) -> datetime:
        """The moment from which its units and people are there: before any case that is played in it."""
        return datetime(self.founded.year, self.founded.month, self.founded.day, 9, tzinfo=CITY_TZ)


@lru_cache(maxsize=8)
def sketch_of(city: str) -> CitySketch:
    """Return the sketch of a city. Raises NoSuchCity, in words for the one who typed the name."""
    path = FOLDER / f"{city}.toml"
    if not path.is_file():
        raise NoSuchCity(f"没有演示城市“{city}”，可选：{'、'.join(sorted(p.stem for p in FOLDER.glob('*.toml')))}")
    told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    units = tuple(_unit(one) for one in told.pop("units"))
    return CitySketch(city, units=units, tags=tuple(told.pop("tags")), **told)


def _unit(told: Mapping[str, Any]) -> UnitSketch:
    known: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    return UnitSketch(**known)
