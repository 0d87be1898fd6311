"""What follows from the moves of a meeting: who is called, what was agreed, and to whom it is handed."""

from datetime import datetime, time
from typing import Any

from huiyin.cases.act import move_case
from huiyin.cases.lifecycle import CASE
from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import case_facts
from huiyin.flow.table import Refused
from huiyin.flow.times import CITY_TZ
from huiyin.journal.counting import draw
from huiyin.journal.door import Step, note
from huiyin.journal.rows import insert
from huiyin.rulebook.shelf import book as book_named
from huiyin.supervision.effects import next_paper
from huiyin.supervision.issuing import issue_order
from huiyin.supervision.models import Agreed, Attendant, Meeting, MeetingCase, MeetingUnit
from huiyin.supervision.states import Origin

COUNTER = "meetings"
TOLD = {"call": "case.meeting_called", "close": "case.meeting_closed"}


def call(step: Step) -> None:
    """Keep when, where, with whom, about what."""
    row, said = step.subject, step.said
    for name in ("kind", "title", "planned_at", "place", "chair", "agenda"):
        setattr(row, name, said[name])
    row.number, row.called_at, row.called_by_id = draw(COUNTER), step.at, step.actor.user_id
    insert([MeetingCase(meeting_id=row.pk, case_id=pk) for pk in step.writing.kept[row.pk]])
    insert([MeetingUnit(meeting_id=row.pk, unit_id=pk) for pk in said["units"]])
    step.record |= {**_told(step), "units": list(said["units"]), "summons": step.book.meeting_kind(row.kind).summons}


def move_day(step: Step) -> None:
    """Another day, or another place."""
    row = step.subject
    step.record["planned_before"] = row.planned_at
    row.planned_at, row.place = step.said["planned_at"], step.said["place"]
    step.record |= {**_told(step), "units": units_of(row)}


def cancel(step: Step) -> None:
    """Nobody has to come."""
    step.subject.why_cancelled = step.said["reason"]
    step.record |= {**_told(step), "units": units_of(step.subject)}


def write_minutes(step: Step) -> None:
    """Keep what was said and agreed, in the place of what stood there before."""
    row, said = step.subject, step.said
    row.held_at, row.minutes = said["held_at"], said["minutes"]
    Attendant.objects.filter(meeting=row.pk).delete()
    Agreed.objects.filter(meeting=row.pk).delete()
    insert(
        [
            Attendant(meeting_id=row.pk, ordinal=n, side=one["side"], name=one["name"], of=one["of"])
            for n, one in enumerate(said["attendants"], 1)
        ]
    )
    insert([_agreed(step, n, task) for n, task in enumerate(said["tasks"], 1)])


def _agreed(step: Step, ordinal: int, task: dict[str, Any]) -> Agreed:
    cases, unit = step.facts.cases, step.facts.unit_called(task["unit"])
    of_one = next(iter(cases.values())).id if len(cases) == 1 else None
    return Agreed(
        meeting_id=step.subject.pk, ordinal=ordinal, what=task["what"], unit_id=unit.id, owner=task["owner"],
        until=task["until"], case_id=cases[task["case"]].id if task["case"] else of_one,
    )  # fmt: skip


def close(step: Step) -> None:
    """The minutes get their number, and nobody changes them any more."""
    row = step.subject
    row.paper = next_paper(step.book.supervision.minutes, step)
    row.closed_at, row.closed_by_id = step.at, step.actor.user_id
    step.record |= {**_told(step), "units": units_of(row)}


def hand_out_tasks(step: Step) -> None:
    """Each task becomes a joint share of its case; where it cannot, a supervision order to the unit.

    What a unit agreed with itself, in a meeting that it called, needs neither.
    """
    for task in Agreed.objects.filter(meeting=step.subject.pk).select_related("unit").order_by("ordinal"):
        if task.unit_id == step.subject.centre_id:
            continue
        if not _joined(step, task):
            _ordered(step, task)
        task.save(update_fields=["share", "order"])


def tell_cases(step: Step) -> None:
    """Each case of the meeting gets an event of its own, with this one as their common cause."""
    for case_id in step.writing.kept[step.subject.pk]:
        said = {"meeting": step.subject.number, "shown": step.record["shown"]}
        note(TOLD[step.move.action], "case", case_id, at=step.at, head=step.writing.heads[case_id], actor=step.actor,
             said=said, caused_by=step.event_id)  # fmt: skip


def units_of(row: Meeting) -> list[Any]:
    """Return the units that were invited."""
    return list(MeetingUnit.objects.filter(meeting=row.pk).order_by("unit__path").values_list("unit_id", flat=True))


def _joined(step: Step, task: Agreed) -> bool:
    """Let the unit join the case, if the case's own table allows it now."""
    case: Case | None = step.writing.heads.get(task.case_id) if task.case_id else None
    if case is None:
        return False
    wanted = {"joint": [task.unit_id], "note": _words(task)}
    try:
        CASE.ask("add_units", case_facts(case, case, step.at), wanted, step.actor, book_named(case.book))
    except Refused:
        return False
    move_case(case.pk, "add_units", wanted, actor=step.actor, at=step.at, caused_by=step.event_id)
    task.share = Assignment.objects.filter(case=case, unit=task.unit_id).latest("dispatched_at", "id")
    return True


def _ordered(step: Step, task: Agreed) -> None:
    of_unit = task.case_id is not None and _lies_with(task)
    about = f"（工单{step.writing.heads[task.case_id].number}）" if task.case_id and not of_unit else ""
    said = {"kind": step.book.supervision.tasks_as, "asked": f"{_words(task)}{about}", "until": _end_of(task)}
    task.order = issue_order(
        task.unit_id, [task.case_id] if task.case_id and of_unit else [], said, actor=step.actor, at=step.at,
        caused_by=step.event_id, origin=Origin.MEETING,
    )  # fmt: skip


def _lies_with(task: Agreed) -> bool:
    return Assignment.objects.filter(case=task.case_id, unit__path__startswith=task.unit.path).exists()


def _words(task: Agreed) -> str:
    by = f"（责任人：{task.owner}）" if task.owner else ""
    return f"会议议定：{task.what}{by}，{task.until:%Y年%m月%d日}前完成"


def _end_of(task: Agreed) -> datetime:
    return datetime.combine(task.until, time(23, 59), CITY_TZ)


def _told(step: Step) -> dict[str, Any]:
    row = step.subject
    kind = step.book.meeting_kind(row.kind).label
    return {
        "number": row.number,
        "planned": row.planned_at,
        "kind_label": kind,
        "shown": f"{kind}：{row.paper}" if row.paper else kind,
    }
