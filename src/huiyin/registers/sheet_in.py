"""A register brought as a sheet: every row is read and judged, nothing is written; then all good rows at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from huiyin.flow.actor import Actor
from huiyin.flow.table import BIRTH, Refused
from huiyin.flow.times import local_day
from huiyin.journal.models import Ledger
from huiyin.journal.writing import writing
from huiyin.registers.act import Said, ledger_of, read_entry, write_said
from huiyin.registers.effects import fingerprint_of
from huiyin.registers.facts import EntryFacts
from huiyin.registers.lifecycle import REGISTER
from huiyin.registers.lists import LISTED_HEADINGS
from huiyin.registers.models import Entry
from huiyin.registers.queries import book_on, entry_there, unit_found
from huiyin.registers.shown import title_of
from huiyin.registers.states import COUNTED
from huiyin.rulebook.registers import UNIT_LABEL, Register
from huiyin.ui.sheets import DANGEROUS
from huiyin.ui.sheets_in import Row, Sheet
from huiyin.ui.unreadable import MEGABYTE, SheetLimits, Unreadable

LIMITS = SheetLimits(
    file_bytes=5 * MEGABYTE, text_bytes=20 * MEGABYTE, workbook_bytes=50 * MEGABYTE, cell_chars=5_000, rows=5000, columns=120
)  # fmt: skip
MOST_ROWS = 500
"""So many rows are shown and entered at once: what nobody can look through is not a preview."""

MOST_SIGNS = 1_500_000


@dataclass(frozen=True)
class Brought:
    """One row as it came: its number in the sheet, and what stands in the columns, by the codes of the form."""

    line: int
    raw: Mapping[str, str]
    problem: str = ""

    @property
    def as_text(self) -> str:
        """The row as the preview carries it."""
        return json.dumps({"line": self.line, "raw": dict(self.raw)}, ensure_ascii=False)


@dataclass(frozen=True)
class Judged:
    """One row before anything is written: good, already there, or by column why it cannot be entered."""

    row: Brought
    said: Said
    title: str = ""
    unit: str = ""
    when: str = ""
    problems: tuple[tuple[str, str], ...] = ()
    there: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it would be entered."""
        return not self.problems and not self.there


@dataclass
class _Seen:
    """What rows above said, by what they say and by unit and period."""

    fingerprints: dict[str, int] = field(default_factory=dict)
    periods: dict[tuple[Any, Any], int] = field(default_factory=dict)


def read_sheet(sheet: Sheet, register: Register) -> list[Brought]:
    """Read the filled rows. Raises Unreadable where the columns are not those of the register, or it is too much."""
    codes = codes_by_heading(register)
    needed = [h for h, code in codes.items() if _is_needed(register, code)]
    if missing := [heading for heading in needed if heading not in sheet.header]:
        raise Unreadable(f"表格里没有“{'”“'.join(missing)}”列，请使用从本页下载的模板")
    if strange := [heading for heading in sheet.header if heading and heading not in {*codes, *LISTED_HEADINGS}]:
        raise Unreadable(f"不认识的列：“{'”“'.join(strange[:5])}”，请使用从本页下载的模板")
    fields = [field.heading for field in register.fields]
    rows = [_brought(line, row, codes) for line, row in sheet.rows if row.problem or any(row.get(h) for h in fields)]
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"填写了{len(rows)}行，一次最多{MOST_ROWS}行，请分成几个文件")
    if sum(len(row.as_text) for row in rows) > MOST_SIGNS:
        raise Unreadable("填写的文字太多，请分成几个文件")
    return rows


def codes_by_heading(register: Register) -> dict[str, str]:
    """Return by the heading of each column the name that the form gives to it."""
    when = "day" if register.belongs == "day" else "period"
    unit = {UNIT_LABEL: "unit"} if register.of_unit else {}
    return {**unit, register.when_label: when, **{field.heading: field.code for field in register.fields}}


def judge(rows: Sequence[Brought], register: Register, actor: Actor, at: datetime) -> list[Judged]:
    """Return what would become of each row, judged as the door would. Nothing is written."""
    seen = _Seen()
    return _known(register, [_judged(row, register, actor, at, seen) for row in rows])


def rows_in(texts: Sequence[str], register: Register) -> list[Brought]:
    """Read the rows that a preview carries. Raises Refused for what no preview says."""
    names = set(codes_by_heading(register).values())
    try:
        told = [json.loads(text) for text in texts]
        return [Brought(int(t["line"]), {str(k): str(v) for k, v in t["raw"].items() if k in names}) for t in told]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(["表格内容看不懂，请重新上传"]) from None


