"""The figures of the rechecks: what was reported as satisfying, what was checked, and what truly is solved.

All of them go by the day on which the case was closed, so that the two rates speak of the same closings.
"""

from functools import partial

from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.cases.scoped import cases_in, is_narrow, of_centre, on_days
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.scope import Scope
from huiyin.rechecks.models import Recheck
from huiyin.rechecks.queries import STANDS_CLOSED, graded
from huiyin.rechecks.states import JUDGED, Verdict


def closed_as(scope: Scope, *satisfied: bool) -> QuerySet[Case]:
    """Return the cases closed in the period, and standing closed, whose last grade counts so."""
    rows = on_days(scope, "closed_day", cases_in(scope)).filter(state__in=STANDS_CLOSED)
    return rows.filter(graded(satisfied))


def drawn(scope: Scope) -> QuerySet[Recheck]:
    """Return the rechecks of cases closed in the period."""
    rows: QuerySet[Recheck] = on_days(scope, "closed_day", Recheck.objects.all())
    return rows.filter(case__in=cases_in(scope)) if is_narrow(scope) else of_centre(rows, scope)


def found(scope: Scope, *verdicts: Verdict) -> QuerySet[Recheck]:
    """Return those that found one of these."""
    return drawn(scope).filter(verdict__in=verdicts)


def _measure(name: str, label: str, definition: str, rows: object) -> Measure:
    return Measure(name, label, definition, "件", "happened_in_period", rows)  # type: ignore[arg-type]


def _found(name: str, label: str, what: str, *verdicts: Verdict) -> Measure:
    rows = partial(_rows_found, verdicts)
    return _measure(name, label, f"期间内办结的工单中抽样复核{what}的件数。", rows)


def _rows_found(verdicts: tuple[Verdict, ...], scope: Scope) -> QuerySet[Recheck]:
    return found(scope, *verdicts)


MEASURES: tuple[Measure | Rate, ...] = (
    _measure("satisfied_closed", "满意办结", "期间内办结、诉求人最后一次评价为满意的件数，是抽样复核的范围。",
             lambda scope: closed_as(scope, True)),
    _measure("rated_closed", "有评价办结", "期间内办结、诉求人最后一次评价为满意或不满意的件数。",
             lambda scope: closed_as(scope, True, False)),
    _measure("rechecks", "抽中复核", "期间内办结的工单中被抽中复核的件数。", drawn),
    _found("rechecks.judged", "复核有结论", "有结论（联系不上的不计）", *JUDGED),
    _found("rechecks.solved", "核实解决", "确已解决", Verdict.SOLVED),
    _found("rechecks.partly", "核实部分解决", "只部分解决", Verdict.PARTLY),
    _found("rechecks.not_solved", "核实未解决", "并未解决", Verdict.NOT_SOLVED),
    _found("rechecks.unreachable", "复核联系不上", "联系不上诉求人", Verdict.UNREACHABLE),
    Rate("verified_rate", "核实解决率", "复核有结论的件数中确已解决的比例。", "rechecks.solved", "rechecks.judged"),
    Rate("claimed_rate", "自报满意率", "期间内办结、有评价的件数中诉求人评价为满意的比例。", "satisfied_closed", "rated_closed"),
)  # fmt: skip
