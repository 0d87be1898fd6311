from datetime import timedelta

import pytest
from django.urls import reverse

from huiyin.flow.posts import Post
from huiyin.flow.table import NotYours, Refused
from huiyin.flow.times import travelling
from huiyin.journal.models import Event
from huiyin.people import queries
from huiyin.people.act import deactivate, take_post
from huiyin.people.actors import actor_of
from huiyin.people.models import Deputation
from huiyin.people.standing_in import NewDeputation, deputize, end_deputation
from huiyin.people.tests.pages import signed_in_as
from huiyin.units.tests.trees import AT

START = AT + timedelta(days=1)
DURING = AT + timedelta(days=2)
END = AT + timedelta(days=5)


@pytest.fixture
def ask(cast):
    def ask(posts=(Post.DIRECTOR,), since=START, until=END, reason="出差", lender="director", deputy="reviewer"):
        return NewDeputation(cast[lender].pk, cast[deputy].pk, posts, since, until, reason)

    return ask


def test_the_deputy_gets_the_lent_posts_only_after_choosing_to_act(cast, actors, ask):
    given = deputize(ask(), actor=actors["director"], at=AT)
    plain = actor_of(cast["reviewer"], DURING)
    assert not plain.holds(Post.DIRECTOR) and plain.acting_for is None
    acting = actor_of(cast["reviewer"], DURING, given.pk)
    assert acting.holds(Post.DIRECTOR) and acting.holds(Post.REVIEWER)
    assert acting.acting_for == cast["director"].pk and acting.user_id == cast["reviewer"].pk


@pytest.mark.parametrize("at", [START - timedelta(minutes=1), END, END + timedelta(days=1)])
def test_outside_its_time_a_deputation_lends_nothing(cast, actors, ask, at):
    given = deputize(ask(), actor=actors["director"], at=AT)
    acting = actor_of(cast["reviewer"], at, given.pk)
    assert not acting.holds(Post.DIRECTOR) and acting.acting_for is None


def test_a_deputation_lends_nothing_to_anybody_else(cast, actors, ask):
    given = deputize(ask(), actor=actors["director"], at=AT)
    assert not actor_of(cast["stranger"], DURING, given.pk).holds(Post.DIRECTOR)


def test_only_the_named_posts_are_lent(cast, actors, ask, units):
    given = deputize(ask([Post.UNIT_LEADER], lender="unit_leader"), actor=actors["unit_leader"], at=AT)
    acting = actor_of(cast["reviewer"], DURING, given.pk)
    assert acting.holds_in(units["bureau"].pk, Post.UNIT_LEADER)
    with pytest.raises(Refused, match="被代理人没有担任：分管副市长"):
        deputize(ask([Post.DIRECTOR, Post.VICE_MAYOR]), actor=actors["director"], at=AT)


def test_what_the_lender_loses_the_deputy_loses(cast, actors, ask, admin):
    given = deputize(ask(), actor=actors["director"], at=AT)
    take_post(cast["director"].holdings.get().pk, actor=admin, at=START)
    assert not actor_of(cast["reviewer"], DURING, given.pk).holds(Post.DIRECTOR)


def test_lent_posts_are_not_lent_on(cast, actors, ask):
    given = deputize(ask(), actor=actors["director"], at=AT)
    acting = actor_of(cast["reviewer"], DURING, given.pk)
    onward = ask(deputy="stranger", lender="reviewer", since=DURING)
    with pytest.raises(Refused, match="没有担任：中心主任"):
        deputize(onward, actor=acting, at=DURING)
    with pytest.raises(NotYours):
        deputize(ask(deputy="stranger", since=DURING), actor=actor_of(cast["reviewer"], DURING), at=DURING)


def test_only_the_lender_and_the_administrator_arrange_it(actors, ask, admin):
    with pytest.raises(NotYours, match="只有本人和系统管理员"):
        deputize(ask(), actor=actors["agent"], at=AT)
    deputize(ask(), actor=admin, at=AT)


def test_every_reason_is_told_at_once(actors, ask):
    with pytest.raises(Refused) as refused:
        deputize(ask([], until=START, reason=" ", deputy="director"), actor=actors["director"], at=AT)
    assert set(refused.value.fields) == {"to_user", "posts", "until", "reason"}


