"""Units are told of what is sent to them, sent back, decided, urged, recalled, supplemented; each of them, and once."""

from datetime import timedelta

import pytest

from huiyin.cases.clockwork import tick
from huiyin.cases.lifecycle import CASE
from huiyin.cases.lifecycle_parts import APPLICATION, ASSIGNMENT
from huiyin.cases.models import Application
from huiyin.clocks.models import Clock
from huiyin.journal.door import note
from huiyin.journal.models import Event, Owed
from huiyin.notices.models import Notice
from huiyin.notices.to_centre import TO_CENTRE
from huiyin.notices.to_petitioners import TO_PETITIONERS
from huiyin.notices.to_units import MEETINGS, SUPERVISION, TO_UNITS

pytestmark = pytest.mark.django_db
NOTES = {
    "case.urged_by_clock", "case.review_due", "unit.urged", "callback.answered", "register.write",
    "register.ask_clearing", "report.remind",
    "report.urge", "instruction.present", "instruction.instruct", "instruction.check", "instruction.record",
    "instruction.enter", "instruction.enter_new", "instruction.late", "instruction.remind", "instruction_task.hand",
    "instruction_task.send_back", "instruction_task.urge", "instruction_task.change_due", "instruction_task.cancel",
    "instruction_task.fall_away", "instruction_task.accept", "instruction_task.hand_to_successor", "instruction_task.feed_back",
    "incident.begin", "incident.stand_down", "incident_task.give", "incident_task.send_back", "incident_task.call_off",
    "incident_task.late", "incident_task.report", "duty.gap", "duty.gaps", "objection.object",
    "objection.grant", "objection.decline",
    "escalation.show", "escalation.order", "escalation.revoke", "escalation.propose", "circular.issue", "correction.set",
    "handover.propose", "handover.take_up", "handover.decline", "handover.hand",
    "correction.send_back", "correction.accept", "correction.urge", "correction.cancel", "correction.remind",
    "correction.report",
    "hardcase.accept", "hardcase.hand_over", "hardcase.urge", "hardcase.review_due", "focus.choose", "season.remind",
    "alert.find", "alert.task", "alert.answer", "preparation.send_back",
    "linetest.missed", "linetest.engaged", "supervision.urged_by_clock", *(f"supervision.{move}" for move in SUPERVISION),
    *(f"meeting.{move}" for move in MEETINGS), "supervision.report", "verification.find", "claim.grant", "claim.deny",
    "rollups.differ", "brief.submit", "brief.pass_review", "brief.approve", "brief.send_back", "brief.sign", "brief.distribute",
}  # fmt: skip


def test_every_verb_that_is_followed_is_one_that_happens():
    known = {f"{table.kind}.{move.action}" for table in (CASE, ASSIGNMENT, APPLICATION) for move in table} | NOTES
    assert {*TO_UNITS, *TO_CENTRE, *TO_PETITIONERS} <= known


def test_a_unit_is_told_of_its_case_with_both_limits_and_another_unit_is_not(city):
    case = city.dispatched()
    (kind, text), *_ = city.told("water.handler", kind="dispatched")
    assert kind == "dispatched"
    assert case.number in text
    assert "签收" in text
    assert city.told("west.handler") == []


def test_joint_units_are_told_too(kaifeng):
    kaifeng.stage.dispatch(kaifeng.stage.register().case, "water", ("west",))
    assert "协办" in kaifeng.told("west.handler")[0][1]


@pytest.mark.parametrize(
    ("cause", "words"), [("misdirected", "派单有误，不计本单位超期"), ("not_handled", "承办不力，改派前已超期")]
)
def test_a_unit_from_which_a_case_is_taken_is_told_why_and_whether_its_time_counts(city, cause, words):
    case = city.dispatched()
    stage = city.stage
    stage.later(minutes=5)
    share = stage.sign(case)
    stage.at = share.due_at
    stage.later(hours=1)
    stage.move_share(share, "reassign", "dispatcher", lead=stage.units["west"].pk, cause=cause, reason="西岸区管护")
    told = city.told("water.handler", kind="recalled")
    assert [words in text and case.number in text for _, text in told] == [True]
    assert "西岸区管护" not in told[0][1]
    assert city.told("west.handler", kind="dispatched")


