"""Summons, meetings on the spot, talks of several units: who comes, what is agreed, and to whom it is handed."""

from datetime import timedelta

import pytest

from huiyin.cases.models import Assignment
from huiyin.flow.table import NotNow, NotYours, Refused
from huiyin.journal.models import Event
from huiyin.supervision.models import Agreed, Meeting, Order
from huiyin.supervision.queries import meetings_visible_to
from huiyin.supervision.tests.conftest import notices

pytestmark = pytest.mark.django_db


def held(office, *cases, tasks=(), units=("water",)):
    meeting = office.call(*cases, units=units)
    office.stage.later(hours=3)
    return office.meet(meeting, "write_minutes", **office.minutes(*tasks))


def test_what_is_agreed_becomes_a_joint_share_of_the_case(office):
    case = office.case()
    meeting = held(office, case, tasks=[office.task("west")])
    meeting = office.meet(meeting, "close")
    share = Assignment.objects.get(case=case, unit=office.stage.units["west"])
    assert (share.role, share.state) == ("joint", "pending_signature")
    assert "改造泵房" in share.note
    assert Agreed.objects.get().share_id == share.pk
    assert not Order.objects.exists()
    assert meeting.paper == office.rules.minutes.write(office.stage.at.year, 1)
    joined = Event.objects.get(chain_id=case.pk, verb="case.add_units")
    closed = Event.objects.get(verb="meeting.close")
    assert joined.caused_by == closed.id


def test_who_works_on_it_already_gets_a_supervision_order(office):
    case = office.case()
    office.meet(held(office, case, tasks=[office.task("water")]), "close")
    order = Order.objects.get()
    assert (order.unit_id, order.origin, order.kind) == (
        office.stage.units["water"].pk,
        "meeting",
        office.rules.tasks_as,
    )
    assert "改造泵房" in order.asked
    assert list(order.supervised.values_list("case_id", flat=True)) == [case.pk]
    assert Agreed.objects.get().order_id == order.pk
    assert Assignment.objects.filter(case=case).count() == 1


def test_who_has_nothing_to_do_with_a_closed_case_gets_an_order_that_names_it(kaifeng):
    case = kaifeng.case()
    kaifeng.stage.reply(case)
    case = kaifeng.stage.finish(kaifeng.stage.pass_audit(case))
    kaifeng.meet(held(kaifeng, case, tasks=[kaifeng.task("west")]), "close")
    order = Order.objects.get()
    assert case.number in order.asked
    assert not order.supervised.exists()


def test_after_closing_nothing_of_the_minutes_changes(kaifeng):
    meeting = held(kaifeng, kaifeng.case(), tasks=[kaifeng.task("west")])
    meeting = kaifeng.meet(
        meeting, "amend_minutes", **kaifeng.minutes(kaifeng.task("west", "更换阀门"), minutes="改为更换阀门。")
    )
    assert Agreed.objects.get().what == "更换阀门"
    meeting = kaifeng.meet(meeting, "close")
    before = Meeting.objects.filter(pk=meeting.pk).values().get()
    for action in ("amend_minutes", "write_minutes", "close", "cancel", "move_day"):
        with pytest.raises(NotNow):
            kaifeng.meet(meeting, action, **kaifeng.minutes())
    assert Meeting.objects.filter(pk=meeting.pk).values().get() == before


def test_several_cases_each_tell_of_the_meeting_with_one_cause(kaifeng):
    cases = [kaifeng.case(phone=f"1380000200{n}") for n in range(2)]
    kaifeng.call(*cases)
    events = list(Event.objects.filter(verb="case.meeting_called"))
    assert {e.chain_id for e in events} == {c.pk for c in cases}
    assert len({e.caused_by for e in events}) == 1


def test_a_summons_says_whom_and_its_leaders_hear_it(office):
    kind = next(k for k in office.rules.meetings if k.summons)
    with pytest.raises(Refused) as refused:
        office.call(units=(), kind=kind.code)
    assert refused.value.fields == {"units": "约谈须选择被约谈的单位"}
    meeting = office.call(units=("water",), kind=kind.code)
    office.follow()
    told = notices(about=meeting.pk)
    assert set(told.values_list("post", flat=True)) == {"unit_leader", "unit_head"}
    assert all(kind.label in notice.text for notice in told)


