"""Who is signed in: until the session ends, as long as the account is in use."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from huiyin.flow import times
from huiyin.people.models import User

pytestmark = pytest.mark.django_db
LASTS = timedelta(hours=12)


@pytest.fixture
def account() -> User:
    return User.objects.create_user("A0001", "话务员甲")


@pytest.fixture
def signed_in(account, settings):
    """Return a browser that signed in now, with sessions of a day's work, and the moment of it."""
    settings.SESSION_COOKIE_AGE = LASTS.total_seconds()
    client, at = Client(), times.now()
    with times.travelling(at):
        client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client, at


def home_at(client, at):
    with times.travelling(at):
        return client.get("/")


def is_sent_to_sign_in(response):
    return response.status_code == 302 and response["Location"].startswith(settings.LOGIN_URL)


@pytest.mark.parametrize(("minutes", "is_over"), [(-1, False), (1, True)])
def test_a_session_lasts_until_it_ends(signed_in, minutes, is_over):
    client, at = signed_in
    assert is_sent_to_sign_in(home_at(client, at + LASTS + timedelta(minutes=minutes))) == is_over


def test_an_account_that_is_closed_is_out_at_once(signed_in, account):
    client, at = signed_in
    User.objects.filter(pk=account.pk).update(is_active=False)
    assert is_sent_to_sign_in(home_at(client, at + timedelta(minutes=1)))


def test_a_session_that_was_ended_elsewhere_opens_nothing(signed_in):
    client, at = signed_in
    client.session.flush()
    assert is_sent_to_sign_in(home_at(client, at + timedelta(minutes=1)))
