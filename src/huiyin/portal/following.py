"""The pages on which a citizen follows the own case, adds to it, hurries it, rates it and asks for it to be done again."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.models import Case
from huiyin.cases.models.case import WishFound
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.portal import act, caps, passes
from huiyin.portal.doors import own_case, public_page
from huiyin.portal.forms import HurryForm, LookForm, ObjectForm, RateForm, SupplementForm
from huiyin.portal.progress import Progress, progress_of
from huiyin.portal.queries import as_written, case_with
from huiyin.ui.address import address_of

WRONG = "编号或查询码不对，请核对后再试。"
AND_NOW = "要单位重新办理，请在“没有办好？”一栏提出。"
PARTS_OF = {"supplement_form": "add", "hurry_form": "hurry", "rate_form": "rate", "object_form": "object"}
"""The part of the page on which a form stands."""


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. A wrong number and a wrong code get the same answer, and both are counted."""
    form = LookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = _proved(request, form)
        if case:
            response = HttpResponseRedirect(reverse("portal:case"))
            passes.give_proof(response, case)
            return response
        form.add_error(None, WRONG)
    return render(request, "portal/follow.html", {"form": form}, status=422 if form.is_bound else 200)


def _proved(request: HttpRequest, form: LookForm) -> Case | None:
    at, number = times.now(), as_written(form.cleaned_data["number"])
    counted = [(caps.LOOK_FROM_ADDRESS, address_of(request)), (caps.LOOK_AT_NUMBER, number)]
    # Counted before it is looked at: a thousand guesses sent at once are a thousand guesses.
    for cap, who in counted:
        caps.count(cap, who, at)
    case = case_with(number, form.cleaned_data["code"])
    for cap, who in counted if case else []:
        caps.take_back(cap, who, at)
    return case


@require_safe
@own_case
def case(request: HttpRequest, case: Case) -> HttpResponse:
    """Show how the case stands."""
    return _page(request, progress_of(case))


@require_POST
@own_case
def supplement(request: HttpRequest, case: Case) -> HttpResponse:
    """Add something to the case."""
    form, at = SupplementForm(request.POST, request.FILES, auto_id="add_%s"), times.now()
    if form.is_valid():
        caps.count(caps.ACT_ON_CASE, str(case.pk), at)
        try:
            act.supplement(case, form.cleaned_data["supplement"], form.cleaned_data["papers"], at=at, key=form.key)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _done(request, "补充内容已收到，承办人员看得到。")
    return _page(request, progress_of(case), supplement_form=form, status=form.status)


@require_POST
@own_case
def hurry(request: HttpRequest, case: Case) -> HttpResponse:
    """Hurry the case, once a day."""
    form, at = HurryForm(request.POST, auto_id="hurry_%s"), times.now()
    if form.is_valid():
        caps.count(caps.HURRY_A_CASE, str(case.pk), at)
        try:
            act.hurry(case, at=at, key=form.key)
        except Refused as refused:
            caps.take_back(caps.HURRY_A_CASE, str(case.pk), at)
            form.refuse(refused)
        else:
            return _done(request, "已记录您的催办。")
    return _page(request, progress_of(case), hurry_form=form, status=form.status)


@require_POST
@own_case
def rate(request: HttpRequest, case: Case) -> HttpResponse:
    """Say of each wish what was done about it and how satisfying that is."""
    progress = progress_of(case)
    form, at = _rate_form(progress, request.POST), times.now()
    if form.is_valid():
        caps.count(caps.ACT_ON_CASE, str(case.pk), at)
        try:
            act.rate(case, form.ratings, at=at, key=form.key)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _done(request, "评价已记录，谢谢。" + (AND_NOW if _is_unhappy(form) and progress.may_object else ""))
    return _page(request, progress, rate_form=form, status=form.status)


@require_POST
@own_case
def object_to_answer(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask for the matter to be done again."""
    form, at = ObjectForm(request.POST, request.FILES, auto_id="object_%s"), times.now()
    if form.is_valid():
        caps.count(caps.ACT_ON_CASE, str(case.pk), at)
        said = form.cleaned_data
        try:
            act.object_to_answer(
                case, undone=said["undone"], words=said["words"], files=said["papers"], at=at, key=form.key
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return _done(request, "已收到，热线中心研究后在这里答复您。")
    return _page(request, progress_of(case), object_form=form, status=form.status)


@require_POST
@public_page
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the case in this browser: others may use it after."""
    response = HttpResponseRedirect(reverse("portal:welcome"))
    passes.forget(response, passes.PROOF, passes.CODE)
    return response


def _page(request: HttpRequest, progress: Progress, status: int = 200, **forms: Any) -> HttpResponse:
    offered: dict[str, Any] = {}
    if progress.may_supplement:
        offered["supplement_form"] = SupplementForm(auto_id="add_%s")
    if progress.may_hurry:
        offered["hurry_form"] = HurryForm(auto_id="hurry_%s")
    if progress.may_rate:
        offered["rate_form"] = _rate_form(progress)
    if progress.may_object:
        offered["object_form"] = ObjectForm(auto_id="object_%s")
    return render(
        request, "portal/case.html", {"progress": progress, **offered, **forms, **_failed(forms)}, status=status
    )


def _failed(forms: Mapping[str, Form]) -> dict[str, Any]:
    """Return what is told at the head of the page of a form that was refused further down, where a phone does not look."""
    wrong = [form for form in forms.values() if form.errors]
    reasons = [str(reason).rstrip("。") for form in wrong for found in form.errors.values() for reason in found]
    return {
        "failed": "；".join(reasons),
        "failed_at": PARTS_OF.get(next(iter(forms), "")),
        "had_files": any(form.files for form in wrong),
    }


def _rate_form(progress: Progress, data: Any = None) -> RateForm:
    return RateForm(data, wishes=progress.wishes, grades=progress.grades, auto_id="rate_%s")


def _is_unhappy(form: RateForm) -> bool:
    return any(said["found"] in (WishFound.PARTLY, WishFound.NOT_DONE) for said in form.ratings.values())


def _done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("portal:case"))
