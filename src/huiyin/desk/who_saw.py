"""Who saw a petitioner's data: every reveal, call and hit, and who took attachments; by a number in full or by a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.cases import looked_up
from huiyin.cases.models import Case
from huiyin.cases.petitioners import hash_or_none
from huiyin.desk.timeline import Entry, entries_of
from huiyin.files import taking
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.journal.door import note
from huiyin.journal.models import Event, Ledger
from huiyin.journal.writing import writing
from huiyin.people.queries import seats_held

MAY_ASK_WHO_SAW = (Post.DIRECTOR, Post.ADMIN)
"""The director answers for what is seen in the centre; the administrator keeps the accounts and sees no matter here."""

SEEN = ("petitioner.reveal", "petitioner.call", "petitioner.who_saw")
LEAST_DIGITS = 7
MOST_CASES, MOST_ACTS = 200, 500


@dataclass(frozen=True)
class SeenLine:
    """One act: of which case, or none where somebody was looked up by number or name; `seat` is what he was then."""

    number: str
    entry: Entry
    seat: str


def cases_meant(typed: str) -> list[Case]:
    """Return the cases of the caller with this number, or the one case that is called so; none for part of a number."""
    text = typed.strip()
    named = Case.objects.filter(number=text.upper()).select_related("petitioner")
    if found := list(named):
        return found
    hashed = hash_or_none("phone", text) if sum(sign.isdecimal() for sign in text) >= LEAST_DIGITS else None
    if not hashed:
        return []
    rows = Case.objects.filter(petitioner__phone_hash=hashed).select_related("petitioner")
    return list(rows.order_by("-received_at")[:MOST_CASES])


def write_down_question(cases: Sequence[Case], purpose: str, *, actor: Actor, at: datetime) -> None:
    """Write into each case that somebody asks who saw it: looking at this is seeing, too."""
    with writing():
        first = None
        for case in sorted(cases, key=lambda one: one.pk):
            subject = case.petitioner_id or case.pk
            said = {"purpose": purpose, "where": "who_saw"}
            event = note(
                "petitioner.who_saw", "petitioner", subject, at=at, head=case, actor=actor, said=said, caused_by=first
            )
            first = first or event.id


def acts_upon(cases: Sequence[Case]) -> list[SeenLine]:
    """Return who saw the petitioner of these cases, the latest first; as many statements for one case as for many."""
    numbers = {case.pk: case.number for case in cases}
    hashes = {
        bytes(value)
        for case in cases
        if case.petitioner
        for value in (case.petitioner.phone_hash, case.petitioner.name_hash)
        if value
    }
    in_cases = Event.objects.filter(chain_id__in=list(numbers), verb__in=SEEN).order_by("-at")[:MOST_ACTS]
    chains = Ledger.objects.filter(name__in=[*looked_up.ledgers_of(hashes), *taking.ledgers_of(numbers)])
    elsewhere = Event.objects.filter(chain_id__in=chains.values("pk"), verb__in=[looked_up.FOUND, *taking.TAKEN])
    events = [*in_cases, *elsewhere.order_by("-at")[:MOST_ACTS]]
    events.sort(key=lambda event: event.at, reverse=True)
    seat_of = seats_held({event.actor_id for event in events})
    entries = zip(events, entries_of(events), strict=True)
    return [SeenLine(_number(e, numbers), entry, seat_of(e.actor_id, e.at)) for e, entry in entries]


def _number(event: Event, numbers: Mapping[UUID, str]) -> str:
    """Return the case of an act; who took an attachment is written in a chain beside that of the case."""
    case = event.said.get("case")
    return numbers.get(UUID(case) if case else event.chain_id, "")
