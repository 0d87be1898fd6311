"""The software climbs the ladder: it shows cards and proposes the rest, reminds of corrections, and does nothing twice."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.clocks.models import Clock
from huiyin.escalation.act import CORRECTION_DOOR, STEP_DOOR, ledger, order_by_itself
from huiyin.escalation.finding import Reached, month_of, reached, reached_by_units
from huiyin.escalation.models import CaseBehind, Correction, StepTaken
from huiyin.escalation.problems import look_for_problems
from huiyin.escalation.states import CorrectionState
from huiyin.flow.actor import PLATFORM
from huiyin.flow.table import Refused
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.instructions.models import Task
from huiyin.journal.models import Ledger
from huiyin.journal.rows import insert
from huiyin.journal.writing import writing
from huiyin.rulebook.escalation import CARDS
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for
from huiyin.supervision.models import Order


@dataclass(frozen=True)
class Climbed:
    """What one round did: cards shown, steps proposed or ordered by the software."""

    shown: int
    proposed: int


def climb(at: datetime) -> Climbed:
    """Take every step about a case that has come by now."""
    return _all_taken(list(reached(at)), at)


def look_at_units(at: datetime, city: str) -> Climbed:
    """Count the problems of the units, and take the steps against units that lag behind as a whole."""
    look_for_problems(at, city)
    book = book_for(city, local_day(at))
    return _all_taken(list(reached_by_units(book, month_of(at))), at)


def _all_taken(steps: list[Reached], at: datetime) -> Climbed:
    shown = proposed = 0
    for one in steps:
        if take(one, at):
            shown += one.step.rung in CARDS
            proposed += one.step.rung not in CARDS
    return Climbed(shown, proposed)


def take(one: Reached, at: datetime) -> bool:
    """Take one step in a transaction of its own; False where somebody else took it meanwhile."""
    with writing() as now_writing:
        chain = ledger()
        now_writing.lock(Ledger, chain.pk)
        if StepTaken.objects.filter(about=one.about, step=one.step.code, period=one.period).exists():
            return False
        case = Case.objects.get(pk=one.case_id) if one.case_id else None
        row = StepTaken(
            book=one.book, ledger=chain, step=one.step.code, rung=one.step.rung.value, weight=one.step.rung.weight,
            about=one.about, period=one.period, case=case, unit_id=one.unit_id, unit_path=one.unit_path, whom=one.step.whom,
            why=one.why, figures=one.figures, centre_id=case.centre_id if case else _centre_behind(one),
        )  # fmt: skip
        if one.behind:
            insert([CaseBehind(taken=row, case_id=pk) for pk in one.behind])
        STEP_DOOR.begin(row, "show" if one.step.rung in CARDS else "propose", {}, actor=PLATFORM, at=at)
        if one.step.by_itself and one.step.rung not in CARDS:
            order_by_itself(row, at)
    return True


def _centre_behind(one: Reached) -> UUID | None:
    """Return the unit for which one below it lags behind, or owes an answer that the unit, and not the city, asked for."""
    if one.centre_id:
        return one.centre_id
    clock = Clock.objects.filter(pk=one.about).first()
    if clock is None:
        return None
    order = Order.objects.filter(pk=clock.subject_id).values_list("centre_id", flat=True)
    task = Task.objects.filter(pk=clock.subject_id).values_list("instruction__centre_id", flat=True)
    found: UUID | None = order.first() or task.first()
    return found


def remind_of_corrections(at: datetime) -> int:
    """Remind each unit before a correction falls due, and urge it every few days afterwards."""
    today, done = local_day(at), 0
    for row in Correction.objects.filter(state=CorrectionState.SET).order_by("due_on", "id"):
        kind = _reminder(row, today)
        if kind:
            try:
                CORRECTION_DOOR.move(row.pk, "remind", {"kind": kind}, actor=PLATFORM, at=at)
            except Refused:
                continue
            done += 1
    return done


def _reminder(row: Correction, today: date) -> str:
    rules = book_named(row.book).escalation.correction
    begins = row.due_on - rules.remind_before * ONE_DAY
    if row.due_on < today:
        is_fresh = row.urged_on is not None and row.urged_on > row.due_on
        again = row.urged_on + rules.urge_every * ONE_DAY if is_fresh and row.urged_on else None
        return "late" if again is None or today >= again else ""
    if today >= begins and (row.urged_on is None or row.urged_on < begins):
        return "before"
    return ""
