"""A register as a sheet: a template to fill in, the sheet brought back and looked through, then entered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.flow import times
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.registers.finding import register_to_enter_or_404
from huiyin.registers.lists import template_header
from huiyin.registers.queries import units_to_enter_for
from huiyin.registers.sheet_in import LIMITS, MOST_ROWS, Judged, enter_all, judge, read_sheet, rows_in
from huiyin.rulebook.registers import Register
from huiyin.ui.doors import actor_in, signed_in
from huiyin.ui.sheets import xlsx_response
from huiyin.ui.sheets_in import opened_upload
from huiyin.ui.unreadable import Unreadable, megabytes

BLANK_ROWS = 200
"""So many rows of the template offer the words to choose."""


@require_safe
@signed_in
def template(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out an empty sheet with the columns of the register and the words that can be chosen."""
    actor, day = actor_in(request), local_day(times.now())
    register = register_to_enter_or_404(actor, code, day)
    header = template_header(register)
    choices: dict[int, list[str]] = {}
    if register.of_unit:
        choices[0] = list(units_to_enter_for(actor, register, day).order_by("path").values_list("name", flat=True))
    first = len(header) - len(register.fields)
    for column, field in enumerate(register.fields, first):
        if field.options or field.kind == "flag":
            choices[column] = [option.label for option in field.options] or ["是", "否"]
    blank = [[""] * len(header) for _ in range(BLANK_ROWS)]
    return xlsx_response(f"{register.label}-模板.xlsx", register.label, header, blank, choices)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bring(request: HttpRequest, code: str) -> HttpResponse:
    """Read a sheet that was filled in, and show row by row what would be entered and what stands against it."""
    actor, now = actor_in(request), times.now()
    register = register_to_enter_or_404(actor, code, local_day(now))
    if request.method != "POST":
        return _page(request, register)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, register, problem="请选择填写好的表格", status=422)
    try:
        with opened_upload(file, LIMITS) as sheet:
            rows = read_sheet(sheet, register)
    except Unreadable as unreadable:
        return _page(request, register, problem=str(unreadable), status=422)
    if not rows:
        return _page(request, register, problem="表格里没有填写内容", status=422)
    return _page(request, register, judge(rows, register, actor, now), name=file.name or "")


@never_cache
@require_POST
@signed_in
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the good rows of a preview, all at once; those that are there already are not entered again."""
    actor, now = actor_in(request), times.now()
    register = register_to_enter_or_404(actor, code, local_day(now))
    try:
        rows = rows_in(request.POST.getlist("row")[:MOST_ROWS], register)
        made = enter_all(rows, register, actor=actor, at=now)
    except Refused as refused:
        return _page(request, register, problem=str(refused), status=422)
    left = len(rows) - len(made)
    messages.success(request, f"已登记 {len(made)} 条" + (f"，另有 {left} 条早已登记，没有重复登记" if left else ""))
    return redirect("registers:list", code)


def _page(
    request: HttpRequest, register: Register, judged: list[Judged] | None = None, *, problem: str = "", name: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    rows = judged or []
    context: dict[str, Any] = {
        "register": register, "judged": judged, "good": [one for one in rows if one.is_good], "name": name,
        "bad": [one for one in rows if one.problems], "there": [one for one in rows if one.there],
        "problem": problem, "most": MOST_ROWS, "most_bytes": megabytes(LIMITS.file_bytes),
    }  # fmt: skip
    return render(request, "registers/sheet.html", context, status=status)
