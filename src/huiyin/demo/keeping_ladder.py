"""What a demo city has of escalation: what the ladder shows today, two circulars, a correction, a hand-over in the making."""

from datetime import datetime, timedelta
from typing import Any

from huiyin.cases.models import Assignment, Case
from huiyin.cases.models.assignment import Role
from huiyin.cases.sight import hides_petitioner
from huiyin.cases.states import CaseState
from huiyin.demo.cities import CitySketch
from huiyin.escalation.act import (
    CIRCULAR_DOOR,
    CORRECTION_DOOR,
    STEP_DOOR,
    open_handover,
    propose,
    set_correction,
    write_circular,
)
from huiyin.escalation.climbing import climb, look_at_units
from huiyin.escalation.models import Circular, CircularUnit, StepTaken
from huiyin.flow.actor import Actor
from huiyin.flow.posts import Post
from huiyin.flow.times import ONE_DAY, local_day
from huiyin.people.actors import actor_of
from huiyin.people.models import Holding
from huiyin.rulebook.shelf import book_for
from huiyin.units.models import Unit

READ_BY = 3
"""So many units have read the circular of praise."""


def fill_ladder(sketch: CitySketch, *, now: datetime) -> int:
    """Let the city climb its ladder once, and write what a visitor should see; return how many steps were taken."""
    if Circular.objects.exists() or StepTaken.objects.exists():
        return 0
    unit = Unit.objects.filter(name=sketch.sign_in_unit).first() or Unit.objects.filter(depth=1).earliest("path")
    # In the order of their days: all stand in one chain, in which nobody acts before the last one.
    _correction(sketch, unit, now)
    _praise(sketch, unit, now)
    _proposals(sketch, unit, now)
    climb(now)
    look_at_units(now, sketch.code)
    _criticism(sketch, unit, now)
    _hand_over(sketch, unit, now)
    return StepTaken.objects.count()


def _proposals(sketch: CitySketch, unit: Unit, now: datetime) -> None:
    """The supervisor proposes what the rules alone would not; one of it the director has ordered."""
    supervisor, director = _somebody(Post.SUPERVISOR, now), _somebody(Post.DIRECTOR, now)
    at = now - timedelta(hours=20)
    others = Unit.objects.filter(depth=1).exclude(pk=unit.pk).order_by("path")
    numbers = [one.number for each in (unit, *others) for one in _cases_of(each, CaseState.IN_HANDLING)[:1]]
    proposed = [
        propose({**said, "case": number}, actor=supervisor, at=at, city=sketch.code)
        for said, number in zip(PROPOSALS, numbers, strict=False)
    ]
    for row in proposed[:1]:
        said = {"decision": "本周内约谈，查明原因", "carry_out_by": local_day(now) + 3 * ONE_DAY}
        STEP_DOOR.move(row.pk, "order", said, actor=director, at=now - timedelta(hours=2))


PROPOSALS = (
    {"rung": "talk", "whom": "分管负责人", "why": "同一小区一个月内反映四次，每次答复相同，群众不认可"},
    {"rung": "talk", "whom": "主要负责人", "why": "承诺的完工日期两次推迟，未向诉求人说明"},
    {"rung": "circular", "why": "反馈称已办结，现场核实并未动工"},
)


def _praise(sketch: CitySketch, unit: Unit, now: datetime) -> None:
    closed = [one.number for one in _cases_of(unit, CaseState.CLOSED)]
    said = {
        "kind": "praise", "title": f"关于表扬{unit.short_name}的通报", "named": [unit.pk], "cases": closed[:2], "to_all": True,
        "text": f"{unit.name}对群众反映的问题当日到场、限时办结，回访满意。现予通报表扬，请各单位学习借鉴。",
    }  # fmt: skip
    row = _written(sketch, said, now - timedelta(days=3))
    for action, post in (("submit", Post.SUPERVISOR), ("approve", Post.DIRECTOR), ("issue", Post.SUPERVISOR)):
        CIRCULAR_DOOR.move(row.pk, action, {}, actor=_somebody(post, now), at=now - timedelta(days=2))
    readers = CircularUnit.objects.filter(circular=row, reads=True).exclude(unit=unit).order_by("unit__path")
    for one in readers.select_related("unit")[:READ_BY]:
        reader = _somebody(Post.UNIT_HANDLER, now, one.unit)
        CIRCULAR_DOOR.move(row.pk, "read", {}, actor=reader, at=now - timedelta(days=1))


