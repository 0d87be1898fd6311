"""Scores once more, slowly and by another way: from the journal alone, event by event, never from a flag on a row.

Of the tables it reads who is whose unit and when a share was due; whether it was answered in time, sent back, for what cause,
and what people said of it, it reads from the acts themselves.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from huiyin.cases.models import Assignment
from huiyin.flow.times import CITY_TZ
from huiyin.journal.models import Event
from huiyin.rulebook.shelf import book as book_named
from huiyin.units.models import Unit


def dandong_by_hand(since: date, last: date, now: datetime) -> dict[str, Decimal]:
    """Return what each unit below the centre gets by Dandong's scheme: a hundred, less for each fault."""
    begin, end = (datetime.combine(day, time.min, CITY_TZ) for day in (since, last + timedelta(days=1)))
    events = list(Event.objects.order_by("chain_id", "seq"))
    owners = _owners()
    faults: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for event in events:
        if not begin <= event.at < end:
            continue
        for unit in owners.get(event.case_id, ()):
            if event.verb in {"case.reject_reply", "case.redo", "case.reopen"}:
                faults[unit][event.said.get("cause", "")] += 1
    for share in Assignment.objects.filter(above__isnull=True):
        acts = [event for event in events if event.subject_id == share.pk]
        unit = share.unit.name
        signed = next((event.at for event in acts if event.verb == "assignment.sign"), None)
        if signed and share.sign_due_at and begin <= signed < end and signed > share.sign_due_at:
            faults[unit]["late_sign"] += 1
        if share.due_at and begin <= share.due_at < min(end, now) and not _answered_in_time(share, events):
            faults[unit]["late_reply"] += 1
    _add_the_dissatisfied(faults, owners, events, begin, end)
    return {unit.name: _score(faults[unit.name]) for unit in Unit.objects.filter(parent=None)}


def _owners() -> dict[object, set[str]]:
    found: dict[object, set[str]] = defaultdict(set)
    for share in Assignment.objects.filter(above__isnull=True, role="lead").select_related("unit"):
        found[share.case_id].add(share.unit.name)
    return found


def _answered_in_time(share: Assignment, events: list[Event]) -> bool:
    """Whether the first reply that was later accepted, and not found untrue, came before the share was due."""
    own = [event for event in events if event.chain_id == share.case_id]
    untrue = any(
        event.said.get("cause") == "untrue_feedback"
        for event in own
        if event.verb in {"case.reject_reply", "case.redo"}
    )
    sent = [
        event.at
        for event in own
        if event.subject_id == share.pk and event.verb in {"assignment.reply", "assignment.sign_off"}
    ]
    passed = any(event.verb == "case.pass_audit" for event in own)
    return bool(sent) and passed and not untrue and sent[-1] <= share.due_at


def _add_the_dissatisfied(faults, owners, events, begin, end) -> None:
    last_word = {
        event.case_id: event for event in events if event.verb == "callback.answered" and begin <= event.at < end
    }
    for event in last_word.values():
        grades = {grade.code: grade.satisfied for grade in book_named(event.book).callback.grades}
        for unit in owners[event.case_id]:
            faults[unit]["dissatisfied"] += grades[event.said["grade"]] is False


def _score(faults: dict[str, int]) -> Decimal:
    if faults["untrue_feedback"]:
        return Decimal("0.00")
    costs = [
        Decimal("0.5") * faults["late_reply"],
        min(Decimal("0.1") * faults["late_sign"], Decimal(10)),
        Decimal(1) * (faults["delay"] + faults["evasion"]),
        Decimal("0.2") * (faults["unclear_inquiry"] + faults["wrong_handling"]),
        Decimal("0.5") * faults["inefficiency_repeats"],
        min(Decimal("0.2") * faults["dissatisfied"], Decimal(20)),
    ]
    return max(100 - sum(costs), Decimal(0)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
