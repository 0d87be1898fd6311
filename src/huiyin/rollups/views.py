"""The page of the counters: whether they are complete, what waits to be counted, and what each check has found."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.cases.models import Case
from huiyin.flow.posts import Post
from huiyin.rollups.known import all_kept, incomplete
from huiyin.rollups.models import Contribution, Mark, Recount
from huiyin.rollups.tasks import MOST_CASES
from huiyin.ui.doors import post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import ListSpec

READERS = frozenset({Post.DIRECTOR, Post.ADMIN})
"""Who answers for true figures, and who has them made anew."""

CHECKS = ListSpec(filters=(), sorts=(Sort("new", "新的在前", "at", descending=True),))


@require_safe
@post_required(*READERS)
def checks(request: HttpRequest) -> HttpResponse:
    """Show how the counters stand, and the checks, the newest first."""
    waiting = sorted({one.label for one in incomplete()})
    listing = CHECKS.read(request.GET, None)
    context = {
        "listing": listing,
        "page": listing.page(Recount.objects.all()),
        "measures": len({one.name for one in all_kept()}),
        "waiting": waiting,
        "by_night": Case.objects.count() <= MOST_CASES,
        "cases": Contribution.objects.count(),
        "marks": Mark.objects.count(),
        "last": Recount.objects.order_by("-at").first(),
    }
    return render(request, "rollups/checks.html", context)
