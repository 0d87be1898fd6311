import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse

from huiyin.people.adapters import SealedSecondStep, reseal_second_steps
from huiyin.people.tests.cast import PASSWORD
from huiyin.privacy.installed import ring
from huiyin.privacy.keys import rotated

COUNTER = 50_000_000


@pytest.fixture(autouse=True)
def the_half_minute_does_not_end(monkeypatch):
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([COUNTER]))


def code_for(secret):
    return auth.format_hotp_value(auth.hotp_value(secret, COUNTER))


def sign_in(client, username="agent"):
    return client.post(reverse("account_login"), {"login": username, "password": PASSWORD})


def switch_on(client):
    confirm = client.get(reverse("mfa_activate_totp")).headers["location"]
    assert client.get(confirm).status_code == 200
    assert client.post(confirm, {"password": PASSWORD}).headers["location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"密钥：<span[^>]*>([A-Z2-7 ]+)<", page)[1].replace(" ", "")
    assert client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)}).status_code == 302
    return secret


def test_whoever_switches_it_on_needs_the_code_at_the_next_sign_in(cast, client):
    sign_in(client)
    secret = switch_on(client)
    client.post(reverse("account_logout"))
    assert sign_in(client).headers["location"] == reverse("mfa_authenticate")
    assert client.get(reverse("people:me")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "验证码不正确" in wrong.content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_for(secret)}).status_code == 302
    assert client.get(reverse("people:me")).status_code == 200


def test_a_recovery_code_opens_once(cast, client):
    sign_in(client)
    switch_on(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.findall(r'<li class="number">([0-9]+)<', page)[0]
    for expected in (302, 200):
        other = Client()
        sign_in(other)
        assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_guessing_codes_comes_to_an_end(cast, client):
    sign_in(client)
    secret = switch_on(client)
    client.post(reverse("account_logout"))
    sign_in(client)
    for n in range(10):
        client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert "输错次数过多" in answer.content.decode()


def test_the_secret_is_sealed_in_the_database_and_survives_a_change_of_keys(cast, client):
    sign_in(client)
    secret = switch_on(client)
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    assert SealedSecondStep().decrypt(stored) == secret
    assert any(reseal_second_steps(rotated(ring())))
    assert Authenticator.objects.get(type="totp").data["secret"] != stored


def test_it_is_switched_on_and_off_only_after_the_password_once_more(cast, client):
    sign_in(client)
    assert client.get(reverse("mfa_activate_totp")).headers["location"].startswith("/people/confirm/")
    wrong = client.post("/people/confirm/", {"password": "wrong"})
    assert "密码不正确" in wrong.content.decode()
    switch_on(client)
    assert "已启用" in client.get(reverse("mfa_index")).content.decode()
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.filter(type="totp").exists()
    assert client.get(reverse("mfa_index")).status_code == 200
