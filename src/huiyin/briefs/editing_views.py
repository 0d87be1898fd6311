"""The editor: a form with one box for each entry, that works without script. Whatever is pressed, all boxes are kept."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.briefs.act import BRIEF_DOOR, amend, brief_facts
from huiyin.briefs.composing.compose import period_of
from huiyin.briefs.composing.document import draft_of
from huiyin.briefs.composing.words import WORDS, word_for
from huiyin.briefs.models import Brief
from huiyin.briefs.paper_views import brief_or_404
from huiyin.briefs.periods import Period
from huiyin.briefs.shown import address_of, parts_of
from huiyin.briefs.source import (
    CaseEntry,
    ChartEntry,
    Entry,
    HeadingEntry,
    ParagraphEntry,
    TableEntry,
    keys_in,
    loose_in,
    read_back,
)
from huiyin.briefs.states import BriefState
from huiyin.briefs.tokens import Names
from huiyin.briefs.who import PAGE_READERS
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.table import Refused
from huiyin.journal.door import Stale
from huiyin.moves.form import new_key
from huiyin.moves.taking import status_of
from huiyin.ui.doors import actor_in, post_required

MOST_ENTRIES = 200
LONGEST = 5000
KINDS = {"heading": "标题", "paragraph": "段落", "table": "表格", "chart": "图", "case": "工单", "story": "案例",
         "cases": "工单待选", "topics": "热点待选"}  # fmt: skip
CHOOSING = {
    "figure": "briefs:choose_figure", "case": "briefs:choose_case", "story": "briefs:choose_story",
    "table": "briefs:choose_table",
}  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PAGE_READERS)
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Show the boxes, or keep them and do what was pressed."""
    actor = actor_in(request)
    brief = draft_or_404(actor, number)
    if request.method != "POST":
        return _page(request, brief, read_back(brief.source))
    entries = _sent(request, brief)
    do, _, at = request.POST.get("do", "save").partition(":")
    place = int(at) if at.isdecimal() and int(at) < len(entries) else len(entries) - 1
    if change := CHANGES.get(do):
        entries = change(entries, place)
    return _kept(request, brief, entries, do, place)


def _kept(request: HttpRequest, brief: Brief, entries: list[Entry], do: str, place: int) -> HttpResponse:
    seen, now = request.POST.get("seen", ""), times.now()
    try:
        if len(entries) > MOST_ENTRIES:
            raise Refused([f"最多{MOST_ENTRIES}段"])
        amend(
            brief, entries, actor=actor_in(request), at=now, seen=int(seen) if seen.isdecimal() else None,
            key=request.POST.get("move_key", "")[:64],
        )  # fmt: skip
    except Refused as refused:
        brief.refresh_from_db()
        return _page(request, brief, tuple(entries), refused, status_of(refused))
    if do in CHOOSING:
        return redirect(f"{reverse(CHOOSING[do], args=[brief.number])}?at={max(place, 0)}")
    if do == "look":
        messages.success(request, "已保存")
        return redirect("briefs:paper", brief.number)
    if do == "save":
        messages.success(request, "已保存，数字已重新统计")
    return redirect(f"{reverse('briefs:edit', args=[brief.number])}#e{_near(do, place, len(entries))}")


def _near(do: str, place: int, count: int) -> int:
    moved = {"up": place - 1, "down": place + 1, "add_paragraph": place + 1, "add_heading": place + 1}.get(do, place)
    return max(0, min(moved, count - 1))


def draft_or_404(actor: Actor, number: int) -> Brief:
    """Return a draft that the actor may change. Raises Http404."""
    brief = brief_or_404(actor, number)
    facts = brief_facts(brief, brief.ledger, times.now())
    if brief.state != BriefState.DRAFT or not BRIEF_DOOR.table.of("amend").who(actor, facts):
        raise Http404
    return brief


def names_of(brief: Brief) -> Names:
    """Return what the figures of a paper are called in its boxes."""
    first, second = period_of(brief), Period.read_back(brief.second) if brief.second else None
    words = {name: word_for(name, first, second) or "" for name in WORDS}
    figures = brief.figures.order_by("key").values_list("key", "label", "text")
    return Names(((key, label, text) for key, label, text in figures), words)


