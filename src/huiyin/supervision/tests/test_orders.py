"""A supervision order from its issuing to its end: who may, until when, what the cases are told, how it is counted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.calendars.current import almanac
from huiyin.cases.clockwork import tick
from huiyin.clocks.models import Clock
from huiyin.flow.table import NotNow, NotYours, Refused
from huiyin.journal.models import Counter, Event
from huiyin.supervision.issuing import issue_orders
from huiyin.supervision.models import Order, Supervised
from huiyin.supervision.queries import visible_to, waiting_for
from huiyin.supervision.tests.conftest import notices
from huiyin.units.endings import merge

pytestmark = pytest.mark.django_db


def test_an_order_goes_its_way_to_the_accepted_outcome(office):
    case = office.case()
    order = office.order(case)
    assert (order.state, order.paper) == ("issued", office.rules.notice.write(office.stage.at.year, 1))
    order = office.move(order, "receive", "water.handler")
    office.stage.later(minutes=10)
    order = office.move(order, "report", "water.handler", report="已换灯泡")
    assert (order.state, order.late, order.received_by_id) == (
        "reported",
        False,
        office.stage.who("water.handler").user_id,
    )
    order = office.move(order, "accept", "supervisor", outcome="done", judged="属实")
    assert (order.state, order.outcome) == ("closed", "done")
    told = list(Event.objects.filter(chain_id=case.pk, verb__startswith="case.superv").order_by("seq"))
    assert [e.verb for e in told] == ["case.supervised", "case.supervision_reported", "case.supervision_closed"]
    assert all(order.paper in e.said["shown"] for e in told)


def test_one_order_about_many_cases_gives_each_an_event_with_one_cause(kaifeng):
    cases = [kaifeng.case(title=f"第{n}盏灯", phone=f"1380000100{n}") for n in range(3)]
    order = kaifeng.order(*cases)
    events = list(Event.objects.filter(verb="case.supervised"))
    issued = Event.objects.get(verb="supervision.issue")
    assert {e.chain_id for e in events} == {c.pk for c in cases}
    assert {e.caused_by for e in events} == {issued.id}
    assert issued.said["cases"] == 3
    assert Supervised.objects.filter(order=order).count() == 3


def test_the_limit_is_that_of_the_kind_or_the_one_written_by_hand(office):
    kind = office.rules.kinds[0]
    order = office.order(office.case(), kind=kind.code)
    assert order.due_at == almanac().due(office.stage.at, kind.within, office.stage.book.office).at
    by_hand = office.stage.at + timedelta(days=9)
    assert office.order(kind=kind.code, until=by_hand).due_at == by_hand
    with pytest.raises(Refused) as refused:
        office.order(kind=kind.code, until=office.stage.at - timedelta(minutes=1))
    assert refused.value.fields == {"until": "期限须在现在之后"}


def test_refused_nothing_is_written_and_no_number_is_lost(kaifeng):
    other = kaifeng.case("west")
    with pytest.raises(Refused) as refused:
        kaifeng.order(other, unit="water")
    assert "不由这个单位承办" in str(refused.value)
    assert not Order.objects.exists()
    assert not Event.objects.filter(verb="case.supervised").exists()
    assert kaifeng.order(other, unit="west").paper == kaifeng.rules.notice.write(2018, 1)
    assert Counter.objects.get(name=kaifeng.rules.notice.series(2018)).value == 1


def test_the_same_sending_twice_is_one_order(kaifeng):
    case = kaifeng.case()
    first, again = kaifeng.order(case, key="k1"), kaifeng.order(case, key="k1")
    assert first.pk == again.pk
    assert Order.objects.count() == 1


def test_a_batch_is_one_order_for_each_unit_and_all_of_them_or_none(kaifeng):
    stage, water, west = kaifeng.stage, kaifeng.case(), kaifeng.case("west", phone="13800001001")
    how = {"actor": stage.who("supervisor"), "at": stage.at}
    wanted = {stage.units["water"].pk: [water.pk], stage.units["west"].pk: [water.pk]}
    with pytest.raises(Refused):
        issue_orders(wanted, kaifeng.said(), **how)
    assert not Order.objects.exists()
    made = issue_orders({stage.units["water"].pk: [water.pk], stage.units["west"].pk: [west.pk]}, kaifeng.said(), **how)
    assert {o.unit_id for o in made} == {stage.units["water"].pk, stage.units["west"].pk}


def test_only_the_supervisor_issues_and_only_the_unit_answers(kaifeng):
    case = kaifeng.case()
    for who in ("agent", "dispatcher", "auditor", "stranger"):
        with pytest.raises(NotYours):
            kaifeng.order(case, who=who)
    order = kaifeng.order(case)
    for who in ("west.handler", "supervisor", "stranger"):
        with pytest.raises(NotYours):
            kaifeng.move(order, "report", who, report="x")
    with pytest.raises(NotYours):
        kaifeng.move(order, "recall", "water.head", reason="x")


def test_a_unit_supervises_those_below_it_and_nobody_else(dandong):
    case = dandong.case("office")
    order = dandong.order(case, unit="office", who="bureau.leader")
    assert order.centre_id == dandong.stage.units["bureau"].pk
    with pytest.raises(Refused) as refused:
        dandong.order(unit="water", who="bureau.leader")
    assert "只能督办本单位的下级" in refused.value.fields["unit"]
    dandong.move(order, "report", "office.handler", report="已办")
    with pytest.raises(NotYours):
        dandong.move(order, "accept", "supervisor", outcome="done")
    assert dandong.move(order, "accept", "bureau.head", outcome="partly").outcome == "partly"


def test_who_sees_which_and_for_whom_it_waits(kaifeng):
    order = kaifeng.order(kaifeng.case())
    who = kaifeng.stage.who

    def sees(name):
        return visible_to(who(name)).filter(pk=order.pk).exists()

    assert [sees(n) for n in ("supervisor", "water.head", "west.handler", "stranger")] == [True, True, False, False]
    assert waiting_for(who("water.handler")).count() == 1
    assert waiting_for(who("supervisor")).count() == 0
    kaifeng.move(order, "report", "water.handler", report="已办")
    assert waiting_for(who("water.handler")).count() == 0
    assert waiting_for(who("supervisor")).count() == 1


def test_the_accused_unit_is_never_asked_and_never_sees(kaifeng):
    accused = kaifeng.stage.units["west"]
    case = kaifeng.case(kind="report", accused_unit=accused.pk)
    with pytest.raises(Refused) as refused:
        kaifeng.order(case, unit="west")
    assert "举报的就是这个单位" in refused.value.fields["unit"] + str(refused.value)
    kaifeng.order(case)
    assert not visible_to(kaifeng.stage.who("west.head")).exists()


def test_who_reports_late_stays_late_though_a_later_report_is_accepted(kaifeng):
    order = kaifeng.order(kaifeng.case())
    kaifeng.stage.at = order.due_at + timedelta(minutes=1)
    order = kaifeng.move(order, "report", "water.handler", report="已办")
    assert order.late
    order = kaifeng.move(order, "send_back", "supervisor", reason="照片不是现场")
    assert (order.state, order.sent_back, order.due_at > kaifeng.stage.at) == ("received", 1, True)
    order = kaifeng.move(order, "report", "water.handler", report="已重拍")
    order = kaifeng.move(order, "accept", "supervisor", outcome="done")
    assert order.late
    assert Clock.objects.filter(subject_id=order.pk).count() == 2


def test_on_the_spot_one_has_been_there_before_one_accepts(kaifeng):
    order = kaifeng.order(kaifeng.case(), kind="on_site")
    order = kaifeng.move(order, "report", "water.handler", report="已办")
    with pytest.raises(Refused) as refused:
        kaifeng.move(order, "accept", "supervisor", outcome="done")
    assert "须先登记督办所见" in str(refused.value)
    kaifeng.move(order, "note_finding", "supervisor", finding="到现场，三盏灯已亮")
    assert kaifeng.move(order, "accept", "supervisor", outcome="done").state == "closed"


def test_what_is_over_is_not_moved(kaifeng):
    order = kaifeng.move(kaifeng.order(kaifeng.case()), "recall", "supervisor", reason="重复下达")
    assert not Clock.objects.running().filter(subject_id=order.pk).exists()
    for action, who in (("report", "water.handler"), ("urge", "supervisor"), ("accept", "supervisor")):
        with pytest.raises(NotNow):
            kaifeng.move(order, action, who)


def test_each_letter_of_urging_has_its_own_number_without_gaps(kaifeng):
    order = kaifeng.order(kaifeng.case())
    for _ in range(2):
        order = kaifeng.move(order, "urge", "supervisor", words="明日下午汇报")
    other = kaifeng.move(kaifeng.order(kaifeng.case(phone="13800001002")), "urge", "supervisor")
    assert order.urges == 2
    papers = [*order.urged.order_by("ordinal").values_list("paper", flat=True), other.urged.get().paper]
    assert papers == [kaifeng.rules.urge_notice.write(2018, n) for n in (1, 2, 3)]


def test_more_time_is_given_and_the_clock_knows_old_and_new(kaifeng):
    order = kaifeng.order(kaifeng.case())
    before, later = order.due_at, order.due_at + timedelta(days=2)
    with pytest.raises(Refused) as refused:
        kaifeng.move(order, "extend", "supervisor", until=before, reason="x")
    assert "until" in refused.value.fields
    order = kaifeng.move(order, "extend", "supervisor", until=later, reason="管材未到")
    clock = Clock.objects.running().get(subject_id=order.pk)
    assert (order.due_at, clock.due_at, clock.original_due_at) == (later, later, before)


def test_the_platform_urges_before_and_after_the_due_time_once_each(office):
    order = office.order(office.case())
    tick(order.due_at - timedelta(minutes=1))
    office.stage.at = order.due_at
    office.follow()
    assert Event.objects.filter(verb="supervision.urged_by_clock").count() == 1
    office.stage.at = order.due_at + timedelta(days=4)
    for _ in range(2):
        tick(office.stage.at)
        office.follow()
    urged = list(Event.objects.filter(verb="supervision.urged_by_clock").order_by("seq"))
    assert [e.said["is_late"] for e in urged] == [False, True]
    assert notices(kind="urged", about=order.pk, text__contains="已逾期").exists()


def test_who_has_answered_is_not_urged(kaifeng):
    order = kaifeng.order(kaifeng.case())
    kaifeng.move(order, "report", "water.handler", report="已办")
    tick(order.due_at + timedelta(days=4))
    kaifeng.follow()
    assert not Event.objects.filter(verb="supervision.urged_by_clock").exists()


def test_the_unit_is_told_at_once_and_the_supervisor_when_it_answers(kaifeng):
    order = kaifeng.order(kaifeng.case(), kind="urgent")
    kaifeng.follow()
    told = notices(about=order.pk, kind="supervised")
    assert set(told.values_list("post", flat=True)) == {"unit_handler", "unit_leader", "unit_head"}
    assert all(order.paper in notice.text for notice in told)
    kaifeng.move(order, "report", "water.handler", report="已办")
    kaifeng.follow()
    assert notices(about=order.pk, kind="replied", post="supervisor").count() == 1


def test_a_successor_owes_what_the_unit_owed(kaifeng):
    order, stage = kaifeng.order(kaifeng.case()), kaifeng.stage
    merge([stage.units["water"].pk], into_id=stage.units["west"].pk, day=stage.at.date(), levels=3,
          actor=stage.who("admin"), at=stage.at)  # fmt: skip
    order = Order.objects.get(pk=order.pk)
    assert order.unit_id == stage.units["west"].pk
    assert kaifeng.move(order, "report", "west.handler", report="已接手").state == "reported"


def test_the_follow_up_is_kept_with_the_order(kaifeng):
    order = kaifeng.order(kaifeng.case())
    for trace in ("tracking", "site", "callback"):
        kaifeng.move(order, "follow_up", "supervisor", trace=trace, words=f"{trace}情况")
    assert set(order.followed.values_list("kind", flat=True)) == {"tracking", "site", "callback"}


def test_the_database_refuses_an_end_without_an_outcome(kaifeng):
    order = kaifeng.order(kaifeng.case())
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(state="closed")
