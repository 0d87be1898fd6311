"""The door of the public statistics: drawn up for a period, corrected as a new edition beside the old one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from huiyin.flow.actor import Actor
from huiyin.flow.table import NotNow, Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import Door
from huiyin.journal.models import Ledger
from huiyin.journal.writing import writing
from huiyin.portal.lifecycle import PUBLICATION
from huiyin.portal.models import Publication
from huiyin.portal.public_figures import counted
from huiyin.portal.publication_guards import PublicationFacts
from huiyin.portal.states import ON_RECORD, PublicationState
from huiyin.registers.periods import Period
from huiyin.rulebook.shelf import book_for

LEDGER = "publication"


def publication_facts(row: Publication, head: Ledger, at: datetime) -> PublicationFacts:
    """Return the facts of one statistic."""
    before = _in_the_way(row) if row._state.adding else ""
    return PublicationFacts(row.state, local_day(at), row.last, before, row.replaces_id is not None)


def _in_the_way(row: Publication) -> str:
    there = {one.state: one for one in Publication.objects.filter(period=row.period)}
    if PublicationState.DRAFT in there:
        return "这个期间已有一份待公布的，请先公布或作废"
    published = there.get(PublicationState.PUBLISHED)
    is_its_correction = published is not None and published.pk == row.replaces_id
    return "这个期间已经公布，请用“更正”重新公布" if published and not is_its_correction else ""


PUBLICATION_DOOR = Door(PUBLICATION, Publication, publication_facts, head_model=Ledger, head_field="ledger_id")


def prepare(period: Period, *, actor: Actor, at: datetime, city: str, key: str = "") -> Publication:
    """Count a month or a year for the public; the same `key` sent twice draws up one. Raises Refused."""
    if period.kind not in {"month", "year"}:
        raise Refused(["公开统计按月或按年"])
    return _begun(_new(period.code, period.first, period.until, city), "prepare", {}, actor, at, key)


def correct(
    old: Publication, said: Mapping[str, Any], *, actor: Actor, at: datetime, city: str, key: str = ""
) -> Publication:
    """Count a published period once more, with the reason why; until the new edition is published the old one stands."""
    if old.state != PublicationState.PUBLISHED:
        raise NotNow([f"{old.name}的统计现在是“{old.standing.label}”，不能更正"])
    row = _new(old.period, old.since, old.until, city)
    row.replaces = old
    return _begun(row, "correct", said, actor, at, key)


def _new(period: str, since: Any, until: Any, city: str) -> Publication:
    latest = Publication.objects.filter(period=period, state__in=ON_RECORD).aggregate(latest=Max("edition"))["latest"]
    book = book_for(city, since)
    return Publication(period=period, since=since, until=until, edition=(latest or 0) + 1, book=book.id)


def _begun(
    row: Publication, action: str, said: Mapping[str, Any], actor: Actor, at: datetime, key: str
) -> Publication:  # fmt: skip
    if local_day(at) > row.last:
        # Counted before anything is locked: a year takes its time.
        former = row.replaces.kept if row.replaces else None
        row.counted = counted(row.since, row.last, book_for(row.book.partition("/")[0], row.since), former)  # type: ignore[attr-defined]
    with writing():
        Ledger.objects.bulk_create([Ledger(name=LEDGER)], ignore_conflicts=True)
        row.ledger = Ledger.objects.get(name=LEDGER)
        event = PUBLICATION_DOOR.begin(row, action, said, actor=actor, at=at, key=key)
    return row if event.subject_id == row.pk else Publication.objects.get(pk=event.subject_id)
