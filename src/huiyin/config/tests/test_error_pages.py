"""A page of an error stands below the name of the city's own hotline, as all others do."""

import pytest
from django.test import RequestFactory

from huiyin.config.context import city as told_of_city
from huiyin.ui import errors


@pytest.mark.parametrize(("city", "hotline"), [("kaifeng", "便民热线"), ("dandong", "市民投诉")])
def test_the_page_stands_below_the_name_of_the_citys_own_hotline(settings, city, hotline):
    settings.CITY = city
    page = errors.server_error(RequestFactory().get("/")).content.decode()
    assert hotline in page and told_of_city()["city"].hotline in page
