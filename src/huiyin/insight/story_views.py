"""The pages of the library of cases: the list to search, one of them, writing one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.listed import PARTS, days, part_of
from huiyin.cases.models import Case
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.flow import times
from huiyin.flow.says import YEARS
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import local_day
from huiyin.insight import asks, measures
from huiyin.insight.act import propose_story
from huiyin.insight.lifecycle import STORY
from huiyin.insight.models import Story
from huiyin.insight.places import STORIES
from huiyin.insight.queries import stories_visible_to, story_facts, topics_visible_to
from huiyin.insight.rules import book_on
from huiyin.insight.shown import category_label, draft_of, story_state, topic_lines
from huiyin.insight.states import StoryState
from huiyin.insight.who import ALL, TELLERS
from huiyin.moves.form import form_for
from huiyin.moves.taking import status_of
from huiyin.rulebook.channels import Family
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec


def _said(rows: QuerySet[Story], text: str) -> QuerySet[Story]:
    parts = ("title", "retelling", "measure", "lesson", "helped")
    wanted = Q()
    for part in parts:
        wanted |= Q(**{f"{part}__contains": text})
    return rows.filter(wanted)


def _of_year(rows: QuerySet[Story], text: str) -> QuerySet[Story]:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return rows.filter(listed_at__year=year) if year in YEARS else rows.none()


SPEC = ListSpec(
    filters=(
        Filter("q", "案情、措施、启示", narrow=_said),
        Filter("state", "状态", "choice", choices=lambda book: [(one.value, one.label) for one in StoryState]),
        Filter("adopted", "采纳群众建议", "flag", narrow=lambda rows, value: rows.filter(adopted=True)),
        Filter("online", "网络舆情", "flag", narrow=lambda rows, value: rows.filter(online=True)),
        Filter(
            "of",
            "渠道大类",
            "choice",
            lookup="case__family",
            choices=lambda book: [(one.value, one.label) for one in Family],
        ),
        Filter("year", "入库年份", narrow=_of_year),
        *days("入库自"),
    ),
    sorts=(Sort("new", "新的在前", "proposed_at", descending=True),),
    other_keys=PARTS,
)


@require_safe
@post_required(*ALL)
def stories(request: HttpRequest) -> HttpResponse:
    """List the cases of the library."""
    today = local_day(times.now())
    listing, part = SPEC.read(request.GET, book_on(today)), part_of(request.GET, today, knows=measures.WRITTEN_ON_CASE)
    rows = part.of(stories_visible_to(actor_in(request)), measures.stories)
    if "state" not in listing.values:
        rows = rows.exclude(state=StoryState.REMOVED)
    page = listing.page(rows, count_up_to=10_000)
    lines = [(row, *story_state(row), category_label(book_named(row.book), row.category)) for row in page.rows]
    return render(request, "insight/stories.html", {"listing": listing, "page": page, "lines": lines, "part": part})


@require_safe
@post_required(*ALL)
def story(request: HttpRequest, story_id: UUID) -> HttpResponse:
    """Show one case of the library: what happened, what was done, what it teaches."""
    actor, now = actor_in(request), times.now()
    row = get_object_or_404(stories_visible_to(actor).select_related("ledger", "case", "proposed_by"), pk=story_id)
    buttons = [
        (move.button, reverse("moves:move", args=[STORIES.kind, row.pk, move.action]))
        for move in STORIES.offered(row, STORIES.facts(row, now), actor)
    ]
    label, tone = story_state(row)
    may_open = cases_visible_to(actor).filter(pk=row.case_id).exists()
    context = {
        "row": row, "state": label, "tone": tone, "buttons": buttons, "may_open": may_open,
        "category": category_label(book_named(row.book), row.category),
    }  # fmt: skip
    return render(request, "insight/story.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*TELLERS)
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Write a case for the library; the matter, masked, and its course stand in the form already."""
    actor, now = actor_in(request), times.now()
    case = get_object_or_404(cases_visible_to(actor), number=number)
    why_not = _why_not(case, now)
    sent = request.POST if request.method == "POST" else None
    form, status = form_for(asks.TELL, book_named(case.book), data=sent, initial=draft_of(case)), 200
    if sent is None:
        for reason in why_not:
            form.refuse(Refused([reason]))
    else:
        try:
            made = propose_story(case, form.said(), actor=actor, at=now, key=form.key)
        except NotYours:
            raise Http404 from None
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            messages.success(request, "已写成案例，由督办员或中心主任审定入库")
            return redirect("insight:story", made.pk)
    return render(request, "insight/propose.html", {"form": form, "case": case}, status=status)


def _why_not(case: Case, at: Any) -> list[str]:
    facts = story_facts(Story(case=case, book=case.book), None, at)
    return [reason for guard in STORY.of("propose").only_when if (reason := guard(facts, {}, book_named(case.book)))]


@require_safe
@post_required(*ALL)
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show in which topics and in which story a case stands: as a part of its page, or by itself."""
    actor, now = actor_in(request), times.now()
    case = get_object_or_404(cases_visible_to(actor), number=number)
    context = {
        "case": case, "stories": [(row, *story_state(row)) for row in stories_visible_to(actor).filter(case=case)],
        "topics": topic_lines(topics_visible_to(actor).filter(cases__case=case).order_by("-begins", "rhythm"), actor),
        "may_tell": actor.holds(*TELLERS) and not _why_not(case, now),
    }  # fmt: skip
    template = "insight/of_case.html#insight" if getattr(request, "htmx", False) else "insight/of_case.html"
    return render(request, template, context)
