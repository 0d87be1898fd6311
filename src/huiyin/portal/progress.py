"""What a citizen is told of the own case: where it stands, who has it, until when, what was answered; no person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.calendars.current import almanac
from huiyin.callbacks.models import Objection
from huiyin.callbacks.queries import may_be_objected_to
from huiyin.callbacks.states import ObjectionState
from huiyin.cases.lifecycle import CASE
from huiyin.cases.models import Answer, Application, Assignment, Case, Wish
from huiyin.cases.models.application import Kind
from huiyin.cases.models.assignment import Role
from huiyin.cases.states import ApplicationState, AssignmentState, CaseState
from huiyin.flow import times
from huiyin.journal.models import Event
from huiyin.portal.discretion import Discretion
from huiyin.portal.timeline import EXTENSIONS, MOVES_OF_CLOCKS, Act, acts_in, events_of
from huiyin.portal.wording import (
    MOVED_OTHERWISE,
    MOVED_WORDS,
    OBJECTION_WORDS,
    STATE_WORDS,
    WAY_WORDS,
    ending_in_words,
)
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.limit_rules import ClockName
from huiyin.rulebook.shelf import book as book_named

MAY_BE_OBJECTED_TO = (CaseState.CLOSED, CaseState.IN_CALLBACK)
TAKEN_BACK = (AssignmentState.RECALLED, AssignmentState.ANNULLED, AssignmentState.TAKEN_AWAY)


@dataclass(frozen=True)
class StepShown:
    """One step of the city's own flow: `place` is "done", "now" or "later"."""

    label: str
    place: str


@dataclass(frozen=True)
class ExtensionShown:
    """One extension: why, and until when."""

    at: datetime
    until: datetime
    reason: str


@dataclass(frozen=True)
class AnswerShown:
    """One public answer: when, how, from whom, what."""

    at: datetime
    way: str
    whose: str
    text: str
    link: str


@dataclass(frozen=True)
class WishShown:
    """One wish with what became of it, and what the citizen said of that: `found` and `grade` as codes for the form."""

    ordinal: int
    text: str
    result: str
    found: str
    grade: str
    rated: str
    tone: str


@dataclass(frozen=True)
class PromiseMoved:
    """The promised date moved: when, from which day to which, why."""

    at: datetime
    old: datetime
    new: datetime
    why: str


@dataclass(frozen=True)
class ObjectionShown:
    """What the citizen asked for after the answer, and what the centre said to it."""

    at: datetime
    undone: bool
    words: str
    state: str
    is_open: bool
    due_at: datetime | None
    decided_at: datetime | None
    decision: str


@dataclass(frozen=True)
class Progress:
    """The whole of it, ready for the page."""

    case: Case
    state: str
    steps: tuple[StepShown, ...]
    unit: str
    helpers: tuple[str, ...]
    ending: tuple[str, ...]
    extensions: tuple[ExtensionShown, ...]
    answers: tuple[AnswerShown, ...]
    wishes: tuple[WishShown, ...]
    acts: tuple[Act, ...]
    moved: tuple[PromiseMoved, ...]
    objections: tuple[ObjectionShown, ...]
    grades: tuple[tuple[str, str], ...]
    may_supplement: bool
    may_hurry: bool
    may_rate: bool
    may_object: bool
    object_until: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether a promised date still means something."""
        return self.case.due_at is not None and self.case.answered_at is None and self.case.ended_at is None

    @property
    def again_until(self) -> datetime | None:
        """Until when the unit has to answer anew, where the matter is done again; the first promise was kept or not."""
        is_again = self.case.answered_at is not None and self.case.state == CaseState.IN_HANDLING
        return self.case.unit_due_at if is_again else None

    @property
    def is_late(self) -> bool:
        """Whether the promised date has passed; what stands on the ledger waits for its conditions."""
        due_at = self.case.due_at
        return self.is_open and not self.case.suspended and due_at is not None and due_at < times.now()


def progress_of(case: Case) -> Progress:
    """Return what its petitioner is told of a case; the number of statements does not grow with it."""
    book, discretion = book_named(case.book), Discretion.of(case)
    shares = list(Assignment.objects.filter(case_id=case.pk).select_related("unit").order_by("dispatched_at", "id"))
    leads = [share.pk for share in shares if share.role == Role.LEAD]
    asked = list(Application.objects.filter(assignment_id__in=leads).order_by("asked_at")) if leads else []
    events = events_of(case)
    units = {} if discretion.hides_units else {str(share.unit_id): share.unit.name for share in shares}
    lead, helpers = _units_now(shares, units)
    return Progress(
        case=case, state=STATE_WORDS[case.state], steps=steps_of(case, book),
        unit=lead, helpers=helpers, ending=ending_in_words(case, book),
        extensions=_extensions(asked, events, discretion), answers=_answers(case, units, discretion),
        wishes=_wishes(case, book, discretion), acts=acts_in(events, [*leads, *(one.pk for one in asked)], units),
        moved=_moved(events), objections=_objections(case, discretion),
        grades=tuple((grade.code, grade.label) for grade in book.callback.grades),
        may_supplement=_knows(case, "supplement"), may_hurry=_knows(case, "hurry"),
        may_rate=_knows(case, "rate_wishes"), may_object=_may_object(case), object_until=_object_until(case, book),
    )  # fmt: skip


def steps_of(case: Case, book: Rulebook) -> tuple[StepShown, ...]:
    """Return the steps of the case's flow; a case that left the way stands at none."""
    steps = book.steps(case.family)
    here = next((n for n, step in enumerate(steps) if case.state in step.states), None)
    if here is None:
        return ()
    at_here = "done" if case.state in {CaseState.CLOSED, CaseState.ARCHIVED} else "now"
    places = ["done" if n < here else at_here if n == here else "later" for n in range(len(steps))]
    return tuple(StepShown(step.label, place) for step, place in zip(steps, places, strict=True))


