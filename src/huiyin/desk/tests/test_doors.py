"""Who may open which page of the desk: a visitor signs in first, a stranger finds nothing, another unit neither."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cases.models import Case
from huiyin.flow.posts import CENTRE_POSTS, Post

LISTS = ["/", "/cases/", "/shares/", "/applications/"]


def pages_of(stage, case):
    share = stage.share(case)
    return [
        reverse("desk:case", args=[case.number]),
        reverse("desk:paper", args=[share.pk]),
        reverse("moves:move", args=["case", case.number, "urge"]),
        reverse("moves:move", args=["assignment", share.pk, "sign"]),
    ]


def posts_of(stage, case):
    share = stage.share(case)
    return [
        reverse("desk:reveal", args=[case.number]),
        reverse("desk:call", args=[case.number]),
        reverse("desk:bring_to_case", args=[case.number]),
        reverse("desk:bring_to_share", args=[share.pk]),
        reverse("moves:move", args=["case", case.number, "urge"]),
        reverse("moves:move", args=["assignment", share.pk, "sign"]),
    ]


@pytest.fixture
def case(stage):
    return stage.dispatch(stage.register().case)


def test_a_visitor_is_sent_to_the_sign_in_and_back(stage, case):
    for address in [*LISTS, "/urge/", "/waiting/dispatch/", *pages_of(stage, case)]:
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/people/sign-in/?next=")


def test_a_visitor_can_send_nothing(stage, case):
    for address in posts_of(stage, case):
        assert Client().post(address, {"purpose": "handling"}).status_code == 302
    assert Case.objects.get(pk=case.pk).event_count == case.event_count


def test_a_stranger_sees_empty_lists_and_finds_no_case(stage, case, sign_in):
    stranger = sign_in(stage, "stranger")
    for address in LISTS:
        response = stranger.get(address)
        assert response.status_code == 200
        assert case.number not in response.content.decode()
    for address in ["/urge/", "/waiting/dispatch/", *pages_of(stage, case)]:
        assert stranger.get(address).status_code == 404
    for address in posts_of(stage, case):
        assert stranger.post(address).status_code == 404


def test_who_has_nothing_to_do_with_a_case_finds_none(stage, case, sign_in):
    for who in ("bureau.handler", "west.head", "evaluator", "admin"):
        browser = sign_in(stage, who)
        for address in pages_of(stage, case):
            assert browser.get(address).status_code == 404, who
        for address in posts_of(stage, case):
            assert browser.post(address).status_code == 404, who
        assert case.number not in browser.get("/cases/").content.decode(), who


def test_every_post_of_the_centre_opens_home_list_and_case(stage, case, sign_in):
    for post in sorted(CENTRE_POSTS - {Post.EVALUATOR, Post.ADMIN}):
        browser = sign_in(stage, str(post))
        for address in ["/", "/cases/", f"/cases/{case.number}/"]:
            assert browser.get(address).status_code == 200, post


def test_everybody_of_the_unit_opens_home_list_case_and_paper(stage, case, sign_in):
    share = stage.share(case)
    for who in ("water.handler", "water.leader", "water.head"):
        browser = sign_in(stage, who)
        for address in ["/", "/shares/?tab=sign", f"/cases/{case.number}/", f"/shares/{share.pk}/paper/"]:
            response = browser.get(address)
            assert response.status_code == 200, who
            assert case.number in response.content.decode(), who


def test_a_basket_opens_only_to_its_posts(stage, sign_in):
    assert sign_in(stage, "dispatcher").get("/waiting/dispatch/").status_code == 200
    assert sign_in(stage, "agent").get("/waiting/dispatch/").status_code == 404
    assert sign_in(stage, "director").get("/waiting/nothing/").status_code == 404


def test_a_case_that_is_not_there_looks_like_one_that_is_not_ours(stage, case, sign_in):
    browser = sign_in(stage, "bureau.handler")
    hidden, absent = browser.get(f"/cases/{case.number}/"), browser.get("/cases/K19990101-0001/")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
