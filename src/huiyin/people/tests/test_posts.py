from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from huiyin.flow.actor import PLATFORM_ID, Seat
from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.flow.table import NotYours, Refused
from huiyin.journal.models import Event
from huiyin.people.act import NewUser, create_user, deactivate, give_post, reactivate, reset_password, take_post
from huiyin.people.actors import actor_of, actors_of
from huiyin.people.models import Holding, User
from huiyin.units.act import move
from huiyin.units.endings import close, merge
from huiyin.units.tests.trees import AT, LEVELS

LATER = AT + timedelta(days=1)


def current(user):
    return {(h.post, h.unit_id) for h in user.holdings.filter(until__isnull=True)}


def test_a_new_account_has_a_one_time_password_and_no_post(admin):
    user, password = create_user(NewUser("A0101", "王小明", "0371-1"), actor=admin, at=AT)
    assert user.username == "a0101"
    assert user.password_is_initial and user.check_password(password)
    assert actor_of(user, AT).seats == frozenset()


def test_an_account_may_bring_the_password_that_its_owner_chose_or_none_at_all(admin):
    brought = NewUser("a0101", "王小明", password_hash=make_password("own-words-7"))
    chosen, told = create_user(brought, actor=admin, at=AT)
    assert chosen.check_password("own-words-7") and not chosen.password_is_initial and told == ""
    silent, told = create_user(NewUser("a0102", "李小红", password_hash=""), actor=admin, at=AT)
    assert not silent.has_usable_password() and told == ""
    assert silent.check_password(reset_password(silent.pk, actor=admin, at=AT)) is False
    assert User.objects.get(pk=silent.pk).has_usable_password()


def test_every_reason_is_told_at_once(admin):
    with pytest.raises(Refused) as refused:
        create_user(NewUser("带空格 的", " "), actor=admin, at=AT)
    assert set(refused.value.fields) == {"username", "name"}


def test_a_staff_number_is_used_once_whatever_its_case(admin):
    create_user(NewUser("a0101", "王小明"), actor=admin, at=AT)
    with pytest.raises(Refused, match="已有人使用"):
        create_user(NewUser("A0101", "李小红"), actor=admin, at=AT)


@pytest.mark.parametrize("key", ["director", "agent", "unit_head", "stranger"])
def test_only_the_administrator_keeps_accounts(cast, actors, key):
    with pytest.raises(NotYours):
        create_user(NewUser("a0101", "王小明"), actor=actors[key], at=AT)
    with pytest.raises(NotYours):
        give_post(cast["stranger"].pk, Post.AGENT, actor=actors[key], at=AT)
    with pytest.raises(NotYours):
        reset_password(cast["stranger"].pk, actor=actors[key], at=AT)


def test_a_person_holds_several_posts_in_centre_and_units(cast, units, admin):
    someone = cast["stranger"]
    give_post(someone.pk, Post.REVIEWER, actor=admin, at=AT)
    give_post(someone.pk, Post.UNIT_HANDLER, units["water"].pk, actor=admin, at=AT)
    give_post(someone.pk, Post.UNIT_HANDLER, units["west"].pk, actor=admin, at=AT)
    assert actor_of(someone, LATER).seats == {
        Seat(Post.REVIEWER),
        Seat(Post.UNIT_HANDLER, units["water"].pk, "0007."),
        Seat(Post.UNIT_HANDLER, units["west"].pk, "0004."),
    }


def test_a_unit_post_needs_a_unit_and_a_post_of_the_centre_has_none(cast, units, admin):
    with pytest.raises(Refused, match="是单位岗位，请选择单位"):
        give_post(cast["stranger"].pk, Post.UNIT_LEADER, actor=admin, at=AT)
    with pytest.raises(Refused, match="是中心岗位，不能选择单位"):
        give_post(cast["stranger"].pk, Post.AGENT, units["water"].pk, actor=admin, at=AT)


