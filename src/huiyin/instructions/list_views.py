"""The ledger of instructions, its counts by leader, kind and channel, its file; and the tasks of units."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from huiyin.cases.scoped import start_of
from huiyin.flow import times
from huiyin.flow.actor import Actor
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import UNIT_POSTS
from huiyin.flow.times import ONE_DAY, local, local_day
from huiyin.instructions import queries
from huiyin.instructions.choosing import leader_pairs
from huiyin.instructions.measures import at_unit, counted, through_channel
from huiyin.instructions.models import About, Instruction, Task
from huiyin.instructions.shown import shown, shown_all
from huiyin.instructions.states import InstructionState, Mark, TaskState
from huiyin.instructions.views import task_lines
from huiyin.instructions.who import LINE_LEADERS, READERS, does_anywhere, enters_for, presents_for
from huiyin.journal.door import note
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.shelf import book_for
from huiyin.ui.doors import actor_in, post_required
from huiyin.ui.keyset import Sort
from huiyin.ui.pages import Filter, ListSpec
from huiyin.ui.sheets import csv_response, xlsx_response
from huiyin.units.models import Unit
from huiyin.units.queries import within

LEDGER = "exports"
FINISHED = {
    "given": Q(), "owed": Q(state=TaskState.OWED), "reported": Q(state=TaskState.REPORTED),
    "accepted": Q(state=TaskState.ACCEPTED), "on_time": Q(state=TaskState.ACCEPTED, on_time=True),
    "late": Q(late_at__isnull=False),
}  # fmt: skip
WHICH = (
    ("given", "全部交办"), ("owed", "待反馈"), ("reported", "待认可"), ("accepted", "已认可"), ("on_time", "按期反馈"),
    ("late", "逾期反馈"),
)  # fmt: skip
DAY_OF = {"accepted": "decided_at", "on_time": "decided_at", "late": "late_at"}
"""By which moment a list of tasks is of a period: when it was given, unless it is of what came later."""


def _with_words(rows: QuerySet[Instruction], words: str) -> QuerySet[Instruction]:
    named = words.strip().upper().removeprefix("P")
    by_number = Q(number=int(named)) if named.isdecimal() and len(named) < 10 else Q(pk__in=[])
    of_case = Q(pk__in=About.objects.filter(case__number=words.strip().upper()).values("instruction"))
    return rows.filter(Q(words__icontains=words) | Q(matter__title__icontains=words) | by_number | of_case)


@dataclass(frozen=True)
class Given:
    """What the choices depend on: the book, and who looks: the city's people, or those of a unit's own line."""

    book: Rulebook
    actor: Actor

    @property
    def is_city(self) -> bool:
        """Whether the ledger is the city's."""
        return self.actor.is_platform or self.actor.holds(*READERS)

    @property
    def posts(self) -> Sequence[str]:
        """The posts whose words stand in the ledger."""
        return self.book.instructions.leaders if self.is_city else LINE_LEADERS


def _units(given: Given) -> Sequence[tuple[str, str]]:
    units = Unit.objects.all() if given.is_city else within(given.actor.unit_paths)
    rows = units.order_by("path").values_list("path", "short_name", "depth")
    return [(path, f"{'　' * (depth - 1)}{name}") for path, name, depth in rows]


def _leaders(given: Given) -> Sequence[tuple[str, str]]:
    if given.is_city:
        return leader_pairs(given.book, times.now())
    wrote = queries.visible_to(given.actor).filter(centre__in=given.actor.own_centres, leader__isnull=False)
    names = wrote.order_by("leader__name").values_list("leader", "leader__name").distinct()
    return [(str(pk), name) for pk, name in names]


