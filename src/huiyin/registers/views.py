"""The pages of the registers: all of them with what is due, the list of one, its counts and sums."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import Post
from huiyin.flow.times import local_day
from huiyin.journal.door import note
from huiyin.registers.due import debtors_in_sight, owed_by
from huiyin.registers.finding import register_or_404
from huiyin.registers.following import to_approve, to_clear
from huiyin.registers.lists import file_header, file_rows, lines_of, listing_of, rows_of
from huiyin.registers.models import Entry
from huiyin.registers.queries import is_in_use, register_of, registers_for, visible_to
from huiyin.registers.shown import listed_fields, title_of, when_of
from huiyin.registers.states import COUNTED
from huiyin.registers.tallying import sheet, ways_for
from huiyin.registers.who import may_enter
from huiyin.rulebook.registers import Register
from huiyin.ui.doors import actor_in, post_required, signed_in
from huiyin.ui.pages import Listing
from huiyin.ui.sheets import csv_response, xlsx_response

MOST_FOUND = 50
LONGEST_WORDS = 100
LEDGER = "exports"
"""The chain of events about what was taken out of the system."""


@require_safe
@post_required(*Post)
def index(request: HttpRequest) -> HttpResponse:
    """Show all registers of the viewer by group, with what is due, and what is found in any of them."""
    actor, day = actor_in(request), local_day(times.now())
    registers = registers_for(actor, day)
    counts = dict(
        visible_to(actor).filter(state__in=COUNTED).order_by().values_list("register").annotate(n=Count("pk"))
    )
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in registers:
        line = {"register": one, "count": counts.get(one.code, 0), "in_use": is_in_use(one, day)}
        groups.setdefault(one.group, []).append({**line, "may_enter": line["in_use"] and may_enter(actor, one)})
    waiting = {"to_approve": _cleared_lines(to_approve(actor, day)), "to_clear": _cleared_lines(to_clear(actor, day))}
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_WORDS]
    context = {
        "groups": list(groups.items()), "owed": list(owed_by(actor, day)), "words": words,
        "debts": sum(len(one.owed) for one in debtors_in_sight(actor, day)),
        "found": _found(actor, words) if words else [], "most": MOST_FOUND, "today": day, **waiting,
    }  # fmt: skip
    return render(request, "registers/index.html", context)


def _cleared_lines(rows: QuerySet[Entry]) -> list[tuple[Entry, Register, str]]:
    found = [(entry, register_of(entry)) for entry in rows[:MOST_FOUND]]
    return [(entry, register, title_of(register, entry.content)) for entry, register in found]


def _found(actor: Actor, words: str) -> list[dict[str, Any]]:
    rows = visible_to(actor).filter(words__icontains=words).select_related("unit").order_by("-day", "-id")[:MOST_FOUND]
    return [_found_line(entry, register_of(entry)) for entry in rows]


def _found_line(entry: Entry, register: Register) -> dict[str, Any]:
    title = title_of(register, entry.content)
    return {"entry": entry, "register": register, "title": title, "when": when_of(register, entry)}


@require_safe
@signed_in
def entries(request: HttpRequest, code: str) -> HttpResponseBase:
    """List the entries of a register, or hand them out as a file."""
    actor, day = actor_in(request), local_day(times.now())
    register = register_or_404(actor, code, day)
    query = request.GET.copy()
    wanted = "".join(query.pop("file", [""])[-1:])
    listing = listing_of(register, actor, query)
    rows = rows_of(register, actor, listing)
    if wanted:
        return _file(request, register, wanted, listing, rows)
    page = listing.page(rows.select_related("unit"), count_up_to=10_000)
    fields = listed_fields(register, [entry.content for entry in page.rows])
    query.pop("after", None)
    query.pop("before", None)
    context = {
        "register": register, "listing": listing, "page": page, "lines": lines_of(register, page.rows, fields),
        "fields": fields, "may_enter": may_enter(actor, register) and is_in_use(register, day),
        "in_use": is_in_use(register, day), "query": query.urlencode(),
    }  # fmt: skip
    return render(request, "registers/list.html", context)


def _file(
    request: HttpRequest, register: Register, wanted: str, listing: Listing, rows: QuerySet[Entry]
) -> HttpResponseBase:
    if wanted not in {"csv", "xlsx"}:
        raise Http404
    found = listing.ordered(rows)
    said = {"register": register.code, "format": wanted, "filters": listing.filters_told(), "rows": found.count()}
    now = times.now()
    note("export.registers", "export", uuid7(), at=now, head=LEDGER, actor=actor_in(request), said=said)
    header, lines = file_header(register), file_rows(register, found)
    name = f"{register.label}-{times.local(now):%Y%m%d-%H%M}.{wanted}"
    return csv_response(name, header, lines) if wanted == "csv" else xlsx_response(name, register.label, header, lines)


@require_safe
@signed_in
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Show counts and sums of a register by unit or period; each leads to its entries."""
    actor, day = actor_in(request), local_day(times.now())
    register = register_or_404(actor, code, day)
    ways = ways_for(register)
    by = request.GET.get("by", "")
    by = by if by in dict(ways) else ways[0][0]
    listing = listing_of(register, actor, request.GET)
    asked: dict[str, str] = {key: request.GET[key] for key in ("unit", "own", "from", "to") if key in listing.values}
    rows = listing.narrowed(rows_of(register, actor, listing))
    counted = Entry.objects.filter(Q(pk__in=rows.order_by().values("pk")))
    context = {
        "register": register, "listing": listing, "by": by, "ways": ways, "asked": asked,
        "sheet": sheet(register, counted, by, asked),
        "units": next((control.choices for control in listing.controls if control.key == "unit"), ()),
    }  # fmt: skip
    return render(request, "registers/figures.html", context)
