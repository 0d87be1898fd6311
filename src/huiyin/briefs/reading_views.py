"""The list of who was to read which paper and has read it: what the figures of reading count."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.briefs import measures
from huiyin.briefs.models import Brief, BriefReader
from huiyin.briefs.queries import in_hands_of
from huiyin.briefs.states import OUT
from huiyin.briefs.who import OFFICE
from huiyin.cases.listed import PARTS, days, part_of
from huiyin.flow import times
from huiyin.flow.times import local_day
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec

READING = ListSpec(
    filters=(*days("发送自"), Filter("read", "只看已阅", "flag", narrow=lambda rows, value: rows)),
    sorts=(Sort("new", "新发送的在前", "brief__distributed_at", descending=True),),
    other_keys=PARTS,
)


@require_safe
@post_required(*OFFICE)
def readers(request: HttpRequest) -> HttpResponse:
    """List the readers of the papers that were sent in a period, those that have read by its end, or all."""
    actor, part = actor_in(request), part_of(request.GET, local_day(times.now()))
    listing = READING.read(request.GET)
    mine = Brief.objects.filter(in_hands_of(actor), state__in=sorted(OUT))
    counted = measures.have_read if listing.values.get("read") else measures.to_read
    rows = BriefReader.objects.filter(brief__in=mine, pk__in=counted(part.scope).order_by().values("pk"))
    page = listing.page(rows.select_related("brief", "user", "unit", "read_by"), count_up_to=10_000)
    return render(request, "briefs/readers.html", {"listing": listing, "page": page, "part": part})
