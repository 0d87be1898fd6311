"""Drawing up a paper or a correction, and laying an issued one before leaders."""

from datetime import date
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.briefs.act import Opening, draw_up, draw_up_correction, last_of, standing_for
from huiyin.briefs.composing.document import document_of
from huiyin.briefs.list_views import book_now
from huiyin.briefs.models import Brief, BriefMatter
from huiyin.briefs.paper_views import brief_or_404
from huiyin.briefs.periods import Period, closed, last_closed, running
from huiyin.briefs.queries import drafts_some
from huiyin.briefs.states import ISSUED
from huiyin.briefs.who import PAGE_READERS
from huiyin.documents.words import plain_text
from huiyin.flow import times
from huiyin.flow.says import Ask
from huiyin.flow.table import Refused
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.instructions.act import NewMatter, present
from huiyin.instructions.queries import leaders_on, title_of
from huiyin.instructions.who import PRESENTERS
from huiyin.journal.writing import writing
from huiyin.moves.form import form_for, new_key
from huiyin.moves.taking import status_of
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.papers import BriefKind
from huiyin.ui.because import BECAUSE, Made, reason_in, tell
from huiyin.ui.doors import actor_in, post_required

MOST_PERIODS = {"weekly": 12, "monthly": 14, "quarterly": 6, "half_year": 4, "yearly": 4}
LONGEST_TEXT = 20_000
PRESENT = (
    Ask("leaders", "呈送领导", "choices", choices=lambda book: []),
    Ask("advice", "拟办意见", "lines", required=False, longest=500),
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PAGE_READERS)
def new(request: HttpRequest) -> HttpResponse:
    """Draw up a paper of one kind over one period; one click where it is due."""
    actor, now, book = actor_in(request), times.now(), book_now()
    kinds = drafts_some(actor, book.papers.kinds)
    if not kinds:
        raise Http404
    data = request.POST if request.method == "POST" else request.GET
    rule = next((one for one in kinds if one.code == data.get("kind")), None)
    if rule is None:
        return render(request, "briefs/choose_kind.html", {"kinds": kinds})
    problem, status = "", 200
    if request.method == "POST":
        try:
            period = _period(rule, data)
            if there := standing_for(rule, period or last_closed(rule, now)):
                # A second click, or a colleague who was quicker: there is one paper, and here it is.
                messages.info(request, f"这一时段已经起草：{there.name} {there.title}")
                return redirect("briefs:paper", there.number)
            because = str(data.get(BECAUSE, ""))
            reason = reason_in(because, actor)
            opening = Opening(reason.title, reason.prose, reason.cases) if reason else None
            with writing():
                row = draw_up(
                    rule.code, actor=actor, at=now, period=period, second=_second(rule, data), opening=opening,
                    key=str(data.get("move_key", ""))[:64],
                )  # fmt: skip
                tell(
                    because,
                    Made("brief", row.pk, f"{rule.label}{row.name}", "briefs:paper", str(row.number)),
                    actor,
                    now,
                )
        except Refused as refused:
            problem, status = str(refused), status_of(refused)
        else:
            messages.success(request, _told(row))
            return redirect("briefs:edit", row.number)
    because = str(data.get(BECAUSE, ""))
    context = {
        "rule": rule, "kinds": kinds, "problem": problem, "key": new_key(), **_choices(rule, data, book), "because": because,
        "reason": reason_in(because, actor),
    }  # fmt: skip
    return render(request, "briefs/new.html", context, status=status)


def _told(row: Brief) -> str:
    last = f"承上期 {row.begun_from.name} 的文字" if row.begun_from else "按模板"
    return f"已{last}起草，{row.figures.count()} 个数字已按 {row.period} 统计；标黄的段落请改写"


def _choices(rule: BriefKind, data: Any, book: Rulebook) -> dict[str, Any]:
    now = times.now()
    today = local_day(now)
    periods = list(islice(closed(rule, now), MOST_PERIODS.get(rule.rhythm, 0))) if rule.rhythm != "none" else []
    second = _of_rhythm(rule.with_period, book)
    before = periods[0] if periods else Period(today - ONE_DAY, today)
    return {
        "periods": [(_code(one), _in_words(one)) for one in periods], "chosen": data.get("period", ""),
        "seconds": [(_code(one), one.label) for one in islice(closed(second, now), 8)] if second else [],
        "since": data.get("since", ""), "last": data.get("last", ""), "taken_from": last_of(rule, before),
        "running": _in_words(running(rule, now)) if rule.rhythm != "none" else "", "today": today,
    }  # fmt: skip


