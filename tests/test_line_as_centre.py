"""A unit with a line of its own is the centre for its sub-units: its people urge, supervise, instruct, escalate and assess."""

from datetime import timedelta

import pytest
from district import District, counted, district_of
from django.urls import reverse

from huiyin.assessment.models import Claim, OwnScheme, Round
from huiyin.cases.tests.browser import Browser, signed_in, text_of
from huiyin.clocks.models import Clock
from huiyin.escalation.climbing import climb
from huiyin.escalation.models import StepTaken
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import travelling
from huiyin.instructions.models import Instruction
from huiyin.journal.models import Event
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.notices.models import Notice
from huiyin.statistics.collecting import registry_for
from huiyin.supervision.issuing import issue_order, move_order
from huiyin.supervision.models import Order
from huiyin.supervision.queries import visible_to, waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(db, settings, tmp_path) -> District:
    settings.CITY, settings.MEDIA_ROOT = "kaifeng", tmp_path
    return district_of("kaifeng")


def page(district: District, who: str) -> Browser:
    return signed_in(district.stage, who)


def of_the_line(district: District, name: str) -> object:
    scope = Scope(centre=str(district.unit.pk), book=district.stage.book, at=district.stage.at)
    with travelling(district.stage.at):
        return figure(registry_for(district.stage.book), name, scope).value


CONTROL = (
    "supervis", "escalat", "instruct", "circled", "urged", "verified", "meetings", "accepted", "dispatched", "excluded",
)  # fmt: skip


def city(district: District) -> dict[str, object]:
    """The figures of the city that control could change."""
    return counted(district.stage, only=CONTROL)


def in_hand(district: District, **other) -> object:
    """A case of the line that the street has signed for."""
    case = district.dispatched(**other)
    district.stage.later(minutes=5)
    district.stage.sign(case, "street")
    return district.stage.reload(case)


def test_the_city_supervises_a_case_of_a_line_with_its_unit_and_no_figure_of_the_city_changes(district):
    stage, case = district.stage, in_hand(district)
    supervisor, east = page(district, "supervisor"), district.unit
    before = city(district)
    assert "下达督办" in text_of(supervisor.get(reverse("supervision:of_case", args=[case.number])))
    form = text_of(supervisor.get(f"/supervision/new/?chosen={case.number}"))
    target = f"{east.pk}.{case.pk}"
    assert f'value="{target}" id="target-1" checked' in form
    sent = {"chosen": case.number, "targets": target, "kind": "phone", "asked": "请区里抓紧", "move_key": "k"}
    assert supervisor.post("/supervision/new/", sent).status_code == 302
    order = Order.objects.get()
    assert (order.unit, order.centre) == (east, None)
    district.follow()
    assert Notice.objects.filter(about=order.pk, post="line_clerk", unit=east).exists()
    # The clerk of the line answers; the city judges.
    assert waiting_for(district.clerk).get() == order
    move_order(order.pk, "report", {"report": "已派人"}, actor=district.clerk, at=stage.at)
    assert case.number in text_of(supervisor.get(f"/supervision/order/{order.number}/"))
    move_order(order.pk, "accept", {"outcome": "done"}, actor=stage.who("supervisor"), at=stage.at)
    district.follow()
    assert city(district) == before
    assert of_the_line(district, "supervised") == 1
    # Whoever does not look at lines for the city does not see it.
    assert not visible_to(stage.who("agent")).exists()


def test_the_city_does_not_reach_past_the_unit_and_does_not_mix_its_own_with_a_lines(district):
    stage, case = district.stage, in_hand(district)
    mine = stage.dispatch(stage.register(phone="13800000777").case, "east")
    how = {"actor": stage.who("supervisor"), "at": stage.at}
    said = {"kind": "phone", "asked": "请抓紧"}
    with pytest.raises(Refused, match="请向东岸区政府下达督办"):
        issue_order(stage.units["street"].pk, [case.pk], said, **how)
    with pytest.raises(Refused, match="请分开下达督办"):
        issue_order(district.unit.pk, [case.pk, mine.pk], said, **how)
    # Not yet handed to anybody it lies with the unit, too.
    waiting = district.register(phone="13800000778")
    assert issue_order(district.unit.pk, [waiting.pk], said, **how).unit == district.unit


