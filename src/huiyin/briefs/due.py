"""What is due by rhythm: of each kind the last period that is over, and whether its paper is drawn up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huiyin.briefs.models import Brief
from huiyin.briefs.periods import Period, last_closed, running
from huiyin.briefs.states import GONE
from huiyin.rulebook.papers import BriefKind


@dataclass(frozen=True)
class Due:
    """One kind: its last period, the paper of it if there is one, and when the next one closes."""

    rule: BriefKind
    period: Period
    paper: Brief | None
    next_closes: datetime

    @property
    def is_owed(self) -> bool:
        """Whether nobody has drawn it up."""
        return self.paper is None


def due_at(kinds: Sequence[BriefKind], at: datetime) -> list[Due]:
    """Return what these kinds owe at a moment, what is owed first: one statement."""
    periods = [(rule, last_closed(rule, at)) for rule in kinds if rule.rhythm != "none"]
    wanted = Q(pk__in=[])
    for rule, period in periods:
        wanted |= Q(kind=rule.code, since=period.since, until=period.until, corrects__isnull=True)
    there = {row.kind: row for row in Brief.objects.filter(wanted).exclude(state__in=sorted(GONE))}
    found = [Due(rule, period, there.get(rule.code), running(rule, at).ends_at) for rule, period in periods]
    return sorted(found, key=lambda one: (not one.is_owed, one.period.until), reverse=False)
