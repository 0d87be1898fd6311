import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from huiyin.flow.actor import PLATFORM_ID
from huiyin.flow.posts import Post
from huiyin.people.act import NewUser, create_user, deactivate, give_post, reactivate, reset_password
from huiyin.people.models import User
from huiyin.people.tests.cast import PASSWORD
from huiyin.people.tests.pages import signed_in_as
from huiyin.units.tests.trees import AT

LATER = AT + timedelta(days=1)
WRONG = "工号或密码不正确"


def sign_in(client, username, password, **more):
    return client.post(reverse("account_login"), {"login": username, "password": password, **more})


def is_in(client):
    return client.get(reverse("people:me")).status_code == 200


def test_staff_number_and_password_open_the_house(cast, client):
    response = sign_in(client, "agent", PASSWORD)
    assert response.status_code == 302
    assert is_in(client)


def test_the_staff_number_is_read_without_regard_to_case_and_blanks(cast, client):
    sign_in(client, " AGENT ", PASSWORD)
    assert is_in(client)


def test_a_wrong_password_an_unknown_account_and_a_leaver_get_the_same_answer(cast, admin):
    deactivate(cast["editor"].pk, actor=admin, at=LATER)
    answers = [
        sign_in(Client(), "agent", "not-the-password"),
        sign_in(Client(), "nobody", PASSWORD),
        sign_in(Client(), "editor", PASSWORD),
        sign_in(Client(), "platform", PASSWORD),
    ]
    assert {a.status_code for a in answers} == {200}
    texts = [a.content.decode().split("<main")[1] for a in answers]
    assert all(WRONG in text for text in texts)
    names = ["agent", "nobody", "editor", "platform"]
    neutral = [text.replace(f'value="{name}"', "") for text, name in zip(texts, names, strict=True)]
    assert len({re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text) for text in neutral}) == 1


def test_who_has_no_password_is_told_in_words_that_there_is_none_to_change(admin):
    user, _ = create_user(NewUser("a0102", "李小红", password_hash=""), actor=admin, at=AT)
    browser = signed_in_as(User.objects.get(pk=user.pk))
    for answer in (browser.get(reverse("account_change_password")), browser.post(reverse("account_change_password"))):
        assert answer.status_code == 422
        assert "没有设密码" in answer.content.decode()
    assert reverse("account_change_password") not in browser.get(reverse("people:me")).content.decode()


def test_the_platform_never_signs_in_even_with_a_password_in_its_row(cast, client):
    platform = User.objects.get(pk=PLATFORM_ID)
    platform.set_password(PASSWORD)
    platform.save()
    sign_in(client, "platform", PASSWORD)
    assert not is_in(client)


def test_five_wrong_passwords_lock_the_account_and_say_so_in_chinese(cast, client):
    for _ in range(4):
        assert sign_in(client, "agent", "wrong").status_code == 200
    last = sign_in(client, "agent", "wrong")
    assert last.status_code in {403, 429}
    assert "锁定" in last.content.decode()
    assert "锁定" in sign_in(client, "agent", PASSWORD).content.decode()
    assert not is_in(client)


def test_an_unknown_account_is_locked_just_the_same(cast, client):
    answers = [sign_in(client, "nobody", "wrong") for _ in range(5)]
    assert "锁定" in answers[-1].content.decode()


def test_one_locked_account_does_not_lock_another(cast, client):
    for _ in range(5):
        sign_in(client, "agent", "wrong")
    sign_in(client, "editor", PASSWORD)
    assert is_in(client)


def test_a_password_reset_by_the_administrator_ends_the_lock(cast, client, admin):
    for _ in range(5):
        sign_in(client, "agent", "wrong")
    password = reset_password(cast["agent"].pk, actor=admin, at=LATER)
    assert sign_in(client, "agent", password).status_code == 302


