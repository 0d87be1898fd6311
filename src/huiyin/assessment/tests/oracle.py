"""Scores once more, slowly and by another way: from the journal alone, event by event, never from a flag on a row.

Of the tables it reads who is whose unit and when a share was due; whether it was answered in time, sent back, for what cause,
and what people said of it, it reads from the acts themselves.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

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


# -- Kaifeng: points for rates, spread where nobody was asked ----------------------------------------------------------


@dataclass
class Share:
    """So many of so many."""

    good: int = 0
    all: int = 0

    def add(self, is_good: bool) -> None:
        self.good, self.all = self.good + is_good, self.all + 1

    @property
    def rate(self) -> Fraction | None:
        """In per cent with two digits, as the scheme scores it; None of nothing."""
        return two_digits(Fraction(100 * self.good, self.all)) if self.all else None


@dataclass
class Month:
    """What one unit did in a month, as Kaifeng looks at it."""

    signed: Share
    fed_back: Share
    satisfied: Share
    sent_back: Share
    untrue: int = 0


def two_digits(number: Fraction) -> Fraction:
    return Fraction((number * 100 + Fraction(1, 2)).__floor__(), 100)


def kaifeng_by_hand(since: date, last: date, now: datetime) -> dict[str, Decimal]:
    """Return what each unit below the centre gets by Kaifeng's scheme: 10 for signing, 40 for time, 30 for satisfaction,
    20 for what did not come back, less for untrue replies. Matters put on the ledger are not looked at here.
    """  # fmt: skip
    begin, end = (datetime.combine(day, time.min, CITY_TZ) for day in (since, last + timedelta(days=1)))
    events = list(Event.objects.order_by("chain_id", "seq"))
    left_out = _left_out(events)
    months = {unit.name: Month(Share(), Share(), Share(), Share()) for unit in Unit.objects.filter(parent=None)}
    for share in Assignment.objects.filter(above__isnull=True).select_related("unit"):
        month, own = months[share.unit.name], [event for event in events if event.chain_id == share.case_id]
        acts = [event for event in own if event.subject_id == share.pk]
        signed = next((event.at for event in acts if event.verb == "assignment.sign"), None)
        if signed and begin <= signed < end:
            month.signed.add(not share.sign_due_at or signed <= share.sign_due_at)
        if share.due_at and begin <= share.due_at < min(end, now) and not _waits_in_time_for_audit(share, own, acts):
            month.fed_back.add(_answered_in_time(share, events))
        passed = [event.at for event in own if event.verb == "case.pass_audit"]
        if passed and begin <= passed[-1] < end and share.case_id not in left_out:
            month.sent_back.add(any(event.verb == "assignment.reject" for event in acts))
    _add_what_cases_brought(months, events, left_out, begin, end)
    return {name: _points(month) for name, month in months.items()}


def _waits_in_time_for_audit(share: Assignment, own: list[Event], acts: list[Event]) -> bool:
    sent = [event for event in acts if event.verb in {"assignment.reply", "assignment.sign_off"}]
    judged = {"case.pass_audit", "case.reject_reply"}
    return bool(sent) and sent[-1].at <= share.due_at and not any(e.verb in judged and e.at >= sent[-1].at for e in own)


def _left_out(events: list[Event]) -> set[object]:
    """Cases of which two people found that they must not count."""
    asked = {event.subject_id: event.said["case"] for event in events if event.verb == "claim.ask_exclusion"}
    granted = {asked[event.subject_id] for event in events if event.verb == "claim.grant" and event.subject_id in asked}
    return {event.case_id for event in events if str(event.case_id) in granted}


def _add_what_cases_brought(months, events, left_out, begin, end) -> None:
    owners, last_word = _owners(), {}
    for event in events:
        if event.case_id in left_out or not begin <= event.at < end:
            continue
        if event.verb == "callback.answered":
            last_word[event.case_id] = event
        if event.said.get("cause") == "untrue_feedback":
            for unit in (
                owners[event.case_id] if event.verb in {"case.reject_reply", "case.redo", "case.reopen"} else ()
            ):
                months[unit].untrue += 1
    for event in last_word.values():
        grades = {grade.code: grade.satisfied for grade in book_named(event.book).callback.grades}
        if (satisfied := grades[event.said["grade"]]) is not None:
            for unit in owners[event.case_id]:
                months[unit].satisfied.add(satisfied)


def _points(month: Month) -> Decimal:
    back = month.sent_back.rate
    points = (
        _by_rate(10, month.signed.rate)
        + _by_rate(40, month.fed_back.rate)
        + (Fraction(20) if back is None else max(20 - max(back - 5, Fraction(0)), Fraction(0)))
    )
    if month.satisfied.rate is None:
        points *= Fraction(100, 70)
    else:
        points += _by_rate(30, month.satisfied.rate)
    points -= min(2 * month.untrue, 10)
    shown = two_digits(min(max(points, Fraction(0)), Fraction(100)))
    return Decimal(shown.numerator) / Decimal(shown.denominator)


def _by_rate(full: int, rate: Fraction | None) -> Fraction:
    return Fraction(full) if rate is None else full * rate / 100
