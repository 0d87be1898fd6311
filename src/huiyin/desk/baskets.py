"""What waits for whom: each basket is a question to the cases, for certain posts, most pressing first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from huiyin.cases.models import Assignment, Case
from huiyin.cases.queries import in_charge_of, overdue, papers_to_check
from huiyin.cases.scoped import start_of
from huiyin.cases.states import OPEN_ASSIGNMENT, OPEN_CASE, CaseState
from huiyin.cases.who import INTAKE_POSTS
from huiyin.clocks.models import Clock
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.limit_rules import ClockName
from huiyin.rulebook.shelf import books_of
from huiyin.rulebook.where import Where

Narrow = Callable[[QuerySet[Case], Actor, datetime], QuerySet[Case]]

SOON = 7 * ONE_DAY
"""So far ahead one looks at what was promised."""

AFTERWARDS_FOR = 30 * ONE_DAY
"""So long after its end a case that went out before its approval is still laid before the approver."""


@dataclass(frozen=True)
class Basket:
    """Cases that wait for the holders of some posts. `key` stands in the address, unless another room has the page.

    What is only looked at, and waits for no act, stands not `on_home`. What waits for several colleagues alike is
    `shared`: one takes a case from it.
    """

    key: str
    label: str
    posts: frozenset[Post]
    narrow: Narrow
    help: str = ""
    url_name: str = ""
    on_home: bool = True
    shared: bool = False

    @property
    def address(self) -> str:
        """Where all of it is listed."""
        return reverse(self.url_name) if self.url_name else reverse("desk:basket", args=[self.key])

    def is_for(self, actor: Actor) -> bool:
        """Whether the actor holds one of the posts, or does their work on a unit's own line."""
        return actor.holds(*self.posts) or actor.holds_on_own_line(*self.posts)

    def rows(self, actor: Actor, at: datetime) -> QuerySet[Case]:
        """Return the cases that wait for this actor."""
        return self.narrow(in_charge_of(actor), actor, at)


