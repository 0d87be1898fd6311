"""The pages of rounds and sheets: what was computed, a unit's sheet with each lost point, a re-issue, the files."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.assessment import asks
from huiyin.assessment.act import open_round, reissue
from huiyin.assessment.computing import months_before
from huiyin.assessment.forms import book_now, period_form
from huiyin.assessment.models import Round, Sheet
from huiyin.assessment.places import ROUNDS
from huiyin.assessment.queries import (
    claims_visible_to,
    own_scheme_of,
    rounds_visible_to,
    sheets_visible_to,
)
from huiyin.assessment.shown import difference, rows_for, score_text, sees_all
from huiyin.assessment.states import RoundState
from huiyin.assessment.who import CLAIMANTS, KEEPERS, OWN_READERS, PAGE_READERS, assessor
from huiyin.assessment.workbook import workbook_response
from huiyin.cases.queries import visible_to
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.says import day_of
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import note
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.taking import status_of
from huiyin.rulebook.scheme import Scheme
from huiyin.rulebook.scheme_shelf import scheme as scheme_named
from huiyin.rulebook.scheme_shelf import scheme_for
from huiyin.rulebook.section import Unknown
from huiyin.rulebook.shelf import book as book_named
from huiyin.statistics.lines import case_line
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import ListSpec
from huiyin.ui.sheets import xlsx_response
from huiyin.units.models import Unit

LIST = ListSpec(filters=(), sorts=(Sort("new", "新的在前", "until", descending=True),), page_size=30)
MOST_SHOWN = 100
"""So many cases of one indicator stand on the page of a sheet; the workbook has them all."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PAGE_READERS)
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds that the viewer may see; who assesses computes a new one here."""
    actor = actor_in(request)
    form = _period(request) if may_compute(actor) else None
    status = 200
    if request.method == "POST" and form:
        try:
            made = _compute(form, actor)
            messages.success(request, f"已计算{made.name}，草稿只有考核人员看得到")
            return redirect("assessment:round", made.number)
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
    listing = LIST.read(request.GET)
    page = listing.page(rounds_visible_to(actor).select_related("owner"), count_up_to=1000)
    own = {
        s.round_id: s
        for s in sheets_visible_to(actor).filter(round__in=[r.pk for r in page.rows], unit__in=actor.unit_ids)
    }
    context = {
        "form": form, "page": page, "rows": [(row, own.get(row.pk)) for row in page.rows],
        "owner": own_unit(actor), "keeps": actor.holds(*KEEPERS), "makes_schemes": _makes_schemes(actor),
        "has_replay": actor.holds(*KEEPERS),
    }  # fmt: skip
    return render(request, "assessment/rounds.html", context, status=status)


def may_compute(actor: Actor) -> bool:
    """Whether the actor assesses units: for the centre, or those below his own."""
    return actor.holds(*KEEPERS) or own_unit(actor) is not None


def own_unit(actor: Actor) -> Unit | None:
    """Return the unit for which the actor assesses those below it, None for the centre's people."""
    if actor.holds(*KEEPERS):
        return None
    ids = sorted({seat.unit_id for seat in actor.seats if seat.post in OWN_READERS and seat.unit_id}, key=str)
    return Unit.objects.filter(pk__in=ids, children__isnull=False).order_by("path").distinct().first()


def _makes_schemes(actor: Actor) -> bool:
    return own_unit(actor) is not None and book_now(times.now()).assessment.units_may_make_schemes


def _period(request: HttpRequest) -> MoveForm:
    since, last = months_before(local_day(times.now()), 1)[0]
    return period_form(times.now(), since, last, request.POST if request.method == "POST" else None)


def _compute(form: MoveForm, actor: Actor) -> Round:
    since, last = (_day(form, name) for name in ("since", "last"))
    owner = own_unit(actor)
    chosen = chosen_scheme(str(form.said().get("scheme") or ""), since, owner)
    return open_round(since, last, chosen, actor=actor, at=times.now(), city=settings.CITY, owner=owner, key=form.key)


