"""A token is told once, kept as a hash, ends by itself, and can be ended; a session needs its CSRF token too."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from huiyin.api.models import Token
from huiyin.api.tests.callers import V1, Callers
from huiyin.cases.models import Case
from huiyin.flow.times import travelling
from huiyin.journal.models import Event
from huiyin.people.models import User
from huiyin.people.tests.pages import signed_in_as


def command(**options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("api_token", json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def test_the_command_issues_a_token_that_opens_what_the_account_opens(kaifeng: Callers) -> None:
    kaifeng.token("agent")
    made = command(user="agent", name="网格平台")
    kaifeng.tokens["agent"] = made["token"]
    assert kaifeng.get("agent", "/me").json()["posts"] == ["agent"]
    assert made["token"] not in str(list(Token.objects.values())) + str(list(Event.objects.values()))
    assert Event.objects.filter(verb="api_token.issue", subject_id=made["id"]).exists()


def test_a_list_of_tokens_tells_no_token(kaifeng: Callers) -> None:
    text = kaifeng.token("agent")
    assert text not in json.dumps(command(list=True))
    assert [one["user"] for one in command(list=True)["tokens"]] == ["agent"]


def test_a_revoked_token_opens_nothing(kaifeng: Callers) -> None:
    kaifeng.token("agent")
    token = Token.objects.get()
    assert command(revoke=token.pk)["revoked_at"]
    assert kaifeng.get("agent", "/case").status_code == 401
    again = command(revoke=token.pk)
    assert again["revoked_at"] == Token.objects.get().revoked_at.isoformat()


def test_a_token_ends_by_itself(kaifeng: Callers) -> None:
    kaifeng.token("agent")
    kaifeng.stage.later(days=299)
    assert kaifeng.get("agent", "/case").status_code == 200
    kaifeng.stage.later(days=2)
    assert kaifeng.get("agent", "/case").status_code == 401


def test_a_token_ends_with_its_account(kaifeng: Callers) -> None:
    kaifeng.token("agent")
    User.objects.filter(username="agent").update(is_active=False)
    assert kaifeng.get("agent", "/case").status_code == 401


def test_a_token_follows_the_posts_of_its_account(kaifeng: Callers) -> None:
    kaifeng.token("agent")
    User.objects.get(username="agent").holdings.update(until=kaifeng.stage.at + timedelta(hours=1))
    assert kaifeng.get("agent", "/case").status_code == 200
    kaifeng.stage.later(hours=2)
    assert kaifeng.get("agent", "/case").status_code == 403


@pytest.mark.parametrize(
    ("options", "words"),
    [({"user": "nobody", "name": "x"}, "没有这个在用的账号"), ({"user": "agent", "name": ""}, "请用 --name"),
     ({"user": "agent", "name": "x", "days": 9999}, "有效期"), ({}, "请用 --user")],
)  # fmt: skip
def test_the_command_says_what_is_missing(kaifeng: Callers, options: dict[str, Any], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        command(**options)
    assert not Token.objects.exists()


def test_the_platform_gets_no_token(kaifeng: Callers) -> None:
    with pytest.raises(CommandError):
        command(user=User.objects.get(pk="00000000-0000-7000-8000-000000000001").username, name="x")


def test_a_session_reads_and_with_its_csrf_token_writes(kaifeng: Callers) -> None:
    kaifeng.token("agent")
    said = json.dumps({"said": kaifeng.stage.said()})
    with travelling(kaifeng.stage.at):
        browser = signed_in_as(User.objects.get(username="agent"))
        browser.handler.enforce_csrf_checks = True
        assert browser.get(f"{V1}/case").status_code == 200
        refused = browser.post(f"{V1}/case/register", said, content_type="application/json")
        assert refused.status_code == 403
        assert Case.objects.count() == 0
        browser.get("/portal/follow/")
        mark = browser.cookies["csrftoken"].value
        done = browser.post(f"{V1}/case/register", said, content_type="application/json", headers={"x-csrftoken": mark})
        assert done.status_code == 201


def test_a_token_needs_no_csrf_token_and_sets_no_cookie(kaifeng: Callers) -> None:
    response = Client(enforce_csrf_checks=True)
    with travelling(kaifeng.stage.at):
        done = response.post(
            f"{V1}/case/register", json.dumps({"said": kaifeng.stage.said()}), content_type="application/json",
            headers={"authorization": f"Bearer {kaifeng.token('agent')}"},
        )  # fmt: skip
    assert done.status_code == 201
    assert not done.cookies


def test_a_caller_gone_wild_is_held_back_for_a_minute(kaifeng: Callers, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    answers = [kaifeng.get("agent", "/me") for _ in range(4)]
    assert [response.status_code for response in answers] == [200, 200, 200, 429]
    assert answers[-1].json()["reasons"] == ["请求过于频繁，请稍后再试"]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert kaifeng.get("dispatcher", "/me").status_code == 200
    kaifeng.stage.later(minutes=1)
    assert kaifeng.get("agent", "/me").status_code == 200
