"""What may be asked of the lists of orders, verifications and meetings."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from huiyin.cases.queries import SEES_ALL
from huiyin.cases.scoped import start_of
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.rulebook.book import Rulebook
from huiyin.supervision.models import Meeting, Order
from huiyin.supervision.queries import about_a_line, book_on, overdue
from huiyin.supervision.states import OPEN_ORDER, CheckState, MeetingState, OrderState, Verdict
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec
from huiyin.units.queries import active, within


@dataclass(frozen=True)
class Given:
    """What the choices depend on: the book, and the units that the viewer knows, by place."""

    book: Rulebook
    units: list[tuple[str, str]]


def given_to(actor: Actor) -> Given:
    """Return what the filters offer to this viewer: one statement."""
    now = times.now()
    units = active(local_day(now)) if actor.holds(*SEES_ALL) else within(actor.unit_paths)
    rows = units.order_by("path").values_list("path", "short_name", "depth")
    return Given(book_on(now), [(path, f"{'　' * (depth - 1)}{name}") for path, name, depth in rows])


def _open(rows: QuerySet[Order], value: bool) -> QuerySet[Order]:
    return rows.filter(state__in=sorted(OPEN_ORDER))


def _late(rows: QuerySet[Order], value: bool) -> QuerySet[Order]:
    return rows.filter(overdue(times.now()))


def counted(rows: QuerySet[Order], value: bool = True) -> QuerySet[Order]:
    """Narrow to the orders that figures of the city count: its centre's own about its own cases, and not those recalled."""
    return rows.filter(~about_a_line(), centre__isnull=True).exclude(state=OrderState.RECALLED)


def _of_case_or_paper(rows: QuerySet[Order], text: str) -> QuerySet[Order]:
    by_case = Q(supervised__case__number__startswith=text)
    return rows.filter(Q(paper__contains=text) | by_case).distinct()


def _units(given: Given) -> Any:
    return given.units


def _from(name: str) -> Any:
    return lambda rows, day: rows.filter(**{f"{name}__gte": start_of(day)})


def _to(name: str) -> Any:
    def narrow(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
        return rows.filter(**{f"{name}__lt": start_of(day + ONE_DAY)})

    return narrow


ORDERS = ListSpec(
    filters=(
        Filter("q", "文号、工单编号", narrow=_of_case_or_paper),
        Filter("unit", "单位", "choice", lookup="unit__path__startswith", choices=_units),
        Filter(
            "kind", "方式", "choice", choices=lambda given: [(k.code, k.label) for k in given.book.supervision.kinds]
        ),
        Filter("state", "状态", "choice", choices=lambda given: [(s.value, s.label) for s in OrderState]),
        Filter("late", "只看逾期", "flag", narrow=_late),
        Filter("open", "只看未办结", "flag", narrow=_open),
        Filter("from", "下达自", "day", narrow=_from("issued_at")),
        Filter("to", "下达至", "day", narrow=_to("issued_at")),
        Filter("counted", "只看计入统计的", "flag", narrow=counted),
        Filter("on_time", "只看每次按期反馈的", "flag", narrow=lambda rows, value: rows.filter(late=False)),
    ),
    sorts=(Sort("new", "新下达的在前", "issued_at", descending=True), Sort("due", "期限近的在前", "due_at")),
)

CHECKS = ListSpec(
    filters=(
        Filter("number", "工单编号", lookup="case__number__startswith"),
        Filter("state", "状态", "choice", choices=lambda given: [(s.value, s.label) for s in CheckState]),
        Filter("verdict", "结论", "choice", choices=lambda given: [(v.value, v.label) for v in Verdict]),
    ),
    sorts=(Sort("new", "新派出的在前", "sent_at", descending=True), Sort("due", "期限近的在前", "due_at")),
)


def _held(rows: QuerySet[Meeting], value: bool) -> QuerySet[Meeting]:
    return rows.filter(held_at__isnull=False, centre__isnull=True)


MEETINGS = ListSpec(
    filters=(
        Filter("q", "议题", narrow=lambda rows, text: rows.filter(title__contains=text)),
        Filter("kind", "种类", "choice", choices=lambda given: [(k.code, k.label) for k in given.book.supervision.meetings]),
        Filter("state", "状态", "choice", choices=lambda given: [(s.value, s.label) for s in MeetingState]),
        Filter("held", "只看已召开", "flag", narrow=_held),
        Filter("unit", "单位", "choice", narrow=lambda rows, path: rows.filter(invited__unit__path__startswith=path).distinct(),
               choices=_units),
        Filter("from", "召开自", "day", narrow=_from("held_at")),
        Filter("to", "召开至", "day", narrow=_to("held_at")),
    ),
    sorts=(Sort("new", "时间晚的在前", "planned_at", descending=True), Sort("soon", "时间早的在前", "planned_at")),
)  # fmt: skip

__all__ = ["CHECKS", "MEETINGS", "ORDERS", "Given", "counted", "given_to"]
