"""A month as the city printed it in its bulletin, written down as a plan, plays to exactly the printed figures."""

import json
import tomllib
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from huiyin.measures.figures import figure
from huiyin.rulebook.shelf import book_for
from huiyin.statistics.collecting import registry_for
from huiyin.statistics.period import of_period

BULLETIN = settings.ROOT.parent / "shared" / "fixtures" / "bulletin-2017-02.toml"
FIRST, LAST = date(2017, 2, 1), date(2017, 2, 28)

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not BULLETIN.exists(), reason="没有 ../shared/fixtures：公布的通报不随项目分发"),
]

PLAN = """
title = "2017 年 2 月"
city = "kaifeng"
since = 2017-02-01
last = 2017-02-28
[accepted]
phone = {platform}
message_board = {board}
mayor_mailbox = {mailbox}
[ends]
closed_on_time = {closed_on_time}
closed_late = {late}
suspended = 4
left_open = 6
[telephone]
answered = {answered}
menu = {menu}
missed = 100
abandoned = 200
[topics]
{topics}
"""


def codes():
    """Return the code of each class that a clerk could choose in that month, by its name."""
    return {leaf.name: leaf.code for leaf in book_for("kaifeng", FIRST).category_leaves(FIRST)}


def written_down(bulletin):
    """Return the plan of the bulletin; of what it does not say any split will do."""
    of = codes()
    board = bulletin["online"] // 2
    return PLAN.format(
        platform=bulletin["platform"], board=board, mailbox=bulletin["online"] - board,
        closed_on_time=bulletin["closed_on_time"], late=bulletin["accepted"] - bulletin["closed_on_time"] - 10,
        answered=bulletin["answered"], menu=bulletin["calls"] - bulletin["answered"] - 300,
        topics="\n".join(f'"{of[name]}" = {count}' for name, count in bulletin["classes"].items()),
    )  # fmt: skip


def test_the_month_of_the_bulletin_plays_to_its_figures(kaifeng, own_folder, tmp_path):
    bulletin = tomllib.loads(BULLETIN.read_text(encoding="utf-8"))
    path, out = tmp_path / "month.toml", StringIO()
    path.write_text(written_down(bulletin), encoding="utf-8")
    call_command("simulate", "--city", "kaifeng", "--plan", str(path), "--json", stdout=out)
    told = json.loads(out.getvalue())
    printed = ("calls", "answered", "accepted", "platform", "online", "closed_on_time")
    assert {name: told[name] for name in printed} == {name: bulletin[name] for name in printed}
    assert round(told["on_time_rate.of_accepted"]) == 95
    scope, of = of_period(FIRST, LAST, "kaifeng"), codes()
    counted = {name: accepted_in(scope, of[name]) for name in bulletin["classes"]}
    assert counted == bulletin["classes"]


def accepted_in(scope, code):
    """Return how many were accepted in one class."""
    return figure(registry_for(scope.book), "accepted", scope.narrowed(category=code)).value
