"""How tests of any room open pages as somebody of the cast."""

from django.test import Client

from huiyin.people.models import User


def signed_in_as(user: User) -> Client:
    """Return a browser in which this person is signed in, without the sign-in page."""
    client = Client()
    client.force_login(user, backend="huiyin.people.backends.ByNumber")
    return client
