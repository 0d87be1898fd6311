"""The pages of this room, used by the posts whose they are."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiyin.escalation.act import STEP_DOOR
from huiyin.escalation.models import Circular, Correction, Handover, StepTaken
from huiyin.journal.models import Event
from huiyin.supervision.issuing import issue_order

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


@pytest.fixture
def late(kaifeng, monkeypatch):
    """Kaifeng with a case that is sixteen days late; the wall clock shows the moment of the stage."""
    case = kaifeng.handed_out()
    kaifeng.goes_to(case, days=16)
    kaifeng.climbs()
    kaifeng.case = case
    monkeypatch.setattr("huiyin.flow.times.now", lambda: kaifeng.stage.at)
    return kaifeng


def move(city, who, kind, name, action, **said):
    return city.client(who).post(reverse("moves:move", args=[kind, name, action]), said)


def test_the_director_sees_what_waits_and_decides_it(late):
    row = StepTaken.objects.get()
    page = text(late.client("director").get(reverse("escalation:index")))
    assert row.name in page
    assert "待我决定" in page
    assert late.case.number in page
    assert "待我决定" not in text(late.client("supervisor").get(reverse("escalation:index")))
    move(late, "director", "escalation", row.number, "order", decision="三日内约谈", carry_out_by="2018-07-10")
    row.refresh_from_db()
    assert row.state == "ordered"
    page = text(late.client("supervisor").get(reverse("escalation:step", args=[row.number])))
    assert f"{reverse('escalation:correction_new')}?step={row.number}" in page
    assert "三日内约谈" in page


@pytest.mark.parametrize("who", ["agent", "stranger", "callback_agent"])
def test_others_find_no_such_page(late, who):
    row = StepTaken.objects.get()
    for name, args in (("index", []), ("step", [row.number]), ("circulars", []), ("handovers", []), ("own", [])):
        assert late.client(who).get(reverse(f"escalation:{name}", args=args)).status_code == 404, name


def test_a_unit_sees_what_is_taken_against_itself_and_another_does_not(late):
    row = StepTaken.objects.get()
    address = reverse("escalation:step", args=[row.number])
    assert late.client("water.handler").get(address).status_code == 200
    assert late.client("west.handler").get(address).status_code == 404


def test_a_unit_hears_nothing_of_a_hand_over_that_nobody_ordered(late):
    late.goes_to(late.case, days=31)
    late.climbs()
    row = StepTaken.objects.get(rung="accountability")
    address = reverse("escalation:step", args=[row.number])
    assert late.client("water.head").get(address).status_code == 404
    part = reverse("escalation:of_case", args=[late.case.number])
    assert row.name not in text(late.client("water.head").get(part))
    assert row.name in text(late.client("director").get(part))
    assert Event.objects.filter(verb="case.escalated_inside", chain_id=late.case.pk).count() == 1


def test_what_comes_is_told_to_the_unit_before_it_comes(kaifeng, monkeypatch):
    case = kaifeng.handed_out()
    monkeypatch.setattr("huiyin.flow.times.now", lambda: kaifeng.stage.at)
    kaifeng.goes_to(case, hours=-5)
    for address in (reverse("escalation:own"), reverse("escalation:of_case", args=[case.number])):
        assert "逾期1个工作日将发黄牌" in text(kaifeng.client("water.handler").get(address)), address
    kaifeng.goes_to(case, days=1, hours=2)
    while not kaifeng.climbs().shown:
        kaifeng.stage.later(days=1)
    page = text(kaifeng.client("water.handler").get(reverse("escalation:own")))
    assert "再逾期2天将发红牌" in page
    assert "黄牌" in page
    assert "将发" not in text(kaifeng.client("west.handler").get(reverse("escalation:own")))


def test_what_comes_for_an_order_that_is_not_answered_is_told_too(kaifeng, monkeypatch):
    monkeypatch.setattr("huiyin.flow.times.now", lambda: kaifeng.stage.at)
    said, stage = {"kind": "phone", "asked": "三日内办结"}, kaifeng.stage
    case = kaifeng.handed_out()
    order = issue_order(stage.units["water"].pk, [case.pk], said, actor=stage.who("supervisor"), at=stage.at)
    stage.at = order.due_at + timedelta(hours=1)
    page = text(kaifeng.client("water.handler").get(reverse("escalation:own")))
    assert reverse("supervision:order", args=[order.number]) in page
    assert "将提请约谈单位主要领导" in page
    assert order.paper not in text(kaifeng.client("west.handler").get(reverse("escalation:own")))


def test_what_comes_with_the_next_complaint_or_by_age_is_told_to_the_unit_that_leads(kaifeng, monkeypatch):
    monkeypatch.setattr("huiyin.flow.times.now", lambda: kaifeng.stage.at)
    old = kaifeng.handed_out()
    kaifeng.stage.later(days=55)
    own = reverse("escalation:own")
    page = text(kaifeng.client("water.handler").get(own))
    assert old.number in page and "前不办结将提请督办" in page and "回访不满意" not in page
    case = kaifeng.stage.hear(kaifeng.stage.handled(), False, reasonable=True)
    assert (case.state, case.redos) == ("in_handling", 1)
    page = text(kaifeng.client("water.handler").get(own))
    assert case.number in page and "再有1次回访不满意将提请督办" in page and "再重办1次" not in page
    type(case).objects.filter(pk=case.pk).update(redos=2)
    assert "再重办1次将提请约谈单位分管领导" in text(kaifeng.client("water.handler").get(own))
    assert case.number not in text(kaifeng.client("west.handler").get(own))


def test_the_home_of_a_unit_brings_the_part(kaifeng):
    assert f"{reverse('escalation:own')}?part=ahead" in text(kaifeng.client("water.handler").get("/"))
    assert "part=ahead" not in text(kaifeng.client("director").get("/"))


def test_a_step_is_proposed_by_hand_for_a_case_or_a_unit(late):
    address = reverse("escalation:new")
    said = {"rung": "talk", "case": late.case.number, "why": "多次回访不满意", "move_key": "a1"}
    answer = late.client("supervisor").post(address, said)
    assert answer.status_code == 422
    assert "约谈须写明约谈对象" in text(answer)
    answer = late.client("supervisor").post(address, {**said, "whom": "分管副局长"})
    row = StepTaken.objects.get(step="")
    assert answer.url == reverse("escalation:step", args=[row.number])
    assert (row.unit.short_name, row.rung, row.state) == ("清源供水", "talk", "proposed")
    for wrong, reason in (
        ({"rung": "order", "why": "x"}, "请选择单位"),
        ({"rung": "order", "why": "x", "case": "K9"}, "没有这件工单"),
        ({"rung": "red", "why": "x"}, "没有这个选项"),
    ):
        answer = late.client("supervisor").post(address, wrong)
        assert (answer.status_code, reason in text(answer)) == (422, True)


def test_the_rules_are_read_by_units_too(kaifeng):
    page = text(kaifeng.client("water.handler").get(reverse("escalation:rules")))
    for words in ("超期黄牌", "提请约谈单位分管领导", "秘书长、分管副市长", "催办"):
        assert words in page


def test_the_page_of_a_case_shows_the_ladder_and_its_timeline_names_the_card(late):
    page = text(late.client("water.handler").get(reverse("desk:case", args=[late.case.number])))
    assert reverse("escalation:of_case", args=[late.case.number]) in page
    assert "约谈（S1）待决定" in page


# -- circulars -------------------------------------------------------------------------------------------------------


def drafts(city, who="supervisor", **other):
    said = {"kind": "criticism", "title": "关于清源供水超期的通报", "named": [str(city.stage.units["water"].pk)],
            "causes": ["delay"], "cases": city.case.number, "text": "该单位反馈超期。", "to_all": "on", **other}  # fmt: skip
    return city.client(who).post(reverse("escalation:circular_new"), {k: v for k, v in said.items() if v is not None})


@pytest.mark.mission(96, 168)
def test_a_circular_of_criticism_is_drafted_approved_issued_and_read(late):
    drafts(late)
    row = Circular.objects.get()
    assert move(late, "supervisor", "circular", row.number, "submit").status_code == 302
    assert move(late, "supervisor", "circular", row.number, "approve").status_code == 404
    move(late, "director", "circular", row.number, "approve", words="同意印发")
    move(late, "supervisor", "circular", row.number, "issue")
    row.refresh_from_db()
    assert (row.state, row.sign) == ("issued", "通报〔2018〕1号")
    assert row.units.filter(reads=True).count() == 4
    page = text(late.client("west.handler").get(reverse("escalation:circular", args=[row.number])))
    assert "拖延不办" in page
    assert "王某" not in page
    assert "通报" in text(late.client("west.handler").get(reverse("escalation:own")))
    move(late, "west.handler", "circular", row.number, "read")
    page = text(late.client("supervisor").get(reverse("escalation:circular", args=[row.number])))
    assert "west.handler某" in page
    assert row.units.filter(read_at__isnull=False).count() == 1
    assert (
        late.client("west.handler").get(reverse("moves:move", args=["circular", row.number, "read"])).status_code == 404
    )
    assert row.sign in text(late.client("west.head").get(reverse("escalation:circular_paper", args=[row.number])))


@pytest.mark.mission(95)
def test_a_circular_of_praise_needs_no_cause_and_only_the_named_read_it(late):
    drafts(late, kind="praise", causes=None, to_all=None, title="通报表扬")
    row = Circular.objects.get()
    for who, action in (("supervisor", "submit"), ("director", "approve"), ("supervisor", "issue")):
        assert move(late, who, "circular", row.number, action).status_code == 302, action
    assert late.client("water.handler").get(reverse("escalation:circular", args=[row.number])).status_code == 200
    assert late.client("west.handler").get(reverse("escalation:circular", args=[row.number])).status_code == 404


def test_criticism_without_a_cause_cannot_be_submitted(late):
    drafts(late, causes=None)
    row = Circular.objects.get()
    assert "通报批评须选原因" in text(late.client("supervisor").get(reverse("escalation:circular", args=[row.number])))
    move(late, "supervisor", "circular", row.number, "submit")
    row.refresh_from_db()
    assert row.state == "draft"
    said = {"kind": "criticism", "title": row.title, "named": [str(late.stage.units["water"].pk)], "causes": ["evasion"],
            "text": "改过"}  # fmt: skip
    late.client("supervisor").post(reverse("escalation:circular_amend", args=[row.number]), said)
    assert move(late, "supervisor", "circular", row.number, "submit").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.text, row.cases.count()) == ("to_approve", "改过", 0)


def test_a_confidential_case_is_in_no_circular(late):
    type(late.case).objects.filter(pk=late.case.pk).update(confidential=True)
    answer = drafts(late)
    assert (answer.status_code, "不得写入通报" in text(answer)) == (422, True)
    assert not Circular.objects.exists()


def test_what_a_circular_tells_of_a_case_names_nobody(late):
    type(late.case).objects.filter(pk=late.case.pk).update(title="王某家（13800005521）路灯不亮")
    drafts(late)
    summary = Circular.objects.get().cases.get().summary
    assert "王某" not in summary
    assert "13800005521" not in summary
    assert "路灯不亮" in summary


@pytest.mark.mission(132)
def test_a_unit_sends_circulars_to_its_own_units_only(late):
    below = str(late.stage.units["office"].pk)
    said = {
        "kind": "criticism",
        "title": "科室通报",
        "named": [below],
        "causes": ["delay"],
        "text": "x",
        "to_all": "on",
    }
    address = reverse("escalation:circular_new")
    assert late.client("bureau.leader").post(address, {**said, "cases": late.case.number}).status_code == 422
    late.client("bureau.leader").post(address, said)
    row = Circular.objects.get()
    for who, action in (("bureau.leader", "submit"), ("bureau.head", "approve"), ("bureau.leader", "issue")):
        assert move(late, who, "circular", row.number, action).status_code == 302, action
    row.refresh_from_db()
    assert row.sign == "市城管局通报〔2018〕1号"
    assert [one.unit.short_name for one in row.units.filter(reads=True)] == ["市容科"]
    assert late.client("office.handler").get(reverse("escalation:circular", args=[row.number])).status_code == 200
    assert late.client("west.handler").get(reverse("escalation:circular", args=[row.number])).status_code == 404
    assert late.client("office.handler").get(address).status_code == 404


def test_an_ordered_circular_is_carried_out_by_its_issue(late):
    said = {"rung": "circular", "case": late.case.number, "why": "拖延"}
    late.client("supervisor").post(reverse("escalation:new"), said)
    step = StepTaken.objects.get(rung="circular")
    STEP_DOOR.move(step.pk, "order", {}, actor=late.stage.who("director"), at=late.stage.at)
    address = f"{reverse('escalation:circular_new')}?step={step.number}"
    assert late.case.number in text(late.client("supervisor").get(address))
    drafts(late, step=str(step.number))
    row = Circular.objects.get()
    assert row.follows_id == step.pk
    for who, action in (("supervisor", "submit"), ("director", "approve"), ("supervisor", "issue")):
        move(late, who, "circular", row.number, action)
    step.refresh_from_db()
    assert (step.state, step.outcome) == ("carried_out", "已印发通报〔2018〕1号")


# -- accountability --------------------------------------------------------------------------------------------------


@pytest.mark.mission(35, 98, 169, 191)
def test_a_matter_of_responsibility_is_handed_over_received_concluded_and_closed(late):
    late.goes_to(late.case, days=31)
    late.climbs()
    step = StepTaken.objects.get(rung="accountability")
    STEP_DOOR.move(step.pk, "order", {}, actor=late.stage.who("secretary_general"), at=late.stage.at)
    address = f"{reverse('escalation:handover_new')}?step={step.number}"
    assert late.case.number in text(late.client("supervisor").get(address))
    said = {"unit": str(late.stage.units["water"].pk), "situation": "no_feedback", "body": "discipline",
            "responsible": "分管副经理", "cases": late.case.number, "facts": "超期31天无故不反馈",
            "step": str(step.number)}  # fmt: skip
    late.client("supervisor").post(reverse("escalation:handover_new"), said)
    row = Handover.objects.get()
    assert move(late, "director", "handover", row.number, "hand").status_code == 404
    move(late, "vice_mayor", "handover", row.number, "hand")
    step.refresh_from_db()
    assert step.state == "carried_out"
    day = late.stage.at.date()
    too_early = move(late, "supervisor", "handover", row.number, "receive", day=str(day - timedelta(days=1)))
    assert too_early.status_code == 422
    move(late, "supervisor", "handover", row.number, "receive", day=str(day), receipt="纪函〔2018〕5号")
    late.stage.later(days=20)
    day = late.stage.at.date()
    move(late, "supervisor", "handover", row.number, "conclude", day=str(day), outcome="talked_to", result="已谈话提醒")
    move(late, "supervisor", "handover", row.number, "close")
    row.refresh_from_db()
    step.refresh_from_db()
    assert (row.state, row.outcome, step.state) == ("closed", "talked_to", "closed")
    page = text(late.client("director").get(reverse("escalation:handover", args=[row.number])))
    for words in ("市纪委监察委", "谈话提醒、批评教育", late.case.number, "约谈"):
        assert words in page
    assert "问责移送单" in text(late.client("director").get(reverse("escalation:handover_paper", args=[row.number])))
    assert late.client("water.head").get(reverse("escalation:handover", args=[row.number])).status_code == 404


def test_nobody_is_handed_over_without_a_case(late):
    said = {"unit": str(late.stage.units["water"].pk), "situation": "not_done", "body": "organisation", "facts": "x"}
    late.client("supervisor").post(reverse("escalation:handover_new"), said)
    row = Handover.objects.get()
    page = text(late.client("supervisor").get(reverse("escalation:handover", args=[row.number])))
    assert "还没有写明所涉工单" in page
    answer = move(late, "vice_mayor", "handover", row.number, "hand")
    assert answer.status_code == 422


# -- corrections -----------------------------------------------------------------------------------------------------


@pytest.mark.mission(192)
def test_a_correction_is_set_urged_reported_sent_back_and_accepted(late):
    from huiyin.escalation.climbing import remind_of_corrections

    day = late.stage.at.date()
    due = day + timedelta(days=10)
    said = {"unit": str(late.stage.units["water"].pk), "title": "反馈超期", "wanted": "查明原因", "due_on": str(due)}
    late.client("supervisor").post(reverse("escalation:correction_new"), said)
    row = Correction.objects.get()
    assert "反馈超期" in text(late.client("water.handler").get(reverse("escalation:own")))
    reminded = []
    for _ in range(22):
        late.stage.later(days=1)
        reminded.append(remind_of_corrections(late.stage.at))
        assert remind_of_corrections(late.stage.at) == 0, "once a day is enough"
    assert [n for n, did in enumerate(reminded, 1) if did] == [7, 11, 16, 21]
    row.refresh_from_db()
    assert row.urges == 3
    move(late, "water.handler", "correction", row.number, "report", report="已增设专人")
    again = str(late.stage.at.date() + timedelta(days=5))
    move(late, "supervisor", "correction", row.number, "send_back", opinion="没有写原因", due_on=again)
    row.refresh_from_db()
    assert (row.state, row.back, str(row.due_on), str(row.first_due_on)) == ("set", 1, again, str(due))
    move(late, "water.leader", "correction", row.number, "report", report="原因是人手不足，已增设专人")
    assert move(late, "water.leader", "correction", row.number, "accept").status_code == 404
    move(late, "supervisor", "correction", row.number, "accept", opinion="属实")
    row.refresh_from_db()
    assert row.state == "accepted"
    assert late.client("west.handler").get(reverse("escalation:correction", args=[row.number])).status_code == 404


def test_a_correction_cannot_be_due_before_it_is_set(late):
    said = {"unit": str(late.stage.units["water"].pk), "title": "x", "wanted": "y", "due_on": "2018-01-01"}
    answer = late.client("supervisor").post(reverse("escalation:correction_new"), said)
    assert (answer.status_code, "期限不能早于今天" in text(answer)) == (422, True)
