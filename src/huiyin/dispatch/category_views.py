"""The page of topics: every one of the rulebooks of the city, when it holds, and what it became. They are law: read only."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.dispatch.who import READERS
from huiyin.flow import times
from huiyin.flow.says import day_of
from huiyin.flow.times import local_day
from huiyin.people.doors import post_required
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.categories import Category
from huiyin.rulebook.shelf import book_for, books_of


@dataclass(frozen=True)
class Line:
    """One topic, below what it stands, and what became of it."""

    category: Category
    indent: str
    is_valid: bool
    becomes: str


@require_safe
@post_required(*READERS)
def categories(request: HttpRequest) -> HttpResponse:
    """Show the topics as they stand on `?day=`, today without one; `?all` shows those not valid then, too."""
    today = local_day(times.now())
    day = _day(request.GET.get("day", "")) or today
    book, shows_all = book_for(settings.CITY, day), "all" in request.GET
    lines = [line for line in _lines(book, day) if shows_all or line.is_valid]
    context = {
        "lines": lines, "book": book, "day": day, "today": today, "shows_all": shows_all,
        "leaves": len(book.category_leaves(day)), "editions": books_of(settings.CITY),
    }  # fmt: skip
    return render(request, "dispatch/categories.html", context)


def _lines(book: Rulebook, day: date) -> list[Line]:
    """Return the topics in the order of the tree."""
    below: dict[str | None, list[Category]] = {}
    for category in book.tree.by_code.values():
        below.setdefault(category.parent, []).append(category)
    lines: list[Line] = []

    def take(parent: str | None, depth: int) -> None:
        for category in below.get(parent, []):
            heirs = "、".join(" / ".join(book.category_path(code)) for code in category.becomes)
            lines.append(Line(category, "　　" * depth, category.is_valid(day), heirs))
            take(category.code, depth + 1)

    take(None, 0)
    return lines


def _day(text: str) -> date | None:
    try:
        return day_of(text)
    except ValueError:
        return None
