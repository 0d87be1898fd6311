"""The figures of the ledger: how much stands on it, what came on, what came off solved, what was looked at too late."""

from datetime import datetime
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.listed import listed_at
from huiyin.cases.scoped import cases_in, is_narrow, moment_of, of_centre, on_days, within
from huiyin.flow.times import local_day
from huiyin.hardcases.models import Focus, HardCase, Review
from huiyin.hardcases.states import FocusState, HardState
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.scope import Scope

SOLVED = "solved"


def _of_scope(scope: Scope) -> QuerySet[HardCase]:
    rows = HardCase.objects.filter(listed_at__isnull=False)
    return rows.filter(case__in=cases_in(scope)) if is_narrow(scope) else of_centre(rows, scope)


def standing(scope: Scope) -> QuerySet[HardCase]:
    """Return what stood on the ledger at the end of the period."""
    at = moment_of(scope)
    return _of_scope(scope).filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at), listed_at__lte=at)


def listed(scope: Scope) -> QuerySet[HardCase]:
    """Return what came on the ledger in the period."""
    return within(scope, "listed_at", _of_scope(scope))


def off(scope: Scope) -> QuerySet[HardCase]:
    """Return what came off the ledger in the period."""
    return within(scope, "ended_at", _of_scope(scope))


def solved(scope: Scope) -> QuerySet[HardCase]:
    """Return what came off it because it is solved."""
    return off(scope).filter(state=HardState.SOLVED)


def unreviewed(scope: Scope) -> QuerySet[HardCase]:
    """Return what stood there at the end of the period although its review was due."""
    return standing(scope).filter(_late_at(moment_of(scope)))


def _late_at(at: datetime) -> Q:
    # A review is known by the day on which it was due: of the past too one can tell whether it was made by then.
    day = local_day(at)
    waited = Review.objects.filter(hard=OuterRef("pk"), due_on__lt=day, at__gt=at)
    return Q(review_on__lt=day) & ~Q(Exists(Review.objects.filter(hard=OuterRef("pk"), at__gt=at))) | Q(Exists(waited))


def focuses(scope: Scope) -> QuerySet[Focus]:
    """Return the hard matters of the months that begin in the period; they know no topics and no channels."""
    rows = Focus.objects.exclude(state=FocusState.DROPPED)
    if any((scope.category, scope.territory, scope.kind, scope.family, scope.channel, scope.tag, scope.centre)):
        return rows.none()
    rows = rows.filter(owner__path__startswith=scope.unit_path) if scope.unit_path else rows
    return on_days(scope, "month", rows)


def _measure(name: str, label: str, definition: str, rows: object, counts: str = "happened_in_period") -> Measure:
    return Measure(name, label, definition, "件", counts, rows)  # type: ignore[arg-type]


MEASURES: tuple[Measure | Rate, ...] = (
    _measure("hard", "疑难在账", "期末在疑难台账上的件数。", standing, "state_at_end"),
    _measure("hard.unreviewed", "疑难逾期未复查", "期末在疑难台账上、复查日期已过而没有复查的件数。", unreviewed, "state_at_end"),
    _measure("hard.listed", "新列入疑难", "期间内列入疑难台账的件数。", listed),
    _measure("hard.off", "疑难销账", "期间内从疑难台账上销账或撤出的件数。", off),
    _measure("hard.solved", "疑难解决", "期间内从疑难台账上因已解决而销账的件数。", solved),
    Rate("hard_solved_rate", "疑难解决率", "期间内从疑难台账上销账的件数中已解决的比例。", "hard.solved", "hard.off"),
    Measure("focuses", "每月重点问题", "期间内各月选定的重点问题个数，撤下的不计。", "个", "happened_in_period", focuses,
            None, partial(listed_at, "hardcases:focuses")),
    Measure("focuses.solved", "重点问题解决", "期间内各月选定的重点问题中月末报告为已解决的个数。", "个", "happened_in_period",
            lambda scope: focuses(scope).filter(result=SOLVED), None,
            partial(listed_at, "hardcases:focuses", result=SOLVED)),
    Rate("focus_solved_rate", "重点问题解决率", "期间内各月选定的重点问题中月末报告为已解决的比例。", "focuses.solved", "focuses"),
)  # fmt: skip
