"""A unit with a line of its own is the centre for its sub-units: its people urge, supervise, instruct, escalate and assess."""

from datetime import timedelta

import pytest
from district import District, counted, district_of
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.assessment.models import Claim, OwnScheme, Round
from huiyin.cases.tests.browser import Browser, signed_in, text_of
from huiyin.clocks.models import Clock
from huiyin.escalation.climbing import climb, take
from huiyin.escalation.finding import month_of, reached_by_units
from huiyin.escalation.models import Circular, Handover, ProblemFound, StepTaken
from huiyin.escalation.problems import look_for_problems
from huiyin.files.tests.makers import image
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import travelling
from huiyin.instructions.models import Instruction
from huiyin.journal.models import Event
from huiyin.measures.figures import figure
from huiyin.measures.scope import Scope
from huiyin.notices.models import Notice
from huiyin.statistics.collecting import registry_for
from huiyin.supervision.issuing import issue_order, move_order
from huiyin.supervision.models import Check, Order
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
    "circulars", "handed_over",
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
    # Who only looks at the case is led to nothing that does not open.
    seen = supervisor.get(reverse("desk:case", args=[case.number]))
    assert [supervisor.get(address).status_code for _, address in seen.context["watched"]] == [200, 200]
    assert reverse("desk:paper", args=[case.assignments.get().pk]) not in text_of(seen)
    own = page(district, "east.clerk").get(reverse("desk:case", args=[case.number]))
    assert len(own.context["watched"]) == 4
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