def _criticism(sketch: CitySketch, unit: Unit, now: datetime) -> None:
    other = (
        Unit.objects.filter(depth=1, accepts_cases=True, closed_on__isnull=True).exclude(pk=unit.pk).earliest("path")
    )
    cause = book_for(sketch.code, local_day(now)).reject_causes[0].code
    said = {
        "kind": "criticism", "title": f"关于{other.short_name}办理逾期的通报", "named": [other.pk], "causes": [cause],
        "cases": [one.number for one in _cases_of(other, CaseState.IN_HANDLING)][:2], "to_all": True,
        "text": f"{other.name}近期多件工单超过期限未反馈，经催办仍未办结。请查明原因，限期整改。",
    }  # fmt: skip
    row = _written(sketch, said, now)
    CIRCULAR_DOOR.move(row.pk, "submit", {}, actor=_somebody(Post.SUPERVISOR, now), at=now)


def _written(sketch: CitySketch, said: dict[str, Any], at: datetime) -> Circular:
    return write_circular(said, actor=_somebody(Post.SUPERVISOR, at), at=at, city=sketch.code)


def _correction(sketch: CitySketch, unit: Unit, now: datetime) -> None:
    supervisor, day, at = _somebody(Post.SUPERVISOR, now), local_day(now), now - timedelta(days=4)
    for title, due, report in (
        ("反馈过于简单，未写明办理过程", day + 6 * ONE_DAY, ""),
        ("联系诉求人不及时", day + 2 * ONE_DAY, "已指定专人每日上午联系，联系情况当日登记；近一周未再发生。"),
    ):
        said = {"unit": unit.pk, "title": title, "wanted": "查明原因，落实专人，整改后书面报告。", "due_on": due}
        row = set_correction(said, actor=supervisor, at=at, city=sketch.code)
        if report:
            by = _somebody(Post.UNIT_HANDLER, now, unit)
            CORRECTION_DOOR.move(row.pk, "report", {"report": report}, actor=by, at=now - timedelta(days=3, hours=5))


def _hand_over(sketch: CitySketch, unit: Unit, now: datetime) -> None:
    of_city = StepTaken.objects.filter(case__isnull=False, unit__isnull=False, centre__isnull=True)
    late = of_city.order_by("-weight", "number").first()
    if late is None or late.case is None or late.unit is None:
        return
    law = book_for(sketch.code, local_day(now)).escalation.accountability
    said = {
        "unit": late.unit.pk, "situation": law.situations[0].code, "body": law.bodies[0].code, "responsible": "分管负责人",
        "cases": [late.case.number], "facts": f"{late.why}，经多次催办无故不反馈，请依规核查。",
    }  # fmt: skip
    open_handover(said, actor=_somebody(Post.SUPERVISOR, now), at=now, city=sketch.code)


def _cases_of(unit: Unit, state: CaseState) -> list[Case]:
    own = Assignment.objects.filter(unit=unit, role=Role.LEAD).values("case")
    found = Case.objects.filter(pk__in=own, state=state, centre__isnull=True).order_by("number")[:20]
    return [case for case in found if not hides_petitioner(case)]


def _somebody(post: Post, at: datetime, unit: Unit | None = None) -> Actor:
    held = Holding.objects.filter(post=post, until__isnull=True).select_related("user").order_by("user__username")
    held = held.filter(unit=unit) if unit else held
    return actor_of(held.earliest("user__username").user, at)
