"""What follows from the moves of an item: its words are written, kept as an edition, and can be found."""

from huiyin.flow.times import local_day
from huiyin.journal.counting import draw
from huiyin.journal.door import Step
from huiyin.journal.rows import insert
from huiyin.knowledge.grams import grams_of
from huiyin.knowledge.models import Edition, Gram

COUNTER = "knowledge"


def give_number(step: Step) -> None:
    """The item gets a number by which people call it."""
    step.subject.number = draw(COUNTER)


def write_words(step: Step) -> None:
    """Take over what was said; the words of before stay as their edition."""
    row, said = step.subject, step.said
    row.question, row.answer, row.topic = said["question"], said["answer"], said["topic"]
    row.owner_id, row.valid_until = said["owner"], said["valid_until"]
    row.valid_from = said["valid_from"] or local_day(step.at)
    row.edition += 1
    row.changed_at = step.at
    step.record["edition"] = row.edition


def keep_edition(step: Step) -> None:
    """Keep the words as they are now."""
    row = step.subject
    insert(
        [Edition(
            item_id=row.pk, number=row.edition, question=row.question, answer=row.answer, valid_from=row.valid_from,
            valid_until=row.valid_until, at=step.at, by_id=step.actor.user_id,
        )]
    )  # fmt: skip


def let_it_be_found(step: Step) -> None:
    """Write by what the item is found."""
    Gram.objects.filter(item_id=step.subject.pk).delete()
    insert([Gram(item_id=step.subject.pk, gram=gram) for gram in sorted(grams_of(step.subject.question))])


def note_the_change(step: Step) -> None:
    """Keep when it changed last."""
    step.subject.changed_at = step.at
