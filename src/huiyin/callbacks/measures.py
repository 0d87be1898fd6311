"""The figures by which call-backs are counted. Nobody is satisfied who did not say so.

Who cannot be reached is neutral. The grade of a case is that of its last call-back; the first one is counted apart.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from huiyin.callbacks.models import Callback, Objection
from huiyin.callbacks.states import CallbackState, ObjectionState
from huiyin.cases.scoped import COUNTED_ON, cases_in, is_narrow, of_centre, within
from huiyin.measures.kinds import Measure, Rate, WorkedOut
from huiyin.measures.scope import Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import all_books

DIMENSIONS = ("result", "attitude", "speed", "policy")
"""Sides of a dissatisfaction that all cities know; a book may name more."""


def ended(scope: Scope) -> QuerySet[Callback]:
    """Return the call-backs that reached somebody, or gave up, in the period."""
    rows = within(scope, "ended_at", _of_scope(scope)).filter(state=CallbackState.UNREACHABLE) | reached(scope)
    return rows.alias(**{COUNTED_ON: Coalesce("reached_at", "ended_at")})


def reached(scope: Scope) -> QuerySet[Callback]:
    """Return the call-backs in which somebody spoke in the period."""
    return within(scope, "reached_at", _of_scope(scope))


def unreachable(scope: Scope) -> QuerySet[Callback]:
    """Return those that nobody answered, in cities that publish them."""
    published = [book.id for book in all_books() if book.callback.unreachable == "neutral"]
    rows = within(scope, "ended_at", _of_scope(scope)).filter(state=CallbackState.UNREACHABLE)
    return rows.filter(book__in=published)


def graded(scope: Scope) -> QuerySet[Callback]:
    """Return the last answer to each case, whatever its grade."""
    return reached(scope).filter(final=True)


def rated(scope: Scope) -> QuerySet[Callback]:
    """Return the last answers that count as satisfied or not; a neutral grade counts as neither."""
    return graded(scope).filter(satisfied__isnull=False)


def first_rated(scope: Scope) -> QuerySet[Callback]:
    """Return the first answers that count as satisfied or not."""
    return reached(scope).filter(first=True, satisfied__isnull=False)


def dissatisfied_with(dimension: str, scope: Scope) -> QuerySet[Callback]:
    """Return the answers that name this side of a dissatisfaction; one answer may name several."""
    return reached(scope).filter(satisfied=False, discontents__dimension=dimension)


def _mean(sums: Mapping[str, Any]) -> Fraction | None:
    return Fraction(sums["score"] or 0) / sums["n"] if sums["n"] else None


mean_score = WorkedOut({"score": Sum("score"), "n": Count("pk")}, _mean)
"""The mean of the scores that the books give to the grades, None where nobody gave one."""


def _of_scope(scope: Scope) -> QuerySet[Callback]:
    return _narrowed(Callback.objects.all(), scope)


def _narrowed(rows: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    return rows.filter(case__in=cases_in(scope)) if is_narrow(scope) else of_centre(rows, scope)


def objected(scope: Scope) -> QuerySet[Objection]:
    """Return what petitioners objected to in the period."""
    return _narrowed(within(scope, "asked_at", Objection.objects.all()), scope)


def _measure(name: str, label: str, definition: str, rows: Any, **more: Any) -> Measure:
    return Measure(name, label, definition, more.pop("unit", "件"), "happened_in_period", rows, **more)


def _by_dimension(code: str, label: str) -> Measure:
    name, definition = f"dissatisfied.{code}", f"期间内回访不满意的件数中对{label}不满意的件数，一件可有几个方面。"
    return _measure(name, f"对{label}不满意", definition, partial(dissatisfied_with, code))


_LABELS = {"result": "办理结果", "attitude": "服务态度", "speed": "办理速度", "policy": "政策规定"}

MEASURES: tuple[Measure | Rate, ...] = (
    _measure("called_back", "回访", "期间内完成的回访件数，含联系不上的。", ended),
    _measure("reached", "回访接通", "期间内回访接通的件数，含接通而未评价的。", reached),
    _measure("unreachable", "联系不上", "期间内按规定次数在不同时段拨打仍联系不上的件数，不计入满意率。", unreachable),
    _measure("rated", "有效评价", "期间内回访中最后一次评价为满意或不满意的件数，中性评价和未评价的不计。", rated),
    _measure("satisfied", "满意", "有效评价的件数中最后一次评价为满意的件数。",
             lambda s: rated(s).filter(satisfied=True)),
    _measure("dissatisfied", "不满意", "有效评价的件数中最后一次评价为不满意的件数。",
             lambda s: rated(s).filter(satisfied=False)),
    _measure("first_rated", "首次有效评价", "期间内第一次回访即评价为满意或不满意的件数。", first_rated),
    _measure("satisfied_first", "首次满意", "首次有效评价的件数中评价为满意的件数。",
             lambda s: first_rated(s).filter(satisfied=True)),
    _measure("redone_after_callback", "回访后重办", "期间内回访不满意、理由成立而发回单位重办的件数。",
             lambda s: reached(s).filter(redone=True)),
    _measure("satisfaction_score", "满意度", "期间内各件最后一次评价按规则簿分值计算的平均分。", graded,
             value=mean_score, unit="分"),
    *(_by_dimension(code, _LABELS[code]) for code in DIMENSIONS),
    _measure("objected", "诉求人异议", "期间内诉求人对答复提出异议、要求重新办理的件数，无论中心怎样答复。", objected),
    _measure("objected.granted", "异议成立", "期间内提出的异议中，中心同意重新办理的件数。",
             lambda scope: objected(scope).filter(state=ObjectionState.GRANTED)),
    _measure("claimed_undone", "反映说办了没办", "期间内提出的异议中，诉求人称单位说办了其实没办的件数；只是所称，未经查实。",
             lambda scope: objected(scope).filter(undone=True)),
    _measure("claimed_undone.upheld", "查实说办了没办", "期间内提出的异议中，诉求人称说办了没办、中心查实反馈不实的件数。",
             lambda scope: objected(scope).filter(upheld=True)),
    Rate("satisfaction_rate", "满意率", "有效评价的件数中最后一次评价为满意的比例。", "satisfied", "rated"),
    Rate("satisfaction_rate.of_first", "首次满意率", "首次有效评价的件数中评价为满意的比例。",
         "satisfied_first", "first_rated"),
    Rate("callback_reach_rate", "回访接通率", "期间内完成的回访件数中接通的比例。", "reached", "called_back"),
)  # fmt: skip


def measures_of(book: Rulebook) -> Iterable[Measure]:
    """Return a measure for each side of a dissatisfaction that this book names beyond the usual ones."""
    for dimension in book.callback.dimensions:
        if dimension.code not in DIMENSIONS:
            yield _by_dimension(dimension.code, dimension.label)
