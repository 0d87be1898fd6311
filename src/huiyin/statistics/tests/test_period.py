"""A period of which nobody can tell the day before or after is told as wrong, and breaks nothing."""

import pytest

from huiyin.statistics.period import asked_in


@pytest.mark.parametrize("query", [{"last": "9999-12-31"}, {"since": "0001-01-01"}, {"until": "0001-01-01"}])
def test_a_year_in_which_nobody_called_is_told_and_this_year_is_shown(query):
    asked = asked_in(query)
    assert "年份应在" in asked.problem
    assert asked.scope.since is not None and asked.last is not None