def test_a_report_is_not_spoken_of_with_the_accused(kaifeng):
    accused = kaifeng.stage.units["west"]
    case = kaifeng.case(kind="report", accused_unit=accused.pk)
    with pytest.raises(Refused) as refused:
        kaifeng.call(case, units=("west",))
    assert "举报的就是" in refused.value.fields["units"]
    meeting = kaifeng.call(case)
    kaifeng.stage.later(hours=3)
    with pytest.raises(Refused) as refused:
        kaifeng.meet(meeting, "write_minutes", **kaifeng.minutes(kaifeng.task("west")))
    assert "不能交给它" in refused.value.fields["tasks"]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"unit": "没有的局"}, "没有这个单位"),
        ({"case": "X-1"}, "会议议题里没有这件工单"),
        ({"until": "2000-01-01"}, "完成日期已过"),
    ],
    ids=["unit", "case", "past"],
)
def test_a_task_that_makes_no_sense_is_refused_by_its_number(kaifeng, other, why):
    meeting = kaifeng.call(kaifeng.case())
    kaifeng.stage.later(hours=3)
    tasks = [kaifeng.task("west"), {**kaifeng.task("water"), **other}]
    with pytest.raises(Refused) as refused:
        kaifeng.meet(meeting, "write_minutes", **kaifeng.minutes(*tasks))
    assert why in refused.value.fields["tasks"]
    assert "第2项" in refused.value.fields["tasks"]
    assert not Agreed.objects.exists()


def test_minutes_are_not_written_ahead(kaifeng):
    meeting = kaifeng.call()
    with pytest.raises(Refused) as refused:
        kaifeng.meet(meeting, "write_minutes", **kaifeng.minutes(held_at=kaifeng.stage.at + timedelta(hours=1)))
    assert refused.value.fields == {"held_at": "召开时间不能在将来"}


def test_another_day_or_not_at_all(kaifeng):
    meeting = kaifeng.call()
    day = kaifeng.stage.at + timedelta(days=2)
    meeting = kaifeng.meet(meeting, "move_day", planned_at=day, place="市政府", reason="区长出差")
    assert (meeting.planned_at, meeting.place) == (day, "市政府")
    assert kaifeng.meet(meeting, "cancel", reason="已通水").why_cancelled == "已通水"
    kaifeng.follow()
    assert notices(about=meeting.pk, text__contains="已取消", unit=kaifeng.stage.units["water"]).exists()


def test_a_unit_calls_its_own_and_those_below(dandong):
    case = dandong.case("office")
    meeting = dandong.call(case, units=("office",), who="bureau.leader")
    dandong.stage.later(hours=3)
    own, below = dandong.task("bureau", "筹措经费"), dandong.task("office", "清运")
    with pytest.raises(Refused):
        dandong.meet(meeting, "write_minutes", "bureau.leader", **dandong.minutes(dandong.task("water")))
    meeting = dandong.meet(meeting, "write_minutes", "bureau.leader", **dandong.minutes(own, below))
    dandong.meet(meeting, "close", "bureau.leader")
    tasks = {task.what: task for task in Agreed.objects.all()}
    assert (tasks["筹措经费"].share_id, tasks["筹措经费"].order_id) == (None, None)
    assert tasks["清运"].order.centre_id == dandong.stage.units["bureau"].pk


def test_who_calls_and_who_reads(kaifeng):
    for who in ("agent", "auditor", "stranger"):
        with pytest.raises(NotYours):
            kaifeng.call(who=who)
    meeting = kaifeng.call()
    sees = {who for who in ("supervisor", "water.handler", "west.head", "stranger")
            if meetings_visible_to(kaifeng.stage.who(who)).filter(pk=meeting.pk).exists()}  # fmt: skip
    assert sees == {"supervisor", "water.handler"}
