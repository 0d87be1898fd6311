"""The page for who lost the query code: it says the same to everybody."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.flow import times
from huiyin.portal import caps, lost_codes
from huiyin.portal.doors import public_page
from huiyin.portal.forms import LostCodeForm
from huiyin.ui.address import address_of


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def lost_code(request: HttpRequest) -> HttpResponse:
    """Ask for number and phone, and keep them for the worker. Nothing here looks whether they are right."""
    form = LostCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number, phone, at = form.cleaned_data["number"], form.cleaned_data["phone"], times.now()
        caps.count(caps.CODE_FROM_ADDRESS, address_of(request), at)
        caps.count(caps.CODE_FOR_NUMBER, number, at)
        caps.count(caps.CODE_FOR_PAIR, f"{number}\0{phone}", at)
        lost_codes.ask(number, phone, at)
        return HttpResponseRedirect(reverse("portal:code_asked"))
    return render(request, "portal/lost_code.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@public_page
def code_asked(request: HttpRequest) -> HttpResponse:
    """Say what happens now, whoever asked."""
    return render(request, "portal/code_asked.html")
