"""The pages of circulars: the list, one with its readers, drafting and amending, the sheet on paper."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.queries import visible_to as cases_visible_to
from huiyin.escalation import asks
from huiyin.escalation.act import amend_circular, write_circular
from huiyin.escalation.forms import book_now, form_to_make, known_from, sent_form, step_named, to
from huiyin.escalation.models import Circular, CircularKind
from huiyin.escalation.places import CIRCULARS
from huiyin.escalation.queries import circulars_visible_to, own_unit_with_below
from huiyin.escalation.states import OUT_CIRCULAR, CircularState
from huiyin.escalation.who import PAGE_READERS, READERS, UNIT_WRITERS
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.moves.form import SEEN
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec
from huiyin.units.models import Unit

WRITERS = (Post.SUPERVISOR, Post.DIRECTOR, Post.ASSESSOR, Post.EDITOR)


def _named_below(rows: Any, path: str) -> Any:
    return rows.filter(units__named=True, units__unit__path__startswith=path).distinct()


LIST = ListSpec(
    filters=(
        Filter("kind", "种类", "choice", choices=lambda units: list(CircularKind.choices)),
        Filter("state", "状态", "choice", choices=lambda units: [(s.value, s.label) for s in CircularState]),
        Filter("unit", "被通报单位", "choice", choices=lambda units: units, narrow=_named_below),
        Filter("since", "印发自", "day", narrow=lambda rows, day: rows.filter(issued_at__date__gte=day)),
        Filter("last", "至", "day", narrow=lambda rows, day: rows.filter(issued_at__date__lte=day)),
    ),
    sorts=(Sort("new", "新的在前", "written_at", descending=True),),
    page_size=30,
)


@require_safe
@post_required(*PAGE_READERS)
def circulars(request: HttpRequest) -> HttpResponse:
    """List the circulars that the viewer may read."""
    actor = actor_in(request)
    rows = circulars_visible_to(actor)
    if request.GET.get("out") == "1":
        rows = rows.filter(state__in=sorted(OUT_CIRCULAR), owner__isnull=True)
    listing = LIST.read(request.GET, list(Unit.objects.order_by("path").values_list("path", "name")))
    page = listing.page(rows.select_related("owner").prefetch_related("units__unit"), count_up_to=1000)
    lines = [(row, _named(row), *_read(row)) for row in page.rows]
    context = {
        "listing": listing,
        "page": page,
        "lines": lines,
        "may_write": may_write(actor),
        "is_centre": actor.holds(*READERS),
    }
    return render(request, "escalation/circulars.html", context)


def _named(row: Circular) -> list[str]:
    found = [one.unit for one in row.units.all() if one.named]
    return [unit.short_name or unit.name for unit in sorted(found, key=lambda unit: unit.path)]


def _read(row: Circular) -> tuple[int, int]:
    readers = [one for one in row.units.all() if one.reads]
    return sum(one.read_at is not None for one in readers), len(readers)


def may_write(actor: Actor) -> bool:
    """Whether the actor drafts circulars: for the centre, or for a unit with others below it."""
    return actor.holds(*WRITERS) or _issuing_unit(actor) is not None


def _issuing_unit(actor: Actor) -> Unit | None:
    if actor.holds(*WRITERS) or not actor.holds(*UNIT_WRITERS):
        return None
    return own_unit_with_below(actor) if book_now().escalation.circulars.units_may else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PAGE_READERS)
def new(request: HttpRequest) -> HttpResponse:
    """Draft a circular, filled in from the step of the ladder that ordered it."""
    actor = actor_in(request)
    if not may_write(actor):
        raise Http404
    owner = _issuing_unit(actor)
    behind = step_named(request, actor, owner.pk if owner else None)
    form = form_to_make(request, asks.CIRCULAR, _filled(request, behind), owner=owner)

    def made() -> HttpResponse:
        row = write_circular(
            form.said(), actor=actor, at=times.now(), city=settings.CITY, owner=owner, key=form.key, follows=behind
        )
        return to("escalation:circular", row.number)

    context = {"title": "起草通报", "button": "保存草稿", "back": reverse("escalation:circulars"), "step": behind,
               "hint": f"由{owner.name}发给下级单位" if owner else ""}  # fmt: skip
    return sent_form(request, form, made, context, "已保存草稿，送审后由审批人批准")


def _filled(request: HttpRequest, behind: Any) -> dict[str, Any]:
    known = known_from(request, behind)
    initial: dict[str, Any] = {
        "to_all": True,
        "cases": known["cases"],
        "named": [known["unit"]] if known["unit"] else [],
    }
    kind = request.GET.get("kind", "")
    if behind:
        name = behind.unit.name if behind.unit else ""
        initial |= {"kind": "criticism", "title": f"关于{name}办理群众诉求有关问题的通报",
                    "text": f"经查，{name}{behind.why}。"}  # fmt: skip
    elif kind in CircularKind.values:
        initial["kind"] = kind
    return initial


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PAGE_READERS)
def amend(request: HttpRequest, number: int) -> HttpResponse:
    """Change a draft."""
    actor = actor_in(request)
    found = _found(actor, number)
    if found.state != CircularState.DRAFT or not _writes(actor, found):
        raise Http404
    form = form_to_make(request, asks.CIRCULAR, _as_written(found), owner=found.owner)

    def made() -> HttpResponse:
        amend_circular(found, form.said(), actor=actor, at=times.now(), seen=form.seen, key=form.key)
        return to("escalation:circular", number)

    context = {"title": f"修改 {found.name}", "button": "保存", "back": reverse("escalation:circular", args=[number])}
    return sent_form(request, form, made, context, "已修改")


def _as_written(found: Circular) -> dict[str, Any]:
    return {
        "kind": found.kind, "title": found.title, "text": found.text, "causes": found.causes, "to_all": found.to_all,
        "named": [str(pk) for pk in found.units.filter(named=True).values_list("unit_id", flat=True)],
        "cases": "，".join(found.cases.values_list("case__number", flat=True)), SEEN: found.ledger.event_count,
    }  # fmt: skip


def _writes(actor: Actor, found: Circular) -> bool:
    return any(
        move.action == "discard" for move in CIRCULARS.offered(found, CIRCULARS.facts(found, times.now()), actor)
    )


@require_safe
@post_required(*PAGE_READERS)
def circular(request: HttpRequest, number: int) -> HttpResponse:
    """Show one circular with its cases and its readers."""
    actor = actor_in(request)
    found = _found(actor, number)
    facts = CIRCULARS.facts(found, times.now())
    moves = CIRCULARS.offered(found, facts, actor)
    obstacles = [reason for guard in CIRCULARS.table.of("submit").only_when if (reason := guard(facts, {}, None))]
    context = {
        **_told(found, actor), "buttons": [(m.button, reverse("moves:move", args=["circular", number, m.action])) for m in moves],
        "may_amend": found.state == CircularState.DRAFT and _writes(actor, found),
        "obstacles": obstacles if found.state == CircularState.DRAFT else [],
        "units": found.units.filter(reads=True).select_related("unit", "read_by").order_by("unit__path")
        if actor.holds(*READERS) or found.owner_id in actor.unit_ids else (),
    }  # fmt: skip
    return render(request, "escalation/circular.html", context)


@require_safe
@post_required(*PAGE_READERS)
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """Show the circular as a sheet to be printed."""
    found = _found(actor_in(request), number)
    return render(request, "escalation/circular_paper.html", _told(found, actor_in(request)))


def _told(found: Circular, actor: Actor) -> dict[str, Any]:
    labels = {one.code: one.label for one in book_named(found.book).reject_causes}
    own = set(cases_visible_to(actor).filter(pk__in=found.cases.values("case")).values_list("pk", flat=True))
    cases = [(one, one.case_id in own) for one in found.cases.select_related("case").order_by("ordinal")]
    named = found.units.filter(named=True).select_related("unit").order_by("unit__path")
    return {
        "circular": found, "causes": [labels.get(code, code) for code in found.causes], "cases": cases,
        "named": [one.unit for one in named], "read": found.units.filter(reads=True, read_at__isnull=False).count(),
        "readers": found.units.filter(reads=True).count(),
    }  # fmt: skip


def _found(actor: Actor, number: int) -> Circular:
    rows = circulars_visible_to(actor).select_related("owner", "ledger", "written_by", "approved_by", "follows")
    return get_object_or_404(rows, number=number)