def test_a_paper_of_the_line_is_laid_before_its_leader_entered_by_its_clerk_and_compared_by_another(district):
    stage, case = district.stage, in_hand(district)
    mine = stage.dispatch(stage.register(phone="13800000779").case, "east")
    before = city(district)
    clerk, head, leader = page(district, "east.clerk"), page(district, "east.head"), page(district, "east.leader")
    head_id = str(stage.who("east.head").user_id)
    link = f"{reverse('instructions:present')}?case={case.number}"
    assert link in text_of(clerk.get(reverse("instructions:of_case", args=[case.number])))
    offered = text_of(clerk.get(link))
    assert "东岸区主要领导" in offered
    assert str(stage.who("vice_mayor").user_id) not in offered
    sent = {"numbers": case.number, "leaders": head_id, "advice": "拟请街道办理", "move_key": "p"}
    # A case of the city that the district handles is no matter of its line, and gets no mark by it.
    strange = clerk.post(link, {**sent, "numbers": mine.number})
    assert strange.status_code == 422
    assert "不是本单位专线受理的工单" in text_of(strange)
    assert clerk.post(link, sent).status_code == 302
    district.follow()
    row = Instruction.objects.get()
    assert (row.centre, row.leader_post, row.state) == (district.unit, "unit_head", "presented")
    assert Notice.objects.filter(about=row.pk, unit=district.unit, post="unit_head").exists()
    assert not Notice.objects.filter(about=row.pk, unit__isnull=True).exists()
    # It waits for the leader on his own phone, too; here he signs the paper.
    assert "拟请街道办理" in text_of(head.get(reverse("instructions:read", args=[row.number])))
    paper = reverse("instructions:sheet", args=[row.number])
    assert clerk.get(paper).context["paper"].head.organisation == "东岸区区长专线"
    for who in ("supervisor", "leader_secretary", "west.clerk", "street.handler"):
        assert page(district, who).get(paper).status_code == 404, who
    enter = reverse("moves:move", args=["instruction", row.number, "enter"])
    written = {"mark": "instructed", "words": "请街道三日内修好", "written_on": str(stage.at.date()), "move_key": "e"}
    photo = SimpleUploadedFile("批示.jpg", image(), "image/jpeg")
    assert clerk.post(enter, {**written, "move_files": photo}).status_code == 302
    district.follow()
    assert Notice.objects.filter(about=row.pk, unit=district.unit, post="unit_leader").exists()
    check = reverse("moves:move", args=["instruction", row.number, "check"])
    for who in ("east.clerk", "supervisor", "leader_secretary"):
        assert page(district, who).post(check, {"move_key": who}).status_code == 404, who
    assert row.name not in text_of(page(district, "supervisor").get(reverse("instructions:home")))
    assert f"/instructions/{row.number}/" in text_of(leader.get(reverse("instructions:home")))
    assert "批示.jpg" in text_of(leader.get(check))
    assert leader.post(check, {"move_key": "c"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.on_paper, row.checked_by_id) == ("in_hand", True, stage.who("east.leader").user_id)
    assert stage.reload(case).leader_signed
    assert not stage.reload(mine).leader_signed
    assert row.tasks.get().unit == stage.units["street"]
    assert row.name in text_of(clerk.get(reverse("instructions:ledger")))
    assert row.name not in text_of(page(district, "director").get(reverse("instructions:ledger")))
    assert (of_the_line(district, "instructions"), of_the_line(district, "instructed_cases")) == (1, 1)
    assert city(district) == before
    # Whoever writes himself is not asked whose paper it was; the secretary of the city is.
    own = text_of(head.get(reverse("moves:move", args=["case", case.number, "instruct"])))
    assert "纸质" not in own
    theirs = page(district, "leader_secretary").get(reverse("moves:move", args=["case", mine.number, "instruct"]))
    assert "批示领导职务（纸质）" in text_of(theirs)


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
    # The units below the line are looked at as a whole, too, by what the line took in.
    look_for_problems(stage.at, "kaifeng")
    found = ProblemFound.objects.filter(problem="late", centre=district.unit)
    assert [(one.unit, one.bad, one.of) for one in found] == [(stage.units["street"], 1, 1)]
    found.update(over=True)
    assert [take(one, stage.at) for one in reached_by_units(stage.book, month_of(stage.at))] == [True]
    whole = StepTaken.objects.get(step="late_talk")
    assert (whole.centre, whole.unit, whole.behind.get().case) == (district.unit, stage.units["street"], case)
    assert f'name="steps" value="{whole.number}"' in text_of(leader.get(reverse("escalation:index")))
    assert "超期" in text_of(clerk.get(reverse("escalation:problems")))
    assert stage.units["street"].name not in text_of(page(district, "director").get(reverse("escalation:problems")))
    assert of_the_line(district, "escalated.talk") == 2
    stage.at = at
    assert city(district) == before
    sent = {"rung": "talk", "case": case.number, "whom": "街道主任", "why": "多次不满意", "move_key": "p"}
    refused = page(district, "supervisor").post(reverse("escalation:new"), sent)
    assert refused.status_code == 422
    assert "升级措施由该单位决定" in text_of(refused)
    assert clerk.post(reverse("escalation:new"), {**sent, "move_key": "q"}).status_code == 302


def test_a_line_criticises_a_street_by_circular_and_proposes_to_the_city_to_call_somebody_to_account(district):
    stage, case, street = district.stage, in_hand(district), district.stage.units["street"]
    before = city(district)
    clerk, leader, supervisor = (
        page(district, "east.clerk"),
        page(district, "east.leader"),
        page(district, "supervisor"),
    )

    def ordered(rung: str) -> StepTaken:
        sent = {"rung": rung, "case": case.number, "why": "多次催办不办", "move_key": f"n{rung}"}
        assert clerk.post(reverse("escalation:new"), sent).status_code == 302
        row = StepTaken.objects.get(rung=rung)
        assert "单位分管领导、单位主要领导" in text_of(clerk.get(reverse("escalation:step", args=[row.number])))
        order = reverse("moves:move", args=["escalation", row.number, "order"])
        assert leader.post(order, {"move_key": f"o{rung}"}).status_code == 302
        return row

    step = ordered("circular")
    link = f"{reverse('escalation:circular_new')}?step={step.number}"
    assert link in text_of(clerk.get(reverse("escalation:step", args=[step.number])))
    assert clerk.get(link).status_code == 200
    cause = stage.book.reject_causes[0].code
    sent = {"kind": "criticism", "title": "通报", "named": str(street.pk), "causes": cause, "cases": case.number,
            "text": "办理拖延", "step": step.number, "move_key": "c"}  # fmt: skip
    assert clerk.post(reverse("escalation:circular_new"), sent).status_code == 302
    row = Circular.objects.get()
    assert (row.owner, row.follows) == (district.unit, step)
    for who, action in ((clerk, "submit"), (page(district, "east.head"), "approve"), (clerk, "issue")):
        assert (
            who.post(reverse("moves:move", args=["circular", row.number, action]), {"move_key": action}).status_code
            == 302
        )
    step.refresh_from_db()
    assert step.state == "carried_out"
    assert of_the_line(district, "circulars.criticism") == 1

    step = ordered("accountability")
    shown = text_of(clerk.get(reverse("escalation:step", args=[step.number])))
    assert "提请市热线移送" in shown
    assert "登记移送" not in shown
    law = stage.book.escalation.accountability
    sent = {"unit": str(street.pk), "situation": law.situations[0].code, "body": law.bodies[0].code, "cases": case.number,
            "facts": "无故不反馈", "step": step.number, "move_key": "h"}  # fmt: skip
    new = reverse("escalation:handover_new")
    assert clerk.post(new, {**sent, "step": ""}).status_code == 404
    assert clerk.post(new, sent).status_code == 302
    proposed = Handover.objects.get()
    assert (proposed.state, proposed.centre) == ("proposed", district.unit)
    assert "提请市热线移送" not in text_of(clerk.get(reverse("escalation:step", args=[step.number])))
    assert f"{proposed.name}" in text_of(clerk.get(reverse("escalation:handovers")))
    for who in ("street.handler", "west.clerk", "auditor"):
        assert page(district, who).get(reverse("escalation:handover", args=[proposed.number])).status_code == 404, who
    assert "待受理 1" in text_of(supervisor.get(reverse("escalation:index")))
    move = lambda who, action: page(district, who).post(  # noqa: E731
        reverse("moves:move", args=["handover", proposed.number, action]), {"move_key": f"m{action}"}
    )
    assert move("east.head", "take_up").status_code == 404
    assert move("supervisor", "take_up").status_code == 302
    assert move("secretary_general", "hand").status_code == 302
    district.follow()
    proposed.refresh_from_db()
    step.refresh_from_db()
    assert (proposed.state, step.state) == ("handed", "carried_out")
    assert Notice.objects.filter(about=proposed.pk, unit=district.unit, post="unit_head").count() == 2
    assert (of_the_line(district, "handed_over"), of_the_line(district, "corrections")) == (1, 0)
    assert city(district) == before


def test_the_city_and_the_line_each_send_somebody_to_see_what_is_true_about_a_case_of_the_line(district):
    stage, case = district.stage, in_hand(district)
    before = city(district)

    def sent(who: str, checker: str) -> Check:
        """Let somebody be sent by the page of the case, which offers it."""
        link = reverse("supervision:send", args=[case.number])
        assert link in text_of(page(district, who).get(reverse("supervision:of_case", args=[case.number])))
        said = {"about": "matter", "what": "看是否修好", "place": "路口", "checker": str(stage.who(checker).user_id)}
        answer = page(district, who).post(link, {**said, "move_key": who})
        assert answer.status_code == 302, text_of(answer)
        return Check.objects.get(pk=answer.url.strip("/").split("/")[-1])

    def found(check: Check, who: str) -> None:
        said = {
            "verdict": "untrue",
            "visited_at": stage.at.strftime("%Y-%m-%dT%H:%M"),
            "found": "没有修",
            "move_key": who,
        }
        address = reverse("moves:move", args=["verification", check.pk, "find"])
        assert page(district, who).get(reverse("supervision:check", args=[check.pk])).status_code == 200
        assert page(district, who).post(address, said).status_code == 302
        district.follow()

    # The line sends whoever works for the unit; he finds the way to it though he does not keep the line.
    own = sent("east.clerk", "east.handler")
    assert own.centre == district.unit
    assert case.number in text_of(page(district, "east.handler").get(reverse("supervision:checks")))
    assert page(district, "supervisor").get(reverse("supervision:check", args=[own.pk])).status_code == 404
    found(own, "east.handler")
    assert "东岸区核实" in text_of(
        page(district, "street.handler").get(reverse("supervision:of_case", args=[case.number]))
    )
    # The city sends its own, of whom each may read the case; the line reads what was found, and changes nothing of it.
    assert reverse("supervision:send", args=[case.number]) not in text_of(
        page(district, "auditor").get(reverse("supervision:of_case", args=[case.number]))
    )
    theirs = sent("supervisor", "assessor")
    assert theirs.centre is None
    shown = text_of(page(district, "east.clerk").get(reverse("supervision:check", args=[theirs.pk])))
    assert "取消核实" not in shown
    assert page(district, "auditor").get(reverse("supervision:check", args=[theirs.pk])).status_code == 404
    found(theirs, "assessor")
    told = Notice.objects.filter(about=theirs.pk)
    assert {(one.unit, one.post) for one in told} >= {(None, "supervisor"), (district.unit, "line_clerk")}
    onward = f"{reverse('supervision:new')}?chosen={case.number}"
    assert onward in text_of(page(district, "supervisor").get(reverse("supervision:check", args=[theirs.pk])))
    assert of_the_line(district, "verified.untrue") == 2
    assert city(district) == before


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
