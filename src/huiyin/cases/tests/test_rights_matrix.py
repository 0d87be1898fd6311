"""Every move by everybody, through the door: who is written down may, and nobody else, in every city."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from huiyin.cases.act import APPLICATION_DOOR, ASSIGNMENT_DOOR, CASE_DOOR, move_case
from huiyin.cases.models import Application
from huiyin.cases.tests import rights, scenes
from huiyin.cases.tests.conftest import CITIES
from huiyin.cases.tests.stage import Stage, set_stage
from huiyin.flow.actor import PLATFORM, Actor, Seat
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import CENTRE_POSTS, Post
from huiyin.flow.table import BIRTH, NotYours, Refused, Table
from huiyin.journal.door import Door
from huiyin.journal.models import Event

UNIT_POSTS = {"handler": Post.UNIT_HANDLER, "duty": Post.UNIT_DUTY, "leader": Post.UNIT_LEADER, "head": Post.UNIT_HEAD}
TABLES: list[tuple[Door, dict[str, str], dict[str, Callable[[Stage], scenes.Scene]]]] = [
    (CASE_DOOR, rights.CASE, scenes.CASE),
    (ASSIGNMENT_DOOR, rights.SHARE, scenes.SHARE),
    (APPLICATION_DOOR, rights.APPLICATION, scenes.APPLICATION),
]


def cast_for(stage: Stage, row: Any) -> dict[str, Actor]:
    """Return everybody by the name that the written rights use: each post, in four places of the tree, and nobody."""
    cast = {str(post): stage.who(str(post)) for post in CENTRE_POSTS} | {"platform": PLATFORM}
    share = row.assignment if isinstance(row, Application) else row
    places = {"own": scenes.OWN, "other": scenes.OTHER, "accused": scenes.ACCUSED}
    if getattr(share, "role", "") == "sub":
        places |= {"own": scenes.BELOW, "above": scenes.OWN}
    for place, key in places.items():
        unit = stage.units[key]
        for name, post in UNIT_POSTS.items():
            cast[f"{place}:{name}"] = Actor(uuid7(), name, frozenset([Seat(post, unit.pk, unit.path)]))
    return cast | {"stranger": stage.who("stranger")}


@contextmanager
def undone() -> Iterator[None]:
    """Play something, and let it not have been."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def outcome(door: Door, row: Any, action: str, said: dict[str, Any], actor: Actor, stage: Stage) -> str:
    """Return "may", "may not", or why it is refused to one who may; a refusal must have written nothing."""
    with undone():
        before = Event.objects.count()
        try:
            act = move_case if door is CASE_DOOR else door.move
            act(row.pk, action, said, actor=actor, at=stage.at)
            return "may"
        except NotYours:
            found = "may not"
        except Refused as refused:
            found = str(refused)
        assert Event.objects.count() == before
    return found


@pytest.mark.parametrize("city", CITIES)
def test_who_is_written_down_may_and_nobody_else(city: str, db: None) -> None:
    stage, wrong = set_stage(city), []
    began = stage.at
    for door, written, plays in TABLES:
        for label, allowed in written.items():
            with undone():
                stage.at = began
                row, said = plays[label](stage)
                for name, actor in cast_for(stage, row).items() if row else ():
                    expected = "may" if name in allowed.split() else "may not"
                    found = outcome(door, row, label.partition(" ")[0], said, actor, stage)
                    if found != expected:
                        wrong.append(f"{door.table.kind}.{label} {name}: {found}, written: {expected}")
    assert wrong == []


@pytest.mark.parametrize(("door", "written"), [(door, written) for door, written, _ in TABLES], ids=lambda x: "")
def test_the_written_rights_name_every_move_that_people_take(door: Door, written: dict[str, str]) -> None:
    by_people = {m.action for m in door.table if not m.hidden and not m.automatic and m.source != {BIRTH}}
    assert {label.partition(" ")[0] for label in written} == by_people


def test_the_written_rights_name_nobody_who_has_no_right_at_all() -> None:
    named = {name for _, written, _ in TABLES for allowed in written.values() for name in allowed.split()}
    assert named.isdisjoint(rights.NOBODY)
    unknown = named - {str(p) for p in Post} - {"platform"}
    assert all(":" in name for name in unknown), unknown


@pytest.mark.parametrize("table", [door.table for door, _, _ in TABLES], ids=lambda t: t.kind)
def test_what_happens_by_itself_nobody_takes_by_hand(stage: Stage, table: Table) -> None:
    if table.kind == "application":
        row: Any = scenes.returned(stage)
    else:
        row = scenes.dispatched(stage) if table.kind == "case" else scenes.in_hand(stage)
    door = next(door for door, _, _ in TABLES if door.table is table)
    for taken in table:
        if (taken.hidden or taken.automatic) and taken.source != {BIRTH}:
            for name, actor in cast_for(stage, row).items():
                if name != "platform":
                    assert outcome(door, row, taken.action, {}, actor, stage) == "may not", (taken.action, name)
