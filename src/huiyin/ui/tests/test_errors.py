"""What goes wrong is told in Chinese, with the right status, without a word of what was sent."""

import json

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.test import Client, RequestFactory

from huiyin.ui import errors

GET = RequestFactory().get("/cases/K1/?phone=13812345521")


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda: errors.bad_request(GET, SuspiciousOperation("13812345521")), 400, "无法识别"),
        (lambda: errors.bad_request(GET, RequestDataTooBig("一次提交的内容不能超过 50 MB")), 413, "不能超过 50 MB"),
        (lambda: errors.forbidden(GET), 403, "没有权限"),
        (lambda: errors.csrf_failure(GET), 403, "停留过久"),
        (lambda: errors.not_found(GET), 404, "找不到页面"),
        (lambda: errors.refused(GET, ["已经签收", "<b>单位</b>已停用"]), 422, "已经签收"),
        (lambda: errors.too_many(GET), 429, "过于频繁"),
        (lambda: errors.locked_out(GET, {"username": "13812345521"}), 429, "暂时锁定"),
        (lambda: errors.server_error(GET), 500, "系统出错"),
    ],
)
def test_each_error_has_its_page(answer, status, words):
    response = answer()
    text = response.content.decode()
    assert response.status_code == status
    assert words in text
    assert "13812345521" not in text
    assert "<b>单位" not in text
    assert "<script" not in text


def test_a_machine_is_answered_in_json():
    request = RequestFactory().get("/x/", headers={"accept": "application/json"})
    assert json.loads(errors.refused(request, ["已经签收"]).content) == {"status": 422, "reasons": ["已经签收"]}


@pytest.mark.django_db
def test_a_wrong_address_is_answered_with_the_page_of_the_house():
    response = Client().get("/no/such/page/")
    assert response.status_code == 404
    assert "找不到页面" in response.content.decode()


@pytest.mark.django_db
def test_every_answer_carries_the_policies():
    headers = Client().get("/no/such/page/").headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_everybody_is_led_back_to_their_own_pages():
    assert 'href="/portal/"' in errors.not_found(RequestFactory().get("/portal/x/")).content.decode()
    assert 'href="/portal/"' not in errors.not_found(GET).content.decode()
