"""Effects of acts that change no state: tags, the sponsor, contacts, urging."""

from huiyin.cases.effects.registering import write_tags_said
from huiyin.cases.models import ContactEntry, Wish
from huiyin.journal.door import Step


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
