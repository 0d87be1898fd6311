"""A roster is made for a month in one go, swapped by hand, and shows where somebody is missing."""

from datetime import date, timedelta

import pytest

from huiyin.cases.tests.browser import text_of
from huiyin.duty.act import replace, swap, tell_of_gaps
from huiyin.duty.models import GapTold
from huiyin.duty.queries import coming_gaps, in_words
from huiyin.duty.tests.conftest import SATURDAY, at
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import local_day, travelling
from huiyin.journal.models import Event, Remark
from huiyin.people.models import DutyShift

pytestmark = pytest.mark.django_db
JUNE = {"place": "", "first": "2018-06-05", "last": "2018-06-30", "days": "off", "shifts": ["day"]}
OFF_IN_JUNE = [date(2018, 6, day) for day in (9, 10, 16, 17, 18, 23, 24, 30)]
"""The weekends, and the Monday of the Dragon Boat Festival."""


def make(roster, who="water.head", unit="water", people=("water.handler", "water.leader"), **other):
    place = str(roster.stage.units[unit].pk) if unit else "centre"
    said = {**JUNE, "place": place, "people": [str(roster.user(one).pk) for one in people], **other}
    return roster.browser(who).post("/duty/make/", said)


def test_weekends_and_holidays_of_a_month_are_filled_in_turn_after_one_look(roster):
    shown = make(roster)
    assert shown.status_code == 200
    assert "8 个班次" in text_of(shown)
    assert not DutyShift.objects.exists()
    assert make(roster, go="1").status_code == 302
    shifts = list(DutyShift.objects.order_by("since"))
    assert [local_day(one.since) for one in shifts] == OFF_IN_JUNE
    names = [roster.user("water.handler"), roster.user("water.leader")]
    assert [one.user for one in shifts] == names * 4
    assert Event.objects.filter(verb="user.put_on_duty").count() == 8
    assert Event.objects.get(verb="duty.roster").said["shifts"] == 8


def test_made_again_it_leaves_what_is_there_and_fills_the_rest(roster):
    roster.put("water.leader", "water", at(SATURDAY, 8, 30), at(SATURDAY, 17, 30))
    shown = text_of(make(roster))
    assert "7 个班次" in shown
    assert "1 个已排好不动" in shown
    make(roster, go="1")
    make(roster, go="1")
    assert DutyShift.objects.count() == 8


def test_working_days_two_shifts_and_who_begins(roster):
    answer = make(
        roster, days="work", shifts=["day", "night"], first="2018-06-07", last="2018-06-08", go="1",
        starts_with=str(roster.user("water.leader").pk),
    )  # fmt: skip
    assert answer.status_code == 302
    shifts = list(DutyShift.objects.order_by("since"))
    assert [one.user.username for one in shifts] == ["water.leader", "water.handler"] * 2
    assert shifts[1].until == at(date(2018, 6, 8), 8, 30)


def test_nobody_stands_in_two_places_at_once(roster):
    roster.seat("water.handler", "unit_duty", "bureau")
    roster.put("water.handler", "bureau", at(SATURDAY, 8), at(SATURDAY, 18))
    make(roster, first="2018-06-09", last="2018-06-10", go="1")
    assert [one.user.username for one in DutyShift.objects.filter(unit=roster.stage.units["water"]).order_by("since")] == [
        "water.leader", "water.handler",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"last": "2018-06-01"}, "不能早于"), ({"last": "2018-12-01"}, "一次最多"), ({"people": []}, "必填"),
     ({"first": "x"}, "日期")],
)  # fmt: skip
def test_what_was_typed_wrong_comes_back_with_its_reason(roster, wrong, field):
    answer = make(roster, **wrong)
    assert answer.status_code == 422
    assert field in text_of(answer)


def test_a_unit_plans_itself_and_no_other_and_the_centre_everybody(roster):
    assert make(roster, who="west.head").status_code == 404
    assert make(roster, who="water.handler").status_code == 404
    assert make(roster, who="water.head", unit=None).status_code == 404
    assert make(roster, who="shift_lead", unit=None, people=("agent",)).status_code == 200


def test_somebody_else_stands_and_the_journal_keeps_both_and_why(roster):
    shift = roster.put("water.handler", "water", at(SATURDAY, 8), at(SATURDAY, 18))
    leader = roster.stage.who("water.leader")
    made = replace(shift.pk, roster.user("water.leader").pk, reason="外出学习", actor=leader, at=roster.stage.at)
    assert (made.user.username, made.since) == ("water.leader", at(SATURDAY, 8))
    told = Event.objects.get(verb="duty.replace").said
    assert (told["from"], told["to"]) == (str(shift.user_id), str(made.user_id))
    assert Remark.objects.get(field="reason").text == "外出学习"


