"""What follows from the moves of an instruction: its words, its cases, its units, the leader who reads it next."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from huiyin.cases.act import CASE_DOOR
from huiyin.cases.lifecycle import BEFORE_CLOSING
from huiyin.cases.models import Case
from huiyin.cases.who import LEADERS
from huiyin.flow.actor import PLATFORM
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.instructions.giving import give
from huiyin.instructions.models import About, Instruction
from huiyin.instructions.queries import cases_named, leader_named
from huiyin.instructions.states import OPEN_TASK, STANDING, WORKING, InstructionState, Mark
from huiyin.journal.counting import draw
from huiyin.journal.door import Step, door_of

COUNTER = "instructions"


def give_number(step: Step) -> None:
    """The instruction gets a number by which people call it."""
    step.subject.number = draw(COUNTER)


def note_presented(step: Step) -> None:
    """From now on it waits for the leader."""
    step.subject.presented_at = step.at
    row = step.subject
    step.record |= {"number": row.number, "leader": row.leader_id, "post": row.leader_post, "centre": row.centre_id}


# -- words ------------------------------------------------------------------------------------------------------------


def write_words(step: Step) -> None:
    """Keep what the leader wrote himself."""
    row, said = step.subject, step.said
    _write(step, Mark.INSTRUCTED, said["words"], said["kind"], said["units"])
    row.wished_on, row.written_on, row.on_paper = said["due"], local_day(step.at), False


def write_read(step: Step) -> None:
    """The leader has read it."""
    _write(step, Mark.READ, "", "", ())
    step.subject.written_on = local_day(step.at)


def write_passed_on(step: Step) -> None:
    """The leader wants another leader to see it."""
    _write(step, Mark.PASSED_ON, step.said["words"], "", ())
    step.subject.written_on, step.subject.onward_id = local_day(step.at), step.said["onward"]


def write_entered(step: Step) -> None:
    """Keep what stands on the paper, and who entered it: another person compares the two."""
    row, said = step.subject, step.said
    _write(step, said["mark"], said["words"], said["kind"], said["units"])
    row.wished_on, row.written_on, row.onward_id = said["due"], said["written_on"], said["onward"]
    row.on_paper, row.entered_by_id = True, step.actor.user_id


def write_recorded(step: Step) -> None:
    """Keep words that were written while a case was approved, or on its page."""
    row, said = step.subject, step.said
    _write(step, Mark.INSTRUCTED, said["words"], "", ())
    row.written_on, row.on_paper = said["written_on"], said["on_paper"]


def _write(step: Step, mark: str, words: str, kind: str, units: Iterable[UUID]) -> None:
    row = step.subject
    row.mark, row.words = mark, words
    row.kind = (kind or step.book.instructions.kinds[0].code) if mark == Mark.INSTRUCTED else ""
    row.wished_units = [str(unit) for unit in units]
    step.record |= {"number": row.number, "mark": row.mark, "kind": row.kind, "centre": row.centre_id}


def strike_words(step: Step) -> None:
    """What was taken back stands nowhere but in the journal."""
    row = step.subject
    row.mark, row.kind, row.words, row.wished_units = "", "", "", []
    row.wished_on = row.written_on = row.stood_at = row.ended_at = None
    row.on_paper, row.entered_by_id, row.checked_by_id, row.onward_id = False, None, None, None


def strike_entry(step: Step) -> None:
    """What was entered wrongly is entered anew: what lay before the leader waits again, with no word on it."""
    if step.subject.state == InstructionState.PRESENTED:
        strike_words(step)
    else:
        step.subject.ended_at = step.at


def note_checked(step: Step) -> None:
    """A second person has compared the entry with the paper."""
    row = step.subject
    row.checked_by_id = step.actor.user_id
    step.record |= {"number": row.number, "mark": row.mark, "kind": row.kind, "centre": row.centre_id}


def note_it_stands(step: Step) -> None:
    """From now on the words hold, and the minutes run in which the leader may take them back."""
    row = step.subject
    if row.state in STANDING:
        row.stood_at = step.at
        if row.state not in WORKING:
            row.ended_at = step.at


def note_the_end(step: Step) -> None:
    """Keep when it ended."""
    step.subject.ended_at = step.at


# -- cases ------------------------------------------------------------------------------------------------------------


def mark_cases(step: Step) -> None:
    """Each open case is a leader's case (领导批示件) from now on."""
    if step.subject.state in WORKING and step.subject.mark == Mark.INSTRUCTED:
        _mark(step, step.subject.abouts.select_related("case").order_by("case_id"))


