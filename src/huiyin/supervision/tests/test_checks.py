"""A person is sent to see what is true: who goes, when he was there, what he found, who reads it."""

from datetime import timedelta

import pytest

from huiyin.cases.sight import UNITS_READ
from huiyin.flow.table import NotYours, Refused
from huiyin.journal.models import Event
from huiyin.supervision.act import CHECK_DOOR
from huiyin.supervision.models import Check
from huiyin.supervision.places import CHECKS
from huiyin.supervision.queries import check_facts, checks_visible_to, checks_waiting_for
from huiyin.supervision.shown import buttons_of
from huiyin.supervision.tests.conftest import notices

pytestmark = pytest.mark.django_db


def test_somebody_is_sent_and_what_he_found_stands_in_the_way_of_the_case(office):
    case = office.case()
    check = office.send(case)
    assert (check.state, check.due_at > office.stage.at) == ("sent", True)
    office.stage.later(minutes=30)
    check = office.find(check, verdict="partly", met="物业经理")
    assert (check.state, check.verdict, check.done_by_id) == ("done", "partly", office.stage.who("dispatcher").user_id)
    event = Event.objects.get(chain_id=case.pk, verb="verification.find")
    assert event.said["shown"] == "单位反馈的情况部分属实"
    assert "verification.find" in UNITS_READ


def test_only_who_was_sent_writes_down_what_he_saw(kaifeng):
    check = kaifeng.send(kaifeng.case())
    for who in ("supervisor", "auditor", "water.handler", "stranger"):
        with pytest.raises(NotYours):
            kaifeng.find(check, who=who)
    assert kaifeng.find(check, who="director").state == "done"


@pytest.mark.parametrize("who", ["agent", "water.head", "dispatcher", "stranger"])
def test_not_everybody_sends(kaifeng, who):
    with pytest.raises(NotYours):
        kaifeng.send(kaifeng.case(), who=who)


def test_nobody_of_a_unit_is_sent_and_nobody_who_passed_the_reply(kaifeng):
    case = kaifeng.case()
    with pytest.raises(Refused) as refused:
        kaifeng.send(case, checker="water.handler")
    assert refused.value.fields == {"checker": "核实人须是中心的人员"}
    kaifeng.stage.reply(case)
    case = kaifeng.stage.pass_audit(case)
    with pytest.raises(Refused) as refused:
        kaifeng.send(case, checker="auditor")
    assert refused.value.fields == {"checker": "审核通过该反馈的人不能核实"}
    kaifeng.send(case, checker="callback_agent")


def test_one_was_there_after_one_was_sent_and_not_tomorrow(kaifeng):
    check = kaifeng.send(kaifeng.case())
    at = kaifeng.stage.at
    for visited in (at - timedelta(hours=1), at + timedelta(hours=1)):
        with pytest.raises(Refused) as refused:
            kaifeng.find(check, visited_at=visited)
        assert list(refused.value.fields) == ["visited_at"]
    # What is typed knows no seconds: the very minute of the sending will do.
    kaifeng.find(check, visited_at=at.replace(second=0, microsecond=0))


def test_somebody_else_goes_or_nobody(kaifeng):
    case = kaifeng.case()
    check = kaifeng.send(case)
    how = {"actor": kaifeng.stage.who("supervisor"), "at": kaifeng.stage.at}

    CHECK_DOOR.move(check.pk, "hand_on", {"checker": kaifeng.stage.who("assessor").user_id}, **how)
    assert checks_waiting_for(kaifeng.stage.who("assessor")).count() == 1
    assert checks_waiting_for(kaifeng.stage.who("dispatcher")).count() == 0
    CHECK_DOOR.move(check.pk, "call_off", {"reason": "单位已承认"}, **how)
    assert Check.objects.get().state == "called_off"
    assert checks_waiting_for(kaifeng.stage.who("assessor")).count() == 0


def test_the_way_to_the_place_is_the_centres_own_business(kaifeng):
    check = kaifeng.send(kaifeng.case())
    sees = {who for who in ("supervisor", "agent", "water.head", "stranger", "evaluator")
            if checks_visible_to(kaifeng.stage.who(who)).filter(pk=check.pk).exists()}  # fmt: skip
    assert sees == {"supervisor", "agent"}


def test_who_doubted_is_told_of_the_verdict(kaifeng):
    kaifeng.find(kaifeng.send(kaifeng.case()))
    kaifeng.follow()
    assert notices(kind="verify", post="supervisor", text__contains="不实").count() == 1


def test_what_is_not_accepted_is_not_verified(kaifeng):
    case = kaifeng.stage.register().case
    kaifeng.stage.move(case, "submit_for_review", "agent")
    kaifeng.stage.move(case, "void", "reviewer", void_reason=kaifeng.stage.book.void_reasons[0].code)
    with pytest.raises(Refused) as refused:
        kaifeng.send(case)
    assert "不须核实" in str(refused.value)


def test_of_the_buttons_only_the_usual_step_stands_in_front_and_never_the_calling_off(kaifeng):
    row = kaifeng.send(kaifeng.case())
    facts = check_facts(row, row.case, kaifeng.stage.at)
    main = {
        who: [label for label, _, is_main in buttons_of(CHECKS, row, facts, kaifeng.stage.who(who)) if is_main]
        for who in ("supervisor", "dispatcher")
    }
    assert main == {"supervisor": [], "dispatcher": ["登记核实结果"]}
