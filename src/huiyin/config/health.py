"""The health page: whether the platform does its work, for a monitor. It tells nothing of anybody and needs no sign-in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min, Q
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.config.migrated import migrated
from huiyin.flow import times
from huiyin.flow.times import local
from huiyin.journal.models import Owed

SILENT = timedelta(minutes=12)
"""A worker that runs one long job (ten minutes at most) may be silent for so long; after that it is not working."""

CLOCK_LATE = timedelta(minutes=12)
OWED_LATE = timedelta(minutes=15)


@dataclass(frozen=True)
class Finding:
    """What was found out about one thing: whether it is well, in words, and in figures."""

    name: str
    label: str
    ok: bool
    told: str
    figures: Mapping[str, Any] = field(default_factory=dict)


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 or 503 with every finding, as JSON or (`?plain`, or asked for text) as lines."""
    at = times.now()
    findings = examined(at)
    well = all(one.ok for one in findings)
    status = 200 if well else 503
    if "plain" in request.GET or _wants_text(request):
        lines = [f"{'正常' if one.ok else '异常'}  {one.label}：{one.told}" for one in findings]
        text = "\n".join([f"{'正常' if well else '异常'}  {local(at):%Y-%m-%d %H:%M:%S}", *lines, ""])
        return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    told = {one.name: {key: value for key, value in asdict(one).items() if key != "name"} for one in findings}
    answer = {"ok": well, "at": local(at).isoformat(timespec="seconds"), "findings": told}
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})


def examined(at: datetime) -> list[Finding]:
    """Examine everything, in four statements; without a database there is nothing further to ask."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return [Finding("database", "数据库", True, "有应答"), *_tables(), *_work(at)]
    except Error as error:
        # The kind alone: the words of a database may hold addresses and values.
        return [Finding("database", "数据库", False, f"没有应答（{type(error).__name__}）")]


def _tables() -> list[Finding]:
    found = migrated()
    told = "与程序一致" if found.is_current else f"缺 {len(found.pending)} 个迁移，多 {len(found.unknown)} 个未知迁移"
    figures = {"pending": len(found.pending), "unknown": len(found.unknown)}
    return [Finding("migrations", "数据库结构", found.is_current, told, figures)]


def _work(at: datetime) -> list[Finding]:
    try:
        last_beat, last_clock = _last_runs()
        oldest = Owed.objects.aggregate(oldest=Min("recorded_at"))["oldest"]
    except Error as error:
        return [Finding("worker", "后台任务", False, f"无法查询（{type(error).__name__}）")]
    return [
        _recent("worker", "后台任务", "最近一次完成任务", last_beat, at, SILENT),
        _recent("clock", "时钟", "最近一次催办检查", last_clock, at, CLOCK_LATE),
        _owed(oldest, at),
    ]


def _last_runs() -> tuple[datetime | None, datetime | None]:
    """Return when any task ended last, and when the clock last ran to its end."""
    from django_q.models import Task

    clock = next(one.task for one in settings.SCHEDULES if one.name == "clock")
    ran = Task.objects.order_by().aggregate(
        beat=Max("stopped"), clock=Max("stopped", filter=Q(func=clock, success=True))
    )
    return ran["beat"], ran["clock"]


def _recent(name: str, label: str, what: str, last: datetime | None, at: datetime, limit: timedelta) -> Finding:
    if last is None:
        return Finding(name, label, False, "还没有运行过", {"last": None, "seconds": None})
    ago = at - last
    figures = {"last": local(last).isoformat(timespec="seconds"), "seconds": _seconds(ago)}
    return Finding(name, label, ago <= limit, f"{what}在{_ago(ago)}", figures)


def _owed(oldest: datetime | None, at: datetime) -> Finding:
    if oldest is None:
        return Finding("owed", "后续工作", True, "没有积压", {"seconds": 0})
    ago = at - oldest
    return Finding("owed", "后续工作", ago <= OWED_LATE, f"最早一件等了{_ago(ago)[:-1]}", {"seconds": _seconds(ago)})


def _ago(passed: timedelta) -> str:
    seconds = _seconds(passed)
    return f"{seconds}秒前" if seconds < 120 else f"{seconds // 60}分钟前"


def _seconds(passed: timedelta) -> int:
    return max(int(passed.total_seconds()), 0)


def _wants_text(request: HttpRequest) -> bool:
    accepted = request.headers.get("accept", "")
    return "text/" in accepted and "application/json" not in accepted
