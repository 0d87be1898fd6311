"""A leaver's open work goes to the successor in one move with the end of the account, or nothing happens."""

from datetime import timedelta

import pytest
from django.urls import reverse

from huiyin.flow.posts import Post
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import travelling
from huiyin.journal.models import Event
from huiyin.people import leaving
from huiyin.people.leaving import OpenWork, leave, open_work_of
from huiyin.people.models import DutyShift, Holding, User
from huiyin.people.queries import on_duty
from huiyin.people.standing_in import put_on_duty
from huiyin.people.tests.pages import signed_in_as
from huiyin.units.contacts import NewContact, change_contact, current_contacts
from huiyin.units.models import ContactRole
from huiyin.units.tests.trees import AT

LATER = AT + timedelta(days=1)
DAY = timedelta(days=1)


@pytest.fixture
def leaver(cast, units, admin):
    """The handler of the bureau: on duty now and next week, and a contact of the unit."""
    user, bureau = cast["unit_handler"], units["bureau"]
    for since in (LATER - timedelta(hours=2), LATER + 7 * DAY):
        put_on_duty(user.pk, bureau.pk, since=since, until=since + timedelta(hours=8), actor=admin, at=AT)
    new = NewContact(ContactRole.HANDLER, user.name, phone="0378-5550001", mobile="13900000001", user_id=user.pk)
    change_contact(bureau.pk, new, actor=admin, at=AT)
    return user


@pytest.fixture
def heir(db):
    return User.objects.create_user("heir", "接任甲")


def gone(user):
    user.refresh_from_db()
    return not user.is_active


def test_what_is_open_is_told_by_sort(leaver, cast):
    assert open_work_of(leaver, LATER) == [("未结束的值班", 2), ("担任单位联系人", 1)]
    assert open_work_of(cast["agent"], LATER) == []


def test_posts_duty_and_contacts_go_to_the_successor(leaver, heir, units, admin):
    bureau = units["bureau"]
    leave(leaver.pk, heir.pk, heir_takes_posts=True, actor=admin, at=LATER)
    assert gone(leaver)
    assert [(one.post, one.unit_id) for one in Holding.objects.filter(user=heir, until__isnull=True)] == [
        (Post.UNIT_HANDLER, bureau.pk)
    ]
    assert on_duty(bureau.pk, at=LATER) == on_duty(bureau.pk, at=LATER + 7 * DAY + timedelta(hours=1)) == [heir]
    served = DutyShift.objects.get(user=leaver)
    assert served.until == LATER
    contact = current_contacts(bureau.pk)[ContactRole.HANDLER]
    assert (contact.name, contact.user_id, contact.phone) == (heir.name, heir.pk, "0378-5550001")
    assert not contact.mobile
    assert open_work_of(leaver, LATER) == []


def test_each_change_is_an_event_of_the_administrator(leaver, heir, admin):
    before = Event.objects.count()
    leave(leaver.pk, heir.pk, heir_takes_posts=True, actor=admin, at=LATER)
    events = Event.objects.order_by("recorded_at", "seq")[before:]
    assert {event.actor_id for event in events} == {admin.user_id}
    verbs = sorted(event.verb for event in events)
    assert verbs == sorted(
        ["user.give_post", *["user.take_off_duty"] * 2, *["user.put_on_duty"] * 2, "unit.change_contact",
         "user.deactivate"]
    )  # fmt: skip


def test_without_a_successor_duty_is_struck_and_the_contact_stays_named(leaver, units, admin):
    leave(leaver.pk, actor=admin, at=LATER)
    assert gone(leaver)
    assert not DutyShift.objects.filter(until__gt=LATER).exists()
    assert current_contacts(units["bureau"].pk)[ContactRole.HANDLER].user_id == leaver.pk


def test_a_successor_who_cannot_stand_on_duty_stops_the_whole(leaver, heir, admin):
    before = (Event.objects.count(), DutyShift.objects.count())
    with pytest.raises(Refused) as refused:
        leave(leaver.pk, heir.pk, actor=admin, at=LATER)
    assert "值班不能移交" in refused.value.reasons[0]
    assert not gone(leaver)
    assert (Event.objects.count(), DutyShift.objects.count()) == before


def test_what_a_room_above_says_belongs_to_a_person_goes_along(monkeypatch, cast, heir, admin):
    monkeypatch.setattr(leaving, "_of_rooms", [])
    handed = []
    work = OpenWork("取件", lambda user, at: 3, lambda leaving: handed.append((leaving.user, leaving.heir)))
    leaving.belongs_to_people(work)
    leaving.belongs_to_people(work)
    assert open_work_of(cast["agent"], LATER) == [("取件", 3)]
    leave(cast["agent"].pk, heir.pk, actor=admin, at=LATER)
    assert handed == [(cast["agent"], heir)]


def test_the_last_administrator_can_leave_when_the_successor_takes_the_post(cast, heir, admin, actors):
    other = User.objects.create_user("second", "管理乙")
    Holding.objects.create(user=other, post=Post.ADMIN, since=AT)
    leave(other.pk, heir.pk, heir_takes_posts=True, actor=admin, at=LATER)
    assert Holding.objects.filter(user=heir, post=Post.ADMIN, until__isnull=True).exists()


@pytest.mark.parametrize("who", ["self", "gone"])
def test_nobody_hands_over_to_a_leaver(leaver, heir, admin, who):
    if who == "gone":
        leave(heir.pk, actor=admin, at=LATER)
    with pytest.raises(Refused) as refused:
        leave(leaver.pk, {"self": leaver, "gone": heir}[who].pk, actor=admin, at=LATER)
    assert "heir" in refused.value.fields


def test_only_the_administrator_ends_accounts(leaver, heir, actors):
    with pytest.raises(NotYours):
        leave(leaver.pk, heir.pk, actor=actors["director"], at=LATER)


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_page_tells_what_is_open_and_does_it_in_one_move(cast, leaver, heir):
    client, page = signed_in_as(cast["admin"]), reverse("people:deactivate", args=[leaver.pk])
    with travelling(LATER):
        shown = client.get(page).content.decode()
        assert "未结束的值班" in shown
        assert "担任单位联系人" in shown
        assert not gone(leaver)
        answer = client.post(page, {"heir": heir.pk, "heir_takes_posts": "on"})
    assert answer.status_code == 302
    assert gone(leaver)


def test_a_refusal_comes_back_with_the_page(cast, leaver, heir):
    client, page = signed_in_as(cast["admin"]), reverse("people:deactivate", args=[leaver.pk])
    with travelling(LATER):
        answer = client.post(page, {"heir": heir.pk})
        assert answer.status_code == 422
        assert "值班不能移交" in answer.content.decode()
        assert client.post(page, {"heir_takes_posts": "on"}).status_code == 422
    assert not gone(leaver)


def test_a_stranger_does_not_find_the_page(cast, leaver):
    for who in ("stranger", "director", "unit_head"):
        assert signed_in_as(cast[who]).get(reverse("people:deactivate", args=[leaver.pk])).status_code == 404


def test_every_field_of_the_administrators_forms_says_what_it_is_for():
    from huiyin.people import forms

    for kind in (forms.NewUserForm, forms.PostForm, forms.LeaveForm, forms.DeputationForm, forms.DutyForm):
        silent = [name for name, field in kind.base_fields.items() if not field.help_text]
        assert silent == [], kind.__name__
