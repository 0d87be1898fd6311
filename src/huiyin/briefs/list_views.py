"""The list of papers: what waits, what is due, drafts, what was issued."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.briefs.due import due_at
from huiyin.briefs.models import Brief
from huiyin.briefs.queries import drafts_of, drafts_some, in_turn, unread_by, visible_to
from huiyin.briefs.states import NUMBERED, BriefState
from huiyin.briefs.who import OFFICE, PAGE_READERS
from huiyin.escalation.who import READERS as CIRCULAR_READERS
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.times import local, local_day
from huiyin.instructions.who import READERS as INSTRUCTION_READERS
from huiyin.journal.door import note
from huiyin.moves.form import new_key
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for, books_of
from huiyin.supervision.who import READERS as ORDER_READERS
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec
from huiyin.ui.sheets import xlsx_response

EXPORTS = "exports"
MOST_SHOWN = 30


def _kinds(city: str) -> list[tuple[str, str]]:
    return list({rule.code: (rule.code, rule.label) for book in books_of(city) for rule in book.papers.kinds}.values())


ISSUED = ListSpec(
    filters=(
        Filter("kind", "种类", "choice", choices=lambda given: _kinds(settings.CITY)),
        Filter("state", "状态", "choice", choices=lambda given: [(s.value, s.label) for s in BriefState if s in NUMBERED]),
        Filter("since", "签发自", "day", narrow=lambda rows, day: rows.filter(signed_at__date__gte=day)),
        Filter("last", "至", "day", narrow=lambda rows, day: rows.filter(signed_at__date__lte=day)),
        Filter("q", "标题、期号", narrow=lambda rows, text: rows.filter(Q(title__contains=text) | Q(sign__contains=text))),
    ),
    sorts=(Sort("new", "新签发的在前", "signed_at", descending=True), Sort("old", "先签发的在前", "signed_at")),
    page_size=30,
)  # fmt: skip


def book_now() -> Rulebook:
    """Return the rulebook of this moment."""
    return book_for(settings.CITY, local_day(times.now()))


@require_safe
@post_required(*PAGE_READERS)
def papers(request: HttpRequest) -> HttpResponse:
    """Show what waits for the viewer, what is due, and what was issued."""
    actor, now, book = actor_in(request), times.now(), book_now()
    listing = ISSUED.read(request.GET)
    page = listing.page(_issued(visible_to(actor)).select_related("signed_by"), count_up_to=10_000)
    mine = drafts_some(actor, book.papers.kinds)
    context = {
        "listing": listing, "page": page, "lines": [(row, row.rules.label) for row in page.rows],
        "turn": [(row, row.rules.label) for row in in_turn(actor).select_related("written_by")[:MOST_SHOWN]],
        "unread": [(row, row.rules.label) for row in unread_by(actor)[:MOST_SHOWN]],
        "drafts": [(row, row.rules.label) for row in drafts_of(actor).select_related("written_by")[:MOST_SHOWN]],
        "due": due_at(mine, now) if mine else [], "free": [rule for rule in mine if rule.rhythm == "none"],
        "may_draft": bool(mine), "key": new_key(), "is_office": actor.holds(*OFFICE),
        "elsewhere": _elsewhere(actor),
    }  # fmt: skip
    return render(request, "briefs/papers.html", context)


def _issued(rows: QuerySet[Brief]) -> QuerySet[Brief]:
    readers = Count("readers", distinct=True)
    read = Count("readers", filter=Q(readers__read_at__isnull=False), distinct=True)
    return rows.filter(state__in=sorted(NUMBERED)).annotate(all_readers=readers, have_read=read)


def _elsewhere(actor: Actor) -> list[tuple[str, str]]:
    """Return the papers that other rooms make of their own things, for those who may open them there."""
    known = (
        ("通报", "escalation:circulars", CIRCULAR_READERS), ("督办通知", "supervision:orders", ORDER_READERS),
        ("呈阅件和批示", "instructions:ledger", INSTRUCTION_READERS), ("民生信息等台账", "registers:index", OFFICE),
    )  # fmt: skip
    return [(label, name) for label, name, posts in known if actor.holds(*posts)]


@require_safe
@post_required(*PAGE_READERS)
def papers_file(request: HttpRequest) -> HttpResponseBase:
    """Give the list of issued papers as a workbook."""
    actor, now = actor_in(request), times.now()
    listing = ISSUED.read(request.GET)
    rows = listing.narrowed(_issued(visible_to(actor))).order_by("signed_at", "number")
    count = rows.count()
    note("export.briefs", "export", uuid7(), at=now, head=EXPORTS, actor=actor, said={"rows": count})
    header = ["期号或文号", "种类", "标题", "时段", "自", "至", "状态", "签发", "签发人", "应阅", "已阅"]
    return xlsx_response(
        f"公文简报 {local(now):%Y-%m-%d}.xlsx", "公文简报", header, _cells(rows.select_related("signed_by"))
    )


def _cells(rows: QuerySet[Brief]) -> Iterator[list[Any]]:
    for row in rows.iterator(500):
        found: Any = row
        yield [
            row.sign, row.rules.label, row.title, row.period, row.since, row.last, row.standing.label, row.signed_at,
            row.signed_by.name if row.signed_by else "", found.all_readers, found.have_read,
        ]  # fmt: skip
