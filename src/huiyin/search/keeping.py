"""Keeping the index: a line is made from its case, whenever and however often somebody asks for it."""

from collections.abc import Callable, Sequence
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.journal.writing import writing
from huiyin.search.lines import lines_of
from huiyin.search.models import Line

BATCH = 500
SAME = ("place", "words", "keepers")
"""What a line is made of; its tokens follow from these."""


def keep_line(case_id: UUID) -> None:
    """Write the line of a case as the case is now. The lock lets a second worker wait for what the first one read."""
    with writing():
        locked = Case.objects.select_for_update(of=("self",)).select_related("petitioner").filter(pk=case_id)
        _write(list(locked))


def keep_all(tell: Callable[[int], None] = lambda done: None) -> int:
    """Write every line anew and return how many there are. What is searched meanwhile finds the old line or the new one."""
    done, last = 0, UUID(int=0)
    while True:
        with writing():
            rows = Case.objects.filter(pk__gt=last).select_related("petitioner").order_by("pk")
            cases = list(rows.select_for_update(of=("self",))[:BATCH])
            _write(cases, anew=True)
        if not cases:
            return done
        done, last = done + len(cases), cases[-1].pk
        tell(done)


def _write(cases: Sequence[Case], *, anew: bool = False) -> None:
    there = {line.case_id: line for line in Line.objects.filter(case__in=cases).defer("tokens")}
    lines = [line for line in lines_of(cases) if anew or not _is_same(line, there.get(line.case_id))]
    if old := [line.case_id for line in lines if line.case_id in there]:
        Line.objects.filter(case__in=old).delete()
    _find_free_places(lines)
    Line.objects.bulk_create(lines)


def _is_same(line: Line, known: Line | None) -> bool:
    return known is not None and all(getattr(line, name) == getattr(known, name) for name in SAME)


def _find_free_places(lines: Sequence[Line]) -> None:
    """Move lines of the same second apart in the rare case that their numbers are the same, too."""
    taken = set(Line.objects.filter(place__in=[line.place for line in lines]).values_list("place", flat=True))
    for line in lines:
        while line.place in taken:
            line.place += 1
        taken.add(line.place)
