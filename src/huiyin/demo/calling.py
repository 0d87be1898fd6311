"""The call-back desk of the simulated city: it calls who waits, and judges who is not content."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from random import Random
from typing import Any
from uuid import UUID

from huiyin.callbacks.act import Outcome, keep_call, move_callback
from huiyin.callbacks.models import Callback
from huiyin.callbacks.queries import in_one_call
from huiyin.callbacks.states import CallbackState
from huiyin.cases.models import Case
from huiyin.cases.states import CaseState
from huiyin.demo.looking import waiting_for_a_call, waiting_for_a_judgement
from huiyin.demo.matter import City
from huiyin.demo.plan import Calls
from huiyin.flow.posts import Post
from huiyin.flow.times import local_day
from huiyin.rulebook.shelf import book as book_named

OPEN = (CallbackState.WAITING, CallbackState.JUDGING)


@dataclass
class Tally:
    """Says yes so often that a share of all answers is yes, as evenly as can be."""

    share: Fraction
    owed: Fraction = Fraction(0)

    def next(self) -> bool:
        """Return whether this one is among the share."""
        self.owed += self.share
        yes = self.owed >= 1
        self.owed -= yes
        return yes


@dataclass
class Desk:
    """The desk. `again` is told of each case that goes back to its unit; after `no_redo_after` none does."""

    city: City
    calls: Calls
    rng: Random
    again: Callable[[UUID, datetime], None]
    no_redo_after: date | None = None
    grades: Mapping[str, Sequence[str]] = field(default_factory=dict)
    missed: Tally = field(init=False)
    declined: Tally = field(init=False)
    dissatisfied: Tally = field(init=False)
    reasonable: Tally = field(init=False)
    planned: dict[str, Iterator[str]] = field(init=False)

    def __post_init__(self) -> None:
        for name in ("missed", "declined", "dissatisfied", "reasonable"):
            setattr(self, name, Tally(getattr(self.calls, name)))
        self.planned = {family: iter(grades) for family, grades in self.grades.items()}

    @property
    def has_work(self) -> bool:
        """Whether somebody waits for a call or for a judgement."""
        return Callback.objects.filter(state__in=OPEN).exists()

    def work(self, at: datetime) -> None:
        """Call everybody whose time has come, then judge what waits for a judgement."""
        called: set[UUID] = set()
        for row in waiting_for_a_call(at):
            if row.pk not in called:
                called |= self._call(row, at)
        for row in waiting_for_a_judgement():
            self._judge(row, at)

    def _call(self, row: Callback, at: datetime) -> set[UUID]:
        together = list(in_one_call(row).select_related("case"))
        if row.case.family in self.planned:
            return self._keep([self._as_planned(one) for one in together], together, at)
        missed, declined = self.missed.next(), self.declined.next()
        outcomes = [self._outcome(one, at, missed, declined) for one in together]
        return self._keep(outcomes, together, at)

    def _as_planned(self, row: Callback) -> Outcome:
        """Answer as the plan of the family says; whoever is beyond it does not want to answer."""
        grade = next(self.planned[row.case.family], "")
        return (
            Outcome(row.pk, "answered", {"grade": grade})
            if grade
            else Outcome(row.pk, "declined", {"words": "不便评价"})
        )

    def _keep(self, outcomes: list[Outcome], together: Sequence[Callback], at: datetime) -> set[UUID]:
        agent = self.city.cast.one(Post.CALLBACK_AGENT, self.rng)
        self.city.moves += len(outcomes)
        keep_call(outcomes, actor=agent, at=at)
        for outcome, one in zip(outcomes, together, strict=True):
            if outcome.said.get("reasonable"):
                self._follow(one.case_id, at)
        return {one.pk for one in together}

    def _outcome(self, row: Callback, at: datetime, missed: bool, declined: bool) -> Outcome:
        if missed:
            return Outcome(row.pk, "not_reached", {"miss": "no_answer"})
        if declined:
            return Outcome(row.pk, "declined", {"words": "诉求人表示不便评价"})
        return Outcome(row.pk, "answered", self._answer(row, at))

    def _answer(self, row: Callback, at: datetime) -> dict[str, Any]:
        book = book_named(row.book)
        content = not self.dissatisfied.next()
        grades = [grade.code for grade in book.callback.grades if grade.satisfied is content]
        if content:
            return {"grade": self.rng.choice(grades)}
        side = self.rng.choice(book.callback.dimensions)
        return {
            "grade": grades[0], "dimensions": [side.code], "words": f"对{side.label}不满意，问题又出现了",
            "reasonable": self._may_be_done_again(row.case, at) and self.reasonable.next(),
        }  # fmt: skip

    def _may_be_done_again(self, case: Case, at: datetime) -> bool:
        if self.no_redo_after and local_day(at) > self.no_redo_after:
            return False
        return case.lead_unit_id is not None and case.redos < book_named(case.book).redo.max_times

    def _judge(self, row: Callback, at: datetime) -> None:
        known = Case.objects.values_list("audited_by", flat=True).get(pk=row.case_id)
        by = self.city.cast.one(Post.SUPERVISOR, self.rng, but=[known, row.reached_by_id])
        book = book_named(row.book)
        result = next((r.code for r in book.results if r.needs_reviewer), book.results[-1].code)
        self.city.moves += 1
        said = {"result": result, "reason": "经复核，办理符合规定，已再次说明"}
        move_callback(row.pk, "judge_unreasonable", said, actor=by, at=at)

    def _follow(self, case_id: UUID, at: datetime) -> None:
        if Case.objects.filter(pk=case_id, state=CaseState.IN_HANDLING).exists():
            self.again(case_id, at)
