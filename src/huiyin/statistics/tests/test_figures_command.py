"""`manage figures`: every figure of a period on the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from huiyin.rulebook.shelf import book
from huiyin.statistics.collecting import registry_for


def run(*args):
    out = StringIO()
    call_command("figures", *args, stdout=out)
    return out.getvalue()


def test_the_figures_come_as_one_object_by_the_names_of_the_measures(kaifeng):
    found = json.loads(run("--since", "2018-06-01", "--until", "2018-06-30", "--json"))
    assert list(found) == [measure.name for measure in registry_for(book("kaifeng/2018-01-01"))]
    assert (found["accepted"], found["closed"], found["open"]) == (5, 3, 2)
    assert found["on_time_rate.of_accepted"] == 60.0
    assert found["satisfaction_rate"] is None


def test_the_last_day_is_counted_in(kaifeng):
    day = kaifeng.cases["first"].accepted_day.isoformat()
    assert json.loads(run("--since", day, "--until", day, "--json"))["accepted"] > 0


def test_the_figures_of_one_unit_and_of_one_tag(kaifeng):
    june = ("--since", "2018-06-01", "--until", "2018-06-30", "--json")
    assert json.loads(run(*june, "--unit", "清源供水"))["accepted"] == 3
    assert json.loads(run(*june, "--tag", "八需八难"))["accepted"] == 1


def test_without_json_they_are_read_by_people(kaifeng):
    told = run("--since", "2018-06-01", "--until", "2018-06-30")
    assert "受理（accepted）：5件" in told
    assert "按期办结率（占受理）（on_time_rate.of_accepted）：60%" in told


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("--since", "gestern"), "日期应写成"),
        (("--since", "2018-06-30", "--until", "2018-06-01"), "起始日期应早于截止日期"),
        (("--unit", "没有的单位"), "没有单位"),
        (("--city", "atlantis"), "没有这个城市的规则簿"),
    ],
)
def test_what_cannot_be_counted_is_said(kaifeng, args, why):
    with pytest.raises(CommandError, match=why):
        run(*args)
