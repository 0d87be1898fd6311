"""What follows from the moves of this room."""

from uuid import UUID

from huiyin.insight.models import AlertLink, AlertTask, Topic, TopicCase
from huiyin.insight.states import Deed
from huiyin.insight.who import owing_of
from huiyin.journal.door import Step, door_of
from huiyin.journal.rows import change, insert

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


def keep_link(step: Step) -> None:
    """Keep what was begun because of it. An order is something done; a paper only when it is finished, which a person says."""
    row, said = step.subject, step.said
    if acts_at_once(said["deed"]) and not row.deed:
        row.deed, row.paper = said["deed"], said["label"][:60]
        end_alert(step)
    _see(step)
    names = ("kind", "thing", "label", "page", "name")
    insert([AlertLink(alert_id=row.pk, at=step.at, by_id=step.actor.user_id, **{name: said[name] for name in names})])
    step.record["thing"] = said["thing"]


def acts_at_once(deed: str) -> bool:
    """Whether what was begun is something done already."""
    return deed == Deed.SUPERVISION


def give_tasks(step: Step) -> None:
    """Each unit has its task; the event names them, so that they can be told."""
    row, said = step.subject, step.said
    common = {"alert_id": row.pk, "asked": said["asked"], "given_at": step.at, "given_by_id": step.actor.user_id}
    insert([AlertTask(unit_id=unit, **common) for unit in said["units"]])
    step.record |= {"units": list(said["units"]), "kind": row.kind, "found": row.found}
    if not row.deed:
        row.deed = Deed.UNIT
        end_alert(step)
    _see(step)


def keep_task_answer(step: Step) -> None:
    """Keep what the actor's units did about it."""
    row, own = step.subject, owing_of(step.actor, step.facts)
    mine = AlertTask.objects.filter(alert=row, unit__path__in=own, answered_at=None).select_related("unit")
    answered = list(mine)
    for task in answered:
        said = {"answer": step.said["answer"], "answered_at": step.at, "answered_by_id": step.actor.user_id}
        change(AlertTask, task.pk, said)
    step.record |= {"units": [task.unit_id for task in answered], "kind": row.kind}


def end_alert(step: Step) -> None:
    """It is over; whoever ended it without a look before has seen it now."""
    row = step.subject
    row.ended_at, row.words = step.at, step.said.get("words") or row.words
    _see(step)


def _see(step: Step) -> None:
    if step.subject.acknowledged_at is None and not step.actor.is_platform:
        step.subject.acknowledged_at, step.subject.acknowledged_by_id = step.at, step.actor.user_id


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