def chosen_scheme(named: str, day: date, owner: Unit | None) -> Scheme:
    """Return the scheme that was chosen; without a choice the own one of a unit, or the city's. Raises Refused."""
    if not named:
        own = own_scheme_of(owner) if owner else None
        return own.scheme if own else scheme_for(book_now(times.now()).assessment.scheme, day)
    try:
        return scheme_named(named)
    except Unknown as error:
        raise Refused([], {"scheme": str(error.args[0])}) from None


def _day(form: MoveForm, name: str) -> date:
    try:
        return day_of(str(form.said().get(name) or ""))
    except ValueError:
        raise Refused([], {name: "应是日期，如 2018-06-01"}) from None


def found_round(request: HttpRequest, number: int) -> Round:
    """Return the round that an address names, or 404."""
    return get_object_or_404(
        rounds_visible_to(actor_in(request)).select_related("owner", "replaces", "ledger"), number=number
    )


@require_safe
@post_required(*PAGE_READERS)
def round_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show a round: every unit as far as the viewer may see it, and what may be done."""
    actor, now = actor_in(request), times.now()
    found = found_round(request, number)
    moves = ROUNDS.offered(found, ROUNDS.facts(found, now), actor)
    rules = book_named(found.book).assessment
    context = {
        "round": found, "rows": rows_for(actor, found), "scheme": found.scheme, "sees_all": sees_all(actor, found),
        "buttons": [(m.button, reverse("moves:move", args=["assessment", number, m.action])) for m in moves],
        "may_reissue": _may_reissue(actor, found), "again": Round.objects.filter(replaces=found).first(),
        "publication": PUBLICATIONS[rules.publication], "points": rules.conversion.points,
    }  # fmt: skip
    return render(request, "assessment/round.html", context)


PUBLICATIONS = {"ranking": "公布得分和名次", "bands": "只公布等次", "private": "各单位只看自己的"}


def _may_reissue(actor: Actor, found: Round) -> bool:
    is_last = not Round.objects.filter(replaces=found).exists()
    return found.state == RoundState.FROZEN and is_last and assessor(actor, ROUNDS.facts(found, times.now()))


@require_safe
@post_required(*PAGE_READERS)
def round_file(request: HttpRequest, number: int) -> HttpResponseBase:
    """Hand out the table of a round for the city's own assessment: scores, ranks, converted points, each indicator."""
    actor, found = actor_in(request), found_round(request, number)
    if not sees_all(actor, found):
        return redirect("assessment:round", number)
    rows = rows_for(actor, found)
    labels = [one.label for one in found.scheme.indicators]
    header = ("分组", "单位", "得分", "名次", "等次", "承办件数", "综合位次考评折算分", *labels)
    lines = [
        (row.sheet.group, row.sheet.unit_name, row.sheet.score, row.rank, row.band, row.sheet.volume, row.converted,
         *(_number(line["points"]) for line in row.sheet.lines))
        for row in rows
    ]  # fmt: skip
    said = {"round": str(found.number), "rows": len(lines)}
    note("export.assessment", "assessment", found.pk, at=times.now(), head="exports", actor=actor, said=said)
    return xlsx_response(f"{found.name}.xlsx", "考核", header, lines)


