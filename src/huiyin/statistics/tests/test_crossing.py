"""Figures crossed: each cell is the list behind it, the parts are the whole, and what a clerk counts by hand stands there."""

from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import cycle

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.cases.measures import MEASURES
from huiyin.cases.models import Case
from huiyin.cases.tests.test_measures import ACCEPTED, BY_UNIT, ON_TIME, WAITING
from huiyin.flow.times import travelling
from huiyin.measures.figures import figure
from huiyin.measures.kinds import Measure, Rate
from huiyin.rollups.keeping import rebuild
from huiyin.statistics import topmost
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.comparing import BEFORE, YEAR, earlier, ranks
from huiyin.statistics.crossing import cross, dimensions, narrowed_to, pairs_of
from huiyin.statistics.dimensions import UNSAID, CannotCross, named
from huiyin.statistics.tests.summer import BOOK, JUNE, LATER, SUMMER, played_once
from huiyin.units.endings import merge

pytestmark = pytest.mark.django_db

REGISTRY = registry_for(BOOK)


@pytest.fixture(scope="module")
def summer(django_db_setup, django_db_blocker):
    with played_once(django_db_blocker) as summer:
        yield summer


@pytest.fixture(autouse=True)
def in_september(summer):
    with travelling(LATER):
        yield


def crossed(name, *codes, scope=JUNE, tree="then"):
    known = dimensions(scope, tree)
    return cross(REGISTRY, name, scope, [known[code] for code in codes])


def behind(name, table, key, scope=JUNE):
    """Return the figure over the list behind a cell."""
    registry, within = narrowed_to(REGISTRY, scope, pairs_of(key, table.by))
    return figure(registry, name, within)


def filled(table):
    return {value: number for value in table.values(0) if (number := table.at(value))}


def test_every_cell_of_every_measure_counts_what_its_list_shows(summer):
    # Each measure by time and by another dimension in turn: over all measures each dimension has its turn often.
    others = cycle([code for code, one in dimensions(SUMMER).items() if code != "day"])
    counted, refused = 0, set()
    for one in REGISTRY:
        if isinstance(one, Rate):
            continue
        whole = None
        for code in ("month", next(others)):
            try:
                table = crossed(one.name, code, scope=SUMMER)
            except CannotCross as no:
                # What its rows know nothing of is refused by itself; what no counter of cases is, altogether.
                refused |= {one.name} if "不能交叉统计" in str(no) else set()
                continue
            whole = figure(REGISTRY, one.name, SUMMER).value if whole is None else whole
            assert table.at(None) == whole, (one.name, code)
            for value in filled(table):
                assert table.at(value) == behind(one.name, table, (value,), SUMMER).value, (one.name, code, value)
                counted += 1
    assert counted > 150
    # What is no thing of cases, and of which its own room does not say what its rows know.
    listed = {one.name: one for one in REGISTRY if isinstance(one, Measure) and one.listed_at}
    assert refused == {name for name in refused & listed.keys() if not listed[name].apart} | {"contact_changes"}
    assert not refused & {one.name for one in MEASURES}


def test_the_parts_are_the_whole_also_in_two_dimensions(summer):
    table = crossed("accepted", "category1", "territory")
    rows, columns = table.values(0), table.values(1)
    assert sum(table.at(row, column) for row in rows for column in columns) == table.at(None, None) == len(ACCEPTED)
    for row in rows:
        assert sum(table.at(row, column) for column in columns) == table.at(row, None)
    for column in columns:
        assert sum(table.at(row, column) for row in rows) == table.at(None, column)
    for key in ((rows[0], columns[0]), (None, columns[1]), (rows[1], None), (rows[-1], UNSAID)):
        assert table.at(*key) == behind("accepted", table, key).value


def test_the_topics_and_districts_are_counted_as_by_hand(summer):
    accepted = [summer.cases[name] for name in ACCEPTED]
    by_hand = Counter(
        (case.category[:2] if case.category[:1] == "0" else case.category, case.territory) for case in accepted
    )
    table = crossed("accepted", "category1", "territory")
    found = {(row, column): table.at(row, column) for row in table.values(0) for column in table.values(1)}
    assert {key: number for key, number in found.items() if number} == by_hand
    # A district without a case stands there too; without a topic comes last, under its own name.
    assert "410212" in table.values(1) and table.at(None, "410212") == 0
    assert [named(table.by[0], value) for value in table.values(0)][-1] == "未注明"


def test_a_topic_that_stands_higher_than_the_level_is_counted_alone(summer):
    levels = {n: filled(crossed("accepted", f"category{n}")) for n in (1, 2, 3)}
    plain = Counter(summer.cases[name].category for name in ACCEPTED)
    assert levels[1] == {"01": plain["010201"] + plain["0102"], "A03": plain["A03"], UNSAID: plain[""]}
    assert levels[2] == {"0102": plain["010201"] + plain["0102"], "A03": plain["A03"], UNSAID: plain[""]}
    assert levels[3] == {"010201": plain["010201"], "0102": plain["0102"], "A03": plain["A03"], UNSAID: plain[""]}
    alone = behind("accepted", crossed("accepted", "category3"), ("0102",))
    assert {case.category for case in alone.rows} == {"0102"}


