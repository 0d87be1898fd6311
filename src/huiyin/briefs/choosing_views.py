"""What is put into a draft: a figure by its measure and scope, one from outside, a case, a table or a chart."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from huiyin.briefs import asks
from huiyin.briefs.act import amend, take_in_outside
from huiyin.briefs.composing.cases import case_called, entry_of_story, stories_to_tell
from huiyin.briefs.composing.compose import counter_of
from huiyin.briefs.composing.starting import NO_CASES
from huiyin.briefs.composing.tables import HEADS
from huiyin.briefs.counting import Told, measures_to_choose
from huiyin.briefs.editing_views import draft_or_404
from huiyin.briefs.keys import DIMENSIONS, FORMS, PERIODS, NoKey, Wanted
from huiyin.briefs.models import Brief
from huiyin.briefs.source import ChartEntry, Entry, ParagraphEntry, TableEntry, read_back
from huiyin.briefs.who import PAGE_READERS
from huiyin.cases.models import Case
from huiyin.cases.populations import accepted
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.insight.models import Story
from huiyin.measures.scope import Scope
from huiyin.moves.form import form_for
from huiyin.moves.taking import status_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.statistics.choices import choices
from huiyin.ui.doors import actor_in, post_required

MOST_CASES = 30
MEASURES_OF_TABLE = 4


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PAGE_READERS)
def choose_figure(request: HttpRequest, number: int) -> HttpResponse:
    """Choose a measure, its period and scope; see what it comes to; put it behind the words of an entry."""
    actor = actor_in(request)
    brief = draft_or_404(actor, number)
    data = request.POST if request.method == "POST" else request.GET
    wanted, told, problem, status = None, None, "", 200
    if data.get("measure"):
        try:
            wanted, told = _counted(brief, data)
        except NoKey as unknown:
            problem, status = str(unknown), 422 if request.method == "POST" else 200
    if request.method == "POST" and told and wanted:
        return _inserted(request, brief, f"{{{{{wanted.key}}}}}", f"已插入：{told.label} {told.text}")
    context = {
        "brief": brief, "at": data.get("at", ""), "told": told, "problem": problem, **_offers(actor, brief, data),
        "outside": brief.figures.exclude(source="").order_by("counted_at"),
    }  # fmt: skip
    return render(request, "briefs/choose_figure.html", context, status=status)


def _counted(brief: Brief, data: Any) -> tuple[Wanted, Told]:
    where = tuple(sorted((name, data[name][:120]) for name in DIMENSIONS if data.get(name)))
    wanted = Wanted.read(
        Wanted(data["measure"][:80], data.get("period") or "this", where, data.get("form") or "value").key
    )
    return wanted, counter_of(brief).told(wanted.key)


def _offers(actor: Any, brief: Brief, data: Any) -> dict[str, Any]:
    """Return the drop-downs, with what is chosen now."""
    counter = counter_of(brief)
    book = counter.book_of(counter.period)
    scope = Scope(since=brief.since, until=brief.until, book=book, **{name: data.get(name, "") for name in DIMENSIONS})
    periods = [(code, label) for code, label in PERIODS.items() if code != "second" or brief.second]
    return {
        "measures": measures_to_choose(book), "measure": data.get("measure", ""), "periods": periods,
        "period": data.get("period", "this"), "forms": list(FORMS.items()), "form": data.get("form", "value"),
        "dimensions": choices(actor, scope),
    }  # fmt: skip


def _inserted(request: HttpRequest, brief: Brief, token: str, told: str) -> HttpResponse:
    """Put a token behind the words of the entry that was meant, or into a paragraph of its own."""
    entries = list(read_back(brief.source))
    place = _place(request, entries)
    entry = entries[place] if entries else None
    if entry is not None and hasattr(entry, "text"):
        entries[place] = entry.model_copy(update={"text": f"{entry.text}{token}"})
    else:
        entries.insert(place + 1, ParagraphEntry(text=token))
        place += 1
    return _amended(request, brief, entries, place, told)


def _place(request: HttpRequest, entries: list[Entry]) -> int:
    text = request.POST.get("at", "")
    return min(int(text), len(entries) - 1) if text.isdecimal() and len(text) < 5 else len(entries) - 1


def _amended(request: HttpRequest, brief: Brief, entries: list[Entry], place: int, told: str) -> HttpResponse:
    sent = request.POST.get("move_key", "")[:60]
    try:
        # A figure from outside is taken in under the same key: putting it in is an act of its own.
        amend(brief, entries, actor=actor_in(request), at=times.now(), key=f"{sent}.in" if sent else "")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, told)
    return redirect(f"{reverse('briefs:edit', args=[brief.number])}#e{max(place, 0)}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PAGE_READERS)
def outside(request: HttpRequest, number: int) -> HttpResponse:
    """Take in a figure from outside with its source, or put in one that is there."""
    actor = actor_in(request)
    brief = draft_or_404(actor, number)
    if request.method == "POST" and (key := request.POST.get("known", "")):
        found = brief.figures.exclude(source="").filter(key=key[:200]).first()
        if found:
            return _inserted(request, brief, f"{{{{{found.key}}}}}", f"已插入：{found.label} {found.text}")
    form = form_for(asks.OUTSIDE, book_named(brief.book), data=request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        try:
            key = take_in_outside(brief, form.said(), actor=actor, at=times.now(), key=form.key)
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            return _inserted(request, brief, f"{{{{{key}}}}}", "已插入外来数字")
    at = request.POST.get("at") or request.GET.get("at", "")
    context = {
        "brief": brief, "form": form, "at": at, "title": "引入外来数字", "button": "插入",
        "hint": "系统里没有的数字在这里录入，写明来源；文中与其他数字一样可以点开",
    }  # fmt: skip
    return render(request, "briefs/form.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PAGE_READERS)
def choose_case(request: HttpRequest, number: int) -> HttpResponse:
    """Choose a case that the paper tells, masked."""
    actor = actor_in(request)
    brief = draft_or_404(actor, number)
    problem, status = "", 200
    if request.method == "POST":
        try:
            entry = case_called(request.POST.get("number", "")[:40])
        except Refused as refused:
            problem, status = str(refused), 422
        else:
            return _put_in(request, brief, entry, f"已选入 {entry.number}")
    words = request.GET.get("q", "").replace("\0", "").strip()[:60]
    context = {
        "brief": brief, "at": request.POST.get("at") or request.GET.get("at", ""), "q": words, "problem": problem,
        "cases": _cases(actor, brief, words),
    }  # fmt: skip
    return render(request, "briefs/choose_case.html", context, status=status)


def _cases(actor: Any, brief: Brief, words: str) -> list[Case]:
    """Return cases of the period that a paper may tell, newest first; with words those of any time."""
    if words:
        rows = cases_visible_to(actor).filter(Q(number__startswith=words) | Q(title__contains=words))
    else:
        rows = accepted(Scope(since=brief.since, until=brief.until, hour=brief.hour)) & cases_visible_to(actor)
    told = rows.filter(confidential=False, anonymous=False, accused_path="").select_related("lead_unit")
    return list(told.order_by("-received_at", "-id")[:MOST_CASES])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PAGE_READERS)
def choose_story(request: HttpRequest, number: int) -> HttpResponse:
    """Choose a case of the library: it is told as it was approved there, and the paper leads back to it."""
    actor = actor_in(request)
    brief = draft_or_404(actor, number)
    problem, status, stories = "", 200, stories_to_tell(actor)
    if request.method == "POST":
        try:
            entry = entry_of_story(_story_meant(stories, request.POST.get("story", "")))
        except Refused as refused:
            problem, status = str(refused), 422
        else:
            return _put_in(request, brief, entry, f"已选入案例 {entry.title}")
    words = request.GET.get("q", "").replace("\0", "").strip()[:60]
    context = {
        "brief": brief, "at": request.POST.get("at") or request.GET.get("at", ""), "q": words, "problem": problem,
        "stories": stories.filter(Q(title__contains=words) | Q(retelling__contains=words))[:MOST_CASES],
    }  # fmt: skip
    return render(request, "briefs/choose_story.html", context, status=status)


def _story_meant(stories: QuerySet[Story], text: str) -> Story:
    try:
        return stories.get(pk=UUID(text))
    except (ValueError, Story.DoesNotExist):
        raise Refused(["没有这个案例，或已撤下，请重新选择"]) from None


def _put_in(request: HttpRequest, brief: Brief, entry: Entry, told: str) -> HttpResponse:
    """Put an entry behind the one that was meant, or into the place that waited for it."""
    entries = list(read_back(brief.source))
    place = _place(request, entries)
    if not (entries and _gives_way(entries[place])):
        place += 1
    end = place + 1 if place < len(entries) and _gives_way(entries[place]) else place
    entries[place:end] = [entry]
    return _amended(request, brief, entries, place, told)


def _gives_way(entry: Entry) -> bool:
    """Whether an entry stands where a case is to be chosen, or says that there was none."""
    return entry.type == "cases" or (isinstance(entry, ParagraphEntry) and entry.text == NO_CASES)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PAGE_READERS)
def choose_table(request: HttpRequest, number: int) -> HttpResponse:
    """Choose by what and which measures a table or a chart is made."""
    actor = actor_in(request)
    brief = draft_or_404(actor, number)
    counter = counter_of(brief)
    problem, status = "", 200
    if request.method == "POST":
        try:
            entry = _table(request.POST)
        except ValidationError:
            problem, status = "请选择分类和至少一个指标，行数为 1 至 80", 422
        else:
            entries = list(read_back(brief.source))
            place = _place(request, entries)
            entries.insert(place + 1, entry)
            return _amended(request, brief, entries, place + 1, "已插入")
    context = {
        "brief": brief, "at": request.POST.get("at") or request.GET.get("at", ""), "problem": problem,
        "measures": measures_to_choose(counter.book_of(counter.period)), "bys": list(HEADS.items()),
        "slots": range(1, MEASURES_OF_TABLE + 1),
    }  # fmt: skip
    return render(request, "briefs/choose_table.html", context, status=status)


def _table(data: Any) -> Entry:
    said = {
        "by": data.get("by", ""), "top": data.get("top") or 10, "caption": data.get("caption", "").replace("\0", "").strip()[:120],
        "measures": tuple(dict.fromkeys(one for one in data.getlist("measure") if one)),
    }  # fmt: skip
    if data.get("made") in {"bar", "line"}:
        return ChartEntry.model_validate({**said, "kind": data["made"]})
    return TableEntry.model_validate(said)
