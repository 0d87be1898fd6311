"""What this room answers where the counter and the moves of a case ask for an answer that lies ready."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.ready import ABUSE, Ready
from huiyin.flow.times import local_day
from huiyin.knowledge import queries
from huiyin.knowledge.models import Item, Phrase, PhraseGroup

ABUSED = "骚扰谩骂，请核实后作废"


class KnowledgeAnswers:
    """The port of the cases, answered from items and phrases. Everything is asked for a moment."""

    def named(self, name: str, at: datetime) -> Ready | None:
        """Return "phrase.<id>" or "item.<number>" as a matter that is as good as written."""
        kind, _, which = name.partition(".")
        if kind == "phrase":
            return _of_phrase(which, at)
        return _of_item(which, at) if kind == "item" else None

    def is_citable(self, item_id: UUID, at: datetime) -> bool:
        """Whether the item may be said now."""
        return queries.offered_on(local_day(at)).filter(pk=item_id).exists()

    def name_of(self, item_id: UUID) -> str:
        """Return number and edition."""
        item = Item.objects.only("number", "edition").get(pk=item_id)
        return f"{item.name} 第{item.edition}版"

    def typed(self, words: str, at: datetime) -> UUID | None:
        """Return the item that was named by its number."""
        number = queries.number_typed(words)
        if number is None:
            return None
        return Item.objects.filter(number=number).values_list("pk", flat=True).first()

    def offered(self, topic: str, at: datetime) -> Sequence[tuple[str, str]]:
        """Return number and question of the items for a topic."""
        rows = queries.offered_on(local_day(at)).filter(topic=topic).order_by("-changed_at")
        return [(item.name, item.question) for item in rows[: queries.MOST_OFFERED]]

    def to_say_at_the_end(self, at: datetime) -> str:
        """Return the first of the closing phrases."""
        closing = Phrase.objects.filter(group=PhraseGroup.CLOSING, ended_at__isnull=True).order_by("key").first()
        return closing.words if closing else ""


def _of_phrase(which: str, at: datetime) -> Ready | None:
    phrases = queries.phrases_on(local_day(at))
    phrase = next((one for one in phrases if str(one.pk) == which and one.registers), None)
    if phrase is None:
        return None
    said = {"title": phrase.title, "text": phrase.title, "kind": phrase.kind, "category": phrase.topic}
    if phrase.group == PhraseGroup.ABUSE:
        return Ready({**said, "tags": [ABUSE]}, note=ABUSED)
    return Ready(said, answer=words_of(phrase), cited=phrase.item_id)


def _of_item(which: str, at: datetime) -> Ready | None:
    number = queries.number_typed(which)
    item = queries.offered_on(local_day(at)).filter(number=number).first() if number is not None else None
    if item is None:
        return None
    said: dict[str, Any] = {"title": item.question[:120], "text": item.question, "category": item.topic}
    return Ready(said, answer=item.answer, cited=item.pk)


def words_of(phrase: Phrase) -> str:
    """Return what is said: the phrase's own words, else those of the item on which it rests."""
    return phrase.words or (phrase.item.answer if phrase.item else "")
