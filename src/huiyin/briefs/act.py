"""The door of papers: drawing one up, changing it, everything that its table knows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from huiyin.briefs.checked import errors, found_in, unexplained
from huiyin.briefs.composing.compose import at_hand, compose, period_of
from huiyin.briefs.composing.document import title_of
from huiyin.briefs.composing.starting import about_these, correcting, first_source
from huiyin.briefs.facts import BriefFacts
from huiyin.briefs.lifecycle import BRIEF
from huiyin.briefs.models import Brief, BriefReader
from huiyin.briefs.periods import Period, last_closed, named
from huiyin.briefs.source import CasesEntry, Entry, HeadingEntry, ParagraphEntry, TopicsEntry, read_back, to_keep
from huiyin.briefs.states import GONE, ISSUED, BriefState
from huiyin.flow.actor import Actor
from huiyin.flow.table import BIRTH, NotYours, Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import Door
from huiyin.journal.models import Event, Ledger
from huiyin.journal.writing import writing
from huiyin.rulebook.papers import BriefKind
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for

LEDGER = "briefs"


def brief_facts(row: Brief, head: Ledger, at: datetime) -> BriefFacts:
    """Return the facts of one paper."""
    rule = row.rules
    posts = (rule.drafted_by, rule.reviewed_by, rule.approved_by, rule.signed_by)
    if row._state.adding or row.state in {"", BIRTH}:
        return BriefFacts(row.state, at, *posts)
    entries = read_back(row.source)
    found = found_in(row) if row.state == BriefState.APPROVED else []
    waiting, waiting_posts = _waiting(row) if row.state in {BriefState.DISTRIBUTED, BriefState.ARCHIVED} else ((), ())
    return BriefFacts(
        row.state, at, *posts, row.written_by_id, len(entries),
        sum(isinstance(one, ParagraphEntry) and one.revise for one in entries),
        sum(isinstance(one, CasesEntry | TopicsEntry) for one in entries),
        period_of(row).ends_at <= at, row.counted_at is None or period_of(row).ends_at <= row.counted_at,
        errors(found), unexplained(found), frozenset(waiting), frozenset(waiting_posts),
        Brief.objects.filter(corrects=row.pk).exists() if row.state in ISSUED else False,
    )  # fmt: skip


def _waiting(row: Brief) -> tuple[list[UUID], list[str]]:
    rows = list(BriefReader.objects.filter(brief=row, read_at=None).values_list("user_id", "unit_id", "post"))
    return [pk for user, unit, _ in rows if (pk := user or unit)], [
        post for user, unit, post in rows if not (user or unit)
    ]


BRIEF_DOOR = Door(BRIEF, Brief, brief_facts, head_model=Ledger, head_field="ledger_id")


def ledger() -> Ledger:
    """Return the chain in which the events of this room stand."""
    Ledger.objects.bulk_create([Ledger(name=LEDGER)], ignore_conflicts=True)
    return Ledger.objects.get(name=LEDGER)


@dataclass(frozen=True, slots=True)
class Opening:
    """With what a paper begins that somebody draws up because of something: its title, its first words, cases to tell."""

    title: str
    prose: str
    cases: tuple[str, ...] = ()


def draw_up(
    kind: str, *, actor: Actor, at: datetime, period: Period | None = None, second: Period | None = None, key: str = "",
    opening: Opening | None = None,
) -> Brief:  # fmt: skip
    """Draw up a paper: the prose of the last issue, or of the template, with the figures of its period. Raises Refused."""
    law = book_for(settings.CITY, local_day(at))
    rule = law.papers.kind(kind)
    period = period or last_closed(rule, at)
    if second and rule.with_period == "none":
        raise Refused([f"{rule.label}只写一个时段"])
    if earlier := standing_for(rule, period):
        raise Refused([f"这一时段已经有了：{earlier.name} {earlier.title}"])
    row = _new(law.id, rule, period, second)
    if opening is None:
        row.begun_from = last_of(rule, period)
        return _begun(row, first_source(row, rule, at), actor, at, key)
    # It is about a matter of its own: the words of the last issue were about another one.
    row.title = (opening.title or row.title)[:120]
    entries = about_these(first_source(row, rule, at), opening.cases)
    after = 1 if entries and isinstance(entries[0], HeadingEntry) else 0
    prose = ParagraphEntry(text=opening.prose, revise=True)
    return _begun(row, (*entries[:after], prose, *entries[after:]), actor, at, key)


def draw_up_correction(old: Brief, *, actor: Actor, at: datetime, key: str = "") -> Brief:
    """Draw up a correction of what was signed: a new issue of the same period that names the old one. Raises Refused."""
    if old.state not in ISSUED:
        raise Refused(["只有已签发的公文才用更正；没有签发的直接修改"])
    if Brief.objects.filter(corrects=old).exists():
        raise Refused(["已有更正"])
    second = Period.read_back(old.second) if old.second else None
    row = _new(old.book, old.rules, period_of(old), second)
    row.title, row.corrects, row.begun_from = f"{old.title}（更正）"[:120], old, old
    return _begun(row, correcting(old), actor, at, key)


def _new(book: str, rule: BriefKind, period: Period, second: Period | None) -> Brief:
    words = named(period, second)
    return Brief(
        book=book, kind=rule.code, title=title_of(rule, words), period=words, rhythm=period.rhythm, since=period.since,
        until=period.until, hour=period.hour, second=second.as_json() if second else None,
    )  # fmt: skip


def _begun(row: Brief, entries: Sequence[Entry], actor: Actor, at: datetime, key: str) -> Brief:
    rule = row.rules
    if not actor.is_platform and not actor.holds(*rule.drafted_by):
        raise NotYours([f"您的岗位不能起草{rule.label}"])
    composed = compose(row, entries)
    row.source = composed.over
    try:
        with writing(), at_hand(composed):
            row.ledger = ledger()
            event = BRIEF_DOOR.begin(row, "draft", {}, actor=actor, at=at, key=key)
    except IntegrityError as lost:
        raise Refused(["同一时段的公文刚刚有人起草，请刷新页面"]) from lost
    return row if event.subject_id == row.pk else Brief.objects.get(pk=event.subject_id)


def amend(
    row: Brief, entries: Sequence[Entry], *, actor: Actor, at: datetime, seen: int | None = None, key: str = ""
) -> Event:
    """Change what a draft says, and count its figures anew. Raises Refused."""
    said = {"source": json.dumps(to_keep(entries), ensure_ascii=False)}
    with at_hand(compose(row, entries)):
        return BRIEF_DOOR.move(row.pk, "amend", said, actor=actor, at=at, seen=seen, key=key, own_page=True)


def take_in_outside(row: Brief, said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "") -> str:
    """Take in a figure from outside with its source; return its key. Raises Refused."""
    event = BRIEF_DOOR.move(row.pk, "add_outside", said, actor=actor, at=at, key=key, own_page=True)
    return str(event.said["figure"])


def explain(row: Brief, said: Mapping[str, Any], *, actor: Actor, at: datetime, key: str = "") -> Event:
    """Write down why a finding of the check stands. Raises Refused."""
    if said.get("finding") not in {one.key for one in found_in(row) if one.wants_words or one.explanation}:
        raise Refused(["这处核对结果已经变了，请刷新页面"])
    return BRIEF_DOOR.move(row.pk, "explain", said, actor=actor, at=at, key=key, own_page=True)


def move_brief(
    subject_id: UUID, action: str, said: Mapping[str, Any], /, *, actor: Actor, at: datetime, seen: int | None, key: str
) -> Event:
    """Move a paper. Figures are counted anew before anything is locked: counting may take its time. Raises Refused."""
    if action != "recount":
        return BRIEF_DOOR.move(subject_id, action, said, actor=actor, at=at, seen=seen, key=key)
    row = Brief.objects.get(pk=subject_id)
    with at_hand(compose(row, read_back(row.source))):
        return BRIEF_DOOR.move(subject_id, action, said, actor=actor, at=at, seen=seen, key=key)


def standing_for(rule: BriefKind, period: Period) -> Brief | None:
    """Return the paper of this kind that stands for a period, if there is one; a paper without rhythm may come twice."""
    if period.rhythm == "none":
        return None
    rows = Brief.objects.filter(kind=rule.code, since=period.since, until=period.until, corrects__isnull=True)
    return rows.exclude(state__in=sorted(GONE)).first()


def last_of(rule: BriefKind, period: Period) -> Brief | None:
    """Return the issue before, with whose prose a new one begins: only what was signed is taken over."""
    rows = Brief.objects.filter(kind=rule.code, state__in=sorted(ISSUED), until__lte=period.until)
    return rows.order_by("-until", "-signed_at").first()


def law_of(row: Brief) -> Any:
    """Return the rulebook of a paper."""
    return book_named(row.book)
