"""One line of a work list, in words, as its viewer may read it; formatted once, so that a page of fifty is cheap."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from huiyin.cases.models.application import Kind
from huiyin.cases.models.assignment import Role
from huiyin.cases.queries import SEES_ALL
from huiyin.cases.sight import HIDDEN_TITLE, is_above_accused
from huiyin.cases.states import OPEN_CASE, WORKING_ASSIGNMENT, ApplicationState, AssignmentState, CaseState
from huiyin.desk.batch import choice_of
from huiyin.desk.words import category_word, label_of, tone_of, word
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.privacy.texts import mask_text
from huiyin.rulebook.limit_rules import ClockName
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.moments import due, due_mark, short

OF_CASE = (
    "number", "title", "channel", "category", "urgency", "important", "kind", "book", "accused_path", "confidential",
    "anonymous", "suspended", "hurries", "immediate",
)  # fmt: skip
CASE_FIELDS = (
    "id", *OF_CASE, "state", "due_at", "unit_due_at", "answered_at", "received_at", "closed_at", "extended",
    "taken_by_id", "taken_by__name", "taken_until",
    "lead_unit__short_name", "source_due_at",
)  # fmt: skip
SHARE_FIELDS = (
    "id", *(f"case__{name}" for name in OF_CASE), "state", "role", "due_at", "sign_due_at", "dispatched_at", "extended",
    "unit_id", "unit__short_name", "stands", "case__event_count", "contact_due_at",
)  # fmt: skip
APPLICATION_FIELDS = (
    "id", *(f"case__{name}" for name in OF_CASE), "state", "kind", "asked_at", "reason", "until",
    "assignment__unit__short_name", "assignment__due_at", "decide_by",
)  # fmt: skip


BOX = (
    '<td class="choice"><input class="form-check-input" type="checkbox" name="chosen" value="{}" form="batch"'
    ' aria-label="选择 {}"></td>'
)
NO_BOX = SafeString('<td class="choice"></td>')
LINE = (
    '<tr>{}<td class="number">{}</td><td class="title-cell">{}</td><td>{}</td><td>{}</td>'
    '<td><span class="chip {}">{}</span></td><td>{}</td><td>{}</td></tr>\n'
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: where it leads, what it is, how it stands, when it is due. `marks` are short words beside the title.

    Where lines can be chosen `choice` is what the box sends, empty for a line that cannot.
    """

    address: str
    number: str
    title: str
    marks: tuple[str, ...]
    channel: str
    category: str
    state: str
    tone: str
    unit: str
    when: str | SafeString
    note: str = ""
    at: datetime | None = None
    due_at: datetime | None = None
    choice: str | None = None

    @property
    def line(self) -> SafeString:
        """The line of the table. Put together here: in the loop of a template it takes three times as long."""
        link = format_html('<a href="{}">{}</a>', self.address, self.number)
        title = format_html('<a href="{}">{}</a>{}{}', self.address, self.title, self._marks(), self._note())
        cells = (self._box(), link, title, self.channel, self.category, self.tone, self.state, self.unit, self.when)
        return format_html(LINE, *cells)

    def _box(self) -> SafeString | str:
        if self.choice is None:
            return ""
        return format_html(BOX, self.choice, self.number) if self.choice else NO_BOX

    def _marks(self) -> SafeString:
        return format_html_join("", ' <span class="mark">{}</span>', ((mark,) for mark in self.marks))

    def _note(self) -> SafeString:
        return format_html(' <small class="muted">{}</small>', self.note) if self.note else SafeString("")