def test_of_a_shift_that_runs_the_rest_is_handed_over(roster):
    shift = roster.put(
        "water.handler", "water", roster.stage.at - timedelta(hours=1), roster.stage.at + timedelta(hours=5)
    )
    replace(
        shift.pk,
        roster.user("water.leader").pk,
        reason="发烧",
        actor=roster.stage.who("water.head"),
        at=roster.stage.at,
    )
    first, second = DutyShift.objects.order_by("since")
    assert (first.until, second.since) == (roster.stage.at, roster.stage.at)


def test_two_people_swap(roster):
    one = roster.put("water.handler", "water", at(SATURDAY, 8), at(SATURDAY, 18))
    sunday = SATURDAY + timedelta(days=1)
    other = roster.put("water.leader", "water", at(sunday, 8), at(sunday, 18))
    swap(one.pk, other.pk, reason="家里有事", actor=roster.stage.who("water.head"), at=roster.stage.at)
    assert [s.user.username for s in DutyShift.objects.order_by("since")] == ["water.leader", "water.handler"]


def test_a_swap_that_cannot_be_writes_nothing(roster):
    one = roster.put("water.handler", "water", at(SATURDAY, 8), at(SATURDAY, 18))
    other = roster.put("west.handler", "west", at(SATURDAY, 8), at(SATURDAY, 18))
    head, before = roster.stage.who("water.head"), Event.objects.count()
    with pytest.raises(Refused):
        swap(one.pk, other.pk, reason="x", actor=head, at=roster.stage.at)
    with pytest.raises(Refused, match="理由"):
        replace(one.pk, roster.user("water.leader").pk, reason=" ", actor=head, at=roster.stage.at)
    with pytest.raises(NotYours):
        replace(
            one.pk, roster.user("water.leader").pk, reason="x", actor=roster.stage.who("west.head"), at=roster.stage.at
        )
    assert Event.objects.count() == before
    assert DutyShift.objects.filter(user=roster.user("water.handler")).exists()


def test_the_page_of_a_shift_asks_for_one_of_the_two(roster):
    shift = roster.put("water.handler", "water", at(SATURDAY, 8), at(SATURDAY, 18))
    head = roster.browser("water.head")
    assert "选一项" in text_of(head.post(f"/duty/shift/{shift.pk}/", {"reason": "x"}))
    done = head.post(f"/duty/shift/{shift.pk}/", {"user": str(roster.user("water.leader").pk), "reason": "外出"})
    assert done.status_code == 302
    assert roster.browser("west.head").get(f"/duty/shift/{DutyShift.objects.get().pk}/").status_code == 404
    head.post(f"/duty/shift/{DutyShift.objects.get().pk}/strike/")
    assert not DutyShift.objects.exists()


def gaps_of(roster, who, **more):
    with travelling(roster.stage.at):
        return [
            (g.unit.short_name if g.unit else "中心", g.day.day, in_words(g))
            for g in coming_gaps(roster.stage.who(who), roster.stage.at, **more)
        ]


def test_a_department_must_be_reached_on_days_off_and_a_public_company_always(roster):
    assert gaps_of(roster, "bureau.head", days=7) == [("市城管局", 9, "08:30–17:30"), ("市城管局", 10, "08:30–17:30")]
    company = gaps_of(roster, "water.head", days=2)
    assert company == [("清源供水", 4, "09:30–24:00"), ("清源供水", 5, "00:00–24:00"), ("清源供水", 6, "00:00–24:00")]
    assert not [place for place, _, _ in gaps_of(roster, "shift_lead", days=7) if place in {"市容科", "榆园社区"}]
    assert ("中心", 5, "00:00–24:00") in gaps_of(roster, "shift_lead", days=7)


def test_a_gap_closes_as_it_is_filled(roster):
    roster.put("bureau.handler", "bureau", at(SATURDAY, 8, 30), at(SATURDAY, 12))
    assert ("市城管局", 9, "12:00–17:30") in gaps_of(roster, "bureau.head", days=5)
    roster.put("bureau.leader", "bureau", at(SATURDAY, 12), at(SATURDAY, 20))
    assert not [day for _, day, _ in gaps_of(roster, "bureau.head", days=5) if day == 9]


def test_a_gap_is_told_once(roster):
    roster.stage.at = at(date(2018, 6, 7), 9)
    told = tell_of_gaps(roster.stage.at)
    assert told == GapTold.objects.count() > 0
    assert tell_of_gaps(roster.stage.at + timedelta(hours=1)) == 0
    said = Event.objects.filter(verb="duty.gap").values_list("said", flat=True)
    assert {"unit": str(roster.stage.units["bureau"].pk), "day": "2018-06-09"} in list(said)


def test_the_centre_sees_whose_roster_has_gaps_and_a_unit_only_its_own(roster):
    page = text_of(roster.browser("shift_lead").get("/duty/gaps/"))
    assert "市城市管理局" in page
    assert "中心" in page
    own = text_of(roster.browser("bureau.head").get("/duty/gaps/"))
    assert "市城市管理局" in own
    assert "西岸区" not in own
    assert roster.browser("agent").get("/duty/gaps/").status_code == 404
