"""What is done to the calendar: a notice is imported, and everybody can see that the calendar changed."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.calendars import queries
from huiyin.calendars.current import doubt_until_commit
from huiyin.calendars.models import Notice, Stamp
from huiyin.calendars.notices import HolidayNotice
from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.journal.door import note
from huiyin.journal.writing import writing

LEDGER = "calendars"
IMPORTED = "notice.imported"
"""The verb that rooms above follow to reckon their due times anew. Fields: year, version, calendar_version."""


@dataclass(frozen=True)
class Imported:
    """What an import came to: the notice in force, and whether it is new or was known already."""

    notice: Notice
    new: bool


def import_notice(facts: HolidayNotice, *, actor: Actor, at: datetime) -> Imported:
    """Put a notice in force, as the next version of its year, with an event. The same facts again change nothing.

    Open due times are not touched here: who follows `notice.imported` moves them, each with an event of its own.
    """
    with writing():
        stamp = _locked_stamp()
        known = queries.of_year(facts.year)
        if known and known.facts == facts:
            return Imported(known, new=False)
        notice = Notice.of(facts, version=known.version + 1 if known else 1, at=at)
        notice.save(force_insert=True)
        change(stamp)
        said = {"year": notice.year, "version": notice.version, "calendar_version": stamp.version}
        note(IMPORTED, "notice", notice.id, actor=actor, at=at, head=LEDGER, said=said)
        doubt_until_commit()
        return Imported(notice, new=True)


def _locked_stamp() -> Stamp:
    # The stamp is the lock, too: two imports at once come one after the other.
    stamp, _ = Stamp.objects.select_for_update().get_or_create(pk=Stamp.ONLY)
    return stamp


def change(stamp: Stamp) -> None:
    """Give the calendar its next version, so that every process reads it again."""
    stamp.version, stamp.token = stamp.version + 1, uuid7()
    stamp.save(update_fields=["version", "token"])
