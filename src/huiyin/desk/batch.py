"""One act for each of several chosen shares: each goes through the door by itself, and each tells what became of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet

from huiyin.cases.models import Assignment
from huiyin.cases.places import title_of
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.journal.door import Stale
from huiyin.journal.models import Event
from huiyin.moves.place import place_of
from huiyin.moves.taking import take, told_meanwhile
from huiyin.ui.moments import short

MOST_AT_ONCE = 50
"""A page of the list holds no more, and nobody looks at more at once."""

Objections = Callable[[Assignment], list[str]]
SaidOf = Callable[[Assignment], Mapping[str, Any]]


@dataclass(frozen=True)
class Act:
    """What somebody wants to do with one share: the move, what is said with it, and how much of its case was seen."""

    action: str
    said: Mapping[str, Any]
    seen: int
    looked_at: Sequence[Any] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of one chosen share: it was done, or why it was not. `fields` are the reasons beside one field each,
    `meanwhile` what others did since the page was opened, `line` is its row where it came with a sheet.
    """

    share_id: UUID
    number: str
    title: str
    address: str
    wholes: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    meanwhile: tuple[str, ...] = ()
    line: int = 0

    @property
    def reasons(self) -> tuple[str, ...]:
        """Every reason, in words."""
        told = (f"您打开之后：{'；'.join(self.meanwhile)}",) if self.meanwhile else ()
        return (*self.wholes, *told, *self.fields.values())

    @property
    def is_done(self) -> bool:
        """Whether the act was done."""
        return not self.reasons


def choice_of(share_id: UUID, seen: int) -> str:
    """Return what a box of the list sends: the share, and how many events of its case the page had seen."""
    return f"{share_id}.{seen}"


def chosen_in(sent: Iterable[str]) -> dict[UUID, int]:
    """Read the ticked boxes. Raises Refused where there is none, or more than one can have looked at."""
    found = dict(read_choice(one) for one in sent)
    if None in found:
        raise Refused(["所选工单看不懂，请刷新页面再选"])
    if not found:
        raise Refused(["没有选择工单"])
    if len(found) > MOST_AT_ONCE:
        raise Refused([f"一次最多选择{MOST_AT_ONCE}件"])
    return {pk: seen for pk, seen in found.items() if pk}


def read_choice(text: str) -> tuple[UUID | None, int]:
    """Return the share and the count of events that a box sends; None for what no box sends."""
    share_id, _, seen = text.partition(".")
    try:
        return UUID(share_id), int(seen)
    except ValueError:
        return None, 0


def chosen_shares(chosen: Iterable[UUID], actor: Actor) -> QuerySet[Assignment]:
    """Return those of the chosen shares that the actor sees, due first."""
    return place_of("assignment").visible(actor).filter(pk__in=list(chosen)).order_by("due_at", "id")


def take_each(
    chosen: Mapping[UUID, int], action: str, said: Mapping[str, Any] | SaidOf, *, actor: Actor, at: datetime, key: str,
    objections: Objections = lambda share: [], looked_at: Sequence[Any] = (),
) -> list[Outcome]:  # fmt: skip
    """Make one move of each share that the actor sees, each in a transaction of its own, due first.

    What the door, or `objections`, refuses is left as it was and says why. The same key again does nothing twice.
    `said` is the same for all, or answers what is said of one.
    """
    found = []
    for share in chosen_shares(chosen, actor):
        words = said(share) if callable(said) else said
        act = Act(action, words, chosen[share.pk], looked_at)
        why_not = objections(share)
        found.append(_outcome(share, actor, why_not) if why_not else take_one(share, act, actor=actor, at=at, key=key))
    return found


def take_one(share: Assignment, act: Act, *, actor: Actor, at: datetime, key: str) -> Outcome:
    """Make one move of one share in a transaction of its own, and tell what became of it."""
    place = place_of("assignment")
    # One key for the whole form; the door wants one for each act.
    own_key = uuid5(share.pk, f"{key}{act.action}").hex if key else ""
    try:
        asking = place.asking_own(share, act.action, actor, at)
        take(asking, act.said, seen=act.seen, key=own_key, looked_at=act.looked_at)
    except Stale as stale:
        return _outcome(share, actor, stale.reasons, meanwhile=told_in_words(stale.events, at))
    except Refused as refused:
        return _outcome(share, actor, refused.reasons, fields=refused.fields)
    return _outcome(share, actor, ())


def told_in_words(events: Sequence[Event], at: datetime) -> tuple[str, ...]:
    """Return who did what with a share and when: "11-24 09:12 张某 申请退单"."""
    told = told_meanwhile(place_of("assignment").table, events)
    return tuple(f"{short(one.at, at)} {one.who} {one.what}" for one in told)


def _outcome(share: Assignment, actor: Actor, reasons: Iterable[str], **more: Any) -> Outcome:
    case = share.case
    return Outcome(
        share.pk, case.number, title_of(case, actor), place_of("assignment").page(share), tuple(reasons), **more
    )  # fmt: skip
