"""The counter: a matter is registered while the caller is on the line; online messages are collected and screened."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.db.models.functions import Left
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.act import Registered, move_case, register, split_off
from huiyin.cases.effects.closing import WAY_BACK
from huiyin.cases.lifecycle import CASE
from huiyin.cases.links import web_link
from huiyin.cases.looked_up import write_down
from huiyin.cases.models import Case
from huiyin.cases.petitioners import hash_or_none
from huiyin.cases.queries import case_facts, in_charge_of
from huiyin.cases.ready import Ready, answers, ready_named
from huiyin.cases.states import CaseState
from huiyin.cases.who import INTAKE_POSTS
from huiyin.drafts.act import throw_away
from huiyin.drafts.queries import Kept
from huiyin.drafts.restoring import as_data, draft_of, shown
from huiyin.files.act import Prepared, keep
from huiyin.files.queries import present
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import CENTRE_POSTS, Post
from huiyin.flow.table import Refused
from huiyin.intake.forms import SCREENSHOTS, book_now, draft_name, filled_up, groups_of, registration_form
from huiyin.intake.queries import (
    Caller,
    caller_known_by,
    caller_of,
    case_of_this_call,
    is_whole_number,
    looks_mistyped,
    perhaps_known,
)
from huiyin.journal.models import Event
from huiyin.journal.writing import writing
from huiyin.moves.form import MoveForm
from huiyin.moves.place import place_of
from huiyin.moves.taking import status_of
from huiyin.rulebook.shelf import book as book_named
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec

REGISTRARS = (*INTAKE_POSTS, Post.DIRECTOR)
COLLECTORS = (Post.OPINION_CLERK, Post.DIRECTOR)
EXCERPT = 200
LONGEST_TAG, MOST_TAGS = 40, 5
LONGEST_PHONE = 40
READY = "ready:"
"""So begins the step that registers what lies ready, with its name behind it."""

SHOWN_IN_SCREENING = (
    "id", "number", "title", "channel", "book", "received_at", "excerpt", "source_link", "source_due_at", "hurries",
    "is_added_to", "has_picture",
)  # fmt: skip

SCREENING = ListSpec(
    filters=(
        Filter(
            "channel", "渠道", "choice", choices=lambda book: [(c.code, c.label) for c in book.channels if c.online]
        ),
    ),
    sorts=(
        Sort("oldest", "先来的在前", "received_at"),
        Sort("newest", "新来的在前", "received_at", descending=True),
        Sort("site", "网站期限近的在前", "source_due_at", nullable=True),
    ),
    page_size=20,
)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*REGISTRARS, on_own_line=True)
def new(request: HttpRequest) -> HttpResponse:
    """Register a matter; the same caller's next matter is begun from the receipt of the one before."""
    return _heard(request, "register")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*COLLECTORS, on_own_line=True)
def collect(request: HttpRequest) -> HttpResponse:
    """Take in an online message that is screened later."""
    return _heard(request, "collect")


@never_cache
@sensitive_post_parameters()
@require_POST
@post_required(*REGISTRARS, on_own_line=True)
def look(request: HttpRequest) -> HttpResponse:
    """Answer who calls and what is known already, as a part of the page; by POST, so that no address holds a phone."""
    known = _known(request.POST, actor_in(request), _looked_from(request))
    return render(request, "intake/new.html#known", {**known, "is_collecting": "collecting" in request.POST})


@require_safe
@post_required(*COLLECTORS, on_own_line=True)
def screening(request: HttpRequest) -> HttpResponse:
    """List the online messages that wait to be screened, with the beginning of each."""
    listing = SCREENING.read(request.GET, book_now(times.now()))
    added = Event.objects.filter(chain_id=OuterRef("pk"), verb="case.supplement")
    rows = in_charge_of(actor_in(request)).filter(state=CaseState.COLLECTED)
    pictures = present().filter(subject_kind="case", subject_id=OuterRef("pk"))
    rows = rows.annotate(excerpt=Left("text", EXCERPT), is_added_to=Exists(added), has_picture=Exists(pictures))
    page = listing.page(rows.values(*SHOWN_IN_SCREENING))
    lines = [_message(row) for row in page.rows]
    return render(request, "intake/screening.html", {"listing": listing, "page": page, "lines": lines})


