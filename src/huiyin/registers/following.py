"""What goes on from an entry: entries of other registers that name it, the case that it became, how it is cleared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from huiyin.cases.queries import readable_by
from huiyin.flow.actor import Actor
from huiyin.registers.models import Entry
from huiyin.registers.queries import acts_with_words, is_in_use, register_of, registers_on, visible_to
from huiyin.registers.shown import title_of
from huiyin.registers.states import COUNTED, UNCLEARED, EntryState
from huiyin.registers.who import may_enter, may_open, own_paths
from huiyin.rulebook.registers import Register, RegisterField

MOST = 100
CLEARING_ACTS = {"ask_clearing": "申请销号", "clear": "同意销号", "refuse_clearing": "不同意销号"}


@dataclass(frozen=True)
class Follow:
    """The entries of one other register that name this one; `new` is where one more is entered, "" for who may not."""

    register: Register
    entries: Sequence[tuple[Entry, str]]
    new: str


@dataclass(frozen=True)
class ClearingAct:
    """One step of a clearing: who did what when, with which words."""

    label: str
    at: datetime
    who: UUID
    words: str


def follows(entry: Entry, actor: Actor, day: date) -> Iterator[Follow]:
    """Give the registers whose entries may name this one, each with those that the actor reads."""
    known = registers_on(day)
    for register in (one for one in known.values() if may_open(actor, one)):
        field = next((f for f in register.fields if f.of == entry.register), None)
        if field is None:
            continue
        named = {f"content__{field.code}": entry.name}
        rows = visible_to(actor).filter(register=register.code, state__in=COUNTED, **named).order_by("day", "number")
        found = [(row, title_of(register_of(row), row.content)) for row in rows.select_related("unit")[:MOST]]
        may = may_enter(actor, register) and is_in_use(register, day) and entry.state in UNCLEARED
        yield Follow(register, found, _new(register, field, entry, known) if may else "")


def links_of(register: Register, entry: Entry, actor: Actor) -> dict[str, tuple[str, str]]:
    """Return by field address and title of what it names, as far as the actor may read that."""
    found: dict[str, tuple[str, str]] = {}
    for field in register.fields:
        said = entry.content.get(field.code)
        if said and field.kind == "case" and readable_by(actor).filter(number=said).exists():
            found[field.code] = reverse("desk:case", args=[said]), ""
        if said and field.kind == "entry" and (other := visible_to(actor).filter(number=int(said[1:])).first()):
            found[field.code] = (
                reverse("registers:entry", args=[other.number]),
                title_of(register_of(other), other.content),
            )
    return found


def _new(register: Register, field: RegisterField, entry: Entry, known: dict[str, Register]) -> str:
    """Return the address of the form with what both registers call alike filled in."""
    above = known[entry.register]
    alike = {f.code for f in register.fields if f.kind in {"text", "lines", "choice"}} & {f.code for f in above.fields}
    begun = {code: entry.content[code] for code in sorted(alike) if code in entry.content}
    begun |= {"unit": str(entry.unit_id)} if register.of_unit and above.of_unit else {}
    return f"{reverse('registers:new', args=[register.code])}?{urlencode({field.code: entry.name, **begun})}"


def clearing_acts(entry: Entry) -> list[ClearingAct]:
    """Return the steps by which an entry was, or is being, cleared, the earliest first."""
    found = acts_with_words(entry, [f"register.{action}" for action in CLEARING_ACTS])
    return [
        ClearingAct(CLEARING_ACTS[event.verb.removeprefix("register.")], event.at, event.actor_id, words)
        for event, words in found
    ]


def to_approve(actor: Actor, day: date) -> QuerySet[Entry]:
    """Return the entries whose clearing waits for this actor."""
    rows = visible_to(actor).filter(state=EntryState.CLEARING).exclude(asked_by_id=actor.user_id)
    return rows.filter(register__in=_clearing_by(actor, day, "approves")).select_related("unit").order_by("number")


def to_clear(actor: Actor, day: date) -> QuerySet[Entry]:
    """Return the entries of the actor's own units that are not cleared yet, the most urgent first."""
    own = Q(pk__in=[])
    for path in sorted({seat.unit_path for seat in actor.seats if seat.unit_path}):
        own |= Q(unit__path__startswith=path)
    rows = visible_to(actor).filter(own, state__in=UNCLEARED, register__in=_clearing_by(actor, day, "asks"))
    return rows.select_related("unit").order_by("deadline", "number")


def _clearing_by(actor: Actor, day: date, which: str) -> list[str]:
    """Return the registers in which the actor asks for, or approves, a clearing."""
    return [
        one.code
        for one in registers_on(day).values()
        if one.clearing
        and (actor.holds(*getattr(one.clearing, which)) or own_paths(actor, getattr(one.clearing, which)))
    ]
