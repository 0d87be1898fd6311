"""Urgent cases go to the person on duty by day and night; unread for the book's minutes, to the next; each an event."""

from datetime import timedelta

import pytest

from huiyin.cases.models import Case
from huiyin.flow.posts import Post
from huiyin.journal.chain import verify_chain
from huiyin.journal.models import Event
from huiyin.notices.act import read
from huiyin.notices.escalating import PASSED_ON, pass_on_unread
from huiyin.notices.models import Notice, Outgoing
from huiyin.people.models import DutyShift, Holding
from huiyin.units.contacts import NewContact, change_contact
from huiyin.units.models import ContactRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def night(city):
    city.stage.at = city.stage.at.replace(hour=2, minute=0)
    return city


def urgent_case(city):
    case = city.stage.register(urgency="critical").case
    case = city.stage.approve(case) if not city.book.approval.urgent_dispatch_first else case
    case = city.stage.move(case, "dispatch", "dispatcher", lead=city.stage.units["water"].pk)
    city.follow()
    return case


def on_duty(city, key="watch"):
    water = city.stage.units["water"]
    person = city.person(key, Post.UNIT_DUTY, water)
    at = city.stage.at
    DutyShift.objects.create(unit=water, user=person, since=at - timedelta(hours=4), until=at + timedelta(hours=8))
    return person


def chain():
    """Return whom the urgent notices of the dispatch went to, in turn."""
    rows = Notice.objects.filter(urgent=True, kind="dispatched").order_by("turn")
    return list(rows.values_list("to_user__username", flat=True))


def minutes(city):
    return timedelta(minutes=city.book.messages.urgent_unread_minutes)


def test_by_night_the_person_on_duty_hears_at_once(night):
    person = on_duty(night)
    case = urgent_case(night)
    notice = Notice.objects.get(urgent=True, kind="dispatched")
    assert (notice.to_user, notice.case_id, notice.at) == (person, case.pk, night.stage.at)
    message = Outgoing.objects.get(kind="urgent", about=notice.about)
    assert message.send_at == night.stage.at
    assert message.user == person


def test_where_nobody_is_on_duty_the_handler_hears(night):
    urgent_case(night)
    assert chain() == ["water.handler"]


def test_unread_for_the_minutes_of_the_book_it_goes_to_the_next_up_to_the_head_and_then_to_the_centre(night):
    on_duty(night)
    case = urgent_case(night)
    assert pass_on_unread(night.stage.at + minutes(night) - timedelta(seconds=1)) == 0
    for _ in range(4):
        night.stage.at += minutes(night)
        assert pass_on_unread(night.stage.at) == 1
        assert pass_on_unread(night.stage.at) == 0
    assert chain() == ["watch", "water.handler", "water.leader", "water.head"]
    steps = Event.objects.filter(chain_id=case.pk, verb=PASSED_ON).order_by("seq")
    assert [event.said["turn"] for event in steps] == [1, 2, 3, 4]
    assert steps.last().said["to"] is None
    for who in ("dispatcher", "supervisor"):
        assert "清源供水无人接收，请电话联系" in night.told(who, kind="unattended")[0][1]
    night.stage.at += minutes(night)
    assert pass_on_unread(night.stage.at) == 0
    assert verify_chain(case.pk, Case) == []


def test_who_reads_it_stops_it_and_the_journal_knows_who(night):
    person = on_duty(night)
    case = urgent_case(night)
    from huiyin.people.actors import actor_of

    notice = Notice.objects.get(urgent=True, kind="dispatched")
    assert read(Notice.objects.filter(pk=notice.pk), actor=actor_of(person, night.stage.at), at=night.stage.at) == 1
    assert pass_on_unread(night.stage.at + timedelta(hours=3)) == 0
    event = Event.objects.get(chain_id=case.pk, verb="notice.read")
    assert event.actor_id == person.pk


def test_who_signs_has_seen_it(night):
    case = urgent_case(night)
    night.stage.sign(case)
    assert pass_on_unread(night.stage.at + timedelta(hours=3)) == 0
    notice = Notice.objects.get(urgent=True, kind="dispatched")
    assert notice.read_by_id == night.stage.who("water.handler").user_id


def test_an_ended_case_wakes_nobody(night):
    case = urgent_case(night)
    night.stage.move(case, "withdraw", "agent", heard_how="来电撤回")
    night.follow()
    assert pass_on_unread(night.stage.at + timedelta(hours=3)) == 0
    assert chain() == ["water.handler"]
    # That nothing is left to do can wait for the morning.
    assert "released" in night.kinds("water.handler")
    assert not Notice.objects.get(kind="released").urgent


def test_where_a_unit_has_nobody_the_centre_hears_at_once(night):
    Holding.objects.filter(unit=night.stage.units["water"]).delete()
    urgent_case(night)
    assert chain() == []
    assert "无人接收" in night.told("dispatcher", kind="unattended")[0][1]


def test_an_ordinary_case_is_for_the_post_and_hurries_nobody(city):
    city.dispatched()
    city.follow()
    assert not Notice.objects.filter(urgent=True).exists()
    assert not Outgoing.objects.filter(kind="urgent").exists()
    assert pass_on_unread(city.stage.at + timedelta(days=3)) == 0


def test_the_message_goes_to_the_mobile_that_the_unit_gave_for_the_person(kaifeng):
    water = kaifeng.stage.units["water"]
    handler = kaifeng.stage.who("water.handler")
    contact = NewContact(ContactRole.HANDLER, "周某", mobile="13912345678", user_id=handler.user_id)
    change_contact(water.pk, contact, actor=kaifeng.stage.who("admin"), at=kaifeng.stage.at)
    urgent_case(kaifeng)
    (line,) = [line for line in kaifeng.send() if "急件" in line["text"]]
    assert line["to"] == "13912345678"


def test_without_a_mobile_the_duty_desk_of_the_unit_is_sent_to(kaifeng):
    water = kaifeng.stage.units["water"]
    water.duty_phone = "13700000001"
    water.save()
    urgent_case(kaifeng)
    assert [line["to"] for line in kaifeng.send() if "急件" in line["text"]] == ["13700000001"]


def test_told_twice_of_the_event_the_person_has_one_notice_and_one_message(night):
    from huiyin.journal.models import Owed

    urgent_case(night)
    event = Event.objects.get(verb="assignment.assign")
    Owed.objects.create(event_id=event.id, recorded_at=event.recorded_at, verb=event.verb)
    night.follow()
    assert Notice.objects.filter(urgent=True, kind="dispatched").count() == 1
    assert (
        Outgoing.objects.filter(kind="urgent", about=Notice.objects.get(urgent=True, kind="dispatched").about).count()
        == 1
    )
