from datetime import date

import pytest

from huiyin.flow.table import NotYours, Refused
from huiyin.journal.models import Event
from huiyin.units import queries
from huiyin.units.act import NewUnit, Particulars, change_particulars, open_unit, rename
from huiyin.units.models import Unit
from huiyin.units.tests.trees import AT, LEVELS, OPENED, make_unit

TODAY = date(2018, 6, 1)


def test_a_unit_gets_a_path_below_its_parent_that_ends_with_its_own_number(units):
    assert units["east"].path == "0001."
    assert units["street"].path == "0001.0002."
    assert units["community"].path == "0001.0002.0003."
    assert units["community"].depth == 3


def test_the_thirty_seventh_unit_is_numbered_in_base_36(db):
    for n in range(37):
        last = make_unit(f"第{n}单位")
    assert last.path == "0011."
    assert queries.unit_at("0011.") == last.pk


def test_a_district_can_have_37_units_below_it_and_the_city_60_of_the_first_level(db):
    first = [make_unit(f"单位{n}") for n in range(60)]
    for n in range(37):
        make_unit(f"下属{n}", first[0])
    tree = queries.tree_on(TODAY)
    assert sum(branch.depth == 1 for branch in tree) == 60
    assert sum(branch.parent_id == first[0].pk for branch in tree) == 37


def test_every_reason_is_told_at_once(units, admin):
    new = NewUnit(name=" ", parent_id=units["community"].pk)
    with pytest.raises(Refused) as refused:
        open_unit(new, day=date(2018, 7, 1), levels=LEVELS, actor=admin, at=AT)
    assert set(refused.value.fields) == {"name", "day", "parent"}
    assert "最多3级" in refused.value.fields["parent"]
    assert Unit.objects.count() == 7


def test_two_units_beside_each_other_do_not_share_a_name(units, admin):
    with pytest.raises(Refused, match="已有“西岸区政府”"):
        open_unit(NewUnit("西岸区政府"), day=TODAY, levels=LEVELS, actor=admin, at=AT)


def test_the_same_name_below_another_parent_is_fine(units, admin):
    open_unit(NewUnit("办公室", parent_id=units["east"].pk), day=TODAY, levels=LEVELS, actor=admin, at=AT)
    open_unit(NewUnit("办公室", parent_id=units["west"].pk), day=TODAY, levels=LEVELS, actor=admin, at=AT)
    assert Unit.objects.filter(name="办公室").count() == 2


def test_only_the_administrator_changes_the_tree(units, agent):
    with pytest.raises(NotYours, match="系统管理员"):
        open_unit(NewUnit("新单位"), day=TODAY, levels=LEVELS, actor=agent, at=AT)
    with pytest.raises(NotYours):
        rename(units["water"].pk, name="供水集团", day=TODAY, actor=agent, at=AT)


def test_after_a_renaming_the_old_days_keep_the_old_name(units, admin):
    water = units["water"]
    rename(water.pk, name="市清源水务集团", day=date(2018, 3, 1), actor=admin, at=AT)
    assert queries.name_on(water.pk, date(2018, 2, 28)) == "市清源供水公司"
    assert queries.name_on(water.pk, date(2018, 3, 1)) == "市清源水务集团"
    assert {b.name for b in queries.tree_on(date(2017, 12, 31))} >= {"市清源供水公司"}
    water.refresh_from_db()
    assert (water.name, water.short_name) == ("市清源水务集团", "市清源水务集团")


def test_before_it_was_opened_a_unit_is_called_by_its_first_name(units):
    assert queries.name_on(units["water"].pk, date(2000, 1, 1)) == "市清源供水公司"


def test_a_second_renaming_on_the_same_day_replaces_the_first(units, admin):
    water = units["water"]
    for name in ("水务一", "水务二"):
        rename(water.pk, name=name, day=TODAY, actor=admin, at=AT)
    assert [n.name for n in water.names.all()] == ["市清源供水公司", "水务二"]


def test_a_renaming_cannot_be_slipped_in_before_a_later_one(units, admin):
    water = units["water"]
    rename(water.pk, name="水务一", day=date(2018, 5, 1), actor=admin, at=AT)
    with pytest.raises(Refused, match="2018-05-01已有变更"):
        rename(water.pk, name="水务二", day=date(2018, 4, 1), actor=admin, at=AT)
    assert water.names.count() == 2


def test_a_renaming_must_change_something(units, admin):
    with pytest.raises(Refused, match="没有变化"):
        rename(units["water"].pk, name="市清源供水公司", short_name="清源供水", day=TODAY, actor=admin, at=AT)


def test_an_unknown_unit_is_refused_in_words(units, admin):
    with pytest.raises(Refused, match="没有这个单位"):
        rename(admin.user_id, name="甲", day=TODAY, actor=admin, at=AT)


def test_each_change_is_one_event_of_the_actor_at_the_time_of_the_act(units, admin):
    before = Event.objects.count()
    rename(units["water"].pk, name="水务", day=TODAY, actor=admin, at=AT)
    (event,) = Event.objects.filter(verb="unit.rename")
    assert Event.objects.count() == before + 1
    assert (event.actor_id, event.at, event.subject_id) == (admin.user_id, AT, units["water"].pk)
    assert event.said["day"] == "2018-06-01"


def test_a_refused_change_writes_no_event(units, admin):
    before = Event.objects.count()
    with pytest.raises(Refused):
        rename(units["water"].pk, name="", day=TODAY, actor=admin, at=AT)
    assert Event.objects.count() == before


def test_the_duty_phone_is_corrected_without_a_date(units, admin):
    new = Particulars(accepts_cases=False, duty_phone="0371-1234567")
    unit = change_particulars(units["water"].pk, new, actor=admin, at=AT)
    unit.refresh_from_db()
    assert (unit.accepts_cases, unit.duty_phone, unit.opened_on) == (False, "0371-1234567", OPENED)
