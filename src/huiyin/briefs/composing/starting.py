"""How a paper begins: with the prose of the last issue, else with the template; what has to be looked at again is marked."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import groupby

from huiyin.briefs.composing.cases import case_called, worth_telling
from huiyin.briefs.composing.compose import counter_of, period_of
from huiyin.briefs.composing.topics import PREFIX, entries_of, hot_in
from huiyin.briefs.keys import OUTSIDE
from huiyin.briefs.models import Brief
from huiyin.briefs.source import (
    CaseEntry,
    CasesEntry,
    Entry,
    ParagraphEntry,
    TopicsEntry,
    read_back,
    read_template,
)
from huiyin.flow.table import Refused
from huiyin.flow.times import local
from huiyin.rulebook.papers import BriefKind

_FROM_OUTSIDE = re.compile(r"\{\{\s*" + re.escape(OUTSIDE) + r"[^{}]*\}\}")
_OF_A_TOPIC = re.compile(rf"\{{\{{{re.escape(PREFIX)}|^\d+．.*\{{\{{accepted\?category=\w+:share\}}\}}")
TO_FILL_IN = "〔待填〕"
NO_CASES = "本期没有可以公开摘登的典型工单。"
"""What stands where no case was found; it gives way to the first that somebody chooses."""


def first_source(brief: Brief, rule: BriefKind, at: datetime) -> tuple[Entry, ...]:
    """Return with what a new paper begins: places for cases are filled, prose of the last issue is marked."""
    template = read_template(rule.template)
    taken = _from_last(brief.begun_from, template) if brief.begun_from else template
    return tuple(_with_cases(taken, brief))


def _from_last(last: Brief, template: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(_taken_over(read_back(last.source), template))


def _taken_over(entries: Sequence[Entry], template: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries of the last issue: what the template says is as good as before, what somebody wrote is to be revised.

    The cases of the last issue are not those of this one: where they stood, others are chosen.
    """
    known = {entry.text: entry for entry in template if isinstance(entry, ParagraphEntry)}
    for place, group in groupby(entries, _place_of):
        if place is not None:
            yield place(n=len(list(group)))
            continue
        for entry in group:
            yield _to_revise(entry, known) if isinstance(entry, ParagraphEntry) else entry


def _place_of(entry: Entry) -> type[CasesEntry] | type[TopicsEntry] | None:
    """Return as what a place an entry is taken over: its cases and topics were those of its own time."""
    if isinstance(entry, CaseEntry):
        return CasesEntry
    is_topic = isinstance(entry, ParagraphEntry) and bool(_OF_A_TOPIC.search(entry.text))
    return TopicsEntry if is_topic else None


def _to_revise(entry: ParagraphEntry, known: dict[str, ParagraphEntry]) -> ParagraphEntry:
    if entry.text in known:
        return known[entry.text]
    return ParagraphEntry(text=_FROM_OUTSIDE.sub(TO_FILL_IN, entry.text), revise=True)


def _with_cases(entries: Sequence[Entry], brief: Brief) -> Iterator[Entry]:
    for entry in entries:
        if isinstance(entry, CasesEntry):
            counter = counter_of(brief)
            found = worth_telling(period_of(brief), counter.book_of(counter.period), entry.n)
            none: list[Entry] = [ParagraphEntry(text=NO_CASES, revise=True)]
            yield from found or none
        elif isinstance(entry, TopicsEntry):
            yield from topics_of(brief, entry.n)
        else:
            yield entry


def about_these(entries: Sequence[Entry], numbers: Sequence[str]) -> tuple[Entry, ...]:
    """Return the entries with cases of these numbers where those of the period stood; all stay where none may be told."""
    places = [entry for entry in entries if isinstance(entry, CaseEntry)]
    own: list[CaseEntry] = []
    for number in numbers:
        if len(own) < len(places):
            with suppress(Refused):
                own.append(case_called(number))
    if not own:
        return tuple(entries)
    first = entries.index(places[0])
    rest = [entry for entry in entries[first:] if not isinstance(entry, CaseEntry)]
    return (*entries[:first], *own, *rest)


def topics_of(brief: Brief, n: int) -> list[Entry]:
    """Return paragraphs about the hottest matters of the period, to be worked over by the editor."""
    counter = counter_of(brief)
    book, period = counter.book_of(counter.period), period_of(brief)
    if found := hot_in(period, n):
        return entries_of(found)
    # Where nobody looked for hot topics yet, the greatest classes stand in their place.
    codes = [code for code in book.categories if len(book.tree.lineage(code)) == 1]
    told = [(counter.told(f"accepted?category={code}"), code) for code in codes]
    greatest = sorted((one for one in told if one[0].value), key=lambda one: -(one[0].value or 0))[:n]
    return [
        ParagraphEntry(
            text=f"{number}．{book.category(code).name}。{{{{first_period}}}}受理{{{{accepted?category={code}}}}}件，占"
            f"{{{{accepted?category={code}:share}}}}，比上期{{{{accepted?category={code}:change}}}}。",
            revise=True,
        )
        for number, (_, code) in enumerate(greatest, 1)
    ] or [ParagraphEntry(text=f"{period.label}没有集中反映的问题。", revise=True)]


def correcting(old: Brief) -> tuple[Entry, ...]:
    """Return with what a correction begins: one sentence that names the old issue, then all of it."""
    day = local(old.signed_at).date() if old.signed_at else old.last
    says = f"{day.year}年{day.month}月{day.day}日签发的{old.rules.label}{old.sign}《{old.title}》现予更正，以本期为准。"
    return (ParagraphEntry(text=says, revise=True), *read_back(old.source))
