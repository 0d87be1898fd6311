"""A demo city's unit with a line of its own: opened some weeks ago, with a few matters that it took in itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from huiyin.calls.act import keep_calls
from huiyin.calls.heard import Heard
from huiyin.cases.act import move_case, register
from huiyin.cases.models import Case
from huiyin.cases.petitioners import contact_of
from huiyin.cases.states import OPEN_CASE
from huiyin.demo.cities import CitySketch
from huiyin.flow.actor import PLATFORM, Actor
from huiyin.flow.posts import Post
from huiyin.flow.times import local_day
from huiyin.instructions.act import NewMatter, present
from huiyin.people.actors import actor_of
from huiyin.people.models import Holding, User
from huiyin.rulebook.book import Rulebook
from huiyin.rulebook.calls import CallOutcome
from huiyin.rulebook.shelf import book_for
from huiyin.units.lines import open_line
from huiyin.units.models import Unit, UnitLine

CODE, PHONE = "ZX", "5550123"
"""The letters of its numbers, and the number by which its callers reach it."""

MATTERS = (
    (50, "街边检查井盖松动，过车有响声", "dispatch"),
    (26, "小区门口路面有积水", "dispatch"),
    (5, "咨询办事大厅周末是否上班", "answer_directly"),
    (3, "要求协调邻区的噪声扰民", "hand_up"),
    (1, "绿化带里有垃圾没有清走", ""),
)
"""What callers told the line: hours ago, the matter, and what the clerk did with it."""


def fill_lines(sketch: CitySketch, *, now: datetime) -> int:
    """Open the line of the unit at which visitors sign in, and play its matters, once; return how many."""
    unit = Unit.objects.filter(name=sketch.sign_in_unit, children__closed_on__isnull=True).first()
    if unit is None or UnitLine.objects.exists():
        return 0
    opened = now - timedelta(days=40)
    day = max(local_day(opened), unit.opened_on)
    calls = book_for(sketch.code, day).calls
    open_line(
        unit.pk, name=f"{unit.short_name}专线", code=CODE, day=day, phones=PHONE, calls=calls, actor=PLATFORM, at=opened
    )
    for hours, words, action in MATTERS:
        _play(unit, words, action, book_for(sketch.code, local_day(now)), now - timedelta(hours=hours))
    keep_calls(list(_calls(unit, now)), actor=PLATFORM, at=now)
    _lay_before_head(unit, sketch.code, now)
    return len(MATTERS)


def _lay_before_head(unit: Unit, city: str, now: datetime) -> None:
    """Let the clerk lay what the line has in hand longest before the head of the unit, for whom it waits."""
    case = Case.objects.filter(centre=unit, state__in=sorted(OPEN_CASE)).order_by("number").first()
    head = Holding.objects.filter(post=Post.UNIT_HEAD, unit=unit, until__isnull=True).first()
    if case and head:
        matter = NewMatter(case.title, cases=[case], advice="拟请所属单位两日内修复，并排查同类井盖。")
        at = now - timedelta(hours=20)
        present(matter, [head.user_id], actor=_clerk(unit, at), at=at, city=city, centre=unit)


def _calls(unit: Unit, now: datetime) -> Iterator[Heard]:
    """Give a call for each matter that the line heard, and two that nobody answered: one of them to be rung back."""
    clerk = User.objects.get(pk=_clerk(unit, now).user_id).username
    for case in Case.objects.filter(centre=unit).select_related("petitioner").order_by("number"):
        began = case.received_at - timedelta(minutes=4)
        phone = contact_of(case.petitioner).phone if case.petitioner else ""
        yield Heard(
            f"{case.number}-T", began, CallOutcome.ANSWERED, began + timedelta(seconds=9), case.received_at, phone,
            line=PHONE, agent=clerk, case=case.number,
        )  # fmt: skip
    for n, hours in enumerate((70, 2)):
        began = now - timedelta(hours=hours, minutes=11)
        yield Heard(
            f"{CODE}-{began:%Y%m%d}-{n}", began, CallOutcome.MISSED, None, began + timedelta(seconds=40), f"1390000{n:04}",
            line=PHONE,
        )  # fmt: skip


def _play(unit: Unit, words: str, action: str, book: Rulebook, at: datetime) -> None:
    clerk = _clerk(unit, at)
    made = register(_said(words, book, at), actor=clerk, at=at, city=book.city_code, centre=unit.pk)
    solved = next(one.code for one in book.results if one.solves and one.closes and not one.needs_reviewer)
    below = unit.children.filter(closed_on__isnull=True, accepts_cases=True).order_by("path").first()
    said: dict[str, dict[str, Any]] = {
        "dispatch": {"lead": below.pk if below else None, "joint": []},
        "answer_directly": {"answer": "周末设值班窗口，上午九时至下午四时可以办理。", "way": "phone", "result": solved},
        "hand_up": {"reason": "须由其他单位办理，本专线无权协调"},
    }
    if action:
        move_case(made.case.pk, action, said[action], actor=clerk, at=at + timedelta(minutes=10))


def _said(words: str, book: Rulebook, at: datetime) -> dict[str, Any]:
    # The kind of which the city asks least: what has to be approved first would not reach the unit below by itself.
    least = max(book.kinds, key=lambda kind: len(kind.waives)).code
    return {
        "channel": "phone", "title": words, "text": f"来电人反映：{words}，希望尽快处理。", "kind": least,
        "occurred": "今天", "place": "本辖区", "category": book.category_leaves(local_day(at))[0].code,
        "territory": book.territories[0].code if book.territories else "", "object": "公共设施",
        "wishes": [{"text": "尽快处理"}], "name": "来电人", "phone": f"12{int(at.timestamp()) % 10**9:09d}",
    }  # fmt: skip


def _clerk(unit: Unit, at: datetime) -> Actor:
    held = Holding.objects.filter(post=Post.LINE_CLERK, unit=unit, until__isnull=True).select_related("user")
    return actor_of(held.earliest("since").user, at)
