"""What a demo city's supervisors have in hand: orders, a verification and a meeting, made through the doors as they would."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from huiyin.cases.models import Assignment
from huiyin.cases.states import CaseState
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.times import local_day
from huiyin.people.actors import actor_of
from huiyin.people.models import Holding
from huiyin.supervision.act import CHECK_DOOR, call_meeting, issue_order, move_meeting, move_order, send_checker
from huiyin.supervision.models import Order
from huiyin.supervision.queries import book_on

ASKED = (
    "请到现场核对，三个工作日内解决，并附前后对比照片。",
    "这些诉求集中在同一片区，请一次查清原因，逐件说明处理结果。",
    "涉及群众安全，请立即处置，先消除隐患再书面反馈。",
)
"""What the demo's supervisor asks for. All of it is invented."""


def supervise(*, now: datetime) -> int:
    """Issue some orders, send somebody to see, and call a meeting, once; return how many orders were issued."""
    shares = list(_in_hand())
    if Order.objects.exists() or len(shares) < 4:
        return 0
    supervisor, kinds = _holder(Post.SUPERVISOR, None, now), book_on(now).supervision.kinds
    at = now - timedelta(hours=3)
    urgent = next((kind for kind in kinds if kind.urgent), kinds[0])
    chosen = zip(shares[:3], (kinds[0], kinds[1], urgent), ASKED, strict=True)
    orders = [_order(share, kind.code, asked, supervisor, at) for share, kind, asked in chosen]
    _answer(orders[0], shares[0], at)
    move_order(orders[1].pk, "urge", {"words": "请于明日上午报告进展。"}, actor=supervisor, at=at)
    _verify(shares[3], supervisor, at)
    _meet(shares[1], shares[0], supervisor, at)
    return len(orders)


def _in_hand() -> Iterator[Assignment]:
    """Give one share of each unit that is at work on one, the latest first."""
    rows = Assignment.objects.filter(
        state="handling",
        role="lead",
        case__state=CaseState.IN_HANDLING,
        case__accused_path="",
        case__centre__isnull=True,
    )
    seen = set()
    for share in rows.select_related("case", "unit").order_by("-dispatched_at", "id")[:200]:
        if share.unit_id not in seen:
            seen.add(share.unit_id)
            yield share


def _order(share: Assignment, kind: str, asked: str, supervisor: Actor, at: datetime) -> Order:
    return issue_order(share.unit_id, [share.case_id], {"kind": kind, "asked": asked}, actor=supervisor, at=at)


def _answer(order: Order, share: Assignment, at: datetime) -> None:
    handler = _holder(Post.UNIT_HANDLER, share.unit_id, at)
    said = {"report": "已派人到现场，今日完成整改，照片随后补报。"}
    move_order(order.pk, "report", said, actor=handler, at=at + timedelta(minutes=40))


def _verify(share: Assignment, supervisor: Actor, at: datetime) -> None:
    said = {
        "about": "matter",
        "what": "看反映的情况是否存在",
        "place": share.case.place or "诉求所在地",
        "checker": supervisor.user_id,
    }
    check = send_checker(share.case, said, actor=supervisor, at=at)
    found = {
        "verdict": "partly",
        "visited_at": at + timedelta(hours=1),
        "found": "现场看到的与反映的基本一致，范围较小。",
    }
    CHECK_DOOR.move(check.pk, "find", found, actor=supervisor, at=at + timedelta(hours=2))


def _meet(share: Assignment, other: Assignment, supervisor: Actor, at: datetime) -> None:
    """A meeting that was held this morning: its minutes wait to be closed."""
    kind = next(one for one in book_on(at).supervision.meetings if not one.summons)
    said: dict[str, Any] = {
        "kind": kind.code, "title": "片区集中诉求协调", "planned_at": at, "place": "热线中心会议室", "chair": "督办科长",
        "units": [share.unit_id, other.unit_id], "agenda": "明确各单位分工和完成时间。",
    }  # fmt: skip
    meeting = call_meeting([share.case_id], said, actor=supervisor, at=at)
    minutes = {
        "held_at": at, "minutes": "各单位同意分工负责，按期完成。",
        "attendants": [{"side": "unit", "name": "分管负责人", "of": share.unit.short_name}],
        "tasks": [{"what": "配合现场处置并反馈", "unit": other.unit.name, "until": local_day(at) + timedelta(days=5)}],
    }  # fmt: skip
    move_meeting(meeting.pk, "write_minutes", minutes, actor=supervisor, at=at + timedelta(hours=1))


def _holder(post: Post, unit_id: Any, at: datetime) -> Actor:
    held = Holding.objects.filter(post=post, unit=unit_id, until__isnull=True).select_related("user")
    found = held.order_by("user__username").first()
    if found is None:
        raise LookupError(f"nobody in the demo is {post.label}")
    return actor_of(found.user, at)
