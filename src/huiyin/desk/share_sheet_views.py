"""A unit takes its open shares out as a sheet, fills it in, and brings it back: looked through first, then done."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.desk.exporting import LEDGER
from huiyin.desk.share_sheet import open_shares_of, sheet_of
from huiyin.desk.share_sheet_in import LIMITS, MOST_FILLED, Judged, do, judge, read_sheet, rows_in
from huiyin.desk.unit_views import SIGNERS, told
from huiyin.flow import times
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import UNIT_POSTS
from huiyin.flow.table import Refused
from huiyin.journal.door import note
from huiyin.moves.form import new_key
from huiyin.rulebook.shelf import book_for
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.sheets import xlsx_response
from huiyin.ui.sheets_in import opened_upload
from huiyin.ui.unreadable import Unreadable, megabytes

TITLE = "在办工单"


def _book() -> Any:
    return book_for(settings.CITY, times.local_day(times.now()))


@never_cache
@require_safe
@post_required(*UNIT_POSTS)
def take_out(request: HttpRequest) -> HttpResponseBase:
    """Hand out the unit's open shares as a workbook, after writing into the journal who takes how many."""
    actor, now = actor_in(request), times.now()
    shares = list(open_shares_of(actor))
    said = {"list": "承办", "format": "xlsx", "filters": {}, "rows": len(shares)}
    note("export.shares", "export", uuid7(), at=now, head=LEDGER, actor=actor, said=said)
    sheet = sheet_of(shares, actor, _book())
    name = f"{TITLE}-{times.local(now):%Y%m%d-%H%M}.xlsx"
    return xlsx_response(name, TITLE, sheet.header, sheet.rows, choices=sheet.choices)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*SIGNERS)
def bring_back(request: HttpRequest) -> HttpResponse:
    """Read a sheet that was filled in, and show row by row what it would do and what stands against it."""
    if request.method != "POST":
        return _page(request)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, problem="请选择填写好的表格", status=422)
    try:
        with opened_upload(file, LIMITS) as sheet:
            brought = read_sheet(sheet, _book())
    except Unreadable as unreadable:
        return _page(request, problem=str(unreadable), status=422)
    if not brought.rows:
        return _page(request, problem="表格里没有填写签收或反馈的行", status=422)
    judged = judge(brought.rows, actor_in(request), times.now())
    return _page(request, judged, empty=brought.empty, name=file.name or "")


@never_cache
@require_POST
@post_required(*SIGNERS)
def do_rows(request: HttpRequest) -> HttpResponse:
    """Do the rows of a preview, each through its moves, and tell what became of each."""
    try:
        rows = rows_in(request.POST.getlist("row")[:MOST_FILLED])
    except Refused as refused:
        return _page(request, problem=str(refused), status=422)
    found = do(rows, actor=actor_in(request), at=times.now(), key=request.POST.get("key", "")[:64])
    return told(request, "办理", reverse("desk:shares"), found)


def _page(
    request: HttpRequest, judged: list[Judged] | None = None, *, problem: str = "", empty: int = 0, name: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    good = [one for one in judged or () if one.can_be_done]
    context = {
        "judged": judged, "good": good, "bad": len(judged or ()) - len(good), "problem": problem, "empty": empty,
        "name": name, "key": new_key(), "most": MOST_FILLED, "most_bytes": megabytes(LIMITS.file_bytes),
    }  # fmt: skip
    return render(request, "desk/share_sheet.html", context, status=status)
