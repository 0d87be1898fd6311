"""The pages of the rechecks: what is to be checked, one of them, the drawings, sharing out, and the rates."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.dialling import call_petitioner
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.says import Ask, day_of
from huiyin.flow.table import Refused
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.journal.door import note
from huiyin.journal.models import Event, Remark
from huiyin.measures.scope import Scope
from huiyin.moves.form import MoveForm, form_for
from huiyin.moves.taking import status_of
from huiyin.rechecks import counting
from huiyin.rechecks.act import draw_cases, repeated, share_out
from huiyin.rechecks.models import Draw, Recheck
from huiyin.rechecks.places import RECHECKS
from huiyin.rechecks.queries import book_on, people_who_check, visible_to
from huiyin.rechecks.shown import Counted, line_of, lines_of, matter_of
from huiyin.rechecks.states import OPEN_RECHECK, RecheckState, Verdict
from huiyin.rechecks.who import KEEPERS, OVERSEERS, READERS
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, Listing, ListSpec
from huiyin.ui.sheets import xlsx_response
from huiyin.units.models import Unit

MINE, LEDGER = "mine", "exports"
HEADER = (
    "工单",
    "标题",
    "承办单位",
    "办结日期",
    "状态",
    "核实人",
    "核实期限",
    "核实结论",
    "核实方式",
    "核实时间",
    "已重新办理",
)
DRAWING = (
    Ask("since", "办结日期自", "day"),
    Ask("last", "至", "day", help="含这一天，须已过去；与抽取过的期间不能重叠"),
)


def _top_units(given: Any) -> list[tuple[str, str]]:
    return list(Unit.objects.filter(depth=1).order_by("path").values_list("path", "short_name"))


def _states(given: Any) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in RecheckState]


def _verdicts(given: Any) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in Verdict]


def _late(rows: QuerySet[Recheck], value: bool) -> QuerySet[Recheck]:
    return rows.filter(state=RecheckState.ASSIGNED, due_at__lt=times.now())


SPEC = ListSpec(
    filters=(
        Filter("number", "工单编号", lookup="case__number__startswith"),
        Filter(MINE, "由我核实", "flag", narrow=lambda rows, value: rows),
        Filter("state", "状态", "choice", choices=_states),
        Filter("verdict", "核实结论", "choice", choices=_verdicts),
        Filter("unit", "承办单位", "choice", lookup="unit_path__startswith", choices=_top_units),
        Filter("from", "办结自", "day", lookup="closed_day__gte"),
        Filter("to", "至", "day", lookup="closed_day__lte"),
        Filter("late", "已超期", "flag", narrow=_late),
    ),
    sorts=(
        Sort("due", "期限近的在前", "due_at", nullable=True),
        Sort("new", "新抽中的在前", "drawn_at", descending=True),
    ),
    other_keys=frozenset({"file"}),
)


@require_safe
@post_required(*READERS)
def index(request: HttpRequest) -> HttpResponseBase:
    """List the rechecks that the viewer sees, or hand them out as a file."""
    actor = actor_in(request)
    listing = SPEC.read(request.GET)
    rows = visible_to(actor)
    if listing.values.get(MINE):
        rows = rows.filter(checker=actor.user_id)
    if request.GET.get("file"):
        return _file(request, listing, rows)
    page = listing.page(rows.select_related("case", "unit", "checker"), count_up_to=10_000)
    query = request.GET.copy()
    for name in ("after", "before", "file"):
        query.pop(name, None)
    context = {
        "listing": listing, "page": page, "lines": lines_of(page.rows), "query": query.urlencode(),
        "sees_all": actor.holds(*OVERSEERS), "is_keeper": actor.holds(*KEEPERS),
        "waiting": Recheck.objects.filter(state=RecheckState.DRAWN).count() if actor.holds(*KEEPERS) else 0,
        "open": [] if listing.is_narrowed else _open_by_state(rows),
    }  # fmt: skip
    return render(request, "rechecks/index.html", context)


def _open_by_state(rows: QuerySet[Recheck]) -> list[tuple[str, str, int]]:
    """Return what still has to be done, by its step: in a list by due times it stands among what is settled."""
    counts = dict(rows.filter(state__in=sorted(OPEN_RECHECK)).order_by().values_list("state").annotate(Count("pk")))
    return [(state.value, state.label, counts[state]) for state in RecheckState if state in counts]


def _file(request: HttpRequest, listing: Listing, rows: QuerySet[Recheck]) -> HttpResponseBase:
    if request.GET["file"] != "xlsx":
        raise Http404
    found, now = listing.ordered(rows), times.now()
    said = {"format": "xlsx", "filters": listing.filters_told(), "rows": found.count()}
    note("export.rechecks", "export", uuid7(), at=now, head=LEDGER, actor=actor_in(request), said=said)
    cells = (_cells(row) for row in found.select_related("case", "unit", "checker").iterator(chunk_size=500))
    return xlsx_response(f"抽样复核-{times.local(now):%Y%m%d-%H%M}.xlsx", "抽样复核", HEADER, cells)


def _cells(row: Recheck) -> tuple[Any, ...]:
    line = line_of(row)
    return (
        row.case.number, row.case.title, row.unit.name if row.unit else counting.CENTRE, row.closed_day, line.state,
        row.checker.name if row.checker else "", row.due_at, line.verdict, line.way, row.checked_at, "是" if row.again else "",
    )  # fmt: skip


@require_safe
@post_required(*READERS)
def one(request: HttpRequest, recheck_id: UUID) -> HttpResponse:
    """Show one recheck: what was asked, what was answered, what was found, and what the viewer may do."""
    row, actor, now = _found(request, recheck_id), actor_in(request), times.now()
    facts = RECHECKS.facts(row, now)
    buttons = [
        (move.button, reverse("moves:move", args=[RECHECKS.kind, row.pk, move.action]))
        for move in RECHECKS.offered(row, facts, actor)
    ]
    may_dial = row.checker_id == actor.user_id and row.state == RecheckState.ASSIGNED and bool(row.case.petitioner_id)
    context = {**matter_of(row), "row": row, "buttons": buttons, "may_dial": may_dial, "reasons": _reasons(row)}
    return render(request, "rechecks/one.html", context)


def _reasons(row: Recheck) -> list[dict[str, Any]]:
    """Return what was said when it was decided whether the case is done again."""
    acts = Event.objects.filter(subject_id=row.pk, verb__in=("recheck.do_again", "recheck.leave")).order_by("seq")
    texts = dict(Remark.objects.filter(event_id__in=[one.id for one in acts]).values_list("event_id", "text"))
    return [{"at": one.at, "again": one.verb.endswith("again"), "text": texts.get(one.id, "")} for one in acts]


@require_POST
@post_required(*READERS)
def dial(request: HttpRequest, recheck_id: UUID) -> HttpResponse:
    """Ring the petitioner through the switchboard: whoever checks never needs the number."""
    row, actor = _found(request, recheck_id), actor_in(request)
    if row.checker_id != actor.user_id or row.state != RecheckState.ASSIGNED:
        raise Http404
    if call_petitioner(row.case, actor, times.now()):
        messages.success(request, "正在通过平台接通诉求人，通话后请登记核实结果")
    else:
        messages.error(request, "诉求人没有留电话，请到现场查看")
    return redirect("rechecks:one", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*OVERSEERS)
def draws(request: HttpRequest) -> HttpResponse:
    """Show every drawing with its seed; whoever may draws from a period."""
    actor, now = actor_in(request), times.now()
    is_keeper, book = actor.holds(*KEEPERS), book_on(local_day(now))
    if request.method == "POST" and not is_keeper:
        raise Http404
    form = form_for(DRAWING, book, data=request.POST if request.method == "POST" else None, initial=_last_month(now))
    status = 200
    if request.method == "POST":
        try:
            made = draw_cases(*_days_said(form), actor=actor, at=now)
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            messages.success(request, f"从 {made.frame} 件满意办结工单中抽中 {made.drawn} 件，请分派核实")
            return redirect("rechecks:share_out")
    rows = list(Draw.objects.select_related("by").order_by("-since")[:60])
    context = {
        "draws": [(row, row.until - ONE_DAY) for row in rows], "form": form if is_keeper else None, "rules": book.rechecks,
        "percent": f"{book.rechecks.share * 100:g}%",
    }  # fmt: skip
    return render(request, "rechecks/draws.html", context, status=status)


def _days_said(form: MoveForm) -> tuple[date, date]:
    days: dict[str, date] = {}
    errors: dict[str, str] = {}
    for ask in DRAWING:
        try:
            days[ask.name] = day_of(str(form[ask.name].value() or ""))
        except ValueError:
            errors[ask.name] = "请填写日期，如 2018-06-01"
    if errors:
        raise Refused([], errors)
    return days["since"], days["last"]


def _last_month(now: Any) -> dict[str, date]:
    last = local_day(now).replace(day=1) - timedelta(days=1)
    return {"since": last.replace(day=1), "last": last}


@require_safe
@post_required(*OVERSEERS)
def repeat(request: HttpRequest, draw_id: UUID) -> HttpResponse:
    """Draw once more by the same seed, and tell whether the same cases come out."""
    row = get_object_or_404(Draw, pk=draw_id)
    again = repeated(row)
    drawn = dict(row.rechecks.order_by("lot").values_list("case__number", "lot"))
    context = {
        "draw": row, "last": row.until - ONE_DAY, "again": again, "lots": list(drawn.items()),
        "same_frame": again.frame == row.frame_hash, "same_drawn": set(again.drawn) == set(drawn),
    }  # fmt: skip
    return render(request, "rechecks/repeat.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*KEEPERS)
def share(request: HttpRequest) -> HttpResponse:
    """Share out what was drawn among the people who are ticked, each case to somebody apart from it."""
    actor, now = actor_in(request), times.now()
    book = book_on(local_day(now))
    people = list(people_who_check(book, now))
    asks = (Ask("people", "由哪些人核实", "choices", help="按件数均分；经办、审核、回访过某件的人不会分到这一件"),)
    pairs = [(str(person.pk), person.name) for person in people]
    sent = request.POST if request.method == "POST" else None
    form = form_for(asks, book, {"people": pairs}, sent, initial={"people": [code for code, _ in pairs]})
    waiting = Recheck.objects.filter(state=RecheckState.DRAWN).select_related("case")
    if request.method == "POST":
        chosen = [person for person in people if str(person.pk) in set(form["people"].value() or ())]
        if chosen:
            given, left = share_out(waiting, chosen, actor=actor, at=now)
            messages.success(request, f"已分派 {given} 件" + (f"，{left} 件没有合适的人，请增加核实人" if left else ""))
            return redirect("rechecks:index")
        form.refuse(Refused([], {"people": "请至少选一人"}))
    context = {"form": form, "waiting": waiting.count()}
    return render(request, "rechecks/share.html", context, status=422 if sent is not None else 200)


@require_safe
@post_required(*OVERSEERS)
def results(request: HttpRequest) -> HttpResponse:
    """Show what the checks found beside what was reported, by unit or by month."""
    by = request.GET.get("by", "")
    by = by if by in dict(counting.BY) else counting.BY[0][0]
    since, last = _period(request)
    scope = Scope(since, last + ONE_DAY)
    whole = counting.whole(scope)
    lines = counting.by_unit(scope) if by == "unit" else counting.by_month(scope)
    context = {
        "whole": _shown(whole), "lines": [_shown(line) for line in lines], "by": by, "ways": counting.BY, "since": since,
        "last": last, "frame_at": _behind("satisfied_closed", scope), "rated_at": _behind("rated_closed", scope),
    }  # fmt: skip
    return render(request, "rechecks/results.html", context)


def _period(request: HttpRequest) -> tuple[date, date]:
    """Return the days asked for; else those of the last drawing, else the last month."""
    latest = Draw.objects.order_by("-since").first()
    usual = _last_month(times.now())
    begins = (latest.since, latest.until - ONE_DAY) if latest else (usual["since"], usual["last"])
    try:
        asked = day_of(request.GET["from"]), day_of(request.GET["to"])
    except (KeyError, ValueError):
        return begins
    return asked if asked[0] <= asked[1] else begins


def _shown(counted: Counted) -> tuple[Counted, str, list[tuple[str, int, str]]]:
    """Return a line with the addresses behind its figures."""
    index_at = reverse("rechecks:index")
    asked = urlencode(counted.asked)
    verdicts = [
        (one.label, counted.verdicts.get(one, 0), f"{index_at}?{urlencode({**counted.asked, 'verdict': one.value})}")
        for one in Verdict
    ]
    return counted, f"{index_at}?{asked}", verdicts


def _behind(name: str, scope: Scope) -> str:
    return f"{reverse('statistics:cases', args=[name])}?{urlencode(scope.to_query())}"


def _found(request: HttpRequest, recheck_id: UUID) -> Recheck:
    actor: Actor = actor_in(request)
    rows = visible_to(actor).select_related("case__petitioner", "unit", "checker", "draw__by")
    return get_object_or_404(rows.filter(Q(pk=recheck_id)))
