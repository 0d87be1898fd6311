import re
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from huiyin.flow.actor import PLATFORM_ID
from huiyin.flow.posts import Post
from huiyin.people.doors import post_required
from huiyin.people.models import Holding, User
from huiyin.people.tests.cast import PASSWORD
from huiyin.people.tests.pages import signed_in_as
from huiyin.units.tests.trees import AT

LATER = AT + timedelta(days=1)


def pages_of(user):
    return [
        reverse("people:list"),
        reverse("people:new"),
        reverse("people:user", args=[user.pk]),
        reverse("people:correct", args=[user.pk]),
    ]


def deeds_on(user):
    names = ("give", "password", "deactivate", "reactivate")
    return [reverse(f"people:{name}", args=[user.pk]) for name in names]


@pytest.mark.parametrize("key", [*sorted({p.value for p in Post} - {"admin"}), "stranger"])
def test_accounts_are_not_there_for_anybody_but_the_administrator(cast, key):
    client = signed_in_as(cast[key])
    for page in pages_of(cast["agent"]):
        assert client.get(page).status_code == 404
    for deed in deeds_on(cast["agent"]):
        assert client.post(deed).status_code == 404


def test_a_visitor_is_sent_to_the_sign_in(cast):
    for page in pages_of(cast["agent"]):
        assert Client().get(page).headers["location"] == f"/people/sign-in/?next={page}"


def test_a_part_of_a_page_sends_the_whole_window_to_the_sign_in(cast):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/people/duty/"}
    response = Client().get(reverse("people:list"), headers=headers)
    assert response.headers["HX-Redirect"] == "/people/sign-in/?next=/people/duty/"


def test_a_page_without_posts_is_for_everybody_who_is_signed_in(cast):
    assert signed_in_as(cast["stranger"]).get(reverse("people:me")).status_code == 200
    assert Client().get(reverse("people:me")).status_code == 302


def test_the_decorator_keeps_the_name_of_the_page():
    @post_required(Post.ADMIN)
    def page(request):
        """Show."""

    assert page.__name__ == "page"
    request = RequestFactory().get("/x/?a=1")
    assert page(request).url == "/people/sign-in/?next=/x/%3Fa%3D1"


def test_the_list_shows_people_with_their_posts_and_never_the_platform(cast, django_assert_max_num_queries):
    client = signed_in_as(cast["admin"])
    client.get(reverse("people:me"))
    with django_assert_max_num_queries(6):
        text = client.get(reverse("people:list")).content.decode()
    assert "话务员甲" in text and "承办人（市城管局）" in text
    assert str(PLATFORM_ID) not in text


def test_the_list_is_narrowed_by_name_and_post(cast):
    client = signed_in_as(cast["admin"])
    rows = client.get(reverse("people:list"), {"post": "unit_leader"}).context["page"].rows
    assert {u.username for u in rows} == {"unit_leader", "other_leader", "lower_leader"}
    rows = client.get(reverse("people:list"), {"q": "other_"}).context["page"].rows
    assert {u.username for u in rows} == {"other_handler", "other_leader"}


def test_a_new_account_gets_a_password_that_is_shown_once_and_opens_the_house(cast):
    client = signed_in_as(cast["admin"])
    response = client.post(reverse("people:new"), {"username": "b0202", "name": "赵敏"})
    password = re.search(r"<strong>([a-z2-9-]{19})</strong>", response.content.decode())[1]
    assert "no-store" in response.headers["cache-control"]
    made = User.objects.get(username="b0202")
    assert password not in client.get(reverse("people:user", args=[made.pk])).content.decode()
    assert Client().post("/people/sign-in/", {"login": "b0202", "password": password}).status_code == 302


def test_a_refused_account_comes_back_with_its_reasons_beside_the_fields(cast):
    client = signed_in_as(cast["admin"])
    response = client.post(reverse("people:new"), {"username": "agent", "name": "赵敏"})
    assert response.status_code == 422
    assert response.context["form"].errors["username"] == ["工号“agent”已有人使用"]


def test_posts_are_given_and_taken_on_the_page(cast, units):
    client = signed_in_as(cast["admin"])
    page = reverse("people:user", args=[cast["stranger"].pk])
    give = reverse("people:give", args=[cast["stranger"].pk])
    refused = client.post(give, {"post": "unit_handler"})
    assert refused.status_code == 422 and "请选择单位" in refused.content.decode()
    assert client.post(give, {"post": "unit_handler", "unit": units["water"].pk}).headers["location"] == page
    assert "市清源供水公司" in client.get(page).content.decode()
    holding = Holding.objects.get(user=cast["stranger"])
    assert client.post(reverse("people:take", args=[holding.pk])).headers["location"] == page
    assert client.post(reverse("people:take", args=[holding.pk])).status_code == 422


def test_the_administrator_cannot_lock_everybody_out(cast):
    client = signed_in_as(cast["admin"])
    response = client.post(reverse("people:deactivate", args=[cast["admin"].pk]))
    assert response.status_code == 422
    text = response.content.decode()
    assert "不能停用自己的账号" in text and "至少要保留一名系统管理员" in text


def test_a_leaver_comes_back_with_a_new_password(cast):
    client = signed_in_as(cast["admin"])
    assert client.post(reverse("people:deactivate", args=[cast["agent"].pk])).status_code == 302
    response = client.post(reverse("people:reactivate", args=[cast["agent"].pk]))
    assert "<strong>" in response.content.decode()
    assert not Client().login(username="agent", password=PASSWORD, request=RequestFactory().get("/"))


def test_name_and_phone_are_corrected(cast):
    client = signed_in_as(cast["admin"])
    correct = reverse("people:correct", args=[cast["agent"].pk])
    assert client.post(correct, {"name": " ", "phone": ""}).status_code == 422
    client.post(correct, {"name": "钱多", "phone": "0371-1"})
    cast["agent"].refresh_from_db()
    assert (cast["agent"].name, cast["agent"].phone) == ("钱多", "0371-1")


def test_deeds_are_not_done_by_looking(cast):
    client = signed_in_as(cast["admin"])
    before = cast["agent"].password
    for deed in deeds_on(cast["agent"]):
        # Putting out of use has a page that says what is open; looking at it changes nothing.
        assert client.get(deed).status_code == (200 if deed.endswith("/deactivate/") else 405)
    cast["agent"].refresh_from_db()
    assert (cast["agent"].is_active, cast["agent"].password) == (True, before)


def test_the_platforms_account_has_no_page(cast):
    assert signed_in_as(cast["admin"]).get(reverse("people:user", args=[PLATFORM_ID])).status_code == 404


def test_each_own_page_opens(cast):
    client = signed_in_as(cast["unit_head"])
    for name in ("people:me", "people:new_deputation", "people:duty", "mfa_index", "account_change_password"):
        assert client.get(reverse(name)).status_code == 200, name
    assert signed_in_as(cast["agent"]).get(reverse("people:duty")).status_code == 404


def test_a_page_costs_three_statements_for_session_user_and_posts(cast, django_assert_num_queries):
    client = signed_in_as(cast["stranger"])
    client.get(reverse("mfa_index"))
    with django_assert_num_queries(3):
        client.get(reverse("account_change_password"))
