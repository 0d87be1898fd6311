"""The navigation: a few entries first, the rest in a few groups, and no entry without a place."""

from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from huiyin.desk.menu import DAILY, FOR_ALL, GROUPS
from huiyin.flow.actor import Actor, Seat
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.ui import navigation
from huiyin.ui.context import page
from huiyin.ui.navigation import arranged_for, entries_for, group_counts


def holder(post: Post) -> Actor:
    seat = Seat(post, uuid4(), "0001.") if post in UNIT_POSTS else Seat(post)
    return Actor(uuid4(), "李某", frozenset({seat}))


def test_every_entry_has_a_place_and_every_place_an_entry():
    known = {entry.url_name for entry in navigation._entries.values() if not entry.personal}
    placed = {*FOR_ALL, *(name for group in GROUPS for name in group.entries)}
    assert known == placed
    assert {name for names in DAILY.values() for name in names} <= known


@pytest.mark.parametrize("post", Post)
def test_a_post_finds_few_entries_and_all_it_had(post):
    actor = holder(post)
    first, groups = arranged_for(actor)
    assert len(first) <= 11
    assert len(groups) <= 6
    assert "more" not in {group.key for group, _ in groups}
    shown = [*first, *(entry for _, entries in groups for entry in entries)]
    assert sorted(one.url_name for one in shown) == sorted(e.url_name for e in entries_for(actor) if not e.personal)


def test_a_closed_group_tells_how_much_waits_in_it_and_that_of_the_page_is_open():
    actor = holder(Post.SUPERVISOR)
    assert dict(group_counts(actor, {"duty-now": 2, "incidents-index": 3, "desk-home": 9}))["duty"] == 5
    request = RequestFactory().get("/duty/")
    request.actor = actor
    context = page(request)
    assert [group.key for group, _, is_open in context["side_groups"] if is_open] == ["duty"]
    told = render_to_string("ui/base.html", {**context, "request": request})
    assert told.count('<details class="side-group"') == len(context["side_groups"])
    assert told.count('" open><summary>') == 1
