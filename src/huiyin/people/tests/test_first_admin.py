"""The first administrator comes from the command line; every later one from the administrator's page."""

import json

import pytest
from django.core.management import CommandError, call_command

from huiyin.flow import times
from huiyin.flow.actor import PLATFORM_ID
from huiyin.flow.posts import Post
from huiyin.journal.models import Event
from huiyin.people.models import User
from huiyin.people.queries import holders

pytestmark = pytest.mark.django_db


def made(capsys, *arguments: str) -> dict[str, str]:
    call_command("first_admin", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


def test_the_first_administrator_signs_in_with_a_password_shown_once(capsys):
    told = made(capsys, "A0001", "王管理")
    user = User.objects.get(username="a0001")
    assert told["username"] == "a0001"
    assert user.check_password(told["password"])
    assert user.password_is_initial
    assert list(holders(Post.ADMIN, at=times.now())) == [user]
    verbs = Event.objects.filter(subject_id=user.pk).order_by("seq").values_list("verb", "actor_id")
    assert list(verbs) == [("user.create", PLATFORM_ID), ("user.give_post", PLATFORM_ID)]


def test_there_is_only_one_first(capsys):
    made(capsys, "a0001", "王管理")
    with pytest.raises(CommandError, match="已有系统管理员"):
        call_command("first_admin", "a0002", "李管理")
    assert not User.objects.filter(username="a0002").exists()


def test_a_wrong_number_is_refused_in_words_and_nobody_is_made():
    with pytest.raises(CommandError, match="工号由2到40个"):
        call_command("first_admin", "王", "王管理")
    assert User.objects.count() == 1
