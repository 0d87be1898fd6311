"""The page that tells who saw a petitioner's data. What is asked comes by POST: no address holds a number."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huiyin.desk.who_saw import MAY_ASK_WHO_SAW, acts_upon, cases_meant, write_down_question
from huiyin.flow import times
from huiyin.rulebook.shelf import book_for
from huiyin.ui.doors import actor_in, post_required


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*MAY_ASK_WHO_SAW)
def who_saw(request: HttpRequest) -> HttpResponse:
    """Ask for a number in full and a purpose; nothing is listed before, and the question itself is written down."""
    at, typed, purpose = times.now(), request.POST.get("whom", ""), request.POST.get("purpose", "")
    purposes = [(one.code, one.label) for one in book_for(settings.CITY, times.local_day(at)).reveal_purposes]
    context = {"purposes": purposes, "typed": typed, "purpose": purpose}
    if request.method != "POST":
        return render(request, "desk/who_saw.html", context)
    problems = {} if typed.strip() else {"whom": "请填写完整的电话号码或工单编号"}
    problems |= {} if purpose in dict(purposes) else {"purpose": "请选择用途"}
    if problems:
        return render(request, "desk/who_saw.html", {**context, "problems": problems}, status=422)
    cases = cases_meant(typed)
    lines = acts_upon(cases)
    write_down_question(cases, purpose, actor=actor_in(request), at=at)
    return render(request, "desk/who_saw.html", {**context, "asked": True, "cases": cases, "lines": lines})
