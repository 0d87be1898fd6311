"""What a demo city looks at again: an honest checker, and a few rechecks, long cases and test calls for who looks in."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from huiyin.cases.models import Case
from huiyin.cases.states import OPEN_CASE
from huiyin.demo.cities import CitySketch
from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.posts import Post
from huiyin.flow.table import Refused
from huiyin.flow.times import local_day
from huiyin.hardcases.act import choose_focus, move_focus, move_hard, propose
from huiyin.hardcases.models import Focus, HardCase
from huiyin.journal.models import Event
from huiyin.linetests.act import move_test, plan_round
from huiyin.linetests.models import LineTest
from huiyin.people.actors import actor_of
from huiyin.people.models import Holding, User
from huiyin.rechecks.act import draw_cases, move_recheck, share_out
from huiyin.rechecks.models import Recheck
from huiyin.rechecks.queries import book_on, frame, people_who_check
from huiyin.rechecks.states import RecheckState
from huiyin.rulebook.shelf import book as book_named

HEARD = (
    "in_time",
    "in_time",
    "slow",
    "in_time",
    "no_answer",
    "in_time",
    "in_time",
    "engaged",
    "in_time",
    "wrong_number",
)


def check_honestly(rows: Sequence[Recheck], is_false: Callable[[UUID], bool], at: datetime) -> None:
    """Let those to whom they were given tell what is so: what was only said to be done is found not solved."""
    people = {one.pk: actor_of(one, at) for one in User.objects.filter(pk__in={row.checker_id for row in rows})}
    for row in rows:
        assert row.checker_id is not None, "somebody has to look"
        found = is_false(row.case_id)
        said = {
            "verdict": "not_solved" if found else "solved", "way": "visit",
            "words": "现场看并未处理，诉求人称当时怕麻烦才说满意" if found else "现场看已处理好，诉求人认可",
        }  # fmt: skip
        move_recheck(row.pk, "check", said, actor=people[row.checker_id], at=at)


def draw_and_share_out(since: date, last: date, at: datetime, seed: str) -> list[Recheck]:
    """Draw from a period and give everything to somebody apart from it."""
    draw_cases(since, last, actor=PLATFORM, at=at, seed=seed)
    waiting = list(Recheck.objects.filter(state=RecheckState.DRAWN).select_related("case"))
    people = list(people_who_check(book_on(local_day(at)), at))
    share_out(waiting, people, actor=_somebody(Post.SUPERVISOR, at), at=at)
    return list(Recheck.objects.filter(state=RecheckState.ASSIGNED).order_by("lot"))


def look_again(sketch: CitySketch, *, now: datetime) -> None:
    """Let the demo's city have drawn, proposed, chosen and rung something, once."""
    if Event.objects.filter(verb__in=("rechecks.draw", "linetests.plan", "focus.choose")).exists():
        return
    _rechecks(now)
    _long_cases(now)
    _focus(sketch, now)
    _test_calls(now)


def _rechecks(now: datetime) -> None:
    last = local_day(now) - timedelta(days=1)
    since = last - timedelta(days=35)
    if not frame(since, last + timedelta(days=1)).exists():
        return
    rows = draw_and_share_out(since, last, now, "演示")
    shown = rows[: len(rows) * 2 // 3]  # the others wait for whoever looks in
    false = {row.case_id for row in shown[::6]}
    check_honestly(shown, lambda case: case in false, now)


def _long_cases(now: datetime) -> None:
    today = local_day(now)
    clerk, keeper = _somebody(Post.DISPATCHER, now), _somebody(Post.SUPERVISOR, now)
    open_ones = Case.objects.filter(
        state__in=sorted(OPEN_CASE), lead_unit__isnull=False, suspended=False, centre__isnull=True
    )
    for place, case in enumerate(open_ones.exclude(hard__isnull=False).order_by("received_at", "number")[:3]):
        kinds = [kind for kind in book_named(case.book).hardcases.kinds if kind.tag] or book_named(
            case.book
        ).hardcases.kinds
        kind = kinds[place % len(kinds)]
        said = {"kind": kind.code, "reason": "涉及多方产权，责任一时分不清", "condition": "产权确认并明确养护单位"}
        row = propose(case, said, actor=clerk, at=now)
        if place == 2:
            continue
        owner = {"owner": case.lead_unit_id, "leader": "分管副市长", "review_on": today + timedelta(days=5)}
        _try(lambda row=row, owner=owner: move_hard(row.pk, "accept", owner, actor=keeper, at=now))  # type: ignore[misc]


def _focus(sketch: CitySketch, now: datetime) -> None:
    keeper, today = _somebody(Post.SUPERVISOR, now), local_day(now)
    unit = HardCase.objects.filter(owner__isnull=False).values_list("owner", flat=True).first()
    unit = unit or Case.objects.filter(lead_unit__isnull=False).values_list("lead_unit", flat=True).first()
    topic = next((code for code in book_on(today).categories), "")
    said = {
        "month": today, "title": "老旧小区雨天积水", "why": "连续三个月反映增多，多家单位职责交叉", "category": topic,
        "aim": "月底前完成排查，明确每一处的责任单位", "owner": unit, "leader": "分管副市长",
    }  # fmt: skip
    row: Focus = choose_focus(said, actor=keeper, at=now)
    move_focus(row.pk, "note", {"words": "已召集有关单位到现场，列出积水点清单"}, actor=keeper, at=now)


def _test_calls(now: datetime) -> None:
    plan_round(local_day(now), actor=PLATFORM, at=now, seed="演示")
    clerk = _somebody(Post.SHIFT_LEAD, now)
    for heard, row in zip(HEARD, LineTest.objects.order_by("unit_path"), strict=False):
        if heard == "engaged":
            move_test(row.pk, "engaged", {}, actor=clerk, at=now)
        elif heard in {"in_time", "slow"}:
            move_test(row.pk, "answered", {"heard": heard}, actor=clerk, at=now)
        else:
            move_test(row.pk, "missed", {"heard": heard}, actor=clerk, at=now)


def _somebody(post: Post, at: datetime) -> Actor:
    held = Holding.objects.filter(post=post, until__isnull=True, unit__isnull=True).select_related("user")
    found = held.order_by("user__username").first()
    if found is None:
        raise LookupError(f"nobody in the demo is {post.label}")
    return actor_of(found.user, at)


def _try(act: Callable[[], object]) -> None:
    """Pass over what the city's rules do not let be."""
    try:
        act()
    except Refused:
        return
