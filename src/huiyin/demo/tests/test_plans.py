"""The plans say what the two yearly reports say, shrink without losing their shape, and refuse what does not add up."""

from datetime import date
from fractions import Fraction
from random import Random

import pytest

from huiyin.calendars.arithmetic import Almanac
from huiyin.calendars.notices import shipped_notices
from huiyin.demo.fates import fates_of
from huiyin.demo.plan import FOLDER, PlanError, plan_named, read_plan
from huiyin.rulebook.shelf import book_for

ONLINE = ("message_board", "mayor_mailbox")
ALMANAC = Almanac.of(shipped_notices(), 1)


def online(plan):
    return sum(plan.accepted.get(channel, 0) for channel in ONLINE)


def test_kaifeng_2018_is_the_year_of_the_report():
    plan = plan_named("kaifeng", 2018)
    assert (plan.total, plan.ends["closed_on_time"]) == (12167, 11557)
    companies = plan.families["enterprise"]
    closed = companies.ends["closed_on_time"] + companies.ends["closed_late"]
    assert (sum(plan.of_family("enterprise").values()), closed) == (58, 49)
    scores = {grade.code: grade.score for grade in book_for("kaifeng", plan.since).callback.grades}
    points = sum(scores[grade] * count for grade, count in companies.grades.items())
    assert (sum(companies.grades.values()), round(points / 49, 1)) == (49, 96.5)
    assert (online(plan), plan.accepted["message_board"], plan.accepted["mayor_mailbox"]) == (1163, 524, 639)


def test_dandong_2010_is_the_year_of_the_report():
    plan = plan_named("dandong", 2010)
    assert plan.ends["direct_answers"] + plan.ends["direct_handled"] == 14080
    assert plan.handled == 934
    assert plan.ends["closed_on_time"] + plan.ends["closed_late"] == 906
    assert [plan.topics[code] for code in ("01", "02", "03", "04", "05", "06", "07")] == [333, 131, 69, 40, 15, 12, 9]
    assert [plan.territories[code] for code in ("210602", "210603", "210604")] == [62, 31, 23]


def test_a_twentieth_of_a_year_keeps_its_proportions():
    kaifeng = plan_named("kaifeng", 2018).scaled(Fraction("0.05"))
    assert (kaifeng.total, kaifeng.ends["closed_on_time"], online(kaifeng)) == (608, 578, 58)
    dandong = plan_named("dandong", 2010).scaled(Fraction("0.05"))
    assert (dandong.total, dandong.handled) == (751, 47)
    assert dandong.ends["closed_on_time"] + dandong.ends["closed_late"] == 45
    assert sum(dandong.topics.values()) == sum(dandong.territories.values()) == dandong.handled


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.toml")))
def test_every_plan_of_the_product_is_sound_at_every_size(name):
    plan = read_plan(FOLDER / name)
    for scale in ("0.001", "0.01", "0.3", "1", "2"):
        small = plan.scaled(Fraction(scale))
        assert sum(small.accepted.values()) == sum(small.ends.values())


def test_the_fates_are_the_plan_and_the_same_seed_gives_the_same_fates():
    plan = plan_named("kaifeng", 2018).scaled(Fraction("0.02"))
    fates = fates_of(plan, ALMANAC, Random(3))
    assert fates == fates_of(plan, ALMANAC, Random(3)) != fates_of(plan, ALMANAC, Random(4))
    for end, count in {**plan.ends, **plan.besides}.items():
        assert sum(fate.end == end for fate in fates) == count
    accepted = [fate for fate in fates if fate.end in plan.ends]
    for channel, count in plan.accepted.items():
        assert sum(fate.channel == channel for fate in accepted) == count
    assert all(date(2018, 1, 1) <= fate.accept_at.date() <= date(2018, 12, 31) for fate in fates)
    assert sum(fate.has("extended") for fate in fates) == round(0.05 * plan.handled)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("closed_on_time = 11557", "closed_on_time = 11556"), "受理各渠道合计 12167 件，各种结果合计 12166 件"),
        (("suspended = 60", "suspendet = 60"), "ends.suspendet"),
        (("extended = 0.05", "extended = 1.5"), "happenings.extended"),
        (("since = 2018-01-01", "since = 2019-01-01"), "since 应不晚于 last"),
        (("[accepted]", "[accepted"), "不是可读的 TOML"),
    ],
)
def test_a_mistake_in_a_plan_is_said_with_its_place(tmp_path, change, why):
    path = tmp_path / "mine.toml"
    path.write_text((FOLDER / "kaifeng-2018.toml").read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(PlanError, match=why):
        read_plan(path)


def test_topics_have_to_sum_to_what_units_handle(tmp_path):
    path = tmp_path / "mine.toml"
    text = (FOLDER / "dandong-2010.toml").read_text(encoding="utf-8")
    path.write_text(text.replace('"99" = 260', '"99" = 261'), encoding="utf-8")
    with pytest.raises(PlanError, match="topics 合计 935 件"):
        read_plan(path)


def test_a_year_without_a_plan_says_which_there_are():
    with pytest.raises(PlanError, match="dandong-2010、kaifeng-2018"):
        plan_named("kaifeng", 1999)
