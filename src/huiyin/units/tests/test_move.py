from datetime import date

import pytest

from huiyin.flow.table import Refused
from huiyin.units import ports, queries
from huiyin.units.act import NewUnit, move, open_unit
from huiyin.units.models import Succession
from huiyin.units.tests.trees import AT, LEVELS, OPENED, make_unit

DAY = date(2018, 4, 1)


def moved(unit, parent, admin, day=DAY, **more):
    parent_id = parent.pk if parent else None
    return move(unit.pk, parent_id=parent_id, day=day, levels=LEVELS, actor=admin, at=AT, **more)


def test_a_unit_moves_with_everything_below_it_from_that_day_on(units, admin):
    moved(units["street"], units["west"], admin)
    community = units["community"]
    community.refresh_from_db()
    assert community.path == "0004.0002.0003."
    assert queries.path_on(community.pk, date(2018, 3, 31)) == "0001.0002.0003."
    assert queries.path_on(community.pk, DAY) == "0004.0002.0003."
    before = {b.unit_id: b.parent_id for b in queries.tree_on(date(2018, 3, 31))}
    after = {b.unit_id: b.parent_id for b in queries.tree_on(DAY)}
    assert before[units["street"].pk] == units["east"].pk
    assert after[units["street"].pk] == units["west"].pk
    assert before[community.pk] == after[community.pk] == units["street"].pk


def test_a_unit_can_move_up_directly_below_the_centre(units, admin):
    unit = moved(units["office"], None, admin)
    assert (unit.path, unit.depth, unit.parent_id) == ("0006.", 1, None)


def test_a_unit_never_stands_below_itself(units, admin):
    for below in ("east", "street", "community"):
        with pytest.raises(Refused) as refused:
            moved(units["east"], units[below], admin)
        assert "本单位或其下级" in refused.value.fields["parent"]


def test_the_tree_never_gets_deeper_than_the_rulebook_says(units, admin):
    with pytest.raises(Refused, match="最多3级，这样会有4级"):
        moved(units["street"], units["office"], admin)


def test_a_move_to_the_same_place_is_none(units, admin):
    with pytest.raises(Refused, match="没有变化"):
        moved(units["street"], units["east"], admin)


def test_a_unit_changes_its_peer_group_where_it_stands_and_the_old_group_is_kept(units, admin):
    moved(units["water"], None, admin, peer_group="department")
    groups = [(p.peer_group, p.until) for p in units["water"].places.all()]
    assert groups == [("company", DAY), ("department", None)]


def test_a_move_cannot_be_dated_before_a_later_change_below(units, admin):
    opened_later = date(2018, 5, 1)
    new = NewUnit("新社区", parent_id=units["street"].pk)
    open_unit(new, day=opened_later, levels=LEVELS, actor=admin, at=AT)
    with pytest.raises(Refused, match="“新社区”在2018-05-01已有变更"):
        moved(units["street"], units["west"], admin)


def test_a_move_is_not_announced_before_its_day(units, admin):
    with pytest.raises(Refused, match="不能晚于今天"):
        moved(units["street"], units["west"], admin, day=date(2018, 6, 2))


def test_a_unit_of_the_same_name_there_stops_the_move(units, admin):
    make_unit("东岸区柳巷街道办事处", units["west"])
    with pytest.raises(Refused, match="同一上级下已有"):
        moved(units["street"], units["west"], admin)


def test_a_second_move_on_the_same_day_replaces_the_first(units, admin):
    moved(units["street"], units["west"], admin)
    moved(units["street"], units["bureau"], admin)
    days = [(p.path, p.since, p.until) for p in units["street"].places.all()]
    assert days == [("0001.0002.", OPENED, DAY), ("0005.0002.", DAY, None)]


def test_a_move_is_told_to_the_rooms_above_and_leads_to_the_unit_itself(units, admin, monkeypatch):
    heard: list[ports.Handover] = []
    monkeypatch.setattr(ports, "_hearers", [heard.append])
    moved(units["street"], units["west"], admin)
    (handover,) = heard
    assert (handover.kind, handover.heir_id, handover.gone) == ("move", units["street"].pk, False)
    assert queries.successor_on(units["street"].pk, date(2018, 6, 1)) == (units["street"],)
    assert Succession.objects.get().kind == "move"


def test_a_subtree_of_any_size_moves_with_the_same_number_of_statements(
    units, admin, django_assert_max_num_queries, monkeypatch
):
    # The rooms above ask for the open cases of each unit that moves; they have tests of their own.
    monkeypatch.setattr(ports, "_hearers", [])
    for n in range(30):
        make_unit(f"社区{n}", units["street"])
    with django_assert_max_num_queries(30):
        moved(units["street"], units["west"], admin)
