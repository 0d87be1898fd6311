"""The pages on which a citizen submits a matter and is told its number and code."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.act import Registered
from huiyin.cases.models import Case
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.portal import act, caps, passes
from huiyin.portal.doors import own_case, public_page
from huiyin.portal.forms import SubmitForm, categories_of
from huiyin.portal.queries import book_on, channels_open, units_to_accuse
from huiyin.privacy.lookup import normalise_phone
from huiyin.rulebook.channels import Channel
from huiyin.ui.address import address_of


@require_safe
@public_page
def welcome(request: HttpRequest) -> HttpResponse:
    """Say what can be done here."""
    book = book_on(times.local_day(times.now()))
    return render(request, "portal/welcome.html", {"channels": channels_open(book)})


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def submit(request: HttpRequest, channel: str) -> HttpResponse:
    """Show the form of a channel that this site opens, or take in what was written."""
    book = book_on(times.local_day(times.now()))
    opened = {one.code: one for one in channels_open(book)}
    if channel not in opened:
        raise Http404
    form = _form(opened[channel], request)
    if request.method == "POST" and form.is_valid():
        done = _taken_in(request, opened[channel], form)
        if done:
            return _onward(done)
    return render(
        request, "portal/submit.html", {"form": form, "channel": opened[channel], "parts": PARTS},
        status=form.status if form.is_bound else 200,
    )  # fmt: skip


@require_safe
@own_case
def submitted(request: HttpRequest, case: Case) -> HttpResponse:
    """Show number, promised date and, this once, the code."""
    response = render(request, "portal/submitted.html", {"case": case, "code": passes.code_to_show(request, case)})
    if request.method != "HEAD":
        passes.forget(response, passes.CODE)
    return response


PARTS = (
    ("什么事", ("title", "text", "wishes", "place", "territory", "occurred", "object")),
    ("归到哪里", ("kind", "category", "accused_unit")),
    ("您是谁", ("identity", "name", "phone", "petitioner_kind", "do_not_call")),
    ("材料", ("papers",)),
)
"""The parts of the page and their fields."""


def _form(channel: Channel, request: HttpRequest) -> SubmitForm:
    day = times.local_day(times.now())
    book = book_on(day)
    bound: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    categories = categories_of(book, book.category_leaves(day))
    return SubmitForm(book=book, categories=categories, units=units_to_accuse(day), online=channel.online, **bound)


def _taken_in(request: HttpRequest, channel: Channel, form: SubmitForm) -> Registered | None:
    at = times.now()
    caps.count(caps.SUBMIT_FROM_ADDRESS, address_of(request), at)
    if phone := normalise_phone(form.cleaned_data["phone"]):
        caps.count(caps.SUBMIT_BY_PHONE, phone, at)
    try:
        done = act.submit(
            form.said(channel.code), form.cleaned_data["papers"], online=channel.online, city=settings.CITY, at=at,
            key=form.key,
        )  # fmt: skip
    except Refused as refused:
        if phone:
            caps.take_back(caps.SUBMIT_BY_PHONE, phone, at)
        form.refuse(refused)
        return None
    if done.again:
        _tell_again(request, form, done.case, phone, at)
    return done


def _tell_again(request: HttpRequest, form: SubmitForm, case: Case, phone: str, at: datetime) -> None:
    """The answer to the first sending was lost: it counts once, and what was changed since is not there."""
    if phone:
        caps.take_back(caps.SUBMIT_BY_PHONE, phone, at)
    if [form.cleaned_data["title"], form.cleaned_data["text"]] != [case.title, case.text]:
        messages.warning(
            request, "这份表单先前已经提交成功，编号见下。之后改动的内容没有收进来，请在“补充情况”里补充。"
        )


def _onward(done: Registered) -> HttpResponse:
    response = HttpResponseRedirect(reverse("portal:submitted"))
    passes.give_proof(response, done.case)
    if done.code:
        passes.give_code(response, done.case, done.code)
    return response
