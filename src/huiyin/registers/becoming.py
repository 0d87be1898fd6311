"""An entry becomes a case: registered by the form of a case, which begins with what the entry says; the entry gets its number."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings

from huiyin.cases import asks
from huiyin.cases.act import register as register_case
from huiyin.cases.choosing import topics
from huiyin.cases.models import Case
from huiyin.cases.models.petitioner import PetitionerKind
from huiyin.cases.who import INTAKE_POSTS
from huiyin.flow.actor import Actor
from huiyin.flow.table import NotNow, NotYours
from huiyin.moves.form import MoveForm, form_for
from huiyin.registers.act import amend_entry
from huiyin.registers.models import Entry
from huiyin.registers.queries import entry_facts, register_of
from huiyin.registers.shown import title_of
from huiyin.registers.states import UNCLEARED
from huiyin.registers.who import writer
from huiyin.rulebook.book import Rulebook

ASKED = (
    "name",
    "phone",
    "title",
    "text",
    "wishes",
    "object",
    "place",
    "category",
    "kind",
    "territory",
    "urgency",
    "confidential",
)
LONGEST_TITLE = 60


def registers_cases(actor: Actor) -> bool:
    """Whether the actor registers matters at all: who keeps the list need not."""
    return actor.holds(*INTAKE_POSTS)


def why_not(entry: Entry, actor: Actor, at: datetime) -> str:
    """Return why the entry does not become a case now, "" where it may."""
    how = register_of(entry).as_case
    if how is None or not (registers_cases(actor) and writer(actor, entry_facts(entry, entry.ledger, at))):
        return "您的岗位不能把这条登记为工单"
    if entry.content.get(how.number):
        return f"已登记为工单 {entry.content[how.number]}"
    return "" if entry.state in UNCLEARED else "这条已撤下或已销号"


def case_form(entry: Entry, book: Rulebook, day: date, data: Any = None) -> MoveForm:
    """Return the form of the case, begun with what the entry says."""
    register, how = register_of(entry), register_of(entry).as_case
    assert how is not None, "only what becomes a case has such a form"
    title = title_of(register, entry.content)
    by_name = {ask.name: ask for ask in asks.REGISTER}
    kinds = [(kind.code, kind.label) for kind in book.kinds]
    begun = {
        "title": title[:LONGEST_TITLE], "text": entry.content.get(how.text) or title,
        "object": entry.content.get(how.object, "") if how.object else "", "urgency": book.urgencies[0].code,
        "name": entry.content.get(how.petitioner, "") if how.petitioner else "",
    }  # fmt: skip
    choices = {"category": topics(book, day), "kind": kinds}
    return form_for([by_name[name] for name in ASKED], book, choices, data, initial=begun)


def become_case(entry: Entry, said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "") -> Case:
    """Register the case and write its number into the entry. Raises Refused: no case was made then."""
    if reason := why_not(entry, actor, at):
        raise (NotNow if entry.state in UNCLEARED and register_of(entry).as_case else NotYours)([reason])
    register = register_of(entry)
    how = register.as_case
    assert how is not None, "why_not has looked"
    told = {
        **said, "channel": how.channel, "source_ref": entry.name, "petitioner_kind": PetitionerKind.COMPANY.value,
    }  # fmt: skip
    # A case gets its number when its transaction ends, so that these are two; sent again, both are found done.
    case = register_case(told, actor=actor, at=at, city=settings.CITY, key=key).case
    raw = {**entry.content, how.number: case.number, **_when(entry, register.belongs)}
    amend_entry(entry, raw, actor=actor, at=at, key=f"{key}.number" if key else "")
    return case


def _when(entry: Entry, belongs: str) -> dict[str, str]:
    return {"day" if belongs == "day" else "period": entry.day.isoformat()}
