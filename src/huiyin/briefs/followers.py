"""What this room does after a signature: a paper whose kind belongs into a register is entered there, once."""

from datetime import datetime

from huiyin.briefs.composing.document import document_of
from huiyin.briefs.models import Brief, BriefEntry
from huiyin.briefs.states import ISSUED
from huiyin.documents.words import plain_text
from huiyin.flow.actor import PLATFORM
from huiyin.flow.times import local_day
from huiyin.journal.follow import follower
from huiyin.journal.models import Event
from huiyin.registers.act import ENTRY_DOOR, read_entry, write_entry
from huiyin.registers.models import Entry
from huiyin.registers.queries import is_in_use, register_of, registers_on
from huiyin.registers.states import EntryState
from huiyin.registers.values import LONGEST
from huiyin.rulebook.registers import Register

WITHDRAWN = "所登公文已撤回"


@follower("briefs.enter", "brief.sign")
def enter_into_register(event: Event, at: datetime) -> None:
    """Enter what was signed into the register of its kind; a correction changes the entry of what it corrects.

    Delivered again, or after the paper was withdrawn, it changes nothing.
    """
    row = Brief.objects.select_related("signed").get(pk=event.subject_id)
    if row.rules.enters is None or row.state not in ISSUED or BriefEntry.objects.filter(brief=row).exists():
        return
    before = BriefEntry.objects.filter(brief=row.corrects_id).select_related("entry").first()
    if before:
        BriefEntry.objects.create(brief=row, entry=before.entry)
        _say_what_stands(before.entry, event, at)
        return
    day = local_day(at)
    register = registers_on(day)[row.rules.enters]
    if is_in_use(register, day):
        entry = write_entry(register, _said(row, register), actor=PLATFORM, at=at, key=f"brief.{row.pk.hex}")
        BriefEntry.objects.create(brief=row, entry=entry)


@follower("briefs.leave", "brief.withdraw")
def leave_register(event: Event, at: datetime) -> None:
    """Withdraw the entry of a paper that was withdrawn; of a correction, let the entry say again what it corrected."""
    link = BriefEntry.objects.filter(brief=event.subject_id).select_related("entry").first()
    if link:
        _say_what_stands(link.entry, event, at)


def _say_what_stands(entry: Entry, event: Event, at: datetime) -> None:
    """Let an entry say what the last of its papers says that stands. What somebody took out of the register stays out."""
    if entry.state != EntryState.KEPT:
        return
    papers = Brief.objects.filter(entered__entry=entry, state__in=sorted(ISSUED)).select_related("signed")
    last = papers.order_by("-signed_at", "-number").first()
    if last is None:
        ENTRY_DOOR.move(entry.pk, "withdraw", {"reason": WITHDRAWN}, actor=PLATFORM, at=at, caused_by=event.id)
        return
    register = register_of(entry)
    said = read_entry(register, {**entry.content, **_said(last, register)}, PLATFORM, local_day(at), with_unit=False)
    if said.content != entry.content:
        ENTRY_DOOR.move(entry.pk, "amend", said.asked, actor=PLATFORM, at=at, caused_by=event.id)


def _said(row: Brief, register: Register) -> dict[str, str]:
    """Return the paper as it is typed into the register: its title, its day, and its words where there is a place for them."""
    assert row.signed_at is not None, "what is entered was signed"
    said = {"day": local_day(row.signed_at).isoformat(), register.fields[0].code: row.title}
    words = next((field for field in register.fields if field.kind == "lines"), None)
    if words:
        title, _, text = plain_text(document_of(row)).partition("\n")
        said[words.code] = f"{row.sign}\n{text or title}"[: LONGEST["lines"]]
    return said