def _mark(step: Step, abouts: Iterable[About]) -> None:
    row = step.subject
    for about in abouts:
        # The words on the case's own page have marked it already.
        if about.case.state in BEFORE_CLOSING and not about.case.leader_signed:
            said = {"instruction": row.pk, "leader_post": _post_on_case(row)}
            CASE_DOOR.move(
                about.case_id, "receive_instruction", said, actor=PLATFORM, at=step.at, caused_by=step.event_id
            )
            About.objects.filter(pk=about.pk).update(marked=True)


def _post_on_case(row: Instruction) -> str:
    """Return in whose place the case counts as signed: on a unit's own line its leader does the work of the city's."""
    return str(LEADERS[0]) if row.centre_id else row.leader_post


def unmark_cases(step: Step) -> None:
    """What only this instruction made a leader's case is one no more."""
    row = step.subject
    for about in row.abouts.filter(marked=True).select_related("case").order_by("case_id"):
        others = About.objects.filter(case=about.case_id, instruction__state__in=WORKING).exclude(instruction=row.pk)
        if other := others.first():
            # The mark is the other instruction's now: it goes when that one is taken back.
            About.objects.filter(pk=other.pk).update(marked=True)
        elif about.case.state in BEFORE_CLOSING:
            said = {"instruction": row.pk}
            CASE_DOOR.move(about.case_id, "lose_instruction", said, actor=PLATFORM, at=step.at, caused_by=step.event_id)
    row.abouts.filter(marked=True).update(marked=False)


def link_cases(step: Step) -> None:
    """The instruction is on these cases, too."""
    found, unknown = cases_named(step.said["numbers"], step.actor)
    if unknown:
        raise Refused([], {"numbers": f"没有这些工单：{'、'.join(unknown)}"})
    refuse_cases_of_others(found, step.subject.centre_id)
    _add(step, found, About.How.LINKED)


def refuse_cases_of_others(cases: Iterable[Case], centre: UUID | None) -> None:
    """A leader's word makes a case a leader's case: on a unit's own line only one that the line took in. Raises Refused."""
    if strange := [case.number for case in cases if case.centre_id != centre]:
        of_whom = "本单位专线" if centre else "市热线"
        raise Refused([], {"numbers": f"不是{of_whom}受理的工单：{'、'.join(strange)}"})


def add_opened(step: Step) -> None:
    """Cases were registered because of the instruction."""
    wanted = [line["case"] for line in step.said["cases"]]
    _add(step, list(Case.objects.filter(pk__in=wanted)), About.How.OPENED)


def _add(step: Step, cases: Iterable[Case], how: str) -> None:
    row = step.subject
    there = set(row.abouts.values_list("case_id", flat=True))
    fresh = [About(instruction=row, case=case, how=how) for case in cases if case.pk not in there]
    if not fresh:
        raise Refused([], {"numbers": "这些工单已经关联"})
    About.objects.bulk_create(fresh)
    step.record["cases"] = [about.case_id for about in fresh]
    if row.state in WORKING and row.mark == Mark.INSTRUCTED:
        _mark(step, sorted(fresh, key=lambda about: about.case_id))


# -- units ------------------------------------------------------------------------------------------------------------


def give_to_named_units(step: Step) -> None:
    """The units that the leader names have to feed back; where he names none, those that lead the cases."""
    row = step.subject
    if row.state == InstructionState.IN_HAND:
        units = [UUID(unit) for unit in row.wished_units] or list(step.facts.leads)
        give(step, row, units, "", row.wished_on)


def give_to_units(step: Step) -> None:
    """The centre gives it to units: all of it, or one of its places or dates."""
    said = step.said
    give(step, step.subject, said["units"], said["what"], said["due"] or step.subject.wished_on)


def cancel_tasks(step: Step) -> None:
    """What the leader took back nobody has to do."""
    for task in step.subject.tasks.filter(state__in=OPEN_TASK).order_by("number"):
        door_of("instruction_task").follow_on(step, task, "fall_away")


def lay_before_next_leader(step: Step) -> None:
    """The next leader gets the same matter, as a word of his own to write."""
    row = step.subject
    if row.state != InstructionState.PASSED_ON or row.onward_id is None:
        return
    leader, post = leader_named(row.onward_id, step.book, step.at, row.centre_id)
    if leader is None:
        raise Refused([], {"onward": "这位不是能作批示的领导"})
    following = Instruction(
        book=row.book, ledger_id=row.ledger_id, matter_id=row.matter_id, leader=leader, leader_post=post,
        centre_id=row.centre_id,
    )  # fmt: skip
    cases: list[Any] = list(row.abouts.values_list("case_id", flat=True))
    About.objects.bulk_create(About(instruction=following, case_id=case, how=About.How.PRESENTED) for case in cases)
    door_of("instruction").follow_on(step, following, "present")