def _knows(case: Case, action: str) -> bool:
    return case.state in CASE.of(action).source


def _units_now(shares: Sequence[Assignment], names: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the name of the unit that leads, and of those that help."""
    held = [share for share in shares if share.state not in TAKEN_BACK and str(share.unit_id) in names]
    leads = [names[str(share.unit_id)] for share in held if share.role == Role.LEAD]
    helpers = dict.fromkeys(names[str(share.unit_id)] for share in held if share.role == Role.JOINT)
    return (leads[-1] if leads else ""), tuple(helpers)


def _extensions(
    asked: Iterable[Application], events: Iterable[Event], discretion: Discretion
) -> tuple[ExtensionShown, ...]:  # fmt: skip
    granted = {event.subject_id: event.said for event in events if event.verb in EXTENSIONS}
    told = [
        one for one in asked
        if one.kind == Kind.EXTENSION and one.state == ApplicationState.GRANTED and one.petitioner_told_at
    ]  # fmt: skip
    return tuple(
        ExtensionShown(one.decided_at or one.asked_at, until, discretion.of_official(one.reason))
        for one in told
        if (until := _until(one, granted.get(one.pk, {})))
    )


def _until(application: Application, said: Mapping[str, str]) -> datetime | None:
    # Who grants may grant less than was asked; that date stands in the event alone.
    return datetime.fromisoformat(said["until"]) if said.get("until") else application.until


def _answers(case: Case, names: Mapping[str, str], discretion: Discretion) -> tuple[AnswerShown, ...]:
    unit = names.get(str(case.lead_unit_id), "承办单位")
    return tuple(
        AnswerShown(
            answer.at, WAY_WORDS.get(answer.way, ""), unit if answer.by_unit else "热线中心",
            discretion.of_official(answer.text), answer.link,
        )
        for answer in Answer.objects.filter(case_id=case.pk).order_by("at", "id")
    )  # fmt: skip


def _wishes(case: Case, book: Rulebook, discretion: Discretion) -> tuple[WishShown, ...]:
    # What a unit writes to a wish is told when the centre has passed it, not before.
    grades = {grade.code: grade.label for grade in book.callback.grades}
    return tuple(
        WishShown(
            wish.ordinal, discretion.of_citizen(wish.text), wish.get_result_display() if wish.audited else "",
            wish.found, wish.grade, _rated(wish, grades), "late" if wish.petitioner_says is False else "good",
        )
        for wish in Wish.objects.filter(case_id=case.pk).order_by("ordinal")
    )  # fmt: skip


def _rated(wish: Wish, grades: Mapping[str, str]) -> str:
    said = [word for word in (wish.get_found_display() if wish.found else "", grades.get(wish.grade, "")) if word]
    if not said and wish.petitioner_says is not None:
        # Said on the telephone, when the centre called back.
        said = ["认可" if wish.petitioner_says else "不认可"]
    return "，".join(said)


def _moved(events: Iterable[Event]) -> tuple[PromiseMoved, ...]:
    return tuple(
        PromiseMoved(
            event.at, datetime.fromisoformat(event.said["old"]), datetime.fromisoformat(event.said["new"]),
            MOVED_WORDS.get(event.said["reason"], MOVED_OTHERWISE),
        )
        for event in events
        if event.verb in MOVES_OF_CLOCKS and event.said.get("kind") == ClockName.CITIZEN
    )  # fmt: skip


def _objections(case: Case, discretion: Discretion) -> tuple[ObjectionShown, ...]:
    return tuple(
        ObjectionShown(
            one.asked_at, one.undone, discretion.of_citizen(one.words), OBJECTION_WORDS[one.state],
            one.state == ObjectionState.ASKED, one.due_at, one.decided_at, discretion.of_official(one.decision),
        )
        for one in Objection.objects.filter(case_id=case.pk).order_by("asked_at", "id")
    )  # fmt: skip


def _may_object(case: Case) -> bool:
    return case.state in MAY_BE_OBJECTED_TO and may_be_objected_to(case, times.now())


def _object_until(case: Case, book: Rulebook) -> datetime | None:
    if case.state != CaseState.CLOSED or case.closed_at is None:
        return None
    return almanac().due(case.closed_at, book.callback.reopen_within, book.office).at