class Reader:
    """Puts rows into words for one viewer at one moment."""

    def __init__(self, actor: Actor, at: datetime) -> None:
        self.actor, self.at = actor, at
        self.is_centre = actor.is_platform or actor.holds(*SEES_ALL) or bool(actor.own_centres)

    def case(self, row: Mapping[str, Any]) -> Row:
        """Return a line for a case."""
        is_open = row["state"] in OPEN_CASE
        return self._row(
            row, "", label_of(CaseState, row["state"]), unit=row["lead_unit__short_name"] or "", at=row["received_at"],
            due_at=row["due_at"] if is_open else None,
            when=self._promise(row) if is_open else self._ended(row["closed_at"]),
            more=(*(("已延期",) if row["extended"] else ()), *self._taker(row), *self._site_due(row, is_open=is_open)),
        )  # fmt: skip

    def case_to_choose(self, row: Mapping[str, Any]) -> Row:
        """Return a line for a case with a box, where a unit has it in hand, so that it can be supervised."""
        line = self.case(row)
        return replace(line, choice=line.number if line.unit else "")

    def _site_due(self, row: Mapping[str, Any], *, is_open: bool) -> tuple[str, ...]:
        """Until when the site wants an answer: a date of its own beside the one that the city promised."""
        wanted = row["source_due_at"]
        if wanted is None or not is_open or row["answered_at"] or not self.is_centre:
            return ()
        return (f"网站限 {short(wanted, self.at)}{'，已过' if wanted < self.at else ''}",)

    def _taker(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        # Who in the centre has it now is the centre's own business.
        if not self.is_centre or row["taken_until"] is None or row["taken_until"] <= self.at:
            return ()
        return (MINE if row["taken_by_id"] == self.actor.user_id else f"{row['taken_by__name']}已领取",)

    def late_case(self, row: Mapping[str, Any]) -> Row:
        """Return a line for a case by which its leading unit is late: due is what the unit owed."""
        return replace(self.case(row), when=self._due(row["unit_due_at"]))

    def share(self, row: Mapping[str, Any]) -> Row:
        """Return a line for a unit's share."""
        unsigned = row["state"] == AssignmentState.PENDING_SIGNATURE
        owed = row["sign_due_at"] if unsigned else row["due_at"]
        is_working = row["state"] in WORKING_ASSIGNMENT
        return self._row(
            row, "case__", label_of(AssignmentState, row["state"]), unit=row["unit__short_name"],
            at=row["dispatched_at"], due_at=owed if is_working else None,
            when=self._owed(row, owed) if is_working else "", note=Role(row["role"]).label,
            anchor=f"#share-{row['id']}", more=("已延期",) if row["extended"] else (),
        )  # fmt: skip

    def share_to_choose(self, row: Mapping[str, Any], *posts: Post) -> Row:
        """Return a line for a share with a box, where the viewer holds one of the posts in its unit."""
        is_mine = self.actor.holds_in(row["unit_id"], *posts)
        return replace(self.share(row), choice=choice_of(row["id"], row["case__event_count"]) if is_mine else "")

    def application(self, row: Mapping[str, Any]) -> Row:
        """Return a line for a unit's application."""
        return self._row(
            row, "case__", label_of(ApplicationState, row["state"]), unit=row["assignment__unit__short_name"],
            at=row["asked_at"], due_at=row["assignment__due_at"], when=self._deciding(row),
            note=f"{Kind(row['kind']).label}：{row['reason']}", anchor=f"#application-{row['id']}",
        )  # fmt: skip

    def _row(
        self, row: Mapping[str, Any], of: str, state: str, *, unit: str, at: datetime, due_at: datetime | None,
        when: str | SafeString, note: str = "", anchor: str = "", more: tuple[str, ...] = (),
    ) -> Row:  # fmt: skip
        book, number = row[f"{of}book"], row[f"{of}number"]
        return Row(
            address=f"{case_address(number)}{anchor}", number=number, title=self._title(row, of),
            marks=(*self._marks(row, of), *more), channel=word(book, "channel", row[f"{of}channel"]),
            category=category_word(book, row[f"{of}category"]), state=state, tone=tone_of(row["state"]), unit=unit,
            when=when, note=note, at=at, due_at=due_at,
        )  # fmt: skip

    def _title(self, row: Mapping[str, Any], of: str) -> str:
        title = str(row[f"{of}title"])
        if self.is_centre:
            return title
        if is_above_accused(self.actor, row[f"{of}accused_path"]):
            return HIDDEN_TITLE
        return mask_text(title) if row[f"{of}confidential"] or row[f"{of}anonymous"] else title

    def _marks(self, row: Mapping[str, Any], of: str) -> tuple[str, ...]:
        book, urgency = row[f"{of}book"], row[f"{of}urgency"]
        ordinary = book_named(book).urgencies[0].code
        marks = [word(book, "urgency", urgency)] if urgency != ordinary else []
        marks += [label for name, label in FLAGS if row[f"{of}{name}"]]
        if row[f"{of}hurries"]:
            marks.append(f"诉求人催{row[f'{of}hurries']}次")
        return tuple(marks)

    def _promise(self, row: Mapping[str, Any]) -> str | SafeString:
        # Who is answered waits no longer, and on the ledger of hard matters the clock stands: nobody is late.
        if row["answered_at"]:
            return f"已答复 {short(row['answered_at'], self.at)}"
        promised = SUSPENDED if row["suspended"] else self._due(row["due_at"])
        if step := row.get("step_due_at"):
            mine = format_html(BESIDE, self._due(step), ClockName(row["step_kind"]).label)
            return (
                format_html("{}<br>{}", mine, format_html(BESIDE, promised, ClockName.CITIZEN.label))
                if promised
                else mine
            )
        return promised

    def _owed(self, row: Mapping[str, Any], due_at: datetime | None) -> str | SafeString:
        if row["stands"]:
            return STANDS
        contact = row["contact_due_at"]
        if contact is None or due_at is None:
            return self._due(due_at)
        is_unsigned = row["state"] == AssignmentState.PENDING_SIGNATURE
        owed = (due_at, ClockName.UNIT_SIGN if is_unsigned else ClockName.UNIT_REPLY)
        both = sorted([(contact, ClockName.FIRST_CONTACT), owed], key=lambda one: one[0])
        first, second = (format_html(BESIDE, self._due(at), name.label) for at, name in both)
        return format_html("{}<br>{}", first, second)

    def _deciding(self, row: Mapping[str, Any]) -> SafeString:
        asked = short(row["asked_at"], self.at)
        until = format_html("{} <br>", self._due(row["decide_by"])) if row["decide_by"] else ""
        return format_html('{}<small class="muted">{} 申请</small>', until, asked)

    def _due(self, at: datetime | None) -> str | SafeString:
        return due_mark(due(at, self.at)) if at else ""

    def _ended(self, at: datetime | None) -> str:
        return f"办结 {short(at, self.at)}" if at else ""


MINE = "我已领取"
BESIDE = '{} <small class="muted">{}</small>'
SUSPENDED, STANDS = "挂账，期限暂停", "期限暂停"
FLAGS = (("important", "重要"), ("immediate", "马上就办"), ("confidential", "保密"), ("suspended", "挂账"))


def case_address(number: str) -> str:
    """Return the address of a case's page; put together, since `reverse` fifty times is a third of a list."""
    return f"{_cases_address()}{number}/"


@lru_cache(maxsize=1)
def _cases_address() -> str:
    return reverse("desk:cases")
