"""What a scheme counts for all units at once is what the page of figures says of each one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.assessment.computing import computed
from huiyin.assessment.counting import as_figure, tallies
from huiyin.assessment.queries import assessed_units
from huiyin.assessment.tests.month import JUNE, eventful, more_below
from huiyin.flow.times import travelling
from huiyin.measures.scope import ANY_CENTRE
from huiyin.rulebook.scheme_shelf import all_schemes, scheme_for
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.period import of_period
from huiyin.units.tests.trees import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["kaifeng", "dandong"])
def june(request, settings):
    settings.CITY = request.param
    return eventful(request.param)


def test_all_at_once_is_one_by_one(june):
    stage, _ = june
    with travelling(stage.at):
        scope, units = of_period(*JUNE), assessed_units(None, JUNE[1])
        registry = registry_for(scope.book)
        for made in all_schemes():
            found = tallies(made, registry, scope, [unit.path for unit in units])
            said = {
                (unit.name, name): as_figure(registry, name, scope.narrowed(unit_path=unit.path))
                for unit in units
                for name in made.measures
            }
            assert {(u.name, n): found[u.path][n].value for u in units for n in made.measures} == said, made.id
            assert any(value not in {None, 0, 100} for value in said.values()), made.id


def test_the_units_below_a_unit_are_counted_as_the_page_of_figures_does(june):
    stage, _ = june
    bureau, idle = stage.units["bureau"], make_unit("第二办公室", parent=stage.units["bureau"])
    more_below(stage)
    with travelling(stage.at):
        scope = of_period(*JUNE).narrowed(unit_path=bureau.path, centre=ANY_CENTRE)
        registry, units = registry_for(scope.book), assessed_units(bureau, JUNE[1])
        for made in all_schemes():
            found = tallies(made, registry, scope, [unit.path for unit in units])
            said = {
                (unit.name, name): as_figure(registry, name, scope.narrowed(unit_path=unit.path))
                for unit in units
                for name in made.measures
            }
            assert {(u.name, n): found[u.path][n].value for u in units for n in made.measures} == said, made.id
            assert any(value not in {None, 0, 100} for value in said.values()), made.id
    assert {stage.units["office"], idle} <= set(units)


def test_every_missing_case_is_listed(june):
    stage, cases = june
    made = scheme_for("kaifeng-2018", JUNE[0])
    with travelling(stage.at):
        results = {one.unit.name: one for one in computed(made, *JUNE, assessed_units(None, JUNE[1]))}
    late = {b.case for one in results.values() for b in one.behind if b.code == "fed_back"}
    assert {cases["late"].pk, cases["late of the bureau"].pk} <= late
    assert cases["good"].pk not in late
    # Of a rate that must not be high the cases behind the lost points are those that it counts, not the others.
    sent_back = {b.case for one in results.values() for b in one.behind if b.code == "sent_back"}
    assert sent_back == {cases["sent back"].pk, cases["delayed"].pk}
    for one in results.values():
        for line in one.lines:
            for figure in line["measures"]:
                if figure["denominator"] is not None and line["kind"] != "floor":
                    lacked = figure["denominator"] - figure["numerator"]
                    assert figure["lost"] == (figure["numerator"] if line["code"] == "sent_back" else lacked)


@pytest.mark.parametrize("owner", [None, "bureau"])
def test_the_statements_do_not_grow_with_units_and_cases(june, owner):
    stage, _ = june
    made = scheme_for("dandong-2010", JUNE[0])
    above = stage.units.get(owner)
    counts = []
    with travelling(stage.at):
        for grown in (False, True):
            if grown:
                for n in range(12):
                    make_unit(f"新设单位{n}", parent=above)
                for n in range(3):
                    stage.handled(owner or "water", phone=f"1390000000{n}")
            with CaptureQueriesContext(connection) as asked:
                computed(made, *JUNE, assessed_units(above, JUNE[1]), within=above.path if above else "")
            counts.append(len(asked))
    assert counts[0] == counts[1]
