"""A row of the telephone system's file, understood; or every reason why it cannot be."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from huiyin.calls.heard import Heard
from huiyin.calls.numbers import Lines
from huiyin.calls.queries import cases_by_number
from huiyin.flow.times import CITY_TZ, local_day
from huiyin.privacy.lookup import can_look_up
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.calls import CallField as F
from huiyin.rulebook.calls import CallOutcome, Calls
from huiyin.ui.sheets import DANGEROUS
from huiyin.ui.sheets_in import Row, Unreadable

EARLIEST = datetime(1980, 1, 1, tzinfo=CITY_TZ)
"""No hotline is older: an earlier date is a misread number."""

AHEAD = timedelta(hours=1)
"""So far the clock of the telephone system may be fast."""

LONGEST = {F.NUMBER: 64, F.LINE: 24, F.QUEUE: 40, F.AGENT: 40, F.CASE: 40, F.CALLER: 40}


class Unfit(ValueError):
    """A row cannot be taken; the message says why and quotes nothing of its content."""


def headers_of(header: Sequence[str], calls: Calls) -> dict[F, str]:
    """Return which header of the file means which field. Raises Unreadable where a needed one is not there."""
    there = set(header)
    found = {field: next((name for name in names if name in there), "") for field, names in calls.columns.items()}
    headers = {field: name for field, name in found.items() if name}
    if missing := [field for field in (F.NUMBER, F.BEGAN) if field not in headers]:
        wanted = "、".join(f"{field.label}（{' 或 '.join(calls.columns[field])}）" for field in missing)
        raise Unreadable(f"认不出表头，缺少：{wanted}")
    return headers


def reader_of(header: Sequence[str], book: Rulebook, at: datetime) -> Callable[[Row], Heard]:
    """Return the function that understands one row of a file, or raises Unfit with every reason."""
    headers, latest = headers_of(header, book.calls), at + AHEAD
    guarded, lines = {"原因", "行号"} <= set(header), Lines()

    def understood(row: Row) -> Heard:
        cells = _Cells(row, headers, book.calls, guarded)
        began, answered, ended = cells.moment(F.BEGAN, needed=True), cells.moment(F.ANSWERED), cells.moment(F.ENDED)
        heard = Heard(
            number=cells.text(F.NUMBER, needed=True), began_at=began or EARLIEST, outcome=cells.outcome(answered),
            answered_at=answered, ended_at=ended, caller=cells.phone(), line=cells.text(F.LINE), queue=cells.text(F.QUEUE),
            agent=cells.text(F.AGENT), case=cells.text(F.CASE),
        )  # fmt: skip
        if (named := cells.text(F.OWN_LINE)) and began:
            heard = replace(heard, centre=lines.find(named, local_day(began)))
            if heard.centre is None:
                cells.problems.append("没有这条单位专线，或当日没有开办")
        if began and began > latest:
            cells.problems.append("“呼入时间”在将来")
        if not cells.problems and heard.problem:
            cells.problems.append(heard.problem)
        if cells.problems:
            raise Unfit("；".join(dict.fromkeys(cells.problems)))
        return lines.place(heard)

    return understood


def without_case(heard: Sequence[Heard]) -> set[str]:
    """Return the numbers of the calls that tell of a case, and there is none such on their line."""
    known = cases_by_number(one.case for one in heard)
    return {
        one.number for one in heard if one.case and not (one.case in known and known[one.case].fits(one.centre))
    }  # fmt: skip


class _Cells:
    """One row under its columns."""

    def __init__(self, row: Row, headers: dict[F, str], calls: Calls, guarded: bool) -> None:
        self.row, self.headers, self.calls, self.guarded = row, headers, calls, guarded
        self.problems = [row.problem] if row.problem else []

    def text(self, field: F, *, needed: bool = False) -> str:
        raw = self.row.get(self.headers.get(field, ""), "")
        # The sign that kept a spreadsheet from calculating comes off again.
        raw = raw[1:] if self.guarded and raw.startswith("'") and raw[1:].startswith(DANGEROUS) else raw
        text = raw if raw.isascii() else unicodedata.normalize("NFKC", raw).strip()
        if needed and not text:
            self.problems.append(f"请填写“{field.label}”")
        if len(text) > LONGEST.get(field, 40):
            self.problems.append(f"“{field.label}”太长")
        return text

    def moment(self, field: F, *, needed: bool = False) -> datetime | None:
        text = self.text(field, needed=needed)
        if not text:
            return None
        found = _moment(text, self.calls.date_formats)
        if found is None:
            self.problems.append(f"“{field.label}”看不懂，应如 2018-01-02 10:00:00")
        return found

    def outcome(self, answered: datetime | None) -> CallOutcome:
        word = self.text(F.OUTCOME)
        if not word:
            return CallOutcome.ANSWERED if answered else CallOutcome.MENU
        found = self.calls.outcome_called(word)
        if found is None:
            self.problems.append(f"“{F.OUTCOME.label}”里的叫法，规则簿不认得")
        return found or CallOutcome.MENU

    def phone(self) -> str:
        text = self.text(F.CALLER)
        # What switchboards write for a hidden number is no number.
        return text if text and can_look_up("phone", text) else ""


def _moment(text: str, patterns: Sequence[str]) -> datetime | None:
    moment = _iso(text)
    for pattern in patterns if moment is None else ():
        try:
            moment = datetime.strptime(text, pattern).replace(tzinfo=CITY_TZ)
        except ValueError:
            continue
        break
    return moment if moment and moment >= EARLIEST else None


def _iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    # A bare day is no moment of a call, and "20180102" may be anything.
    if len(text) < 16:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=CITY_TZ)