UNIT = Filter("unit", "单位（含下级）", "choice", choices=_units, narrow=at_unit)
LIST = ListSpec(
    filters=(
        Filter("q", "编号、工单编号、标题或批示中的字", narrow=_with_words),
        Filter("leader", "领导", "choice", lookup="leader", choices=_leaders),
        Filter("post", "职务", "choice", lookup="leader_post",
               choices=lambda given: [(p, queries.title_of(p, given.book)) for p in given.posts]),
        Filter("mark", "签批", "choice", choices=lambda given: [(m.value, m.label) for m in Mark]),
        Filter("kind", "类型", "choice", choices=lambda given: [(k.code, k.label) for k in given.book.instructions.kinds]),
        Filter("channel", "渠道", "choice", choices=lambda given: [(c.code, c.label) for c in given.book.channels],
               narrow=through_channel),
        Filter("state", "状态", "choice", choices=lambda given: [(s.value, s.label) for s in InstructionState]),
        UNIT,
        Filter("from", "批示日期自", "day", lookup="written_on__gte"),
        Filter("to", "至", "day", lookup="written_on__lte"),
        Filter("counted", "只看计入批示的", "flag", narrow=lambda rows, value: counted(rows)),
    ),
    sorts=(Sort("new", "新的在前", "number", descending=True), Sort("old", "早的在前", "number")),
    other_keys=frozenset({"file"}),
    page_size=50,
)  # fmt: skip
TASKS = ListSpec(
    filters=(
        Filter("which", "进度", "choice", choices=lambda given: list(WHICH),
               narrow=lambda rows, which: rows.filter(FINISHED[which])),
        Filter("unit", "单位（含下级）", "choice", choices=_units, lookup="unit__path__startswith"),
        Filter("channel", "渠道", "choice", choices=lambda given: [(c.code, c.label) for c in given.book.channels],
               narrow=lambda rows, code: rows.filter(instruction__in=through_channel(Instruction.objects.all(), code))),
        Filter("from", "自", "day", narrow=lambda rows, day: rows),
        Filter("to", "至", "day", narrow=lambda rows, day: rows),
    ),
    sorts=(Sort("due", "期限近的在前", "due_at"), Sort("new", "新交办的在前", "number", descending=True)),
    page_size=50,
)  # fmt: skip


def _given(actor: Actor) -> Given:
    return Given(book_for(settings.CITY, local_day(times.now())), actor)


@require_safe
@post_required(*READERS, on_own_line=True)
def ledger(request: HttpRequest) -> HttpResponseBase:
    """List the instructions, with how many times and how many cases the list counts; of a line those of its own leaders."""
    actor = actor_in(request)
    given = _given(actor)
    listing, rows = LIST.read(request.GET, given), _of_the_ledger(given)
    if wanted := request.GET.get("file", ""):
        return _file(request, wanted, listing, rows)
    page = listing.page(rows, count_up_to=10_000)
    narrowed = counted(listing.narrowed(rows))
    context = {
        "listing": listing, "page": page, "lines": shown_all(page.rows, actor),
        "times": narrowed.count(), "cases": _cases_of(narrowed), "may_present": does_anywhere(actor, presents_for),
        "may_enter": does_anywhere(actor, enters_for), "query": _without_file(request), "is_city": given.is_city,
    }  # fmt: skip
    return render(request, "instructions/ledger.html", context)


def _of_the_ledger(given: Given) -> QuerySet[Instruction]:
    rows = queries.visible_to(given.actor).select_related("matter", "leader", "ledger", "centre")
    # What a unit has to answer for of the city's leaders stands among its tasks, not in the ledger of its line.
    return rows if given.is_city else rows.filter(centre__in=given.actor.own_centres)


@require_safe
@post_required(*READERS, on_own_line=True)
def figures(request: HttpRequest) -> HttpResponse:
    """Count instructions by leader, kind and channel: times and cases apart. Each number opens its list."""
    given = _given(actor_in(request))
    book, listing = given.book, LIST.read(request.GET, given)
    rows = counted(listing.narrowed(_of_the_ledger(given)))
    query = {key: request.GET[key] for key in ("from", "to", "unit", "channel", "kind") if request.GET.get(key)}
    context = {
        "listing": listing, "query": query, "times": rows.count(), "cases": _cases_of(rows),
        "by_leader": _lines(rows, _by_leader(rows, book), "leader", query),
        "by_post": _lines(rows, [(p, queries.title_of(p, book)) for p in given.posts], "post", query),
        "by_kind": _lines(rows, [(k.code, k.label) for k in book.instructions.kinds], "kind", query),
        "by_channel": _lines(rows, [(c.code, c.label) for c in book.channels], "channel", query),
    }  # fmt: skip
    return render(request, "instructions/figures.html", context)


