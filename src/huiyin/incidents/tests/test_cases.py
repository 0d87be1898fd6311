"""Cases belong to an incident: by hand, in batch, offered, from the counter; both chains tell it, and it can be undone."""

from datetime import timedelta

import pytest

from huiyin.cases.models import Answer, Case
from huiyin.cases.tests.browser import text_of
from huiyin.flow.table import NotNow, NotYours, Refused
from huiyin.incidents.act import MOST_AT_ONCE, gather, let_go
from huiyin.incidents.models import Gathered
from huiyin.incidents.queries import cases_of, cases_to_gather, incidents_of, incidents_to_offer
from huiyin.journal.models import Event

pytestmark = pytest.mark.django_db
WATER, LIGHTS = "A07", "A02"


def linked(command, incident, *cases, who="agent", how="by_hand"):
    return gather(incident, [case.pk for case in cases], how=how, actor=command.stage.who(who), at=command.stage.at)


def test_a_case_and_its_incident_know_each_other_and_both_chains_tell(command):
    incident, case = command.running(), command.stage.register().case
    assert linked(command, incident, case) == 1
    assert list(cases_of(incident)) == [case]
    assert list(incidents_of(case.pk)) == [incident]
    told = Event.objects.get(chain_id=case.pk, verb="case.joins_incident")
    assert told.said["incident"] == incident.name
    assert Event.objects.get(verb="incident.gather").id == told.caused_by


def test_linking_twice_is_once_and_taking_out_leaves_a_trace(command):
    incident, case = command.running(), command.stage.register().case
    linked(command, incident, case)
    assert linked(command, incident, case) == 0
    command.stage.later(minutes=1)
    let_go(incident, case, actor=command.stage.who("agent"), at=command.stage.at)
    assert not cases_of(incident).exists()
    assert cases_of(incident, command.stage.at - timedelta(seconds=30)).count() == 1
    with pytest.raises(Refused, match="没有关联"):
        let_go(incident, case, actor=command.stage.who("agent"), at=command.stage.at)
    assert linked(command, incident, case) == 1
    assert Gathered.objects.count() == 2


def test_nobody_links_to_what_does_not_run_and_units_link_nothing(command):
    incident, case = command.declare(), command.stage.register().case
    with pytest.raises(NotNow):
        linked(command, incident, case)
    incident = command.move(incident, "begin")
    for who in ("water.handler", "evaluator", "stranger"):
        with pytest.raises(NotYours):
            linked(command, incident, case, who=who)
    assert not Gathered.objects.exists()


def test_a_batch_is_all_or_nothing_and_has_an_end(command):
    incident, case = command.running(), command.stage.register().case
    from huiyin.flow.ids import uuid7

    with pytest.raises(Refused, match="不存在"):
        gather(incident, [case.pk, uuid7()], how="batch", actor=command.stage.who("director"), at=command.stage.at)
    many = [uuid7() for _ in range(MOST_AT_ONCE + 1)]
    with pytest.raises(Refused, match="一次最多"):
        gather(incident, many, how="batch", actor=command.stage.who("director"), at=command.stage.at)
    assert not Gathered.objects.exists()


def test_what_is_offered_has_the_topic_the_area_and_the_time(command):
    stage = command.stage
    before = stage.register(category=WATER, phone="13800000001").case
    stage.later(hours=5)
    incident = command.running(categories=("供水",), territories=("410202",))
    fits = stage.register(category=WATER, territory="410202", phone="13800000002").case
    open_place = stage.register(category=WATER, phone="13800000003").case
    stage.register(category=LIGHTS, territory="410202", phone="13800000004")
    elsewhere = stage.register(category=WATER, territory="410203", phone="13800000005").case
    offered = set(cases_to_gather(incident, stage.who("agent")))
    assert offered == {fits, open_place}
    assert [one.pk for one in incidents_to_offer(fits)] == [incident.pk]
    assert incidents_to_offer(elsewhere) == incidents_to_offer(before) == []
    untold = Case.objects.get(pk=fits.pk)
    untold.category = untold.territory = ""
    assert incidents_to_offer(untold) == [], "what has no topic yet does not agree with any"
    linked(command, incident, fits)
    assert set(cases_to_gather(incident, stage.who("agent"))) == {open_place}
    assert incidents_to_offer(Case.objects.get(pk=fits.pk)) == []


