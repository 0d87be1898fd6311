from datetime import date

import pytest

from huiyin.flow.table import Refused
from huiyin.units import ports, queries
from huiyin.units.endings import close, merge, split
from huiyin.units.models import Succession, Unit
from huiyin.units.tests.trees import AT, LEVELS, make_unit

DAY = date(2018, 4, 1)
EVE = date(2018, 3, 31)
TODAY = date(2018, 6, 1)


@pytest.fixture
def heard(monkeypatch):
    heard: list[ports.Handover] = []
    monkeypatch.setattr(ports, "_hearers", [heard.append])
    return heard


def merged(admin, *ending, into, day=DAY):
    return merge([u.pk for u in ending], into_id=into.pk, day=day, levels=LEVELS, actor=admin, at=AT)


def was_split(admin, unit, *parts, heir, day=DAY):
    into = [part.pk for part in parts]
    return split(unit.pk, into_ids=into, heir_id=heir.pk, day=day, levels=LEVELS, actor=admin, at=AT)


def closed(admin, unit, successor=None, day=DAY):
    successor_id = successor.pk if successor else None
    return close(unit.pk, successor_id=successor_id, day=day, actor=admin, at=AT, why="机构改革")


def test_merged_offices_end_and_their_open_cases_and_figures_go_to_the_one_that_goes_on(units, admin, heard):
    tax = make_unit("市国税局"), make_unit("市地税局")
    new = make_unit("市税务局", opened=DAY)
    merged(admin, *tax, into=new)
    for old in tax:
        old.refresh_from_db()
        assert (old.closed_on, old.accepts_cases) == (DAY, False)
        assert queries.successor_on(old.pk, TODAY) == (new,)
        assert queries.successor_on(old.pk, EVE) == (old,)
        assert queries.as_now(old.path, TODAY) == (new.pk,)
    assert {(h.unit_id, h.heir_id, h.gone) for h in heard} == {(t.pk, new.pk, True) for t in tax}
    assert {u.name for u in queries.active(EVE)} >= {"市国税局", "市地税局"}
    assert not queries.active(DAY).filter(name__in=["市国税局", "市地税局"]).exists()


def test_old_figures_stay_under_the_old_names(units, admin):
    make_unit("市税务局")
    merged(admin, units["water"], into=units["bureau"])
    assert queries.name_on(units["water"].pk, EVE) == "市清源供水公司"
    assert "市清源供水公司" in {b.name for b in queries.tree_on(EVE)}
    assert "市清源供水公司" not in {b.name for b in queries.tree_on(DAY)}


def test_a_chain_of_mergers_is_followed_to_its_end(units, admin):
    second, third = make_unit("第二公司"), make_unit("第三公司")
    merged(admin, units["water"], into=second, day=date(2016, 1, 1))
    merged(admin, second, into=third, day=date(2017, 1, 1))
    assert queries.successor_on(units["water"].pk, date(2016, 6, 1)) == (second,)
    assert queries.successor_on(units["water"].pk, TODAY) == (third,)


def test_sub_units_go_along_into_the_merged_unit(units, admin):
    merged(admin, units["east"], into=units["west"])
    units["community"].refresh_from_db()
    assert units["community"].path == "0004.0002.0003."
    assert queries.path_on(units["community"].pk, EVE) == "0001.0002.0003."


def test_a_unit_and_its_own_sub_unit_are_merged_together(units, admin):
    merged(admin, units["bureau"], units["office"], into=units["west"])
    assert queries.successor_on(units["office"].pk, TODAY) == (units["west"],)
    assert Unit.objects.filter(closed_on=DAY).count() == 2


def test_a_unit_is_not_merged_into_itself_or_its_own_sub_unit(units, admin):
    with pytest.raises(Refused, match="不能由自己承接"):
        merged(admin, units["east"], into=units["east"])
    with pytest.raises(Refused, match="是“东岸区政府”的下级"):
        merged(admin, units["east"], into=units["community"])


def test_a_merger_that_would_make_the_tree_too_deep_is_refused(units, admin):
    with pytest.raises(Refused, match="最多3级"):
        merged(admin, units["east"], into=units["office"])


def test_a_closed_unit_takes_nothing_over(units, admin):
    closed(admin, units["water"])
    with pytest.raises(Refused, match="已于2018-04-01撤销"):
        merged(admin, units["bureau"], into=units["water"])


def test_a_unit_that_did_not_exist_yet_takes_nothing_over(units, admin):
    new = make_unit("新局", opened=date(2018, 5, 1))
    with pytest.raises(Refused, match="“新局”在2018-05-01才设立"):
        merged(admin, units["water"], into=new)


