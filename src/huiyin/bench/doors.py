"""The door alone, in one process: how many moves a second it takes on the database of this process."""

import time
from collections.abc import Callable
from random import Random
from uuid import UUID

from django.conf import settings

from huiyin.bench.filling import SEED
from huiyin.bench.seed import Town, make_town, matter
from huiyin.cases.act import move_case, register
from huiyin.flow import times

ROUNDS = 3


def door_alone(count: int) -> dict[str, float]:
    """Return moves a second, the middle of three rounds of `count`: register, change of one column, dispatch."""
    town, chance = make_town(settings.CITY, times.now()), Random(SEED)
    _round(town, chance, count // 10)
    rounds = [_round(town, chance, count) for _ in range(ROUNDS)]
    return {name: sorted(one[name] for one in rounds)[ROUNDS // 2] for name in rounds[0]}


def _round(town: Town, chance: Random, count: int) -> dict[str, float]:
    cases: list[UUID] = []
    how = {"actor": town.actors["agent"], "at": town.begin}
    sponsor, lead = {"sponsor": "分管领导"}, {"lead": town.units[0].pk, "joint": []}
    return {
        "register": _rate(count, lambda n: cases.append(_register(town, chance))),
        "change": _rate(count, lambda n: move_case(cases[n], "sponsor", sponsor, **how)),
        "dispatch": _rate(
            count, lambda n: move_case(cases[n], "dispatch", lead, actor=town.actors["dispatcher"], at=town.begin)
        ),
    }


def _register(town: Town, chance: Random) -> UUID:
    said = matter(town.book, times.local_day(town.begin), chance)
    return register(said, actor=town.actors["agent"], at=town.begin, city=town.city).case.pk


def _rate(count: int, act: Callable[[int], object]) -> float:
    began = time.perf_counter()
    for n in range(count):
        act(n)
    return count / (time.perf_counter() - began)
