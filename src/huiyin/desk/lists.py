"""What may be asked of each work list: the filters and orders by name, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Case as Switch
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce, Least

from huiyin.cases.models import Application, Assignment, Case
from huiyin.cases.models.application import Kind
from huiyin.cases.queries import SEES_ALL, applications_visible_to, overdue, shares_visible_to
from huiyin.cases.states import OPEN_ASSIGNMENT, ApplicationState, AssignmentState, CaseState
from huiyin.cases.trays import is_free
from huiyin.clocks.models import Clock
from huiyin.clocks.queries import overdue as late_clocks
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.flow.times import CITY_TZ, ONE_DAY, local_day
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.limit_rules import ClockName
from huiyin.rulebook.shelf import book as book_named
from huiyin.rulebook.shelf import book_for
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec
from huiyin.units.models import Unit
from huiyin.units.queries import active, within

SIGN, REPLY = ClockName.UNIT_SIGN, ClockName.UNIT_REPLY
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Given:
    """What the choices of a list depend on: the city's book and the units that the viewer knows, by place."""

    book: Rulebook
    units: Pairs


def given_to(actor: Actor) -> Given:
    """Return what the filters offer to this viewer: one statement."""
    today = local_day(times.now())
    units = active(today) if actor.holds(*SEES_ALL) else within(actor.unit_paths)
    return Given(book_for(settings.CITY, today), places(units))


def places(units: QuerySet[Unit]) -> Pairs:
    """Return units as (place, indented short name) in the order of the tree."""
    rows = units.order_by("path").values_list("path", "short_name", "depth")
    return [(path, f"{'　' * (depth - 1)}{name}") for path, name, depth in rows]


def _channels(given: Given) -> Pairs:
    return [(c.code, c.label) for c in given.book.channels]


def _kinds(given: Given) -> Pairs:
    return [(k.code, k.label) for k in given.book.kinds]


def _urgencies(given: Given) -> Pairs:
    return [(u.code, u.label) for u in given.book.urgencies]


def _topics(given: Given) -> Pairs:
    return _topics_of(given.book.id)


@lru_cache(maxsize=32)
def _topics_of(book_id: str) -> Pairs:
    """Return the topics of the first two levels, which are enough to narrow a list: each stands for all below it."""
    book = book_named(book_id)
    known = ((code, book.category_path(code)) for code in book.categories)
    return [(code, " / ".join(path)) for code, path in known if len(path) <= 2]


def _states(given: Given) -> Pairs:
    return [(state.value, state.label) for state in CaseState]


def _units(given: Given) -> Pairs:
    return given.units


def _under_topic(rows: QuerySet[Case], code: str) -> QuerySet[Case]:
    book = book_for(settings.CITY, local_day(times.now()))
    return rows.filter(category__in=sorted(book.below(code)))


def _late(rows: QuerySet[Case], value: bool) -> QuerySet[Case]:
    return rows.filter(overdue(times.now()))


def _since(rows: QuerySet[Case], day: date) -> QuerySet[Case]:
    return rows.filter(received_at__gte=_midnight(day))


def _until(rows: QuerySet[Case], day: date) -> QuerySet[Case]:
    return rows.filter(received_at__lt=_midnight(day) + ONE_DAY)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=CITY_TZ)


NEWEST = Sort("received", "新来的在前", "received_at", descending=True)
DUE = Sort("due", "期限近的在前", "due_at", nullable=True)
OLDEST = Sort("oldest", "先来的在前", "received_at")

CASE_FILTERS = (
    Filter("number", "工单编号", lookup="number__startswith"),
    Filter("state", "状态", "choice", choices=_states),
    Filter("channel", "渠道", "choice", choices=_channels),
    Filter("kind", "性质", "choice", choices=_kinds),
    Filter("category", "分类", "choice", choices=_topics, narrow=_under_topic),
    Filter("unit", "主办单位", "choice", lookup="lead_path__startswith", choices=_units),
    Filter("urgency", "紧急程度", "choice", choices=_urgencies),
    Filter("from", "收到自", "day", narrow=_since),
    Filter("to", "至", "day", narrow=_until),
    Filter("late", "只看超期", "flag", narrow=_late),
)
CASES = ListSpec(CASE_FILTERS, (NEWEST, DUE, OLDEST), other_keys=frozenset({"format"}))
FREE = Filter("free", "只看无人领取", "flag", narrow=lambda rows, value: rows.filter(is_free(times.now())))
BASKET = ListSpec((*CASE_FILTERS, FREE), (DUE, NEWEST, OLDEST), other_keys=frozenset({"format"}))

# -- shares ----------------------------------------------------------------------------------------------------------

