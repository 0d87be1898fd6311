"""What was done with a case, in the citizen's words: read from the journal by a list of acts that are told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.journal.models import Event
from huiyin.portal.wording import ACT_WORDS, ACTS_OF_LEAD

EXTENSIONS = ("application.ask", "application.grant_extension")
MOVES_OF_CLOCKS = ("clock.moved", "clock.recalculated")


@dataclass(frozen=True)
class Act:
    """One line of the time line."""

    at: datetime
    words: str


def events_of(case: Case) -> list[Event]:
    """Return the events of the case of which a citizen is told, in one statement."""
    return list(
        Event.objects.filter(chain_id=case.pk, verb__in=[*ACT_WORDS, *EXTENSIONS, *MOVES_OF_CLOCKS]).order_by("seq")
    )


def acts_in(events: Iterable[Event], leads: Sequence[UUID], names: Mapping[str, str]) -> tuple[Act, ...]:
    """Return the lines. `leads` are the lead unit's shares and applications; `names` units by id, none if hidden."""
    return tuple(
        Act(event.at, _words(event, names))
        for event in events
        if event.verb in ACT_WORDS and (event.verb not in ACTS_OF_LEAD or event.subject_id in leads)
    )


def _words(event: Event, names: Mapping[str, str]) -> str:
    words = ACT_WORDS[event.verb]
    unit = names.get(str(event.said.get("lead", "")), "") if event.verb == "case.dispatch" else ""
    return f"{words}：{unit}" if unit else words
