"""Who is in the lots, what a drawing writes down, and when the platform draws by itself."""

from datetime import date, datetime

import pytest

from huiyin.cases.models import Case
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import CITY_TZ
from huiyin.journal.models import Event
from huiyin.measures.lots import lot_of
from huiyin.rechecks.act import draw_cases, draw_if_due, repeated
from huiyin.rechecks.models import Draw, Recheck
from huiyin.rechecks.queries import frame
from huiyin.rechecks.tests.conftest import JUNE


def test_only_what_was_closed_in_the_days_and_found_satisfying_is_in_the_lots(town):
    content = town.closed()
    town.closed_unsatisfied()
    town.closed(satisfied=None)
    open_one = town.stage.dispatch(town.stage.register().case)
    before = town.closed()
    Case.objects.filter(pk=before.pk).update(closed_day=date(2020, 5, 31))
    found = set(frame(date(2020, 6, 1), date(2020, 7, 1)).values_list("number", flat=True))
    assert found == {content.number}
    assert open_one.number not in found


def test_a_drawing_writes_down_seed_and_frame_and_can_be_repeated(july):
    row = Draw.objects.get()
    assert (row.frame, row.drawn, row.seed) == (4, 2, "七月")
    event = Event.objects.get(verb="rechecks.draw")
    assert (event.said["seed"], event.said["frame"], event.said["drawn"]) == ("七月", 4, 2)
    numbers = sorted(Case.objects.values_list("number", flat=True), key=lambda one: lot_of("七月", one))
    assert set(Recheck.objects.values_list("case__number", flat=True)) == set(numbers[:2])
    assert set(repeated(row).drawn) == set(numbers[:2])
    assert repeated(row).frame == row.frame_hash
    assert {e.caused_by for e in Event.objects.filter(verb="recheck.draw")} == {event.id}


def test_nobody_chooses_the_seed_of_a_real_drawing(july):
    period = (date(2020, 5, 1), date(2020, 5, 31))
    for day in (3, 4):
        case = july.closed()
        Case.objects.filter(pk=case.pk).update(closed_day=date(2020, 5, day))
    one = draw_cases(*period, actor=july.stage.who("director"), at=july.stage.at)
    assert len(one.seed) == 32
    assert one.seed != "七月"


@pytest.mark.parametrize(
    ("since", "last", "why"),
    [
        (date(2020, 6, 20), date(2020, 7, 2), "重叠"),
        (date(2020, 6, 30), date(2020, 6, 1), "不早于"),
        (date(2020, 7, 1), date(2020, 7, 8), "已结束"),
        (date(2019, 6, 1), date(2019, 6, 30), "没有办结且满意"),
    ],
)
def test_a_closing_has_its_chance_once_and_only_when_its_time_is_over(july, since, last, why):
    with pytest.raises(Refused, match=why):
        july.draw(period=(since, last))
    assert Draw.objects.count() == 1


@pytest.mark.parametrize("who", ["assessor", "auditor", "callback_agent", "water.head"])
def test_only_the_supervisor_and_the_director_draw(town, who):
    town.closed()
    town.in_july()
    with pytest.raises(NotYours):
        town.draw(who)
    assert not Recheck.objects.exists()


def test_the_platform_draws_the_last_month_once_its_day_has_come(town):
    town.closed()
    at = datetime(2020, 7, 2, 3, 20, tzinfo=CITY_TZ)
    assert draw_if_due(at) is None, "Haiyan draws on the third"
    town.stage.at = at.replace(day=3)
    row = draw_if_due(town.stage.at)
    assert (row.since, row.until, row.by, row.drawn) == (JUNE[0], date(2020, 7, 1), None, 1)
    assert draw_if_due(at.replace(day=4)) is None
    assert Draw.objects.count() == 1


def test_an_empty_month_is_not_drawn_and_hinders_nobody(town):
    assert draw_if_due(datetime(2020, 7, 9, 3, 20, tzinfo=CITY_TZ)) is None
