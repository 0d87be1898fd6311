"""Every address of the house, asked by nobody in particular and by somebody without a post."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from huiyin.people.models import User
from huiyin.people.tests.pages import signed_in_as

OPEN_TO_ALL = ("portal/", "ui/", "people/sign-in/", "people/sign_in/", "static/", "accounts/", "health/")
"""Addresses that a visitor may open: the citizen's pages, signing in, what a page is made of."""

OPEN_TO_EVERYBODY_SIGNED_IN = (
    "people/me/", "people/sign-out/", "people/password/", "people/two-steps/", "people/inactive/",
    "people/deputations/new/", "notices/",
)  # fmt: skip
"""One's own account: whoever can sign in has one."""

LISTS = ("", "cases/", "shares/", "applications/")
"""Lists that begin from what one may see: for somebody without a post they are empty."""

OFFERED = {200, 302, 400, 401, 403, 404, 405, 422, 429}
VALUES = {
    "UUIDConverter": str(UUID(int=7)),
    "IntConverter": "7",
    "SlugConverter": "x",
    "StringConverter": "x",
    "PathConverter": "x",
}


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        here = before + _written(entry)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, here)
        elif isinstance(entry, URLPattern):
            yield here


def _written(entry: URLPattern | URLResolver) -> str:
    text = str(entry.pattern).lstrip("^").rstrip("$").removesuffix("\\Z")
    for name, converter in entry.pattern.converters.items():
        kind = type(converter).__name__
        for spelled in (f"<{_short(kind)}:{name}>", f"<{name}>"):
            text = text.replace(spelled, VALUES.get(kind, "x"))
    return text


def _short(kind: str) -> str:
    return kind.removesuffix("Converter").lower().replace("string", "str")


ALL = sorted(set(addresses()))


def test_there_are_addresses_to_ask() -> None:
    assert len(ALL) > 40


@pytest.mark.django_db
@pytest.mark.parametrize("address", [a for a in ALL if not a.startswith(OPEN_TO_ALL)])
def test_a_visitor_reads_and_writes_nothing(address: str) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(f"/{address}")
        assert answer.status_code in OFFERED - {200, 400, 422}, f"{method} {address}: {answer.status_code}"
        if answer.status_code == 302:
            assert "sign" in answer.headers["Location"], address


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [a for a in ALL if a not in LISTS and not a.startswith((*OPEN_TO_ALL, *OPEN_TO_EVERYBODY_SIGNED_IN))]
)
def test_somebody_without_a_post_finds_nothing(address: str) -> None:
    client = signed_in_as(User.objects.create_user("stranger", "路人甲"))
    answer = client.get(f"/{address}")
    assert answer.status_code in OFFERED - {200, 400, 422}, f"{address}: {answer.status_code}"
    assert answer.status_code != 302 or "sign" not in answer.headers["Location"], address