def test_the_clerk_urges_and_supervises_a_street_by_pages_and_the_city_neither_sees_nor_counts_it(district):
    stage, case, street = district.stage, in_hand(district), district.stage.units["street"]
    before = city(district)
    at = stage.at
    stage.at = Clock.objects.running().get(case_id=case.pk, kind="unit_reply").due_at + timedelta(hours=1)
    clerk = page(district, "east.clerk")
    assert street.name in text_of(clerk.get(reverse("desk:urge")))
    assert street.name not in text_of(page(district, "supervisor").get(reverse("desk:urge")))
    sent = {"cases": str(case.pk), "way": "phone", "note": "今天报", "key": "u"}
    assert clerk.post(reverse("desk:urge_unit", args=[street.pk]), sent).status_code == 302
    assert stage.reload(case).urges == 1
    assert f"/supervision/new/?unit={street.pk}" in text_of(clerk.get(reverse("units:unit", args=[street.pk])))
    sent = {"chosen": case.number, "targets": f"{street.pk}.{case.pk}", "kind": "phone", "asked": "三日内办结"}
    assert clerk.post("/supervision/new/", {**sent, "move_key": "o"}).status_code == 302
    order = Order.objects.get()
    assert (order.unit, order.centre) == (street, district.unit)
    # What waits for somebody stands on his page once.
    move_order(order.pk, "report", {"report": "已办"}, actor=stage.who("street.handler"), at=stage.at)
    assert text_of(clerk.get("/supervision/")).count(f"/supervision/order/{order.number}/") == 1
    assert page(district, "supervisor").get(f"/supervision/order/{order.number}/").status_code == 404
    assert order.paper not in text_of(page(district, "supervisor").get("/supervision/"))
    with pytest.raises(NotYours):
        move_order(order.pk, "accept", {"outcome": "done"}, actor=stage.who("supervisor"), at=stage.at)
    move_order(order.pk, "accept", {"outcome": "done"}, actor=district.clerk, at=stage.at)
    stage.at = at
    assert city(district) == before
    stage.later(days=30)
    assert (of_the_line(district, "supervised"), of_the_line(district, "supervision_orders")) == (1, 1)


