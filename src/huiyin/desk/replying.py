"""One reply for several shares of a unit: what is asked once for all, and what each of them says with it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.facts import AssignmentFacts
from huiyin.cases.lifecycle_parts import ASSIGNMENT
from huiyin.cases.models import Assignment, Wish
from huiyin.cases.models.assignment import Role
from huiyin.cases.queries import facts_of
from huiyin.cases.sight import HIDDEN_TITLE, sight_of
from huiyin.desk.batch import Outcome, choice_of
from huiyin.desk.viewed import readable_in
from huiyin.flow.actor import Actor
from huiyin.flow.says import Ask
from huiyin.flow.table import NotYours
from huiyin.moves.place import place_of

ACTION, WISHES, OF_WISH = "reply", "wish_results", "wish_"


def _asked_once() -> tuple[Ask, ...]:
    """Return what the reply asks, with one answer for all wishes in the place of one for each."""
    asks = ASSIGNMENT.of(ACTION).asks
    of_wishes = next(ask.columns for ask in asks if ask.name == WISHES)
    result, evidence = (ask for ask in of_wishes if ask.name != "ordinal")
    return (
        *(ask for ask in asks if ask.name != WISHES),
        replace(result, name=f"{OF_WISH}{result.name}", label="各诉求点结果", required=False,
                help="所选工单的每个诉求点都按此答复；各点结果不同的，请逐件反馈"),
        replace(evidence, name=f"{OF_WISH}{evidence.name}", label="各诉求点依据", required=False),
    )  # fmt: skip


ASKS = _asked_once()


@dataclass(frozen=True)
class ToReply:
    """One chosen share before its handler: what it is, its wishes, and why it cannot be answered now, if so."""

    share: Assignment
    title: str
    wishes: list[str]
    obstacles: tuple[str, ...]
    choice: str
    is_ticked: bool = True


def shares_to_reply(
    shares: Sequence[Assignment], actor: Actor, at: datetime, outcomes: Sequence[Outcome] | None = None
) -> list[ToReply]:
    """Return the shares as the handler looks at them: three statements, however many there are.

    With `outcomes` those that were answered are left out, and the others say why they were not.
    """
    why_not = {one.share_id: one.reasons for one in outcomes} if outcomes is not None else {}
    left = [share for share in shares if outcomes is None or why_not.get(share.pk)]
    facts, wishes = facts_of({share.case for share in left}, at), wishes_of(left)
    found = []
    for share in left:
        sight = sight_of(actor, share.case, [share])
        readable, words = readable_in(sight, share.case), [text for _, text in wishes[share.pk]]
        title = readable(share.case.title) if sight.sees_matter else HIDDEN_TITLE
        case = facts[share.case_id]
        known = AssignmentFacts(case, case.part(share.pk), share.state)
        obstacles = why_not.get(share.pk) or _obstacles(share, known, actor, at)
        choice = choice_of(share.pk, share.case.event_count)
        found.append(ToReply(share, title, [readable(text) for text in words], obstacles, choice))
    return found


def _obstacles(share: Assignment, facts: AssignmentFacts, actor: Actor, at: datetime) -> tuple[str, ...]:
    try:
        return tuple(place_of("assignment").asking_own(share, ACTION, actor, at, facts).obstacles)
    except NotYours as not_yours:
        return not_yours.reasons


def wishes_of(shares: Sequence[Assignment]) -> Mapping[UUID, list[tuple[int, str]]]:
    """Return the wishes that each share answers, by number; only who leads answers them. One statement."""
    leading = {share.case_id: share.pk for share in shares if share.role == Role.LEAD}
    found: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    rows = Wish.objects.filter(case_id__in=list(leading)).order_by("ordinal")
    for case_id, ordinal, text in rows.values_list("case_id", "ordinal", "text"):
        found[leading[case_id]].append((ordinal, text))
    return found


def said_of(said: Mapping[str, Any], wishes: Sequence[tuple[int, str]]) -> Mapping[str, Any]:
    """Return what is said of one share: the words that are the same for all, and its own wishes one by one."""
    common = {name: value for name, value in said.items() if not name.startswith(OF_WISH)}
    answer = {name.removeprefix(OF_WISH): value for name, value in said.items() if name.startswith(OF_WISH)}
    return {**common, WISHES: [{"ordinal": ordinal, **answer} for ordinal, _ in wishes]}


def in_common(outcomes: Sequence[Outcome]) -> Mapping[str, str]:
    """Return the reasons beside a field that every share has alike: they stand beside the field of the form."""
    if not outcomes:
        return {}
    alike = set(outcomes[0].fields.items()).intersection(*(one.fields.items() for one in outcomes[1:]))
    return dict(sorted(alike))
