"""The pages of the phrases: the list by what they are for, and the form of one."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.knowledge import queries
from huiyin.knowledge.act import Words, end_phrase, write_phrase
from huiyin.knowledge.answering import words_of
from huiyin.knowledge.forms import PhraseForm, initial_of
from huiyin.knowledge.models import Phrase
from huiyin.knowledge.phrase_guards import KEYS
from huiyin.knowledge.who import KEEPERS, PHRASE_READERS, keeper
from huiyin.ui.doors import actor_in, post_required
from huiyin.units.forms import refuse_beside


@require_safe
@post_required(*PHRASE_READERS)
def phrases(request: HttpRequest) -> HttpResponse:
    """Show every phrase in use with its key; one that rests on an item that may not be said is marked."""
    day = local_day(times.now())
    rows = list(Phrase.objects.filter(ended_at__isnull=True).select_related("item").order_by("key"))
    groups = [
        (label, [(row, words_of(row), row.item is None or queries.is_offered(row.item, day)) for row in found])
        for label, found in queries.in_groups(rows)
    ]
    return render(request, "knowledge/phrases.html", {"groups": groups, "may_write": keeper(actor_in(request), None)})


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*KEEPERS)
def write(request: HttpRequest, phrase_id: UUID | None = None) -> HttpResponse:
    """Put a phrase behind a key, or word it anew."""
    now = times.now()
    row = get_object_or_404(Phrase, pk=phrase_id, ended_at__isnull=True) if phrase_id else None
    initial = initial_of(row) if row else {"key": _first_free_key()}
    form = PhraseForm(request.POST or None, initial=initial, at=now)
    if request.method == "POST" and form.is_valid():
        words = Words(**{name: form.cleaned_data[name] for name in form.fields})
        try:
            made = write_phrase(words, actor=actor_in(request), at=now, city=settings.CITY, phrase_id=phrase_id)
        except Refused as refused:
            refuse_beside(form, refused)
        else:
            messages.success(request, f"按键 {made.key}：“{made.title}”已保存")
            return redirect("knowledge:phrases")
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/phrase.html", {"form": form, "phrase": row}, status=status)


@require_POST
@post_required(*KEEPERS)
def end(request: HttpRequest, phrase_id: UUID) -> HttpResponse:
    """Take a phrase out of use."""
    get_object_or_404(Phrase, pk=phrase_id, ended_at__isnull=True)
    ended = end_phrase(phrase_id, actor=actor_in(request), at=times.now())
    messages.success(request, f"“{ended.title}”已停用，按键 {ended.key} 可另用")
    return redirect("knowledge:phrases")


def _first_free_key() -> str:
    taken = set(Phrase.objects.filter(ended_at__isnull=True).values_list("key", flat=True))
    return next((key for key in KEYS if key not in taken), "")
