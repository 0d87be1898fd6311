from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from huiyin.flow.actor import Actor, Seat
from huiyin.flow.posts import Post
from huiyin.flow.table import NotYours, Refused
from huiyin.journal.models import Event
from huiyin.measures.scope import Scope
from huiyin.privacy.problems import SealBroken
from huiyin.rulebook.city import ContactChange
from huiyin.units import contacts
from huiyin.units.contacts import NewContact, change_contact
from huiyin.units.endings import close
from huiyin.units.measures import MEASURES
from huiyin.units.models import Contact, ContactRole
from huiyin.units.tests.trees import AT

HANDLER = ContactRole.HANDLER
RULE = ContactChange(times=2, months=12)


def named(unit, actor, name, at=AT, role=HANDLER, **more):
    more.setdefault("phone", "0371-2000001")
    return change_contact(unit.pk, NewContact(role, name, **more), actor=actor, at=at)


def days(n):
    return AT + timedelta(days=n)


def test_a_unit_has_three_contacts_and_says_which_are_missing(units, admin):
    assert contacts.missing_roles(units["water"].pk) == list(ContactRole)
    named(units["water"], admin, "钱一", role=ContactRole.HEAD)
    named(units["water"], admin, "孙二", role=ContactRole.LEADER)
    assert contacts.missing_roles(units["water"].pk) == [HANDLER]
    assert (units["water"], [HANDLER]) in contacts.units_missing_roles()


def test_who_filled_the_role_before_stays_in_the_history(units, admin):
    named(units["water"], admin, "李三")
    named(units["water"], admin, "周四", at=days(10))
    rows = Contact.objects.filter(unit=units["water"]).order_by("since")
    assert [(c.name, c.until) for c in rows] == [("李三", days(10)), ("周四", None)]
    assert contacts.current_contacts(units["water"].pk)[HANDLER].name == "周四"


def test_a_role_that_changes_hands_as_often_as_the_rulebook_says_is_warned_of(units, admin):
    for n, name in enumerate(["李三", "周四"]):
        named(units["water"], admin, name, at=days(n * 30))
    assert contacts.changed_too_often(RULE, days(60)) == []
    named(units["water"], admin, "吴五", at=days(61))
    (warning,) = contacts.changed_too_often(RULE, days(62))
    assert (warning.unit_id, warning.role, warning.changes) == (units["water"].pk, HANDLER, 2)
    assert str(warning) == "承办人近12个月更换2次，请核实（达到2次即提醒）"


def test_changes_longer_ago_than_the_months_do_not_count(units, admin):
    for n, name in enumerate(["李三", "周四", "吴五"]):
        named(units["water"], admin, name, at=days(n))
    assert contacts.changes_within(units["water"].pk, HANDLER, 12, days(300)) == 2
    assert contacts.changes_within(units["water"].pk, HANDLER, 12, days(400)) == 0


def test_naming_somebody_for_the_first_time_is_no_change(units, admin):
    named(units["water"], admin, "李三")
    assert contacts.changes_within(units["water"].pk, HANDLER, 12, days(1)) == 0


def test_a_new_number_of_the_same_person_is_no_change(units, admin):
    named(units["water"], admin, "李三")
    named(units["water"], admin, "李三", at=days(1), phone="0371-2000002")
    assert contacts.changes_within(units["water"].pk, HANDLER, 12, days(2)) == 0


def test_months_are_those_of_the_calendar():
    assert contacts.months_before(datetime(2018, 5, 31, 4, tzinfo=UTC), 3).date() == date(2018, 2, 28)
    assert contacts.months_before(datetime(2018, 1, 15, 4, tzinfo=UTC), 12).date() == date(2017, 1, 15)


def test_the_mobile_number_is_sealed_and_read_by_those_who_have_to_call(units, admin, agent):
    contact = named(units["water"], admin, "李三", mobile="13800005521")
    contact.refresh_from_db()
    assert b"13800005521" not in bytes(contact.mobile)
    assert contacts.mobile_of(contact, admin) == "13800005521"
    assert contacts.mobile_of(contact, agent) == "138****5521"


def test_a_sealed_number_put_into_another_row_does_not_open(units, admin):
    first = named(units["water"], admin, "李三", mobile="13800005521")
    second = named(units["bureau"], admin, "周四", mobile="13800005522")
    second.mobile = first.mobile
    with pytest.raises(SealBroken):
        contacts.mobile_of(second, admin)


def test_no_name_and_no_number_stands_in_the_journal(units, admin):
    named(units["water"], admin, "李三", mobile="13800005521")
    event = Event.objects.get(verb="unit.change_contact")
    assert "李三" not in str(event.said) and "13800005521" not in str(event.said)
    assert event.said["role"] == "handler"


def test_every_reason_is_told_at_once(units, admin):
    with pytest.raises(Refused) as refused:
        named(units["water"], admin, "  ", phone="")
    assert set(refused.value.fields) == {"name", "phone"}


def test_the_same_contact_again_is_refused(units, admin):
    named(units["water"], admin, "李三")
    with pytest.raises(Refused, match="没有变化"):
        named(units["water"], admin, "李三", at=days(1))


def test_a_change_cannot_be_recorded_before_the_last_one(units, admin):
    named(units["water"], admin, "李三")
    with pytest.raises(Refused, match="更晚的变更"):
        named(units["water"], admin, "周四", at=days(-1))


def test_leaders_of_a_unit_name_its_contacts_and_those_below_but_no_others(units):
    def leader_of(unit):
        return Actor(uuid4(), "领导", frozenset({Seat(Post.UNIT_LEADER, unit.pk, unit.path)}))

    named(units["street"], leader_of(units["street"]), "李三")
    named(units["street"], leader_of(units["east"]), "周四", at=days(1))
    for stranger in (units["west"], units["community"]):
        with pytest.raises(NotYours, match="只有系统管理员和本单位领导"):
            named(units["street"], leader_of(stranger), "吴五", at=days(2))


def test_the_contacts_of_a_closed_unit_end_with_it(units, admin):
    named(units["water"], admin, "李三")
    close(units["water"].pk, day=date(2018, 6, 1), actor=admin, at=days(0) + timedelta(hours=1))
    assert contacts.current_contacts(units["water"].pk) == {}
    assert Contact.objects.get(unit=units["water"]).name == "李三"


def test_the_log_of_changes_names_unit_role_and_time(units, admin):
    named(units["water"], admin, "李三")
    named(units["water"], admin, "周四", at=days(3))
    (change,) = contacts.changes_between(days(0), days(3))
    assert (change.unit.name, change.role, change.name, change.since) == ("市清源供水公司", "handler", "周四", days(3))


def test_changes_are_counted_by_period_and_by_unit_with_all_below(units, admin):
    for unit, first in [("water", 0), ("office", 1)]:
        named(units[unit], admin, "李三", at=days(first))
        named(units[unit], admin, "周四", at=days(first + 3))
    (measure,) = MEASURES
    june = Scope(date(2018, 6, 1), date(2018, 7, 1))
    assert measure.rows(june).count() == 2
    assert measure.rows(june.narrowed(until=date(2018, 6, 5))).count() == 1
    assert [c.unit.name for c in measure.rows(june.narrowed(unit_path=units["bureau"].path))] == ["市城市管理局市容科"]
    assert measure.rows(Scope(date(2018, 7, 1), date(2018, 8, 1))).count() == 0
