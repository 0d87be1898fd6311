"""The pages of corrections: what units were told to correct until when, one with its report, telling a unit."""

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.escalation import asks
from huiyin.escalation.act import set_correction
from huiyin.escalation.forms import book_now, days_from, form_to_make, known_from, sent_form, step_named, to
from huiyin.escalation.places import CORRECTIONS
from huiyin.escalation.queries import corrections_visible_to
from huiyin.escalation.states import CorrectionState
from huiyin.escalation.who import KEEPERS, PAGE_READERS, READERS
from huiyin.files.queries import attachments_of
from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec
from huiyin.units.models import Unit

LIST = ListSpec(
    filters=(
        Filter("state", "状态", "choice", choices=lambda given: [(s.value, s.label) for s in CorrectionState]),
        Filter("unit", "单位", "choice", choices=lambda given: given[1],
               narrow=lambda rows, path: rows.filter(unit_path__startswith=path)),
        Filter("late", "只看逾期", "flag",
               narrow=lambda rows, on: rows.filter(state=CorrectionState.SET, due_on__lt=local_day(times.now()))),
        Filter("since", "期限自", "day", narrow=lambda rows, day: rows.filter(first_due_on__gte=day)),
        Filter("last", "至", "day", narrow=lambda rows, day: rows.filter(first_due_on__lte=day)),
    ),
    sorts=(Sort("due", "期限近的在前", "due_on"), Sort("new", "新的在前", "set_at", descending=True)),
    page_size=30,
)  # fmt: skip


@require_safe
@post_required(*PAGE_READERS)
def corrections(request: HttpRequest) -> HttpResponse:
    """List the corrections: of all units for the centre, the own ones for a unit."""
    actor = actor_in(request)
    rows = corrections_visible_to(actor)
    if request.GET.get("counted") == "1":
        rows = rows.exclude(state=CorrectionState.CANCELLED)
    if request.GET.get("in_time") == "1":
        rows = rows.filter(first_reported_on__lte=F("first_due_on"))
    units = list(Unit.objects.filter(depth=1).order_by("path").values_list("path", "name"))
    listing = LIST.read(request.GET, (None, units))
    page = listing.page(rows.select_related("unit"), count_up_to=1000)
    today = local_day(times.now())
    context = {
        "listing": listing, "page": page, "lines": [(row, row.is_late(today)) for row in page.rows],
        "may_set": actor.holds(*KEEPERS), "is_centre": actor.holds(*READERS),
    }  # fmt: skip
    return render(request, "escalation/corrections.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*KEEPERS)
def new(request: HttpRequest) -> HttpResponse:
    """Tell a unit to correct something, with the usual term filled in."""
    actor = actor_in(request)
    behind = step_named(request, actor)
    days = book_now().escalation.correction.days
    initial = {"unit": known_from(request, behind)["unit"], "due_on": days_from(local_day(times.now()), days)}
    if behind:
        initial |= {"title": f"{behind.why}"[:60], "wanted": f"针对“{behind.why}”查明原因，限期整改并报告。"}
    form = form_to_make(request, asks.CORRECTION, initial)

    def made() -> HttpResponse:
        row = set_correction(form.said(), actor=actor, at=times.now(), city=settings.CITY, key=form.key, follows=behind)
        return to("escalation:correction", row.number)

    context = {"title": "下达整改", "button": "下达", "back": reverse("escalation:corrections"), "step": behind}
    return sent_form(request, form, made, context, "已下达，单位已收到通知")


@require_safe
@post_required(*PAGE_READERS)
def correction(request: HttpRequest, number: int) -> HttpResponse:
    """Show one correction with its report."""
    actor, now = actor_in(request), times.now()
    rows = corrections_visible_to(actor).select_related("unit", "ledger", "set_by", "reported_by", "follows")
    found = get_object_or_404(rows, number=number)
    moves = CORRECTIONS.offered(found, CORRECTIONS.facts(found, now), actor)
    context = {
        "correction": found, "late": found.is_late(local_day(now)), "attachments": attachments_of("correction", found.pk),
        "buttons": [(m.button, reverse("moves:move", args=["correction", number, m.action])) for m in moves],
        "is_centre": actor.holds(*READERS),
    }  # fmt: skip
    return render(request, "escalation/correction.html", context)
