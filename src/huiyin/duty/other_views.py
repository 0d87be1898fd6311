"""The pages beside the roster: checks, gaps told, notes between shifts, answering days, a person's own number."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.lifecycle import CASE
from huiyin.cases.models import Tag
from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.cases.who import INTAKE_POSTS
from huiyin.duty import asks, measures
from huiyin.duty.act import check, plan_day, take_over, write_note
from huiyin.duty.forms import CheckForm, MobileForm
from huiyin.duty.places import DAYS, NOTES
from huiyin.duty.queries import CENTRE, book_on, checks_seen_by, day_facts, days_seen_by, note_facts, notes_seen_by
from huiyin.duty.states import DayState, NoteState
from huiyin.duty.who import ARRANGERS, CHECKERS, DAY_READERS, NOTE_WRITERS, OPENERS, PLANNERS
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.measures.scope import Scope
from huiyin.moves.form import form_for
from huiyin.moves.taking import status_of
from huiyin.people.models import User
from huiyin.people.reach import mobiles_of, set_mobile
from huiyin.ui.doors import actor_in, post_required
from huiyin.units.models import Unit
from huiyin.units.queries import active

MOST_SHOWN = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*OPENERS)
def checks(request: HttpRequest) -> HttpResponse:
    """List the checks with the share that was reached, and write one down."""
    actor, at = actor_in(request), times.now()
    may_check = actor.holds(*CHECKERS)
    units = active(local_day(at)).filter(depth=1).order_by("path")
    sent = request.POST if request.method == "POST" else None
    if sent is not None and not may_check:
        raise Http404
    form = CheckForm(sent, units=units, initial={"unit": request.GET.get("of", ""), "minutes": 0})
    if sent is not None and form.is_valid():
        said, unit = dict(form.cleaned_data), form.cleaned_data["unit"]
        try:
            made = check(
                unit.pk if unit else None, reached=said["reached"], minutes=said["minutes"] or 0, words=said["words"],
                actor=actor, at=at,
            )  # fmt: skip
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, f"已登记：{unit.short_name if unit else '中心'}{made}")
            return redirect("duty:checks")
    scope = _scope(request)
    rows = measures.checks(scope).filter(pk__in=checks_seen_by(actor).values("pk"))
    reached = measures.reached(scope).filter(pk__in=checks_seen_by(actor).values("pk")).count()
    total = rows.count()
    if request.GET.get("reached") in {"0", "1"}:
        rows = rows.filter(reached=request.GET["reached"] == "1")
    context = {
        "form": form if may_check else None, "total": total, "reached": reached, "most": MOST_SHOWN,
        "rate": f"{100 * reached / total:.1f}%" if total else "—",
        "lines": rows.select_related("unit", "user", "by").order_by("-at", "-id")[:MOST_SHOWN],
        "within": book_on(local_day(at)).duty.answer_within_minutes, "asked": _asked(request),
    }  # fmt: skip
    return render(request, "duty/checks.html", context, status=422 if form.errors else 200)


@require_safe
@post_required(*PLANNERS)
def told(request: HttpRequest) -> HttpResponse:
    """List the gaps of which units and the centre were told."""
    actor = actor_in(request)
    rows = measures.gaps_told(_scope(request))
    if not actor.holds(*(CHECKERS)):
        rows = rows.filter(_own(actor))
    context = {
        "lines": rows.select_related("unit").order_by("-at", "-id")[:MOST_SHOWN],
        "total": rows.count(),
        "asked": _asked(request),
    }
    return render(request, "duty/told.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*OPENERS)
def notes(request: HttpRequest) -> HttpResponse:
    """Show what the shift before left open, leave something to the next, take all over at once."""
    actor, at = actor_in(request), times.now()
    places = _places(actor)
    sent = request.POST if request.method == "POST" else None
    if sent is not None and not places:
        raise Http404
    form = form_for(asks.WORDS, None, data=sent)
    typed = sent.get("place", "") if sent is not None else ""
    place = typed or (places[0][0] if places else "")
    if sent is not None and place not in dict(places):
        raise Http404
    if sent is not None and "take" in sent:
        mine = notes_seen_by(actor).filter(_at(place), state=NoteState.OPEN).exclude(holder=actor.user_id)
        count = take_over(mine, actor=actor, at=at)
        messages.success(request, f"已接班，{count} 项由您接着办" if count else "没有要接的事项")
        return redirect("duty:notes")
    if sent is not None:
        try:
            unit = None if place == CENTRE else UUID(place)
            write_note(unit, str(form.said()["words"] or ""), actor=actor, at=at, key=form.key)
        except Refused as refused:
            form.refuse(refused)
            return _notes_page(request, form, places, status_of(refused))
        messages.success(request, "已写下，下一班接着办")
        return redirect("duty:notes")
    return _notes_page(request, form, places)


def _notes_page(request: HttpRequest, form: Any, places: list[tuple[str, str]], status: int = 200) -> HttpResponse:
    actor, at = actor_in(request), times.now()
    rows = notes_seen_by(actor).select_related("unit", "ledger", "written_by", "holder")
    lines = []
    for row in rows.filter(state=NoteState.OPEN).order_by("written_at", "id")[:MOST_SHOWN]:
        moves = NOTES.offered(row, note_facts(row, row.ledger, at), actor)
        lines.append((row, [(m.button, reverse("moves:move", args=["duty_note", row.pk, m.action])) for m in moves]))
    done = rows.filter(state=NoteState.DONE).order_by("-done_at", "-id")[:20]
    context = {"form": form if places else None, "places": places, "lines": lines, "done": done, "mine": actor.user_id}
    return render(request, "duty/notes.html", context, status=status)


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Return where the actor stands on a shift: the centre, the own units."""
    centre = [(CENTRE, "中心")] if actor.holds(*NOTE_WRITERS) else []
    own = Unit.objects.filter(pk__in=actor.unit_ids, closed_on__isnull=True).order_by("path")
    return [*centre, *((str(unit.pk), unit.short_name or unit.name) for unit in own)]


