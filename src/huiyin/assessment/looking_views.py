"""Pages that compute without keeping: the score of any day, a new rule replayed, levels compared, people, schemes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.assessment.act import write_scheme
from huiyin.assessment.computing import Result, computed, months_before
from huiyin.assessment.forms import OwnSchemeForm, book_now
from huiyin.assessment.models import period_name
from huiyin.assessment.people import CENTRE_HEADER, UNIT_HEADER, centre_people, unit_people
from huiyin.assessment.queries import assessed_units, schemes_visible_to
from huiyin.assessment.views import chosen_scheme, own_unit
from huiyin.assessment.who import KEEPERS, OWN_READERS, PAGE_READERS, READERS
from huiyin.assessment.wording import formula_of
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import note
from huiyin.measures.figures import figure
from huiyin.moves.taking import status_of
from huiyin.rulebook.scheme import Scheme
from huiyin.rulebook.scheme_shelf import all_schemes
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.page import line
from huiyin.statistics.period import Asked, asked_in
from huiyin.statistics.viewing import as_seen_by, sees_the_city, within_sight
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.sheets import xlsx_response
from huiyin.units.models import Unit

REPLAYED_MONTHS = 3


@require_safe
@post_required(*PAGE_READERS)
def running(request: HttpRequest) -> HttpResponse:
    """Show the score as it stands: from the first of the month, or any day, until today, or any day."""
    actor, today = actor_in(request), local_day(times.now())
    asked = _asked(request, today.replace(day=1), today)
    since, last = asked.scope.since or today.replace(day=1), asked.last or today
    scheme = _scheme_asked(request, since, own_unit(actor))
    results = sorted(_results(actor, scheme, since, last), key=_ranked_first)
    context = {
        "results": results, "scheme": scheme, "since": since, "last": last, "problem": asked.problem,
        "schemes": all_schemes() if actor.holds(*READERS) else (), "chosen": scheme.id,
        "is_ranked": actor.holds(*READERS) or own_unit(actor) is not None,
    }  # fmt: skip
    return render(request, "assessment/running.html", context)


def _ranked_first(one: Result) -> tuple[str, bool, int, str]:
    # Who handled too little to be ranked has full marks, and is not above the first.
    return one.score.group, one.score.rank is None, one.score.rank or 0, one.unit.path


def _asked(request: HttpRequest, since: date, last: date) -> Asked:
    given = {name: request.GET[name] for name in ("since", "last") if request.GET.get(name)}
    return asked_in({"since": since.isoformat(), "last": last.isoformat(), **given})


def _scheme_asked(request: HttpRequest, day: date, owner: Unit | None) -> Scheme:
    try:
        return chosen_scheme(request.GET.get("scheme", ""), day, owner)
    except Refused:
        return chosen_scheme("", day, owner)


def _results(actor: Actor, scheme: Scheme, since: date, last: date) -> list[Result]:
    """Compute all units for the centre and for a unit those below it; who assesses nobody sees the own unit alone."""
    owner = own_unit(actor)
    if actor.holds(*READERS):
        return computed(scheme, since, last, assessed_units(None, last))
    if owner is not None:
        return computed(scheme, since, last, assessed_units(owner, last), within=owner.path)
    own = list(Unit.objects.filter(pk__in=actor.unit_ids).order_by("path"))
    return computed(scheme, since, last, own, within=own[0].path if own else "")


@require_safe
@post_required(*KEEPERS)
def replay(request: HttpRequest) -> HttpResponse:
    """Replay another scheme on the last three months and show what would have been otherwise."""
    today = local_day(times.now())
    new = _scheme_asked(request, today, None)
    months = [_replayed(new, since, last) for since, last in months_before(today, REPLAYED_MONTHS)]
    context = {"months": months, "schemes": all_schemes(), "chosen": new.id, "new": new}
    return render(request, "assessment/replay.html", context)


def _replayed(new: Scheme, since: date, last: date) -> dict[str, Any]:
    now = chosen_scheme("", since, None)
    units = assessed_units(None, last)
    before, after = (computed(scheme, since, last, units) for scheme in (now, new))
    rows = [
        (old.unit, old.score, one.score, _moved(old.score.rank, one.score.rank), one.score.total - old.score.total)
        for old, one in zip(before, after, strict=True)
    ]
    rows.sort(key=lambda row: (row[2].group, row[2].rank is None, row[2].rank or 0, row[0].path))
    return {"name": period_name(since, last), "now": now, "rows": rows}


def _moved(before: int | None, after: int | None) -> str:
    if before is None or after is None or before == after:
        return "—" if before != after else "不变"
    return f"升 {before - after} 名" if after < before else f"降 {after - before} 名"


@require_safe
@post_required(*PAGE_READERS)
def levels(request: HttpRequest) -> HttpResponse:
    """Compare the units of the first level with those of the second, and so on."""
    actor, today = actor_in(request), local_day(times.now())
    asked = _asked(request, today.replace(month=1, day=1), today)
    scope = within_sight(actor, asked.scope)
    registry = as_seen_by(actor, registry_for(scope.book))
    names = ("level_due", "level_on_time", "level_on_time_rate", "level_sent_back_rate")
    rows = [
        (label, [line(figure(registry, f"{name}.l{depth}", scope), scope) for name in names])
        for depth, label in enumerate(scope.book.levels, 1)
    ]
    context = {"rows": rows, "since": scope.since, "last": asked.last, "problem": asked.problem}
    return render(request, "assessment/levels.html", context)


PEOPLE_READERS = (*KEEPERS, *OWN_READERS, Post.SHIFT_LEAD)


@require_safe
@post_required(*PEOPLE_READERS)
def people(request: HttpRequest) -> HttpResponse:
    """Show what each person did in a period: the own unit's people, for the centre everybody's."""
    since, last, units, centre, problem = _people(request)
    context = {
        "unit_header": UNIT_HEADER, "unit_rows": units, "centre_header": CENTRE_HEADER, "centre_rows": centre,
        "since": since, "last": last, "problem": problem, "sees_centre": sees_the_city(actor_in(request)),
    }  # fmt: skip
    return render(request, "assessment/people.html", context)


@require_safe
@post_required(*PEOPLE_READERS)
def people_file(request: HttpRequest) -> HttpResponseBase:
    """Hand out the same as a file, and write down who took it."""
    actor = actor_in(request)
    since, last, units, centre, _ = _people(request)
    of_centre = request.GET.get("of") == "centre" and sees_the_city(actor)
    header, rows = (CENTRE_HEADER, centre) if of_centre else (UNIT_HEADER, units)
    said = {"since": since, "last": last, "rows": len(rows)}
    note("export.people", "export", uuid7(), at=times.now(), head="exports", actor=actor, said=said)
    return xlsx_response(f"个人考核-{since:%Y%m%d}-{last:%Y%m%d}.xlsx", "个人考核", header, rows)


def _people(request: HttpRequest) -> tuple[date, date, Sequence[Any], Sequence[Any], str]:
    actor = actor_in(request)
    since, last = months_before(local_day(times.now()), 1)[0]
    asked = _asked(request, since, last)
    since, last = asked.scope.since or since, asked.last or last
    return (
        since,
        last,
        unit_people(actor, since, last),
        centre_people(since, last) if sees_the_city(actor) else [],
        asked.problem,
    )


@require_safe
@post_required(*PAGE_READERS)
def schemes(request: HttpRequest) -> HttpResponse:
    """Show every scheme with the rule of each indicator: nothing about the assessment is hidden."""
    actor, registry = actor_in(request), registry_for(book_now(times.now()))
    own = [(str(row), row.unit.name, row.scheme, _rules(row.scheme, registry)) for row in
           schemes_visible_to(actor).select_related("unit")]  # fmt: skip
    in_force = chosen_scheme("", local_day(times.now()), None).id
    on_shelf = sorted(all_schemes(), key=lambda one: one.id != in_force)
    context = {
        "schemes": [(one.label, one.id, one, _rules(one, registry)) for one in on_shelf], "own": own,
        "in_force": in_force, "owner": own_unit(actor),
    }  # fmt: skip
    return render(request, "assessment/schemes.html", context)


def _rules(scheme: Scheme, registry: Any) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (
            one.label,
            formula_of(one),
            [(registry.get(name).label, registry.get(name).definition) for name in one.measures if name in registry],
        )
        for one in scheme.indicators
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*OWN_READERS)
def own_scheme(request: HttpRequest) -> HttpResponse:
    """Let a unit make its own scheme for the units below it."""
    actor, now = actor_in(request), times.now()
    owner = own_unit(actor)
    if owner is None or not book_now(now).assessment.units_may_make_schemes:
        messages.warning(request, "本单位没有下级单位，或本市不允许单位自定考核办法")
        return redirect("assessment:schemes")
    form = OwnSchemeForm(request.POST if request.method == "POST" else None, book=book_now(now))
    reasons: Sequence[str] = ()
    status = 200
    if request.method == "POST":
        try:
            made = form.scheme(local_day(now), f"{owner.name}自定")
            row = write_scheme(owner, made, actor=actor, at=now, city=settings.CITY)
            messages.success(request, f"已制定“{row}”，今后按它考核下级单位")
            return redirect("assessment:schemes")
        except Refused as refused:
            reasons, status = [*refused.reasons, *refused.fields.values()], status_of(refused)
    context = {"form": form, "owner": owner, "reasons": reasons}
    return render(request, "assessment/own_scheme.html", context, status=status)
