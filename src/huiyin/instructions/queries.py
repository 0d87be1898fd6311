"""Questions about instructions: who sees which, what waits for whom, who the leaders are. Nothing here writes."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.models import Assignment, Case
from huiyin.cases.models.assignment import Role
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.cases.states import OPEN_ASSIGNMENT
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.times import local_day
from huiyin.instructions.facts import InstructionFacts, TaskFacts
from huiyin.instructions.models import Instruction, Task
from huiyin.instructions.states import InstructionState, TaskState
from huiyin.instructions.who import (
    CHECKERS,
    GIVERS,
    LINE_LEADERS,
    LINE_SECRETARIES,
    READERS,
    SECRETARIES,
    is_leader,
    leads_the_city,
)
from huiyin.journal.models import Ledger
from huiyin.people.actors import held_at
from huiyin.people.models import User
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit

GIVEN = (InstructionState.IN_HAND, InstructionState.CLOSED)


def visible_to(actor: Actor) -> QuerySet[Instruction]:
    """Return the instructions that the actor may read: the centre all of the city's leaders, a unit those that it has a
    task of, and on its own line those of its leaders.
    """
    if actor.is_platform:
        return Instruction.objects.all()
    mine = Q(centre__in=actor.own_centres)
    if actor.holds(*READERS):
        mine |= Q(centre__isnull=True)
    elif actor.unit_paths:
        mine |= Q(Exists(tasks_visible_to(actor).filter(instruction=OuterRef("pk"))))
    return Instruction.objects.filter(mine)


def tasks_visible_to(actor: Actor) -> QuerySet[Task]:
    """Return the tasks that the actor may read: the centre the city's, a unit its own and those of units below it."""
    if actor.is_platform:
        return Task.objects.all()
    if actor.holds(*READERS):
        return Task.objects.filter(Q(instruction__centre__isnull=True) | Q(instruction__centre__in=actor.own_centres))
    if not actor.unit_paths:
        return Task.objects.none()
    own = Q(unit__in=actor.unit_ids)
    for path in actor.unit_paths:
        own |= Q(unit__path__startswith=path)
    return Task.objects.filter(own)


def of_case(actor: Actor, case: Case) -> QuerySet[Instruction]:
    """Return the instructions on a case, each by itself, the latest first; what only lies before a leader comes first."""
    rows = visible_to(actor).filter(abouts__case=case)
    return rows.exclude(state__in=(InstructionState.DROPPED, InstructionState.VOID)).order_by("-number")


def waiting_for_leader(actor: Actor) -> QuerySet[Instruction]:
    """Return what lies before this leader, or before the one for whom he stands in, the oldest first."""
    if not is_leader(actor):
        return Instruction.objects.none()
    before_me = Q(centre__isnull=True, leader_post__in=sorted({str(seat.post) for seat in actor.seats}))
    for seat in actor.seats:
        if seat.has_line and seat.post in LINE_LEADERS:
            before_me |= Q(centre=seat.unit_id, leader_post=seat.post)
    people = [pk for pk in (actor.user_id, actor.acting_for) if pk]
    mine = Q(leader__in=people) | Q(leader__isnull=True)
    return Instruction.objects.filter(mine, before_me, state=InstructionState.PRESENTED).order_by("number")


def to_accept(actor: Actor) -> QuerySet[Task]:
    """Return the feedback that waits for the leader's office."""
    people = [pk for pk in (actor.user_id, actor.acting_for) if pk]
    mine = Q(instruction__centre__in=actor.own_centres, instruction__leader__in=people)
    mine |= Q(instruction__centre__in=[s.unit_id for s in actor.seats if s.has_line and s.post in LINE_SECRETARIES])
    if actor.holds(*SECRETARIES):
        mine |= Q(instruction__centre__isnull=True)
    elif leads_the_city(actor):
        mine |= Q(instruction__centre__isnull=True, instruction__leader__in=people)
    return Task.objects.filter(mine, state=TaskState.REPORTED).order_by("reported_at")


def to_check(actor: Actor) -> QuerySet[Instruction]:
    """Return the entries that this person may compare with their paper: not the own ones."""
    mine = Q(centre__in=[line for line in actor.own_centres if actor.holds_for(line, *CHECKERS)])
    if actor.holds(*CHECKERS):
        mine |= Q(centre__isnull=True)
    rows = Instruction.objects.filter(mine, state=InstructionState.TO_CHECK).order_by("number")
    return rows.exclude(entered_by=actor.user_id)


def to_give(actor: Actor) -> QuerySet[Instruction]:
    """Return the instructions whose units the centre, or the unit's own line, has yet to name."""
    mine = Q(centre__in=actor.own_centres)
    if actor.holds(*GIVERS):
        mine |= Q(centre__isnull=True)
    return Instruction.objects.filter(mine, state=InstructionState.TO_ASSIGN).order_by("number")