@require_safe
@post_required(*READERS, *UNIT_POSTS)
def tasks(request: HttpRequest) -> HttpResponse:
    """List what units have to do about instructions, and what they have fed back."""
    actor = actor_in(request)
    listing = TASKS.read(request.GET, _given(actor))
    rows = queries.tasks_visible_to(actor).exclude(state=TaskState.CANCELLED)
    name = DAY_OF.get(str(listing.values.get("which", "")), "given_at")
    if first := listing.values.get("from"):
        rows = rows.filter(**{f"{name}__gte": start_of(first)})
    if last := listing.values.get("to"):
        rows = rows.filter(**{f"{name}__lt": start_of(last + ONE_DAY)})
    page = listing.page(rows, count_up_to=10_000)
    ids = [row.pk for row in page.rows]
    lines = {line.task.pk: line for line in task_lines(Task.objects.filter(pk__in=ids), actor)}
    context = {"listing": listing, "page": page, "lines": [lines[pk] for pk in ids]}
    return render(request, "instructions/tasks.html", context)


def _cases_of(rows: QuerySet[Instruction]) -> int:
    return About.objects.filter(instruction__in=rows).values("case").distinct().count()


def _by_leader(rows: QuerySet[Instruction], book: Rulebook) -> list[tuple[str, str]]:
    found = rows.order_by().values("leader", "leader__name", "leader_post").annotate(n=Count("pk")).order_by("-n")
    return list({
        str(one["leader"]): f"{queries.title_of(one['leader_post'], book)} {one['leader__name']}"
        for one in found if one["leader"]
    }.items())  # fmt: skip


def _lines(rows: QuerySet[Instruction], pairs: Sequence[tuple[str, str]], key: str, query: dict[str, str]) -> list[Any]:
    narrow = next(one for one in LIST.filters if one.key == key)
    found = []
    for code, label in pairs:
        mine = narrow.apply(rows, code)
        times_ = mine.count()
        if times_:
            address = f"{reverse('instructions:ledger')}?{urlencode({**query, key: code, 'counted': '1'})}"
            found.append({"label": label, "times": times_, "cases": _cases_of(mine), "address": address})
    return found


HEADER = (
    "编号", "领导", "签批", "类型", "批示日期", "材料", "标题", "所属时段", "批示内容", "工单", "承办单位", "要求反馈",
    "状态", "纸质",
)  # fmt: skip


def _file(request: HttpRequest, wanted: str, listing: Any, rows: QuerySet[Instruction]) -> HttpResponseBase:
    if wanted not in {"csv", "xlsx"}:
        raise Http404
    found, now = listing.ordered(rows), times.now()
    said = {"format": wanted, "filters": listing.filters_told(), "rows": found.count()}
    note("export.instructions", "export", uuid7(), at=now, head=LEDGER, actor=actor_in(request), said=said)
    name = f"领导批示-{local(now):%Y%m%d-%H%M}.{wanted}"
    lines = _file_rows(found, actor_in(request))
    return csv_response(name, HEADER, lines) if wanted == "csv" else xlsx_response(name, "领导批示", HEADER, lines)


def _file_rows(rows: QuerySet[Instruction], actor: Any) -> Iterator[tuple[Any, ...]]:
    for row in rows.iterator(chunk_size=200):
        one = shown(row, actor)
        units = (
            row.tasks.exclude(state=TaskState.CANCELLED).order_by("number").values_list("unit__short_name", flat=True)
        )
        yield (
            row.name, one.leader, row.mark_label, one.kind, row.written_on, one.material, one.title, row.matter.about,
            one.words, "、".join(case.number for case in one.cases), "、".join(dict.fromkeys(units)), row.wished_on,
            row.standing.label, "是" if row.on_paper else "",
        )  # fmt: skip


def _without_file(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("file", None)
    return query.urlencode()
