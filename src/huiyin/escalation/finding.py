"""Which steps of the ladder have been reached: asked of clocks, cases, call-backs and problems. Nothing is written here.

Of the steps of one trigger only the sternest that has come is found, so that after a standstill nobody is shown three
cards at once; what was taken before, or stands below what was taken, is never found again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiyin.calendars.current import almanac
from huiyin.callbacks.models import Callback
from huiyin.cases.clockwork import URGEABLE
from huiyin.cases.models import Assignment, Case
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import OPEN_CASE, CaseState
from huiyin.clocks.models import Clock
from huiyin.clocks.queries import overdue
from huiyin.escalation.ladder import floor_of, moment_of
from huiyin.escalation.models import ProblemFound, StepTaken
from huiyin.flow.times import ONE_DAY, local
from huiyin.journal.models import Event
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.escalation import Step, UnitProblem
from huiyin.rulebook.shelf import all_books
from huiyin.statistics.collecting import registry_for
from huiyin.units.models import Unit

WITHOUT_UNIT = (CaseState.REGISTERED, CaseState.IN_REVIEW, CaseState.IN_APPROVAL, CaseState.APPROVED)
"""States in which nobody handles the case yet, or again."""

HEARD_WITHIN = timedelta(days=7)
"""Call-backs are counted for cases of which somebody was heard so lately: each of them was looked at when it was new."""


@dataclass(frozen=True)
class Reached:
    """A step that has come: for which case, which unit, because of what, in which words."""

    step: Step
    book: str
    about: UUID
    why: str
    case_id: UUID | None = None
    unit_id: UUID | None = None
    unit_path: str = ""
    period: str = ""
    figures: dict[str, Any] = field(default_factory=dict)
    behind: Sequence[UUID] = ()
    centre_id: UUID | None = None


def reached(at: datetime) -> Iterator[Reached]:
    """Give every step about a case that has come by now."""
    for book in all_books():
        yield from _by_clocks(book, at)
        yield from _by_urges(book, at)
        yield from _by_call_backs(book, at)
        yield from _by_redoing(book)
        yield from _by_age(book, at, "no_lead", _without_unit)
        yield from _by_age(book, at, "open_long", _open)


def sternest(family: Sequence[Step], come: Iterable[Step], taken: Iterable[str]) -> Step | None:
    """Return the last step of a family that has come, unless it, or a later one, was taken before."""
    place = {step.code: n for n, step in enumerate(family)}
    last = max((place[step.code] for step in come), default=-1)
    before = max((place[code] for code in taken if code in place), default=-1)
    return family[last] if last > before else None


# -- late, and urged without an answer -----------------------------------------------------------------------------


def _by_clocks(book: Rulebook, at: datetime) -> Iterator[Reached]:
    days = almanac()
    for kind in book.escalation.clocks("overdue"):
        family = book.escalation.family("overdue", kind)
        first = min(floor_of(step.after) for step in family if step.after)
        late = overdue(at).filter(kind=kind, book=book.id, due_at__lte=at - first)
        for clock, unit, taken in _of_clocks(late, family):
            come = [step for step in family if moment_of(step, clock.due_at, book.id, days) <= at]
            if step := sternest(family, come, taken):
                yield _of_clock(step, clock, unit, f"{_what(clock)}已超期{_days(at - clock.due_at)}")


def _by_urges(book: Rulebook, at: datetime) -> Iterator[Reached]:
    for kind in book.escalation.clocks("urged"):
        family = book.escalation.family("urged", kind)
        least = min(step.times or 0 for step in family)
        # The clock counts its own urging, the case that by hand.
        by_hand = Case.objects.filter(pk=OuterRef("case_id"), urges__gt=0)
        urged = overdue(at).filter(Q(urges__gte=least) | Exists(by_hand), kind=kind, book=book.id)
        found = list(_of_clocks(urged, family))
        times = _urged_by_hand([clock for clock, _, _ in found])
        for clock, unit, taken in found:
            n = clock.urges + times[clock.pk]
            come = [step for step in family if n >= (step.times or 0)]
            if step := sternest(family, come, taken):
                yield _of_clock(step, clock, unit, f"催办{n}次仍未办结，已超期{_days(at - clock.due_at)}")


def _urged_by_hand(clocks: Sequence[Clock]) -> dict[UUID, int]:
    """Return how often each clock's case was urged by hand since the clock began."""
    cases = {clock.case_id for clock in clocks if clock.case_id}
    urges: dict[UUID, list[datetime]] = defaultdict(list)
    for case_id, at in Event.objects.filter(chain_id__in=cases, verb="case.urge").values_list("chain_id", "at"):
        urges[case_id].append(at)
    return {
        clock.pk: sum(at >= clock.started_at for at in urges[clock.case_id]) if clock.case_id else 0 for clock in clocks
    }


