"""The demo's public page has something to show."""

from datetime import timedelta

import pytest
from django.test import Client

from huiyin.cases.tests.stage import set_stage
from huiyin.demo.cities import sketch_of
from huiyin.demo.publishing import publish_last_month
from huiyin.desk.tests.signed_in import seat_everybody
from huiyin.flow.times import travelling


@pytest.mark.django_db
@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_the_last_month_is_published_once(city, settings):
    settings.CITY = city
    stage = set_stage(city)
    seat_everybody(stage)
    stage.register()
    later = stage.at + timedelta(days=30)
    with travelling(later):
        assert publish_last_month(sketch_of(city), now=later).state == "published"
        assert publish_last_month(sketch_of(city), now=later) is None
        assert "<td>1 <span" in Client().get("/portal/figures/2018-06/").content.decode()