def _of_rhythm(rhythm: str, book: Rulebook) -> BriefKind | None:
    """Return by whose cut-off the second period is made: a kind of that rhythm, else the calendar."""
    if rhythm == "none":
        return None
    return book.papers.kinds[0].model_copy(
        update={
            "rhythm": rhythm,
            "closes_weekday": 7 if rhythm == "weekly" else None,
            "closes_on": None,
            "closes_at": None,
        }
    )


def _code(period: Period) -> str:
    return "_".join(
        [period.since.isoformat(), period.until.isoformat(), period.hour.isoformat("minutes") if period.hour else ""]
    )


def _in_words(period: Period) -> str:
    hour = f" {period.hour:%H:%M}" if period.hour else ""
    return f"{period.label}（{period.since:%m-%d}{hour} 至 {period.last:%m-%d}{hour}）"


def _period(rule: BriefKind, data: Any) -> Period | None:
    """Return the period that was chosen. Raises Refused for days that make none."""
    if rule.rhythm == "none":
        return _free(str(data.get("since", "")), str(data.get("last", "")))
    code = data.get("period", "")
    found = next((one for one in islice(closed(rule, times.now()), 60) if _code(one) == code), None)
    if code and found is None:
        raise Refused(["没有这个时段，请重新选择"])
    return found


def _free(since: str, last: str) -> Period:
    try:
        first, until = date.fromisoformat(since), date.fromisoformat(last) + ONE_DAY
    except (ValueError, OverflowError):
        raise Refused(["请填写时段的起止日期"]) from None
    if not date(1950, 1, 1) <= first < until <= local_day(times.now()) + ONE_DAY:
        raise Refused(["时段的起日不能晚于止日，止日不能晚于今天"])
    return Period(first, until)


def _second(rule: BriefKind, data: Any) -> Period | None:
    code, of = data.get("second", ""), _of_rhythm(rule.with_period, book_now())
    if not code:
        return None
    found = next((one for one in islice(closed(of, times.now()), 60) if _code(one) == code), None) if of else None
    if found is None:
        raise Refused(["没有这个另一时段，请重新选择"])
    return found


@require_POST
@post_required(*PAGE_READERS)
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Draw up a correction of what was signed."""
    actor = actor_in(request)
    old = brief_or_404(actor, number)
    try:
        row = draw_up_correction(old, actor=actor, at=times.now(), key=request.POST.get("move_key", "")[:64])
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("briefs:paper", number)
    messages.success(request, "已起草更正，第一段写明更正了什么")
    return redirect("briefs:edit", row.number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*PRESENTERS)
def present_to_leaders(request: HttpRequest, number: int) -> HttpResponse:
    """Lay an issued paper before leaders: what they write on it is an instruction with its tasks."""
    actor, now, book = actor_in(request), times.now(), book_now()
    brief = brief_or_404(actor, number)
    if brief.state not in ISSUED:
        raise Http404
    leaders = [(str(user.pk), f"{user.name}（{title_of(post, book)}）") for user, post in leaders_on(book, now)]
    form = form_for(PRESENT, book, {"leaders": leaders}, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        chosen = [one for one in form.said()["leaders"] or [] if one in dict(leaders)]
        try:
            rows = _presented(brief, chosen, str(form.said()["advice"] or ""), actor, now, form.key)
        except Refused as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            messages.success(request, f"已呈{'、'.join(row.leader.name for row in rows if row.leader)}阅示")
            return redirect("briefs:paper", number)
    context = {"form": form, "brief": brief, "back": reverse("briefs:paper", args=[number])}
    return render(request, "briefs/present.html", context, status=status)


def _presented(brief: Brief, leaders: Any, advice: str, actor: Any, now: Any, key: str) -> Any:
    assert brief.signed_at is not None, "what is issued was signed"
    matter = NewMatter(
        title=brief.title, kind=_kind_of_matter(book_now(), brief.rules), about=brief.period,
        text=plain_text(document_of(brief))[:LONGEST_TEXT], day=local_day(brief.signed_at), advice=advice[:500],
    )  # fmt: skip
    with writing():
        rows = present(matter, leaders, actor=actor, at=now, city=settings.CITY, key=key)
        BriefMatter.objects.get_or_create(matter=rows[0].matter, defaults={"brief": brief})
    return rows


def _kind_of_matter(book: Rulebook, rule: BriefKind) -> str:
    """Return as which paper of the rulebook a leader reads it: a brief as a brief, all else as a report."""
    known = [one.code for one in book.instructions.papers]
    wanted = "brief" if rule.layout == "brief" else "report"
    return wanted if wanted in known else known[0]
