"""The doors of the duty: rosters in one go, changing a shift, checks, notes between shifts, answering days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.duty.lifecycle import ANSWER_DAY, NOTE
from huiyin.duty.models import AnswerDay, Check, Demand, GapTold, Note
from huiyin.duty.queries import CENTRE, Gap, book_on, day_facts, gaps, note_facts
from huiyin.duty.who import CHECKERS
from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.table import At, NotYours, Refused
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.journal.door import Door, note
from huiyin.journal.models import Ledger
from huiyin.journal.rows import insert
from huiyin.journal.writing import writing
from huiyin.people.models import DutyShift, User
from huiyin.people.queries import on_duty
from huiyin.people.standing_in import put_on_duty, take_off_duty
from huiyin.units.models import Unit
from huiyin.units.queries import active

LEDGER = "duty"
NOTE_DOOR = Door(NOTE, Note, note_facts, head_model=Ledger, head_field="ledger_id")
DAY_DOOR = Door(ANSWER_DAY, AnswerDay, day_facts, head_model=Ledger, head_field="ledger_id")


@dataclass(frozen=True)
class Wanted:
    """One shift that is to be put into a roster."""

    user_id: UUID
    unit_id: UUID | None
    since: datetime
    until: datetime


def put_all_on_duty(wanted: Sequence[Wanted], *, actor: Actor, at: datetime) -> int:
    """Put many people on duty in one go; all of them or none. Raises Refused, naming the shift that cannot be."""
    with writing():
        for one in wanted:
            try:
                put_on_duty(one.user_id, one.unit_id, since=one.since, until=one.until, actor=actor, at=at)
            except NotYours:
                raise
            except Refused as refused:
                name = User.objects.filter(pk=one.user_id).values_list("name", flat=True).first() or ""
                raise Refused([f"{local_day(one.since):%m-%d} {name}：{refused}"]) from refused
        if wanted:
            units = {str(one.unit_id or CENTRE) for one in wanted}
            said = {"shifts": len(wanted), "units": sorted(units)}
            note("duty.roster", "duty", uuid7(), actor=actor, at=at, head=LEDGER, said=said)
    return len(wanted)


def replace(shift_id: UUID, user_id: UUID, *, reason: str, actor: Actor, at: datetime) -> DutyShift:
    """Let somebody else stand a shift, or what is left of it; the journal keeps both and why. Raises Refused."""
    _reason_is_given(reason)
    with writing():
        shift = _locked(shift_id, at)
        if shift.user_id == user_id:
            raise Refused([], {"user": At("user", "值班人没有变化")})
        since = max(shift.since, at)
        before, unit_id, until = shift.user_id, shift.unit_id, shift.until
        take_off_duty(shift.pk, actor=actor, at=at)
        made = put_on_duty(user_id, unit_id, since=since, until=until, actor=actor, at=at)
        _note_replaced(unit_id, before, user_id, since, until, reason, actor, at)
    return made


def swap(first_id: UUID, second_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Let two people stand each other's shifts. Raises Refused."""
    _reason_is_given(reason)
    with writing():
        first, second = _locked(first_id, at), _locked(second_id, at)
        if first.unit_id != second.unit_id or first.user_id == second.user_id:
            raise Refused([], {"other": At("other", "只能和同一单位另一人的班次对调")})
        if min(first.since, second.since) < at:
            raise Refused(["班次已经开始，不能对调，请改由他人接替"])
        a, b = first.user_id, second.user_id
        spans = [(first.since, first.until), (second.since, second.until)]
        for shift in (first, second):
            take_off_duty(shift.pk, actor=actor, at=at)
        for (since, until), user_id, before in zip(spans, (b, a), (a, b), strict=True):
            put_on_duty(user_id, first.unit_id, since=since, until=until, actor=actor, at=at)
            _note_replaced(first.unit_id, before, user_id, since, until, reason, actor, at)


def _locked(shift_id: UUID, at: datetime) -> DutyShift:
    rows = DutyShift.objects.select_for_update().filter(pk=shift_id, until__gt=at)
    if (shift := rows.first()) is None:
        raise Refused(["该班次已经结束或取消"])
    return shift


def _reason_is_given(reason: str) -> None:
    if not reason.strip():
        raise Refused([], {"reason": At("reason", "请填写理由")})
    if len(reason) > 200:
        raise Refused([], {"reason": At("reason", "理由最多200字")})


