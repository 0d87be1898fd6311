"""What is near on the ladder though no clock counts down to it: dissatisfied or redone once more, open too long.

Told to the unit that leads the case, before the step is reached. Nothing is written here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from huiyin.calendars.current import almanac
from huiyin.cases.models import Case
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.cases.states import OPEN_CASE
from huiyin.escalation.ladder import after_the_last, moment_of
from huiyin.escalation.models import StepTaken
from huiyin.flow.actor import Actor
from huiyin.flow.times import local
from huiyin.rulebook.escalation import Step
from huiyin.rulebook.shelf import book as book_named

MOST_LOOKED_AT = 300


@dataclass(frozen=True)
class Near:
    """A case and the step to which it comes next, in words."""

    case: Case
    step: Step
    words: str


def near_for(actor: Actor, at: datetime, until: datetime) -> list[Near]:
    """Return what is near for the cases that the actor's own units lead, the longest accepted first: two statements."""
    cases = list(_led_by(actor))
    taken: dict[UUID, set[str]] = {}
    for about, code in StepTaken.objects.filter(about__in=[one.pk for one in cases]).values_list("about", "step"):
        taken.setdefault(about, set()).add(code)
    return [near for case in cases for near in _near(case, taken.get(case.pk, set()), at, until)]


def _led_by(actor: Actor) -> QuerySet[Case]:
    own = cases_visible_to(actor).filter(lead_unit__in=sorted(actor.unit_ids, key=str), state__in=sorted(OPEN_CASE))
    unhappy = Count("callbacks", filter=Q(callbacks__satisfied=False))
    return own.annotate(unhappy=unhappy).select_related("lead_unit").order_by("accepted_at", "id")[:MOST_LOOKED_AT]


def _near(case: Case, taken: set[str], at: datetime, until: datetime) -> Iterator[Near]:
    ladder = book_named(case.book).escalation

    def following(trigger: str, comes: Callable[[Step], bool]) -> Step | None:
        rest: Sequence[Step] = after_the_last(ladder.family(trigger), taken)
        return next(filter(comes, rest), None)

    for trigger, times, words in (
        ("dissatisfied", _unhappy(case), "再有1次回访不满意"),
        ("redone", case.redos, "再重办1次"),
    ):
        if times and (step := following(trigger, lambda step, n=times + 1: step.times == n)):  # type: ignore[misc]
            yield Near(case, step, f"{words}将{step.deed}")
    if case.suspended or case.answered_at or case.accepted_at is None:
        return
    since, days = case.accepted_at, almanac()
    if step := following("open_long", lambda step: at < moment_of(step, since, case.book, days) <= until):
        moment = moment_of(step, since, case.book, days)
        yield Near(case, step, f"{local(moment):%m-%d %H:%M}前不办结将{step.deed}")


def _unhappy(case: Case) -> int:
    return int(getattr(case, "unhappy", 0))
