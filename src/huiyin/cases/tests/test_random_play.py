"""Anybody does anything at any time, by three rulebooks: the house stays in order whatever they do."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from huiyin.cases.act import APPLICATION_DOOR, ASSIGNMENT_DOOR, CASE_DOOR, move_case, register, split_off
from huiyin.cases.lifecycle import ENDED
from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.queries import application_facts, assignment_facts, case_facts, visible_to
from huiyin.cases.replaying import differences
from huiyin.cases.states import OPEN_ASSIGNMENT, OPEN_CASE, ApplicationState, CaseState
from huiyin.cases.tests.by_chance import said_by_chance
from huiyin.cases.tests.conftest import CITIES
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.clocks.models import Clock, Span
from huiyin.clocks.spans import account
from huiyin.flow.actor import PLATFORM, Actor, Seat
from huiyin.flow.posts import Post
from huiyin.flow.table import BIRTH, Move, Refused
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event

CHANCE = st.integers(0, 2**31)
PLAYS = int(os.environ.get("HUIYIN_PLAYS", "12"))
"""How many plays a city: more are played on demand."""

OVER = sorted({*ENDED, CaseState.ARCHIVED})
NOISE = frozenset(
    {
        "link", "tag", "sponsor", "follow_up", "supplement", "hurry", "urge", "instruct", "promise", "charge",
        "site_visit", "first_contact", "instruct_inside", "urge_below", "note_receipt", "amend",
    }
)  # fmt: skip
"""Moves that lead nowhere: taken now and then, else play would never get far."""

GOES_BACK = frozenset(
    {
        "recall", "send_back", "send_back_draft", "submit_for_review", "disapprove_afterwards", "take_back",
        "ask_return", "ask_suspension", "reject_reply", "merge", "sub_dispatch",
    }
)  # fmt: skip
ENDS_SOON = frozenset({"answer_directly", "handle_directly", "refuse", "transfer_out", "void"})
SELDOM = frozenset({"withdraw"})
"""Possible at any time: taken often, it would end every play."""

GOES_ON = {"resume"}
"""A move that changes no state, but lets a thing go on that stood still."""

Thing = tuple[Any, Any, Any]


class Play(RuleBasedStateMachine):
    """One city with a few cases; what one play wrote is undone before the next."""

    stage: Stage
    taken: set[str] = set()

    def __init__(self) -> None:
        super().__init__()
        self.began, self.ids, self.looked_at = self.stage.at, [], {}
        self.done: Counter[str] = Counter()
        self.undo = within_test()
        self.undo.__enter__()

    def teardown(self) -> None:
        for pk in self.ids:
            assert differences(pk) == []
            assert verify_chain(pk, Case) == []
        Play.taken |= set(Event.objects.filter(chain_id__in=self.ids).values_list("verb", flat=True))
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)
        self.stage.at = self.began

    # -- what people do ------------------------------------------------------------------------------------------------

    @initialize(chance=CHANCE)
    def somebody_calls(self, chance: int) -> None:
        self.hear_a_call(Random(chance))

    @precondition(lambda self: len(self.ids) < 4)
    @rule(chance=CHANCE)
    def another_calls(self, chance: int) -> None:
        self.hear_a_call(Random(chance))

    @rule(minutes=st.sampled_from([1, 20, 300, 1440, 4320]))
    def time_passes(self, minutes: int) -> None:
        self.stage.later(minutes=minutes)

    @rule(chance=CHANCE)
    def people_do_what_they_are_offered(self, chance: int) -> None:
        by_chance = Random(chance)
        for _ in range(10):
            self.stage.later(minutes=by_chance.choice([1, 5, 30]))
            case_id = by_chance.choice(self.ids)
            offered = {
                move.action: (door, row, move, actor)
                for door, row, facts in self.things(case_id)
                for actor, move in self.offers(door, row, facts)
            }
            if actions := sorted(offered.keys() & self.likely(offered, by_chance)):
                # What was done least in this play comes first, so that play sees more than the usual way.
                least = min(self.done[action] for action in actions)
                action = by_chance.choice([a for a in actions if self.done[a] == least])
                # What was refused is tried again, but not for ever.
                self.done[action] += 3 if self.take(*offered[action], by_chance) else 1

    @rule(chance=CHANCE)
    def somebody_tries_anything(self, chance: int) -> None:
        by_chance = Random(chance)
        door, row, _ = by_chance.choice(self.things())
        move = by_chance.choice([m for m in door.table if m.source != {BIRTH}])
        self.take(door, row, move, by_chance.choice([*self.stage.actors.values(), PLATFORM]), by_chance)

    @rule(content=st.booleans())
    def the_petitioner_is_asked(self, content: bool) -> None:
        answered = Case.objects.filter(pk__in=self.ids, state__in=["closed", "in_callback"], satisfied="")
        for case in answered.order_by("id")[:1]:
            self.stage.hear(case, content)
            self.look_around()

    @precondition(lambda self: len(self.ids) < 4)
    @rule(chance=CHANCE)
    def one_call_is_split(self, chance: int) -> None:
        matter = {"title": "另一件事", "text": "同一来电反映的另一件事", "kind": "help", "category": self.stage.leaf()}
        with self.nothing_written_if_refused():
            case_id = Random(chance).choice(self.ids)
            made = split_off(case_id, [matter], actor=self.stage.who("agent"), at=self.stage.at)
            self.ids += [one.case.pk for one in made]
        self.look_around()

    # -- what always holds -----------------------------------------------------------------------------------------------

    def look_around(self) -> None:
        """Look at every case that has changed since it was looked at."""
        for case in Case.objects.filter(pk__in=self.ids):
            if self.looked_at.get(case.pk) != case.event_count:
                self.looked_at[case.pk] = case.event_count
                self.nothing_is_a_trap(case.pk)
                self.nothing_runs_on_what_is_over(case)
                self.every_minute_belongs_to_one_holder(case)
                self.the_accused_sees_nothing(case)

    def nothing_is_a_trap(self, case_id: UUID) -> None:
        things = self.things(case_id)
        (_, case, facts), parts = things[0], things[1:]
        if case.state in OPEN_CASE or case.state == CaseState.MERGED:
            ways = self.ways_on(*things[0]) - {"withdraw"}
            assert ways or any(self.ways_on(*part) for part in parts), (case.state, case.book)
        for door, row, facts in parts:
            if door is APPLICATION_DOOR and row.state == ApplicationState.ASKED:
                assert self.ways_on(door, row, facts) - {"take_back"}, (row.kind, row.decider, case.state)

    def nothing_runs_on_what_is_over(self, case: Case) -> None:
        running = Clock.objects.running().filter(case_id=case.pk)
        open_shares = set(case.assignments.filter(state__in=sorted(OPEN_ASSIGNMENT)).values_list("id", flat=True))
        assert {c.subject_id for c in running.filter(subject_kind="assignment")} <= open_shares
        if case.state in OVER:
            assert not running.exists()
            assert not open_shares
            assert not Span.objects.filter(case_id=case.pk, until__isnull=True).exists()
            assert not Application.objects.filter(case=case, state=ApplicationState.ASKED).exists()

    def every_minute_belongs_to_one_holder(self, case: Case) -> None:
        bill = account(case.pk, self.stage.at)
        assert bill.whole == sum(part.minutes for part in bill.parts)
        if case.state in OPEN_CASE:
            since = int((self.stage.at - case.accepted_at).total_seconds() // 60)
            assert bill.whole + bill.at_rest == since, case.state

    def the_accused_sees_nothing(self, case: Case) -> None:
        if case.accused_unit_id:
            for actor in self.stage.actors.values():
                if any(path.startswith(case.accused_path) for path in actor.unit_paths):
                    lent = replace(actor, seats=actor.seats | {Seat(Post.AGENT)})
                    assert not visible_to(lent).filter(pk=case.pk).exists()

    def likely(self, offered: Any, chance: Random) -> Any:
        """Return the sort of moves to take one of: mostly those that lead on; while a case is new, also its early ends."""
        onward = offered.keys() - NOISE - GOES_BACK - ENDS_SOON - SELDOM
        weights = [25, 25, 15, 33, 2] if offered.keys() & ENDS_SOON else [55, 28, 15, 0, 2]
        return chance.choices([onward, GOES_BACK, NOISE, ENDS_SOON, SELDOM], weights)[0]

    # -- how it is played ------------------------------------------------------------------------------------------------

    def hear_a_call(self, chance: Random) -> None:
        said = self.stage.said(
            kind=chance.choice(["complaint", "help", "consult", "report"]), phone=f"1380000{chance.randint(0, 2):04}",
            urgency=chance.choice(["ordinary", "ordinary", "urgent", "critical"]), important=chance.random() < 0.2,
            accused_unit=self.stage.units["bureau"].pk if chance.random() < 0.15 else None,
        )  # fmt: skip
        case = register(said, actor=self.stage.who("agent"), at=self.stage.at, city=self.stage.city).case
        self.ids.append(case.pk)
        self.go_some_way(case, chance.choice([0, 0, 1, 2, 2, 3, 4]), chance.choice(["water", "east", "west"]))
        self.look_around()

    def go_some_way(self, case: Case, steps: int, lead: str) -> None:
        """Let a matter go some steps of the usual way, so that play is not always about beginnings."""
        if steps > 0:
            self.stage.dispatch(case, lead, joint=("office",) if steps % 2 and not case.accused_unit_id else ())
        for step in (self.stage.sign, self.stage.reply, self.stage.pass_audit)[: max(0, steps - 1)]:
            self.stage.later(minutes=10)
            if step != self.stage.pass_audit:
                step(case, lead)
            elif self.stage.reload(case).state == CaseState.IN_AUDIT:
                step(case)

    def things(self, case_id: UUID | None = None) -> list[Thing]:
        """Return every case, or one, and its parts, each with its door and its facts."""
        found: list[Thing] = []
        for case in Case.objects.filter(pk__in=[case_id] if case_id else self.ids).order_by("id"):
            found.append((CASE_DOOR, case, case_facts(case, case, self.stage.at)))
            for share in case.assignments.select_related("case").order_by("id"):
                found.append((ASSIGNMENT_DOOR, share, assignment_facts(share, case, self.stage.at)))
            for asked in case.applications.select_related("case").order_by("id"):
                found.append((APPLICATION_DOOR, asked, application_facts(asked, case, self.stage.at)))
        return found

    def offers(self, door: Any, row: Any, facts: Any) -> list[tuple[Actor, Move]]:
        """Return who is offered which move."""
        return [
            (actor, move) for actor in self.stage.actors.values()
            for move in door.table.offered(facts, actor, self.stage.book)
        ]  # fmt: skip

    def ways_on(self, door: Any, row: Any, facts: Any) -> set[str]:
        """Return the moves that somebody is offered and that lead somewhere; a call-back is another room's."""
        ways = {m.action for _, m in self.offers(door, row, facts) if m.to is not None or m.action in GOES_ON}
        return ways | ({"finish_callback"} if facts.state == CaseState.IN_CALLBACK else set())

    def take(self, door: Any, row: Any, move: Move, actor: Actor, chance: Random) -> bool:
        """Take a move with something said by chance; answers whether it was taken."""
        case = row if door is CASE_DOOR else row.case
        said = said_by_chance(self.stage, move.asks, case, row, chance)
        before = Case.objects.get(pk=case.pk).event_count
        with self.nothing_written_if_refused():
            if door is CASE_DOOR:
                move_case(row.pk, move.action, said, actor=actor, at=self.stage.at)
            else:
                door.move(row.pk, move.action, said, actor=actor, at=self.stage.at)
        self.look_around()
        return Case.objects.get(pk=case.pk).event_count > before

    @contextmanager
    def nothing_written_if_refused(self) -> Iterator[None]:
        # No block of its own: it would itself undo what a refused move has written, and nothing could ever be found.
        before = self.picture()
        try:
            yield
        except Refused as refused:
            assert refused.reasons or refused.fields
            assert self.picture() == before

    def picture(self) -> Any:
        heads = Case.objects.filter(pk__in=self.ids).order_by("id").values_list("id", "state", "event_count", "due_at")
        counts = [model.objects.count() for model in (Case, Assignment, Application, Clock, Span, Event)]
        return list(heads), counts


def within_test() -> transaction.Atomic:
    """Return a block that may stand around the door, whose transaction is durable: as the tests' own do."""
    block = transaction.atomic()
    block._from_testcase = True
    return block


@pytest.mark.long
@pytest.mark.parametrize("city", CITIES)
def test_whatever_anybody_does_the_house_stays_in_order(city: str, db: None) -> None:
    Play.stage, Play.taken = set_stage(city), set()
    run_state_machine_as_test(
        Play,
        settings=settings(
            max_examples=PLAYS, stateful_step_count=30, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    by_people = {
        f"{door.table.kind}.{move.action}"
        for door in (CASE_DOOR, ASSIGNMENT_DOOR, APPLICATION_DOOR)
        for move in door.table
        if not move.hidden and not move.automatic and move.source != {BIRTH}
    }
    # Not every city knows every move; but play that sees only the usual way would prove nothing.
    assert len(by_people - Play.taken) < len(by_people) / 3, sorted(by_people - Play.taken)
    assert {"assignment.reply", "case.dispatch", "application.ask"} <= Play.taken