def _page(
    request: HttpRequest, brief: Brief, entries: tuple[Entry, ...], refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    names = names_of(brief)
    # What was refused has no blocks yet: its boxes stand alone until it is mended.
    parts = parts_of(brief, draft_of(brief)) if refused is None else []
    boxes = [
        _box(entry, place, names, parts[place] if place < len(parts) else None)
        | {"figures": _figures(brief, entry, names)}
        for place, entry in enumerate(entries)
    ]
    to_revise = sum(box["revise"] for box in boxes)
    context = {
        "brief": brief, "rule": brief.rules, "boxes": boxes, "seen": brief.ledger.event_count, "key": new_key(),
        "reasons": refused.reasons if refused else (), "to_revise": to_revise,
        "stale": isinstance(refused, Stale), "loose": sum(len(box["loose"]) for box in boxes),
        "outside": brief.figures.exclude(source=""), "words": [(names.to_box(f"{{{{{n}}}}}")) for n in WORDS],
    }  # fmt: skip
    return render(request, "briefs/edit.html", context, status=status)


def _box(entry: Entry, place: int, names: Names, part: Any) -> dict[str, Any]:
    text = names.to_box(getattr(entry, "text", ""))
    return {
        "place": place, "type": entry.type, "kind": KINDS[entry.type], "text": text,
        "shown": [part] if part else [],
        "rows": max(1, min(12, len(text) // 38 + 1)), "revise": getattr(entry, "revise", False),
        "story": getattr(entry, "story", ""),
        "level": getattr(entry, "level", 0), "title": getattr(entry, "title", ""), "number": getattr(entry, "number", ""),
        "caption": getattr(entry, "caption", ""), "top": getattr(entry, "top", 0), "is_open": entry.type in {"cases", "topics"},
        "loose": loose_in(entry.text) if isinstance(entry, ParagraphEntry) else (),
    }  # fmt: skip


def _figures(brief: Brief, entry: Entry, names: Names) -> list[tuple[str, str]]:
    """Return the figures that stand in a box, each with the way to what it means and to its cases."""
    keys = dict.fromkeys(key for key in keys_in((entry,)) if key in names.by_key and key not in WORDS)
    return [(f"{names.by_key[key]} {names.texts[key]}", address_of(brief, key)) for key in keys]


def _sent(request: HttpRequest, brief: Brief) -> list[Entry]:
    """Return the entries with what was typed in their boxes; an entry without a box stays as it was."""
    names = names_of(brief)
    return [_typed(request, entry, place, names) for place, entry in enumerate(read_back(brief.source))]


def _typed(request: HttpRequest, entry: Entry, place: int, names: Names) -> Entry:
    data = request.POST
    if f"text-{place}" not in data and f"caption-{place}" not in data:
        return entry
    text = names.from_box(data.get(f"text-{place}", "").replace("\0", "")[:LONGEST])
    match entry:
        case HeadingEntry():
            level = data.get(f"level-{place}", "")
            return HeadingEntry(level=int(level) if level in {"1", "2", "3"} else entry.level, text=text)
        case ParagraphEntry():
            return ParagraphEntry(text=text, revise=_still_to_revise(data, place, entry, text))
        case CaseEntry():
            title = data.get(f"title-{place}", entry.title).replace("\0", "").strip()[:120]
            return entry.model_copy(update={"title": title or entry.title, "text": text})
        case TableEntry() | ChartEntry():
            top = data.get(f"top-{place}", "")
            changed = {"caption": data.get(f"caption-{place}", "").replace("\0", "").strip()[:120]}
            more = {"top": int(top)} if top.isdecimal() and 1 <= int(top) <= 80 else {}
            return entry.model_copy(update={**changed, **more})
        case _:
            return entry


def _still_to_revise(data: Any, place: int, entry: ParagraphEntry, text: str) -> bool:
    """A marked paragraph is revised once its words are changed, or somebody says that they may stay."""
    if f"revised-{place}" in data:
        return False
    return entry.revise and text == entry.text


# -- what the buttons do ---------------------------------------------------------------------------------------------


def _up(entries: list[Entry], place: int) -> list[Entry]:
    if place > 0:
        entries[place - 1], entries[place] = entries[place], entries[place - 1]
    return entries


def _down(entries: list[Entry], place: int) -> list[Entry]:
    return _up(entries, place + 1) if place + 1 < len(entries) else entries


def _without(entries: list[Entry], place: int) -> list[Entry]:
    return entries[:place] + entries[place + 1 :] if place >= 0 else entries


def _with_paragraph(entries: list[Entry], place: int) -> list[Entry]:
    return [*entries[: place + 1], ParagraphEntry(text=""), *entries[place + 1 :]]


def _with_heading(entries: list[Entry], place: int) -> list[Entry]:
    return [*entries[: place + 1], HeadingEntry(text=""), *entries[place + 1 :]]


CHANGES: dict[str, Callable[[list[Entry], int], list[Entry]]] = {
    "up": _up, "down": _down, "remove": _without, "add_paragraph": _with_paragraph, "add_heading": _with_heading,
}  # fmt: skip
