"""Forms by which something new is made on a page of its own, filled in from what led there; and how they are sent."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.cases.models import Assignment
from huiyin.cases.models.assignment import Role
from huiyin.escalation.models import StepTaken
from huiyin.escalation.places import PAPERS
from huiyin.escalation.queries import steps_visible_to, units_for_choice
from huiyin.files.problems import UploadRefused
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.says import Ask
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.journal.door import Stale
from huiyin.moves.form import SEEN, MoveForm, form_for
from huiyin.moves.taking import status_of
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for
from huiyin.ui.doors import actor_in
from huiyin.units.models import Unit

MOST_NAMED = 20


def book_now() -> Rulebook:
    """Return the rulebook of this moment."""
    return book_for(settings.CITY, local_day(times.now()))


def form_to_make(
    request: HttpRequest,
    asks: Sequence[Ask],
    initial: Mapping[str, Any],
    *,
    owner: Unit | None = None,
    files: bool = False,
) -> MoveForm:
    """Return the form of something new, as it was sent or filled in beforehand."""
    units = units_for_choice(actor_in(request), times.now(), owner)
    data, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return form_for(
        asks, book_now(), {"unit": units, "units": units}, data, files=sent, initial=initial,
        uploads=PAPERS if files else None,
    )  # fmt: skip


def step_named(request: HttpRequest, actor: Actor, centre: UUID | None = None) -> StepTaken | None:
    """Return the step of the ladder from which somebody came (`?step=12`), if he may read it and it is this centre's."""
    text = request.GET.get("step") or request.POST.get("step") or ""
    rows = steps_visible_to(actor).filter(centre=centre).select_related("unit", "case")
    return rows.filter(number=int(text)).first() if text.isdecimal() and len(text) < 10 else None


def known_from(request: HttpRequest, step: StepTaken | None) -> dict[str, Any]:
    """Return unit and cases that the address, or the step of the ladder behind it, names."""
    named = [*request.GET.getlist("case"), *request.GET.getlist("chosen")]
    cases = [word for one in named for word in one.split(",") if word]
    unit = request.GET.get("unit", "")
    if step:
        cases = cases or numbers_of(step)
        unit = unit or str(step.unit_id or "")
    if not unit and cases:
        unit = str(lead_of(cases[0]) or "")
    return {"unit": unit, "cases": "，".join(cases), "step": step}


def numbers_of(step: StepTaken) -> list[str]:
    """Return the numbers of the cases that a step is about: its own, or those behind it."""
    if step.case:
        return [step.case.number]
    return list(step.behind.order_by("case__number").values_list("case__number", flat=True)[:MOST_NAMED])


def lead_of(number: str) -> Any:
    """Return the id of the unit that leads a case."""
    rows = Assignment.objects.filter(case__number=number, role=Role.LEAD).order_by("dispatched_at")
    return rows.values_list("unit_id", flat=True).last()


def sent_form(
    request: HttpRequest, form: MoveForm, made: Callable[[], HttpResponse], context: Mapping[str, Any], told: str
) -> HttpResponse:
    """Show a form, or do what it says; what is refused comes back with every reason, and nothing typed is lost."""
    status = 200
    if request.method == "POST":
        try:
            answer = made()
        except UploadRefused as problem:
            form.refuse(Refused([str(problem)]))
            status = 422
        except Stale as stale:
            form.refuse(stale)
            form.renewed(int(str(form.data.get(SEEN) or 0) or 0) + len(stale.events))
            status = 409
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            messages.success(request, told)
            return answer
    return render(request, "escalation/form.html", {"form": form, **context}, status=status)


def to(name: str, number: int) -> HttpResponse:
    """Go to the page of what was made."""
    return redirect(name, number)


def days_from(today: date, days: int) -> date:
    """Return the day so many days ahead."""
    return date.fromordinal(today.toordinal() + days)
