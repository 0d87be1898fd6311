"""Questions about the knowledge: what may be said today, what fits what is typed, which phrases there are."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.journal.models import Ledger
from huiyin.knowledge.facts import ItemFacts
from huiyin.knowledge.grams import first_grams_of
from huiyin.knowledge.models import Item, Phrase
from huiyin.knowledge.states import ItemState
from huiyin.knowledge.who import KEEPERS, READERS
from huiyin.units.models import Unit

MOST_FITTING, MOST_OFFERED = 5, 20
LOOKED_AT = 30
FITS_FROM = 2
"""So many pairs of signs must agree before an item is shown: one pair agrees by chance."""

SAME_TOPIC = 3
"""A topic that agrees weighs as much as so many pairs."""

_NAME = re.compile(r"\s*[Zz]?(\d{1,9})(?!\d)")


def visible_to(actor: Actor) -> QuerySet[Item]:
    """Return the items that this actor may read: who keeps them all, who answers people what is or was in force."""
    if actor.is_platform or actor.holds(*KEEPERS):
        return Item.objects.all()
    return Item.objects.exclude(state=ItemState.DRAFT) if actor.holds(*READERS) else Item.objects.none()


def over(day: date) -> Q:
    """Return the condition "its time is over"."""
    return Q(valid_until__lt=day)


def offered_on(day: date) -> QuerySet[Item]:
    """Return what may be said on this day."""
    return Item.objects.filter(state=ItemState.IN_FORCE, valid_from__lte=day).exclude(over(day))


def fitting(typed: str, topic: str, day: date) -> list[Item]:
    """Return the items that fit best what is typed and chosen, by the pairs of signs that agree, the topic counted in."""
    hits = dict(
        offered_on(day)
        .filter(grams__gram__in=first_grams_of(typed))
        .annotate(hits=Count("grams"))
        .order_by("-hits", "-id")
        .values_list("pk", "hits")[:LOOKED_AT]
    )
    alike = offered_on(day).filter(topic=topic).order_by("-changed_at") if topic else Item.objects.none()
    found = {item.pk: item for item in [*offered_on(day).filter(pk__in=hits), *alike[:LOOKED_AT]]}
    weights = {pk: hits.get(pk, 0) + (SAME_TOPIC if topic and item.topic == topic else 0) for pk, item in found.items()}
    best = sorted((pk for pk in found if weights[pk] >= FITS_FROM), key=lambda pk: (-weights[pk], -found[pk].number))
    return [found[pk] for pk in best[:MOST_FITTING]]


def phrases_on(day: date) -> list[Phrase]:
    """Return the phrases in use. One that rests on an item is left out while the item may not be said."""
    rows = Phrase.objects.filter(ended_at__isnull=True).select_related("item").order_by("key")
    return [row for row in rows if row.item is None or is_offered(row.item, day)]


def is_offered(item: Item, day: date) -> bool:
    """Whether this item may be said on this day."""
    return item.state == ItemState.IN_FORCE and item.holds_on(day)


def number_typed(text: str) -> int | None:
    """Return the number that somebody typed to name an item: "Z12", "12" or "Z12 怎么提取公积金"."""
    found = _NAME.match(text)
    return int(found[1]) if found else None


def item_facts(row: Item, head: Ledger, at: datetime) -> ItemFacts:
    """Return the facts of one item."""
    return ItemFacts(row.state, local_day(at), row.valid_until, _owner_is_there)


def _owner_is_there(unit_id: UUID) -> bool:
    return Unit.objects.filter(pk=unit_id, closed_on__isnull=True).exists()


def in_groups(phrases: Sequence[Phrase]) -> list[tuple[str, list[Phrase]]]:
    """Return the phrases by what they are for."""
    labels = dict(Phrase._meta.get_field("group").choices or ())
    found = [(label, [p for p in phrases if p.group == code]) for code, label in labels.items()]
    return [(str(label), rows) for label, rows in found if rows]
