"""The pages of the knowledge: the list of items, one item with its editions, a new one."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.cases.choosing import topics
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.knowledge.act import write_item
from huiyin.knowledge.forms import book_now, item_form
from huiyin.knowledge.models import Item
from huiyin.knowledge.places import ITEMS
from huiyin.knowledge.queries import number_typed, over, visible_to
from huiyin.knowledge.states import ItemState
from huiyin.knowledge.who import KEEPERS, READERS, keeper
from huiyin.moves.taking import status_of
from huiyin.rulebook.book import Rulebook
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec


def _with_words(rows: QuerySet[Item], words: str) -> QuerySet[Item]:
    named = number_typed(words) if words.strip().lower().lstrip("z").isdecimal() else None
    found = Q(question__icontains=words) | Q(answer__icontains=words)
    return rows.filter(found | Q(number=named) if named is not None else found)


def _topics(book: Rulebook) -> list[tuple[str, str]]:
    grouped = topics(book, local_day(times.now()))
    return [(code, f"{group} / {name}") for group, leaves in grouped for code, name in leaves]


LIST = ListSpec(
    filters=(
        Filter("q", "问题、答复中的字，或编号", narrow=_with_words),
        Filter("state", "状态", "choice", choices=lambda book: [(s.value, s.label) for s in ItemState]),
        Filter("topic", "分类", "choice", choices=_topics),
        Filter("over", "只看已过期", "flag", narrow=lambda rows, value: rows.filter(over(local_day(times.now())))),
    ),
    sorts=(Sort("changed", "最近修改的在前", "changed_at", descending=True), Sort("number", "按编号", "number")),
    page_size=50,
)


@require_safe
@post_required(*READERS)
def items(request: HttpRequest) -> HttpResponse:
    """List the items that the viewer may read."""
    actor, now = actor_in(request), times.now()
    book = book_now(now)
    listing = LIST.read(request.GET, book)
    page = listing.page(visible_to(actor).select_related("owner"), count_up_to=10_000)
    context = {
        "listing": listing, "page": page, "may_write": keeper(actor, None),
        "rows": [_line(item, book, now) for item in page.rows],
    }  # fmt: skip
    return render(request, "knowledge/items.html", context)


def _line(item: Item, book: Rulebook, now: datetime) -> dict[str, object]:
    return {"item": item, "topic": _topic(item, book), "is_over": _is_over(item, now)}


def _topic(item: Item, book: Rulebook) -> str:
    found = book.categories.get(item.topic)
    return found.name if found else item.topic


def _is_over(item: Item, now: datetime) -> bool:
    return item.valid_until is not None and item.valid_until < local_day(now)


@require_safe
@post_required(*READERS)
def item(request: HttpRequest, number: int) -> HttpResponse:
    """Show one item with what may be done with it, and how it was worded before."""
    actor, now = actor_in(request), times.now()
    found = get_object_or_404(visible_to(actor).select_related("owner", "ledger"), number=number)
    moves = ITEMS.offered(found, ITEMS.facts(found, now), actor)
    context = {
        "item": found, "topic": _topic(found, book_now(now)), "is_over": _is_over(found, now),
        "buttons": [(m.button, reverse("moves:move", args=["knowledge", number, m.action])) for m in moves],
        "editions": found.editions.select_related("by").order_by("-number"),
        "phrases": found.phrases.filter(ended_at__isnull=True),
    }  # fmt: skip
    return render(request, "knowledge/item.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*KEEPERS)
def new(request: HttpRequest) -> HttpResponse:
    """Draft an item."""
    now = times.now()
    form = item_form(now, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "knowledge/new.html", {"form": form})
    try:
        made = write_item(form.said(), actor=actor_in(request), at=now, city=settings.CITY, key=form.key)
    except Refused as refused:
        form.refuse(refused)
        return render(request, "knowledge/new.html", {"form": form}, status=status_of(refused))
    messages.success(request, f"已起草 {made.name}，发布后提供")
    return redirect("knowledge:item", made.number)
