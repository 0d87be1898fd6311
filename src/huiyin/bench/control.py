"""What the centre's control costs where there are many cases: a round of the assessment, and a look at the ladder."""

import time
from typing import Any

from huiyin.assessment.act import open_round
from huiyin.assessment.models import Sheet
from huiyin.bench.multiply import require_throwaway
from huiyin.cases.models import Case
from huiyin.escalation.finding import reached
from huiyin.flow import times
from huiyin.flow.actor import Actor, Seat
from huiyin.flow.posts import Post
from huiyin.people.models import Holding
from huiyin.rulebook.scheme_shelf import scheme_for
from huiyin.rulebook.shelf import book_for

LONGEST_ROUND = 10.0
"""Seconds in which a month of 100 units and 100,000 cases is to be scored on PostgreSQL."""


def controlled(city: str) -> dict[str, Any]:
    """Score all units over all cases, look for steps of the ladder that have come, and return how long each took."""
    require_throwaway()
    began = time.perf_counter()
    scored = _score(city)
    took = time.perf_counter() - began
    began = time.perf_counter()
    steps = sum(1 for _ in reached(times.now()))
    sheets = Sheet.objects.filter(round=scored)
    return {
        "cases": Case.objects.count(), "units": sheets.count(), "round_seconds": round(took, 2),
        "ladder_steps": steps, "ladder_seconds": round(time.perf_counter() - began, 2),
        "sheet": f"/assessment/{scored.number}/{sheets.order_by('rank')[0].pk}/",
    }  # fmt: skip


def _score(city: str) -> Any:
    today = times.local_day(times.now())
    first = times.local_day(Case.objects.order_by("received_at").values_list("received_at", flat=True)[0])
    scheme = scheme_for(book_for(city, today).assessment.scheme, first)
    holder = Holding.objects.select_related("user").get(post=Post.DIRECTOR).user
    actor = Actor(holder.pk, holder.name, frozenset([Seat(Post.DIRECTOR)]))
    return open_round(first, today, scheme, actor=actor, at=times.now(), city=city)
