"""The figures of this room: steps by rung, circulars, hand-overs, corrections; and repeated matters, which a problem counts."""

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.urls import reverse

from huiyin.cases import populations as p
from huiyin.cases.measures import accepted
from huiyin.cases.models import Case
from huiyin.cases.scoped import cases_in, is_narrow, on_days, ordered_for, within
from huiyin.escalation.models import Circular, Correction, Handover, StepTaken
from huiyin.escalation.states import COUNTED_STEP, OUT_CIRCULAR, CorrectionState, HandoverState, StepState
from huiyin.flow.times import ONE_DAY
from huiyin.measures.kinds import Measure, Rate
from huiyin.measures.scope import ANY_CENTRE, Scope
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.escalation import CARDS, Rung

DECIDED = (StepState.ORDERED, StepState.CARRIED_OUT, StepState.CLOSED)
HANDED = (
    HandoverState.HANDED,
    HandoverState.RECEIVED,
    HandoverState.CONCLUDED,
    HandoverState.CLOSED,
    HandoverState.RETURNED,
)
WHERE = ("category", "territory", "kind", "family", "channel", "tag")


def steps(scope: Scope, rung: str) -> QuerySet[StepTaken]:
    """Return the steps of a rung that were reached in the period; cards taken back are not counted."""
    rows = ordered_for(StepTaken.objects.filter(rung=rung, state__in=sorted(COUNTED_STEP)), scope)
    rows = rows.filter(unit_path__startswith=scope.unit_path) if scope.unit_path else rows
    narrow = scope.narrowed(unit_path="")
    # A unit as a whole, and an answer that is late, are of no case: only topics and the like leave them out.
    rows = rows.filter(case__in=cases_in(narrow)) if is_narrow(narrow.narrowed(centre="")) else rows
    return within(scope, "reached_at", rows)


def ordered(scope: Scope, rung: str) -> QuerySet[StepTaken]:
    """Return those of them that were ordered."""
    return steps(scope, rung).filter(state__in=DECIDED)


def circulars(scope: Scope, kind: str) -> QuerySet[Circular]:
    """Return the centre's circulars issued in the period, or those of the unit of a line; of a unit those that name it."""
    rows = ordered_for(Circular.objects.filter(kind=kind, state__in=sorted(OUT_CIRCULAR)), scope, "owner")
    if _by_matter(scope):
        return rows.none()
    if scope.unit_path:
        rows = rows.filter(units__named=True, units__unit__path__startswith=scope.unit_path).distinct()
    return within(scope, "issued_at", rows)


def handed(scope: Scope, body: str = "") -> QuerySet[Handover]:
    """Return what was handed over in the period, to one body or to all; of a line what it had proposed."""
    rows = ordered_for(Handover.objects.filter(state__in=HANDED), scope)
    rows = rows.filter(body=body) if body else rows
    if _by_matter(scope):
        return rows.none()
    rows = rows.filter(unit__path__startswith=scope.unit_path) if scope.unit_path else rows
    return within(scope, "handed_at", rows)


def corrections(scope: Scope) -> QuerySet[Correction]:
    """Return the corrections that fell due in the period; what was cancelled is not counted. They are the city's alone."""
    rows = Correction.objects.exclude(state=CorrectionState.CANCELLED)
    if _by_matter(scope) or scope.centre not in {"", ANY_CENTRE}:
        return rows.none()
    rows = rows.filter(unit_path__startswith=scope.unit_path) if scope.unit_path else rows
    return on_days(scope, "first_due_on", rows)


def corrected_in_time(scope: Scope) -> QuerySet[Correction]:
    """Return those of them that were first reported in time."""
    return corrections(scope).filter(first_reported_on__lte=F("first_due_on"))


def accepted_corrections(scope: Scope) -> QuerySet[Correction]:
    """Return those of them whose correction was accepted."""
    return corrections(scope).filter(state=CorrectionState.ACCEPTED)


