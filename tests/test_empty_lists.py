"""A city on its first morning, before anything came: every list says that it is empty, and what one can do about it."""

import re

import pytest
from walk.crawl import walk
from walk.town import standing_still

from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.people.models import User

LOOKERS = (
    "director", "dispatcher", "reviewer", "agent", "opinion_clerk", "callback_agent", "supervisor", "editor", "admin",
    "water.handler", "water.leader",
)  # fmt: skip
EMPTY = re.compile(r'<(p|div) class="nothing">(.*?)</\1>', re.DOTALL)
LONG_ENOUGH = 20
"""So many characters of an empty list are a whole sentence already."""


def says_what_to_do(inside: str) -> bool:
    return 'class="way"' in inside or "<a " in inside or len(re.sub(r"<[^>]+>|\s", "", inside)) >= LONG_ENOUGH


@pytest.mark.long
@pytest.mark.django_db
def test_every_empty_list_says_what_to_do(tmp_path, django_db_blocker):
    with standing_still(django_db_blocker, "kaifeng", tmp_path) as town:
        stage = set_stage("kaifeng")
        seat_everybody(stage)
        town.at = stage.at
        town.people = {who: User.objects.get(pk=stage.who(who).user_id) for who in LOOKERS}
        seen = [visit for who in LOOKERS for visit in walk(town, who, ["/"])]
    empty = {visit.view: EMPTY.findall(visit.text) for visit in seen if EMPTY.search(visit.text)}
    assert len(empty) >= 12, sorted(empty)
    assert not [
        f"{view}: {inside}" for view, found in empty.items() for _, inside in found if not says_what_to_do(inside)
    ]
    assert not [f"{v.who}: {v.address}" for v in seen if re.search(r"<tbody>\s*</tbody>", v.text)]
    assert not [f"{v.who}: {v.address} {v.status}" for v in seen if v.status != 200]
