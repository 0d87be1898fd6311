"""A step to supervision becomes a supervision order, and its end ends the step; a summons that was held is a talk."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiyin.escalation.act import STEP_DOOR, propose
from huiyin.escalation.models import StepTaken
from huiyin.journal.models import Event, Owed, OwedAgain
from huiyin.journal.work import deliver_all
from huiyin.supervision.issuing import move_order
from huiyin.supervision.models import Order

pytestmark = pytest.mark.django_db


def followed(city):
    deliver_all(lambda: city.stage.at)
    assert not OwedAgain.objects.exists(), list(OwedAgain.objects.values_list("follower", "error"))


@pytest.fixture
def supervised(kaifeng):
    """A case so late that the software ordered supervision of it."""
    kaifeng.case = kaifeng.handed_out()
    kaifeng.goes_to(kaifeng.case, days=8)
    kaifeng.climbs()
    followed(kaifeng)
    return kaifeng


@pytest.mark.mission(180)
def test_the_software_opens_the_supervision_order_that_the_ladder_demands(supervised):
    order, row = Order.objects.get(), StepTaken.objects.get()
    assert (order.origin, order.unit.short_name, order.supervised.get().case) == ("ladder", "清源供水", supervised.case)
    assert (row.state, row.outcome, row.supervised_by) == ("carried_out", f"已开督办单 {order.paper}", order.pk)
    page = supervised.client("supervisor").get(reverse("escalation:step", args=[row.number])).content.decode()
    assert order.paper in page


def test_told_twice_there_is_one_order(supervised):
    event = Event.objects.get(verb="escalation.order")
    Owed.objects.create(event_id=event.id, recorded_at=event.recorded_at, verb=event.verb)
    followed(supervised)
    assert Order.objects.count() == 1


def test_with_the_order_ends_the_step(supervised):
    order, stage = Order.objects.get(), supervised.stage
    stage.later(hours=1)
    move_order(order.pk, "report", {"report": "已办结"}, actor=stage.who("water.handler"), at=stage.at)
    move_order(order.pk, "accept", {"outcome": "done"}, actor=stage.who("supervisor"), at=stage.at)
    followed(supervised)
    assert StepTaken.objects.get().state == "closed"


def test_a_case_without_a_unit_is_left_to_a_person(kaifeng):
    case = kaifeng.stage.register().case
    kaifeng.stage.later(days=10)
    kaifeng.climbs()
    row = StepTaken.objects.get(case=case)
    STEP_DOOR.move(row.pk, "order", {}, actor=kaifeng.stage.who("supervisor"), at=kaifeng.stage.at)
    followed(kaifeng)
    row.refresh_from_db()
    assert (row.state, Order.objects.count()) == ("ordered", 0)


@pytest.mark.mission(169)
def test_a_summons_that_was_held_carries_out_the_talk(kaifeng):
    from huiyin.supervision.act import call_meeting, move_meeting

    case, stage = kaifeng.handed_out(), kaifeng.stage
    said = {"rung": "talk", "case": case.number, "whom": "分管副经理", "why": "多次不满意"}
    row = propose(said, actor=stage.who("supervisor"), at=stage.at, city="kaifeng")
    STEP_DOOR.move(row.pk, "order", {}, actor=stage.who("director"), at=stage.at)
    kind = next(one.code for one in stage.book.supervision.meetings if one.summons)
    called = {"kind": kind, "title": "约谈清源供水", "planned_at": stage.at + timedelta(days=1), "place": "热线中心",
              "chair": "中心主任", "units": [stage.units["water"].pk], "agenda": "超期"}  # fmt: skip
    meeting = call_meeting([case.pk], called, actor=stage.who("supervisor"), at=stage.at)
    stage.later(days=1, hours=2)
    minutes = {"held_at": stage.at - timedelta(hours=1), "minutes": "单位表态三日内办结",
               "attendants": [{"side": "unit", "name": "分管副经理"}], "tasks": []}  # fmt: skip
    move_meeting(meeting.pk, "write_minutes", minutes, actor=stage.who("supervisor"), at=stage.at)
    move_meeting(meeting.pk, "close", {}, actor=stage.who("supervisor"), at=stage.at)
    followed(kaifeng)
    row.refresh_from_db()
    meeting.refresh_from_db()
    assert (row.state, row.outcome) == ("carried_out", f"已约谈，纪要 {meeting.paper}")


def test_an_ordered_step_leads_to_the_pages_of_supervision_filled_in(kaifeng):
    case, stage = kaifeng.handed_out(), kaifeng.stage
    said = {"rung": "talk", "case": case.number, "whom": "分管副经理", "why": "多次不满意"}
    row = propose(said, actor=stage.who("supervisor"), at=stage.at, city="kaifeng")
    address = reverse("escalation:step", args=[row.number])
    assert "安排约谈" not in kaifeng.client("supervisor").get(address).content.decode()
    STEP_DOOR.move(row.pk, "order", {}, actor=stage.who("director"), at=stage.at)
    page = kaifeng.client("supervisor").get(address).content.decode()
    assert f"?step={row.number}&amp;chosen={case.number}" in page
    assert "安排约谈" in page
    assert "安排约谈" not in kaifeng.client("water.head").get(address).content.decode()


@pytest.mark.mission(180)
def test_a_late_instruction_climbs_although_it_belongs_to_no_case(kaifeng):
    from uuid import uuid4

    from huiyin.clocks.act import bulk_start
    from huiyin.clocks.changes import Start
    from huiyin.rulebook.limits import Limit

    stage, west = kaifeng.stage, kaifeng.stage.units["west"]
    limit = Limit.parse("2wd")
    start = Start("instruction_task", uuid4(), "instruction", limit, stage.at, stage.book, unit_id=west.pk)
    clock = bulk_start([start])[0]
    stage.at = clock.due_at + timedelta(hours=1)
    kaifeng.climbs()
    assert kaifeng.taken() == []
    stage.later(days=3)
    kaifeng.climbs()
    row = StepTaken.objects.get()
    assert (row.step, row.state, row.unit, row.case) == ("instruction_order", "proposed", west, None)
    assert row.why == "批示办理已超期3天"
    STEP_DOOR.move(row.pk, "order", {}, actor=stage.who("supervisor"), at=stage.at)
    followed(kaifeng)
    order = Order.objects.get()
    assert order.unit == west
    # Who decides, and the unit, are led to the very thing that is late, and not told "the unit as a whole".
    clock.subject_kind, clock.subject_id = "supervision", order.pk
    clock.save()
    for who, page in (("supervisor", "?tab=all"), ("supervisor", f"{row.number}/"), ("west.handler", "own/")):
        assert f">{order.paper}<" in kaifeng.client(who).get(f"/escalation/{page}").content.decode(), page
    assert row.name in kaifeng.client("west.handler").get(reverse("escalation:own")).content.decode()
