"""What may be asked of each list: filters and orders by name, and nothing else. A key that is not here is refused."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from huiyin.cases.models.application import Kind
from huiyin.cases.models.assignment import Role
from huiyin.cases.queries import overdue
from huiyin.cases.states import OPEN_ASSIGNMENT, ApplicationState, AssignmentState, CaseState
from huiyin.flow import times
from huiyin.flow.table import State
from huiyin.flow.times import CITY_TZ, ONE_DAY, local_day
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, Listing, ListSpec
from huiyin.ui.pages import Kind as FilterKind

Pairs = Sequence[tuple[str, str]]
PAGE_SIZE = 50


def book_now() -> Rulebook:
    """Return the rulebook of this city in force today."""
    return book_for(settings.CITY, local_day(times.now()))


def asked_of(request: HttpRequest, spec: ListSpec) -> Listing:
    """Return what a request asks of a list. Raises BadRequest for a name or value that means nothing here."""
    return spec.read(request.GET, book_now(), strict=True)


def parameters_of(spec: ListSpec) -> list[dict[str, Any]]:
    """Return the parameters of a list for the OpenAPI description."""
    filters = [_parameter(one.key, one.label, _SCHEMAS[one.kind]) for one in spec.filters]
    sorts = {"type": "string", "enum": [sort.key for sort in spec.sorts]}
    cursors = [_parameter(key, "页码，由上一次的回答给出", {"type": "string"}) for key in ("after", "before")]
    return [*filters, _parameter("sort", "排序", sorts), *cursors]


_SCHEMAS: dict[FilterKind, dict[str, Any]] = {
    "text": {"type": "string", "maxLength": 100},
    "choice": {"type": "string"},
    "flag": {"type": "string", "enum": ["0", "1"]},
    "day": {"type": "string", "format": "date"},
}


def _parameter(name: str, label: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"in": "query", "name": name, "description": label, "required": False, "schema": schema}


def _of_book(name: str) -> Any:
    def choices(book: Rulebook) -> Pairs:
        return [(one.code, one.label) for one in getattr(book, name)]

    return choices


def _families(book: Rulebook) -> Pairs:
    return [(flow.family.value, flow.family.value) for flow in book.flows]


def _topics(book: Rulebook) -> Pairs:
    return [(code, topic.name) for code, topic in book.categories.items()]


def _states(states: type[State]) -> Any:
    def choices(book: Rulebook) -> Pairs:
        return [(state.value, state.label) for state in states]

    return choices


def _under_topic(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
    return rows.filter(category__in=sorted(book_now().below(code)))


def _late_cases(rows: QuerySet[Any], value: bool) -> QuerySet[Any]:
    return rows.filter(overdue(times.now()))


def _late_shares(rows: QuerySet[Any], value: bool) -> QuerySet[Any]:
    return rows.filter(state__in=sorted(OPEN_ASSIGNMENT), replied_at__isnull=True, due_at__lt=times.now())


def _by_unit(field: str) -> Any:
    def narrow(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        try:
            return rows.filter(**{field: UUID(text)})
        except ValueError:
            return rows.none()

    return narrow


def _from(field: str) -> Any:
    return lambda rows, day: rows.filter(**{f"{field}__gte": _midnight(day)})


def _to(field: str) -> Any:
    return lambda rows, day: rows.filter(**{f"{field}__lt": _midnight(day) + ONE_DAY})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=CITY_TZ)


CASES = ListSpec(
    filters=(
        Filter("number", "工单编号"),
        Filter("state", "状态", "choice", choices=_states(CaseState)),
        Filter("channel", "渠道", "choice", choices=_of_book("channels")),
        Filter("family", "渠道大类", "choice", choices=_families),
        Filter("kind", "诉求性质", "choice", choices=_of_book("kinds")),
        Filter("category", "分类及其下级", "choice", choices=_topics, narrow=_under_topic),
        Filter("territory", "属地", "choice", choices=_of_book("territories")),
        Filter("urgency", "紧急程度", "choice", choices=_of_book("urgencies")),
        Filter("unit", "主办单位的 id", narrow=_by_unit("lead_unit_id")),
        Filter("received_from", "收到自", "day", narrow=_from("received_at")),
        Filter("received_to", "收到至", "day", narrow=_to("received_at")),
        Filter("late", "只要超期", "flag", narrow=_late_cases),
    ),
    sorts=(
        Sort("received", "新来的在前", "received_at", descending=True),
        Sort("oldest", "先来的在前", "received_at"),
        Sort("due", "期限近的在前", "due_at", nullable=True),
    ),
    page_size=PAGE_SIZE,
)

SHARES = ListSpec(
    filters=(
        Filter("case", "工单编号", lookup="case__number"),
        Filter("state", "状态", "choice", choices=_states(AssignmentState)),
        Filter("role", "主办协办", "choice", choices=lambda book: Role.choices),
        Filter("unit", "单位的 id", narrow=_by_unit("unit_id")),
        Filter("dispatched_from", "转办自", "day", narrow=_from("dispatched_at")),
        Filter("dispatched_to", "转办至", "day", narrow=_to("dispatched_at")),
        Filter("late", "只要超期", "flag", narrow=_late_shares),
    ),
    sorts=(
        Sort("dispatched", "新转的在前", "dispatched_at", descending=True),
        Sort("due", "期限近的在前", "due_at", nullable=True),
    ),
    page_size=PAGE_SIZE,
)

APPLICATIONS = ListSpec(
    filters=(
        Filter("case", "工单编号", lookup="case__number"),
        Filter("state", "状态", "choice", choices=_states(ApplicationState)),
        Filter("kind", "种类", "choice", choices=lambda book: Kind.choices),
        Filter("unit", "单位的 id", narrow=_by_unit("assignment__unit_id")),
    ),
    sorts=(
        Sort("asked", "新提的在前", "asked_at", descending=True),
        Sort("oldest", "先提的在前", "asked_at"),
    ),
    page_size=PAGE_SIZE,
)
