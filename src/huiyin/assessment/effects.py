"""What follows from the moves of rounds and claims: sheets are written, days kept, opinions noted."""

from datetime import timedelta

from huiyin.assessment.computing import Result, computed
from huiyin.assessment.models import Lost, Round, Sheet
from huiyin.assessment.queries import assessed_units, granted_appeals
from huiyin.flow.times import local_day
from huiyin.journal.counting import draw
from huiyin.journal.door import Step
from huiyin.journal.rows import insert


def give_round_number(step: Step) -> None:
    """The round gets a number by which addresses name it."""
    step.subject.number = draw("assessment")


def compute(step: Step) -> None:
    """Score every unit; what was computed before the door was opened is taken as it is."""
    row = step.subject
    results: list[Result] | None = getattr(row, "computed", None)
    if results is None:
        units = assessed_units(row.owner, row.last)
        within = row.owner.path if row.owner else ""
        results = computed(row.scheme, row.since, row.last, units, within=within, appeals=granted_appeals(row))
    row.computed_at, row.results = step.at, results
    step.record |= {"scheme": row.scheme_id, "units": len(results)}


def write_sheets(step: Step) -> None:
    """Keep the sheets in the place of those that stood there. Units that appealed keep the sheet that they appealed to."""
    row = step.subject
    kept = {sheet.unit_id: sheet.pk for sheet in row.sheets.all()} if not row._state.adding else {}
    Lost.objects.filter(sheet__in=kept.values()).delete()
    sheets, behind = [], []
    for result in row.results:
        sheet = _sheet(row, result)
        sheet.pk = kept.get(result.unit.pk, sheet.pk)
        sheets.append(sheet)
        behind += [Lost(sheet=sheet, code=b.code, measure=b.measure, case_id=b.case) for b in result.behind]
    names = [f.attname for f in Sheet._meta.concrete_fields if f.attname not in {"id", "round_id", "unit_id"}]
    insert(sheets, changing=names)
    insert(behind)


def _sheet(row: Round, result: Result) -> Sheet:
    score = result.score
    return Sheet(
        round=row, unit=result.unit, unit_path=result.unit.path, unit_name=result.unit.name, group=score.group,
        score=score.total, rank=score.rank, among=score.among, band=score.band, vetoed=score.vetoed,
        volume=score.volume, factor=score.factor, lines=list(result.lines),
    )  # fmt: skip


def open_appeals(step: Step) -> None:
    """Units may appeal for as many days as the rulebook says."""
    row = step.subject
    row.published_at = step.at
    row.appeals_until = local_day(step.at) + timedelta(days=step.book.assessment.appeal_days)


def note_the_end(step: Step) -> None:
    """Keep when the round was frozen; from now on its sheets are final."""
    step.subject.frozen_at = step.at
    step.subject.sheets.update(final=True)


def write_claim(step: Step) -> None:
    """Keep what is claimed, and why."""
    row, said = step.subject, step.said
    row.number = draw("claim")
    row.why = said.get("why", "")
    row.reason, row.evidence = said["reason"], said["evidence"]
    row.asked_at, row.asked_by_id = step.at, step.actor.user_id
    step.record |= {"claim": row.kind, "case": str(row.case_id), "code": row.code}


def note_the_opinion(step: Step) -> None:
    """Keep what the first reviewer found."""
    row = step.subject
    row.opinion, row.reviewed_at, row.reviewed_by_id = step.said["opinion"], step.at, step.actor.user_id


def note_the_decision(step: Step) -> None:
    """Keep what the second reviewer decided."""
    row = step.subject
    row.decision, row.decided_at, row.decided_by_id = step.said["decision"], step.at, step.actor.user_id
    # Notices stand below this room: what they tell the unit they read from the event.
    label = row.get_kind_display()
    step.record |= {"claim_label": label, "name": row.name, "case": str(row.case_id), "unit": str(row.unit_id)}
