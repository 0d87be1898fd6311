"""Questions about registers: which there are, who sees which entries, what guards look at. Nothing here writes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.journal.models import Event, Ledger, Remark
from huiyin.registers.facts import EntryFacts
from huiyin.registers.models import Entry
from huiyin.registers.states import COUNTED, EntryState
from huiyin.registers.values import CASES
from huiyin.registers.who import enters_for_all, may_open, own_paths, sees_all
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.registers import Register
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for, books_of
from huiyin.units.models import Unit
from huiyin.units.queries import active, within

IN_FORCE = EntryState.KEPT


def book_on(day: date) -> Rulebook:
    """Return the rulebook of this installation on a day."""
    return book_for(settings.CITY, day)


def register_of(entry: Entry) -> Register:
    """Return the register as the book of the entry declares it."""
    return book_named(entry.book).register(entry.register)


def registers_on(day: date) -> dict[str, Register]:
    """Return all registers by code as they are declared on a day; those that an earlier edition had come after."""
    book = book_on(day)
    found = {one.code: one for one in book.registers}
    for older in reversed([one for one in books_of(settings.CITY) if one.since < book.since]):
        for one in older.registers:
            found.setdefault(one.code, one)
    return found


def is_in_use(register: Register, day: date) -> bool:
    """Whether anything can be entered into the register on this day."""
    return any(one.code == register.code for one in book_on(day).registers)


def visible_to(actor: Actor) -> QuerySet[Entry]:
    """Return the entries that the actor may read, by the rules of the book of each."""
    if actor.is_platform:
        return Entry.objects.all()
    seen = Q(pk__in=[])
    for book in books_of(settings.CITY):
        whole = [one.code for one in book.registers if sees_all(actor, one)]
        seen |= Q(book=book.id, register__in=whole)
        by_places: dict[tuple[str, ...], list[str]] = {}
        for one in book.registers:
            if one.code not in whole and (paths := own_paths(actor, one.readers)):
                by_places.setdefault(tuple(paths), []).append(one.code)
        for places, codes in by_places.items():
            seen |= Q(book=book.id, register__in=codes) & _at(places)
    return Entry.objects.filter(seen)


def _at(paths: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(unit__path__startswith=path)
    return found


def registers_for(actor: Actor, day: date) -> list[Register]:
    """Return the registers that the actor may open, as the rulebook lists them."""
    return [one for one in registers_on(day).values() if may_open(actor, one)]


def units_to_enter_for(actor: Actor, register: Register, day: date) -> QuerySet[Unit]:
    """Return the units in use for which the actor enters."""
    if enters_for_all(actor, register):
        return active(day)
    own = within(own_paths(actor, register.enter))
    return active(day).filter(pk__in=own.values("pk"))


def units_to_see(actor: Actor, register: Register) -> QuerySet[Unit]:
    """Return the units whose entries the actor sees."""
    return Unit.objects.all() if sees_all(actor, register) else within(own_paths(actor, register.readers))


def unit_found(text: str) -> str | None:
    """Return the id of the unit that is meant by an id, a name or a short name that only one has."""
    try:
        wanted = Q(pk=UUID(text))
    except ValueError:
        wanted = Q(name=text) | Q(short_name=text)
    found = list(Unit.objects.filter(wanted).values_list("pk", "name")[:9])
    whole = [pk for pk, name in found if name == text]
    sure = whole if len(whole) == 1 else [pk for pk, _ in found]
    return str(sure[0]) if len(sure) == 1 else None


def entry_facts(row: Entry, head: Ledger, at: datetime) -> EntryFacts:
    """Return the facts of one entry."""

    def is_reported(day: date) -> bool:
        others = Entry.objects.filter(register=row.register, unit=row.unit_id, day=day, state=IN_FORCE)
        return others.exclude(pk=row.pk).exists()

    path = Unit.objects.values_list("path", flat=True).get(pk=row.unit_id) if row.unit_id else ""
    return EntryFacts(
        row.state, register_of(row), local_day(at), path, is_reported, unit_found, entry_there, row.asked_by_id
    )


def withdrawal_of(entry: Entry) -> tuple[Event, str] | None:
    """Return the act by which an entry was withdrawn, with its reason; None where it was not."""
    acts = acts_with_words(entry, ["register.withdraw"])
    return acts[-1] if acts else None


def acts_with_words(entry: Entry, verbs: Iterable[str]) -> list[tuple[Event, str]]:
    """Return the acts of these verbs on an entry, the earliest first, each with what was written with it."""
    events = list(Event.objects.filter(subject_id=entry.pk, verb__in=list(verbs)).order_by("seq"))
    remarks = dict(Remark.objects.filter(event_id__in=[e.id for e in events]).values_list("event_id", "text"))
    return [(event, remarks.get(event.id) or "") for event in events]


def entry_there(where: str, number: str) -> bool:
    """Whether a register has an entry with this number that is not withdrawn; or whether there is such a case."""
    if where == CASES:
        return Case.objects.filter(number=number).exists()
    return Entry.objects.filter(register=where, number=int(number), state__in=COUNTED).exists()


def unit_names(register: Register, contents: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the names of the units that stand in fields of these contents, in one statement or none."""
    fields = [field.code for field in register.fields if field.kind == "unit"]
    ids = {content[code] for content in contents for code in fields if code in content}
    return {str(pk): name for pk, name in Unit.objects.filter(pk__in=ids).values_list("pk", "name")} if ids else {}
