"""The simulated city: repeatable, also with the cases that are there already, and by a plan of one's own."""

import json
from datetime import date, datetime, timedelta
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from huiyin.cases.act import collect
from huiyin.cases.models import Case
from huiyin.cases.states import OPEN_CASE, CaseState
from huiyin.demo.plan import FOLDER, plan_named, read_plan
from huiyin.demo.playing import play_open_cases, play_plan
from huiyin.demo.tests.whole import undone
from huiyin.flow.posts import Post
from huiyin.flow.times import CITY_TZ
from huiyin.journal.models import Event
from huiyin.people.actors import actor_of
from huiyin.people.models import User

PICTURE = ("number", "state", "closed_on_time", "lead_path", "result", "redos", "due_at", "closed_at", "satisfied")
OWN_PLAN = """
title = "三天"
city = "kaifeng"
since = 2018-03-05
last = 2018-03-07
[accepted]
phone = 6
mayor_mailbox = 2
[ends]
closed_on_time = 5
direct_answers = 3
"""


def three_weeks():
    """Return a plan of some forty matters within three weeks, with everything that happens in a year."""
    small = plan_named("kaifeng", 2018).scaled(Fraction("0.003"))
    return small.model_copy(update={"since": date(2018, 3, 5), "last": date(2018, 3, 25)})


def played(seed):
    """Play three weeks, look at them, and undo them."""
    with undone():
        play_plan(three_weeks(), seed=seed)
        rows = list(Case.objects.order_by("number").values_list(*PICTURE))
        told = list(Event.objects.order_by("id").values_list("id", "verb", "at", "seq"))
    return rows, told


def test_the_same_seed_plays_the_same_and_another_one_another_with_the_same_quotas(kaifeng):
    first, again, other = played(1), played(1), played(2)
    assert first == again
    assert first[0] != other[0]
    plan = three_weeks()
    for rows, _ in (first, other):
        assert len(rows) == plan.total + sum(plan.besides.values())
        assert [row[2] for row in rows].count(True) == plan.ends["closed_on_time"]
        assert [row[2] for row in rows].count(False) == plan.ends["closed_late"]


def messages(count):
    """Collect messages as an import does: a text and a time, nothing else."""
    clerk = actor_of(User.objects.get(username="opinion_clerk"), datetime(2019, 1, 1, tzinfo=CITY_TZ))
    start = datetime(2019, 3, 4, 8, 50, tzinfo=CITY_TZ)
    for number in range(count):
        at = start + timedelta(hours=7 * number)
        said = {"channel": "message_board", "text": f"第{number}栋楼下的路灯坏了，请派人维修。", "received_at": at}
        collect(said, actor=clerk, at=at, city="kaifeng")


def test_what_lies_there_is_worked_off_until_it_is_closed_suspended_or_late_for_a_reason(kaifeng):
    messages(40)
    done = play_open_cases("kaifeng", read_plan(FOLDER / "working.toml"), seed=5)
    assert (done.matters, done.skipped) == (40, ())
    left = Case.objects.filter(state__in=sorted(OPEN_CASE))
    assert all(case.suspended or case.urges for case in left)
    assert Case.objects.filter(state=CaseState.CLOSED).count() >= 34


def test_people_of_the_simulation_act_only_in_posts_that_they_hold(kaifeng):
    messages(5)
    play_open_cases("kaifeng", read_plan(FOLDER / "working.toml"), seed=5)
    assert {e.post for e in Event.objects.filter(verb="case.screen")} == {str(Post.OPINION_CLERK)}
    assert {e.post for e in Event.objects.filter(verb="assignment.sign")} == {str(Post.UNIT_HANDLER)}


def test_the_command_prints_one_object_by_the_names_of_the_measures(kaifeng, capsys):
    messages(6)
    call_command("simulate", "--city", "kaifeng", "--seed", "2", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["played"] == 6
    assert told["accepted"] + told["refused"] + told["voided"] == 6
    wanted = "accepted direct_answers dispatched closed closed_on_time online message_board mayor_mailbox signed_late"
    assert set(wanted.split()) <= set(told)
    assert {"on_time_rate.of_accepted", "on_time_rate.of_dispatched", "on_time_rate.of_due"} <= set(told)
    assert {"extended", "returned", "satisfied", "satisfaction_rate", "seconds"} <= set(told)


def test_an_own_plan_is_played_and_a_year_is_not_played_on_top_of_another(kaifeng, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(OWN_PLAN, encoding="utf-8")
    out = StringIO()
    call_command("simulate", "--city", "kaifeng", "--plan", str(path), "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["accepted"], told["closed_on_time"], told["direct_answers"], told["mayor_mailbox"]) == (8, 5, 3, 2)
    with pytest.raises(CommandError, match="已有受理的工单 8 件"):
        call_command("simulate", "--city", "kaifeng", "--plan", str(path))


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("--city", "kaifeng", "--year", "1999"), "没有kaifeng 1999 年的计划"),
        (("--city", "dandong", "--plan", str(FOLDER / "kaifeng-2018.toml")), "计划是 kaifeng 的"),
        (("--city", "kaifeng", "--year", "2018", "--scale", "0"), "--scale 应是大于 0 的数"),
        (("--city", "kaifeng", "--plan", "nowhere.toml"), "找不到计划文件"),
        (("--city", "atlantis", "--year", "2018"), "没有演示城市"),
    ],
    ids=["year", "city", "scale", "file", "atlantis"],
)
def test_what_cannot_be_played_is_said(db, own_folder, args, why):
    with pytest.raises(CommandError, match=why):
        call_command("simulate", *args)