def test_the_session_takes_a_new_key_at_sign_in(cast, client):
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = old = session.session_key
    sign_in(client, "agent", PASSWORD)
    assert client.cookies["sessionid"].value != old
    assert not Session.objects.filter(session_key=old).exists()


def test_the_session_takes_a_new_key_when_posts_change(cast, admin):
    client = signed_in_as(cast["agent"])
    assert is_in(client)
    old = client.cookies["sessionid"].value
    give_post(cast["agent"].pk, Post.SHIFT_LEAD, actor=admin, at=LATER)
    assert is_in(client)
    assert client.cookies["sessionid"].value != old
    assert not Session.objects.filter(session_key=old).exists()
    kept = client.cookies["sessionid"].value
    assert is_in(client)
    assert client.cookies["sessionid"].value == kept


def test_a_leavers_sessions_end_at_once_everywhere(cast, admin):
    first, second = signed_in_as(cast["agent"]), signed_in_as(cast["agent"])
    deactivate(cast["agent"].pk, actor=admin, at=LATER)
    assert not is_in(first) and not is_in(second)
    reactivate(cast["agent"].pk, actor=admin, at=LATER)
    User.objects.filter(pk=cast["agent"].pk).update(password=cast["agent"].password, password_is_initial=False)
    assert not is_in(first) and not is_in(second)


def test_a_reset_password_ends_the_open_sessions(cast, admin):
    client = signed_in_as(cast["agent"])
    reset_password(cast["agent"].pk, actor=admin, at=LATER)
    assert not is_in(client)


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/x", "https:elsewhere.example", "javascript:alert(1)"]
)
def test_next_never_leads_to_another_host(cast, client, target):
    assert sign_in(client, "agent", PASSWORD, next=target).headers["location"] == "/"


def test_next_leads_back_to_the_page_that_was_wanted(cast, client):
    wanted = reverse("people:list")
    response = client.get(wanted)
    assert response.status_code == 302
    assert response.headers["location"] == f"{reverse('account_login')}?next={wanted}"
    assert sign_in(client, "admin", PASSWORD, next=wanted).headers["location"] == wanted


def test_next_does_not_trust_every_host_that_the_server_answers_to(cast, client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    assert sign_in(client, "agent", PASSWORD, next="http://127.0.0.1/x").headers["location"] == "/"


def test_who_has_a_one_time_password_chooses_an_own_one_first(admin, client):
    _, password = create_user(NewUser("a0101", "王小明"), actor=admin, at=AT)
    sign_in(client, "a0101", password)
    choose = reverse("account_change_password")
    assert client.get(reverse("people:me")).headers["location"] == choose
    assert "一次性密码" in client.get(choose).content.decode()
    said = {"oldpassword": password, "password1": "wooden-bridge-7", "password2": "wooden-bridge-7"}
    assert client.post(choose, said).status_code == 302
    assert is_in(client)
    assert not User.objects.get(username="a0101").password_is_initial


@pytest.mark.parametrize(
    ("new", "reason"),
    [("short-1", "10"), ("1234567890", "数字"), ("king-a0101", "工号"), (None, "不能与现在的密码相同")],
)
def test_a_weak_password_is_refused_with_the_reason(admin, client, new, reason):
    _, password = create_user(NewUser("king-a0101", "王小明"), actor=admin, at=AT)
    sign_in(client, "king-a0101", password)
    new = new or password
    response = client.post(
        reverse("account_change_password"), {"oldpassword": password, "password1": new, "password2": new}
    )
    assert response.status_code == 200
    assert reason in response.content.decode()
    assert User.objects.get(username="king-a0101").check_password(password)


def test_nobody_signs_up(client, db):
    for path in ("/people/sign-up/", "/people/signup/", "/accounts/signup/", "/people/password/reset/"):
        assert client.get(path).status_code == 404
    assert "注册" not in client.get(reverse("account_login")).content.decode()


def test_signing_out_asks_and_ends_the_session(cast):
    client = signed_in_as(cast["agent"])
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)