def in_states(*states: CaseState) -> Narrow:
    """Make a question: the cases in these states."""

    def narrow(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
        return rows.filter(state__in=states)

    return narrow


def registered_for_me(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return what is registered and has no next step yet: an agent's own, else all."""
    waiting = rows.filter(state=CaseState.REGISTERED)
    all_of_them = (Post.SHIFT_LEAD, Post.REVIEWER, Post.DIRECTOR)
    if actor.holds(*all_of_them) or actor.holds_on_own_line(*all_of_them):
        return waiting
    return waiting.filter(registered_by=actor.user_id)


def to_approve(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return the cases whose approval is the actor's turn; the leaders' secretary sees those of all roles."""
    return rows.filter(my_turn(actor), state=CaseState.IN_APPROVAL)


def to_approve_afterwards(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return urgent cases that went out first and are approved afterwards."""
    lately = Q(state=CaseState.CLOSED, closed_day__gte=local_day(at - AFTERWARDS_FOR))
    open_still = Q(state__in=[CaseState.IN_HANDLING, CaseState.IN_AUDIT, CaseState.IN_CALLBACK])
    return rows.filter(my_turn(actor), open_still | lately, approval_pending=True)


def my_turn(actor: Actor) -> Q:
    """Return the condition that the next role of the approval chain is one of the actor's."""
    if actor.holds(Post.LEADER_SECRETARY):
        return ~Q(approval_role="")
    mine = Q(pk__in=[])
    for book in books_of(settings.CITY):
        roles = [r.code for r in book.approval.roles if actor.holds(r.post) or actor.holds_on_own_line(r.post)]
        mine |= Q(book=book.id, approval_role__in=roles)
    return mine


def to_dispatch(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return what can be dispatched: what is approved, what needs no approval, and what does not wait for it."""
    ready = Q(pk__in=[])
    for book in books_of(settings.CITY):
        ready |= Q(book=book.id) & needs_no_approval_first(book)
    early = [CaseState.REGISTERED, CaseState.IN_REVIEW]
    # Said as what is left out: by a choice between two conditions SQLite does not find its index.
    return rows.filter(state__in=[CaseState.APPROVED, *early]).exclude(Q(state__in=early) & ~ready)


def needs_no_approval_first(book: Rulebook) -> Q:
    """Return the condition "goes out without approval, or before it"; of the book's rules the first that fits wins."""
    free, earlier = Q(pk__in=[]), Q(pk__in=[])
    for rule in book.approval.rules:
        fits = _fits(rule, book)
        if rule.up_to is None:
            free |= fits & ~earlier
        earlier |= fits
    free |= ~earlier
    if book.approval.urgent_dispatch_first:
        free |= ~Q(urgency=book.urgencies[0].code)
    return free


def _fits(rule: Where, book: Rulebook) -> Q:
    """Return the conditions of a rule as a question to the rows; before dispatch no rule about a unit's level fits."""
    if rule.level:
        return Q(pk__in=[])
    wanted = ~Q(pk__in=[])
    for name in ("kind", "family", "channel", "urgency"):
        if allowed := getattr(rule, name):
            wanted &= Q(**{f"{name}__in": [str(code) for code in allowed]})
    if rule.category:
        wanted &= Q(category__in=sorted(frozenset().union(*(book.below(code) for code in rule.category))))
    return wanted if rule.important is None else wanted & Q(important=rule.important)


def late(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return the open cases past the promised time."""
    return rows.filter(overdue(at))


def due_today(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return what is not late yet and will be at the end of the day."""
    return _promised(rows).filter(due_at__gte=at, due_at__lt=start_of(local_day(at) + ONE_DAY))


def promised_at_once(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return what was promised to be handled at once (马上就办) and is not answered."""
    return _promised(rows).filter(immediate=True)


def promised_anew(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return what was extended, so that a second promise was given, and falls due within days or is late with it."""
    return _promised(rows).filter(extended=True, due_at__lt=start_of(local_day(at) + SOON))


def to_look_at_soon(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return suspended cases whose review day comes within days."""
    today = local_day(at)
    on_ledger = rows.filter(state__in=sorted(OPEN_CASE), suspended=True)
    return on_ledger.filter(review_on__gt=today, review_on__lt=today + SOON)


def _promised(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.filter(state__in=sorted(OPEN_CASE), answered_at__isnull=True, suspended=False)


def asked_by_units(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return the cases in which a unit waits for the centre's answer to a question."""
    # "Not empty" once more for itself: so the databases find the index of the shares on which a question is open.
    open_questions = Assignment.objects.filter(question_to__gt="", state__in=sorted(OPEN_ASSIGNMENT))
    asking = open_questions.filter(question_to="centre")
    return rows.filter(pk__in=asking.values("case_id"))


def objected_to(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return the cases whose petitioner wants them done again and waits for the centre's answer."""
    return rows.filter(objected_at__isnull=False)


def to_publish(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return the answers to online messages of which nobody has noted where they stand for all to read."""
    return rows.filter(to_publish=True)


def to_check_papers(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return the cases with a signature on paper that was drawn for the spot check."""
    return rows.filter(pk__in=papers_to_check().values("case_id"))


def to_look_at_again(rows: QuerySet[Case], actor: Actor, at: datetime) -> QuerySet[Case]:
    """Return suspended cases whose review day has come."""
    return rows.filter(state__in=sorted(OPEN_CASE), suspended=True, review_on__lte=local_day(at))


def _posts(*posts: Post) -> frozenset[Post]:
    return frozenset({*posts, Post.DIRECTOR})


LEADERS = (
    Post.APPROVER, Post.SECTION_CHIEF, Post.SECRETARY_GENERAL, Post.VICE_MAYOR, Post.CITY_LEADER, Post.LEADER_SECRETARY,
)  # fmt: skip

BASKETS: tuple[Basket, ...] = (
    Basket("approval", "待批示", _posts(*LEADERS), to_approve, "呈批到我的工单", shared=True),
    Basket("afterwards", "待补批", _posts(*LEADERS), to_approve_afterwards, "急件先转办，事后补批"),
    Basket(
        "screening", "待筛选", _posts(Post.OPINION_CLERK), in_states(CaseState.COLLECTED),
        "采集的网络舆情，筛选后登记", "intake:screening",
    ),
    Basket("to_publish", "待公开答复", _posts(Post.OPINION_CLERK), to_publish, "已答复而网上还没有登记公开的网络舆情"),
    Basket(
        "registered", "已登记待处理", _posts(*INTAKE_POSTS, Post.REVIEWER), registered_for_me,
        "直接答复、直接办理、不予受理、转外部或提交审核", shared=True,
    ),
    Basket("review", "待审核", _posts(Post.REVIEWER), in_states(CaseState.IN_REVIEW), "审核后呈批或转办", shared=True),
    Basket("dispatch", "待转办", _posts(Post.DISPATCHER), to_dispatch, "已批准，或按规定不须先呈批", shared=True),
    Basket("audit", "待审核反馈", _posts(Post.AUDITOR), in_states(CaseState.IN_AUDIT), "通过或退回重办", shared=True),
    Basket(
        "questions", "单位询问待答复", _posts(Post.DISPATCHER, Post.AUDITOR, Post.SUPERVISOR), asked_by_units,
        "单位就在办工单询问中心",
    ),
    Basket(
        "papers", "待抽查签字", _posts(Post.AUDITOR, Post.SUPERVISOR), to_check_papers, "抽中的纸质签发，对照扫描件核实",
    ),
    Basket(
        "objections", "诉求人异议待答复", _posts(Post.SUPERVISOR), objected_to, "诉求人对办理结果不认可，要求重新办理",
        "callbacks:objections",
    ),
    Basket("callback", "待回访", _posts(Post.CALLBACK_AGENT), in_states(CaseState.IN_CALLBACK), "回访后办结"),
    Basket("late", "超期未结", _posts(Post.SUPERVISOR), late, "超过对诉求人承诺的时间"),
    Basket("today", "今日到期", _posts(Post.SUPERVISOR), due_today, "今天之内须答复诉求人，现在还没有答复"),
    Basket(
        "at_once", "承诺马上就办", _posts(Post.SUPERVISOR), promised_at_once, "已承诺马上就办，还没有答复", on_home=False,
    ),
    Basket(
        "promised_anew", "延期后将到期", _posts(Post.SUPERVISOR), promised_anew, "延期时答应的新期限在七天之内或已过",
        on_home=False,
    ),
    Basket(
        "review_soon", "挂账将复查", _posts(Post.SUPERVISOR, Post.DISPATCHER), to_look_at_soon, "复查日期在七天之内",
        on_home=False,
    ),
    Basket(
        "review_day", "挂账到期复查", _posts(Post.SUPERVISOR, Post.DISPATCHER), to_look_at_again, "复查日期已到",
    ),
)  # fmt: skip


STEP_FIELDS = ("step_kind", "step_due_at")
CENTRE_STEPS = (
    ClockName.CENTRE_REVIEW, ClockName.CENTRE_APPROVAL, ClockName.CENTRE_DISPATCH, ClockName.CENTRE_AUDIT,
)  # fmt: skip


def with_step(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Add until when the centre has to do what the case waits for: who has the basket is late by that clock first."""
    running = Clock.objects.running().filter(subject_id=OuterRef("pk"), kind__in=CENTRE_STEPS).order_by("due_at")
    return rows.annotate(**{name: Subquery(running.values(name.removeprefix("step_"))[:1]) for name in STEP_FIELDS})


def basket_named(key: str) -> Basket | None:
    """Return the basket of this key."""
    return next((basket for basket in BASKETS if basket.key == key), None)


def baskets_for(actor: Actor) -> list[Basket]:
    """Return what waits for an act of the actor's posts, in the order of the page."""
    return [basket for basket in BASKETS if basket.on_home and basket.is_for(actor)]
