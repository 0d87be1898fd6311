"""The navigation shows each viewer the entries of their posts, and counts what waits, apart from the page."""

from uuid import uuid4

import pytest
from django.http import Http404
from django.test import RequestFactory

from huiyin.flow.actor import Actor, Seat
from huiyin.flow.posts import Post
from huiyin.ui import navigation
from huiyin.ui.context import page
from huiyin.ui.navigation import Entry, SearchBox
from huiyin.ui.views import counts


def actor(*posts: Post) -> Actor:
    return Actor(uuid4(), "李审核", frozenset(Seat(post) for post in posts))


@pytest.fixture
def entries(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register(
        Entry("待转办", "ui:counts", "send", frozenset({Post.DISPATCHER}), order=20, count=lambda who: 12),
        Entry("全部", "ui:everything", "list", order=10, count=lambda who: 0),
        Entry("退出", "ui:leave", "door", personal=True),
    )


def labels(who: Actor) -> list[str]:
    return [entry.label for entry in navigation.entries_for(who)]


@pytest.mark.usefixtures("entries")
def test_each_post_sees_its_own_entries_in_order():
    assert labels(actor(Post.DISPATCHER)) == ["全部", "待转办", "退出"]
    assert labels(actor(Post.AGENT)) == ["全部", "退出"]
    assert labels(actor()) == ["全部", "退出"]


@pytest.mark.usefixtures("entries")
def test_counts_are_those_of_the_viewer():
    assert navigation.counts_for(actor(Post.DISPATCHER)) == {"ui-everything": 0, "ui-counts": 12}
    assert navigation.counts_for(actor(Post.AGENT)) == {"ui-everything": 0}


def test_registering_an_entry_again_replaces_it(entries):
    navigation.register(Entry("转办", "ui:counts", "send"))
    assert labels(actor()) == ["全部", "转办", "退出"]


def test_the_open_entry_is_the_one_whose_address_fits_best(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register(Entry("数", "ui:counts", "123"))
    request = RequestFactory().get("/ui/counts/more/")
    looks = {"size": "normal", "density": "normal"}
    assert page(request) == {
        "actor": None,
        "looks": looks,
        "navigation": [],
        "side_groups": [],
        "personal": [],
        "post_labels": [],
    }
    request.actor = actor(Post.AGENT, Post.AUDITOR)
    context = page(request)
    assert [(entry.label, address, is_open) for entry, address, is_open in context["navigation"]] == [
        ("数", "/ui/counts/", True)
    ]
    assert context["post_labels"] == ["审件员", "话务员"]
    request.path = "/elsewhere/"
    assert page(request)["navigation"][0][2] is False


@pytest.mark.usefixtures("entries")
def test_the_counts_are_fetched_apart_and_a_zero_is_not_shown():
    request = RequestFactory().get("/ui/counts/")
    request.actor = actor(Post.DISPATCHER)
    text = counts(request).content.decode()
    assert '<span id="count-ui-counts" class="nav-count" hx-swap-oob="true">12<' in text
    assert '<span id="count-ui-everything" class="nav-count" hx-swap-oob="true"></span>' in text


def test_whose_session_has_ended_keeps_the_page_with_the_form():
    request = RequestFactory().get("/ui/counts/")
    request.actor = None
    assert counts(request).status_code == 204


def test_an_actor_is_asked_for_where_there_must_be_one():
    from huiyin.ui.doors import actor_in

    with pytest.raises(Http404):
        actor_in(RequestFactory().get("/"))


def test_the_box_of_the_search_is_for_its_posts_and_there_is_one(monkeypatch):
    monkeypatch.setattr(navigation, "_search_boxes", [])
    assert navigation.search_box_for(actor(Post.AGENT)) is None
    navigation.put_search_box(SearchBox("ui:everything", frozenset(Post)))
    navigation.put_search_box(SearchBox("ui:counts", frozenset({Post.AGENT})))
    assert navigation.search_box_for(actor(Post.AGENT)) == SearchBox("ui:counts", frozenset({Post.AGENT}))
    assert navigation.search_box_for(actor(Post.ADMIN)) is None