def _of_clocks(clocks: QuerySet[Clock], family: Sequence[Step]) -> Iterator[tuple[Clock, tuple[Any, str], set[str]]]:
    """Give each clock with the unit that can act, and the steps taken for it; what is at the top is not loaded."""
    top = StepTaken.objects.filter(about=OuterRef("pk"), step=family[-1].code)
    rows = list(clocks.filter(~Exists(top)))
    taken = _taken([clock.pk for clock in rows])
    shares = {
        pk: (unit, path, state)
        for pk, unit, path, state in Assignment.objects.filter(
            pk__in=[clock.subject_id for clock in rows if clock.subject_kind == "assignment"]
        ).values_list("pk", "unit_id", "unit_path", "state")
    }
    others = {clock.unit_id for clock in rows if clock.subject_kind != "assignment" and clock.unit_id}
    paths = dict(Unit.objects.filter(pk__in=others).values_list("pk", "path"))
    for clock in rows:
        if clock.subject_kind != "assignment":
            # An instruction, a supervision order: the clock itself says whose it is.
            if clock.unit_id in paths:
                yield clock, (clock.unit_id, paths[clock.unit_id]), taken[clock.pk]
        elif clock.subject_id in shares and shares[clock.subject_id][2] in URGEABLE:
            unit, path, _ = shares[clock.subject_id]
            yield clock, (unit, path), taken[clock.pk]


def _of_clock(step: Step, clock: Clock, unit: tuple[Any, str], why: str) -> Reached:
    return Reached(step, clock.book, clock.pk, why, clock.case_id, unit[0], unit[1])


def _what(clock: Clock) -> str:
    return {"unit_reply": "反馈", "instruction": "批示办理", "supervision": "督办反馈"}.get(clock.kind, "")


# -- dissatisfied, redone, without a unit, open too long -----------------------------------------------------------


def _by_call_backs(book: Rulebook, at: datetime) -> Iterator[Reached]:
    family = book.escalation.family("dissatisfied")
    if not family:
        return
    unhappy = Callback.objects.filter(satisfied=False, case__book=book.id)
    lately = unhappy.filter(reached_at__gte=at - HEARD_WITHIN, reached_at__lte=at).order_by().values("case")
    counted = unhappy.filter(case__in=lately).order_by().values("case").annotate(n=Count("pk"))
    times = dict(counted.filter(n__gte=family[0].times or 1).values_list("case", "n"))
    yield from _of_cases(book, family, times, "回访{n}次不满意")


def _by_redoing(book: Rulebook) -> Iterator[Reached]:
    family = book.escalation.family("redone")
    if not family:
        return
    again = Case.objects.filter(book=book.id, redos__gte=family[0].times, state__in=sorted(OPEN_CASE))
    yield from _of_cases(book, family, dict(again.values_list("pk", "redos")), "已重办{n}次")


def _of_cases(book: Rulebook, family: Sequence[Step], times: dict[UUID, int], words: str) -> Iterator[Reached]:
    taken, units = _taken(list(times)), _leads(list(times))
    for case_id, n in sorted(times.items(), key=lambda one: str(one[0])):
        come = [step for step in family if n >= (step.times or 0)]
        if step := sternest(family, come, taken[case_id]):
            unit, path = units.get(case_id, (None, ""))
            yield Reached(step, book.id, case_id, words.format(n=n), case_id, unit, path)