def test_both_parts_of_a_rate_are_crossed_by_themselves(summer):
    table = crossed("on_time_rate.of_accepted", "territory")
    for district in ("410202", "410203", UNSAID):
        there = {name for name, case in summer.cases.items() if case.territory == district} & ACCEPTED
        in_time = there & (ON_TIME | {"answered_directly", "handled_directly"})
        assert table.at(district) == Fraction(len(in_time), len(there))
    assert table.at(None) == Fraction(10, 16)
    # Where nothing was accepted there is nothing to divide by: no figure, not nought.
    assert table.at("410212") is None


def test_days_weeks_months_quarters_and_years_are_those_of_the_city(summer):
    days = Counter(summer.cases[name].accepted_day for name in ACCEPTED)
    assert filled(crossed("accepted", "day")) == {day.isoformat(): number for day, number in days.items()}
    assert len(crossed("accepted", "day").values(0)) == 30
    weeks = Counter(date.fromisocalendar(*day.isocalendar()[:2], 1).isoformat() for day in days.elements())
    assert filled(crossed("accepted", "week")) == weeks
    assert filled(crossed("accepted", "month", scope=SUMMER)) == {"2018-05-01": 1, "2018-06-01": 16, "2018-07-01": 1}
    assert filled(crossed("accepted", "quarter", scope=SUMMER)) == {"2018-04-01": 17, "2018-07-01": 1}
    assert filled(crossed("accepted", "year", scope=SUMMER)) == {"2018-01-01": 18}
    known = dimensions(JUNE)
    assert named(known["week"], "2018-05-28") == "2018年第22周"
    assert named(known["quarter"], "2018-04-01") == "2018年2季度"


def test_what_stands_at_an_end_is_asked_at_each_end_and_never_added_up(summer):
    table = crossed("open", "month", scope=SUMMER)
    # In May the one that was carried in; at the end of June those that wait; in July one more came.
    assert filled(table) == {"2018-05-01": 1, "2018-06-01": len(WAITING), "2018-07-01": 4, "2018-08-01": 4}
    assert table.at(None) == 4
    with pytest.raises(CannotCross, match="在办"):
        crossed("open", "day", scope=SUMMER)


def test_a_case_extended_in_two_months_is_one_of_the_year(summer):
    table = crossed("extended", "month", scope=SUMMER)
    assert filled(table) == {"2018-06-01": 1} and table.at(None) == 1


def test_a_matter_belongs_to_the_unit_that_leads_it_and_a_share_to_its_own(summer):
    water, west = (summer.stage.units[one].path for one in ("water", "west"))
    # Who joined another case has no unit of its own.
    handled = len((BY_UNIT - {"joined"}) | {"suspended", "forgotten"})
    assert filled(crossed("accepted", "unit1")) == {water: handled, UNSAID: len(ACCEPTED) - handled}
    # The west was asked by mistake and gave it back: its share was sent there, and is no case of its own.
    assert filled(crossed("sent", "unit1")) == {water: 10, west: 1}
    assert filled(crossed("returned", "unit1")) == {west: 1}


def test_old_figures_stand_under_the_old_name_or_in_the_structure_of_now(summer):
    stage = summer.stage
    water, west = stage.units["water"], stage.units["west"]
    merge([water.pk], into_id=west.pk, day=date(2018, 8, 1), levels=3, actor=stage.who("admin"), at=LATER)
    then, now = (crossed("unit_replied", "unit1", tree=tree) for tree in ("then", "now"))
    assert filled(then) == {water.path: 9} and filled(now) == {west.path: 9}
    assert named(then.by[0], water.path) == "清源供水"
    assert named(now.by[0], west.path) == west.short_name
    assert behind("unit_replied", now, (west.path,)).value == 9
    assert behind("unit_replied", now, (UNSAID,)).value == 0


def test_a_tag_may_stand_on_a_case_beside_others(summer):
    stage = summer.stage
    case = summer.cases["late"]
    for name in ("冬季供暖", "八需八难"):
        case.tags.create(name=name, at=LATER)
    table = crossed("accepted", "tag")
    assert filled(table) == {"八需八难": 2, "冬季供暖": 1, UNSAID: len(ACCEPTED) - 2}
    assert (
        table.at(None)
        == len(ACCEPTED)
        == Case.objects.filter(accepted_day__month=6).exclude(outcome__in=["refused", "voided"]).count()
    )
    assert stage.book.id == BOOK.id