@pytest.mark.parametrize("post", list(Post))
def test_the_database_knows_which_posts_need_a_unit(cast, units, post):
    wrong = None if post in UNIT_POSTS else units["water"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(user=cast["stranger"], post=post, unit=wrong, since=AT)


def test_a_post_is_held_once_at_a_time(cast, admin):
    with pytest.raises(Refused, match="已担任话务员"):
        give_post(cast["agent"].pk, Post.AGENT, actor=admin, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(user=cast["agent"], post=Post.AGENT, since=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(user=cast["agent"], post=Post.AGENT, since=LATER, until=LATER + timedelta(days=1))


def test_a_post_that_was_taken_stays_in_the_history_and_can_be_given_again(cast, admin):
    holding = cast["agent"].holdings.get()
    take_post(holding.pk, actor=admin, at=LATER)
    assert actor_of(cast["agent"], AT).holds(Post.AGENT)
    assert not actor_of(cast["agent"], LATER).holds(Post.AGENT)
    give_post(cast["agent"].pk, Post.AGENT, actor=admin, at=LATER + timedelta(days=1))
    assert cast["agent"].holdings.count() == 2


def test_the_last_administrator_stays(cast, admin):
    with pytest.raises(Refused, match="至少要保留一名系统管理员"):
        take_post(cast["admin"].holdings.get().pk, actor=admin, at=LATER)
    give_post(cast["stranger"].pk, Post.ADMIN, actor=admin, at=LATER)
    take_post(cast["admin"].holdings.get().pk, actor=admin, at=LATER)


def test_nobody_locks_the_own_account(cast, admin):
    with pytest.raises(Refused, match="不能停用自己的账号"):
        deactivate(cast["admin"].pk, actor=admin, at=LATER)


def test_a_leaver_loses_posts_at_once_and_comes_back_without_them(cast, admin):
    deactivate(cast["unit_head"].pk, actor=admin, at=LATER)
    assert current(cast["unit_head"]) == set()
    with pytest.raises(Refused, match="已停用"):
        give_post(cast["unit_head"].pk, Post.AGENT, actor=admin, at=LATER)
    password = reactivate(cast["unit_head"].pk, actor=admin, at=LATER)
    user = User.objects.get(pk=cast["unit_head"].pk)
    assert user.is_active and user.check_password(password) and current(user) == set()


def test_the_platform_is_a_user_that_nobody_can_change_or_sign_in_with(cast, admin):
    platform = User.objects.get(pk=PLATFORM_ID)
    assert not platform.is_active and not platform.has_usable_password()
    with pytest.raises(Refused, match="没有这个用户"):
        reset_password(PLATFORM_ID, actor=admin, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=PLATFORM_ID).update(is_active=True)


def test_each_change_of_posts_is_an_event_that_names_post_and_unit(cast, units, admin):
    give_post(cast["stranger"].pk, Post.UNIT_DUTY, units["water"].pk, actor=admin, at=AT)
    event = Event.objects.get(verb="user.give_post")
    assert event.subject_id == cast["stranger"].pk
    assert event.said == {"post": "unit_duty", "unit": str(units["water"].pk)}
    assert (event.actor_id, event.at) == (cast["admin"].pk, AT)


def test_the_journal_holds_no_password_and_no_phone(admin):
    _, password = create_user(NewUser("a0101", "王小明", "0371-7654321"), actor=admin, at=AT)
    said = str(list(Event.objects.values_list("said", flat=True)))
    assert password not in said and "7654321" not in said and "王小明" not in said


def test_an_actor_is_loaded_in_one_statement(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        actor_of(cast["unit_head"], AT)
    with django_assert_num_queries(1):
        actors_of(cast.values(), AT)


def test_a_seat_follows_its_unit_when_that_moves(cast, units, admin):
    move(units["bureau"].pk, parent_id=units["west"].pk, day=date(2018, 6, 1), levels=LEVELS, actor=admin, at=AT)
    assert actor_of(cast["unit_head"], LATER).unit_paths == {"0004.0005."}


def test_handlers_of_a_merged_unit_go_with_the_cases_and_leaders_do_not(cast, units, admin):
    merge([units["bureau"].pk], into_id=units["west"].pk, day=date(2018, 6, 1), levels=LEVELS, actor=admin, at=LATER)
    west = units["west"].pk
    assert current(cast["unit_handler"]) == {("unit_handler", west)}
    assert current(cast["unit_duty"]) == {("unit_duty", west)}
    assert current(cast["unit_leader"]) == current(cast["unit_head"]) == set()


def test_posts_end_with_a_unit_that_closes_without_a_successor(cast, units, admin):
    close(units["office"].pk, day=date(2018, 6, 1), actor=admin, at=LATER)
    assert current(cast["lower_handler"]) == set()
    assert actor_of(cast["lower_handler"], AT).unit_ids == {units["office"].pk}
