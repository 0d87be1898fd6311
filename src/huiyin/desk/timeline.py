"""The way a case went, told from the journal: when, who, what, and the words said, as the viewer may read them."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.sight import UNITS_READ
from huiyin.desk.verbs import NOTES
from huiyin.desk.viewed import Viewed
from huiyin.desk.words import clock_time, word
from huiyin.escalation.states import StepState
from huiyin.files.models import AttachmentKind
from huiyin.flow.actor import CITIZEN
from huiyin.flow.posts import Post
from huiyin.flow.table import Move, Table
from huiyin.journal.models import Event, Remark
from huiyin.journal.prepared import Prepared
from huiyin.journal.said import texts_of_calls
from huiyin.moves.place import all_places
from huiyin.moves.taking import names_of
from huiyin.notices.kinds import MessageKind
from huiyin.rulebook.escalation import Rung
from huiyin.rulebook.limit_rules import ClockName
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit

REASONS: Mapping[str, str] = {
    "pause": "补回停计的时间",
    "extension": "延期",
    "merged": "并案取最早期限",
    "inside_above": "不超过上级单位期限",
    "after_return": "退单后按余下时限",
    "calendar": "工作日历更新",
    "centre_late": "补回中心超时占用的时间",
    "amended": "更正登记",
    "carried_over": "接续原系统期限",
}


KINDS: Mapping[str, Any] = {"message": MessageKind, "attachment": AttachmentKind}
"""What kinds there are of the things of which a line tells the kind."""

WHERE: Mapping[str, str] = {
    "search": "检索页", "counter": "登记页", "case": "工单页", "callback": "回访页", "who_saw": "谁看过诉求人信息",
}  # fmt: skip
"""The pages on which somebody saw who petitions, by the code in the event."""


@dataclass(frozen=True)
class Entry:
    """One act: `words` are (label, text) of what was said with it, `details` short facts from the event."""

    at: datetime
    who: str
    post: str
    what: str
    details: tuple[str, ...]
    became: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Known:
    """What turns the ids of the events into words."""

    people: Mapping[UUID, str]
    units: Mapping[str, str]
    remarks: Mapping[str, str]
    calls: Mapping[UUID, str]
    moves: Mapping[str, tuple[Table, Move]]
    readable: Callable[[str], str]


_events_of = Prepared(lambda case_id: Event.objects.filter(chain_id=case_id).order_by("-seq"))
_remarks_of = Prepared(lambda case_id: Remark.objects.filter(case_id=case_id).values_list("id", "text"))


def timeline_of(seen: Viewed, part_ids: Iterable[UUID]) -> list[Entry]:
    """Return what the viewer may read of the way, the latest first: at most five statements, however long it was.

    `part_ids` are the shares, applications and clocks that the viewer sees.
    """
    mine, every = set(part_ids), list(_events_of(seen.case.pk))
    events = [event for event in every if seen.sight.is_centre or _concerns(event, mine)]
    known, here = _known(seen, events), {event.id for event in every}
    return [_entry(event, known) for event in events if not _only_follows(event, known, here)]


def _only_follows(event: Event, known: Known, here: Container[UUID]) -> bool:
    """Whether the act only carries out another one of this case that is told already; that a unit got its share is told."""
    _, move = known.moves.get(event.verb, (None, None))
    return bool(event.caused_by in here and move and move.hidden and event.verb != "assignment.assign")


def _concerns(event: Event, mine: set[UUID]) -> bool:
    if event.subject_kind == "attachment":
        return UUID(event.said.get("of_id", str(event.case_id))) in mine
    return event.verb in UNITS_READ or event.subject_id in mine


def _known(seen: Viewed, events: Sequence[Event]) -> Known:
    people = {e.actor_id for e in events} | {e.acting_for for e in events if e.acting_for}
    units = {str(share.unit_id): share.unit.short_name for share in seen.shares}
    if strangers := {value for event in events for value in _unit_ids(event.said)} - set(units):
        names = Unit.objects.filter(pk__in=strangers).values_list("id", "short_name")
        units |= {str(pk): name for pk, name in names}
    remarks = _remarks_of(seen.case.pk)
    moves = {f"{place.kind}.{move.action}": (place.table, move) for place in all_places() for move in place.table}
    told = {str(pk): text for pk, text in remarks}
    return Known(names_of(people), units, told, texts_of_calls(events), moves, seen.readable)


def _unit_ids(said: Mapping[str, Any]) -> list[str]:
    found = [said.get(name) for name in ("unit", "lead", "suggested")]
    return [value for value in [*found, *(said.get("joint") or ())] if isinstance(value, str) and len(value) == 36]


def _entry(event: Event, known: Known) -> Entry:
    table, move = known.moves.get(event.verb, (None, None))
    who, post = _who(event, known)
    what = move.button if move else NOTES.get(event.verb, event.verb)
    return Entry(
        at=event.at, who=who, post=post, what=what, details=tuple(_details(event, known)),
        became=_unless_said(_became(event, table), what), words=tuple(_words(event, known, move)),
    )  # fmt: skip


def _who(event: Event, known: Known) -> tuple[str, str]:
    """Return who acted, and in which post; a petitioner acts without an account, and is no post."""
    if event.post == CITIZEN.speaks_for:
        return CITIZEN.name, ""
    who, post = known.people.get(event.actor_id, ""), Post(event.post).label if event.post else ""
    return (f"{who}（代{known.people.get(event.acting_for, '')}）" if event.acting_for else who), post


def openings_of(numbers: Mapping[UUID, str]) -> list[tuple[str, Entry]]:
    """Return who opened the identity or rang in these cases, given by id with their numbers; the latest first."""
    verbs = ["petitioner.reveal", "petitioner.call"]
    events = list(Event.objects.filter(chain_id__in=list(numbers), verb__in=verbs).order_by("-at"))
    known = Known(names_of({e.actor_id for e in events}), {}, {}, {}, {}, str)
    return [(numbers[event.chain_id], _entry(event, known)) for event in events]


def entries_of(events: Sequence[Event]) -> list[Entry]:
    """Put acts upon a petitioner's data into words, wherever they were written; one statement."""
    known = Known(
        names_of({e.actor_id for e in events} | {e.acting_for for e in events if e.acting_for}), {}, {}, {}, {}, str
    )
    return [_entry(event, known) for event in events]


