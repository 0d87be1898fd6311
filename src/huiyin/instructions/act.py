"""The doors of this room: matters are laid before leaders, instructions and tasks move, and the clock marks what is late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.cases.act import register
from huiyin.cases.models import Case
from huiyin.files.act import Prepared, keep
from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.instructions.effects import refuse_cases_of_others
from huiyin.instructions.lifecycle import INSTRUCTION
from huiyin.instructions.lifecycle_task import TASK
from huiyin.instructions.models import CASES, About, Instruction, Matter, Task
from huiyin.instructions.queries import instruction_facts, leader_named, task_facts
from huiyin.instructions.states import TaskState
from huiyin.instructions.task_effects import told_of
from huiyin.journal.counting import draw
from huiyin.journal.door import Door, note
from huiyin.journal.models import Event, Ledger
from huiyin.journal.writing import writing
from huiyin.people.models import User
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Unit

MATTERS = "instruction_matters"
LATE = "instruction.late"
REMIND = "instruction.remind"
"""Verbs of the clock, each once for a task and a due time. Their fields: `told_of`."""

INSTRUCTION_DOOR = Door(INSTRUCTION, Instruction, instruction_facts, head_model=Ledger, head_field="ledger_id")
TASK_DOOR = Door(TASK, Task, task_facts, head_model=Ledger, head_field="ledger_id")


@dataclass(frozen=True)
class NewMatter:
    """What is laid before leaders: cases, or a paper with title and text."""

    title: str
    kind: str = CASES
    cases: Sequence[Case] = field(default=())
    about: str = ""
    text: str = ""
    day: date | None = None
    channel: str = ""
    advice: str = ""
    files: Sequence[Prepared] = field(default=())


def present(
    new: NewMatter, leader_ids: Sequence[UUID], *, actor: Actor, at: datetime, city: str, key: str = "",
    centre: Unit | None = None,
) -> list[Instruction]:  # fmt: skip
    """Lay a matter before leaders of the city, or of a unit with a line: each gets a row of his own. Raises Refused."""
    if not leader_ids:
        raise Refused([], {"leaders": "请选择领导"})
    with writing():
        matter, made = _matter(new, actor, at), []
        for ordinal, leader_id in enumerate(dict.fromkeys(leader_ids)):
            row = _new_row(matter, new.cases, leader_id, at, city, centre)
            own_key = f"{key}.{ordinal}" if key else ""
            event = INSTRUCTION_DOOR.begin(row, "present", {}, actor=actor, at=at, key=own_key)
            if event.subject_id != row.pk:
                return _made_before(row, matter, event)
            made.append(row)
    return made


def enter_new(
    new: NewMatter, leader_id: UUID, said: Mapping[str, Any], *, actor: Actor, at: datetime, city: str, key: str = "",
    photos: Sequence[Prepared] = (), centre: Unit | None = None,
) -> Instruction:  # fmt: skip
    """Enter what a leader wrote on a paper that nobody had laid before him here. Raises Refused."""
    with writing():
        row = _new_row(_matter(new, actor, at), new.cases, leader_id, at, city, centre)
        event = INSTRUCTION_DOOR.begin(row, "enter_new", said, actor=actor, at=at, key=key)
        if event.subject_id != row.pk:
            return _made_before(row, row.matter, event)[0]
        for photo in photos:
            keep(photo, subject_kind="instruction", subject_id=row.pk, kind="scan", actor=actor, at=at)
    return row


def record(
    case: Case, words: str, leader: User | None, post: str, *, on_paper: bool, by: User, source: Event, at: datetime
) -> Instruction | None:
    """Make an instruction of words that a leader wrote on a case's page or approval: one of each such act, ever."""
    with writing():
        if Instruction.objects.filter(source_event=source.id).exists():
            return None
        new = NewMatter(title=case.title[:120], cases=[case], channel=case.channel)
        matter = _matter(new, PLATFORM, at, by)
        row = Instruction(
            book=case.book, ledger=ledger_of(matter), matter=matter, leader=leader, leader_post=post, source_event=source.id,
            entered_by=by if on_paper else None, centre_id=case.centre_id,
        )  # fmt: skip
        About.objects.create(instruction=row, case=case, how=About.How.LINKED)
        said = {"words": words, "on_paper": on_paper, "written_on": local_day(source.at)}
        INSTRUCTION_DOOR.begin(row, "record", said, actor=PLATFORM, at=at, caused_by=source.id)
    return row


@dataclass(frozen=True)
class Place:
    """One of the matters that an instruction names, to be registered as a case of its own."""

    title: str
    text: str
    where: str = ""


