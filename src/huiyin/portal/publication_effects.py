"""What follows from the moves of a published statistic: it is counted, dates are kept, a correction takes its place."""

from huiyin.flow.posts import Post
from huiyin.journal.counting import draw
from huiyin.journal.door import Step, door_of
from huiyin.portal.models import Publication
from huiyin.portal.public_figures import counted


def give_number(step: Step) -> None:
    """The statistic gets a number by which addresses name it."""
    step.subject.number = draw("publication")


def count(step: Step) -> None:
    """Keep every figure as it is now; what was counted before the door was opened is taken as it is."""
    row = step.subject
    ready = row.__dict__.pop("counted", None)
    row.kept = ready or counted(row.since, row.last, step.book, former=row.replaces.kept if row.replaces else None)
    row.counted_at = step.at
    step.record |= {"period": row.period, "edition": row.edition}


def note_the_reason(step: Step) -> None:
    """Keep why there is another edition: it is told to the public."""
    step.subject.reason = step.said["reason"]


def note_the_publication(step: Step) -> None:
    """Keep when it was published, of which day its paper is, and in which post somebody did it."""
    row = step.subject
    row.published_at, row.signed_on = step.at, step.said["signed_on"]
    row.published_by_id, row.published_as = step.actor.user_id, Post(step.post).label if step.post else ""
    step.record |= {"period": row.period, "edition": row.edition}


def take_the_place_of_the_former(step: Step) -> None:
    """What was corrected is on record from now on, and no longer what the page shows."""
    if step.subject.replaces_id is None:
        return
    former = Publication.objects.get(pk=step.subject.replaces_id)
    step.writing.remember(former)
    door_of("publication").follow_on(step, former, "replace")


def note_the_withdrawal(step: Step) -> None:
    """Keep when it was withdrawn and why: it is told to the public."""
    row = step.subject
    row.withdrawn_at, row.withdrawal = step.at, step.said["reason"]
    step.record |= {"period": row.period, "edition": row.edition}