def _at(place: str) -> Q:
    return Q(unit__isnull=True) if place == CENTRE else Q(unit=UUID(place))


@require_safe
@post_required(*DAY_READERS)
def days(request: HttpRequest) -> HttpResponse:
    """List the answering days, those to come first; to be printed."""
    actor, at = actor_in(request), times.now()
    rows = days_seen_by(actor)
    scope = _scope(request)
    if request.GET.get("state") == DayState.HELD:
        rows = measures.days_held(scope)
    rows = rows.select_related("unit").order_by("-begins_at", "-id")
    found = list(rows[:MOST_SHOWN])
    counts = _cases_by_tag([one.tag for one in found])
    context = {
        "coming": [(one, counts.get(one.tag, 0)) for one in reversed(found) if one.ends_at > at],
        "past": [(one, counts.get(one.tag, 0)) for one in found if one.ends_at <= at],
        "may_arrange": actor.holds(*ARRANGERS),
    }  # fmt: skip
    return render(request, "duty/days.html", context)


def _cases_by_tag(tags: list[str]) -> dict[str, int]:
    return dict(Tag.objects.filter(name__in=tags).values_list("name").annotate(n=Count("case")))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*ARRANGERS)
def new_day(request: HttpRequest) -> HttpResponse:
    """Arrange an answering day."""
    actor, at = actor_in(request), times.now()
    begin = times.local(at + 7 * ONE_DAY).replace(hour=9, minute=0, second=0, microsecond=0)
    initial = {"begins_at": begin, "ends_at": begin.replace(hour=11)}
    sent = request.POST if request.method == "POST" else None
    form = form_for(asks.DAY, None, data=sent, initial=initial)
    if sent is not None:
        try:
            made = plan_day(form.said(), None, actor=actor, at=at, key=form.key)
        except Refused as refused:
            form.refuse(refused)
            return render(request, "duty/new_day.html", {"form": form}, status=status_of(refused))
        messages.success(request, f"已安排 {made.name}")
        return redirect("duty:day", made.number)
    return render(request, "duty/new_day.html", {"form": form})


@require_safe
@post_required(*DAY_READERS)
def day(request: HttpRequest, number: int) -> HttpResponse:
    """Show one answering day with the cases that came out of it; to be printed."""
    actor, at = actor_in(request), times.now()
    found = get_object_or_404(days_seen_by(actor).select_related("ledger", "planned_by"), number=number)
    moves = DAYS.offered(found, day_facts(found, found.ledger, at), actor)
    rows = (
        cases_visible_to(actor).filter(tags__name=found.tag).select_related("lead_unit").order_by("received_at", "id")
    )
    context = {
        "day": found, "cases": [(case, CASE.label_of(case.state)) for case in rows[:MOST_SHOWN]],
        "buttons": [(m.button, reverse("moves:move", args=["answer_day", found.number, m.action])) for m in moves],
        "may_register": actor.holds(*INTAKE_POSTS, Post.DIRECTOR),
    }  # fmt: skip
    return render(request, "duty/day.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*OPENERS)
def mobile(request: HttpRequest) -> HttpResponse:
    """Write down the own mobile number, by which one is reached on duty."""
    actor = actor_in(request)
    mine = User.objects.get(pk=actor.user_id)
    form = MobileForm(request.POST or None, initial={"mobile": mobiles_of([mine]).get(mine.pk, "")})
    if request.method == "POST" and form.is_valid():
        try:
            set_mobile(mine.pk, form.cleaned_data["mobile"], actor=actor, at=times.now())
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, "手机已保存")
            return redirect("duty:now")
    return render(request, "duty/mobile.html", {"form": form}, status=422 if form.errors else 200)


def _own(actor: Actor) -> Q:
    found = Q(pk__in=[])
    for path in actor.unit_paths:
        found |= Q(unit__path__startswith=path)
    return found


def _asked(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET.get(key, "") for key in ("from", "to", "unit", "reached")}


def _scope(request: HttpRequest) -> Scope:
    try:
        scope = Scope.from_query({"since": request.GET.get("from", ""), "unit_path": request.GET.get("unit", "")})
        last = Scope.from_query({"since": request.GET.get("to", "")}).since
        return scope.narrowed(until=last + ONE_DAY) if last else scope
    except ValueError as wrong:
        raise BadRequest(str(wrong)) from wrong
