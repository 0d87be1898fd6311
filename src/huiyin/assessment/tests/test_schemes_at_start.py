"""The house says at start-up which scheme cannot be counted, and offers nothing to a unit that cannot."""

import pytest

from huiyin.assessment import checks
from huiyin.assessment.checks import schemes_can_be_counted
from huiyin.assessment.forms import OwnSchemeForm
from huiyin.rulebook.scheme_shelf import editions_of
from huiyin.rulebook.shelf import books_of
from huiyin.statistics.collecting import registry_for

MEAN = "satisfaction_score"


def test_the_schemes_of_every_rulebook_can_be_counted():
    assert schemes_can_be_counted(None) == []


@pytest.mark.parametrize(("measure", "why"), [(MEAN, "不能作考核指标"), ("no_such_figure", "没有指标 no_such_figure")])
def test_a_mean_or_an_unknown_measure_is_named_with_book_and_scheme(monkeypatch, measure, why):
    wrong = [one.model_copy(update={"volume": measure}) for one in editions_of("dandong-2010")]
    monkeypatch.setattr(checks, "editions_of", lambda name: wrong if name == "dandong-2010" else ())
    found = [error.msg for error in schemes_can_be_counted(None)]
    assert found
    assert all(why in said and "dandong-2010/2010-01-01" in said for said in found)
    assert any("dandong/" in said for said in found)


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_a_unit_is_offered_no_mean_for_a_scheme_of_its_own(city):
    book = books_of(city)[0]
    offered = {name for name, _ in OwnSchemeForm(book=book).fields["measure1"].choices}
    assert MEAN in registry_for(book)
    assert MEAN not in offered
    assert {"accepted", "closed"} <= offered
