"""The whole check: everything that is asked of the figures of a paper, in the order in which it was asked."""

from collections.abc import Iterable, Iterator
from itertools import chain

from huiyin.crossfoot.findings import Outcome, Report, reported
from huiyin.crossfoot.history import history
from huiyin.crossfoot.rates import rate
from huiyin.crossfoot.stated import Stated
from huiyin.crossfoot.sums import bound, identity, same


def check(stated: Stated) -> Report:
    """Ask every relation of the figures."""
    figures = stated.figures
    outcomes = [
        *_placed("identity", (identity(one, figures) for one in stated.identities)),
        *_placed("rate", (rate(one, figures) for one in stated.rates)),
        *_placed("same", (same(one, figures) for one in stated.sames)),
        *_placed("bound", (bound(one, figures) for one in stated.bounds)),
        *_placed("history", (history(one, figures) for one in stated.histories)),
    ]
    asked_for = set(chain.from_iterable(relation.names for relation in stated.relations))
    return reported(outcomes, tuple(name for name in figures if name not in asked_for))


def place_of(section: str, number: int) -> str:
    """Return how a section of a file is spoken of, counted from one as people do."""
    return f"[[{section}]] 第{number}段"


def _placed(section: str, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    return (one.at(place_of(section, number)) for number, one in enumerate(outcomes, start=1))