def _number(text: str) -> float:
    return float(text)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PAGE_READERS)
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Compute a frozen round once more, with a reason."""
    actor, old = actor_in(request), found_round(request, number)
    form = form_for(asks.REASON, book_named(old.book), None, request.POST if request.method == "POST" else None)
    status = 200
    if not _may_reissue(actor, old):
        return redirect("assessment:round", number)
    if request.method == "POST":
        try:
            made = reissue(old, form.said(), actor=actor, at=times.now(), city=settings.CITY, key=form.key)
            messages.success(request, f"已重发为{made.name}，旧版仍在")
            return redirect("assessment:round", made.number)
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
    context = {
        "form": form, "title": f"重发：{old.name}", "button": "重发", "back": reverse("assessment:round", args=[number]),
        "hint": "按现在的数据重新计算为新的一版；定稿的这一版不变，两版并列显示差别。",
    }  # fmt: skip
    return render(request, "assessment/form.html", context, status=status)


def found_sheet(request: HttpRequest, number: int, sheet_id: UUID) -> Sheet:
    """Return the sheet that an address names, or 404."""
    sheets = sheets_visible_to(actor_in(request)).select_related("round__owner", "round__replaces", "unit")
    return get_object_or_404(sheets, pk=sheet_id, round__number=number)


@require_safe
@post_required(*PAGE_READERS)
def sheet(request: HttpRequest, number: int, sheet_id: UUID) -> HttpResponse:
    """Show a unit's sheet: each indicator with its figures, and the cases behind each lost point."""
    actor, found = actor_in(request), found_sheet(request, number, sheet_id)
    scheme, before = found.round.scheme, _edition_before(actor, found)
    context = {
        "sheet": found, "round": found.round, "scheme": scheme, "score": score_text(found, scheme.decimals),
        "before": before, "difference": difference(before, found, scheme.decimals) if before else "",
        "lines": _lines_with_cases(actor, found, before), "may_appeal": _may_appeal(actor, found),
        "claims": claims_visible_to(actor).filter(sheet=found).select_related("case").order_by("number"),
    }  # fmt: skip
    return render(request, "assessment/sheet.html", context)


def _edition_before(actor: Actor, found: Sheet) -> Sheet | None:
    """Return the unit's sheet in the edition that this one replaces, None where there is none that the viewer may read."""
    if found.round.replaces is None:
        return None
    return sheets_visible_to(actor).filter(round=found.round.replaces, unit=found.unit).first()


def _lines_with_cases(
    actor: Actor, found: Sheet, before: Sheet | None
) -> list[tuple[dict[str, object], list[tuple[object, object]], int]]:
    """Return each line with the cases behind it that the viewer may see, the first ones, and how many there are.

    `before` of a line says its points in the edition before, where they were others.
    """
    old = {line["code"]: line["points"] for line in before.lines} if before else {}
    behind: dict[str, list[tuple[object, object]]] = {}
    for line in found.lines:
        rows = found.lost.filter(code=line["code"], case__in=visible_to(actor)).select_related("case__lead_unit")
        if any(figure["lost"] for figure in line["measures"]):
            behind[line["code"]] = [(one, case_line(one.case, actor)) for one in rows.order_by("id")[:MOST_SHOWN]]
    return [
        (
            line | {"before": _unless_same(old.get(line["code"]), line["points"])},
            behind.get(line["code"], []),
            _lost(line),
        )
        for line in found.lines
    ]


def _unless_same(before: str | None, now: str) -> str:
    return before if before is not None and before != now else ""


def _lost(line: dict[str, list[dict[str, int]]]) -> int:
    return sum(figure["lost"] for figure in line["measures"])


def _may_appeal(actor: Actor, found: Sheet) -> bool:
    round_, today = found.round, local_day(times.now())
    is_open = round_.state == RoundState.PUBLISHED and (not round_.appeals_until or today <= round_.appeals_until)
    return is_open and actor.holds_in(found.unit_id, *CLAIMANTS)


@require_safe
@post_required(*PAGE_READERS)
def sheet_file(request: HttpRequest, number: int, sheet_id: UUID) -> HttpResponseBase:
    """Hand out a sheet as a workbook that calculates, with every case behind a lost point."""
    actor, found = actor_in(request), found_sheet(request, number, sheet_id)
    labels = {line["code"]: line["label"] for line in found.lines}
    figures = {figure["name"]: figure["label"] for line in found.lines for figure in line["measures"]}
    lost = found.lost.filter(case__in=visible_to(actor)).order_by("code", "id")
    cases = [(labels[code], figures.get(name, name), case) for code, name, case in
             lost.values_list("code", "measure", "case__number")]  # fmt: skip
    said = {"sheet": str(found.pk), "rows": len(cases)}
    note("export.sheet", "sheet", found.pk, at=times.now(), head="exports", actor=actor, said=said)
    return workbook_response(f"{found.unit_name}-{found.round.name}.xlsx", found, found.round.scheme, cases)