def _note_replaced(
    unit_id: UUID | None,
    before: UUID,
    after: UUID,
    since: datetime,
    until: datetime,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    said = {"unit": unit_id, "from": before, "to": after, "since": since, "until": until}
    note("duty.replace", "user", after, actor=actor, at=at, head=LEDGER, said=said, texts={"reason": reason.strip()})


def check(unit_id: UUID | None, *, reached: bool, minutes: int, words: str, actor: Actor, at: datetime) -> Check:
    """Write down whether a unit, or the centre, answered; who should have is taken from the roster. Raises Refused."""
    if not actor.holds(*CHECKERS):
        raise NotYours(["您的岗位不能登记值班抽查"])
    if unit_id and not active(local_day(at)).filter(pk=unit_id).exists():
        raise Refused([], {"unit": At("unit", "没有这个单位，或已撤销")})
    if not 0 <= minutes <= 24 * 60:
        raise Refused([], {"minutes": At("minutes", "应在 0 到 1440 之间")})
    if len(words) > 300:
        raise Refused([], {"words": At("words", "情况最多300字")})
    people = on_duty(unit_id, at=at)
    within = book_on(local_day(at)).duty.answer_within_minutes
    with writing():
        row = Check(
            unit_id=unit_id, user=people[0] if people else None, at=at, by_id=actor.user_id,
            reached=reached and minutes <= within, minutes=minutes, words=words.strip(),
        )  # fmt: skip
        insert([row])
        said = {"unit": unit_id, "user": row.user_id, "reached": row.reached, "minutes": minutes}
        note("duty.check", "duty", row.pk, actor=actor, at=at, head=LEDGER, said=said)
    return row


def write_note(unit_id: UUID | None, words: str, *, actor: Actor, at: datetime, key: str = "") -> Note:
    """Leave a point to the next shift. Raises Refused."""
    with writing():
        row = Note(
            book=book_on(local_day(at)).id,
            ledger=_ledger(),
            unit_id=unit_id,
            written_at=at,
            written_by_id=actor.user_id,
        )
        event = NOTE_DOOR.begin(row, "write", {"words": words}, actor=actor, at=at, key=key)
    return row if event.subject_id == row.pk else Note.objects.get(pk=event.subject_id)


def take_over(notes: Iterable[Note], *, actor: Actor, at: datetime) -> int:
    """Take over all that the shift before left open (接班); return how many. Raises Refused."""
    count = 0
    with writing():
        for row in notes:
            NOTE_DOOR.move(row.pk, "take", {}, actor=actor, at=at)
            count += 1
    return count


def plan_day(said: Mapping[str, Any], unit: Unit | None, *, actor: Actor, at: datetime, key: str = "") -> AnswerDay:
    """Arrange an answering day of a leader. Raises Refused."""
    with writing():
        row = AnswerDay(book=book_on(local_day(at)).id, ledger=_ledger(), unit=unit, planned_by_id=actor.user_id)
        event = DAY_DOOR.begin(row, "plan", said, actor=actor, at=at, key=key)
    return row if event.subject_id == row.pk else AnswerDay.objects.get(pk=event.subject_id)


def tell_of_gaps(at: datetime) -> int:
    """Let the platform tell each unit where somebody is missing in the next days, once for each day; return how often.

    The centre is told once for all of them: a notice for each unit would bury all others.
    """
    today = local_day(at)
    ahead = book_on(today).duty.tell_ahead_days
    found = gaps(active(today).order_by("path"), today, today + ahead * ONE_DAY, at, with_centre=True)
    told = [gap for gap in found if _tell(gap, at)]
    if told:
        places = len({gap.unit.pk if gap.unit else None for gap in told})
        note("duty.gaps", "duty", uuid7(), at=at, head=LEDGER, said={"places": places, "days": ahead})
    return len(told)


def _tell(gap: Gap, at: datetime) -> int:
    with writing():
        place = str(gap.unit.pk) if gap.unit else CENTRE
        row = GapTold(unit=gap.unit, place=place, day=gap.day, at=at)
        # Two clocks at once: one of them tells.
        if not insert([row], once=True):
            return 0
        said = {"unit": gap.unit.pk if gap.unit else None, "day": gap.day}
        note("duty.gap", "duty", row.pk, at=at, head=LEDGER, said=said)
    return 1


def demand(about: UUID, name: str, units: Iterable[UUID], at: datetime) -> None:
    """From now on these units must have somebody on duty day and night; asked twice it is the same."""
    rows = [Demand(unit_id=unit, about=about, name=name, since=at) for unit in units]
    if rows:
        insert(rows, once=True)
        Demand.objects.filter(about=about, unit__in=[row.unit_id for row in rows]).update(until=None)


def demand_no_more(about: UUID, at: datetime) -> None:
    """What was wanted is over."""
    Demand.objects.filter(about=about, until__isnull=True).update(until=at)


def _ledger() -> Ledger:
    Ledger.objects.bulk_create([Ledger(name=LEDGER)], ignore_conflicts=True)
    return Ledger.objects.get(name=LEDGER)
