"""What leaders of a demo city have written lately: something at every stage, made through the door by whose task it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huiyin.cases.models import Case
from huiyin.cases.states import CaseState
from huiyin.demo.cities import CitySketch
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.times import local_day
from huiyin.instructions.act import INSTRUCTION_DOOR, TASK_DOOR, NewMatter, mark_late, present
from huiyin.instructions.models import CASES, Instruction
from huiyin.people.actors import actor_of
from huiyin.people.models import Holding
from huiyin.rulebook.shelf import book

REPORT = "1至10月热线工作报告：受理、办结、按期办结情况，群众反映集中的供热、停车、噪声问题，以及下一步打算。"


@dataclass(frozen=True)
class Desk:
    """Who acts in the demo, and where."""

    city: str
    people: Mapping[Post, Actor]

    def lay(self, matter: NewMatter, leader: Post, at: datetime) -> Instruction:
        """Lay a matter before a leader."""
        clerk = self.people[Post.SUPERVISOR]
        return present(matter, [self.people[leader].user_id], actor=clerk, at=at, city=self.city)[0]

    def move(self, row: Instruction, action: str, who: Post, at: datetime, **said: Any) -> None:
        """Move an instruction."""
        INSTRUCTION_DOOR.move(row.pk, action, said, actor=self.people[who], at=at)


def fill_instructions(sketch: CitySketch, *, now: datetime) -> int:
    """Let the leaders of the demo write on what is in hand, once; return how many instructions there are."""
    cases = _cases_in_hand(sketch)
    # What leaders wrote on approvals is there already, as the days were played.
    if Instruction.objects.filter(presented_at__isnull=False, centre__isnull=True).exists() or len(cases) < 5:
        return 0
    posts = (Post.VICE_MAYOR, Post.CITY_LEADER, Post.LEADER_SECRETARY, Post.SUPERVISOR)
    desk = Desk(sketch.code, {post: _holder(post, now) for post in posts})
    _in_hand(desk, cases, now)
    _on_paper(desk, cases, now)
    _waiting(desk, cases, now)
    mark_late(now)
    return Instruction.objects.count()


def _cases_in_hand(sketch: CitySketch) -> list[Case]:
    """Return some cases that units have in hand, first those of the unit as which a visitor of the demo signs in."""
    rows = Case.objects.filter(state=CaseState.IN_HANDLING, accused_path="", centre__isnull=True)
    found = list(rows.select_related("lead_unit").order_by("due_at", "number"))
    found.sort(key=lambda case: case.lead_unit is None or case.lead_unit.name != sketch.sign_in_unit)
    return found[:5]


def _in_hand(desk: Desk, cases: list[Case], now: datetime) -> None:
    """One that a unit is late with, one whose feedback waits for the leader's office, one of today."""
    late = desk.lay(_on(cases[0]), Post.VICE_MAYOR, now - timedelta(days=12))
    due = local_day(now) - timedelta(days=2)
    desk.move(late, "instruct", Post.VICE_MAYOR, now - timedelta(days=11), words="请三日内解决并报我。", due=due)
    told = desk.lay(_on(cases[1]), Post.CITY_LEADER, now - timedelta(days=3))
    desk.move(
        told, "instruct", Post.CITY_LEADER, now - timedelta(days=3), words="请认真核实，依法依规处理，及时答复群众。"
    )
    task = told.tasks.select_related("unit").first()
    if task:
        held = Holding.objects.filter(unit=task.unit, post=Post.UNIT_HANDLER, until__isnull=True).select_related("user")
        who = actor_of(held.order_by("user__username")[0].user, now)
        said = {"account": "已到现场核实，情况属实，已约定本周内整改完毕，并向诉求人说明。"}
        TASK_DOOR.move(task.pk, "feed_back", said, actor=who, at=now - timedelta(hours=5))


def _on_paper(desk: Desk, cases: list[Case], now: datetime) -> None:
    """Praise that was entered and checked, an instruction that waits for its second person."""
    day = str(local_day(now) - timedelta(days=1))
    praise = desk.lay(NewMatter("热线为老人送药的报道", "media", text="晚报二版：热线连夜协调，为独居老人送药上门。"),
                      Post.CITY_LEADER, now - timedelta(hours=4))  # fmt: skip
    said = {"mark": "instructed", "words": "服务到家，应予表扬。", "written_on": day, "kind": _praise(praise)}
    desk.move(praise, "enter", Post.LEADER_SECRETARY, now - timedelta(hours=3), **said)
    desk.move(praise, "check", Post.SUPERVISOR, now - timedelta(hours=3))
    paper = desk.lay(_on(cases[2]), Post.VICE_MAYOR, now - timedelta(hours=3))
    said = {"mark": "instructed", "words": "请牵头单位会同属地研究，提出意见报我。", "written_on": day}
    desk.move(paper, "enter", Post.LEADER_SECRETARY, now - timedelta(hours=2), **said)


def _waiting(desk: Desk, cases: list[Case], now: datetime) -> None:
    """What lies before the leaders this morning."""
    report = NewMatter("热线工作报告", "report", about="1至10月", text=REPORT, advice="拟请分管领导阅示。")
    for leader in (Post.VICE_MAYOR, Post.CITY_LEADER):
        desk.lay(report, leader, now - timedelta(hours=1))
    advice = "涉及单位较多，拟请市领导明确牵头单位。"
    desk.lay(
        NewMatter(f"{cases[3].title}等2件", CASES, cases[3:5], advice=advice),
        Post.VICE_MAYOR,
        now - timedelta(minutes=40),
    )


def _on(case: Case) -> NewMatter:
    return NewMatter(case.title, CASES, [case])


def _praise(row: Instruction) -> str:

    return next(kind.code for kind in book(row.book).instructions.kinds if not kind.feedback)


def _holder(post: Post, now: datetime) -> Actor:
    held = Holding.objects.filter(post=post, until__isnull=True).select_related("user").order_by("user__username")
    return actor_of(held[0].user, now)
