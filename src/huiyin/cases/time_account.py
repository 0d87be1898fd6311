"""The account of time (时间账) over a scope: how long each holder had the cases in a period, in sum and by unit.

Every minute of a case has exactly one holder, so that the sums of all holders are the sum of all time.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Greatest, Least

from huiyin.cases import scoped
from huiyin.clocks.models import Holder, Span
from huiyin.measures.kinds import WorkedOut
from huiyin.measures.scope import Scope
from huiyin.units.models import Unit

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
A_MICROSECOND = timedelta(microseconds=1)
MICROSECONDS_AN_HOUR = timedelta(hours=1) // A_MICROSECOND


def held(scope: Scope, *holders: Holder) -> QuerySet[Span]:
    """Return the spans in which these holders, or any, had a case of the scope in its period; `lasted` is cut to it.

    Narrowed to a part of the tree, the units of that part are asked for their own time, all others for that which they
    had the cases of these units.
    """
    start, end = scoped.starts_at(scope) or BEGINNING, scoped.moment_of(scope)
    first, last = Value(start, DateTimeField()), Value(end, DateTimeField())
    spans = Span.objects.filter(Q(until__isnull=True) | Q(until__gt=start), since__lt=end)
    spans = spans.filter(holder__in=holders) if holders else spans
    until = Least(Coalesce(F("until"), last), last)
    lasted = ExpressionWrapper(until - Greatest(F("since"), first), output_field=DurationField())
    return _of_cases(spans, scope).annotate(lasted=lasted)


def _exact(sums: Mapping[str, Any]) -> Fraction:
    return Fraction((sums["total"] or timedelta(0)) // A_MICROSECOND, MICROSECONDS_AN_HOUR)


hours = WorkedOut({"total": Sum("lasted")}, _exact)
"""The exact sum of the hours that `held` found."""


def _of_cases(spans: QuerySet[Span], scope: Scope) -> QuerySet[Span]:
    whole = scope.narrowed(unit_path="")
    if scoped.is_narrow(whole):
        spans = spans.filter(case_id__in=scoped.cases_in(whole).values("pk"))
    if not scope.unit_path:
        return spans
    own = Unit.objects.filter(path__startswith=scope.unit_path).values("pk")
    theirs = scoped.cases_in(scope.narrowed(since=None, until=None)).values("pk")
    return spans.filter(Q(holder=Holder.UNIT, unit_id__in=own) | (~Q(holder=Holder.UNIT) & Q(case_id__in=theirs)))