def owed_by(actor: Actor) -> QuerySet[Task]:
    """Return what the actor's own units have to feed back, the most pressing first."""
    return Task.objects.filter(unit__in=actor.unit_ids, state=TaskState.OWED).order_by("due_at")


def waits_for(actor: Actor) -> int:
    """Return how many things of this room wait for the actor, in every post that he holds."""
    found = waiting_for_leader(actor), to_accept(actor), to_check(actor), to_give(actor)
    owed = owed_by(actor).count() if actor.unit_ids else 0
    return owed + sum(rows.count() for rows in found)


# -- leaders ----------------------------------------------------------------------------------------------------------


def leaders_on(book: Rulebook, at: datetime, centre: UUID | None = None) -> list[tuple[User, str]]:
    """Return the leaders of the city, or of a unit with a line, with their posts, the highest first: once each, by the
    highest post.
    """
    posts = [str(post) for post in (LINE_LEADERS if centre else reversed(book.instructions.leaders))]
    held = held_at(at).filter(post__in=posts, user__is_active=True).select_related("user")
    held = held.filter(unit=centre) if centre else held
    rows = sorted(held, key=lambda one: (posts.index(one.post), one.user.username))
    found: dict[Any, tuple[User, str]] = {}
    for one in rows:
        found.setdefault(one.user_id, (one.user, one.post))
    return list(found.values())


def leader_named(
    user_id: UUID | str, book: Rulebook, at: datetime, centre: UUID | None = None
) -> tuple[User | None, str]:
    """Return the leader of this id in a centre with the post; None for somebody who is none there."""
    found = leaders_on(book, at, centre)
    return next(((user, post) for user, post in found if str(user.pk) == str(user_id)), (None, ""))


def title_of(post: str, book: Rulebook, centre: Unit | None = None) -> str:
    """Return how the city calls the post: by its role in the approval chain, where it has one.

    A leader of a unit with a line of its own is called by the unit: "东岸区主要领导".
    """
    role = next((role for role in reversed(book.approval.roles) if role.post == post), None)
    title = role.label if role else Post(post).label
    return f"{centre.short_name}{title.removeprefix('单位')}" if centre else title


def name_of_leader(row: Instruction) -> str:
    """Return the leader's title and name."""
    title = title_of(row.leader_post, book_named(row.book), row.centre)
    return f"{title} {row.leader.name if row.leader else ''}".strip()


def kind_label(book: Rulebook, code: str) -> str:
    """Return the word for a kind, the code itself where the book knows it no more."""
    try:
        return book.instructions.kind(code).label if code else ""
    except Unknown:
        return code


# -- facts ------------------------------------------------------------------------------------------------------------


def instruction_facts(row: Instruction, head: Ledger, at: datetime) -> InstructionFacts:
    """Return the facts of one instruction."""
    states = list(Task.objects.filter(instruction=row.pk).values_list("state", flat=True))
    return InstructionFacts(
        row.state, at, local_day(at), row.leader_id, row.leader_post, row.entered_by_id, row.presented_at is not None,
        row.mark, row.kind, tuple(UUID(unit) for unit in row.wished_units), _leads(row), row.stood_at,
        open_tasks=states.count(TaskState.OWED) + states.count(TaskState.REPORTED),
        accepted_tasks=states.count(TaskState.ACCEPTED), reported_tasks=states.count(TaskState.REPORTED),
        centre=row.centre_id,
    )  # fmt: skip


def _leads(row: Instruction) -> tuple[UUID, ...]:
    cases = row.abouts.values("case")
    shares = Assignment.objects.filter(case__in=cases, role=Role.LEAD, state__in=sorted(OPEN_ASSIGNMENT))
    return tuple(dict.fromkeys(shares.order_by("unit_path").values_list("unit_id", flat=True)))


def task_facts(row: Task, head: Ledger, at: datetime) -> TaskFacts:
    """Return the facts of one task."""
    about = row.instruction
    return TaskFacts(row.state, at, local_day(at), row.unit_id, about.leader_id, about.leader_post, about.centre_id)


# -- cases ------------------------------------------------------------------------------------------------------------


def cases_named(text: str, actor: Actor) -> tuple[list[Case], list[str]]:
    """Return the cases that a text names by their numbers, and what it names that is none which the actor sees."""
    wanted = list(dict.fromkeys(part for part in re.split(r"[\s,，、;；]+", text.strip().upper()) if part))
    cases = {case.number: case for case in cases_visible_to(actor).filter(number__in=wanted)}
    return [cases[n] for n in wanted if n in cases], [n for n in wanted if n not in cases]
