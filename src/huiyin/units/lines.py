"""A unit's own line (区长专线): opened and ended on a day; while it runs the unit is the centre for what it takes in."""

import re
from datetime import date, datetime
from uuid import UUID

from huiyin.flow.actor import Actor
from huiyin.flow.times import local_day
from huiyin.journal.writing import writing
from huiyin.rulebook.calls import Calls
from huiyin.units import guards, history, ports
from huiyin.units.guards import refuse_for
from huiyin.units.models import Unit, UnitLine
from huiyin.units.record import Change, tell
from huiyin.units.who import require_tree


def open_line(
    unit_id: UUID,
    *,
    name: str,
    code: str,
    day: date,
    actor: Actor,
    at: datetime,
    phones: str = "",
    calls: Calls | None = None,
) -> Unit:
    """Open a line of its own for a unit with units below it; `calls` says how its numbers are spelled. Raises Refused."""
    require_tree(actor)
    name, code, numbers = name.strip(), code.strip(), spelled(phones, calls)
    with writing():
        history.lock_tree()
        unit, change = history.unit(unit_id), Change(actor, at, day)
        refuse_for(
            guards.is_open(unit),
            guards.has_units_below(len(history.names_below(unit))),
            guards.has_no_line(unit.line_name),
            guards.line_is_named(name),
            guards.line_code_is_good(code, _codes_of_others(unit)),
            _no_to_phones(numbers, unit, calls),
            guards.day_has_come(day, change.today),
            guards.day_follows(day, _last_line_of(unit)),
        )
        UnitLine.objects.create(unit=unit, name=name, code=code, since=day, phones=" ".join(numbers))
        _turn(unit, name, code)
        tell("open_line", unit, change, {"name": name, "code": code, "phones": numbers})
        return unit


def set_line_phones(unit_id: UUID, phones: str, *, calls: Calls, actor: Actor, at: datetime) -> Unit:
    """Say by which numbers the line of a unit is reached. Raises Refused."""
    require_tree(actor)
    numbers = spelled(phones, calls)
    with writing():
        history.lock_tree()
        unit, change = history.unit(unit_id), Change(actor, at, local_day(at))
        refuse_for(guards.has_line(unit.line_name), _no_to_phones(numbers, unit, calls))
        UnitLine.objects.filter(unit=unit, until__isnull=True).update(phones=" ".join(numbers))
        tell("set_line_phones", unit, change, {"name": unit.line_name, "phones": numbers})
        return unit


def phones_of(unit: Unit) -> str:
    """Return the numbers of the line that a unit has now, as its form shows them."""
    return "".join(UnitLine.objects.filter(unit=unit, until__isnull=True).values_list("phones", flat=True))


def spelled(phones: str, calls: Calls | None) -> list[str]:
    """Return the numbers of a text, once each, as the telephone's rows will have them."""
    parts = [one for one in re.split(r"[\s,;，；、/]+", phones) if one]
    return list(dict.fromkeys(calls.spelling_of(one) if calls else one for one in parts))


def _no_to_phones(numbers: list[str], unit: Unit, calls: Calls | None) -> str | None:
    others = UnitLine.objects.filter(until__isnull=True).exclude(unit=unit).values_list("phones", "name")
    taken = {number: name for phones, name in others for number in phones.split()}
    return guards.line_phones_are_good(numbers, taken, calls.numbers if calls else ())


def end_line(unit_id: UUID, *, day: date, actor: Actor, at: datetime) -> Unit:
    """End the line; what it took in and has not brought to its end hinders it. Raises Refused."""
    require_tree(actor)
    with writing():
        history.lock_tree()
        unit, change = history.unit(unit_id), Change(actor, at, day)
        refuse_for(
            guards.has_line(unit.line_name),
            guards.day_has_come(day, change.today),
            guards.day_follows(day, _last_line_of(unit)),
            *ports.objections_to_end_line(unit.pk),
        )
        UnitLine.objects.filter(unit=unit, until__isnull=True).update(until=day)
        said = {"name": unit.line_name, "code": unit.line_code}
        _turn(unit, "", "")
        tell("end_line", unit, change, said)
        return unit


def _turn(unit: Unit, name: str, code: str) -> None:
    unit.line_name, unit.line_code = name, code
    unit.save(update_fields=["line_name", "line_code"])


def _codes_of_others(unit: Unit) -> list[str]:
    return list(UnitLine.objects.exclude(unit=unit).values_list("code", flat=True))


def _last_line_of(unit: Unit) -> list[tuple[str, date]]:
    days = UnitLine.objects.filter(unit=unit).values_list("since", "until")
    return [(unit.name, max(until or since, since)) for since, until in days]
