"""The first page of each post and the work lists: what waits, most pressing first, filtered and page by page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.cases.models import Case
from huiyin.cases.queries import visible_to
from huiyin.cases.states import OPEN_CASE, AssignmentState
from huiyin.desk import lists
from huiyin.desk.baskets import STEP_FIELDS, basket_named, baskets_for, with_step
from huiyin.desk.exporting import export
from huiyin.desk.glance import DUE_FIELDS, LOOKED_AT, Pressing, glance_at, owed, pressing
from huiyin.desk.rows import APPLICATION_FIELDS, CASE_FIELDS, SHARE_FIELDS, Reader, Row
from huiyin.desk.saved_views import LISTS
from huiyin.desk.unit_views import LEADERS, SIGNERS
from huiyin.desk.week import has_week
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.instructions.views import at_home
from huiyin.moves.form import new_key
from huiyin.ui.doors import actor_in, signed_in
from huiyin.ui.navigation import Entry, arranged_for, entries_for
from huiyin.ui.pages import Listing

HOME, INCIDENTS = "desk:home", "incidents:index"
SHOWN_AT_HOME = 8
MOST_COUNTED = 1000
FAR_OFF = datetime.max.replace(tzinfo=UTC)
"""Where what has no due time stands among what has one."""


CHOSEN_FOR = {
    "sign": ("desk:sign_many", "post", "签收所选工单", "逐件签收，逐件告知结果"),
    "handle": ("desk:reply_many", "get", "用同一答复反馈所选工单", "下一页填写，逐件办理"),
}
"""For what a handler chooses several shares of a tab: the page, how it is asked, the word on the button, what it does."""

TO_DO = frozenset({"sign", "handle", "sign_off", "asked"})
"""The tabs of the units' shares in which something has to be done."""


@dataclass(frozen=True)
class Waiting:
    """Something that waits for somebody: its words, where all of it is listed, its rows and what they are rows of."""

    label: str
    help: str
    address: str
    rows: QuerySet[Any]
    kind: str


