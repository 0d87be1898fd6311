"""The cast of this room: a lamp, registered as a thing that can be moved."""

import pytest
from django_q.models import Schedule

from huiyin.moves import place as places
from huiyin.moves.tests.lamps import Room


@pytest.fixture
def room(db, monkeypatch):
    room = Room(Schedule.objects.create(func="x"))
    monkeypatch.setitem(places._places, "lamp", room.place())
    return room
