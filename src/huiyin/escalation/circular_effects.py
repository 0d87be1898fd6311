"""What follows from the moves of a circular: content, number of issue, who has to read it, who read it."""

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.petitioners import contact_of
from huiyin.escalation.effects import carry_out
from huiyin.escalation.models import Circular, CircularCase, CircularUnit
from huiyin.flow.times import local
from huiyin.journal.counting import draw
from huiyin.journal.door import Step
from huiyin.journal.rows import insert
from huiyin.privacy.texts import redacted_summary
from huiyin.units.models import Unit
from huiyin.units.queries import active

SUMMARY_LENGTH = 100


def give_number(step: Step) -> None:
    """The circular gets a number by which addresses name it, long before that of its issue."""
    row = step.subject
    row.number = draw("circular")
    row.written_at, row.written_by_id = step.at, step.actor.user_id


def write_content(step: Step) -> None:
    """Keep what the circular says, whom it names, of which cases it tells."""
    row, said = step.subject, step.said
    row.kind, row.title, row.text = said["kind"], said["title"], said["text"]
    row.causes, row.to_all = list(said["causes"]), said["to_all"]
    CircularUnit.objects.filter(circular=row).delete()
    insert([CircularUnit(circular=row, unit_id=unit, named=True) for unit in said["named"]])
    CircularCase.objects.filter(circular=row).delete()
    found = {case.number: case for case in Case.objects.filter(number__in=said["cases"]).select_related("petitioner")}
    cases = [found[number] for number in said["cases"] if number in found]
    insert(
        [CircularCase(circular=row, case=case, ordinal=n, summary=summary_of(case)) for n, case in enumerate(cases, 1)]
    )
    step.record |= {"units": list(said["named"]), "of": [case.pk for case in cases]}


def summary_of(case: Case) -> str:
    """Return what a circular tells of a case: its title, without anything by which the petitioner is known."""
    contact = contact_of(case.petitioner) if case.petitioner else None
    known = [contact.name, contact.phone, contact.address] if contact else []
    return redacted_summary(case.title, [word for word in known if word], SUMMARY_LENGTH)


def note_approval(step: Step) -> None:
    """Keep who approved it."""
    row = step.subject
    row.approved_at, row.approved_by_id, row.words = step.at, step.actor.user_id, step.said["words"]


def note_words(step: Step) -> None:
    """Keep why it came back, was recalled or thrown away."""
    step.subject.words = step.said["reason"]


def give_sign(step: Step) -> None:
    """The circular gets its number of issue, without a gap in its year."""
    row, year = step.subject, local(step.at).year
    if row.owner_id is None:
        row.sign = step.book.escalation.circulars.number.format(year=year, n=draw(f"circular.{year}"))
    else:
        row.sign = f"{row.owner.short_name}通报〔{year}〕{draw(f'circular.{row.owner.serial}.{year}')}号"
    row.issued_at = step.at


def send_to_units(step: Step) -> None:
    """Lay it before the units: all of the next level, or those that it names."""
    row = step.subject
    CircularUnit.objects.filter(circular=row).update(reads=True)
    if row.to_all:
        known = set(CircularUnit.objects.filter(circular=row).values_list("unit_id", flat=True))
        more = [pk for pk in next_level(row, step).values_list("pk", flat=True) if pk not in known]
        insert([CircularUnit(circular=row, unit_id=pk, reads=True) for pk in more])
    rows = CircularUnit.objects.filter(circular=row).order_by("unit__path")
    step.record |= {
        "kind": row.kind, "sign": row.sign, "named": [one.unit_id for one in rows if one.named],
        "readers": [one.unit_id for one in rows],
    }  # fmt: skip


def next_level(row: Circular, step: Step) -> QuerySet[Unit]:
    """Return the units directly below who issues it."""
    return active(local(step.at).date()).filter(Q(parent=row.owner_id) if row.owner_id else Q(parent__isnull=True))


def carry_out_the_step(step: Step) -> None:
    """What was ordered by the ladder is carried out by the circular."""
    row = step.subject
    carry_out(step, row.follows, f"已印发{row.sign}")


def note_reading(step: Step) -> None:
    """Somebody of the unit has read it: the first reading counts."""
    mine = CircularUnit.objects.filter(circular=step.subject, unit__in=step.actor.unit_ids, reads=True, read_at=None)
    step.record["units"] = list(mine.values_list("unit_id", flat=True))
    mine.update(read_at=step.at, read_by=step.actor.user_id)