def enter_all(rows: Sequence[Brought], register: Register, *, actor: Actor, at: datetime) -> list[Entry]:
    """Enter every row that is not there yet, all or none of them. Raises Refused, naming the rows."""
    with writing() as now_writing:
        # Who brings the same file at the same time waits here, and then finds everything there.
        now_writing.lock(Ledger, ledger_of(register).pk)
        judged = judge(rows, register, actor, at)
        if bad := [reason for one in judged for reason in told(one)]:
            raise Refused(bad)
        return [write_said(register, one.said, actor=actor, at=at) for one in judged if one.is_good]


def told(one: Judged) -> list[str]:
    """Return why a row cannot be entered, by row and column."""
    return [f"第{one.row.line}行{f'“{column}”列' if column else ''}：{reason}" for column, reason in one.problems]


def _is_needed(register: Register, code: str) -> bool:
    return code in {"unit", "day", "period"} or any(f.code == code and f.required for f in register.fields)


def _brought(line: int, row: Row, codes: Mapping[str, str]) -> Brought:
    return Brought(line, {code: _plain(row.get(heading, "")) for heading, code in codes.items()}, row.problem)


def _plain(text: str) -> str:
    # A sheet shows a text that begins like a formula with a mark before it, which nobody has typed.
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text


def _judged(row: Brought, register: Register, actor: Actor, at: datetime, seen: _Seen) -> Judged:
    said = read_entry(register, row.raw, actor, local_day(at))
    errors = said.errors or _refusals(register, said, actor, at)
    headings = {code: heading for heading, code in codes_by_heading(register).items()}
    problems = [("", row.problem)] if row.problem else []
    problems += [(headings.get(code, ""), reason) for code, reason in errors.items()]
    judged = Judged(
        row, said, title_of(register, said.content), said.unit.short_name if said.unit else "",
        said.period.label if said.period else "", tuple(problems),
    )  # fmt: skip
    return judged if problems else _beside_those_above(judged, register, seen)


def _refusals(register: Register, said: Said, actor: Actor, at: datetime) -> dict[str, str]:
    """Ask the table as the door would, before anything is there."""
    day, path = local_day(at), said.unit.path if said.unit else ""
    facts = EntryFacts(BIRTH, register, day, path, find_unit=unit_found, find_entry=entry_there)
    try:
        REGISTER.ask("write", facts, said.asked, actor, book_on(day))
    except Refused as refused:
        return {**refused.fields, **({"": "；".join(refused.reasons)} if refused.reasons else {})}
    return {}


def _beside_those_above(judged: Judged, register: Register, seen: _Seen) -> Judged:
    mark, line = _mark(judged, register), judged.row.line
    if (first := seen.fingerprints.setdefault(mark, line)) != line:
        return replace(judged, there=f"与第{first}行相同")
    said = judged.said
    if register.due and said.unit and said.period:
        first = seen.periods.setdefault((said.unit.pk, said.period), line)
        if first != line:
            return replace(judged, problems=((register.when_label, f"与第{first}行是同一单位同一期"),))
    return judged


def _known(register: Register, judged: list[Judged]) -> list[Judged]:
    """Mark the rows that are entered already, and those whose period is reported otherwise, in two statements."""
    good = {_mark(one, register): one for one in judged if one.is_good}
    kept = Entry.objects.filter(register=register.code, state__in=COUNTED)
    there = {e.fingerprint: e.name for e in kept.filter(fingerprint__in=list(good))}
    reported: dict[Any, str] = {}
    if register.due:
        days = {one.said.period.first for one in good.values() if one.said.period}
        reported = {(e.unit_id, e.day): e.name for e in kept.filter(day__in=days)}
    return [_as_known(one, register, there, reported) if one.is_good else one for one in judged]


def _as_known(one: Judged, register: Register, there: Mapping[str, str], reported: Mapping[Any, str]) -> Judged:
    if name := there.get(_mark(one, register)):
        return replace(one, there=f"已登记为{name}")
    said = one.said
    if said.unit and said.period and (name := reported.get((said.unit.pk, said.period.first))):
        return replace(
            one, problems=((register.when_label, f"{said.period.label}已经报送（{name}），请修改原来的一条"),)
        )
    return one


def _mark(one: Judged, register: Register) -> str:
    assert one.said.period is not None, "a row without a period is not good"
    unit_id = one.said.unit.pk if one.said.unit else None
    return fingerprint_of(register.code, unit_id, one.said.period.first, one.said.content)
