"""The written rights again, by pages and through the API: a sample in which each move meets each sort of person.

The whole matrix of moves and people is played through the door (`cases/tests/test_rights_matrix.py`). Here each move
is asked for by one who may and one who may not of every sort (centre, own unit, another one, the one above, the
accused one, nobody); the persons and the way, page or API, change from move to move.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huiyin.api.tests.callers import V1, Callers
from huiyin.cases.act import APPLICATION_DOOR, ASSIGNMENT_DOOR, CASE_DOOR
from huiyin.cases.models import Application, Case
from huiyin.cases.tests import rights, scenes
from huiyin.cases.tests.conftest import CITIES
from huiyin.cases.tests.stage import UNIT_CAST, Stage, set_stage
from huiyin.cases.tests.test_rights_matrix import undone
from huiyin.desk.tests.signed_in import seat_everybody, user_of
from huiyin.flow.posts import CENTRE_POSTS
from huiyin.flow.times import travelling
from huiyin.journal.door import Door
from huiyin.journal.models import Event

TABLES: list[tuple[Door, dict[str, str], dict[str, Callable[[Stage], scenes.Scene]]]] = [
    (CASE_DOOR, rights.CASE, scenes.CASE),
    (ASSIGNMENT_DOOR, rights.SHARE, scenes.SHARE),
    (APPLICATION_DOOR, rights.APPLICATION, scenes.APPLICATION),
]


@dataclass
class Asked:
    """One request: who asks for which move of which thing, and whether the written rights allow it."""

    stage: Stage
    kind: str
    name: str
    action: str
    said: dict[str, Any]
    who: str
    may: bool


def people_by_sort(row: Any) -> dict[str, dict[str, str]]:
    """Return the people of the stage by sort, each by the name that the written rights use."""
    share = row.assignment if isinstance(row, Application) else row
    units = {"own": scenes.OWN, "other": scenes.OTHER, "accused": scenes.ACCUSED}
    if getattr(share, "role", "") == "sub":
        units |= {"own": scenes.BELOW, "above": scenes.OWN}
    sorts = {sort: {f"{sort}:{post}": f"{key}.{post}" for post in UNIT_CAST} for sort, key in units.items()}
    return {
        "centre": {str(post): str(post) for post in sorted(CENTRE_POSTS)},
        **sorts,
        "nobody": {"stranger": "stranger"},
    }


def sample(row: Any, allowed: set[str], number: int) -> Iterator[tuple[str, bool, str]]:
    """Give (who, whether he may, way) for one who may and one who may not of every sort; persons and ways take turns."""
    asked = 0
    for people in people_by_sort(row).values():
        for may in (True, False):
            if names := [name for name in people if (name in allowed) is may]:
                yield people[names[(number // 2 + asked) % len(names)]], may, ("page", "API")[(number + asked) % 2]
                asked += 1


def by_page(asked: Asked, client: Client) -> str | None:
    """Open the form and, where it must not be open, send it too; return what was wrong."""
    address = reverse("moves:move", args=[asked.kind, asked.name, asked.action])
    opened = client.get(address).status_code
    if asked.may:
        return None if opened == 200 else f"page opens with {opened}"
    sent = client.post(address, {}).status_code
    return None if (opened, sent) == (404, 404) else f"page opens with {opened}, takes with {sent}"


def by_api(asked: Asked, token: str) -> str | None:
    """Make the move through the API; return what was wrong."""
    body = {"said": plain(asked.said)}
    headers = {"authorization": f"Bearer {token}", "idempotency-key": uuid4().hex}
    address = f"{V1}/{asked.kind}/{asked.name}/moves/{asked.action}"
    answer = Client().post(address, body, content_type="application/json", headers=headers)
    wanted = {200, 201} if asked.may else {403, 404}
    return None if answer.status_code in wanted else f"API answers {answer.status_code} {answer.content.decode()[:200]}"


def plain(value: Any) -> Any:
    """Return what is said as a program would send it."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


@pytest.fixture
def disk(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "files", tmp_path


@pytest.mark.parametrize("city", CITIES)
def test_pages_and_api_keep_to_the_written_rights(city: str, db: None, disk: None, settings: Any) -> None:
    settings.CITY = city
    stage = set_stage(city)
    seat_everybody(stage)
    callers, clients = Callers(stage), {}
    began, wrong = stage.at, []
    played: Counter[tuple[str, bool]] = Counter()
    for who in stage.actors:
        clients[who] = Client()
        clients[who].force_login(user_of(stage, who), backend="huiyin.people.backends.ByNumber")
        callers.token(who)
    labels = [
        (door, label, allowed, plays[label]) for door, written, plays in TABLES for label, allowed in written.items()
    ]
    for number, (door, label, allowed, play) in enumerate(labels):
        with undone():
            stage.at = began
            row, said = play(stage)
            for who, may, way in sample(row, set(allowed.split()), number) if row else ():
                name = row.number if isinstance(row, Case) else str(row.pk)
                asked = Asked(stage, door.table.kind, name, label.partition(" ")[0], said, who, may)
                found = ask(asked, way, clients[who], callers.token(who))
                played[way, may] += 1
                if found:
                    wrong.append(f"{label} {who} {'may' if may else 'may not'}: {found}")
    assert wrong == []
    assert min(played[way, may] for way in ("page", "API") for may in (True, False)) > 20


def ask(asked: Asked, way: str, client: Client, token: str) -> str | None:
    """Ask by this way, let it not have been, and return what was wrong; a refusal must have written nothing."""
    cache.clear()
    with undone(), travelling(asked.stage.at):
        before = Event.objects.count()
        found = by_page(asked, client) if way == "page" else by_api(asked, token)
        written = Event.objects.count() - before
    if asked.may or not written:
        return found
    return f"{found or ''} wrote {written} events"
