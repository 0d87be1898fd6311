"""A unit's sheet brought back: each row is read and judged by the table of moves, and nothing is done yet."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.cases.facts import AssignmentFacts
from huiyin.cases.models import Assignment
from huiyin.cases.queries import facts_of
from huiyin.cases.states import AssignmentState
from huiyin.desk.batch import Act, Outcome, chosen_shares, read_choice, take_one, told_in_words
from huiyin.desk.replying import ACTION, WISHES
from huiyin.desk.share_sheet import CODE, NO, NUMBER, SIGN, YES, Column, choices_of, reply_columns
from huiyin.flow.actor import Actor
from huiyin.flow.says import FREE_TEXT
from huiyin.flow.table import Refused
from huiyin.journal.door import done_since
from huiyin.moves.place import place_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.sheets import DANGEROUS
from huiyin.ui.sheets_in import Row, Sheet
from huiyin.ui.unreadable import MEGABYTE, SheetLimits, Unreadable

LIMITS = SheetLimits(
    file_bytes=5 * MEGABYTE, text_bytes=20 * MEGABYTE, workbook_bytes=50 * MEGABYTE, cell_chars=20_000, rows=5000, columns=120
)  # fmt: skip
MOST_FILLED = 200
"""So many filled rows are shown and done at once: what nobody can look through is not a preview."""

MOST_SIGNS = 1_500_000
"""So long may be all that the rows say: it goes through the preview and comes back with it."""

TRUE, FALSE = (
    frozenset({YES, "√", "✓", "1", "y", "yes", "true", "有"}),
    frozenset({NO, "×", "0", "n", "no", "false", "无"}),
)


@dataclass(frozen=True)
class Wanted:
    """What one row asks for: the share that it is about, how much was seen, and what is to be done with it."""

    line: int
    number: str
    share_id: UUID | None
    seen: int
    signs: bool
    reply: Mapping[str, Any]
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def as_text(self) -> str:
        """The row as the preview carries it."""
        told = {"line": self.line, "number": self.number, "share": str(self.share_id), "seen": self.seen}
        return json.dumps({**told, "signs": self.signs, "reply": self.reply}, ensure_ascii=False)


@dataclass(frozen=True)
class Judged:
    """One row before anything is done: what it would do, or by column why it cannot."""

    wanted: Wanted
    title: str = ""
    address: str = ""
    would: tuple[str, ...] = ()
    public: str = ""
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def can_be_done(self) -> bool:
        """Whether nothing stands against it."""
        return not self.problems


@dataclass
class Brought:
    """A sheet that was read: the rows that ask for something, and how many do not."""

    rows: list[Wanted] = field(default_factory=list)
    empty: int = 0


# -- reading -----------------------------------------------------------------------------------------------------------


def read_sheet(sheet: Sheet, book: Any) -> Brought:
    """Read what the unit filled in. Raises Unreadable where the columns are not those of the sheet, or it is too much."""
    if missing := [name for name in (NUMBER, CODE) if name not in sheet.header]:
        raise Unreadable(f"表格里没有“{'”“'.join(missing)}”列，请使用从本页导出的表格")
    columns = [column for column in reply_columns(LIMITS.columns // 2) if column.heading in sheet.header]
    brought, lines = Brought(), dict[str, int]()
    for line, row in sheet.rows:
        wanted = _wanted(line, row, columns, book)
        if wanted is None:
            brought.empty += 1
            continue
        first = lines.setdefault(row[CODE], line)
        if first != line:
            wanted = replace(wanted, problems=(*wanted.problems, (CODE, f"与第{first}行是同一件")))
        brought.rows.append(wanted)
    if len(brought.rows) > MOST_FILLED:
        raise Unreadable(f"填写了{len(brought.rows)}行，一次最多{MOST_FILLED}行，请分成几个文件")
    if sum(len(row.as_text) for row in brought.rows) > MOST_SIGNS:
        raise Unreadable("填写的文字太多，请分成几个文件")
    return brought


def _wanted(line: int, row: Row, columns: Sequence[Column], book: Any) -> Wanted | None:
    """Return what a row asks for, None for one in which nothing is filled in."""
    problems = [("", row.problem)] if row.problem else []
    signs, reply = _signs(row, problems), _reply(row, columns, book, problems)
    if not (signs or reply or problems):
        return None
    share_id, seen = read_choice(row.get(CODE, ""))
    if share_id is None:
        problems.append((CODE, "被改动或删除，请从导出的表格复制回来"))
    return Wanted(line, row.get(NUMBER, ""), share_id, seen, signs, reply, tuple(problems))


def _signs(row: Row, problems: list[tuple[str, str]]) -> bool:
    text = row.get(SIGN, "")
    if text and not _is_flag(text):
        problems.append((SIGN, f"看不懂“{text[:20]}”，请填是，或留空"))
    return text.lower() in TRUE


def _reply(row: Row, columns: Sequence[Column], book: Any, problems: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what is said as the reply; empty where no word of it is written: ticks alone are no reply."""
    if not any(row.get(column.heading) for column in columns if column.ask.kind != "flag"):
        return {}
    said: dict[str, Any] = {}
    wishes: dict[int, dict[str, Any]] = {}
    for column in columns:
        value = _value(column, row.get(column.heading, ""), book, problems)
        if not column.wish:
            said[column.ask.name] = value
        elif value:
            wishes.setdefault(column.wish, {"ordinal": column.wish})[column.ask.name] = value
    return {**said, WISHES: [wishes[number] for number in sorted(wishes)]}


