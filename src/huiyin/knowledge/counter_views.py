"""The parts that the register page shows: phrases by their keys, and items that fit what is typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.knowledge import queries
from huiyin.knowledge.answering import words_of
from huiyin.knowledge.who import AT_THE_COUNTER
from huiyin.ui.doors import post_required


@never_cache
@require_safe
@post_required(*AT_THE_COUNTER)
def ready(request: HttpRequest) -> HttpResponse:
    """Show the phrases in use, those that register by their key first."""
    phrases = queries.phrases_on(local_day(times.now()))
    groups = [
        (label, [(one, words_of(one)) for one in rows]) for label, rows in queries.in_groups(phrases)
    ]  # fmt: skip
    return render(request, "knowledge/ready.html", {"groups": groups})


@never_cache
@sensitive_post_parameters()
@require_POST
@post_required(*AT_THE_COUNTER)
def fitting(request: HttpRequest) -> HttpResponse:
    """Show what the centre may say to what is typed; by POST, so that no address holds what a caller says."""
    typed = f"{request.POST.get('title', '')} {request.POST.get('text', '')}".strip()
    topic = request.POST.get("category", "")
    found = queries.fitting(typed, topic, local_day(times.now())) if typed or topic else []
    return render(request, "knowledge/fitting.html", {"items": found, "asked": bool(typed or topic)})