def open_cases(
    row: Instruction, places: Sequence[Place], shared: Mapping[str, Any], *, actor: Actor, at: datetime, city: str,
    key: str = "",
) -> list[Case]:  # fmt: skip
    """Register a case for each place that the instruction names; each goes its usual way. Raises Refused.

    What a unit's leader wrote on its own line is registered there.
    """
    made = []
    for n, place in enumerate(places, 1):
        said = {
            **shared, "title": place.title[:120], "text": place.text, "place": (place.where or place.title)[:200],
            "object": (place.where or place.title)[:120], "occurred": f"{row.written_on or local_day(at)} 批示",
            "wishes": [{"text": place.title[:300]}],
        }  # fmt: skip
        # What all places share is refused with the first of them; one that was made before is not made again.
        own_key = f"{key}.{n}" if key else ""
        made.append(register(said, actor=actor, at=at, city=city, key=own_key, centre=row.centre_id).case)
    lines = [{"case": case.pk} for case in made]
    INSTRUCTION_DOOR.move(row.pk, "open_cases", {"cases": lines}, actor=actor, at=at, key=key, own_page=True)
    return made


def mark_late(at: datetime) -> int:
    """Let the platform mark, once, each task whose time has passed; return how many."""
    ripe = Task.objects.filter(state=TaskState.OWED, due_at__lt=at, late_at__isnull=True)
    return sum(_tell_of(pk, LATE, "late_at", at) for pk in ripe.order_by("due_at").values_list("pk", flat=True))


def remind(at: datetime) -> int:
    """Let the platform remind, once, of each task that falls due soon; return how many."""
    soon = Task.objects.filter(state=TaskState.OWED, remind_at__lte=at, due_at__gt=at, reminded_at__isnull=True)
    return sum(_tell_of(pk, REMIND, "reminded_at", at) for pk in soon.order_by("due_at").values_list("pk", flat=True))


def _tell_of(task_id: UUID, verb: str, mark: str, at: datetime) -> bool:
    with writing():
        task = Task.objects.select_related("instruction", "ledger").get(pk=task_id)
        still = Task.objects.filter(pk=task_id, state=TaskState.OWED, **{f"{mark}__isnull": True})
        if not still.update(**{mark: at}):
            return False
        note(verb, "instruction_task", task_id, at=at, head=task.ledger, actor=PLATFORM, said=told_of(task))
    return True


def ledger_of(matter: Matter) -> Ledger:
    """Return the chain in which the events of a matter stand: of every leader's word on it, and of all its tasks."""
    name = f"instruction.{matter.number}"
    Ledger.objects.bulk_create([Ledger(name=name)], ignore_conflicts=True)
    return Ledger.objects.get(name=name)


def _new_row(
    matter: Matter, cases: Sequence[Case], leader_id: UUID, at: datetime, city: str, centre: Unit | None
) -> Instruction:
    book = book_for(city, local_day(at))
    leader, post = leader_named(leader_id, book, at, centre.pk if centre else None)
    if leader is None:
        raise Refused([], {"leader": "这位不是能作批示的领导"})
    refuse_cases_of_others(cases, centre.pk if centre else None)
    row = Instruction(
        book=book.id, ledger=ledger_of(matter), matter=matter, leader=leader, leader_post=post, centre=centre
    )
    About.objects.bulk_create(About(instruction=row, case=case, how=About.How.PRESENTED) for case in cases)
    return row


def _matter(new: NewMatter, actor: Actor, at: datetime, by: User | None = None) -> Matter:
    if not new.title.strip():
        raise Refused([], {"title": "请填写标题"})
    if new.kind == CASES and not new.cases:
        raise Refused([], {"numbers": "请填写工单编号"})
    row = Matter.objects.create(
        number=draw(MATTERS), kind=new.kind, title=new.title.strip()[:120], about=new.about.strip()[:80],
        text=new.text.strip(), day=new.day, channel=new.channel, advice=new.advice.strip()[:500], made_at=at,
        made_by_id=by.pk if by else actor.user_id,
    )  # fmt: skip
    for file in new.files:
        keep(file, subject_kind="instruction_matter", subject_id=row.pk, kind="original", actor=actor, at=at)
    return row


def _made_before(row: Instruction, matter: Matter, event: Event) -> list[Instruction]:
    """The same form was sent twice: give what it made the first time, and leave nothing of the second."""
    first = Instruction.objects.get(pk=event.subject_id)
    About.objects.filter(instruction=row.pk).delete()
    matter.delete()
    return list(first.matter.instructions.order_by("number"))
