"""The doors of the knowledge: items by their table, phrases by what is said of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.flow.actor import Actor
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import Door, note
from huiyin.journal.models import Ledger
from huiyin.journal.writing import writing
from huiyin.knowledge import phrase_guards
from huiyin.knowledge.lifecycle import KNOWLEDGE
from huiyin.knowledge.models import Item, Phrase
from huiyin.knowledge.queries import item_facts, number_typed
from huiyin.knowledge.who import keeper
from huiyin.rulebook.shelf import book_for
from huiyin.units.guards import refuse_for

LEDGER = "knowledge"

ITEM_DOOR = Door(KNOWLEDGE, Item, item_facts, head_model=Ledger, head_field="ledger_id")


@dataclass(frozen=True)
class Words:
    """What is said of a phrase. `item` is the number of the item on which it rests, as it was typed."""

    group: str
    key: str
    title: str
    words: str
    kind: str = ""
    topic: str = ""
    item: str = ""


def write_item(said: Mapping[str, Any], *, actor: Actor, at: datetime, city: str, key: str = "") -> Item:
    """Draft an item; the same `key` sent twice drafts one. Raises Refused."""
    with writing():
        row = Item(book=book_for(city, local_day(at)).id, ledger=_ledger())
        event = ITEM_DOOR.begin(row, "write", said, actor=actor, at=at, key=key)
    return row if event.subject_id == row.pk else Item.objects.get(pk=event.subject_id)


def write_phrase(words: Words, *, actor: Actor, at: datetime, city: str, phrase_id: UUID | None = None) -> Phrase:
    """Put a phrase behind a key, or word one anew. Raises Refused with every reason."""
    _require_keeper(actor)
    with writing():
        row = _phrase(phrase_id) if phrase_id else Phrase()
        item = _item_named(words.item)
        book = book_for(city, local_day(at))
        refuse_for(
            phrase_guards.key_is_one_sign(words.key),
            phrase_guards.key_is_free(words.key, row.pk),
            phrase_guards.title_is_given(words.title),
            phrase_guards.words_are_given(words.words, item),
            phrase_guards.item_is_there(words.item, item),
            phrase_guards.matter_is_whole(words.group, words.kind, words.topic, book, local_day(at)),
        )
        row.group, row.key, row.title, row.words = words.group, words.key, words.title, words.words
        row.kind, row.topic, row.item = (words.kind, words.topic, item) if row.registers else ("", "", item)
        row.save()
        texts = {"title": words.title, "words": words.words}
        said = {
            "group": row.group,
            "key": row.key,
            "kind": row.kind,
            "topic": row.topic,
            "item": item.pk if item else None,
        }
        note("phrase.write", "phrase", row.pk, at=at, head=LEDGER, actor=actor, said=said, texts=texts)
    return row


def end_phrase(phrase_id: UUID, *, actor: Actor, at: datetime) -> Phrase:
    """Take a phrase out of use; its key is free again. Raises Refused."""
    _require_keeper(actor)
    with writing():
        row = _phrase(phrase_id)
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        note("phrase.end", "phrase", row.pk, at=at, head=LEDGER, actor=actor, said={"key": row.key})
    return row


def _require_keeper(actor: Actor) -> None:
    if not keeper(actor, None):
        raise NotYours(["您的岗位不能修改话术"])


def _phrase(phrase_id: UUID) -> Phrase:
    row = Phrase.objects.select_for_update().filter(pk=phrase_id, ended_at__isnull=True).first()
    if row is None:
        raise Refused(["没有这条话术，或它已停用"])
    return row


def _item_named(typed: str) -> Item | None:
    number = number_typed(typed)
    return Item.objects.filter(number=number).first() if number is not None else None


def _ledger() -> Ledger:
    Ledger.objects.bulk_create([Ledger(name=LEDGER)], ignore_conflicts=True)
    return Ledger.objects.get(name=LEDGER)