def _message(row: dict[str, Any]) -> dict[str, Any]:
    channel = book_named(row["book"]).channel(row["channel"]).label
    return {**row, "channel": channel, "source_link": web_link(row["source_link"])}


def _heard(request: HttpRequest, action: str) -> HttpResponse:
    step = request.POST.get("step", "")
    first = _first_of_call(request)
    is_begun = request.method == "POST" and step != "again"
    if not is_begun:
        return _begun_page(request, action, first)
    # One moment for all that follows: answered a breath before it was registered, the case would be refused.
    now = times.now()
    form = registration_form(action, now, request.POST, files=request.FILES, first=first)
    if step != "register" and not step.startswith(READY):
        return _form_page(request, action, form, first)
    try:
        # The slow part is over before anything is locked.
        pictures = [SCREENSHOTS.look(file) for file in form.uploaded]
        with writing():
            made = _register_as_wanted(request, action, form, first, step, now)
            _keep_pictures(request, made, pictures, now)
            throw_away(actor_in(request).user_id, draft_name(action, first), key=form.key)
    except Refused as refused:
        form.refuse(refused)
        return _form_page(request, action, form, first, status=status_of(refused))
    return _receipt(request, made, action)


def _keep_pictures(request: HttpRequest, made: Registered, pictures: Sequence[Prepared], now: datetime) -> None:
    case = made.case
    for picture in pictures if not made.again else ():
        keep(
            picture, subject_kind="case", subject_id=case.pk, kind="original", actor=actor_in(request), at=now,
            case=case,
        )  # fmt: skip


def _begun_page(request: HttpRequest, action: str, first: Case | None) -> HttpResponse:
    """Show the form as it was left: empty, or with what was typed when the browser closed."""
    draft = draft_of(actor_in(request), draft_name(action, first))
    data = as_data(draft) if draft else None
    form = registration_form(action, times.now(), data, first=first)
    if not form.is_bound:
        # Who comes from a leader's answering day has its tag.
        tags = [tag[:LONGEST_TAG] for tag in request.GET.getlist("tags") if tag.strip()][:MOST_TAGS]
        form.initial = {**form.initial, "tags": tags}
    if (phone := request.POST.get("phone", "")[:LONGEST_PHONE]) and not first:
        # Who was rung back is registered from the page of the call, without typing the number.
        if form.is_bound:
            messages.warning(request, "还有一份没有提交的登记，号码没有带入；先登记或清空它")
        else:
            form.initial = {**form.initial, "phone": phone}
    return _form_page(request, action, form, first, draft=draft)


def _first_of_call(request: HttpRequest) -> Case | None:
    number = request.POST.get("first", "")
    first = case_of_this_call(number, actor_in(request)) if number else None
    if number and first is None:
        raise Http404
    return first


def _register_as_wanted(
    request: HttpRequest, action: str, form: MoveForm, first: Case | None, step: str, now: datetime
) -> Registered:  # fmt: skip
    """Register what was typed; or with what lies ready, and answer it, hand it on or join it in the same act."""
    if not step.startswith(READY):
        return _register(request, action, form.said(), form.key, first, now)
    actor = actor_in(request)
    ready = ready_named(step.removeprefix(READY), now)
    if ready is None:
        raise Refused(["这条话术或知识已停用或过期，请换一条"])
    made = _register(request, action, filled_up(form.said(), ready, book_now(now)), form.key, first, now)
    if not made.again:
        for move, said in _what_follows(made.case, ready):
            move_case(made.case.pk, move, said, actor=actor, at=now, caused_by=made.event.id)
        if ready.joins:
            ready.joins(made.case.pk, actor, now, made.event.id)
    return made


