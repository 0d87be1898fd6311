"""False closings that were planted in a simulated city are estimated by the rechecks; the demo shows a few of everything."""

from datetime import date, datetime, timedelta

import pytest

from huiyin.demo.cities import sketch_of
from huiyin.demo.looking_again import check_honestly, draw_and_share_out, look_again
from huiyin.demo.plan import Plan, plan_named
from huiyin.demo.playing import play_plan
from huiyin.flow.times import CITY_TZ
from huiyin.hardcases.models import Focus, HardCase
from huiyin.journal.work import deliver_all
from huiyin.linetests.models import LineTest
from huiyin.measures.intervals import wilson
from huiyin.rechecks.models import Draw, Recheck
from huiyin.rechecks.queries import frame

SINCE = date(2018, 3, 1)


def played(matters, left_open=0, **shares):
    """Play matters of three weeks in Kaifeng: so many closed in time and called about, and so many that lie."""
    plan = plan_named("kaifeng", 2018)
    plan = Plan.model_validate({
        "title": "复核", "city": "kaifeng", "since": SINCE, "last": SINCE + timedelta(days=20),
        "accepted": {"phone": matters + left_open},
        "ends": {"closed_on_time": matters, "left_open": left_open}, "kinds": plan.kinds, "happenings": shares,
    })  # fmt: skip
    return play_plan(plan, seed=3)


@pytest.fixture(autouse=True)
def everybody_is_called(monkeypatch):
    """Kaifeng asks a third of its people; a small city where all are asked is quicker played."""
    monkeypatch.setattr("huiyin.callbacks.choosing.is_chosen", lambda case_id, share: True)


def test_the_interval_of_the_rechecks_covers_the_share_of_false_closings_that_was_planted(kaifeng, own_folder):
    city = played(64, feigned=0.12)
    at = datetime(2018, 6, 8, 10, tzinfo=CITY_TZ)
    last = at.date() - timedelta(days=1)
    content = set(frame(SINCE, at.date()).values_list("pk", flat=True))
    false = content & city.feigned
    assert len(content) > 40 and 0 < len(false) < len(content) / 4
    rows = draw_and_share_out(SINCE, last, at, "种子一")
    assert len(rows) == 30, "the least that Kaifeng draws; every one has somebody apart"
    assert all(row.case_id in content for row in rows)
    check_honestly(rows, lambda case: case in city.feigned, at)
    solved = Recheck.objects.filter(verdict="solved").count()
    low, high = wilson(solved, len(rows))
    truth = 100 * (len(content) - len(false)) / len(content)
    assert float(low) <= truth <= float(high)
    assert solved == sum(row.case_id not in city.feigned for row in rows)


def test_who_looks_into_the_demo_finds_rechecks_long_cases_a_focus_and_test_calls(kaifeng, own_folder):
    played(10, left_open=4)
    at = datetime(2018, 4, 5, 10, tzinfo=CITY_TZ)
    look_again(sketch_of("kaifeng"), now=at)
    deliver_all(lambda: at)
    look_again(sketch_of("kaifeng"), now=at)
    assert Draw.objects.count() == 1
    assert set(Recheck.objects.values_list("state", flat=True)) >= {"assigned", "closed", "found"}
    assert Focus.objects.count() == 1
    assert set(LineTest.objects.values_list("state", flat=True)) == {"waiting", "answered", "missed"}
    assert sorted(HardCase.objects.values_list("state", flat=True)) == ["listed", "listed", "proposed"]