def _became(event: Event, table: Table | None) -> str:
    has_moved = event.state_after and event.state_before != event.state_after
    return table.label_of(event.state_after) if table and has_moved else ""


def _unless_said(became: str, what: str) -> str:
    # What moves by itself is called after the state that it brings about.
    return "" if became == what else became


def _details(event: Event, known: Known) -> Iterable[str]:
    said = event.said
    if names := [known.units[value] for value in _unit_ids(said) if value in known.units]:
        yield "、".join(names)
    if event.verb in {"clock.moved", "clock.recalculated"}:
        why = REASONS.get(said.get("reason", ""), "调整")
        yield f"{_clock(said.get('kind', ''))}改至 {_time(said.get('new'))}（{why}）"
    elif said.get("due"):
        yield f"期限 {_time(said['due'])}"
    of_cause = "reassign_cause" if event.verb == "assignment.reassign" else "reject_cause"
    for name, what in (("cause", of_cause), ("result", "result"), ("refusal", "refusal"), ("target", "transfer")):
        if said.get(name) and event.book:
            yield word(event.book, what, str(said[name]))
    if event.verb == "assignment.reassign":
        yield "改派前已超期" if said.get("late") else "不计原单位超期"
    if (kinds := KINDS.get(event.subject_kind)) and said.get("kind") in set(kinds):
        yield kinds(said["kind"]).label
    if said.get("shown"):
        yield said["shown"]
    if event.verb in {"case.escalated", "case.escalated_inside"}:
        yield f"{Rung(said['rung']).label}（S{said['escalation']}）{_step_label(said['became'])}"
    if event.verb in {"case.joins_incident", "case.leaves_incident"}:
        yield said["incident"]
    if said.get("where"):
        yield WHERE.get(said["where"], "")
    if said.get("purpose"):
        yield f"用途：{_purpose(event, said['purpose'])}"


def _step_label(value: str) -> str:
    return next(state.label for state in StepState if state == value)


def _words(event: Event, known: Known, move: Move | None) -> Iterable[tuple[str, str]]:
    labels = {ask.name: ask.label for ask in move.asks} if move else {}
    for name, value in event.said.items():
        if isinstance(value, dict) and value.get("remark") in known.remarks:
            yield labels.get(name, ""), known.readable(known.remarks[value["remark"]])
    if event.caused_by and event.caused_by in known.calls:
        yield labels.get("note", ""), known.readable(known.calls[event.caused_by])


def _clock(kind: str) -> str:
    return ClockName(kind).label if kind in set(ClockName) else ""


def _time(text: Any) -> str:
    return clock_time(datetime.fromisoformat(text)) if isinstance(text, str) else ""


def _purpose(event: Event, code: str) -> str:
    try:
        purposes = book_named(event.book).reveal_purposes
    except Unknown:
        return code
    return next((purpose.label for purpose in purposes if purpose.code == code), code)