def test_no_notice_says_what_a_citizen_wrote_or_who_it_is(city):
    city.dispatched(title="王某家水管爆裂", text="柳巷五号王某，电话13800005521，水管爆裂")
    city.stage.later(minutes=1)
    city.follow()
    told = " ".join(Notice.objects.values_list("text", flat=True))
    for secret in ("王某", "柳巷", "13800005521", "水管"):
        assert secret not in told


def test_told_twice_of_the_same_event_there_is_one_notice(city):
    city.dispatched()
    city.follow()
    before = Notice.objects.count()
    for event in Event.objects.filter(verb__in=["assignment.assign", "case.dispatch"]):
        Owed.objects.create(event_id=event.id, recorded_at=event.recorded_at, verb=event.verb)
    city.follow()
    assert Notice.objects.count() == before


def test_a_rejected_reply_comes_back_with_its_cause(city):
    case = city.dispatched()
    city.stage.later(minutes=5)
    city.stage.sign(case)
    city.stage.later(minutes=30)
    city.stage.reply(case)
    city.stage.move(case, "reject_reply", "auditor", cause="unclear_inquiry", reason="没有现场照片")
    for who in ("water.handler", "water.leader"):
        assert "原因：调查不清" in city.told(who, kind="rejected")[0][1]


def test_a_recalled_case_is_told(kaifeng):
    case = kaifeng.dispatched()
    kaifeng.stage.move(case, "recall", "dispatcher", reason="派错单位")
    assert kaifeng.told("water.handler", kind="recalled") == [("recalled", f"工单{case.number}已由中心收回，无须办理")]


def test_what_the_petitioner_adds_and_that_they_hurry_is_told_to_who_works_on_it(city):
    case = city.dispatched()
    city.stage.move(case, "supplement", "agent", supplement="昨晚又灭了两盏")
    city.stage.move(case, "hurry", "agent")
    assert {"supplemented", "hurried"} <= set(city.kinds("water.handler"))
    assert "昨晚" not in str(city.told("water.handler"))


def test_a_decision_is_told_to_the_unit_that_asked(kaifeng):
    case = kaifeng.dispatched()
    stage = kaifeng.stage
    share = stage.move_share(
        stage.share(case), "ask_return", "water.handler", reason="不归我们管", basis="三定方案第五条"
    )  # fmt: skip
    stage.decide(Application.objects.get(assignment=share), "uphold", "dispatcher", decision="属供水设施")
    assert "不同意退单，请继续办理" in kaifeng.told("water.handler", kind="decided")[0][1]


def test_the_clock_urges_whom_the_book_names(kaifeng):
    case = kaifeng.dispatched()
    kaifeng.stage.sign(case)
    due = kaifeng.stage.share(case).due_at
    kaifeng.stage.at = Clock.objects.get(case_id=case.pk, kind="unit_reply").next_point_at
    tick(kaifeng.stage.at)
    assert "单位反馈即将到期" in kaifeng.told("water.handler", kind="urged")[0][1]
    assert kaifeng.told("water.leader", kind="urged") == []
    kaifeng.stage.at = due + timedelta(days=1)
    tick(kaifeng.stage.at)
    assert "单位反馈已超期" in kaifeng.told("water.leader", kind="urged")[0][1]
    assert kaifeng.told("supervisor", kind="urged") == []
    kaifeng.stage.at = due + timedelta(days=10)
    tick(kaifeng.stage.at)
    assert len(kaifeng.told("supervisor", kind="urged")) == 1
    assert len(kaifeng.told("water.head", kind="urged")) == 1