TABS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("sign", "待签收", frozenset({AssignmentState.PENDING_SIGNATURE})),
    ("handle", "待办", frozenset({AssignmentState.HANDLING})),
    ("sign_off", "待签发", frozenset({AssignmentState.AWAITING_SIGN_OFF})),
    ("asked", "中心询问", OPEN_ASSIGNMENT),
    ("returning", "退单审核中", frozenset({AssignmentState.IN_RETURN_REVIEW})),
    ("below", "待下级", OPEN_ASSIGNMENT),
    ("replied", "已反馈", frozenset({AssignmentState.REPLIED})),
    ("done", "已结束", frozenset(AssignmentState) - OPEN_ASSIGNMENT),
)
"""The units' own work by what has to be done next; "待下级" is what was handed down and is not over."""


def shares_in(tab: str, actor: Actor) -> QuerySet[Assignment]:
    """Return the shares of one tab: a unit's own, or those that it handed down; to the centre all."""
    states = next(found for key, _, found in TABS if key == tab)
    rows = with_clocks(shares_visible_to(actor).filter(state__in=sorted(states)))
    if tab == "asked":
        rows = rows.filter(question_to="unit")
    if tab == "below":
        return rows.filter(above__isnull=False, **_of(actor, "above__unit__in"))
    return rows.filter(**_of(actor, "unit__in"))


def with_clocks(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Add whether the time limit stands, and until when the petitioner has to be called first."""
    running = Clock.objects.running().filter(subject_id=OuterRef("pk"))
    stands = Exists(running.filter(kind=REPLY, paused_at__isnull=False))
    contact = running.filter(kind=ClockName.FIRST_CONTACT).values("due_at")[:1]
    return rows.annotate(stands=stands, contact_due_at=Subquery(contact))


def most_pressing_first() -> tuple[OrderBy, OrderBy, str]:
    """Return the order of a unit's work (`with_clocks`): by whichever of its limits comes first; what stands, last."""
    owed = When(state=AssignmentState.PENDING_SIGNATURE, then=F("sign_due_at"))
    due = Switch(owed, default=F("due_at"))
    return F("stands").asc(), Least(Coalesce("contact_due_at", due), due).asc(nulls_last=True), "id"


def _of(actor: Actor, lookup: str) -> dict[str, Any]:
    return {} if actor.holds(*SEES_ALL) else {lookup: actor.unit_ids}


def _late_share(rows: QuerySet[Assignment], value: bool) -> QuerySet[Assignment]:
    return rows.filter(pk__in=late_clocks(times.now()).filter(kind__in=[SIGN, REPLY]).values("subject_id"))


SHARES = ListSpec(
    filters=(
        Filter("number", "工单编号", lookup="case__number__startswith"),
        Filter("late", "只看超期", "flag", narrow=_late_share),
    ),
    sorts=(DUE, Sort("new", "新转办的在前", "dispatched_at", descending=True)),
    other_keys=frozenset({"tab"}),
)
SHARES_TO_SIGN = replace(SHARES, sorts=(Sort("due", "期限近的在前", "sign_due_at", nullable=True), *SHARES.sorts[1:]))
"""Before the signature another clock runs: the list goes by that one."""

DRAFTS = ListSpec(filters=(), sorts=(DUE,), page_size=20)

# -- applications ----------------------------------------------------------------------------------------------------

LEADERS = (Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER)


def applications_waiting_for(actor: Actor) -> QuerySet[Application]:
    """Return the applications that wait for this actor's decision."""
    mine = Q(decider="unit", decided_by_unit__in=actor.unit_ids)
    deciders = (Post.DISPATCHER, Post.DIRECTOR, Post.ARBITER)
    if actor.holds(*deciders):
        mine |= Q(decider="centre")
    elif actor.holds_on_own_line(*deciders):
        mine |= Q(decider="centre", case__centre__in=actor.own_centres)
    if actor.holds(*LEADERS, Post.LEADER_SECRETARY):
        mine |= Q(decider="instructor") & _instructed_by(actor)
    return _with_limit(applications_visible_to(actor).filter(mine, state=ApplicationState.ASKED))


def _with_limit(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Add until when it has to be decided."""
    running = Clock.objects.running().filter(subject_id=OuterRef("pk"))
    return rows.annotate(decide_by=Subquery(running.values("due_at")[:1]))


def _instructed_by(actor: Actor) -> Q:
    """Return the condition that the leader who instructed is the actor; the secretary serves all of them."""
    if actor.holds(Post.LEADER_SECRETARY):
        return Q()
    return Q(case__instructor_post__in=["", *(post for post in LEADERS if actor.holds(post))])


def applications_of(actor: Actor) -> QuerySet[Application]:
    """Return the applications of the actor's own units that nobody has decided yet."""
    rows = applications_visible_to(actor).filter(state=ApplicationState.ASKED, assignment__unit__in=actor.unit_ids)
    return _with_limit(rows)


APPLICATIONS = ListSpec(
    filters=(Filter("kind", "申请", "choice", choices=lambda given: Kind.choices),),
    sorts=(
        Sort("asked", "先申请的在前", "asked_at"),
        Sort("new", "新申请的在前", "asked_at", descending=True),
    ),
    other_keys=frozenset({"mine"}),
)

UNIT_PEOPLE = tuple(sorted(UNIT_POSTS))
"""The posts whose work lists are the shares of their units."""