def _without_unit(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.filter(state__in=sorted(WITHOUT_UNIT))


def _open(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.filter(state__in=sorted(OPEN_CASE), suspended=False, answered_at__isnull=True)


def _by_age(book: Rulebook, at: datetime, trigger: str, narrow: Any) -> Iterator[Reached]:
    family, days = book.escalation.family(trigger), almanac()
    if not family:
        return
    first = min(floor_of(step.after) for step in family if step.after)
    top = StepTaken.objects.filter(about=OuterRef("pk"), step=family[-1].code)
    old = narrow(Case.objects.filter(book=book.id, accepted_at__lte=at - first)).filter(~Exists(top))
    since = dict(old.values_list("pk", "accepted_at"))
    taken = _taken(list(since))
    units = {} if trigger == "no_lead" else _leads(list(since))
    for case_id, accepted in sorted(since.items(), key=lambda one: (one[1], str(one[0]))):
        come = [step for step in family if moment_of(step, accepted, book.id, days) <= at]
        if step := sternest(family, come, taken[case_id]):
            unit, path = units.get(case_id, (None, ""))
            what = "仍无主办单位" if trigger == "no_lead" else "仍未办结"
            yield Reached(step, book.id, case_id, f"受理{_days(at - accepted)}{what}", case_id, unit, path)


# -- a unit as a whole ---------------------------------------------------------------------------------------------


def reached_by_units(book: Rulebook, period: str) -> Iterator[Reached]:
    """Give every step that a unit has come to in a month because it lags behind as a whole."""
    found = ProblemFound.objects.filter(period=period, over=True).select_related("unit").order_by("unit__path")
    for one in found:
        problem = book.escalation.problem(one.problem)
        if problem is None:
            continue
        for step in book.escalation.steps:
            if step.problem == one.problem and not _is_taken(step, one):
                yield _against_unit(book, step, problem, one)


def _is_taken(step: Step, one: ProblemFound) -> bool:
    return StepTaken.objects.filter(about=one.unit_id, step=step.code, period=one.period).exists()


def _against_unit(book: Rulebook, step: Step, problem: UnitProblem, one: ProblemFound) -> Reached:
    last = one.until - ONE_DAY
    why = f"{one.since:%m-%d} 至 {last:%m-%d}{problem.label} {one.bad} 件，占 {one.of} 件的 {_share(one)}"
    figures = {
        "bad": one.bad,
        "of": one.of,
        "measure": problem.measure,
        "since": str(one.since),
        "until": str(one.until),
    }
    behind = behind_of(book, problem.measure, one)
    return Reached(
        step, book.id, one.unit_id, why, None, one.unit_id, one.unit.path, one.period, figures, behind, one.centre_id
    )


MOST_BEHIND = 200


def behind_of(book: Rulebook, measure: str, one: ProblemFound) -> list[UUID]:
    """Return the cases behind a problem of a unit, as the page of figures lists them."""
    centre = str(one.centre_id) if one.centre_id else ""
    scope = Scope(since=one.since, until=one.until, unit_path=one.unit.path, centre=centre, book=book)
    rows = registry_for(book).measure(measure).rows(scope)
    name = "pk" if rows.model is Case else "case_id"
    return sorted({pk for pk in rows.order_by().values_list(name, flat=True)[: MOST_BEHIND * 5] if pk}, key=str)[
        :MOST_BEHIND
    ]


def _share(one: ProblemFound) -> str:
    return f"{one.bad * 100 / one.of:.1f}%" if one.of else "—"


# -- what all of them need -----------------------------------------------------------------------------------------


def _taken(abouts: Sequence[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for about, code in StepTaken.objects.filter(about__in=abouts).values_list("about", "step"):
        found[about].add(code)
    return found


def _leads(case_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, str]]:
    rows = Assignment.objects.filter(case__in=case_ids, role=Role.LEAD).order_by("dispatched_at", "id")
    return {case: (unit, path) for case, unit, path in rows.values_list("case_id", "unit_id", "unit_path")}


def _days(span: timedelta) -> str:
    whole = span // timedelta(days=1)
    return f"{whole}天" if whole else f"{max(span // timedelta(hours=1), 1)}小时"


def month_of(at: datetime) -> str:
    """Return the month in which a unit is judged: one step of a kind in each."""
    return f"{local(at):%Y-%m}"
