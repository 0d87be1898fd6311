"""A roster as a sheet: an empty one to fill in, the filled one looked through, then entered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.duty.act import put_all_on_duty
from huiyin.duty.queries import book_on, units_planned_by
from huiyin.duty.sheet import CENTRE_NAME, HEADER, LIMITS, MOST_ROWS, Judged, judge, read_rows, wanted_in
from huiyin.duty.who import PLANNERS
from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.people.who import plans_duty
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.sheets import xlsx_response
from huiyin.ui.sheets_in import opened_upload
from huiyin.ui.unreadable import Unreadable

BLANK_ROWS = 200


@require_safe
@post_required(*PLANNERS)
def template(request: HttpRequest) -> HttpResponseBase:
    """Hand out an empty sheet with the shifts and units to choose."""
    actor, day = actor_in(request), local_day(times.now())
    units = list(units_planned_by(actor, day).order_by("path").values_list("name", flat=True))
    choices = {
        1: [one.label for one in book_on(day).duty.shifts],
        4: [*([CENTRE_NAME] if plans_duty(actor, "") else []), *units],
    }
    return xlsx_response("值班表-模板.xlsx", "值班表", HEADER[:7], [[""] * 7 for _ in range(BLANK_ROWS)], choices)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PLANNERS)
def bring(request: HttpRequest) -> HttpResponse:
    """Read a sheet that was filled in, and show row by row what would be entered and what stands against it."""
    actor, at = actor_in(request), times.now()
    if request.method != "POST":
        return _page(request)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, problem="请选择填写好的表格", status=422)
    try:
        with opened_upload(file, LIMITS) as sheet:
            rows = read_rows(sheet)
    except Unreadable as unreadable:
        return _page(request, problem=str(unreadable), status=422)
    if not rows:
        return _page(request, problem="表格里没有填写内容", status=422)
    return _page(request, judge(rows, actor, at), name=file.name or "")


@never_cache
@require_POST
@post_required(*PLANNERS)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter the good rows of a preview, all at once or none."""
    try:
        wanted = wanted_in(request.POST.getlist("row")[:MOST_ROWS])
    except ValueError as wrong:
        raise BadRequest("不是预览给出的行") from wrong
    try:
        count = put_all_on_duty(wanted, actor=actor_in(request), at=times.now())
    except Refused as refused:
        return _page(request, problem=str(refused), status=422)
    messages.success(request, f"已排 {count} 个班次")
    return redirect("duty:now")


def _page(
    request: HttpRequest, judged: list[Judged] | None = None, *, problem: str = "", name: str = "", status: int = 200
) -> HttpResponse:
    rows = judged or []
    context: dict[str, Any] = {
        "judged": judged, "good": [one for one in rows if one.is_good], "there": sum(one.is_there for one in rows),
        "bad": sum(bool(one.problems) for one in rows), "problem": problem, "name": name, "most": MOST_ROWS,
    }  # fmt: skip
    return render(request, "duty/sheet.html", context, status=status)