def test_the_agent_answers_from_the_wording_and_the_case_is_closed_and_linked(command):
    incident = command.running(categories=("供水",))
    agent = command.browser("agent")
    shown = text_of(agent.post("/incidents/counter/", {"category": WATER}))
    assert incident.wording in shown
    assert "分类相符" in shown
    said = {
        "channel": "phone",
        "phone": "13800005521",
        "name": "王某",
        "wishes": "何时来水",
        "step": f"ready:incident.{incident.number}",
    }
    answer = agent.post("/intake/new/", {**said, "move_key": "a1"})
    assert answer.status_code == 200, text_of(answer)[:3000]
    case = Case.objects.get()
    assert (case.outcome, case.category) == ("direct_answer", WATER)
    assert Answer.objects.get(case=case).text == incident.wording
    assert Gathered.objects.get().how == "at_counter"
    agent.post("/intake/new/", {**said, "move_key": "a1"})
    assert Gathered.objects.count() == Case.objects.count() == 1


def test_a_report_of_the_caller_is_registered_and_linked_not_answered(command):
    incident = command.running()
    agent = command.browser("agent")
    said = {
        "channel": "phone", "phone": "13800005521", "name": "王某", "title": "柳巷积水进屋", "text": "水已到膝盖", "kind": "help",
        "wishes": "派人抽水", "place": "柳巷5号", "object": "积水", "occurred": "今早", "category": LIGHTS,
        "step": f"ready:incident.{incident.number}.join",
    }  # fmt: skip
    agent.post("/intake/new/", said)
    case = Case.objects.get()
    assert (case.state, case.title) == ("registered", "柳巷积水进屋")
    assert list(incidents_of(case.pk)) == [incident]


@pytest.mark.parametrize("step", ["incident.99", "incident.x", "incident.1.other", "incident."])
def test_nothing_is_registered_with_a_wording_that_is_not_there(command, step):
    command.running()
    answer = command.browser("agent").post(
        "/intake/new/", {"channel": "phone", "phone": "13800005521", "step": f"ready:{step}"}
    )
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_when_it_is_stood_down_agents_no_longer_answer_from_it_but_cases_are_still_linked(command):
    incident = command.move(command.running(), "stand_down")
    assert incident.wording not in text_of(command.browser("agent").post("/incidents/counter/", {}))
    case = command.stage.register().case
    assert linked(command, incident, case) == 1


def test_a_tap_on_the_page_of_a_case_links_it_and_another_takes_it_out(command):
    incident, case = command.running(), command.stage.register(category=WATER).case
    agent, address = command.browser("agent"), f"/incidents/of-case/{case.number}/"
    assert f"关联到 {incident.name}" in text_of(agent.get(address))
    part = agent.post(f"{address}join/", {"incident": incident.number}, headers={"HX-Request": "true"})
    assert "移出" in text_of(part)
    assert Gathered.objects.get().how == "offered"
    agent.post(f"{address}join/", {"incident": incident.number, "leave": "1"})
    assert not cases_of(incident).exists()


def test_a_case_that_the_viewer_may_not_see_is_not_found(command):
    incident, case = command.running(), command.stage.register().case
    for who in ("water.handler", "evaluator", "stranger"):
        browser = command.browser(who)
        assert browser.get(f"/incidents/of-case/{case.number}/").status_code == 404
        assert browser.post(f"/incidents/of-case/{case.number}/join/", {"incident": incident.number}).status_code == 404


def test_chosen_and_numbered_cases_are_gathered_on_the_page(command):
    stage = command.stage
    incident = command.running(categories=("供水",))
    first = stage.register(category=WATER, phone="13800000001").case
    other = stage.register(category=LIGHTS, phone="13800000002").case
    dispatcher = command.browser("dispatcher")
    page = text_of(dispatcher.get(f"/incidents/{incident.number}/offered/"))
    assert first.number in page
    assert other.number not in page
    dispatcher.post(f"/incidents/{incident.number}/gather/", {"chosen": [str(first.pk)]})
    dispatcher.post(f"/incidents/{incident.number}/gather/", {"numbers": f"{other.number}，"})
    assert set(cases_of(incident)) == {first, other}
    back = dispatcher.post(f"/incidents/{incident.number}/gather/", {"numbers": "没有的"}, follow=True)
    assert "没有这个工单" in text_of(back)


def test_a_foreign_address_to_go_back_to_is_not_followed(command):
    incident, case = command.running(), command.stage.register().case
    answer = command.browser("agent").post(
        f"/incidents/of-case/{case.number}/join/", {"incident": incident.number, "back": "//elsewhere.example/"}
    )
    assert answer.headers["Location"] == f"/incidents/of-case/{case.number}/"