def test_the_persons_on_duty_and_the_handler_share_one_notice(kaifeng):
    case = kaifeng.dispatched()
    tick(Clock.objects.get(case_id=case.pk, kind="unit_sign").next_point_at)
    kaifeng.follow()
    assert Notice.objects.filter(kind="urged", unit=kaifeng.stage.units["water"]).count() == 1


def test_urging_by_hand_is_told(city):
    case = city.dispatched()
    city.stage.move(case, "urge", "supervisor", urge_way="phone")
    assert "中心催办" in city.told("water.handler", kind="urged")[0][1]


def test_one_call_for_all_late_cases_of_a_unit_is_told_once(kaifeng):
    cases = [kaifeng.dispatched(title=f"第{n}件") for n in range(3)]
    stage = kaifeng.stage
    whole = note(
        "unit.urged", "unit", stage.units["water"].pk, at=stage.at, head="urging", actor=stage.who("supervisor"),
        said={"cases": 3, "urge_way": "phone"},
    )  # fmt: skip
    from huiyin.cases.act import move_case

    for case in cases:
        move_case(
            case.pk, "urge", {"urge_way": "phone"}, actor=stage.who("supervisor"), at=stage.at, caused_by=whole.id
        )
    assert kaifeng.told("water.handler", kind="urged") == [("urged", "中心催办：本单位有3件工单超期，请抓紧办理")]


def test_a_draft_waits_for_the_signature_that_the_city_wants(dandong):
    case = dandong.dispatched(important=True)
    dandong.stage.sign(case)
    dandong.stage.move_share(dandong.stage.share(case), "reply", "water.handler", **dandong.stage.reply_said(case))
    assert "to_sign" in dandong.kinds("water.head")
    assert "to_sign" not in dandong.kinds("water.leader")


def test_a_case_handed_down_is_told_below_and_its_reply_above(kaifeng):
    stage = kaifeng.stage
    case = kaifeng.dispatched("bureau")
    stage.sign(case, "bureau")
    stage.move_share(stage.share(case, "bureau"), "sub_dispatch", "bureau.handler", unit=stage.units["office"].pk)
    assert "下派" in kaifeng.told("office.handler", kind="dispatched")[0][1]
    stage.sign(case, "office")
    stage.reply(case, "office")
    assert "下级单位已反馈" in kaifeng.told("bureau.handler", kind="replied")[0][1]


def test_a_suspended_case_whose_day_has_come_is_told_to_unit_and_centre(kaifeng):
    stage = kaifeng.stage
    case = kaifeng.dispatched()
    stage.sign(case)
    review_on = stage.at.date() + timedelta(days=5)
    stage.move_share(
        stage.share(case), "ask_suspension", "water.handler", reason="管网改造", plan="列入计划", review_on=review_on
    )
    stage.decide(Application.objects.get(case=case), "grant_suspension", "dispatcher", decision="属实")
    stage.at += timedelta(days=5)
    tick(stage.at)
    assert "review_due" in kaifeng.kinds("water.handler")
    assert "review_due" in kaifeng.kinds("supervisor")


# -- reports -------------------------------------------------------------------------------------------------------


def test_the_accused_unit_hears_nothing_of_a_report_nor_does_anybody_below_it(kaifeng):
    stage = kaifeng.stage
    case = stage.register(kind="report", accused_unit=stage.units["bureau"].pk).case
    kaifeng.stage.dispatch(case, "west")
    stage.move(stage.reload(case), "supplement", "agent", supplement="还有一事")
    tick(stage.at + timedelta(days=30))
    for who in ("bureau.handler", "bureau.head", "office.handler", "office.leader"):
        assert kaifeng.told(who) == []
    assert "dispatched" in kaifeng.kinds("west.handler")


def test_who_becomes_the_accused_later_does_not_see_what_came_before(kaifeng):
    case = kaifeng.dispatched()
    assert kaifeng.told("water.handler")
    path = kaifeng.stage.units["water"].path
    type(case).objects.filter(pk=case.pk).update(accused_path=path, accused_unit=kaifeng.stage.units["water"])
    assert kaifeng.told("water.handler") == []