def test_what_the_head_of_the_district_writes_stands_in_the_ledger_of_the_line_alone(district):
    stage, case = district.stage, in_hand(district)
    before = city(district)
    head, director = page(district, "east.head"), page(district, "director")
    said = {"words": "请街道三日内修好并报我", "move_key": "w"}
    assert head.post(reverse("moves:move", args=["case", case.number, "instruct"]), said).status_code == 302
    district.follow()
    row = Instruction.objects.get()
    assert (row.centre, row.leader_post, row.state) == (district.unit, "unit_head", "in_hand")
    task = row.tasks.get()
    assert task.unit == stage.units["street"]
    for who in ("east.head", "east.clerk"):
        listed = text_of(page(district, who).get(reverse("instructions:ledger")))
        assert row.name in listed
        assert "东岸区主要领导" in listed
    shown = head.get(reverse("instructions:figures")).context
    assert [(line["times"], line["cases"]) for line in shown["by_leader"]] == [(1, 1)]
    assert said["words"] in text_of(head.get(reverse("instructions:of_case", args=[case.number])))
    # The city neither lists nor counts it, and cannot act on it.
    assert row.name not in text_of(director.get(reverse("instructions:ledger")))
    assert director.get(reverse("instructions:one", args=[row.number])).status_code == 404
    for who, status in {"water.head": 404, "west.head": 404, "street.handler": 404}.items():
        assert page(district, who).get(reverse("instructions:ledger")).status_code == status, who
    address = reverse("moves:move", args=["instruction_task", task.number, "feed_back"])
    assert page(district, "street.handler").post(address, {"account": "已修好", "move_key": "f"}).status_code == 302
    district.follow()
    assert Notice.objects.filter(about=task.pk, post="unit_head", unit=district.unit).exists()
    assert not Notice.objects.filter(about=task.pk, post="leader_secretary").exists()
    accept = reverse("moves:move", args=["instruction_task", task.number, "accept"])
    assert page(district, "leader_secretary").post(accept, {"move_key": "s"}).status_code == 404
    assert "已修好" in text_of(head.get(reverse("instructions:home")))
    assert head.post(accept, {"move_key": "a"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "closed"
    assert city(district) == before


def test_the_ladder_of_a_line_is_climbed_for_its_own_people(district):
    stage, case = district.stage, in_hand(district)
    before = city(district)
    at, due = stage.at, Clock.objects.running().get(case_id=case.pk, kind="unit_reply").due_at
    stage.at = due + timedelta(days=16)
    climb(stage.at)
    district.follow()
    row = StepTaken.objects.get()
    assert (row.rung, row.state, row.centre) == ("talk", "proposed", district.unit)
    assert Notice.objects.filter(about=row.pk, unit=district.unit, post="unit_leader").exists()
    assert not Notice.objects.filter(about=row.pk, unit__isnull=True).exists()
    assert row.name not in text_of(page(district, "director").get(reverse("escalation:index")))
    leader, clerk = page(district, "east.leader"), page(district, "east.clerk")
    assert 'name="steps"' not in text_of(clerk.get(reverse("escalation:index")))
    assert f'name="steps" value="{row.number}"' in text_of(leader.get(reverse("escalation:index")))
    sent = {"steps": row.number, "do": "order", "decision": "约谈街道主任", "move_key": "d"}
    assert page(district, "director").post(reverse("escalation:decide"), sent).status_code == 302
    row.refresh_from_db()
    assert row.state == "proposed"
    leader.post(reverse("escalation:decide"), sent)
    row.refresh_from_db()
    assert (row.state, row.decided_by_id) == ("ordered", stage.who("east.leader").user_id)
    assert "安排约谈" in text_of(clerk.get(reverse("escalation:step", args=[row.number])))
    stage.at = at
    assert city(district) == before
    sent = {"rung": "talk", "case": case.number, "whom": "街道主任", "why": "多次不满意", "move_key": "p"}
    refused = page(district, "supervisor").post(reverse("escalation:new"), sent)
    assert refused.status_code == 422
    assert "升级措施由该单位决定" in text_of(refused)
    assert clerk.post(reverse("escalation:new"), {**sent, "move_key": "q"}).status_code == 302


def sent_back_in_time(district: District):
    """A case of the line whose reply was sent back once: what the district's own scheme does not forgive."""
    stage, case = district.stage, in_hand(district)
    stage.later(hours=2)
    stage.reply(case, "street")
    stage.move(case, "reject_reply", "east.clerk", cause="delay", reason="照片不清")
    stage.later(hours=1)
    stage.reply(case, "street")
    said = {"result": next(r.code for r in stage.book.results if r.solves)}
    if stage.book.answers.answered_by == "centre":
        said |= {"way": "phone", "answer": "已修好。"}
    return stage.move(case, "pass_audit", "east.clerk", **said)


def test_a_district_vetoes_by_a_scheme_of_its_own_and_hears_the_appeal_itself(district):
    stage, case = district.stage, sent_back_in_time(district)
    stage.at = stage.at.replace(month=7, day=2)
    head, leader, street = page(district, "east.head"), page(district, "east.leader"), page(district, "street.leader")
    item = {"measure1": "unit_sent_back", "way1": "veto", "points1": ""}
    rate = {"measure2": "signing_rate", "way2": "linear", "points2": "100"}
    made = head.post(
        reverse("assessment:own_scheme"), {"label": "东岸区考核办法", "total": "from_zero", **item, **rate}
    )
    assert made.status_code == 302
    assert OwnScheme.objects.get().unit == district.unit
    computed = head.post(reverse("assessment:rounds"), {"since": "2018-06-01", "last": "2018-06-30", "move_key": "r"})
    round_ = Round.objects.get()
    assert computed.url == reverse("assessment:round", args=[round_.number])
    assert round_.owner == district.unit
    sheet = round_.sheets.get(unit=stage.units["street"])
    assert (sheet.score, sheet.vetoed) == (0, True)
    move = lambda who, kind, number, action, **said: who.post(  # noqa: E731
        reverse("moves:move", args=[kind, number, action]), {**said, "move_key": f"{kind}{action}"}
    )
    assert move(head, "assessment", round_.number, "publish").status_code == 302
    lost = sheet.lost.get()
    assert lost.case == case
    address = reverse("assessment:appeal", args=[round_.number, sheet.pk, lost.pk])
    assert address in text_of(street.get(reverse("assessment:sheet", args=[round_.number, sheet.pk])))
    street.post(address, {"reason": "网络故障", "evidence": "记录", "move_key": "c"})
    claim = Claim.objects.get()
    # The city reads it; the district decides, by two people.
    assert move(page(district, "assessor"), "claim", claim.number, "review", opinion="x").status_code in {403, 404, 422}
    assert claim.name in text_of(leader.get(reverse("assessment:claims")))
    assert move(leader, "claim", claim.number, "review", opinion="属实").status_code == 302
    assert move(leader, "claim", claim.number, "grant", decision="成立").status_code != 302
    assert move(head, "claim", claim.number, "grant", decision="成立").status_code == 302
    stage.later(days=40)
    assert move(leader, "assessment", round_.number, "decide").status_code == 302
    sheet.refresh_from_db()
    assert (sheet.score, sheet.vetoed) == (100, False)


def test_whether_a_case_of_a_line_counts_is_decided_by_its_unit(district):
    stage, case = district.stage, in_hand(district)
    sent = {
        "case": case.number,
        "why": stage.book.assessment.exclusions[0].code,
        "reason": "诉求违法",
        "evidence": "法条",
    }
    page(district, "street.handler").post(reverse("assessment:new_exclusion"), {**sent, "move_key": "x"})
    claim = Claim.objects.get()
    review = reverse("moves:move", args=["claim", claim.number, "review"])
    assert page(district, "assessor").post(review, {"opinion": "属实"}).status_code != 302
    assert page(district, "east.leader").post(review, {"opinion": "属实", "move_key": "y"}).status_code == 302
    grant = reverse("moves:move", args=["claim", claim.number, "grant"])
    assert page(district, "east.head").post(grant, {"decision": "不计", "move_key": "z"}).status_code == 302
    assert page(district, "water.handler").get(reverse("assessment:exclusions")).context["by_unit"] == []
    assert Event.objects.filter(verb="claim.grant").exists()
