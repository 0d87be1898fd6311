"""What follows from the moves of a long case and of a hard matter."""

from huiyin.cases.act import move_case
from huiyin.cases.models import Tag
from huiyin.hardcases.models import FocusCase, FocusNote, Review
from huiyin.journal.door import Step
from huiyin.journal.rows import insert


def keep_proposal(step: Step) -> None:
    """Keep who wants it on the ledger, and why."""
    row, said = step.subject, step.said
    row.kind, row.reason, row.condition = said["kind"], said["reason"], said["condition"]
    row.proposed_at = step.at
    row.proposed_by_id = None if step.actor.is_platform else step.actor.user_id


def keep_suspension(step: Step) -> None:
    """What a unit may suspend stands on the ledger from that moment, with the unit's own words."""
    keep_proposal(step)
    row = step.subject
    row.owner_id, row.review_on, row.listed_at = step.said["owner"], step.said["review_on"], step.at


def put_on_ledger(step: Step) -> None:
    """From now on it has an owner and a day of review."""
    write_owner(step)
    step.subject.review_on, step.subject.listed_at = step.said["review_on"], step.at


def write_owner(step: Step) -> None:
    """Name unit and leader, and what has to come about; the unit is told."""
    row, said = step.subject, step.said
    row.owner_id, row.leader = said["owner"], said["leader"]
    row.condition = said.get("condition") or row.condition
    step.record["unit"] = said["owner"]


def tag_case(step: Step) -> None:
    """Let the case carry the tag of its kind, so that it is found among all others."""
    tag = step.book.hard_kind(step.subject.kind).tag
    if tag and not Tag.objects.filter(case_id=step.head.pk, name=tag).exists():
        move_case(step.head.pk, "tag", {"tags": [tag]}, actor=step.actor, at=step.at, caused_by=step.event_id)


def keep_review(step: Step) -> None:
    """Keep how it stands and when the next look is due."""
    row, said = step.subject, step.said
    step.record["late"] = bool(row.review_on < step.facts.today)
    insert([Review(hard_id=row.pk, at=step.at, by_id=step.actor.user_id, due_on=row.review_on, ripe=said["ripe"],
                   words=said["words"], next_on=said["review_on"])])  # fmt: skip
    row.reviews += 1
    row.reviewed_at, row.review_on = step.at, said["review_on"]


def count_urge(step: Step) -> None:
    """The owner is urged to look at it."""
    step.subject.urges += 1
    step.record["unit"], step.record["review_on"] = step.subject.owner_id, step.subject.review_on


def end(step: Step) -> None:
    """It is off the ledger, or never came on it."""
    step.subject.ended_at, step.subject.ending = step.at, step.said["words"]
    step.record["unit"] = step.subject.owner_id


def end_with_case(step: Step) -> None:
    """It went off with its case."""
    step.subject.ended_at = step.at


def write_focus(step: Step) -> None:
    """Keep what was chosen for which month, and who owns it."""
    row, said = step.subject, step.said
    row.month = said["month"].replace(day=1)
    for name in ("title", "why", "aim", "category", "leader"):
        setattr(row, name, said[name])
    row.owner_id, row.chosen_at, row.chosen_by_id = said["owner"], step.at, step.actor.user_id
    step.record["unit"] = said["owner"]


def keep_note(step: Step) -> None:
    """Keep how it gets on."""
    insert([FocusNote(focus_id=step.subject.pk, at=step.at, by_id=step.actor.user_id, words=step.said["words"])])


def join_case(step: Step) -> None:
    """The case belongs to the matter."""
    insert([FocusCase(focus_id=step.subject.pk, case_id=step.said["case"])])


def keep_report(step: Step) -> None:
    """Keep what came of it."""
    row = step.subject
    row.result, row.report, row.ended_at = step.said["result"], step.said["report"], step.at


def end_focus(step: Step) -> None:
    """It is no matter of the month any more."""
    step.subject.report, step.subject.ended_at = step.said["words"], step.at