def repeated(scope: Scope) -> QuerySet[Case]:
    """Return what was accepted in the period and repeats an earlier matter."""
    return p.accepted(scope).filter(repeats__isnull=False)


def _by_matter(scope: Scope) -> bool:
    return any(getattr(scope, name) for name in WHERE)


def listed_at(name: str, scope: Scope, **more: str) -> str:
    """Return the address of the rows behind a figure."""
    days = {"since": scope.since, "last": scope.until - ONE_DAY if scope.until else None}
    asked = {key: day.isoformat() for key, day in days.items() if day}
    asked |= {"unit": scope.unit_path} if scope.unit_path else {}
    return f"{reverse(name)}?{urlencode({**asked, **more})}"


def _measure(name: str, label: str, definition: str, unit: str, rows: object, listed: object) -> Measure:
    return Measure(name, label, definition, unit, "happened_in_period", rows, None, listed)  # type: ignore[arg-type]


def _of_rungs() -> Iterator[Measure]:
    for rung in Rung:
        listed = partial(listed_at, "escalation:index", rung=rung.value, counted="1")
        if rung in CARDS:
            yield _measure(f"escalated.{rung}", rung.label, f"期间内平台发出的{rung.label}数，撤销的不计。", "张",
                           partial(steps, rung=rung.value), listed)  # fmt: skip
            continue
        yield _measure(f"escalated.{rung}", f"提请{rung.label}", f"期间内提请{rung.label}的次数，含不予采取的。", "次",
                       partial(steps, rung=rung.value), listed)  # fmt: skip
        yield _measure(f"escalation_ordered.{rung}", f"下达{rung.label}", f"期间内提请的{rung.label}中已下达的次数。", "次",
                       partial(ordered, rung=rung.value),
                       partial(listed_at, "escalation:index", rung=rung.value, counted="1", decided="1"))  # fmt: skip


MEASURES: tuple[Measure | Rate, ...] = (
    *_of_rungs(),
    _measure("circulars.praise", "通报表扬", "期间内中心印发的通报表扬数；对单位只计点名的。", "份",
             partial(circulars, kind="praise"), partial(listed_at, "escalation:circulars", kind="praise", out="1")),
    _measure("circulars.criticism", "通报批评", "期间内中心印发的通报批评数；对单位只计点名的。", "份",
             partial(circulars, kind="criticism"), partial(listed_at, "escalation:circulars", kind="criticism", out="1")),
    _measure("handed_over", "问责移送", "期间内移送有关机关追究责任的件数。", "件", handed,
             partial(listed_at, "escalation:handovers", out="1")),
    _measure("corrections", "限期整改", "期间内到期的整改任务数，取消的不计。", "项", corrections,
             partial(listed_at, "escalation:corrections", counted="1")),
    _measure("corrections_in_time", "按期报告整改", "期间内到期的整改任务中在首次期限内报告的项数。", "项", corrected_in_time,
             partial(listed_at, "escalation:corrections", counted="1", in_time="1")),
    _measure("corrections_accepted", "整改通过验收", "期间内到期的整改任务中已通过验收的项数。", "项", accepted_corrections,
             partial(listed_at, "escalation:corrections", counted="1", state="accepted")),
    Rate("corrections_in_time_rate", "整改按期报告率", "期间内到期的整改任务中在首次期限内报告的比例。",
         "corrections_in_time", "corrections"),
    accepted("repeated", "重复诉求", "期间内受理的诉求中登记为重复此前诉求的件数。", repeated),
)  # fmt: skip


def measures_of(book: Rulebook) -> Iterator[Measure]:
    """Give a figure for each body to which matters of responsibility are handed."""
    for body in book.escalation.accountability.bodies:
        yield _measure(
            f"handed_over.{body.code}", f"移送{body.label}", f"期间内移送{body.label}的件数。", "件",
            partial(handed, body=body.code), partial(listed_at, "escalation:handovers", out="1", body=body.code),
        )  # fmt: skip
