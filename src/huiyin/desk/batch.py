"""One act for each of several chosen shares: each goes through the door by itself, and each tells what became of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from huiyin.cases.models import Assignment
from huiyin.cases.places import title_of
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.moves.place import place_of
from huiyin.moves.taking import take

MOST_AT_ONCE = 50
"""A page of the list holds no more, and nobody looks at more at once."""

Objections = Callable[[Assignment], list[str]]


@dataclass(frozen=True)
class Outcome:
    """What became of one chosen share: it was done, or why it was not."""

    number: str
    title: str
    address: str
    reasons: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether the act was done."""
        return not self.reasons


def choice_of(share_id: UUID, seen: int) -> str:
    """Return what a box of the list sends: the share, and how many events of its case the page had seen."""
    return f"{share_id}.{seen}"


def chosen_in(sent: Iterable[str]) -> dict[UUID, int]:
    """Read the ticked boxes. Raises Refused where there is none, or more than one can have looked at."""
    found = dict(_read(one) for one in sent)
    if None in found:
        raise Refused(["所选工单看不懂，请刷新页面再选"])
    if not found:
        raise Refused(["没有选择工单"])
    if len(found) > MOST_AT_ONCE:
        raise Refused([f"一次最多选择{MOST_AT_ONCE}件"])
    return {pk: seen for pk, seen in found.items() if pk}


def _read(text: str) -> tuple[UUID | None, int]:
    share_id, _, seen = text.partition(".")
    try:
        return UUID(share_id), int(seen)
    except ValueError:
        return None, 0


def take_each(
    chosen: Mapping[UUID, int], action: str, said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str,
    objections: Objections = lambda share: [],
) -> list[Outcome]:  # fmt: skip
    """Make one move of each share that the actor sees, each in a transaction of its own, due first.

    What the door, or `objections`, refuses is left as it was and says why. The same key again does nothing twice.
    """
    place = place_of("assignment")
    rows = place.visible(actor).filter(pk__in=list(chosen)).order_by("due_at", "id")
    found = []
    for share in rows:
        reasons: tuple[str, ...] = tuple(objections(share))
        if not reasons:
            try:
                asking = place.asking_own(share, action, actor, at)
                # One key for the whole form; the door wants one for each act.
                take(asking, said, seen=chosen[share.pk], key=uuid5(share.pk, key).hex if key else "")
            except Refused as refused:
                reasons = (*refused.reasons, *refused.fields.values())
        found.append(Outcome(share.case.number, title_of(share.case, actor), place.page(share), reasons))
    return found