def _what_follows(case: Case, ready: Ready) -> list[tuple[str, dict[str, Any]]]:
    if not ready.answer:
        return [("submit_for_review", {"note": ready.note})] if ready.note else []
    results = book_named(case.book).results
    solved = next(one.code for one in results if one.solves and one.closes and not one.needs_reviewer)
    way = WAY_BACK.get(case.channel, WAY_BACK["phone"])
    return [("answer_directly", {"answer": ready.answer, "way": way, "result": solved, "cited": ready.cited})]


def _register(
    request: HttpRequest, action: str, said: dict[str, Any], key: str, first: Case | None, now: datetime
) -> Registered:  # fmt: skip
    if first and first.state in CASE.of("split").source:
        return split_off(first.pk, [said], actor=actor_in(request), at=now, key=key)[0]
    # What is over is not split any more, but the next matter of the call is still of the same caller.
    actor = actor_in(request)
    return register(
        said, actor=actor, at=now, city=settings.CITY, key=key, action=action,
        split_from=first.pk if first else None, centre=centre_heard_for(actor, action),
    )  # fmt: skip


def centre_heard_for(actor: Actor, action: str = "register") -> UUID | None:
    """Return the unit on whose own line this person hears people: None for who hears them for the city."""
    return None if actor.holds(*(COLLECTORS if action == "collect" else REGISTRARS)) else actor.line


def _form_page(
    request: HttpRequest, action: str, form: MoveForm, first: Case | None, status: int = 200, draft: Kept | None = None
) -> HttpResponse:
    address = reverse("intake:collect" if action == "collect" else "intake:new")
    context = {
        "form": form, "groups": groups_of(form, action), "first": first, "is_collecting": action == "collect",
        # What the city's agents answer from is the city's: on a unit's line there is no such page.
        "at_the_city": actor_in(request).holds(*CENTRE_POSTS),
        "address": address, "draft": shown(draft_name(action, first), draft, address, times.now()),
        **_known(form.said() if form.is_bound else _begun_with(form), actor_in(request), first),
    }  # fmt: skip
    return render(request, "intake/new.html", context, status=status)


def _begun_with(form: MoveForm) -> dict[str, Any]:
    return {"phone": form.initial["phone"]} if form.initial.get("phone") else {}


def _looked_from(request: HttpRequest) -> Case | None:
    """Return the case registered before in this call: of its caller no number is typed again."""
    number = request.POST.get("first", "")
    return case_of_this_call(number, actor_in(request)) if number else None


def _known(said: Mapping[str, Any], actor: Actor, first: Case | None = None) -> dict[str, Any]:
    """Return who calls and which cases are perhaps the same matter, as far as something was typed."""
    now, phone = times.now(), str(said.get("phone") or "")
    book = book_now(now)
    caller: Caller | None = caller_of(first) if first else caller_known_by(phone, actor)
    hashed = hash_or_none("phone", phone) if caller and not first else None
    if hashed:
        write_down(hashed, "counter", actor=actor, at=now)
    return {
        "caller": caller,
        "asked": is_whole_number(phone),
        "mistyped": is_whole_number(phone) and looks_mistyped(phone),
        "first": first,
        "same": perhaps_known(said, book, actor, now) if said else [],
        "joins": book.repeats.same_caller_joins,
    }


def _receipt(request: HttpRequest, made: Registered, action: str) -> HttpResponse:
    """Show number and query code; the code is told this once, so the page is no redirect and is kept nowhere."""
    case, actor, now = made.case, actor_in(request), times.now()
    place = place_of("case")
    moves = place.offered(case, case_facts(case, case, now), actor)
    buttons = [
        (m.button, reverse("moves:move", args=["case", case.number, m.action])) for m in moves if m.targets()
    ]  # fmt: skip
    context = {
        "case": case, "code": made.code, "buttons": buttons, "can_go_on": case.petitioner_id is not None,
        "is_collecting": action == "collect",
        "state": next(state for state in CaseState if state == case.state), "closing": answers().to_say_at_the_end(now),
    }  # fmt: skip
    return render(request, "intake/receipt.html", context)
