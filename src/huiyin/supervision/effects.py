"""What follows from the moves of a supervision order: paper, clock, report, finding; and each case is told of it."""

from huiyin.clocks.act import clocks_of_subject
from huiyin.clocks.changes import Start
from huiyin.flow.times import local
from huiyin.journal.counting import draw
from huiyin.journal.door import Step, note
from huiyin.journal.rows import insert
from huiyin.rulebook.limit_rules import ClockName
from huiyin.rulebook.supervision import PaperNumber
from huiyin.supervision.models import Followed, Supervised, Urge
from huiyin.supervision.states import Outcome
from huiyin.units.models import Unit

KIND, CLOCK, COUNTER = "supervision", ClockName.SUPERVISION.value, "supervision"

TOLD = {
    "issue": "case.supervised", "report": "case.supervision_reported", "answer_for": "case.supervision_reported",
    "accept": "case.supervision_closed", "send_back": "case.supervision_sent_back", "recall": "case.supervision_recalled",
}  # fmt: skip
"""The event that each case gets in its own chain of what was done with an order about it."""


def next_paper(numbers: PaperNumber, step: Step) -> str:
    """Draw the number of a paper: within the transaction of its signing, so that none is missing."""
    year = local(step.at).year
    return numbers.write(year, draw(numbers.series(year)))


def write_order(step: Step) -> None:
    """Write the order with its number; the events of the unit and the cases are told by the journal."""
    row, said = step.subject, step.said
    row.kind, row.asked = said["kind"], said["asked"]
    row.issued_at, row.issued_by_id = step.at, step.actor.user_id
    row.number, row.paper = draw(COUNTER), next_paper(step.book.supervision.notice, step)
    step.record |= {
        "unit": row.unit_id, "number": row.number, "paper": row.paper, "cases": len(step.writing.kept[row.pk]),
        "urgent": step.book.supervision_kind(row.kind).urgent, "shown": shown(step),
        "of_line": any(case.centre == row.unit_id for case in step.facts.cases),
    }  # fmt: skip


def start_clock(step: Step) -> None:
    """The unit's time begins: the limit of this way of supervising, or the one that was written by hand."""
    row, clocks = step.subject, clocks_of_subject(step.subject.pk)
    limit = step.book.supervision_kind(row.kind).within
    clock = clocks.start(Start(KIND, row.pk, CLOCK, limit, step.at, step.book, unit_id=row.unit_id))
    if until := step.said.get("until"):
        clocks.set_due(row.pk, CLOCK, step.at, "by_hand", to=until)
    clocks.save()
    row.due_at = clock.due_at
    step.record["due"] = row.due_at


def tell_cases(step: Step) -> None:
    """Each case gets an event of its own, with this one as its common cause: its time line tells of the supervision."""
    row = step.subject
    for case_id in sorted(step.writing.kept[row.pk]):
        head = step.writing.heads[case_id]
        said = {"order": row.number, "shown": shown(step), "unit": row.unit_id}
        if step.move.action == "issue":
            said["due"] = row.due_at
            insert([Supervised(order_id=row.pk, case_id=case_id)])
        note(TOLD[step.move.action], "case", case_id, at=step.at, head=head, actor=step.actor, said=said,
             caused_by=step.event_id)  # fmt: skip


def shown(step: Step) -> str:
    """Return how the time line names the order: its number, its way, what came of it."""
    row = step.subject
    found = f"{row.paper} {step.book.supervision_kind(row.kind).label}"
    return f"{found}：{Outcome(row.outcome).label}" if row.outcome else found


def receive(step: Step) -> None:
    """The unit has read it; who reports at once has, too."""
    row = step.subject
    if row.received_at is None:
        row.received_at, row.received_by_id = step.at, step.actor.user_id


def keep_report(step: Step) -> None:
    """Keep what was done about it; whether it came in time is decided by this moment, if it is accepted."""
    row, clocks = step.subject, clocks_of_subject(step.subject.pk)
    row.report, row.reported_at, row.reported_by_id = step.said["report"], step.at, step.actor.user_id
    if clock := clocks.meet(row.pk, CLOCK, step.at):
        row.late = row.late or step.at > clock.due_at
    clocks.save()
    step.record |= {"unit": row.unit_id, "paper": row.paper, "late": row.late, "number": row.number,
                    "centre": row.centre_id}  # fmt: skip


def keep_finding(step: Step) -> None:
    """Keep what the supervisor saw; the one before can be read in the journal's order, its text stands in its remark."""
    row = step.subject
    row.finding, row.found_at = step.said["finding"], step.at


def close(step: Step) -> None:
    """The supervision is over, with its outcome."""
    row = step.subject
    row.closed_at, row.closed_by_id = step.at, step.actor.user_id
    row.outcome, row.judged = step.said["outcome"], step.said["judged"]
    step.record |= _told(step)


def send_back(step: Step) -> None:
    """The unit has to do it again, with a limit of its own."""
    step.subject.sent_back += 1
    start_clock(step)
    step.record |= _told(step)


def urge(step: Step) -> None:
    """Write the paper by which the unit is urged."""
    row = step.subject
    row.urges += 1
    paper = next_paper(step.book.supervision.urge_notice, step)
    insert([Urge(order_id=row.pk, ordinal=row.urges, paper=paper, at=step.at, by_id=step.actor.user_id,
                 words=step.said["words"])])  # fmt: skip
    step.record |= {**_told(step), "due": row.due_at, "shown": paper}


def extend(step: Step) -> None:
    """Give more time; the clock tells old and new."""
    row, clocks = step.subject, clocks_of_subject(step.subject.pk)
    clocks.extend(row.pk, CLOCK, step.at, "extension", to=step.said["until"])
    clocks.save()
    step.record |= {**_told(step), "due_before": row.due_at}
    row.due_at = step.said["until"]
    step.record["due"] = row.due_at


def follow_up(step: Step) -> None:
    """Keep that somebody asked, looked or rang."""
    kind, words = step.said["trace"], step.said["words"]
    insert([Followed(order_id=step.subject.pk, kind=kind, at=step.at, by_id=step.actor.user_id, words=words)])


def recall(step: Step) -> None:
    """The order was a mistake or is no longer needed."""
    clocks = clocks_of_subject(step.subject.pk)
    clocks.stop_all(step.at)
    clocks.save()
    step.record |= _told(step)


def hand_over(step: Step) -> None:
    """The unit is no more: its successor owes the answer."""
    row, clocks = step.subject, clocks_of_subject(step.subject.pk)
    row.unit_id = step.said["unit"]
    clocks.hand_on(row.pk, row.unit_id)
    clocks.save()
    step.record |= {**_told(step), "name": Unit.objects.values_list("short_name", flat=True).get(pk=row.unit_id)}


def _told(step: Step) -> dict[str, object]:
    row = step.subject
    return {"unit": row.unit_id, "paper": row.paper, "number": row.number, "outcome": row.outcome}
