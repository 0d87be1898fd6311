"""A unit's own line (区长专线): opened and ended on a day; while it runs the unit is the centre for what it takes in."""

from datetime import date, datetime
from uuid import UUID

from huiyin.flow.actor import Actor
from huiyin.journal.writing import writing
from huiyin.units import guards, history, ports
from huiyin.units.guards import refuse_for
from huiyin.units.models import Unit, UnitLine
from huiyin.units.record import Change, tell
from huiyin.units.who import require_tree


def open_line(unit_id: UUID, *, name: str, code: str, day: date, actor: Actor, at: datetime) -> Unit:
    """Open a line of its own for a unit with units below it. Raises Refused."""
    require_tree(actor)
    name, code = name.strip(), code.strip()
    with writing():
        history.lock_tree()
        unit, change = history.unit(unit_id), Change(actor, at, day)
        refuse_for(
            guards.is_open(unit),
            guards.has_units_below(len(history.names_below(unit))),
            guards.has_no_line(unit.line_name),
            guards.line_is_named(name),
            guards.line_code_is_good(code, _codes_of_others(unit)),
            guards.day_has_come(day, change.today),
            guards.day_follows(day, _last_line_of(unit)),
        )
        UnitLine.objects.create(unit=unit, name=name, code=code, since=day)
        _turn(unit, name, code)
        tell("open_line", unit, change, {"name": name, "code": code})
        return unit


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