def test_acts_know_the_post_in_which_somebody_acted(summer):
    assert filled(crossed("urged", "post")) == {str(urged().post): 1}
    with pytest.raises(CannotCross, match="不分操作岗位"):
        crossed("accepted", "post")


def urged():
    return figure(REGISTRY, "urged", JUNE).rows.get()


def test_what_was_counted_ahead_is_what_the_cases_say(summer):
    along = [("accepted", ("category2", "month")), ("accepted", ("unit1", "week")), ("urged", ("territory",)),
             ("unit_dispatched", ("unit1", "family")), ("on_time_rate.of_accepted", ("kind", "quarter"))]  # fmt: skip
    live = [crossed(name, *codes, scope=SUMMER) for name, codes in along]
    rebuild()
    for (name, codes), before in zip(along, live, strict=True):
        after = crossed(name, *codes, scope=SUMMER)
        keys = [(*key, *[None] * (len(codes) - 1)) for key in [(value,) for value in before.values(0)]]
        assert {key: after.at(*key) for key in keys} == {key: before.at(*key) for key in keys}
        assert (before.values(len(codes) - 1), before.at(*[None] * len(codes))) == (
            after.values(len(codes) - 1), after.at(*[None] * len(codes)),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as said:
        crossed("accepted", "category2", "month", scope=SUMMER)
    assert not [
        one for one in said.captured_queries if '"cases_case"."category"' in one["sql"] and "GROUP BY" in one["sql"]
    ]


def test_of_a_table_larger_than_anybody_reads_the_greatest_are_shown_and_the_others_are_the_rest(summer, monkeypatch):
    whole = crossed("accepted", "category3", "territory")
    monkeypatch.setattr(topmost, "MOST_ROWS", 2)
    monkeypatch.setattr(topmost, "MOST_COLUMNS", 1)
    by = dimensions(JUNE)
    rebuild()
    with CaptureQueriesContext(connection) as said:
        cut = topmost.shown(REGISTRY, "accepted", JUNE, [by["category3"], by["territory"]])
    # Of the cells only those are asked of the counters that are shown.
    assert any('"b" IN' in one["sql"] and '"a" IN' in one["sql"] for one in said.captured_queries)
    (rows, columns), rest = cut.values, topmost.REST
    assert (len(rows), len(columns)) == (2, 1) and cut.left_out[0] == len(whole.values(0)) - 2
    smallest = min(whole.at(row, None) for row in rows)
    others = [row for row in whole.values(0) if row not in rows]
    assert all(whole.at(row, None) <= smallest for row in others if row != UNSAID)
    assert cut.at(rest, None) == sum(whole.at(row, None) for row in others) > 0
    assert [cut.at(row, rest) for row in rows] == [whole.at(row, None) - whole.at(row, columns[0]) for row in rows]
    assert cut.at(rest, rest) + cut.at(rest, columns[0]) == cut.at(rest, None)
    rate = topmost.shown(REGISTRY, "on_time_rate.of_accepted", JUNE, [by["category3"], by["territory"]])
    known = REGISTRY.get("on_time_rate.of_accepted")
    above, below = (crossed(name, "category3") for name in (known.numerator, known.denominator))
    left = [row for row in below.values(0) if row not in rate.values[0]]
    assert rate.at(rest, None) == Fraction(sum(above.at(row) for row in left), sum(below.at(row) for row in left))


def test_hours_are_added_up_in_each_cell_and_a_mean_is_worked_out_anew(summer):
    table = crossed("held_by_units", "territory")
    assert sum(table.at(one) for one in table.values(0)) == table.at(None) > 0
    assert crossed("satisfaction_score", "territory").at("410202") is None


def test_june_is_compared_with_may_and_with_the_june_before(summer):
    month = [dimensions(SUMMER)["month"]]
    before = earlier(BEFORE, REGISTRY, "accepted", SUMMER, month, "then")
    assert [before.at(value) for value in ("2018-05-01", "2018-06-01", "2018-07-01", "2018-08-01")] == [0, 1, 16, 1]
    district = earlier(BEFORE, REGISTRY, "accepted", JUNE, [dimensions(JUNE)["territory"]], "then")
    assert {one: n for one in ("410202", "410203", UNSAID) if (n := district.at(one))} == {
        summer.cases["carried_in"].territory: 1
    }
    assert earlier(YEAR, REGISTRY, "accepted", JUNE, [], "then").at(None) == 0


def test_equal_figures_share_their_rank():
    assert ranks({"a": 3, "b": 5, "c": 3, "d": None, "e": 1, UNSAID: 9}) == {"b": 1, "a": 2, "c": 2, "e": 4}


def test_every_measure_says_what_it_is():
    for one in REGISTRY:
        assert one.name and one.label and one.definition.endswith("。")
        assert one.unit or isinstance(one, Rate)
        if isinstance(one, Measure):
            assert one.counts in {"accepted_in_period", "happened_in_period", "state_at_end"}
