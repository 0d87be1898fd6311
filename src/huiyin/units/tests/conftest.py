"""The cast of this room: a small tree, its administrator, and a stranger."""

from uuid import uuid4

import pytest

from huiyin.flow.actor import Actor, Seat
from huiyin.flow.posts import Post
from huiyin.units.tests.trees import make_units


@pytest.fixture
def units(db):
    return make_units()


@pytest.fixture
def admin():
    return Actor(uuid4(), "系统管理员", frozenset({Seat(Post.ADMIN)}))


@pytest.fixture
def agent():
    return Actor(uuid4(), "话务员", frozenset({Seat(Post.AGENT)}))
