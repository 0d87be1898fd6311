"""A roster as a sheet: taken out, filled in and brought back; every row is looked at before any is entered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from huiyin.duty.act import Wanted
from huiyin.duty.queries import OnDuty, book_on
from huiyin.duty.rota import moments
from huiyin.flow.actor import Actor
from huiyin.flow.times import local
from huiyin.people.actors import held_at
from huiyin.people.models import DutyShift, User
from huiyin.people.who import plans_duty
from huiyin.ui.unreadable import SheetLimits, Unreadable
from huiyin.units.models import Unit
from huiyin.units.queries import active

HEADER = ("日期", "班次", "开始", "结束", "单位", "值班人", "工号", "办公电话", "手机")
NEEDED = ("日期", "值班人")
CENTRE_NAME = "中心"
MOST_ROWS = 2_000
LIMITS = SheetLimits(rows=MOST_ROWS)


@dataclass
class Judged:
    """One row: who is to stand when and where, or why it cannot be."""

    line: int
    told: Mapping[str, str]
    wanted: Wanted | None = None
    person: str = ""
    place: str = ""
    is_there: bool = False
    problems: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether it can be entered."""
        return self.wanted is not None and not self.problems and not self.is_there

    @property
    def as_text(self) -> str:
        """What the form carries on to the entering."""
        one = self.wanted
        return (
            "|".join([str(one.user_id), str(one.unit_id or ""), one.since.isoformat(), one.until.isoformat()])
            if one
            else ""
        )


def rows_out(found: Iterable[OnDuty]) -> Iterable[Sequence[Any]]:
    """Give the rows of a file."""
    for one in found:
        shift, since, until = one.shift, local(one.shift.since), local(one.shift.until)
        shifts = book_on(since.date()).duty.shifts
        label = next((s.label for s in shifts if moments(since.date(), s.since, s.until) == (since, until)), "")
        unit = shift.unit.name if shift.unit else CENTRE_NAME
        yield (
            since.date(), label, f"{since:%H:%M}", f"{until:%H:%M}", unit, shift.user.name, shift.user.username, one.phone,
            one.mobile,
        )  # fmt: skip


def read_rows(sheet: Any) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of an open file. Raises Unreadable where columns are missing."""
    missing = [name for name in NEEDED if name not in sheet.header]
    if missing:
        raise Unreadable(f"缺少列：{'、'.join(missing)}。请用导出的表格或模板")
    return [(line, dict(row)) for line, row in sheet.rows]


def judge(rows: Iterable[tuple[int, Mapping[str, str]]], actor: Actor, at: datetime) -> list[Judged]:
    """Look at every row: unit, person, shift, and whether two rows or an earlier plan stand in the way."""
    day = local(at).date()
    units: dict[str, list[Unit]] = {}
    for unit in active(day):
        for name in {unit.name, unit.short_name}:
            units.setdefault(name, []).append(unit)
    people = _people(at)
    taken: list[tuple[UUID, UUID | None, datetime, datetime]] = []
    found = [_judged(line, told, actor, at, units, people) for line, told in rows]
    there = {
        (s.user_id, s.unit_id, s.since, s.until)
        for s in DutyShift.objects.filter(until__gt=at, user__in=[one.wanted.user_id for one in found if one.wanted])
    }
    for one in found:
        if one.wanted and not one.problems:
            _compare(one, there, taken)
    return found


def _compare(one: Judged, there: Any, taken: list[Any]) -> None:
    assert one.wanted is not None
    mine = (one.wanted.user_id, one.wanted.unit_id, one.wanted.since, one.wanted.until)
    if mine in there:
        one.is_there = True
        return
    known = [*there, *taken]
    if any(u == mine[0] and p == mine[1] and s < mine[3] and e > mine[2] for u, p, s, e in known):
        one.problems.append("这个人该时段已有值班")
    taken.append(mine)


def _people(at: datetime) -> dict[UUID | None, dict[str, list[User]]]:
    found: dict[UUID | None, dict[str, list[User]]] = {}
    for holding in held_at(at).filter(user__is_active=True).select_related("user"):
        place = found.setdefault(holding.unit_id, {})
        for name in {holding.user.name, holding.user.username}:
            known = place.setdefault(name, [])
            if holding.user not in known:
                known.append(holding.user)
    return found


def _judged(
    line: int, told: Mapping[str, str], actor: Actor, at: datetime, units: Mapping[str, list[Unit]],
    people: Mapping[UUID | None, Mapping[str, list[User]]],
) -> Judged:  # fmt: skip
    one = Judged(line, told)
    unit = _unit(one, str(told.get("单位") or "").strip(), units, actor)
    span = _span(one, told)
    if one.problems or span is None:
        return one
    name = str(told.get("工号") or told.get("值班人") or "").strip()
    known = people.get(unit.pk if unit else None, {}).get(name, [])
    if len(known) != 1:
        one.problems.append(
            f"{'有几个人' if known else '本单位没有'}叫“{name[:20]}”" + ("，请填写工号" if known else "")
        )
        return one
    if span[1] <= at:
        one.problems.append("时间已过")
        return one
    one.person = known[0].name
    one.wanted = Wanted(known[0].pk, unit.pk if unit else None, *span)
    return one


def _unit(one: Judged, name: str, units: Mapping[str, list[Unit]], actor: Actor) -> Unit | None:
    one.place = name or CENTRE_NAME
    if name in ("", CENTRE_NAME):
        own = [unit for found in units.values() for unit in found if unit.pk in actor.unit_ids]
        if not plans_duty(actor, "") and not name and len({unit.pk for unit in own}) == 1:
            one.place = own[0].name
            return own[0]
        if not plans_duty(actor, ""):
            one.problems.append("您不能安排中心的值班，请填写单位")
        return None
    found = units.get(name, [])
    if len(found) != 1:
        one.problems.append(f"没有这个单位，或有几个同名：{name[:40]}")
        return None
    if not plans_duty(actor, found[0].path):
        one.problems.append("您不能安排这个单位的值班")
    return found[0]


def _span(one: Judged, told: Mapping[str, str]) -> tuple[datetime, datetime] | None:
    try:
        day = date.fromisoformat(str(told.get("日期") or "").strip()[:10].replace("/", "-"))
    except ValueError:
        one.problems.append("日期应写成 2018-06-02")
        return None
    shifts = book_on(day).duty.shifts
    label = str(told.get("班次") or "").strip()
    chosen = next((s for s in shifts if s.label == label), None)
    begin, end = _clock(told.get("开始")), _clock(told.get("结束"))
    if begin and end:
        return moments(day, begin, end)
    if chosen is None:
        one.problems.append(f"班次应是 {'、'.join(s.label for s in shifts)}，或写开始和结束时刻")
        return None
    return moments(day, chosen.since, chosen.until)


def _clock(text: Any) -> time | None:
    plain = str(text or "").strip().replace("：", ":")
    hour, _, minute = plain.partition(":")
    if not (hour.isdecimal() and minute[:2].isdecimal()):
        return None
    return time(int(hour) % 24, int(minute[:2])) if int(hour) <= 24 and int(minute[:2]) < 60 else None


def wanted_in(texts: Iterable[str]) -> list[Wanted]:
    """Return what the form of a preview carries on. Raises ValueError for what it never wrote."""
    found = []
    for text in texts:
        user, unit, since, until = text.split("|")
        moments_told = [datetime.fromisoformat(one) for one in (since, until)]
        if any(one.tzinfo is None for one in moments_told):
            raise ValueError(text)
        found.append(Wanted(UUID(user), UUID(unit) if unit else None, *moments_told))
    return found
