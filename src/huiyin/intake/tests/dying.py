"""An import that is killed while it works, and two that work at once, for tests that start processes of their own."""

import os
import signal
from pathlib import Path
from typing import Any

from huiyin.cases.models import Case
from huiyin.clocks.models import Clock
from huiyin.intake.importing import run, taking
from huiyin.intake.models import Imported
from huiyin.intake.tests.files import SMALL_BATCH, import_cases
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event

run.MOST_ROWS = SMALL_BATCH


def import_all(file: str) -> dict[str, Any]:
    """Import a file in this process; tell the counts, and what was there before and after."""
    before = what_is_there()
    counts = import_cases(Path(file)).counts()
    return {"before": before, "counts": counts, "after": what_is_there()}


def import_and_die(file: str, rows: int) -> None:
    """Kill this process with -9 at the door, when so many rows have come to it, in the middle of a transaction."""
    at_the_door, came = taking.register, [0]

    def register(*args: Any, **how: Any) -> Any:
        came[0] += 1
        if came[0] > rows:
            os.kill(os.getpid(), signal.SIGKILL)
        return at_the_door(*args, **how)

    taking.register = register
    import_cases(Path(file))


def what_is_there() -> dict[str, Any]:
    """Count everything that belongs to imported cases, and what is wrong with their chains."""
    cases = list(Case.objects.values_list("pk", flat=True))
    return {
        "cases": len(cases),
        "numbers": len(set(Case.objects.values_list("number", flat=True))),
        "sources": len(set(Case.objects.values_list("source_ref", flat=True))),
        "imported": Imported.objects.count(),
        "events": Event.objects.filter(verb="case.collect").count(),
        "clocks": Clock.objects.filter(kind="centre_review").count(),
        "wrong": [wrong for pk in cases for wrong in verify_chain(pk, Case)],
    }
