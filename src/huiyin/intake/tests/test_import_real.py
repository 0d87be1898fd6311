"""Real messages, as they came from the boards of cities: some of them always, all of them where there is time."""

import gzip
from datetime import datetime
from itertools import islice

import pytest
from django.conf import settings

from huiyin.cases.models import Case
from huiyin.flow.times import CITY_TZ
from huiyin.intake.tests.files import import_cases

MESSAGES = settings.ROOT.parent / "shared" / "data" / "messages.csv.gz"
LATER = datetime(2020, 2, 1, 9, tzinfo=CITY_TZ)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not MESSAGES.exists(), reason="没有 ../shared/data：真实留言不随项目分发"),
]


@pytest.mark.parametrize("city", ["kaifeng", "dandong"])
def test_real_messages_are_taken_once_and_those_who_write_twice_are_seen(tmp_path, var, city):
    file = tmp_path / "slice.csv"
    with gzip.open(MESSAGES, "rt", encoding="utf-8-sig", newline="") as stream:
        file.write_text("".join(islice(stream, 2500)), encoding="utf-8")
    first = import_cases(file, city, at=LATER)
    assert (first.accepted, first.repeated, first.rejected) == (first.read, 0, 0)
    assert first.read > 100
    assert Case.objects.filter(state="collected", channel="message_board").count() == first.read
    assert first.alike == Case.objects.filter(repeats__isnull=False).count()
    again = import_cases(file, city, at=LATER)
    assert (again.accepted, again.repeated) == (0, first.read)
