"""The cast of this room: a made-up town's rulebook, one case, two units, and local times."""

from datetime import datetime
from uuid import UUID

import pytest

from huiyin.calendars import current
from huiyin.clocks import changes, ports
from huiyin.clocks.changes import Start
from huiyin.flow.times import CITY_TZ
from huiyin.rulebook import shelf
from huiyin.rulebook.limits import Limit, OfficeHours
from huiyin.rulebook.urging import UrgePoint

CASE, ORDER, OTHER_ORDER, UNIT, OTHER_UNIT = (UUID(int=n) for n in range(1, 6))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CITY_TZ)


def point(code, clock="unit_reply", **when):
    return UrgePoint(code=code, label=code, clock=clock, to=("unit_handler",), **when)


@pytest.fixture
def book(monkeypatch):
    """The town's book: office with a lunch break, three urging points, the unit's clock stands for a late centre."""
    any_book = shelf.all_books()[0]
    town = any_book.model_copy(
        update={
            "id": "clocktown/2020-01-01",
            "office": OfficeHours(spans=[("08:30", "12:00"), ("14:30", "18:00")]),
            "urging": (point("soon", before="1wd"), point("late", after="2h"), point("very_late", after="3wd")),
            "unit_clock": any_book.unit_clock.model_copy(update={"stands_while_centre_is_late": True}),
        }
    )
    monkeypatch.setattr(changes.shelf, "book", {town.id: town}.__getitem__)
    return town


@pytest.fixture
def reply(book):
    """A unit's five working days for its reply, from Monday 2026-03-02 10:00; due on Monday the 9th."""

    def start(**other):
        told = {
            "subject_kind": "assignment", "subject_id": ORDER, "kind": "unit_reply", "limit": Limit.parse("5wd"),
            "at": at("2026-03-02T10:00"), "book": book, "case_id": CASE, "unit_id": UNIT,
        }  # fmt: skip
        return Start(**{**told, **other})

    return start


@pytest.fixture(autouse=True)
def nothing_kept_from_other_tests():
    current.forget()
    yield
    current.forget()


@pytest.fixture(autouse=True)
def no_room_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the cases of these tests be plain ids: the room of the cases lies above and has its own tests."""
    monkeypatch.setattr(ports, "_lock_case", [])
    monkeypatch.setattr(ports, "on_due_changed", [])
