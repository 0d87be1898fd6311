"""The pages of claims: what units appeal about, what is asked to be left out, and how often it was granted."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.assessment import asks
from huiyin.assessment.act import appeal, ask_exclusion
from huiyin.assessment.forms import book_now, claim_form
from huiyin.assessment.models import Claim, ClaimKind
from huiyin.assessment.places import CLAIMS, keep_evidence, page_of_round
from huiyin.assessment.queries import claims_visible_to
from huiyin.assessment.states import OPEN_CLAIM, ClaimState
from huiyin.assessment.views import found_sheet
from huiyin.assessment.who import CLAIMANTS, PAGE_READERS
from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import visible_to
from huiyin.files.act import prepare
from huiyin.files.problems import UploadRefused
from huiyin.files.queries import attachments_of
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.says import Ask
from huiyin.flow.table import Refused
from huiyin.journal.writing import writing
from huiyin.moves.form import MoveForm
from huiyin.moves.taking import status_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec
from huiyin.units.models import Unit

LIST = ListSpec(
    filters=(
        Filter("kind", "种类", "choice", choices=lambda book: list(ClaimKind.choices)),
        Filter("state", "状态", "choice", choices=lambda book: [(s.value, s.label) for s in ClaimState]),
        Filter("open", "只看待办", "flag", narrow=lambda rows, value: rows.filter(state__in=OPEN_CLAIM)),
    ),
    sorts=(Sort("new", "新的在前", "asked_at", descending=True),),
    page_size=50,
)
CASE_NUMBER = Ask("case", "工单编号", longest=40, help="本单位承办的工单")


@require_safe
@post_required(*PAGE_READERS)
def claims(request: HttpRequest) -> HttpResponse:
    """List the claims that the viewer may read, with the public count of what is left out."""
    actor = actor_in(request)
    listing = LIST.read(request.GET, book_now(times.now()))
    page = listing.page(claims_visible_to(actor).select_related("unit", "case", "sheet__round"), count_up_to=10_000)
    context = {"listing": listing, "page": page, "rows": page.rows, "may_ask": actor.holds(*CLAIMANTS)}
    return render(request, "assessment/claims.html", context)


@require_safe
@post_required(*PAGE_READERS)
def exclusions(request: HttpRequest) -> HttpResponse:
    """Show to everybody how often a case was left out, by reason and by unit: counts alone."""
    granted, asked = Q(state=ClaimState.GRANTED), ~Q(state=ClaimState.WITHDRAWN)
    # What a unit leaves out of what its own line took in is in none of the city's figures, neither is this.
    rows = Claim.objects.filter(kind=ClaimKind.EXCLUSION, case__centre__isnull=True).order_by()
    counts = {"asked": Count("pk", filter=asked), "granted": Count("pk", filter=granted)}
    labels = {one.code: one.label for one in book_now(times.now()).assessment.exclusions}
    by_reason = [
        (labels.get(one["why"], one["why"]), one) for one in rows.values("why").annotate(**counts).order_by("why")
    ]
    by_unit = [
        (one["unit__name"], one)
        for one in rows.values("unit__name", "unit__path").annotate(**counts).order_by("unit__path")
    ]
    return render(request, "assessment/exclusions.html", {"by_reason": by_reason, "by_unit": by_unit})


@require_safe
@post_required(*PAGE_READERS)
def claim(request: HttpRequest, number: int) -> HttpResponse:
    """Show one claim with its evidence, what was found, and what may be done."""
    actor, now = actor_in(request), times.now()
    found = get_object_or_404(
        claims_visible_to(actor).select_related(
            "unit", "case", "sheet__round", "ledger", "asked_by", "reviewed_by", "decided_by"
        ),
        number=number,
    )
    moves = CLAIMS.offered(found, CLAIMS.facts(found, now), actor)
    context = {
        "claim": found, "why": _why(found), "item": _item(found), "evidence": attachments_of("claim", found.pk),
        "buttons": [(m.button, reverse("moves:move", args=["claim", number, m.action])) for m in moves],
        "sees_case": visible_to(actor).filter(pk=found.case_id).exists(),
        "round_page": page_of_round(found.sheet.round) if found.sheet else "",
    }  # fmt: skip
    return render(request, "assessment/claim.html", context)


def _why(found: Claim) -> str:
    labels = {one.code: one.label for one in book_named(found.book).assessment.exclusions}
    return labels.get(found.why, found.why)


def _item(found: Claim) -> str:
    lines = found.sheet.lines if found.sheet else []
    return next((line["label"] for line in lines if line["code"] == found.code), found.code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*CLAIMANTS)
def new_appeal(request: HttpRequest, number: int, sheet_id: UUID, lost_id: UUID) -> HttpResponse:
    """Appeal about one case behind a lost point."""
    actor, about = actor_in(request), found_sheet(request, number, sheet_id)
    lost = get_object_or_404(about.lost.filter(case__in=visible_to(actor)).select_related("case"), pk=lost_id)
    book = book_named(about.round.book)
    form = claim_form(asks.CLAIM, book, *_sent(request))

    def made() -> Claim:
        return appeal(about, lost, form.said(), actor=actor, at=times.now(), key=form.key)

    label = next(line["label"] for line in about.lines if line["code"] == lost.code)
    back = reverse("assessment:sheet", args=[number, about.pk])
    return _asked(request, form, made, f"申诉：{label} {lost.case.number}", back)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*CLAIMANTS)
def new_exclusion(request: HttpRequest) -> HttpResponse:
    """Ask that a case does not count."""
    actor = actor_in(request)
    form = claim_form((CASE_NUMBER, *asks.EXCLUSION), book_now(times.now()), *_sent(request))

    def made() -> Claim:
        said = form.said()
        case, unit = _case_of(actor, str(said.pop("case", "") or "").strip())
        return ask_exclusion(case, unit, said, actor=actor, at=times.now(), key=form.key)

    return _asked(request, form, made, "申请不计考核", reverse("assessment:claims"))


def _case_of(actor: Actor, number: str) -> tuple[Case, Unit]:
    case = visible_to(actor).filter(number=number).first()
    units = Assignment.objects.filter(case=case, unit__in=actor.unit_ids) if case else Assignment.objects.none()
    share = units.select_related("unit").order_by("dispatched_at").last()
    if case is None or share is None:
        raise Refused([], {"case": "没有这件工单，或不由本单位承办"})
    return case, share.unit


def _sent(request: HttpRequest) -> tuple[object, object]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _asked(request: HttpRequest, form: MoveForm, made: object, title: str, back: str) -> HttpResponse:
    """Show the form of a claim, or make the claim with its evidence in one transaction."""
    status = 200
    if request.method == "POST":
        try:
            files = [prepare(file) for file in form.uploaded]
            with writing():
                claim = made()  # type: ignore[operator]
                keep_evidence(claim, files, actor_in(request), times.now())
            messages.success(request, f"已提交 {claim.name}，由两人先后审核")
            return redirect("assessment:claim", claim.number)
        except UploadRefused as problem:
            form.refuse(Refused([str(problem)]))
            status = 422
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
    context = {"form": form, "title": title, "button": "提交", "back": back, "has_files": True, "hint": ""}
    return render(request, "assessment/form.html", context, status=status)
