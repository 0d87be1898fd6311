"""The tokens of units: who may find a line, whose matter it is, and from whom a report is hidden."""

from collections.abc import Iterable
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.cases.queries import SEES_ALL
from huiyin.flow.actor import Actor
from huiyin.search.matching import Rights
from huiyin.units.path import self_and_ancestors

OF_A_LINE = "zline"
"""What a unit took in on its own line: the city's people look for the city's own cases."""


def keepers_of(case: Case, shares: Iterable[tuple[UUID, str]]) -> list[str]:
    """Return the tokens of a case whose units' shares are given as (unit, place in the tree)."""
    found = {token for unit_id, path in shares for token in (at_unit(unit_id), *map(_at_or_above, _up(path)))}
    if case.centre_id:
        found |= {OF_A_LINE, at_unit(case.centre_id)}
    if case.accused_path:
        found |= {_accuses(case.accused_path), *map(_above_accused, _up(case.accused_path))}
    return sorted(found)


def rights_of(actor: Actor) -> Rights:
    """Return how lines are narrowed for an actor, as `cases.queries.visible_to` narrows cases.

    Who sits above an accused unit sees a summary of the report only, and so does not find it by its words.
    """
    hidden = [_accuses(place) for place in sorted({place for path in actor.unit_paths for place in _up(path)})]
    if actor.is_platform or actor.holds(*SEES_ALL):
        return Rights(none_of=hidden if actor.is_platform else [*hidden, OF_A_LINE])
    own = [*map(_at_or_above, sorted(actor.unit_paths)), *map(at_unit, sorted(actor.unit_ids))]
    return Rights(one_of=own, none_of=[*hidden, *map(_above_accused, sorted(actor.unit_paths))])


def at_unit(unit_id: UUID) -> str:
    """Return the token of a unit that has or had a share of the case."""
    return f"i{unit_id.hex}"


def _at_or_above(path: str) -> str:
    return f"u{_plain(path)}"


def _accuses(path: str) -> str:
    return f"x{_plain(path)}"


def _above_accused(path: str) -> str:
    return f"y{_plain(path)}"


def _up(path: str) -> list[str]:
    return self_and_ancestors(path)


def _plain(path: str) -> str:
    return path.replace(".", "").lower()
