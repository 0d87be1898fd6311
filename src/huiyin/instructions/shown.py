"""How an instruction is shown to one viewer: the centre reads all of it, a unit what concerns it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.cases.queries import SEES_ALL
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.cases.sight import hides_petitioner, without_petitioner
from huiyin.flow.actor import Actor
from huiyin.instructions.models import CASES, About, Instruction
from huiyin.instructions.queries import kind_label, name_of_leader
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book as book_named


@dataclass(frozen=True)
class Shown:
    """One instruction as a viewer reads it."""

    row: Instruction
    title: str
    leader: str
    words: str
    kind: str
    material: str
    text: str
    cases: Sequence[Case]
    is_centre: bool


def shown_all(rows: Iterable[Instruction], actor: Actor) -> list[Shown]:
    """Return instructions as this viewer reads them: two statements for their cases, however many they are."""
    found = list(rows)
    abouts = list(About.objects.filter(instruction__in=found).values_list("instruction", "case"))
    mine = cases_visible_to(actor).filter(pk__in={case for _, case in abouts}).select_related("petitioner")
    cases = {case.pk: case for case in mine.order_by("number")}
    of_row: dict[UUID, list[Case]] = {row.pk: [] for row in found}
    for instruction, case in abouts:
        if case in cases:
            of_row[instruction].append(cases[case])
    return [_shown(row, actor, sorted(of_row[row.pk], key=lambda case: case.number)) for row in found]


def shown(row: Instruction, actor: Actor) -> Shown:
    """Return one instruction as this viewer reads it."""
    return shown_all([row], actor)[0]


def _shown(row: Instruction, actor: Actor, cases: list[Case]) -> Shown:
    # What tells who petitions is kept from units as on the page of the case.
    book, matter = book_named(row.book), row.matter
    is_centre = is_of_its_centre(actor, row)
    kept_back = [] if is_centre else [case for case in cases if hides_petitioner(case)]
    words = row.words
    for case in kept_back:
        words = without_petitioner(case, words)
    title = matter.title
    if matter.kind == CASES and not is_centre:
        title = f"工单 {'、'.join(case.number for case in cases)}" if cases else "有关工单"
    return Shown(
        row=row, title=title, leader=name_of_leader(row),
        words=words, kind=kind_label(book, row.kind), material=material_of(matter.kind, row.book),
        text=matter.text if is_centre or matter.kind != CASES else "", cases=cases, is_centre=is_centre,
    )  # fmt: skip


def is_of_its_centre(actor: Actor, row: Instruction) -> bool:
    """Whether the actor belongs to the centre of the instruction: the city's, or the unit on whose line it was written."""
    if actor.is_platform:
        return True
    return row.centre_id in actor.own_centres if row.centre_id else actor.holds(*SEES_ALL)


def material_of(kind: str, book_id: str) -> str:
    """Return the word for what was laid before the leader."""
    if kind == CASES:
        return "工单"
    try:
        return book_named(book_id).instructions.paper(kind).label
    except Unknown:
        return kind
