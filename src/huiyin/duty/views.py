"""The pages of the roster: who is on duty now, a month, where somebody is missing, a roster in one go, one shift."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.duty.act import put_all_on_duty, replace, swap
from huiyin.duty.forms import ChangeForm, MakeForm
from huiyin.duty.making import planned
from huiyin.duty.queries import (
    CENTRE,
    book_on,
    by_unit,
    coming_gaps,
    in_words,
    month_of,
    notes_seen_by,
    now_on_duty,
    people_for,
    units_planned_by,
    units_seen_by,
)
from huiyin.duty.sheet import HEADER, rows_out
from huiyin.duty.states import NoteState
from huiyin.duty.who import CHECKERS, OPENERS, PLANNERS, sees_all
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.says import day_of
from huiyin.flow.table import Refused
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.journal.door import note
from huiyin.people.models import DutyShift
from huiyin.people.standing_in import take_off_duty
from huiyin.people.who import plans_duty
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.sheets import xlsx_response
from huiyin.units.models import Unit

MOST_UNITS = 200
WEEKDAYS = "一二三四五六日"


@require_safe
@post_required(*OPENERS)
def now(request: HttpRequest) -> HttpResponse:
    """Show who is on duty now, with the numbers, and what the shift before left open."""
    actor, at = actor_in(request), times.now()
    words = request.GET.get("q", "").replace("\0", "").strip()[:50]
    units = units_seen_by(actor, local_day(at))
    if words:
        units = units.filter(Q(name__icontains=words) | Q(short_name__icontains=words))
    elif sees_all(actor):
        units = units.filter(depth=1)
    shown = list(units.order_by("path")[:MOST_UNITS])
    found = now_on_duty(units, at, actor, with_centre=True)
    lines = [(unit, found.get(unit.pk, [])) for unit in shown]
    open_notes = notes_seen_by(actor).filter(state=NoteState.OPEN).count()
    context = {
        "centre": found.get(None, []), "lines": sorted(lines, key=lambda line: not line[1]), "words": words,
        "is_cut": len(shown) == MOST_UNITS, "may_plan": actor.holds(*PLANNERS), "open_notes": open_notes,
        "gaps": len({gap.unit for gap in coming_gaps(actor, at)}) if actor.holds(*PLANNERS) else 0,
        "sees_all": sees_all(actor), "may_check": actor.holds(*CHECKERS),
    }  # fmt: skip
    return render(request, "duty/now.html", context)


@never_cache
@require_safe
@post_required(*OPENERS)
def part(request: HttpRequest) -> HttpResponse:
    """Show who is on duty now in one unit (`?unit=`), or in those whose name is typed: a part of other pages."""
    actor, at = actor_in(request), times.now()
    words, asked = request.GET.get("q", "").replace("\0", "").strip()[:50], request.GET.get("unit", "")
    units = units_seen_by(actor, local_day(at))
    if asked:
        units = units.filter(pk=_uuid(asked))
    elif words:
        units = units.filter(Q(name__icontains=words) | Q(short_name__icontains=words))
    else:
        units = units.none()
    found = now_on_duty(units, at, actor, with_centre=False)
    lines = [(unit, found.get(unit.pk, [])) for unit in units.order_by("path")[:8]]
    return render(request, "duty/part.html", {"lines": lines, "asked": bool(words or asked), "one": bool(asked)})


@require_safe
@post_required(*OPENERS)
def roster(request: HttpRequest) -> HttpResponseBase:
    """Show a month of one place, day by day; as a file, or to be printed."""
    actor, at = actor_in(request), times.now()
    unit, first = _place(actor, request.GET.get("unit", ""), at), _month(request.GET.get("month", ""), at)
    lines = month_of(unit, first, actor, at)
    may_plan = actor.holds(*PLANNERS) and plans_duty(actor, unit.path if unit else "")
    if request.GET.get("file") == "xlsx":
        return _file(request, unit, first, lines)
    context = {
        "unit": unit, "place": str(unit.pk) if unit else CENTRE, "first": first, "now": at, "may_plan": may_plan,
        "days": [
            {"line": line, "weekday": WEEKDAYS[line.day.weekday()],
             "shifts": [(one, in_words(one.shift)) for one in line.shifts], "gaps": [(gap, in_words(gap)) for gap in line.gaps]}
            for line in lines
        ],
        "before": (first - ONE_DAY).replace(day=1), "after": (first.replace(day=28) + 5 * ONE_DAY).replace(day=1),
        "units": units_seen_by(actor, local_day(at)).order_by("path"), "sees_all": sees_all(actor),
    }  # fmt: skip
    return render(request, "duty/roster.html", context)


def _file(request: HttpRequest, unit: Unit | None, first: date, lines: Any) -> HttpResponseBase:
    actor, at = actor_in(request), times.now()
    rows = list(rows_out(one for line in lines for one in line.shifts))
    said = {"unit": unit.pk if unit else CENTRE, "month": f"{first:%Y-%m}", "format": "xlsx", "rows": len(rows)}
    note("export.duty", "export", uuid7(), at=at, head="exports", actor=actor, said=said)
    name = unit.short_name if unit else "中心"
    return xlsx_response(f"{name}值班表-{first:%Y-%m}.xlsx", "值班表", HEADER, rows)


@require_safe
@post_required(*PLANNERS)
def gaps(request: HttpRequest) -> HttpResponse:
    """List in which hours of the days ahead nobody is on duty though somebody must be."""
    actor, at = actor_in(request), times.now()
    found = by_unit(coming_gaps(actor, at))
    context = {
        "places": [(one, [(gap, in_words(gap)) for gap in one.gaps]) for one in found],
        "law": book_on(local_day(at)).duty,
    }  # fmt: skip
    return render(request, "duty/gaps.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PLANNERS)
def make(request: HttpRequest) -> HttpResponse:
    """Make a roster in one go: look at it first, then put everybody on duty."""
    actor, at = actor_in(request), times.now()
    unit = _place(actor, request.GET.get("unit", "") or request.POST.get("place", ""), at, plans=True)
    day = local_day(at)
    start = (day.replace(day=28) + 5 * ONE_DAY).replace(day=1)
    last = (start.replace(day=28) + 5 * ONE_DAY).replace(day=1) - ONE_DAY
    people = people_for(unit.pk if unit else None, at)
    form = MakeForm(
        request.POST or None, people=people, shifts=book_on(day).duty.shifts,
        initial={"first": _day(request.GET.get("from", "")) or start, "last": _day(request.GET.get("to", "")) or last},
    )  # fmt: skip
    context: dict[str, Any] = {
        "form": form, "unit": unit, "place": str(unit.pk) if unit else CENTRE, "has_people": people.exists(),
        "units": units_planned_by(actor, day).order_by("path"), "plans_centre": plans_duty(actor, ""),
    }  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return render(request, "duty/make.html", context, status=422 if form.errors else 200)
    plan = planned(form.cleaned_data, unit, at)
    if "go" not in request.POST:
        return render(request, "duty/make.html", {**context, "plan": plan})
    try:
        count = put_all_on_duty(plan.wanted, actor=actor, at=at)
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "duty/make.html", {**context, "plan": plan}, status=422)
    messages.success(request, f"已排 {count} 个班次")
    where = str(unit.pk) if unit else CENTRE
    return redirect(f"{reverse('duty:roster')}?unit={where}&month={form.cleaned_data['first']:%Y-%m}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PLANNERS)
def shift(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Change one shift: somebody else stands it, or two people swap."""
    actor, at = actor_in(request), times.now()
    found = _shift(actor, shift_id, at)
    others = DutyShift.objects.filter(unit=found.unit, since__gt=at).exclude(user=found.user).select_related("user")
    form = ChangeForm(
        request.POST or None, people=people_for(found.unit_id, at).exclude(pk=found.user_id),
        shifts=others.order_by("since")[:60] if found.since > at else [],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if said["other"]:
                swap(found.pk, UUID(said["other"]), reason=said["reason"], actor=actor, at=at)
            else:
                replace(found.pk, said["user"].pk, reason=said["reason"], actor=actor, at=at)
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, "已调换")
            return redirect(_roster_of(found))
    context = {"shift": found, "form": form, "back": _roster_of(found), "now": at}
    return render(request, "duty/shift.html", context, status=422 if form.errors else 200)


