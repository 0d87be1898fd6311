"""The director's page of the morning: what is at risk, what the centre keeps, many callers, what was promised."""

import re
from datetime import timedelta

from huiyin.cases.models import Case
from huiyin.clocks.models import Clock
from huiyin.desk.groups import groups
from huiyin.desk.morning import morning_of
from huiyin.desk.tests.signed_in import text_of
from huiyin.flow.times import local

NUMBER = re.compile(r'<td class="number"><a href="/cases/([^/]+)/')


def morning(stage):
    return morning_of(stage.who("director"), stage.at)


def piles(stage):
    page = morning(stage)
    return {pile.label: pile.count for pile in (*page.at_risk, *page.promised)}


def eight_o_clock(stage, day):
    stage.at = local(day).replace(hour=8, minute=0)


def listed(browser, address):
    return NUMBER.findall(text_of(browser.get(address)))


def test_what_falls_due_before_the_end_of_the_day_is_at_risk_and_what_is_past_is_late(stage):
    today, tomorrow, late, answered = (stage.register(phone=f"1390000000{n}").case for n in range(4))
    eight_o_clock(stage, stage.at + timedelta(days=3))
    for case, due in (
        (today, {"hours": 15}),
        (tomorrow, {"hours": 16}),
        (late, {"hours": -1}),
        (answered, {"hours": 2}),
    ):
        Case.objects.filter(pk=case.pk).update(due_at=stage.at + timedelta(**due))
    Case.objects.filter(pk=answered.pk).update(answered_at=stage.at)
    counted = piles(stage)
    assert (counted["超期未结"], counted["今日到期"]) == (1, 1)
    assert [row.number for row in morning(stage).at_risk[1].rows] == [today.number]


def test_the_centre_sees_its_own_backlog_by_step_age_and_own_clock(stage):
    old = stage.register(phone="13900000001").case
    stage.move(stage.register(phone="13900000002").case, "submit_for_review", "agent")
    stage.later(days=4)
    stage.register(phone="13900000003")
    Clock.objects.filter(subject_id=old.pk, kind="centre_review").update(due_at=stage.at - timedelta(hours=1))
    lines = {one.label: (one.count, one.fresh, one.days, one.old) for one in morning(stage).backlog}
    assert lines == {"已登记待处理": (2, 1, 0, 1), "待审核": (1, 0, 0, 1)}
    registered = morning(stage).backlog[0]
    assert (registered.late, local(registered.oldest).date()) == (1, local(old.received_at).date())


def test_what_waits_for_a_decision_of_the_centre_is_its_backlog_too(stage):
    share = stage.sign(stage.dispatch(stage.register().case))
    stage.move_share(share, "ask_return", "water.handler", reason="不属本单位", basis="职责清单")
    stage.later(days=2)
    lines = {one.label: (one.count, one.days, one.late) for one in morning(stage).backlog}
    assert lines == {"待审批申请": (1, 1, 1)}


def joined(stage, callers):
    """Join the cases of so many callers on one matter."""
    made = [stage.register(phone=f"1390000{n:04}").case for n in range(callers)]
    for case in made[1:]:
        stage.move(case, "merge", "agent", parent=made[0].pk)
    return made


def test_five_callers_are_a_group_and_four_are_none(stage):
    joined(stage, 4)
    assert groups(stage.who("director"), stage.at) == []
    last = stage.register(phone="13911110000", place="别处").case
    stage.move(last, "merge", "agent", parent=Case.objects.order_by("id")[0].pk)
    (group,) = groups(stage.who("director"), stage.at)
    assert (group.callers, group.cases, group.is_joined) == (5, 5, True)


def test_who_calls_five_times_is_no_group_and_callers_without_a_number_are_several(stage):
    for _ in range(6):
        stage.register(phone="13900000001")
    assert groups(stage.who("director"), stage.at) == []
    for _ in range(4):
        stage.register(phone="", name="")
    (group,) = groups(stage.who("director"), stage.at)
    assert (group.callers, group.cases, group.is_joined, group.title) == (5, 10, False, "柳巷与榆园路口")


def test_every_figure_opens_the_list_that_it_counts(stage, sign_in):
    joined(stage, 5)
    for n in range(6):
        stage.register(phone=f"1370000000{n}", place="文化广场")
    stage.dispatch(stage.register(phone="13800000001").case)
    stage.later(days=12)
    director = sign_in(stage, "director")
    page = morning(stage)
    counted = {one.address: one.count for one in (*page.at_risk, *page.promised, *page.backlog)}
    counted |= {group.address: group.cases for group in groups(stage.who("director"), stage.at)}
    assert sorted(count for count in counted.values() if count)[:1] != []
    assert {address: len(listed(director, address)) for address in counted} == counted


def test_groups_open_their_cases_and_only_to_who_sees_them(stage, sign_in):
    made = joined(stage, 5)
    (group,) = groups(stage.who("director"), stage.at)
    assert set(listed(sign_in(stage, "director"), group.address)) == {case.number for case in made}
    for address in (group.address, f"/groups/{made[0].number}/alike/"):
        assert sign_in(stage, "water.handler").get(address).status_code == 404


def test_what_was_promised_stands_with_its_day(stage):
    case = stage.dispatch(stage.register().case)
    share = stage.sign(case)
    stage.move_share(share, "promise", "water.handler")
    assert piles(stage)["承诺马上就办"] == 1
    said = {"reason": "须等规划", "plan": "列入明年", "review_on": (stage.at + timedelta(days=10)).date()}
    stage.move_share(share, "ask_suspension", "water.handler", **said)
    stage.decide(share.applications.get(), "grant_suspension", "dispatcher", decision="同意")
    named = ("承诺马上就办", "挂账将复查", "挂账到期复查")
    assert [piles(stage)[name] for name in named] == [0, 0, 0]
    stage.later(days=4)
    assert [piles(stage)[name] for name in named] == [0, 1, 0]
    stage.later(days=6)
    assert [piles(stage)[name] for name in named] == [0, 0, 1]


def test_a_second_promise_is_looked_at_before_it_falls_due(stage):
    case = stage.dispatch(stage.register().case)
    Case.objects.filter(pk=case.pk).update(extended=True, due_at=stage.at + timedelta(days=9))
    assert piles(stage)["延期后将到期"] == 0
    stage.later(days=3)
    assert piles(stage)["延期后将到期"] == 1


def test_what_is_only_looked_at_does_not_wait_on_the_first_page(stage, sign_in):
    share = stage.sign(stage.dispatch(stage.register().case))
    stage.move_share(share, "promise", "water.handler")
    assert "承诺马上就办 <span" not in text_of(sign_in(stage, "director").get("/"))


def test_only_the_director_opens_the_page(stage, sign_in):
    page = text_of(sign_in(stage, "director").get("/morning/"))
    assert "没有多人反映的同一件事" in page
    assert '<a href="/morning/"' in page
    for who in ("supervisor", "agent", "city_leader", "water.head", "stranger"):
        assert sign_in(stage, who).get("/morning/").status_code == 404


def test_the_page_costs_the_same_however_much_there_is(stage, sign_in):
    director = sign_in(stage, "director")
    joined(stage, 5)
    director.get("/morning/")
    director.get("/morning/")
    before = director.statements
    for n in range(20):
        stage.register(phone=f"1360000{n:04}", place=f"广场{n % 2}")
    director.get("/morning/")
    assert director.statements == before
