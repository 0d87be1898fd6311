"""Effects of acts that change no state: tags, the sponsor, contacts, urging."""

from huiyin.cases.effects.registering import write_tags_said
from huiyin.cases.models import ContactEntry, Wish
from huiyin.cases.models.case import WishFound
from huiyin.journal.door import Step

FOUND_SAYS = {WishFound.DONE: True, WishFound.NOT_DONE: False}
"""What a finding without a grade says of the answer; half done is neither."""


def write_tags(step: Step) -> None:
    """Put campaign tags on the case."""
    write_tags_said(step)


def write_sponsor(step: Step) -> None:
    """Name the leader who takes the case under his wing (领导包案)."""
    step.subject.sponsor = step.said["sponsor"]


def log_contact(step: Step) -> None:
    """Write the centre's own contact or look at the place into the shared log."""
    ContactEntry.objects.create(
        case_id=step.head.pk, kind=step.said["contact_kind"], at=step.at, by_id=step.actor.user_id,
        way=step.said["way"], reached=step.said["reached"], text=step.said["words"],
    )  # fmt: skip


def count_urge(step: Step) -> None:
    """One more urge by hand."""
    step.subject.urges += 1


def count_hurry(step: Step) -> None:
    """The petitioner asked again."""
    step.subject.hurries += 1


def tick_wishes(step: Step) -> None:
    """The petitioner says of each wish whether it got its answer."""
    for row in step.said["ticks"]:
        wish = Wish.objects.filter(case_id=step.head.pk, ordinal=row["ordinal"])
        wish.update(petitioner_says=row["answered"])


def rate_wishes(step: Step) -> None:
    """The petitioner says of each wish what was done and how satisfying it is: the grade tells whether it was answered."""
    content = {grade.code: grade.satisfied for grade in step.book.callback.grades}
    for row in step.said["ratings"]:
        says = content[row["grade"]] if row["grade"] else FOUND_SAYS.get(row["found"])
        wish = Wish.objects.filter(case_id=step.head.pk, ordinal=row["ordinal"])
        wish.update(found=row["found"], grade=row["grade"], petitioner_says=says)
