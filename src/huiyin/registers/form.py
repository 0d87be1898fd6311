"""The form of an entry, made from the fields of its register."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from huiyin.cases.choosing import unit_pairs
from huiyin.files.act import prepare
from huiyin.files.limits import allowed_in_words
from huiyin.flow.actor import Actor
from huiyin.flow.says import Ask, Kind
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.place import Uploads
from huiyin.registers.models import Entry
from huiyin.registers.periods import Period, period_of
from huiyin.registers.queries import register_of, units_to_enter_for
from huiyin.registers.shown import title_of
from huiyin.registers.states import COUNTED
from huiyin.registers.values import LONGEST
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.registers import NUMBERS, UNIT_LABEL, Register, RegisterField
from huiyin.units.queries import active

OFFERED_PERIODS = {"month": 13, "quarter": 8, "year": 5}
MOST_SUGGESTED = 100
EXAMPLES = {"month": "2018-06", "quarter": "2018-Q2", "year": "2018"}
UPLOADS = Uploads("附件", allowed_in_words(), prepare, lambda asking, files: {})
_KINDS: Mapping[str, Kind] = {
    "lines": "lines", "day": "day", "choice": "choice", "unit": "unit", "flag": "flag", "text": "text",
}  # fmt: skip


def new_form(
    register: Register, actor: Actor, day: date, book: Rulebook, data: Any = None, files: Any = None,
    initial: Mapping[str, Any] | None = None,
) -> MoveForm:  # fmt: skip
    """Return the form of an entry that is not there yet."""
    units = unit_pairs(units_to_enter_for(actor, register, day)) if register.of_unit else []
    asks = [*([Ask("unit", UNIT_LABEL, "choice")] if register.of_unit else []), _when(register), *_fields(register)]
    begins: dict[str, Any] = {}
    own = [code for code, _ in units if code in {str(pk) for pk in actor.unit_ids}]
    if len(own) == 1:
        begins["unit"] = own[0]
    if register.belongs == "day":
        begins["day"] = day
    else:
        begins["period"] = usual_period(register, day).label
    return _form(register, asks, book, day, units, data, files, {**begins, **(initial or {})}, uploads=UPLOADS)


def amend_form(entry: Entry, day: date, book: Rulebook, data: Any = None) -> MoveForm:
    """Return the form of an entry as it is, to be changed. The unit stays: an entry of another unit is another entry."""
    register = register_of(entry)
    period = period_of(register.belongs, entry.day)
    begins = {"day": entry.day} if register.belongs == "day" else {"period": period.label}
    return _form(
        register, [_when(register), *_fields(register)], book, day, [], data, None, {**begins, **entry.content}
    )


def usual_period(register: Register, day: date) -> Period:
    """Return the period that is mostly entered today: the last one that has ended, of a plan the running one."""
    running = period_of(register.belongs, day)
    return running if register.future else running.before


def _form(
    register: Register, asks: list[Ask], book: Rulebook, day: date, units: Any, data: Any, files: Any,
    initial: Mapping[str, Any], uploads: Uploads | None = None,
) -> MoveForm:  # fmt: skip
    choices = {"unit": units, "period": _periods(register, day)}
    others = {field.code: _entries(field) for field in register.fields if field.kind == "entry"}
    choices |= others
    if any(field.kind == "unit" for field in register.fields):
        all_units = unit_pairs(active(day))
        choices |= {field.code: all_units for field in register.fields if field.kind == "unit"}
    form = form_for(
        asks, book, choices, data, files=files, typed=["period", *others], initial=initial, uploads=uploads
    )  # fmt: skip
    for field in register.fields:
        if field.kind in NUMBERS:
            form.fields[field.code].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
    return form


def _entries(field: RegisterField) -> list[tuple[str, str]]:
    """Return the entries of the other register that are suggested, the latest first. Any other can be typed."""
    rows = Entry.objects.filter(register=field.of, state__in=COUNTED).order_by("-day", "-id")[:MOST_SUGGESTED]
    return [(row.name, title_of(register_of(row), row.content)[:60]) for row in rows]


def _periods(register: Register, day: date) -> list[tuple[str, str]]:
    """Return the periods that are suggested, the latest first. Any other can be typed."""
    if register.belongs == "day":
        return []
    one, found = period_of(register.belongs, day), []
    one = one.after if register.future else one
    for _ in range(OFFERED_PERIODS[register.belongs]):
        found.append((one.label, one.code))
        one = one.before
    return found


def _when(register: Register) -> Ask:
    if register.belongs == "day":
        return Ask("day", register.when_label, "day")
    return Ask(
        "period", register.when_label, "text", longest=20, help=f"可从列表选，也可写成 {EXAMPLES[register.belongs]}"
    )


def _fields(register: Register) -> list[Ask]:
    return [_ask(field) for field in register.fields]


def _ask(field: RegisterField) -> Ask:
    options = tuple((option.code, option.label) for option in field.options)
    return Ask(
        field.code, field.heading, _KINDS.get(field.kind, "text"), required=field.required, help=_help(field),
        choices=(lambda book: options) if options else None, longest=LONGEST.get(field.kind, 40),
    )  # fmt: skip


def _help(field: RegisterField) -> str:
    said = {"money": "单位是元，也可写成 99.36万", "entry": "写编号，如 T12，可从列表选", "case": "已登记的工单的编号"}
    return field.help or said.get(field.kind, "")