def _value(column: Column, text: str, book: Any, problems: list[tuple[str, str]]) -> Any:
    if column.ask.kind == "flag":
        if text and not _is_flag(text):
            problems.append((column.heading, f"看不懂“{text[:20]}”，请填是或否"))
        return text.lower() in TRUE
    if column.ask.choices and text:
        codes = {label: code for code, label in column.ask.choices(book)}
        if text not in codes and text not in codes.values():
            offered = "、".join(choices_of(column.ask, book))
            problems.append((column.heading, f"没有“{text[:20]}”这个选项，可填：{offered}"))
        return codes.get(text, text)
    # A sheet shows a text that begins like a formula with a mark before it, which nobody has typed.
    is_guarded = text.startswith("'") and text[1:].startswith(DANGEROUS)
    return text[1:] if is_guarded and column.ask.kind in FREE_TEXT else text


def _is_flag(text: str) -> bool:
    return text.lower() in TRUE | FALSE


# -- judging -----------------------------------------------------------------------------------------------------------


def judge(rows: Sequence[Wanted], actor: Actor, at: datetime) -> list[Judged]:
    """Return what each row would do, judged as the door would, in a fixed number of statements. Nothing is written."""
    shares = {share.pk: share for share in chosen_shares([row.share_id for row in rows if row.share_id], actor)}
    facts = facts_of({share.case for share in shares.values()}, at)
    return [_judged(row, shares.get(row.share_id) if row.share_id else None, facts, actor, at) for row in rows]


def _judged(row: Wanted, share: Assignment | None, facts: Mapping[UUID, Any], actor: Actor, at: datetime) -> Judged:
    if share is None:
        not_found = () if row.problems else ((CODE, "没有这件工单，或已不由本单位办理"),)
        return Judged(row, problems=(*row.problems, *not_found))
    place, problems = place_of("assignment"), [*row.problems]
    if row.number != share.case.number:
        problems.append((NUMBER, f"与回传码不是同一件（回传码是{share.case.number}），请检查是否错行"))
    if events := done_since(share.case, share, row.seen):
        told = "；".join(told_in_words(events, at))
        problems.append(("", f"导出之后已有新的办理情况：{told}，请重新导出后再填"))
    if not problems:
        part = facts[share.case_id].part(share.pk)
        problems += _why_not(row, share, AssignmentFacts(facts[share.case_id], part, share.state), actor)
    would = tuple(place.table.of(action).button for action in _actions(row))
    title, public = place.title(share, actor), str(row.reply.get("public", ""))
    return Judged(row, title, place.page(share), would, public, tuple(problems))


def _actions(row: Wanted) -> list[str]:
    return [action for action, wanted in (("sign", row.signs), (ACTION, bool(row.reply))) if wanted]


def _why_not(row: Wanted, share: Assignment, facts: AssignmentFacts, actor: Actor) -> Iterator[tuple[str, str]]:
    table, book = place_of("assignment").table, book_named(share.book)
    headings = {ask.name: ask.label for ask in table.of(ACTION).asks}
    if facts.state == AssignmentState.PENDING_SIGNATURE and not row.signs:
        yield SIGN, "还没有签收，要反馈的请在本列填是"
        return
    for action in _actions(row):
        try:
            table.ask(action, facts, row.reply if action == ACTION else {}, actor, book)
        except Refused as refused:
            yield from (("", reason) for reason in refused.reasons)
            yield from ((headings.get(name, ""), reason) for name, reason in refused.fields.items())
        # What follows in the same row is judged as after the signature.
        signed = replace(facts.part, state=AssignmentState.HANDLING, signed_at=facts.at)
        facts = replace(facts, part=signed, state=AssignmentState.HANDLING)


# -- doing -------------------------------------------------------------------------------------------------------------


def rows_in(texts: Sequence[str]) -> list[Wanted]:
    """Read the rows that a preview carries. Raises Refused for what no preview says."""
    try:
        return [_row_in(json.loads(text)) for text in texts]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(["表格内容看不懂，请重新上传"]) from None


def _row_in(told: Mapping[str, Any]) -> Wanted:
    reply = dict(told["reply"])
    return Wanted(
        int(told["line"]), str(told["number"]), UUID(told["share"]), int(told["seen"]), bool(told["signs"]), reply
    )


def do(rows: Sequence[Wanted], *, actor: Actor, at: datetime, key: str) -> list[Outcome]:
    """Do the rows, each through its moves, in the order of the sheet; return what became of each."""
    shares = {share.pk: share for share in chosen_shares([row.share_id for row in rows if row.share_id], actor)}
    return [_done(row, shares[row.share_id], actor, at, key) for row in rows if row.share_id in shares]


def _done(row: Wanted, share: Assignment, actor: Actor, at: datetime, key: str) -> Outcome:
    seen, outcome = row.seen, None
    for action in _actions(row):
        said = row.reply if action == ACTION else {}
        outcome = take_one(share, Act(action, said, seen), actor=actor, at=at, key=key)
        if not outcome.is_done:
            break
        # What the row itself has just done was seen by whoever wrote it.
        share = chosen_shares([share.pk], actor).get()
        seen = share.case.event_count
    assert outcome is not None
    return replace(outcome, line=row.line)
