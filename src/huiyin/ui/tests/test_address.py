"""From where a request comes: past the proxies of our own, and no further."""

import pytest
from django.test import RequestFactory

from huiyin.ui.address import address_of, client_ip

PROXY, CITIZEN, LIAR = "127.0.0.1", "198.51.100.7", "203.0.113.9"


def request(remote: str, *hops: str):
    headers = {"x-forwarded-for": ", ".join(hops)} if hops else {}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)


@pytest.mark.parametrize(
    ("remote", "hops", "told"),
    [
        (CITIZEN, (), CITIZEN),
        (CITIZEN, (LIAR,), CITIZEN),
        (PROXY, (CITIZEN,), CITIZEN),
        (PROXY, (LIAR, CITIZEN), CITIZEN),
        (PROXY, (LIAR, CITIZEN, PROXY), CITIZEN),
        (PROXY, (), PROXY),
    ],
    ids=["straight", "straight, lying", "one proxy", "lying behind it", "two proxies", "the proxy itself"],
)
def test_only_what_our_own_proxies_say_is_believed(settings, remote, hops, told):
    settings.TRUSTED_PROXIES = [PROXY]
    assert address_of(request(remote, *hops)) == client_ip(request(remote, *hops)) == told


def test_without_proxies_of_our_own_nothing_said_is_believed(settings):
    settings.TRUSTED_PROXIES = []
    assert address_of(request(PROXY, CITIZEN)) == PROXY


def test_one_client_with_many_addresses_is_counted_once_and_locked_singly(settings):
    settings.TRUSTED_PROXIES = []
    assert address_of(request("2001:db8::1")) == address_of(request("2001:db8::2")) == "2001:db8::/64"
    assert client_ip(request("2001:db8::1")) == "2001:db8::1"
    assert (address_of(request("somewhere")), client_ip(request("somewhere"))) == ("unknown", "0.0.0.0")
