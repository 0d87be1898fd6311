"""What follows from the moves of this room."""

from uuid import UUID

from huiyin.insight.models import Topic, TopicCase
from huiyin.journal.door import Step, door_of

TOLD = ("title", "category", "retelling", "course", "measure", "lesson", "helped", "online", "adopted")


def rename(step: Step) -> None:
    """An editor's title stays, whatever is counted later."""
    step.subject.title, step.subject.named = step.said["title"], True


def join_into(step: Step) -> None:
    """The cases go over to the other topic, which stays as the editor made it."""
    other = Topic.objects.get(pk=UUID(step.said["into"]))
    TopicCase.objects.filter(topic=step.subject).update(topic=other)
    step.subject.into_id, step.subject.kept = other.pk, True
    step.writing.remember(other)
    other.before += step.subject.before
    door_of("topic").follow_on(step, other, "absorb")


def split_off(step: Step) -> None:
    """The chosen cases become a topic of their own."""
    old, said = step.subject, step.said
    new = Topic(
        ledger_id=old.ledger_id, book=old.book, rhythm=old.rhythm, begins=old.begins, ends=old.ends, title=said["title"],
        named=True, place=old.place, first_at=old.first_at, last_at=old.last_at, found_at=step.at, computed_at=step.at,
    )  # fmt: skip
    door_of("topic").follow_on(step, new, "part")
    TopicCase.objects.filter(topic=old, case_id__in=[UUID(one) for one in said["cases"]]).update(topic=new)
    keep_as_made(step)
    step.record["new"] = new.pk


def keep_as_made(step: Step) -> None:
    """Counting again leaves its cases where an editor put them."""
    step.subject.kept = True


def keep_why(step: Step) -> None:
    """Keep why."""
    step.subject.why = step.said["why"]


def forget_why(step: Step) -> None:
    """It is a topic again."""
    step.subject.why = ""


def acknowledge(step: Step) -> None:
    """Somebody has seen it."""
    row = step.subject
    row.acknowledged_at, row.acknowledged_by_id, row.words = step.at, step.actor.user_id, step.said["words"]


def keep_deed(step: Step) -> None:
    """Keep what was done about it."""
    row, said = step.subject, step.said
    row.deed, row.paper = said["deed"], said["paper"]
    end_alert(step)


def end_alert(step: Step) -> None:
    """It is over; whoever ended it without a look before has seen it now."""
    row = step.subject
    row.ended_at, row.words = step.at, step.said.get("words") or row.words
    if row.acknowledged_at is None and not step.actor.is_platform:
        row.acknowledged_at, row.acknowledged_by_id = step.at, step.actor.user_id


def tell_whom(step: Step) -> None:
    """Name in the event whom it concerns, so that nobody has to look it up to tell them."""
    row = step.subject
    step.record.update(unit=row.unit_id, kind=row.kind, category=row.category, territory=row.territory, found=row.found)


def keep_answer(step: Step) -> None:
    """Keep what the unit prepared."""
    row = step.subject
    row.answer, row.answered_at, row.answered_by_id, row.why = step.said["answer"], step.at, step.actor.user_id, ""


def name_unit(step: Step) -> None:
    """Name the unit in the event."""
    step.record["unit"] = step.subject.unit_id


def write_story(step: Step) -> None:
    """Keep the retelling."""
    for name in TOLD:
        setattr(step.subject, name, step.said[name])


def sign_story(step: Step) -> None:
    """Keep who proposed it."""
    step.subject.proposed_at, step.subject.proposed_by_id = step.at, step.actor.user_id


def list_story(step: Step) -> None:
    """It stands in the library from now on."""
    step.subject.listed_at, step.subject.why = step.at, step.said["why"]
