"""A row of a file of another system's open cases, understood: where it stands, who has it, and until when."""

from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.calendars.current import almanac
from huiyin.cases.effects.registering import text_hash
from huiyin.cases.guards import WITH_UNIT
from huiyin.flow.times import local_day
from huiyin.intake.importing.cells import Cells
from huiyin.intake.importing.identity import identity_of
from huiyin.intake.importing.messages import Understand, channel_of, matter_of, petitioner_of
from huiyin.intake.importing.orders import Order, Understood, Unfit
from huiyin.intake.importing.remaining import due_after
from huiyin.intake.importing.unit_names import UnitNames
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.imports import ImportField as F
from huiyin.rulebook.shelf import book_for

STANDS_AS = {
    "registered": "registered", "in_review": "registered", "in_approval": "registered", "approved": "approved",
    "in_handling": "in_handling", "in_audit": "replied", "in_callback": "replied",
}  # fmt: skip
"""Where a case of each state begins here. Approval and call-back begin anew: nobody here knows how far they were."""

LONGEST_ENTRY = 5000
REST = "other"
"""The kind of what the other system did not tell the kind of."""


def reader_of_open_cases(order: Order) -> Understand:
    """Return the function that understands one row, or raises Unfit with every reason."""
    units = UnitNames(local_day(order.at))

    def understood(cells: Cells) -> Understood:
        accepted = cells.moment(F.ACCEPTED_AT, needed=True) or order.at
        book = book_for(order.city, local_day(accepted))
        stands = _stands(cells)
        said = {
            **matter_of(cells, book, accepted), **petitioner_of(cells), **_times(cells, stands, order, book),
            "channel": channel_of(cells, order, book), "stands": stands, "accepted_at": accepted,
            "received_at": accepted, "lead": _unit(cells, stands, units), "history": _history(cells),
        }  # fmt: skip
        said["kind"] = said["kind"] or next((kind.code for kind in book.kinds if kind.code == REST), "")
        cells.needed(F.NUMBER)
        cells.require_fit()
        known_by = identity_of(cells, said["channel"], accepted)
        return Understood(cells.number, cells.row, "carry_over", said, known_by, text_hash(said["text"]))

    return understood


def _stands(cells: Cells) -> str:
    word = cells.plain(F.STATE)
    if not word:
        cells.needed(F.STATE)
        return ""
    stands = STANDS_AS.get(cells.columns.profile.states.get(word, ""), "")
    if not stands:
        cells.note(f"“{cells.columns.header(F.STATE)}”不是规则簿列出的在办环节；已办结的不必导入")
    return stands


def _times(cells: Cells, stands: str, order: Order, book: Rulebook) -> dict[str, Any]:
    with_unit = stands in WITH_UNIT
    return {
        "dispatched_at": cells.moment(F.DISPATCHED_AT) if with_unit else None,
        "signed_at": cells.moment(F.SIGNED_AT) if with_unit else None,
        "due_at": _due(cells, order, book, clock_runs=stands != "replied"),
    }


def _due(cells: Cells, order: Order, book: Rulebook, *, clock_runs: bool) -> datetime | None:
    # A date is more exact than a count of days. Once the unit has replied its clock stands, so what was left counts.
    text, due = cells.text(F.REMAINING), cells.moment(F.DUE_AT)
    if due and (clock_runs or not text):
        return due
    if not text:
        cells.note(f"请填写“{cells.columns.header(F.REMAINING)}”或“{cells.columns.header(F.DUE_AT)}”")
        return None
    due = due_after(text, order.at, cells.columns.profile.remaining_unit, almanac(), book.office)
    if due is None:
        cells.note(f"“{cells.columns.header(F.REMAINING)}”看不懂，应如 3、2天、16小时、超期1天")
    return due


def _unit(cells: Cells, stands: str, units: UnitNames) -> UUID | None:
    if stands not in WITH_UNIT or not (name := cells.needed(F.UNIT)):
        return None
    try:
        return units.unit_called(name)
    except Unfit as unfit:
        cells.note(f"“{cells.columns.header(F.UNIT)}”：{unfit}")
        return None


def _history(cells: Cells) -> list[dict[str, str]]:
    entries = [entry.strip() for entry in cells.text(F.HISTORY).split(cells.columns.profile.history_separator)]
    cuts = ((entry, start) for entry in entries for start in range(0, len(entry), LONGEST_ENTRY))
    return [{"text": entry[start : start + LONGEST_ENTRY]} for entry, start in cuts]
