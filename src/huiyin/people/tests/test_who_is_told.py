from datetime import timedelta

import pytest
from django.urls import reverse

from huiyin.flow.posts import Post
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import travelling
from huiyin.people import queries
from huiyin.people.act import deactivate, give_post, take_post
from huiyin.people.models import DutyShift
from huiyin.people.standing_in import put_on_duty, take_off_duty
from huiyin.people.tests.pages import signed_in_as
from huiyin.units.tests.trees import AT

HOUR = timedelta(hours=1)
LATER = AT + HOUR


def names(users):
    return [u.username for u in users]


def on_duty(cast, actors, key, unit, since=AT, until=AT + 8 * HOUR, actor="unit_head"):
    unit_id = unit.pk if unit else None
    return put_on_duty(cast[key].pk, unit_id, since=since, until=until, actor=actors[actor], at=AT)


def test_the_holders_of_a_post_in_the_centre_and_in_a_unit(cast, units):
    assert names(queries.holders(Post.AGENT, at=LATER)) == ["agent"]
    assert names(queries.holders(Post.UNIT_HANDLER, unit_id=units["west"].pk, at=LATER)) == ["other_handler"]
    assert names(queries.holders(Post.UNIT_HANDLER, at=LATER)) == []


def test_where_nobody_holds_the_post_the_nearest_unit_above_answers(cast, units):
    office = units["office"].path
    assert names(queries.holders_here_or_above(Post.UNIT_LEADER, office, at=LATER)) == ["lower_leader"]
    assert names(queries.holders_here_or_above(Post.UNIT_HEAD, office, at=LATER)) == ["unit_head"]
    assert queries.holders_here_or_above(Post.UNIT_HEAD, units["community"].path, at=LATER) == []


def test_who_left_or_lost_the_post_does_not_hold_it_any_more(cast, units, admin):
    take_post(cast["lower_leader"].holdings.get().pk, actor=admin, at=LATER)
    deactivate(cast["agent"].pk, actor=admin, at=LATER)
    office = units["office"].path
    assert names(queries.holders_here_or_above(Post.UNIT_LEADER, office, at=LATER)) == ["unit_leader"]
    assert names(queries.holders(Post.AGENT, at=LATER)) == []


def test_an_urgent_case_is_told_to_the_person_on_duty_first_then_up_to_the_head(cast, actors, units):
    on_duty(cast, actors, "unit_leader", units["bureau"])
    told = queries.to_be_told_in_a_hurry(units["bureau"], at=LATER)
    assert names(told) == ["unit_leader", "unit_duty", "unit_handler", "unit_head"]
    after = queries.to_be_told_in_a_hurry(units["bureau"], at=AT + 9 * HOUR)
    assert names(after) == ["unit_duty", "unit_handler", "unit_leader", "unit_head"]


def test_whoever_began_last_is_on_duty_first(cast, actors, units):
    on_duty(cast, actors, "unit_handler", units["bureau"])
    on_duty(cast, actors, "unit_leader", units["bureau"], since=AT + HOUR)
    assert names(queries.on_duty(units["bureau"].pk, at=AT + 2 * HOUR)) == ["unit_leader", "unit_handler"]
    assert names(queries.on_duty(units["bureau"].pk, at=AT)) == ["unit_handler"]
    assert queries.on_duty(units["west"].pk, at=LATER) == []


@pytest.mark.parametrize(
    ("key", "since", "until", "reason"),
    [
        ("other_handler", AT, LATER, "没有岗位，不能排班"),
        ("unit_duty", LATER, LATER, "结束时间须晚于开始时间"),
        ("unit_duty", AT - 2 * HOUR, AT - HOUR, "结束时间已过"),
    ],
)
def test_a_duty_that_makes_no_sense_is_refused(cast, actors, units, key, since, until, reason):
    with pytest.raises(Refused, match=reason):
        on_duty(cast, actors, key, units["bureau"], since, until)


def test_nobody_is_on_duty_twice_at_a_time(cast, actors, units):
    on_duty(cast, actors, "unit_duty", units["bureau"])
    with pytest.raises(Refused, match="已有值班安排"):
        on_duty(cast, actors, "unit_duty", units["bureau"], since=LATER)


def test_a_unit_plans_for_itself_and_below_the_shift_lead_for_the_centre(cast, actors, units):
    on_duty(cast, actors, "lower_handler", units["office"], actor="unit_leader")
    on_duty(cast, actors, "agent", None, actor="shift_lead")
    for stranger, unit, key in [("other_leader", units["bureau"], "unit_duty"), ("unit_head", None, "agent")]:
        with pytest.raises(NotYours, match="不能安排这里的值班"):
            on_duty(cast, actors, key, unit, actor=stranger)


def test_a_shift_that_runs_is_cut_short_and_one_to_come_is_struck(cast, actors, units):
    running = on_duty(cast, actors, "unit_duty", units["bureau"])
    coming = on_duty(cast, actors, "unit_handler", units["bureau"], since=AT + 2 * HOUR)
    for shift in (running, coming):
        take_off_duty(shift.pk, actor=actors["unit_head"], at=LATER)
    assert [(s.user, s.until) for s in DutyShift.objects.all()] == [(cast["unit_duty"], LATER)]


def test_a_unit_plans_its_duty_on_the_page(cast, actors, units):
    client = signed_in_as(cast["unit_head"])
    said = {
        "unit": units["bureau"].pk, "user": cast["unit_duty"].pk,
        "since": "2018-06-01T18:00", "until": "2018-06-02T08:00",
    }  # fmt: skip
    with travelling(AT):
        assert client.post(reverse("people:duty"), {**said, "unit": units["west"].pk}).status_code == 422
        assert client.post(reverse("people:duty"), said).status_code == 302
        assert "单位值班员甲" in client.get(reverse("people:duty")).content.decode()
        shift = DutyShift.objects.get()
        assert (
            signed_in_as(cast["other_leader"]).post(reverse("people:strike_duty", args=[shift.pk])).status_code == 422
        )
        assert client.post(reverse("people:strike_duty", args=[shift.pk])).status_code == 302
    assert not DutyShift.objects.exists()


def test_deputies_are_found(cast, actors, admin):
    give_post(cast["stranger"].pk, Post.AGENT, actor=admin, at=AT)
    assert not queries.deputies_of(cast["director"].pk, at=LATER).exists()
