"""Figures that only the assessment asks for: signing, contact, first go, what was solved, levels, what is left out."""

from collections.abc import Iterable
from functools import partial

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from huiyin.assessment.models import Claim, ClaimKind
from huiyin.assessment.states import ClaimState
from huiyin.cases import populations as p
from huiyin.cases.measures import accepted, happened, times
from huiyin.cases.models import Assignment, Case
from huiyin.cases.scoped import TAKEN_BACK, of_scope, shares_in, within
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import all_books
from huiyin.units.path import SEGMENT

NOT_ON_TIME = Q(on_time=False) | Q(on_time__isnull=True)


def signed(scope: Scope) -> QuerySet[Assignment]:
    """Return the shares that were signed in the period."""
    return within(scope, "signed_at", shares_in(scope))


def due_late(scope: Scope) -> QuerySet[Assignment]:
    """Return the shares that fell due in the period without an answer in time."""
    return p.shares_due(scope).filter(NOT_ON_TIME)


def contacted(scope: Scope) -> QuerySet[Assignment]:
    """Return the shares handed out in the period whose unit spoke with the petitioner."""
    return p.shares_dispatched(scope).filter(contacted_at__isnull=False)


def resolved(scope: Scope) -> QuerySet[Case]:
    """Return what units answered with a result that solves the matter, by the case's own book."""
    solving = Q(pk__in=[])
    for book in all_books():
        solving |= Q(book=book.id, result__in=[result.code for result in book.results if result.solves])
    return p.closed(scope).filter(solving)


def at_level(scope: Scope, depth: int) -> QuerySet[Assignment]:
    """Return the shares of units at this level that fell due in the period and can be judged, handed down or not."""
    mine = Assignment.objects.alias(long=Length("unit_path")).filter(long=depth * SEGMENT).exclude(state__in=TAKEN_BACK)
    mine = mine.filter(unit_path__startswith=scope.unit_path) if scope.unit_path else mine
    return p.judged_due(scope, of_scope(mine, scope))


def on_time_at_level(scope: Scope, depth: int) -> QuerySet[Assignment]:
    """Return those of them that were answered in time."""
    return at_level(scope, depth).filter(on_time=True)


def sent_back_at_level(scope: Scope, depth: int) -> QuerySet[Assignment]:
    """Return those of them whose reply came back."""
    return at_level(scope, depth).filter(rejections__gt=0)


def excluded(scope: Scope, why: str = "") -> QuerySet[Claim]:
    """Return the claims granted in the period by which a case does not count."""
    rows = Claim.objects.filter(kind=ClaimKind.EXCLUSION, state=ClaimState.GRANTED)
    rows = rows.filter(why=why) if why else rows
    rows = rows.filter(unit__path__startswith=scope.unit_path) if scope.unit_path else rows
    return within(scope, "decided_at", of_scope(rows, scope))


MEASURES: tuple[Measure | Rate, ...] = (
    times("signed", "签收", "期间内单位签收的次数。", signed),
    times("signed_on_time", "按时签收", "期间内单位在签收时限内签收的次数。", lambda s: signed(s).filter(signed_late=False)),
    times("unit_due_late", "单位到期未按期反馈", "期间内到期的承办任务中逾期反馈和至今未反馈的次数。", due_late),
    times("unit_contacted", "联系诉求人", "期间内交给单位的承办任务中单位已联系到诉求人的次数。", contacted),
    times("unit_replied_at_once", "一次通过", "期间内获审核通过的单位反馈中没有被退回过的次数。",
          lambda s: p.shares_replied(s).filter(rejections=0)),
    times("unit_sent_back", "退回后通过", "期间内获审核通过的单位反馈中被退回过的次数。",
          lambda s: p.shares_replied(s).filter(rejections__gt=0)),
    accepted("resolved", "单位解决", "期间内受理、单位办结的件数中办理结果为已解决的件数。", resolved),
    happened("excluded", "不计考核", "期间内经两人审核同意不计考核的工单件数。", excluded),
    Rate("signing_rate", "按时签收率", "期间内签收的承办任务中在签收时限内签收的比例。", "signed_on_time", "signed"),
    Rate("response_rate", "响应率", "期间内交给单位的承办任务中单位已联系到诉求人的比例。",
         "unit_contacted", "unit_dispatched"),
    Rate("resolution_rate", "解决率", "期间内受理、单位办结的件数中办理结果为已解决的比例。", "resolved", "closed"),
    Rate("first_time_rate", "一次性办结率", "期间内获审核通过的单位反馈中没有被退回过的比例。",
         "unit_replied_at_once", "unit_replied"),
    Rate("sent_back_rate", "退回重办率", "期间内获审核通过的单位反馈中被退回过的比例。", "unit_sent_back", "unit_replied"),
)  # fmt: skip


def measures_of(book: Rulebook) -> Iterable[Measure | Rate]:
    """Return the figures of each level of units, and of each reason for leaving a case out."""
    for depth, label in enumerate(book.levels, 1):
        yield times(f"level_due.l{depth}", f"{label}单位到期", f"期间内{label}单位到期的承办任务数，下派的也计。",
                    partial(at_level, depth=depth))  # fmt: skip
        yield times(f"level_on_time.l{depth}", f"{label}单位按期反馈", f"期间内{label}单位到期的承办任务中按期反馈的次数。",
                    partial(on_time_at_level, depth=depth))  # fmt: skip
        yield times(f"level_sent_back.l{depth}", f"{label}单位被退回", f"期间内{label}单位到期的承办任务中反馈被退回过的次数。",
                    partial(sent_back_at_level, depth=depth))  # fmt: skip
        yield Rate(f"level_on_time_rate.l{depth}", f"{label}单位按期反馈率", f"期间内{label}单位到期的承办任务中按期反馈的比例。",
                   f"level_on_time.l{depth}", f"level_due.l{depth}")  # fmt: skip
        yield Rate(f"level_sent_back_rate.l{depth}", f"{label}单位退回率", f"期间内{label}单位到期的承办任务中反馈被退回过的比例。",
                   f"level_sent_back.l{depth}", f"level_due.l{depth}")  # fmt: skip
    for one in book.assessment.exclusions:
        yield happened(f"excluded.{one.code}", f"不计考核：{one.label}", f"期间内因“{one.label}”经两人审核同意不计考核的工单件数。",
                       partial(excluded, why=one.code))  # fmt: skip
