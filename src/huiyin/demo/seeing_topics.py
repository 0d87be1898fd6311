"""What a demo city has of hot topics, warnings, preparations and typical cases, for who looks in."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from huiyin.cases.models import Case
from huiyin.cases.scoped import start_of
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.times import local_day
from huiyin.hardcases.queries import seasons_on
from huiyin.insight.act import move_preparation, move_story, propose_story
from huiyin.insight.counting import count_topics
from huiyin.insight.models import Preparation, Story, Topic
from huiyin.insight.preparing import ask_for_preparations
from huiyin.insight.queries import ENDED
from huiyin.insight.shown import draft_of
from huiyin.insight.states import Rhythm
from huiyin.insight.watching import watch
from huiyin.people.actors import actor_of
from huiyin.people.models import Holding
from huiyin.units.models import Unit

TOLD = 4
"""So many closed cases are told; the last waits for approval."""

ANSWERING = 24
"""Of so many preparations two in three are answered."""


def see_topics(now: datetime) -> None:
    """Let the demo's city have counted its topics, looked for warnings and told some cases, once."""
    if Topic.objects.exists() or Story.objects.exists():
        return
    today = local_day(now)
    for rhythm, day in ((Rhythm.WEEK, today - timedelta(days=7)), (Rhythm.WEEK, today), (Rhythm.MONTH, today)):
        count_topics(rhythm, day, now)
    watch(now)
    _prepare(now)
    _tell(now)


def _prepare(now: datetime) -> None:
    """Let the units have been asked about the season that came near last: some have answered, one was sent back, some wait."""
    today = local_day(now)
    near = next((one for n in range(366) for one in seasons_on(today - timedelta(days=n)) if one.is_near), None)
    if near is None:
        return
    asked_at = start_of(near.remind_from) + timedelta(hours=8)
    ask_for_preparations(asked_at)
    answered_at, looked_at = asked_at + timedelta(days=2), asked_at + timedelta(days=3)
    editor = _somebody(Post.EDITOR, now)
    for place, row in enumerate(Preparation.objects.select_related("unit").order_by("unit__path", "topic")[:ANSWERING]):
        handler = _somebody(Post.UNIT_HANDLER, now, row.unit)
        if handler is None or answered_at > now or place % 3 == 2:
            continue
        said = {"answer": "已制定方案，人员、物资和值守电话落实到岗，正在逐项检查"}
        move_preparation(row.pk, "answer", said, actor=handler, at=answered_at)
        if editor and place == 1 and looked_at <= now:
            move_preparation(row.pk, "send_back", {"why": "请补充抢修队伍和物资数量"}, actor=editor, at=looked_at)


def _tell(now: datetime) -> None:
    teller, approver = _somebody(Post.EDITOR, now), _somebody(Post.DIRECTOR, now)
    if teller is None or approver is None:
        return
    cases = Case.objects.filter(state__in=ENDED, confidential=False, accused_path="", centre__isnull=True)
    chosen = list(cases.order_by("-suggestion_adopted", "-closed_at", "number")[:TOLD])
    for place, case in enumerate(chosen, start=1):
        row = propose_story(case, _telling(case), actor=teller, at=now)
        if place < TOLD:
            move_story(row.pk, "approve", {"why": "可供培训使用"}, actor=approver, at=now)


def _telling(case: Case) -> Mapping[str, object]:
    unit = case.lead_unit.short_name if case.lead_unit else "中心"
    return {
        **draft_of(case), "measure": f"{unit}到现场核实并处理，向诉求人当面说明结果",
        "lesson": "先到现场再答复，把结果一次说清，回访确认后才办结", "helped": "",
    }  # fmt: skip


def _somebody(post: Post, now: datetime, unit: Unit | None = None) -> Actor | None:
    held = (
        Holding.objects.filter(post=post, unit=unit, until__isnull=True)
        .select_related("user")
        .order_by("user__username")
        .first()
    )
    return actor_of(held.user, now) if held else None