@dataclass(frozen=True)
class Tray:
    """One card of the first page: the most pressing rows of what waits, and the way to all of them."""

    label: str
    help: str
    address: str
    count: int
    rows: list[Row]
    pressing: Pressing

    @property
    def more(self) -> bool:
        """Whether there is more than the card shows."""
        return self.count > len(self.rows)

    @property
    def counted(self) -> str:
        """The count, as far as it was counted."""
        return f"{MOST_COUNTED} 以上" if self.count > MOST_COUNTED else str(self.count)


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Show what the signed-in person must do now, by post, late first."""
    actor = actor_in(request)
    trays = [tray for tray in _trays(actor) if tray.count]
    entries = [one for one in entries_for(actor) if not one.personal and one.url_name != HOME]
    context = {
        "trays": trays, "total": sum(tray.count for tray in trays), "elsewhere": _elsewhere(entries),
        "glance": glance_at(trays),
        "is_unit": actor.holds(*UNIT_POSTS), "reads_incidents": any(one.url_name == INCIDENTS for one in entries),
        "ways": [(one.label, reverse(one.url_name), one.icon) for one in arranged_for(actor)[0] if one.url_name != HOME],
        "home_key": HOME.replace(":", "-"), "has_week": has_week(actor),
        "calls_back": actor.holds(Post.CALLBACK_AGENT), **at_home(actor),
    }  # fmt: skip
    return render(request, "desk/home.html", context)


def _elsewhere(entries: Iterable[Entry]) -> list[tuple[str, str, str]]:
    """Return the pages of other rooms on which something may wait: call-backs, notices and whatever else counts.

    How much waits there is told with the numbers of the navigation, after the page is there.
    """
    return [(entry.label, reverse(entry.url_name), entry.key) for entry in entries if entry.is_counted]


def waits_for(actor: Actor) -> int:
    """Return how many things wait for the actor, for the mark in the navigation."""
    return sum(_count(waiting.rows) for waiting in _waiting(actor))


def _trays(actor: Actor) -> list[Tray]:
    reader = Reader(actor, times.now())
    return [_tray(waiting, reader) for waiting in _waiting(actor)]


def _tray(waiting: Waiting, reader: Reader) -> Tray:
    # Which ones come first is asked by the narrowest question; what is told of them costs more than to find them.
    first = list(_first(waiting)[: LOOKED_AT + 1])
    # What is looked at has been counted by being found; most trays are empty or hold a few.
    count = len(first) if len(first) <= LOOKED_AT else _count(waiting.rows)
    is_short = len(first) <= SHOWN_AT_HOME
    looked_at = list(_told(waiting, first) if is_short else _dues(waiting, first[:LOOKED_AT])) if first else []
    due = {row["id"]: owed(waiting.kind, row) for row in looked_at}
    # By the next step of the centre a case may be late that was promised for a day far off: it stands first.
    shown = sorted((pk for pk in first if pk in due), key=lambda pk: due[pk] or FAR_OFF)[:SHOWN_AT_HOME]
    told = {row["id"]: row for row in (looked_at if is_short else _told(waiting, shown))}
    rows = [getattr(reader, waiting.kind)(told[pk]) for pk in shown if pk in told]
    return Tray(waiting.label, waiting.help, waiting.address, count, rows, pressing(due.values(), reader.at))


def _waiting(actor: Actor) -> list[Waiting]:
    """Return everything that waits for the actor: cases by basket, applications, and the shares of the own units."""
    now = times.now()
    found = [Waiting(b.label, b.help, b.address, b.rows(actor, now), "case") for b in baskets_for(actor)]
    deciding = lists.applications_waiting_for(actor)
    found.append(Waiting("待审批申请", "延期、退单、挂账", reverse("desk:applications"), deciding, "application"))
    return found + (_waiting_in_units(actor) if actor.holds(*UNIT_POSTS) else [])


def _waiting_in_units(actor: Actor) -> list[Waiting]:
    mine = [(key, label, lists.shares_in(key, actor)) for key, label, _ in lists.TABS if key in TO_DO]
    answered = lists.shares_in("below", actor).filter(state=AssignmentState.REPLIED)
    tabs = [*mine, ("below", "下级已反馈，待通过或退回", answered)]
    if actor.holds(*LEADERS):
        # A draft waits for nobody but the leader.
        tabs.sort(key=lambda tab: tab[0] != "sign_off")
    return [Waiting(label, "", f"{reverse('desk:shares')}?tab={key}", rows, "share") for key, label, rows in tabs]


def _first(waiting: Waiting) -> QuerySet[Any, Any]:
    return waiting.rows.order_by(*_pressing(waiting)).values_list("pk", flat=True)


def _dues(waiting: Waiting, first: list[Any]) -> QuerySet[Any, dict[str, Any]]:
    """Return of the first of a long tray what tells by when they are owed."""
    rows, fields = waiting.rows.filter(pk__in=first).order_by(), ("id", *DUE_FIELDS[waiting.kind])
    return with_step(rows).values(*fields, "step_due_at") if waiting.kind == "case" else rows.values(*fields)


def _told(waiting: Waiting, shown: list[Any]) -> QuerySet[Any, dict[str, Any]]:
    fields = {"case": CASE_FIELDS, "share": SHARE_FIELDS, "application": APPLICATION_FIELDS}[waiting.kind]
    rows = waiting.rows.filter(pk__in=shown).order_by()
    return with_step(rows).values(*fields, *STEP_FIELDS) if waiting.kind == "case" else rows.values(*fields)


def _pressing(waiting: Waiting) -> tuple[Any, ...]:
    if waiting.kind == "share":
        return lists.most_pressing_first()
    return (F("asked_at").asc() if waiting.kind == "application" else F("due_at").asc(nulls_last=True), "id")


def _count(rows: QuerySet[Any]) -> int:
    # Nothing but the key: what else a row is asked for would be asked of a thousand rows before they are counted.
    return rows.order_by().values("pk")[: MOST_COUNTED + 1].count()


@require_safe
@signed_in
def cases(request: HttpRequest) -> HttpResponseBase:
    """List the cases that the viewer sees; `?format=csv` or `xlsx` hands out what the filters leave."""
    return case_list(request, visible_to(actor_in(request)), lists.CASES, "工单")


@require_safe
@signed_in
def basket(request: HttpRequest, key: str) -> HttpResponseBase:
    """List what waits in one basket; there is no such page for who holds none of its posts."""
    actor, found = actor_in(request), basket_named(key)
    if found is None or not found.is_for(actor):
        raise Http404
    rows = with_step(found.rows(actor, times.now()))
    return case_list(
        request, rows, lists.BASKET, found.label, found.help, STEP_FIELDS, tray=found.key if found.shared else ""
    )


def case_list(
    request: HttpRequest, rows: QuerySet[Case], spec: lists.ListSpec, heading: str, help_text: str = "",
    more_fields: tuple[str, ...] = (), tray: str = "",
) -> HttpResponseBase:  # fmt: skip
    """Show rows of cases as a list with its filters, page by page, or hand them out as a file."""
    actor = actor_in(request)
    listing = spec.read(request.GET, lists.given_to(actor))
    rows = _open_if_by_due(rows, listing)
    reader = Reader(actor, times.now())
    if wanted := request.GET.get("format"):
        return export(request, heading, wanted, listing, rows, reader)
    page = listing.page(rows.values(*CASE_FIELDS, *more_fields))
    supervises = actor.holds(Post.SUPERVISOR, Post.DIRECTOR)
    lines = [reader.case_to_choose(row) if supervises else reader.case(row) for row in page.rows]
    context = {"listing": listing, "page": page, "lines": lines, "heading": heading, "help": help_text, "tray": tray,
               "choosing": supervises}  # fmt: skip
    keeps_views = request.resolver_match is not None and request.resolver_match.view_name in LISTS
    return render(
        request, "desk/cases.html", {**context, "query": _without_cursor(request), "keeps_views": keeps_views}
    )


def _open_if_by_due(rows: QuerySet[Case], listing: Listing) -> QuerySet[Case]:
    # A due time of long ago is no order for what is over; and the open ones are few, so that sorting them is cheap.
    by_due = listing.sort_key == lists.DUE.key and "state" not in listing.values
    return rows.filter(state__in=sorted(OPEN_CASE)) if by_due and listing.spec is lists.CASES else rows


@require_safe
@signed_in
def shares(request: HttpRequest) -> HttpResponse:
    """List the shares of the viewer's units, by what has to be done next."""
    actor = actor_in(request)
    tab = request.GET.get("tab", "")
    tab = tab if tab in {key for key, _, _ in lists.TABS} else "handle"
    listing = (lists.SHARES_TO_SIGN if tab == "sign" else lists.SHARES).read(request.GET)
    page = listing.page(lists.shares_in(tab, actor).values(*SHARE_FIELDS))
    reader = Reader(actor, times.now())
    is_choosing = tab in CHOSEN_FOR and actor.holds(*SIGNERS)
    tabs = [(key, label, key == tab) for key, label, _ in lists.TABS]
    context = {
        "listing": listing,
        "page": page,
        "lines": [reader.share_to_choose(row, *SIGNERS) if is_choosing else reader.share(row) for row in page.rows],
        "tabs": tabs,
        "tab": tab,
        "choosing": is_choosing,
        "chosen_for": CHOSEN_FOR.get(tab),
        "signs_off": actor.holds(*LEADERS),
        "signs": actor.holds(*SIGNERS),
        "hands_over": actor.holds(*UNIT_POSTS),
        "key": new_key(),
    }
    return render(request, "desk/shares.html", context)


@require_safe
@signed_in
def applications(request: HttpRequest) -> HttpResponse:
    """List the applications that wait for the viewer's decision; with `?mine=1` those of the own units."""
    actor = actor_in(request)
    is_mine = request.GET.get("mine") == "1"
    listing = lists.APPLICATIONS.read(request.GET)
    rows = lists.applications_of(actor) if is_mine else lists.applications_waiting_for(actor)
    page = listing.page(rows.values(*APPLICATION_FIELDS))
    reader = Reader(actor, times.now())
    context = {
        "listing": listing,
        "page": page,
        "lines": [reader.application(row) for row in page.rows],
        "is_mine": is_mine,
    }
    return render(request, "desk/applications.html", context)


def _without_cursor(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in ("after", "before", "format"):
        query.pop(name, None)
    return query.urlencode()