@require_POST
@post_required(*PLANNERS)
def strike(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Strike a shift from the roster."""
    actor, at = actor_in(request), times.now()
    found = _shift(actor, shift_id, at)
    try:
        take_off_duty(found.pk, actor=actor, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "班次已取消")
    return redirect(_roster_of(found))


def _shift(actor: Actor, shift_id: UUID, at: datetime) -> DutyShift:
    found = get_object_or_404(DutyShift.objects.select_related("unit", "user"), pk=shift_id, until__gt=at)
    if not plans_duty(actor, found.unit.path if found.unit else ""):
        raise Http404
    return found


def _roster_of(found: DutyShift) -> str:
    where = str(found.unit_id) if found.unit_id else CENTRE
    return f"{reverse('duty:roster')}?unit={where}&month={local_day(found.since):%Y-%m}"


def _place(actor: Actor, asked: str, at: datetime, *, plans: bool = False) -> Unit | None:
    """Return the unit that is asked for, None for the centre; without a word the own one. Raises Http404."""
    day = local_day(at)
    units = units_planned_by(actor, day) if plans else units_seen_by(actor, day)
    may_centre = plans_duty(actor, "") if plans else sees_all(actor)
    if asked == CENTRE or (not asked and may_centre):
        if not may_centre:
            raise Http404
        return None
    if asked:
        return get_object_or_404(units, pk=_uuid(asked))
    own = units.filter(pk__in=actor.unit_ids).order_by("path").first()
    if own is None:
        raise Http404
    return own


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _month(text: str, at: datetime) -> date:
    found = _day(f"{text}-01")
    return found if found and 2000 < found.year < 2079 else local_day(at).replace(day=1)


def _day(text: str) -> date | None:
    try:
        return day_of(text)
    except ValueError:
        return None


def waiting(actor: Actor) -> int:
    """Return how many places have a gap in the next days, for the mark in the navigation of those who plan."""
    at = times.now()
    if not actor.holds(*PLANNERS):
        return 0
    return len({gap.unit for gap in coming_gaps(actor, at, book_on(local_day(at)).duty.tell_ahead_days)})