def test_what_is_over_cannot_be_arranged_any_more(actors, ask):
    with pytest.raises(Refused, match="结束时间已过"):
        deputize(ask(), actor=actors["director"], at=END)


def test_a_deputation_can_be_ended_early_by_both_sides(cast, actors, ask):
    for who in ("director", "reviewer"):
        given = deputize(ask(), actor=actors["director"], at=AT)
        end_deputation(given.pk, actor=actors[who], at=DURING)
        assert not actor_of(cast["reviewer"], DURING, given.pk).holds(Post.DIRECTOR)
    with pytest.raises(NotYours):
        end_deputation(deputize(ask(), actor=actors["director"], at=AT).pk, actor=actors["agent"], at=DURING)


def test_deputations_end_with_a_leaver(cast, actors, ask, admin):
    given = deputize(ask(), actor=actors["director"], at=AT)
    deactivate(cast["director"].pk, actor=admin, at=AT)
    assert not actor_of(cast["reviewer"], DURING, given.pk).holds(Post.DIRECTOR)
    assert not queries.deputations_open_to(cast["reviewer"].pk, at=DURING).exists()


def test_arranging_and_ending_stand_in_the_journal(cast, actors, ask):
    given = deputize(ask(), actor=actors["director"], at=AT)
    end_deputation(given.pk, actor=actors["director"], at=DURING)
    events = Event.objects.filter(subject_id=cast["director"].pk).order_by("seq")
    assert [e.verb for e in events] == ["user.deputize", "user.end_deputation"]
    assert events[0].said["to"] == str(cast["reviewer"].pk)
    assert "出差" not in str(events[0].said)


def test_on_the_page_one_arranges_chooses_and_stops(cast, actors, ask):
    given = deputize(ask(), actor=actors["director"], at=AT)
    client = signed_in_as(cast["reviewer"])
    with travelling(DURING):
        before = client.get("/people/me/")
        assert before.wsgi_request.actor.acting_for is None
        assert "中心主任甲" in before.content.decode()
        key = client.cookies["sessionid"].value
        client.post(reverse("people:act_for"), {"deputation": given.pk})
        assert client.cookies["sessionid"].value != key
        acting = client.get("/people/me/").wsgi_request.actor
        assert acting.acting_for == cast["director"].pk and acting.holds(Post.DIRECTOR)
        client.post(reverse("people:act_for"))
        assert client.get("/people/me/").wsgi_request.actor.acting_for is None
        client.post(reverse("people:act_for"), {"deputation": given.pk})
    with travelling(END):
        assert client.get("/people/me/").wsgi_request.actor.acting_for is None
    assert "acting_by_deputation" not in client.session


def test_a_stranger_cannot_choose_somebody_elses_deputation(cast, actors, ask):
    given = deputize(ask(), actor=actors["director"], at=AT)
    client = signed_in_as(cast["stranger"])
    with travelling(DURING):
        client.post(reverse("people:act_for"), {"deputation": given.pk})
        assert client.get("/people/me/").wsgi_request.actor.acting_for is None


def test_the_director_arranges_a_deputy_on_the_page(cast):
    client = signed_in_as(cast["director"])
    said = {
        "from_user": cast["director"].pk, "to_user": cast["reviewer"].pk, "posts": ["director"],
        "since": "2018-06-02T09:30", "until": "2018-06-06T09:30", "reason": "出差",
    }  # fmt: skip
    with travelling(AT):
        assert client.post(reverse("people:new_deputation"), {**said, "from_user": cast["agent"].pk}).status_code == 422
        assert client.post(reverse("people:new_deputation"), {**said, "posts": ["vice_mayor"]}).status_code == 422
        assert client.post(reverse("people:new_deputation"), said).status_code == 302
        assert "审核员甲" in client.get("/people/me/").content.decode()
    given = Deputation.objects.get()
    assert (given.since, given.until) == (START, END)
    with travelling(DURING):
        assert client.post(reverse("people:end_deputation", args=[given.pk])).status_code == 302
        assert client.post(reverse("people:end_deputation", args=[given.pk])).status_code == 422