def test_a_split_has_several_successors_and_the_heir_comes_first(units, admin, heard):
    parks, roads = make_unit("园林局", opened=DAY), make_unit("市政局", opened=DAY)
    was_split(admin, units["bureau"], parks, roads, heir=roads)
    assert queries.successor_on(units["bureau"].pk, TODAY) == (roads, parks)
    (handover,) = heard
    assert (handover.heir_id, set(handover.successor_ids)) == (roads.pk, {parks.pk, roads.pk})
    units["office"].refresh_from_db()
    assert units["office"].parent_id == roads.pk


def test_a_unit_that_survives_a_split_keeps_its_open_cases(units, admin, heard):
    parks = make_unit("园林局", opened=DAY)
    was_split(admin, units["bureau"], parks, heir=units["bureau"])
    units["bureau"].refresh_from_db()
    assert units["bureau"].closed_on is None
    assert queries.successor_on(units["bureau"].pk, TODAY) == (units["bureau"], parks)
    assert (heard[0].heir_id, heard[0].gone) == (units["bureau"].pk, False)


def test_a_figure_of_after_the_split_has_no_share_in_what_was_given_away_before(units, admin):
    parks = make_unit("园林局", opened=DAY)
    was_split(admin, units["bureau"], parks, heir=units["bureau"])
    assert queries.as_now(units["bureau"].pk, TODAY, counted_on=EVE) == (units["bureau"].pk, parks.pk)
    assert queries.as_now(units["bureau"].pk, TODAY, counted_on=DAY) == (units["bureau"].pk,)


def test_what_was_given_away_and_came_back_is_counted_once(units, admin):
    parks = make_unit("园林局", opened=DAY)
    was_split(admin, units["bureau"], parks, heir=units["bureau"])
    merged(admin, parks, into=units["bureau"], day=date(2018, 5, 1))
    assert queries.as_now(units["bureau"].pk, TODAY) == (units["bureau"].pk,)


def test_the_heir_must_be_one_of_the_parts(units, admin):
    parks = make_unit("园林局")
    with pytest.raises(Refused, match="须是承接单位之一"):
        was_split(admin, units["bureau"], parks, heir=units["water"])


def test_a_split_names_its_parts(units, admin):
    with pytest.raises(Refused, match="请选择分设出的单位"):
        was_split(admin, units["bureau"], heir=units["bureau"])


def test_a_unit_that_closes_without_a_successor_leads_to_nothing(units, admin, heard):
    closed(admin, units["water"])
    assert queries.successor_on(units["water"].pk, TODAY) == ()
    assert heard[0].heir_id is None
    assert Succession.objects.get().note == "机构改革"


def test_a_unit_that_closes_with_a_successor_hands_over(units, admin):
    closed(admin, units["water"], units["bureau"])
    assert queries.successor_on(units["water"].pk, TODAY) == (units["bureau"],)


def test_a_unit_with_sub_units_does_not_close(units, admin):
    with pytest.raises(Refused, match="下面还有1个单位（市城市管理局市容科）"):
        closed(admin, units["bureau"])


def test_a_room_above_can_object_to_a_closing_without_successor(units, admin, monkeypatch):
    monkeypatch.setattr(ports, "_objectors", [lambda unit_id: "还有3件在办工单，请指定承接单位"])
    with pytest.raises(Refused, match="还有3件在办工单"):
        closed(admin, units["water"])
    closed(admin, units["water"], units["bureau"])


def test_a_refusal_of_a_room_above_undoes_the_whole_change(units, admin, monkeypatch):
    def refuse(handover: ports.Handover) -> None:
        raise Refused(["承接单位不能接收涉密工单"])

    monkeypatch.setattr(ports, "_hearers", [refuse])
    with pytest.raises(Refused, match="涉密"):
        merged(admin, units["water"], into=units["bureau"])
    units["water"].refresh_from_db()
    assert units["water"].closed_on is None
    assert not Succession.objects.exists()


def test_a_unit_does_not_close_on_the_day_on_which_it_opened(units, admin):
    new = make_unit("新局", opened=DAY)
    with pytest.raises(Refused, match="日期须在此之后"):
        closed(admin, new)


def test_a_unit_renamed_and_closed_on_one_day_is_remembered_by_the_name_it_had(units, admin):
    from huiyin.units.act import rename

    rename(units["water"].pk, name="水务", day=DAY, actor=admin, at=AT)
    closed(admin, units["water"])
    assert queries.name_on(units["water"].pk, EVE) == "市清源供水公司"
    assert [n.until for n in units["water"].names.all()] == [DAY]


def test_a_closed_unit_does_not_close_again(units, admin):
    closed(admin, units["water"])
    with pytest.raises(Refused, match="已于2018-04-01撤销"):
        closed(admin, units["water"])


def test_many_old_units_are_read_in_the_new_structure_in_one_statement(units, admin, django_assert_num_queries):
    merged(admin, units["water"], into=units["bureau"])
    with django_assert_num_queries(1):
        found = queries.all_as_now([u.pk for u in units.values()], TODAY)
    assert found[units["water"].pk] == (units["bureau"].pk,)
    assert found[units["east"].pk] == (units["east"].pk,)
