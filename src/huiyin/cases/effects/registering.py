"""Effects of hearing a matter: the row is filled, the petitioner sealed, the wishes listed, the clocks started."""

import hashlib
import re
import unicodedata
from typing import Any

from huiyin.cases import petitioners, timing
from huiyin.cases.guards import BEFORE_APPROVAL
from huiyin.cases.models import Tag, Wish
from huiyin.flow.table import BIRTH
from huiyin.flow.times import local_day
from huiyin.journal.door import Step
from huiyin.journal.rows import insert

NO_LETTER = re.compile(r"[\W_]+")
"""Everything but letters, Chinese characters and digits."""

BORN_WITH = ("centre", "repeats", "split_from", "raised_from")
"""What a case is given before it is told: of the unit whose line took it in, and of the cases from which it comes."""

AMENDABLE = ("kind", "category", "territory", "urgency")
PLAIN = ("title", "text", "occurred", "place", "object", "kind", "category", "territory", "source_ref", "source_link")


def write_matter(step: Step) -> None:
    """Take over what was said about the matter; what was not said again stays as it was."""
    row, said = step.subject, step.said
    for name in PLAIN:
        if said.get(name):
            setattr(row, name, said[name])
    row.title = row.title or row.text[:40]
    row.urgency = said.get("urgency") or row.urgency
    _raise_flags(row, said)
    row.text_hash = text_hash(row.text)
    if step.facts.state == BIRTH:
        step.record |= {name: pk for name in BORN_WITH if (pk := getattr(row, f"{name}_id"))}
    _write_source(row, said, step)
    _write_accused(row, said, step)
    write_tags_said(step)


def amend(step: Step) -> None:
    """Put the registration right; the event keeps what stood there before. The promised date follows."""
    row, said = step.subject, step.said
    before = {name: getattr(row, name) for name in AMENDABLE if said.get(name) and said[name] != getattr(row, name)}
    for name in before:
        setattr(row, name, said[name])
    if said["accused_unit"]:
        before["accused_unit"] = row.accused_unit_id
    _raise_flags(row, said)
    _write_accused(row, said, step)
    step.record["before"] = before
    if step.facts.state in BEFORE_APPROVAL:
        timing.reckon_anew(step)


def _raise_flags(row: Any, said: Any) -> None:
    row.important = row.important or said.get("important", False)
    row.immediate = row.immediate or said.get("immediate", False)


def _write_source(row: Any, said: Any, step: Step) -> None:
    if said.get("channel"):
        channel = step.book.channel(said["channel"])
        row.channel, row.family = channel.code, channel.family
    row.received_at = said.get("received_at") or row.received_at or step.at
    row.source_due_at = said.get("source_due_at") or row.source_due_at


def _write_accused(row: Any, said: Any, step: Step) -> None:
    if said.get("accused_unit"):
        unit = step.facts.unit(said["accused_unit"])
        row.accused_unit_id, row.accused_path = unit.id, unit.path


def write_tags_said(step: Step) -> None:
    """Write the campaign tags that were said, each once."""
    tags = [Tag(case_id=step.subject.pk, name=name, at=step.at) for name in step.said.get("tags", ())]
    if tags:
        Tag.objects.bulk_create(tags, ignore_conflicts=True)


def write_petitioner(step: Step) -> None:
    """Keep the petitioner apart from the case, sealed; nothing said, no petitioner, or the one of the split case."""
    petitioner, row = petitioners.petitioner_said(step.said, step.at), step.subject
    if petitioner is None:
        row.anonymous = row.anonymous or step.said.get("anonymous", False)
        return
    insert([petitioner])
    row.petitioner, row.anonymous, row.confidential = petitioner, petitioner.anonymous, petitioner.confidential
    row.can_be_called = petitioner.phone_hash is not None and not (petitioner.anonymous or petitioner.do_not_call)


def write_wishes(step: Step) -> None:
    """List the wishes: those said, else the title as the only one."""
    if step.move.action == "screen":
        Wish.objects.filter(case_id=step.subject.pk).delete()
    texts = [one["text"] for one in step.said.get("wishes", ())] or [step.subject.title]
    insert([Wish(case_id=step.subject.pk, ordinal=n, text=text[:300]) for n, text in enumerate(texts, start=1)])


def accept(step: Step) -> None:
    """The matter is accepted: the citizen's clock begins and never begins again."""
    row = step.subject
    row.accepted_at, row.accepted_day = step.at, local_day(step.at)
    row.registered_by_id = step.actor.user_id
    timing.begin_case(step)
    step.record["due"] = row.due_at


def text_hash(text: str) -> bytes:
    """Return a 16-byte hash of the text without spaces and punctuation: equal texts are likely repeats."""
    letters = NO_LETTER.sub("", unicodedata.normalize("NFKC", text))
    return hashlib.blake2b(letters.lower().encode(), digest_size=16).digest()
